"""The protocols of all running routers, round by round, until no table moves.

Routes depend on each other: BGP needs OSPF to reach its peers, OSPF takes BGP's default route, a static route lies
over either.  So every protocol is computed from the tables as they are, again and again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from netops.analysis.bgp.install import BgpTables
from netops.analysis.bgp.memory import Memory
from netops.analysis.connected import virtual_routers
from netops.analysis.forwarding import Forwarding, address_owners
from netops.analysis.ospf.external import with_externals
from netops.analysis.ospf.instance import Instance, start
from netops.analysis.ospf.table import External, Table
from netops.analysis.redistribute import boundary_routers, externals
from netops.analysis.rib import Prefixes, RouterRib
from netops.analysis.routing import RoutingProtocol, Running
from netops.analysis.static import Statics
from netops.errors import PredictionError
from netops.model import Adjacency, Device, Endpoint, IPAddress, IPPrefix, Route, VrrpState

__all__ = ["PROTOCOLS", "World"]

PROTOCOLS: tuple[Callable[[Running], RoutingProtocol | None], ...] = ()
"""Besides OSPF and BGP; each gives None where nobody speaks it."""

_ROUNDS = 30

_Routes = dict[IPPrefix, Route]

_NOTHING: _Routes = {}

_Mixed = tuple[_Routes, tuple[_Routes, ...], _Routes]
"""Static routes, each protocol's routes, and the best of these and the connected ones."""


@dataclass(slots=True)
class World:
    """The protocols of all running routers, and their tables in the present round."""

    running: Running
    memory: Memory
    vrrp: Mapping[str, tuple[VrrpState, ...]] = field(init=False)
    instances: list[Instance] = field(init=False)
    tables: list[Table] = field(init=False)
    neighbors: dict[str, tuple[Adjacency, ...]] = field(init=False)
    connected: dict[str, _Routes] = field(init=False)
    prefixes: Prefixes = field(init=False)
    bgp: BgpTables = field(init=False)
    protocols: list[RoutingProtocol] = field(init=False)
    owners: dict[IPAddress, list[Endpoint]] = field(init=False)
    ribs: dict[str, RouterRib] = field(init=False)
    _mixed: dict[str, _Mixed] = field(default_factory=dict)
    _announced: list[list[tuple[IPPrefix, External]]] = field(init=False)
    _positions: list[Mapping[str, int]] = field(init=False)

    def __post_init__(self) -> None:
        running = self.running
        self.vrrp = virtual_routers(running.network, running.layer2)
        self._start_ospf()
        self.protocols = [protocol for start in PROTOCOLS if (protocol := start(running)) is not None]
        for protocol in self.protocols:
            for name, found in protocol.adjacencies().items():
                self.neighbors[name] += found
        self.connected = {
            name: self.memory.connected_routes(device, running.layer2, self.vrrp[name])
            for name, device in running.alive.items()
        }
        self.prefixes = Prefixes(self._all_prefixes())
        self.ribs = {name: self._rib(name, routes) for name, routes in self.connected.items()}
        self.bgp = BgpTables(running.alive.values(), self.memory)
        asked = self.bgp.routers or self.protocols
        self.owners = address_owners(running.network, running.layer2) if asked else {}  # only sessions ask

    def _start_ospf(self) -> None:
        self.instances = [each for version in (2, 3) if (each := self._instance(version)) is not None]
        self.tables = [each.table for each in self.instances]
        self.neighbors = {
            name: tuple(each for found in self.instances for each in found.neighbors.get(name, ()))
            for name in self.running.alive
        }
        self._announced = [[] for _ in self.tables]
        self._positions = [each.positions for each in self.instances]

    def _instance(self, version: int) -> Instance | None:
        """One version of OSPF: what is left of the whole network's, where that is known."""
        known, layer2 = self.memory.instances, self.running.layer2
        if version in known and layer2.moved is not None:
            whole = known[version]
            return None if whole is None else whole.under(layer2)
        found = start(self.running.network, layer2, version)
        if layer2.moved == frozenset():
            known[version] = found
        return found

    def _all_prefixes(self) -> Iterator[IPPrefix]:
        for name, device in self.running.alive.items():
            yield from self.connected[name]
            yield from _configured_prefixes(device)
        for table in self.tables:
            yield from (each for each in table.columns if not isinstance(each, int))
        for protocol in self.protocols:
            yield from protocol.prefixes()

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
        moved, policies = False, self.running.policies
        for number, table in enumerate(self.tables):
            announced = [
                each
                for position in boundary_routers(table.speakers)
                for name in [table.speakers[position].device.name]
                if name in self.running.alive
                for each in externals(position, table.speakers[position], self.ribs[name], policies[name])
            ]
            if announced != self._announced[number]:
                moved = True
                self._announced[number] = announced
                self.tables[number] = with_externals(table, announced)
        if moved:
            self.ribs = {name: self._rib(name, rib.others) for name, rib in self.ribs.items()}
        return moved

    def _round(self) -> dict[str, _Routes]:
        running = self.running
        present = Forwarding(running.network, running.layer2, self.ribs, self.prefixes, self.owners)
        learned = [*(each.routes(present) for each in self.protocols), self.bgp.routes(present)]
        statics = Statics(running, self.ribs, self.prefixes)
        for name, device in running.alive.items():
            static = statics.routes(device) if device.static_routes or device.aggregates else _NOTHING
            self._mix(name, static, tuple(each.get(name, _NOTHING) for each in learned))
        return {name: mixed for name, (_, _, mixed) in self._mixed.items()}

    def _mix(self, name: str, static: _Routes, learned: tuple[_Routes, ...]) -> None:
        """The best of all sources; the table of the round before, where they are what they were."""
        before = self._mixed.get(name)
        if before is None or not _same(before[1], learned) or not _alike(before[0], static):
            self._mixed[name] = (static, learned, _best(self.connected[name], static, *learned))

    def _rib(self, name: str, routes: _Routes) -> RouterRib:
        tables = [
            (table, positions[name])
            for table, positions in zip(self.tables, self._positions, strict=True)
            if name in positions
        ]
        return RouterRib(routes, tables)


def _configured_prefixes(device: Device) -> Iterator[IPPrefix]:
    yield from (static.prefix for static in device.static_routes)
    yield from (aggregate.prefix for aggregate in device.aggregates)
    for process in device.bgp:
        for family in process.families:
            yield from (each.prefix for each in family.networks)
            yield from (each.prefix for each in family.aggregates)


def _same(some: tuple[_Routes, ...], others: tuple[_Routes, ...]) -> bool:
    return all(one is other for one, other in zip(some, others, strict=True))


def _alike(one: _Routes, other: _Routes) -> bool:
    """Whether two tables are the same with their gateways, which are no part of a route's equality."""
    return one == other and all(route.gateways == other[prefix].gateways for prefix, route in one.items())


def _best(first: _Routes, *tables: _Routes) -> _Routes:
    """One table of several: the least administrative distance wins, an earlier table over a later one."""
    best = dict(first)
    for table in tables:
        for prefix, route in table.items():
            present = best.get(prefix)
            if present is None or route.distance < present.distance:
                best[prefix] = route
    return best
