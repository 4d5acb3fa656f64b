"""The routing tables of all OSPF routers, as arrays: a row a router, a column a destination."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from netops.analysis.ospf.adjacency import Edge
from netops.analysis.ospf.port import Speaker
from netops.analysis.ospf.solution import Solution
from netops.analysis.ospf.spf import Bits, Costs
from netops.model import IPPrefix, NextHop, Route
from netops.platforms import get_platform

__all__ = ["Destination", "ExternalRoutes", "PathKind", "Table"]

Destination = IPPrefix | int
"""A prefix, or the position of an AS boundary router among the speakers."""


class PathKind(IntEnum):
    """Path types in the order of preference (RFC 2328 section 11); NONE is no path."""

    NONE = 0
    INTRA = 1
    INTER = 2
    EXTERNAL_1 = 3
    EXTERNAL_2 = 4


_KINDS = tuple(PathKind)

_MOST_MADE = 20_000  # routes that are kept as objects: enough for one to be asked for twice, no second table

_DETAIL = {PathKind.INTRA: "intra", PathKind.INTER: "inter", PathKind.EXTERNAL_1: "E1", PathKind.EXTERNAL_2: "E2"}


@dataclass(frozen=True, slots=True)
class ExternalRoutes:
    """Routes of every router to one external prefix; prefixes that are announced alike share one of these."""

    kind: npt.NDArray[np.uint8]
    metric: Costs
    hops: Bits
    direct: Mapping[int, frozenset[NextHop]] = field(default_factory=dict)  # forwarding addresses that are neighbours


@dataclass(slots=True)
class Table:
    """``kind``, ``cost`` (routers x columns) and ``hops`` (routers x columns x words) of internal destinations."""

    speakers: list[Speaker]
    outgoing: list[list[Edge]]  # by router; the position of an edge is its bit
    columns: list[Destination]
    index: dict[Destination, int]
    kind: npt.NDArray[np.uint8]
    cost: Costs
    hops: Bits
    external: dict[IPPrefix, ExternalRoutes] = field(default_factory=dict)
    ranges: dict[tuple[int, IPPrefix], bool] = field(default_factory=dict)  # active ones: (border, range) -> advertised
    solution: Solution | None = None
    whole: Table | None = None  # the whole network's, where this one is of a network that lost something
    moved: npt.NDArray[np.bool_] | None = None  # the cells (routers x columns) at which it differs from that, if any
    moved_at: list[Any] = field(default_factory=list)  # blocks of cells (open meshes) that may differ
    _sets: dict[tuple[int, bytes], frozenset[NextHop]] = field(default_factory=dict)
    _made: dict[tuple[int, IPPrefix], Route | None] = field(default_factory=dict)  # those that were asked for lately

    @property
    def version(self) -> int:
        """The address family: 4 for OSPFv2, 6 for OSPFv3."""
        return 6 if self.speakers and self.speakers[0].process.version == 3 else 4

    @property
    def lengths(self) -> set[tuple[int, int]]:
        """(family, length) of all prefixes that any router may have a route to."""
        found = {each.prefixlen for each in self.columns if not isinstance(each, int)}
        found |= {each.prefixlen for each in self.external} | {prefix.prefixlen for _, prefix in self.ranges}
        return {(self.version, each) for each in found}

    def view(self) -> Table:
        """The same, without externals: of a network that lost nothing of this."""
        arrays = (self.kind, self.cost, self.hops)
        return Table(self.speakers, self.outgoing, self.columns, self.index, *arrays, ranges=self.ranges, whole=self)

    def copy(self, speakers: list[Speaker]) -> Table:
        """The table of the same network with these speakers, to be changed; without externals."""
        arrays = (self.kind.copy(), self.cost.copy(), self.hops.copy())
        return Table(speakers, self.outgoing, self.columns, self.index, *arrays, ranges=dict(self.ranges), whole=self)

    def clear(self, rows: npt.NDArray[np.bool_]) -> None:
        """Take out all that these routers have."""
        self.kind[rows], self.cost[rows], self.hops[rows] = PathKind.NONE, np.inf, 0
        self.ranges = {key: advertised for key, advertised in self.ranges.items() if not rows[key[0]]}

    def differs(self, other: Table, at: Any) -> npt.NDArray[np.bool_]:
        """Which of these cells mean other routes."""
        kind = self.kind[at]
        paths = (self.cost[at] != other.cost[at]) | (self.hops[at] != other.hops[at]).any(axis=-1)
        return np.asarray((kind != other.kind[at]) | (paths & (kind != PathKind.NONE)))

    def note_moved(self, whole: Table, rows: npt.NDArray[np.bool_]) -> None:
        """Set ``moved``: nothing else was touched than these rows, and the blocks that were noted."""
        self.moved = np.zeros(self.kind.shape, dtype=bool)
        self.moved[rows] = self.differs(whole, rows)
        for block in self.moved_at:
            self.moved[block] |= self.differs(whole, block)
        for router, prefix in dict(self.ranges.items() ^ whole.ranges.items()):
            self.moved[router, self.index[prefix]] = True

    def destinations(self, router: int) -> Iterator[IPPrefix]:
        """Every prefix for which this router has a path over a neighbour."""
        usable = (self.kind[router] != PathKind.NONE) & self.hops[router].any(axis=-1)
        for column in np.flatnonzero(usable).tolist():
            destination = self.columns[column]
            if not isinstance(destination, int):
                yield destination
        for prefix, routes in self.external.items():
            if routes.kind[router] != PathKind.NONE and not self._internal(router, prefix):
                yield prefix
        yield from (
            prefix for (position, prefix), advertised in self.ranges.items() if position == router and advertised
        )

    def route(self, router: int, prefix: IPPrefix) -> Route | None:
        """The OSPF route of this router for exactly this prefix; cost: one look-up."""
        key = (router, prefix)
        try:
            return self._made[key]
        except KeyError:
            if len(self._made) >= _MOST_MADE:
                self._made.clear()
            made = self._made[key] = self._make(router, prefix)
            return made

    def forget(self) -> None:
        """The table has changed: routes that were made of it hold no longer."""
        self._made.clear()

    def _make(self, router: int, prefix: IPPrefix) -> Route | None:
        column = self.index.get(prefix)
        if column is not None and self._internal_at(router, column):
            kind, metric = _KINDS[int(self.kind[router, column])], int(self.cost[router, column])
            hops = self._next_hops(router, self.hops[router, column])
        elif self.ranges.get((router, prefix)):  # what nobody inside of it has dies here (section 11.1)
            kind, metric, hops = PathKind.INTER, 0, frozenset({NextHop(blackhole=True)})
        elif (found := self.external.get(prefix)) is not None and found.kind[router] != PathKind.NONE:
            kind, metric = _KINDS[int(found.kind[router])], int(found.metric[router])
            hops = found.direct.get(router) or self._next_hops(router, found.hops[router])
        else:
            return None
        return Route(prefix, "ospf", self._distance(router, kind), metric, hops, _DETAIL[kind])

    def _internal(self, router: int, prefix: IPPrefix) -> bool:
        column = self.index.get(prefix)
        return column is not None and self._internal_at(router, column)

    def _internal_at(self, router: int, column: int) -> bool:
        # Taken out as Python's numbers: NumPy's reductions cost more than the few words that they are of.
        return bool(self.kind[router, column]) and any(self.hops[router, column].tolist())

    def _distance(self, router: int, kind: PathKind) -> int:
        speaker = self.speakers[router]
        process = speaker.process
        if kind is PathKind.INTRA:
            own = process.distance_intra
        elif kind is PathKind.INTER:
            own = process.distance_inter
        else:
            own = process.distance_external
        return own or process.distance or get_platform(speaker.device.platform).distances["ospf"]

    def _next_hops(self, router: int, bits: Bits) -> frozenset[NextHop]:
        key = (router, bits.tobytes())
        if (known := self._sets.get(key)) is None:
            edges, width = self.outgoing[router], 8 * bits.dtype.itemsize
            chosen = [
                edges[word * width + bit]
                for word, value in enumerate(bits.tolist())
                for bit in range(value.bit_length())
                if value >> bit & 1
            ]
            known = frozenset(NextHop(edge.next_hop, edge.interface) for edge in chosen)
            self._sets[key] = known
        return known
