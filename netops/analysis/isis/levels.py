"""The shortest paths of one level and family (RFC 1195 annex C), on arrays as OSPF's are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from netops.analysis.isis.speaker import Edge, Speaker
from netops.analysis.ospf.spf import Bits, Costs, all_pairs, first_hops, no_hops
from netops.model import IPPrefix, NextHop

__all__ = ["Level", "Reach", "by_prefix", "solve"]


@dataclass(frozen=True, slots=True)
class Reach:
    """A prefix that a router (a position) brings into a level; ``down``: it came from level 2 (RFC 5302)."""

    router: int
    metric: int
    down: bool = False
    tag: int = 0


@dataclass(slots=True)
class Level:
    """``distance`` and ``hops`` between all speakers; ``outgoing`` are a speaker's edges, an edge's turn its bit."""

    speakers: list[Speaker]
    family: int
    distance: Costs
    hops: Bits
    outgoing: list[list[Edge]]

    def best(self, router: int, found: Iterable[Reach]) -> tuple[int, frozenset[NextHop], Reach] | None:
        """Metric, next hops, and one of the announcements, of the nearest; None where none is reached.

        What came from level 2 counts only where nothing else is; a router does not use what it announces itself.
        """
        ranked: list[tuple[bool, float, Reach]] = [
            (each.down, self.distance[router, each.router] + each.metric, each)
            for each in found
            if each.router != router and np.isfinite(self.distance[router, each.router])
        ]
        if not ranked:
            return None
        down, metric, chosen = min(ranked, key=lambda each: each[:2])
        equal = [each for kind, cost, each in ranked if (kind, cost) == (down, metric)]
        hops = frozenset(hop for each in equal for hop in self.next_hops(router, each.router))
        return int(metric), hops, chosen

    def next_hops(self, router: int, target: int) -> Iterator[NextHop]:
        bits, width = self.hops[router, target], 8 * self.hops.dtype.itemsize
        for turn, edge in enumerate(self.outgoing[router]):
            if int(bits[turn // width]) >> (turn % width) & 1:
                yield NextHop(edge.far.address(self.speakers[edge.target].device, self.family), edge.near.end.interface)

    def reaches(self, router: int) -> Iterator[int]:
        yield from np.flatnonzero(np.isfinite(self.distance[router])).tolist()


def solve(found: list[Speaker], edges: Iterable[Edge], level: int, family: int) -> Level:
    """Of the edges over which this family is routed.  An overloaded router carries nothing for others (7.2.8.1)."""
    outgoing: defaultdict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge.level == level and _routes(found, edge, family):
            outgoing[edge.source].append(edge)
    every = [outgoing[position] for position in range(len(found))]
    loaded = {position for position, each in enumerate(found) if each.process.overload}
    distance, hops = _paths(found, every, loaded, family)
    return Level(found, family, distance, hops, every)


def _routes(found: list[Speaker], edge: Edge, family: int) -> bool:
    ends = (found[edge.source].process, found[edge.target].process)
    return all(family in each.families for each in ends) and found[edge.source].wide == found[edge.target].wide


def _paths(found: list[Speaker], outgoing: list[list[Edge]], loaded: set[int], family: int) -> tuple[Costs, Bits]:
    rows = [
        (edge.source, edge.target, edge.near.cost(edge.level, family), turn)
        for edges in outgoing
        for turn, edge in enumerate(edges)
        if edge.source not in loaded
    ]
    source, target, cost, bit = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    hops = no_hops((len(found), len(found)), max(map(len, outgoing), default=1))
    distance = all_pairs(len(found), source, target, cost.astype(np.float64))
    hops = first_hops(distance, source, target, cost.astype(np.float64), bit, hops)
    through = distance.copy()
    word, width = hops.dtype.type, 8 * hops.dtype.itemsize
    for router in loaded:  # its own packets it sends all the same
        for edge in outgoing[router]:
            offered = through[edge.target] + edge.near.cost(edge.level, family)
            distance[router] = np.minimum(distance[router], offered)
        for turn, edge in enumerate(outgoing[router]):
            offered = through[edge.target] + edge.near.cost(edge.level, family)
            chosen = (offered == distance[router]) & np.isfinite(offered)
            hops[router, :, turn // width] |= chosen.astype(word) << word(turn % width)
    return distance, hops


def by_prefix(found: Iterable[tuple[IPPrefix, Reach]]) -> Mapping[IPPrefix, list[Reach]]:
    result: defaultdict[IPPrefix, list[Reach]] = defaultdict(list)
    for prefix, reach in found:
        result[prefix].append(reach)
    return result
