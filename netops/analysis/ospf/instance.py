"""One version of OSPF in a network: who speaks it, who hears whom, and the routes inside of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from netops.analysis.layer2 import Layer2
from netops.analysis.ospf.adjacency import Pair, adjacencies, edges, leads_on, pairs
from netops.analysis.ospf.areas import internal_routes, internal_routes_without
from netops.analysis.ospf.port import Speaker, speaker, speakers
from netops.analysis.ospf.table import Table
from netops.analysis.ospf.virtual import any_virtual_links
from netops.analysis.redistribute import boundary_routers
from netops.model import Adjacency, Endpoint, Network

__all__ = ["Instance", "start"]


@dataclass(eq=False, slots=True)
class Instance:
    """``positions``: of the speakers, by device, one for each process; ``neighbors``: of each, by device.

    ``anew``: what a failure leaves of it cannot be told from what it was, and is worked out from nothing.
    """

    network: Network
    speakers: list[Speaker]
    positions: Mapping[str, tuple[int, ...]]
    neighbors: Mapping[str, tuple[Adjacency, ...]]
    table: Table
    _met: _Met
    anew: bool = False

    def under(self, layer2: Layer2) -> Instance:
        """The same network where ``layer2.moved`` are down or parted from others; cost goes with what that changes."""
        assert layer2.moved is not None
        if self.anew:
            left = start(self.network, layer2, self.speakers[0].process.version)
            assert left is not None
            return left
        down = {end.device for end in layer2.moved if end not in layer2.up} & self.positions.keys()
        lost = self._met.lost(layer2)
        if not down and not lost:
            return replace(self, table=self.table.view())
        found = list(self.speakers)
        for position in (each for name in down for each in self.positions[name]):
            before = found[position]
            found[position] = speaker(before.device, before.process, before.router_id, layer2)
        gone = frozenset(self._met.edge[number] for number in lost if number in self._met.edge)
        table = internal_routes_without(self.table, found, gone)
        return Instance(self.network, found, self.positions, {**self.neighbors, **self._left(lost)}, table, self._met)

    def _left(self, lost: set[int]) -> Mapping[str, tuple[Adjacency, ...]]:
        """The neighbours of those who lost one."""
        lost_by = {self.speakers[self._met.pairs[number][0]].device.name for number in lost}
        at = {position for name in lost_by for position in self.positions[name]}
        rest = [self._met.pairs[n] for router in at for n in self._met.of_router[router] if n not in lost]
        found = adjacencies(self.speakers, rest)
        return {name: found[name] for router in at for name in [self.speakers[router].device.name]}


class _Met:
    """All pairs of ports that become neighbours in the whole network, numbered."""

    def __init__(self, found: list[Pair]) -> None:
        self.pairs = found
        routed = (number for number, pair in enumerate(found) if leads_on(pair))
        self.edge = {number: edge for edge, number in enumerate(routed)}
        self.of_router: defaultdict[int, list[int]] = defaultdict(list)
        self._of_end: defaultdict[Endpoint, list[int]] = defaultdict(list)
        for number, (one, port, _, far, _) in enumerate(found):
            self.of_router[one].append(number)
            self._of_end[port.end].append(number)
            self._of_end[far.end].append(number)

    def lost(self, layer2: Layer2) -> set[int]:
        """Those that do not hear each other any more."""
        touched = {number for end in layer2.moved or () for number in self._of_end.get(end, ())}
        return {number for number in touched if not self._hear(number, layer2.domain)}

    def _hear(self, number: int, domain: Mapping[Endpoint, int]) -> bool:
        _, port, _, far, _ = self.pairs[number]
        return (at := domain.get(port.end)) is not None and domain.get(far.end) == at


def start(network: Network, layer2: Layer2, version: int) -> Instance | None:
    """The whole network's; None where nobody speaks this version."""
    found = speakers(network, layer2, version)
    if not found:
        return None
    met = list(pairs(found, layer2))
    positions: dict[str, tuple[int, ...]] = {}
    for position, each in enumerate(found):
        positions[each.device.name] = (*positions.get(each.device.name, ()), position)
    table = internal_routes(found, edges(found, met), boundary_routers(found))
    anew = any_virtual_links(found) or any(pair.routed and pair.state == "two-way" for *_, pair in met)
    return Instance(network, found, positions, adjacencies(found, met), table, _Met(met), anew)
