"""The protocols of all running routers, round by round, until no table moves.

Routes depend on each other: BGP needs OSPF to reach its peers, OSPF takes BGP's default route, a static route lies
over either.  So every protocol is computed from the tables as they are, again and again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from netops.analysis.bgp.install import BgpTables, Settled
from netops.analysis.bgp.memory import Memory
from netops.analysis.changes import Changes
from netops.analysis.connected import virtual_routers
from netops.analysis.eigrp.protocol import start as start_eigrp
from netops.analysis.forwarding import Difference, Forwarding, address_owners, owners_without
from netops.analysis.isis.protocol import start as start_isis
from netops.analysis.leaking import Leaking
from netops.analysis.ospf.external import with_externals
from netops.analysis.ospf.instance import Instance, start
from netops.analysis.ospf.table import External, Table
from netops.analysis.redistribute import boundary_routers, externals
from netops.analysis.rib import Prefixes, RouterRib, differing, varied
from netops.analysis.rip import start as start_rip
from netops.analysis.routing import RoutingProtocol, Running
from netops.analysis.static import Statics
from netops.errors import PredictionError
from netops.model import Adjacency, Device, Endpoint, IPAddress, IPPrefix, Route, VrrpState

__all__ = ["PROTOCOLS", "World"]

PROTOCOLS: tuple[Callable[[Running], RoutingProtocol | None], ...] = (start_isis, start_eigrp, start_rip)
"""Besides OSPF and BGP; each gives None where nobody speaks it."""

_ROUNDS = 30

_Routes = dict[IPPrefix, Route]

_NOTHING: _Routes = {}

_Mixed = tuple[_Routes, tuple[_Routes, ...], _Routes]
"""Static routes, each protocol's routes, and the best of these and the connected ones."""


_Announced = list[dict[int, list[tuple[IPPrefix, External]]]]
"""By version of OSPF, and by AS boundary router: what it announces."""


@dataclass(slots=True)
class Round:
    """One round, and what came of each step: externals from the tables ``before``, all else from ``present``."""

    before: Mapping[str, RouterRib]
    announced: _Announced = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    present: Forwarding | None = None
    bgp: Settled | None = None
    mixed: dict[str, _Mixed] = field(default_factory=dict)


@dataclass(slots=True)
class World:
    """The protocols of all running routers, and their tables in the present round.

    Where the whole network's prediction is known, each step asks of that which took the same turn what it made, and
    makes anew only what depends on something that differs: what did not change is the same object.
    """

    running: Running
    memory: Memory
    whole: World | None = field(init=False)
    rounds: list[Round] = field(default_factory=list)
    vrrp: Mapping[str, tuple[VrrpState, ...]] = field(init=False)
    instances: list[Instance] = field(init=False)
    tables: list[Table] = field(init=False)
    neighbors: dict[str, tuple[Adjacency, ...]] = field(init=False)
    connected: dict[str, _Routes] = field(init=False)
    prefixes: Prefixes = field(init=False)
    bgp: BgpTables = field(init=False)
    protocols: list[RoutingProtocol] = field(init=False)
    owners: Mapping[IPAddress, list[Endpoint]] = field(init=False)
    ribs: dict[str, RouterRib] = field(init=False)
    _down: frozenset[Endpoint] = field(init=False)
    _at: frozenset[str] = field(init=False)  # the routers with a port that is down or parted from others
    _lost: frozenset[IPAddress] = frozenset()
    _announced: _Announced = field(init=False)
    _leaking: Leaking = field(init=False)
    _positions: list[Mapping[str, tuple[int, ...]]] = field(init=False)

    def __post_init__(self) -> None:
        running, moved = self.running, self.running.layer2.moved
        self.whole = self.memory.whole if moved is not None else None
        self._down = frozenset(end for end in moved or () if end not in running.layer2.up)
        self._at = frozenset(end.device for end in moved or ())
        self.vrrp = self._virtual_routers()
        self._start_ospf()
        self.protocols = [protocol for start in PROTOCOLS if (protocol := start(running)) is not None]
        for protocol in self.protocols:
            for name, found in protocol.adjacencies().items():
                self.neighbors[name] += found
        self.connected = {name: self._connected(device) for name, device in running.alive.items()}
        same = self.whole is not None and not self.protocols
        self.prefixes = self.whole.prefixes if self.whole is not None and same else Prefixes(self._all_prefixes())
        self.ribs = {name: self._rib(name, routes) for name, routes in self.connected.items()}
        devices = (running.network.devices[name] for name in sorted(running.network.devices))
        self.bgp = BgpTables(devices, self.memory, running.split)
        self._leaking = Leaking(running)
        self._start_owners()

    def _virtual_routers(self) -> Mapping[str, tuple[VrrpState, ...]]:
        network = self.running.network
        if self.whole is None:
            return virtual_routers(network, self.running.layer2)
        moved = self.running.layer2.moved or frozenset()
        if not any(network.devices[end.device].interfaces[end.interface].vrrp for end in moved):
            return self.whole.vrrp
        found = virtual_routers(network, self.running.layer2)
        return {name: known if (known := self.whole.vrrp[name]) == states else states for name, states in found.items()}

    def _connected(self, device: Device) -> _Routes:
        name, whole = device.name, self.whole
        if whole is not None and name not in self._at and self.vrrp[name] is whole.vrrp[name]:
            return whole.connected[name]
        return self.memory.connected_routes(device, self.running.layer2, self.vrrp[name])

    def _start_owners(self) -> None:
        """Only sessions and protocols ask."""
        running = self.running
        if not self.bgp.routers and not self.protocols:
            self.owners = {}
        elif self.whole is None:
            self.owners = address_owners(running.network, running.layer2)
        else:
            self.owners, self._lost = owners_without(running.network, self.whole.owners, self._down)

    def _start_ospf(self) -> None:
        self.instances = [each for version in (2, 3) if (each := self._instance(version)) is not None]
        self.tables = [each.table for each in self.instances]
        self.neighbors = {
            name: tuple(each for found in self.instances for each in found.neighbors.get(name, ()))
            for name in self.running.alive
        }
        self._announced = [{} for _ in self.tables]
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
            yield from table.prefixes
        for protocol in self.protocols:
            yield from protocol.prefixes()

    def settle(self) -> None:
        """Round by round until no table changes."""
        for turn in range(_ROUNDS):
            known = self._known_round(turn)
            present = Round(self.ribs)
            self.rounds.append(present)
            moved = self._exchange_externals(present, known)
            fresh = self._round(present, known)
            moved |= any(
                mixed is not self.ribs[name].others and mixed != self.ribs[name].others for name, mixed in fresh.items()
            )
            self.ribs = {name: self._rib(name, routes) for name, routes in fresh.items()}
            if not moved:
                if self.running.layer2.moved == frozenset():
                    self.memory.whole = self
                return
        fresh = self._round(Round(self.ribs), None)
        changing = sorted(name for name, routes in fresh.items() if routes != self.ribs[name].others)
        raise PredictionError(f"the routes do not settle in {_ROUNDS} rounds: {', '.join(changing[:5])} keep changing")

    def _known_round(self, turn: int) -> Round | None:
        """The whole network's at this turn; after its last, nothing moves any more."""
        rounds = self.whole.rounds if self.whole is not None else []
        return rounds[min(turn, len(rounds) - 1)] if rounds else None

    def _exchange_externals(self, present: Round, known: Round | None) -> bool:
        changes = Changes(self.ribs, known.before) if known is not None else None
        moved = False
        for number, table in enumerate(self.tables):
            announced = {
                position: self._externals(number, position, known, changes)
                for position in boundary_routers(table.speakers)
                if table.speakers[position].device.name in self.running.alive
            }
            if announced != self._announced[number]:
                moved = True
                self._announced[number] = announced
                every = [each for found in announced.values() for each in found]
                self.tables[number] = with_externals(table, every, known.tables[number] if known is not None else None)
        if moved:
            self.ribs = {name: self._rib(name, rib.others) for name, rib in self.ribs.items()}
        present.announced, present.tables = list(self._announced), list(self.tables)
        return moved

    def _externals(
        self, number: int, position: int, known: Round | None, changes: Changes | None
    ) -> list[tuple[IPPrefix, External]]:
        speaker = self.tables[number].speakers[position]
        name = speaker.device.name
        if known is not None and changes is not None and name not in self._at and changes.none_at(name):
            return known.announced[number][position]
        return list(externals(position, speaker, self.ribs[name], self.running.policies[name]))

    def _round(self, present: Round, known: Round | None) -> dict[str, _Routes]:
        running = self.running
        since = self._difference(known) if known is not None else None
        tables = Forwarding(running.network, running.layer2, self.ribs, self.prefixes, self.owners, since)
        present.present, present.bgp = tables, self.bgp.routes(tables, known.bgp if known is not None else None)
        installed = present.bgp.run.installed if present.bgp is not None else {}
        learned = [*(each.routes(tables) for each in self.protocols), installed]
        if self.running.split.vrfs:
            learned.append(self._leaking.round(self.ribs))
        before = self.rounds[-2].mixed if len(self.rounds) > 1 else {}
        statics = Statics(running, self.ribs, self.prefixes)
        for name, device in running.alive.items():
            from_whole = known.mixed[name] if known is not None else None
            static = self._static(device, statics, from_whole, since)
            offered = tuple(each.get(name, _NOTHING) for each in learned)
            present.mixed[name] = self._mix(name, static, offered, from_whole, before.get(name))
        return {name: mixed for name, (_, _, mixed) in present.mixed.items()}

    def _difference(self, known: Round) -> Difference:
        """What differs from the whole network in the same round."""
        assert known.present is not None
        return Difference(
            before=known.present,
            changes=Changes(self.ribs, known.present.ribs),
            moved=self.running.layer2.moved or frozenset(),
            lost=self._lost,
            gone=frozenset(known.present.ribs.keys() - self.ribs.keys()),
            at=self._at,
        )

    def _static(self, device: Device, statics: Statics, from_whole: _Mixed | None, since: Difference | None) -> _Routes:
        """The whole network's, where the tables of all of the device's VRFs are, and its ports."""
        if not (device.static_routes or device.aggregates):
            return _NOTHING
        split = self.running.split
        tables = split.of_device(split.device(device.name)).values()
        stays = since is not None and self._at.isdisjoint(tables) and all(map(since.changes.none_at, tables))
        if stays and from_whole is not None:
            return from_whole[0]
        return statics.routes(device)

    def _mix(
        self, name: str, static: _Routes, learned: tuple[_Routes, ...], from_whole: _Mixed | None, before: _Mixed | None
    ) -> _Mixed:
        """The best of all sources: the table of the round before, where they are what they were.

        Of the whole network's table, where that is known, only what another source differs in is entered anew.
        """
        if before is not None and _same(before[1], learned) and _alike(before[0], static):
            return before
        sources = (self.connected[name], static, *learned)
        if from_whole is None or self.whole is None:
            return static, learned, _best(*sources)
        were = (self.whole.connected[name], from_whole[0], *from_whole[1])
        changed = {prefix for now, was in zip(sources, were, strict=True) for prefix in differing(now, was)}
        if not changed and static is from_whole[0] and _same(from_whole[1], learned):
            return from_whole
        mixed = varied(from_whole[2], ((prefix, _best_of(prefix, sources)) for prefix in changed))
        return static, learned, mixed

    def _rib(self, name: str, routes: _Routes) -> RouterRib:
        tables = [
            (table, position)
            for table, positions in zip(self.tables, self._positions, strict=True)
            for position in positions.get(name, ())
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
    return one is other or (
        one == other and all(route.gateways == other[prefix].gateways for prefix, route in one.items())
    )


def _best(first: _Routes, *tables: _Routes) -> _Routes:
    """One table of several: the least administrative distance wins, an earlier table over a later one."""
    best = dict(first)
    for table in tables:
        for prefix, route in table.items():
            present = best.get(prefix)
            if present is None or route.distance < present.distance:
                best[prefix] = route
    return best


def _best_of(prefix: IPPrefix, tables: Iterable[_Routes]) -> Route | None:
    """What :func:`_best` has for one prefix."""
    found = [table[prefix] for table in tables if prefix in table]
    return min(found, key=lambda route: route.distance) if found else None
