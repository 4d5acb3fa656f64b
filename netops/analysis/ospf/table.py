"""The routing tables of all OSPF routers, as arrays: a row a router, a column a destination."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from ipaddress import IPv4Network, IPv6Network
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from netops.analysis.filtering import as_path, taken
from netops.analysis.multipath import at_most
from netops.analysis.ospf.adjacency import Edge
from netops.analysis.ospf.port import Speaker
from netops.analysis.ospf.solution import Solution
from netops.analysis.ospf.spf import Bits, Costs
from netops.analysis.policy import Context, Policy
from netops.model import IPAddress, IPPrefix, NextHop, Route
from netops.platforms import get_platform

__all__ = ["Destination", "External", "ExternalRoutes", "NssaBoundary", "PathKind", "Table"]


class NssaBoundary(NamedTuple):
    """An AS boundary router as an NSSA's routers reach it inside of the area: ``position`` among the speakers."""

    position: int
    area: str


Destination = IPPrefix | int | NssaBoundary
"""A prefix, or the position of an AS boundary router among the speakers, or one within an NSSA."""


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
_NSSA_DETAIL = {PathKind.EXTERNAL_1: "N1", PathKind.EXTERNAL_2: "N2"}
_EXTERNAL = frozenset({"E1", "E2", "N1", "N2"})
_SOURCE = {PathKind.INTRA: "ospf-intra", PathKind.INTER: "ospf-inter"}


@dataclass(frozen=True, slots=True)
class External:
    """An AS-external LSA: ``boundary`` (position among the speakers) announces a prefix it has from elsewhere.

    ``metric_type`` 1 adds the way to the boundary router, 2 compares it only between equal metrics.  Packets go to
    ``forwarding`` where that is set, else to the boundary router.  One with an ``area`` is an NSSA's (type 7), which
    ``propagates`` where its P bit is set (RFC 3101).  ``down``: the DN bit (RFC 4577).
    """

    boundary: int
    metric_type: int
    metric: int
    forwarding: IPAddress | None = None
    tag: int = 0
    area: str = ""
    propagates: bool = False
    down: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ExternalRoutes:
    """Routes of every router to one external prefix; prefixes that are announced alike share one of these."""

    kind: npt.NDArray[np.uint8]
    metric: Costs
    hops: Bits
    nssa: npt.NDArray[np.bool_]  # whether the route is of a type-7 LSA
    tag: npt.NDArray[np.int64]
    direct: Mapping[int, frozenset[NextHop]] = field(default_factory=dict)  # forwarding addresses that are neighbours
    made: dict[tuple[int, IPPrefix], Route] = field(default_factory=dict)  # those that were asked for

    def differs(self, other: ExternalRoutes) -> npt.NDArray[np.bool_]:
        """By router, whether these are other routes."""
        paths = (self.metric != other.metric) | (self.hops != other.hops).any(axis=-1)
        found: npt.NDArray[np.bool_] = (self.kind != other.kind) | (paths & (self.kind != PathKind.NONE))
        near = self.direct.keys() | other.direct.keys()
        found[[row for row in near if self.direct.get(row) != other.direct.get(row)]] = True
        return found


@dataclass(slots=True, eq=False)
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
    solved: dict[tuple[External, ...], ExternalRoutes] = field(default_factory=dict)  # by who announces how
    discards: dict[tuple[int, IPPrefix], int] = field(default_factory=dict)  # (boundary router, summary) -> metric
    solution: Solution | None = None
    whole: Table | None = None  # the whole network's, where this one is of a network that lost something
    moved: npt.NDArray[np.bool_] | None = None  # the cells (routers x columns) at which it differs from that, if any
    moved_at: list[Any] = field(default_factory=list)  # blocks of cells (open meshes) that may differ
    _policies: dict[int, Policy] = field(default_factory=dict)
    _sets: dict[tuple[int, bytes], frozenset[NextHop]] = field(default_factory=dict)
    _made: dict[tuple[int, IPPrefix], Route | None] = field(default_factory=dict)  # those that were asked for lately
    _moved: dict[int, frozenset[IPPrefix]] = field(default_factory=dict)
    _compared: tuple[Table, Mapping[IPPrefix, npt.NDArray[np.bool_]]] | None = None

    @property
    def version(self) -> int:
        """The address family: 4 for OSPFv2, 6 for OSPFv3."""
        return 6 if self.speakers and self.speakers[0].process.version == 3 else 4

    @property
    def prefixes(self) -> Iterator[IPPrefix]:
        """The destinations that are prefixes."""
        return (each for each in self.columns if isinstance(each, IPv4Network | IPv6Network))

    @property
    def lengths(self) -> set[tuple[int, int]]:
        """(family, length) of all prefixes that any router may have a route to."""
        found = {each.prefixlen for each in self.prefixes}
        found |= {each.prefixlen for each in self.external}
        found |= {prefix.prefixlen for _, prefix in (*self.ranges, *self.discards)}
        return {(self.version, each) for each in found}

    def view(self) -> Table:
        """The same, without externals: of a network that lost nothing of this."""
        return replace(self, external={}, solved={}, whole=self, _made={}, _moved={})

    def copy(self, speakers: list[Speaker]) -> Table:
        """The table of the same network with these speakers, to be changed; without externals."""
        arrays = (self.kind.copy(), self.cost.copy(), self.hops.copy())
        return Table(
            speakers,
            self.outgoing,
            self.columns,
            self.index,
            *arrays,
            ranges=dict(self.ranges),
            whole=self,
            _sets=self._sets,
        )

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
        """Every prefix for which this router has a path over a neighbour, or throws away what nobody inside has."""
        found = self._destinations(router)
        return (each for each in found if self.route(router, each)) if self._filtered(router) else found

    def _destinations(self, router: int) -> Iterator[IPPrefix]:
        usable = (self.kind[router] != PathKind.NONE) & self.hops[router].any(axis=-1)
        for column in np.flatnonzero(usable).tolist():
            destination = self.columns[column]
            if isinstance(destination, IPv4Network | IPv6Network):
                yield destination
        for prefix, routes in self.external.items():
            if routes.kind[router] != PathKind.NONE and not self._internal(router, prefix):
                yield prefix
        if self._discards(router):
            yield from (prefix for (at, prefix), advertised in self.ranges.items() if at == router and advertised)
            yield from (prefix for at, prefix in self.discards if at == router)

    def _discards(self, router: int) -> bool:
        return get_platform(self.speakers[router].device.platform).traits.summary_discard

    def _filtered(self, router: int) -> bool:
        process = self.speakers[router].process
        return bool(process.policies_in) or any(each.direction == "in" for each in process.filters)

    def route(self, router: int, prefix: IPPrefix) -> Route | None:
        """The OSPF route of this router for exactly this prefix; cost: one look-up."""
        key = (router, prefix)
        try:
            return self._made[key]
        except KeyError:
            if len(self._made) >= _MOST_MADE:
                self._made.clear()
            made = self._make(router, prefix)
            if made is not None and self._filtered(router):
                made = self._taken(router, made)
            self._made[key] = made
            return made

    def _make(self, router: int, prefix: IPPrefix) -> Route | None:
        column = self.index.get(prefix)
        detail = ""
        if column is not None and self._internal_at(router, column):
            if self.whole is not None and (self.moved is None or not self.moved[router, column]):
                return self.whole.route(router, prefix)
            kind, metric = _KINDS[int(self.kind[router, column])], int(self.cost[router, column])
            hops = self._next_hops(router, self.hops[router, column])
        elif (discard := self._discard(router, prefix)) is not None:
            kind, metric, hops, detail = PathKind.INTER, discard, frozenset({NextHop(blackhole=True)}), "discard"
        elif (found := self.external.get(prefix)) is not None and found.kind[router] != PathKind.NONE:
            return self._external(router, prefix, found)
        else:
            return None
        process = self.speakers[router].process.process
        distance = self._distance(router, kind, detail)
        return Route(prefix, "ospf", distance, metric, hops, detail or _DETAIL[kind], process=process)

    def _discard(self, router: int, prefix: IPPrefix) -> int | None:
        """The metric of the route by which a summary throws away what nobody inside of it has (section 11.1)."""
        key = (router, prefix)
        if not (self.ranges.get(key) or key in self.discards) or not self._discards(router):
            return None
        return self.discards.get(key, 0)

    def _taken(self, router: int, route: Route) -> Route | None:
        """What of a route the distribute lists let into the main table; Junos' import policies see externals alone."""
        process = self.speakers[router].process
        if router not in self._policies:
            self._policies[router] = Policy(self.speakers[router].device)
        policy = self._policies[router]
        chain = process.policies_in if route.detail in _EXTERNAL else ()
        if policy.chain(chain, route.prefix, as_path(route), Context(), default=True) is None:
            return None
        return taken(policy, process.filters, route)

    def _external(self, router: int, prefix: IPPrefix, found: ExternalRoutes) -> Route:
        """Kept beside the arrays that it is made of: tables that share these have the same route."""
        key = (router, prefix)
        if (known := found.made.get(key)) is None:
            kind, metric = _KINDS[int(found.kind[router])], int(found.metric[router])
            hops = found.direct.get(router) or self._next_hops(router, found.hops[router])
            detail = _NSSA_DETAIL[kind] if found.nssa[router] else _DETAIL[kind]
            distance = self._distance(router, kind, detail)
            process, tag = self.speakers[router].process.process, int(found.tag[router])
            known = Route(prefix, "ospf", distance, metric, hops, detail, process=process, tag=tag)
            found.made[key] = known
        return known

    def moved_from(self, other: Table, router: int) -> frozenset[IPPrefix] | None:
        """The prefixes for which a router's route may differ from that in the whole network's table.

        None where the two have nothing in common.
        """
        if not self.is_of(other):
            return None
        if router not in self._moved:
            self._moved[router] = frozenset(self._moved_cells(router))
        return self._moved[router].union(
            prefix for prefix, rows in self.external_differences(other).items() if rows[router]
        )

    def _moved_cells(self, router: int) -> Iterator[IPPrefix]:
        for column in np.flatnonzero(self.moved[router]).tolist() if self.moved is not None else ():
            destination = self.columns[column]
            if isinstance(destination, IPv4Network | IPv6Network):
                yield destination

    def moved_prefixes(self, other: Table) -> Iterator[IPPrefix]:
        """Those for which any router's route may differ; all, where the two have nothing in common."""
        if not self.is_of(other):
            both = (*self.columns, *other.columns, *self.external, *other.external)
            yield from (each for each in both if isinstance(each, IPv4Network | IPv6Network))
            return
        for column in np.flatnonzero(self.moved.any(axis=0)).tolist() if self.moved is not None else ():
            destination = self.columns[column]
            if isinstance(destination, IPv4Network | IPv6Network):
                yield destination
        yield from self.external_differences(other)

    def external_differences(self, other: Table) -> Mapping[IPPrefix, npt.NDArray[np.bool_]]:
        """By prefix the routers whose external route differs."""
        if self._compared is None or self._compared[0] is not other:
            self._compared = (other, self._external_differences(other))
        return self._compared[1]

    def _external_differences(self, other: Table) -> Mapping[IPPrefix, npt.NDArray[np.bool_]]:
        found: dict[IPPrefix, npt.NDArray[np.bool_]] = {}
        known: dict[tuple[int, int], npt.NDArray[np.bool_]] = {}
        for prefix in self.external.keys() | other.external.keys():
            now, before = self.external.get(prefix), other.external.get(prefix)
            if now is before:
                continue
            if now is None or before is None:
                found[prefix] = np.ones(len(self.speakers), dtype=bool)
                continue
            key = (id(now), id(before))
            if key not in known:
                known[key] = now.differs(before)
            if known[key].any():
                found[prefix] = known[key]
        return found

    def is_of(self, other: Table) -> bool:
        """Whether ``moved`` tells what differs from that table, externals aside."""
        whole = self if self.whole is None else self.whole
        return self.kind is other.kind or (whole.kind is other.kind and self.moved is not None)

    def _internal(self, router: int, prefix: IPPrefix) -> bool:
        column = self.index.get(prefix)
        return column is not None and self._internal_at(router, column)

    def _internal_at(self, router: int, column: int) -> bool:
        # Taken out as Python's numbers: NumPy's reductions cost more than the few words that they are of.
        return bool(self.kind[router, column]) and any(self.hops[router, column].tolist())

    def _distance(self, router: int, kind: PathKind, detail: str) -> int:
        speaker = self.speakers[router]
        process, platform = speaker.process, get_platform(speaker.device.platform)
        if detail == "discard" and "ospf-discard" in platform.distances:
            return platform.distances["ospf-discard"]
        if kind is PathKind.INTRA:
            own = process.distance_intra
        elif kind is PathKind.INTER:
            own = process.distance_inter
        else:
            own = process.distance_external or process.external_preference
        return own or process.distance or platform.distance(_SOURCE.get(kind, "ospf-external"))

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
            known = at_most(known, self._most(router))
            self._sets[key] = known
        return known

    def _most(self, router: int) -> int:
        speaker = self.speakers[router]
        default = get_platform(speaker.device.platform).traits.ospf_multipath
        return speaker.process.maximum_paths or default
