"""What a network will show: the same Snapshot that its devices give once they have settled.

Routes depend on each other: BGP needs OSPF to reach its peers, OSPF takes BGP's default route, a static route lies
over either.  So every protocol is computed from the tables as they are, again and again, until nothing moves.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from netops.analysis.bgp.install import BgpTables
from netops.analysis.bgp.memory import Memory
from netops.analysis.connected import static_routes, virtual_routers
from netops.analysis.failures import Failures
from netops.analysis.forwarding import Forwarding, address_owners
from netops.analysis.layer2 import Layer2, broadcast_domains
from netops.analysis.ospf.external import External, enter_externals
from netops.analysis.ospf.instance import Instance, start
from netops.analysis.ospf.table import Table
from netops.analysis.policy import Policy
from netops.analysis.redistribute import boundary_routers, externals
from netops.analysis.rib import Prefixes, RouterRib
from netops.errors import PredictionError
from netops.model import (
    Adjacency,
    BgpSession,
    Device,
    DeviceState,
    Endpoint,
    Interface,
    InterfaceKind,
    InterfaceState,
    IPAddress,
    IPPrefix,
    Network,
    Route,
    Snapshot,
    SnapshotSource,
    VrrpState,
)
from netops.platforms import get_platform

__all__ = ["predict"]

_ROUNDS = 30

_NOTHING: dict[IPPrefix, Route] = {}

_Mixed = tuple[dict[IPPrefix, Route], dict[IPPrefix, Route], dict[IPPrefix, Route]]
"""Static routes, BGP's routes, and the best of these and the connected ones."""


def predict(
    network: Network, failures: Failures | None = None, memory: Memory | None = None, layer2: Layer2 | None = None
) -> Snapshot:
    """The settled state of every device of the network under these failures.

    ``memory``: what predictions of this very network under other failures have in common, to be computed once.
    ``layer2``: that of these failures, where it is known.
    Raises :class:`~netops.errors.PredictionError` where the network itself would not settle.
    """
    with _without_collection():
        present = broadcast_domains(network, failures) if layer2 is None else layer2
        return _predict(network, failures or Failures(), memory or Memory(), present)


def _predict(network: Network, failures: Failures, memory: Memory, layer2: Layer2) -> Snapshot:
    world = _World(network, layer2, _alive(network, failures), memory)
    world.settle()
    sessions = world.bgp.states()
    states = {
        name: world.state(device, sessions.get(name, []))
        if name in world.alive
        else DeviceState(name, reachable=False, error="no power")
        for name, device in sorted(network.devices.items())
    }
    return Snapshot(SnapshotSource.PREDICTED, states, label=f"failed: {failures}" if failures else "")


@contextmanager
def _without_collection() -> Iterator[None]:
    """No search for garbage: nearly all that is made here is kept, and each search walks the whole network again."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _alive(network: Network, failures: Failures) -> dict[str, Device]:
    return {name: network.devices[name] for name in sorted(network.devices) if name not in failures.devices}


@dataclass(slots=True)
class _World:
    """The protocols of all running devices, and their tables in the present round."""

    network: Network
    layer2: Layer2
    alive: dict[str, Device]
    memory: Memory
    vrrp: Mapping[str, tuple[VrrpState, ...]] = field(init=False)
    instances: list[Instance] = field(init=False)
    tables: list[Table] = field(init=False)
    neighbors: dict[str, tuple[Adjacency, ...]] = field(init=False)
    connected: dict[str, dict[IPPrefix, Route]] = field(init=False)
    policies: dict[str, Policy] = field(init=False)
    prefixes: Prefixes = field(init=False)
    bgp: BgpTables = field(init=False)
    owners: dict[IPAddress, list[Endpoint]] = field(init=False)
    ribs: dict[str, RouterRib] = field(init=False)
    _mixed: dict[str, _Mixed] = field(default_factory=dict)
    _announced: list[list[tuple[IPPrefix, External]]] = field(init=False)
    _positions: list[Mapping[str, int]] = field(init=False)

    def __post_init__(self) -> None:
        self.vrrp = virtual_routers(self.network, self.layer2)
        self._start_ospf()
        self.connected = {
            name: self.memory.connected_routes(device, self.layer2, self.vrrp[name])
            for name, device in self.alive.items()
        }
        self.policies = {name: Policy(device) for name, device in self.alive.items()}
        self.prefixes = Prefixes(self._all_prefixes())
        self.ribs = {name: self._rib(name, routes) for name, routes in self.connected.items()}
        self.bgp = BgpTables(self.alive.values(), self.memory)
        self.owners = address_owners(self.network, self.layer2) if self.bgp.routers else {}  # only sessions ask

    def _start_ospf(self) -> None:
        self.instances = [each for version in (2, 3) if (each := self._instance(version)) is not None]
        self.tables = [each.table for each in self.instances]
        self.neighbors = {
            name: tuple(each for found in self.instances for each in found.neighbors.get(name, ()))
            for name in self.alive
        }
        self._announced = [[] for _ in self.tables]
        self._positions = [each.positions for each in self.instances]

    def _instance(self, version: int) -> Instance | None:
        """One version of OSPF: what is left of the whole network's, where that is known."""
        known = self.memory.instances
        if version in known and self.layer2.moved is not None:
            whole = known[version]
            return None if whole is None else whole.under(self.layer2)
        found = start(self.network, self.layer2, version)
        if self.layer2.moved == frozenset():
            known[version] = found
        return found

    def _all_prefixes(self) -> Iterator[IPPrefix]:
        for name, device in self.alive.items():
            yield from self.connected[name]
            yield from (static.prefix for static in device.static_routes)
            for process in device.bgp:
                for family in process.families:
                    yield from (each.prefix for each in family.networks)
                    yield from (each.prefix for each in family.aggregates)
        for table in self.tables:
            yield from (each for each in table.columns if not isinstance(each, int))

    def settle(self) -> None:
        """Round by round until no table changes."""
        for _ in range(_ROUNDS):
            moved = self._exchange_externals()
            fresh = self._round()
            moved |= any(
                mixed is not self.ribs[name].others and mixed != self.ribs[name].others for name, mixed in fresh.items()
            )
            self.ribs = {name: self._rib(name, routes) for name, routes in fresh.items()}
            if not moved:
                return
        changing = sorted(name for name, routes in self._round().items() if routes != self.ribs[name].others)
        raise PredictionError(f"the routes do not settle in {_ROUNDS} rounds: {', '.join(changing[:5])} keep changing")

    def _exchange_externals(self) -> bool:
        moved = False
        for number, table in enumerate(self.tables):
            announced = [
                each
                for position in boundary_routers(table.speakers)
                for name in [table.speakers[position].device.name]
                if name in self.alive
                for each in externals(position, table.speakers[position], self.ribs[name], self.policies[name])
            ]
            if announced != self._announced[number]:
                moved = True
                self._announced[number] = announced
                enter_externals(table, announced)
        return moved

    def _round(self) -> dict[str, dict[IPPrefix, Route]]:
        forwarding = Forwarding(self.network, self.layer2, self.ribs, self.prefixes, self.owners)
        learned = self.bgp.routes(forwarding)
        for name, device in self.alive.items():
            static = static_routes(device, self.ribs[name], self.prefixes, self.layer2)
            self._mix(name, static, learned.get(name, _NOTHING))
        return {name: mixed for name, (_, _, mixed) in self._mixed.items()}

    def _mix(self, name: str, static: dict[IPPrefix, Route], learned: dict[IPPrefix, Route]) -> None:
        """The best of all sources; the table of the round before, where they are what they were."""
        before = self._mixed.get(name)
        if before is None or before[1] is not learned or not _alike(before[0], static):
            self._mixed[name] = (static, learned, _best(self.connected[name], static, learned))

    def _rib(self, name: str, routes: dict[IPPrefix, Route]) -> RouterRib:
        tables = [
            (table, positions[name])
            for table, positions in zip(self.tables, self._positions, strict=True)
            if name in positions
        ]
        return RouterRib(routes, tables)

    def state(self, device: Device, sessions: list[BgpSession]) -> DeviceState:
        """A running device, as a collection would show it."""
        name = device.name
        platform = get_platform(device.platform)
        routes = platform.routing
        return DeviceState(
            name=name,
            interfaces={each: self._interface(device, each) for each in device.interfaces},
            ribs={"default": self.ribs[name]} if routes else None,
            adjacencies=self.neighbors[name] if routes else None,
            sessions=_ordered(sessions) if routes else None,
            vrrp=self.vrrp[name] if routes else None,
            processes=platform.processes(device),
        )

    def _interface(self, device: Device, name: str) -> InterfaceState:
        interface = device.interfaces[name]
        return InterfaceState(
            name=name,
            admin_up=interface.enabled,
            oper_up=name in self.layer2.up_on(device.name),
            mtu=interface.mtu or _wire_mtu(device, interface),
            speed=interface.speed,
            mac=interface.mac,
            addresses=interface.addresses,
            description=interface.description,
        )


def _ordered(sessions: list[BgpSession]) -> tuple[BgpSession, ...]:
    return tuple(sorted(sessions, key=lambda each: (each.peer.version, each.peer)))


def _wire_mtu(device: Device, interface: Interface) -> int | None:
    """The platform's usual MTU, of what is on a wire; other interfaces have one that the kernel thinks right."""
    on_wire = interface.kind in {InterfaceKind.ETHERNET, InterfaceKind.SUBINTERFACE}
    return get_platform(device.platform).default_mtu if on_wire else None


def _differ(one: dict[IPPrefix, Route], other: dict[IPPrefix, Route]) -> bool:
    return one is not other and one != other


def _alike(one: dict[IPPrefix, Route], other: dict[IPPrefix, Route]) -> bool:
    """Whether two tables are the same with their gateways, which are no part of a route's equality."""
    return one == other and all(route.gateways == other[prefix].gateways for prefix, route in one.items())


def _best(first: dict[IPPrefix, Route], *tables: dict[IPPrefix, Route]) -> dict[IPPrefix, Route]:
    """One table of several: the least administrative distance wins, an earlier table over a later one."""
    best = dict(first)
    for table in tables:
        for prefix, route in table.items():
            present = best.get(prefix)
            if present is None or route.distance < present.distance:
                best[prefix] = route
    return best
