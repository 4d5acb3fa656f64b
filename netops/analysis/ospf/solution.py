"""How the routes inside an OSPF network came about: kept for networks that differ from it in little."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from netops.analysis.ospf.adjacency import Edge
from netops.analysis.ospf.spf import Advertisements, Bits, Costs, Positions

__all__ = ["Arcs", "Area", "Origins", "Solution", "VirtualLink", "arcs_of"]

Origins = Mapping[int, npt.NDArray[np.int16]]
"""By border router: of each column the area (a position among the names) that its intra-area route is of, or -1."""


@dataclass(frozen=True, slots=True)
class Arcs:
    """The edges of one area: arrays of one length.  ``bit`` is an edge's among those of its source."""

    number: Positions  # among all edges
    source: Positions
    target: Positions
    cost: Costs
    bit: Positions

    def __getitem__(self, chosen: Positions) -> Arcs:
        return Arcs(self.number[chosen], self.source[chosen], self.target[chosen], self.cost[chosen], self.bit[chosen])


@dataclass(frozen=True, slots=True)
class Area:
    """One area's graph, solved: ``members`` are positions among the speakers, ``local`` the way back."""

    number: int
    members: Positions
    local: Mapping[int, int]
    distance: Costs
    hops: Bits
    ads: Advertisements


@dataclass(frozen=True, slots=True)
class VirtualLink:
    """One direction of it: ``hops`` are those of the way through the transit area, whose cost is the link's."""

    source: int  # position among the speakers
    target: int
    area: str
    cost: float
    hops: Bits


@dataclass(slots=True)
class Solution:
    """``names``: the areas, the backbone first.  ``announced``: what a border router tells an area, a column each.

    ``borders``: the routers between areas.
    """

    names: list[str]
    arcs: Mapping[str, Arcs]
    areas: list[Area]
    stepwise: bool = False  # whether each step may change what the one before it was to have
    virtual: tuple[VirtualLink, ...] = ()
    borders: frozenset[int] = frozenset()
    origin: Origins = field(default_factory=dict)
    announced: dict[tuple[int, int], Costs] = field(default_factory=dict)  # by (area, border)


def arcs_of(edges: list[Edge], names: list[str]) -> Mapping[str, Arcs]:
    """By area; an edge's bit is its turn among those of its source."""
    found: dict[str, list[tuple[int, int, int, int, int]]] = {name: [] for name in names}
    turns: dict[int, int] = {}
    for number, edge in enumerate(edges):
        bit = turns[edge.source] = turns.get(edge.source, -1) + 1
        found[edge.area].append((number, edge.source, edge.target, edge.cost, bit))
    result = {}
    for name, rows in found.items():
        number_, source, target, cost, bits = np.array(rows, dtype=np.int64).reshape(-1, 5).T
        result[name] = Arcs(number_, source, target, cost.astype(np.float64), bits)
    return result
