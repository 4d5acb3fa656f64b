"""Intra-area and inter-area routes of all routers (RFC 2328 sections 16.1 and 16.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from netops.analysis.ospf.adjacency import Edge, Speaker
from netops.analysis.ospf.spf import Advertisements, Bits, Costs, Positions, all_pairs, attach, first_hops, no_hops
from netops.analysis.ospf.summary import BACKBONE, STUB_KINDS, default_prefix, inside, summaries
from netops.analysis.ospf.table import Destination, PathKind, Table
from netops.platforms import get_platform

__all__ = ["internal_routes"]


@dataclass(frozen=True, slots=True)
class _Area:
    """One area's graph, solved: ``members`` are positions among the speakers, ``local`` the way back."""

    number: int
    members: Positions
    local: dict[int, int]
    distance: Costs
    hops: Bits


def internal_routes(speakers: list[Speaker], edges: list[Edge], boundary: Iterable[int] = ()) -> Table:
    """Intra- and inter-area routes of every router to every prefix, and to the AS boundary routers ``boundary``."""
    outgoing: list[list[Edge]] = [[] for _ in speakers]
    for edge in edges:
        outgoing[edge.source].append(edge)
    table = _empty_table(speakers, outgoing, sorted(set(boundary)))
    members: defaultdict[str, list[int]] = defaultdict(list)
    for position, speaker in enumerate(speakers):
        for name in speaker.areas:
            members[name].append(position)
    names = sorted(members, key=lambda name: (name != BACKBONE, name))
    areas = [_solve(table, number, name, members[name]) for number, name in enumerate(names)]
    origin = np.full(table.kind.shape, -1, dtype=np.int16)  # the area of each intra-area route
    for area in areas:
        _enter_intra(table, origin, area, names)
    for area in areas:
        _shadow_boundaries(table, origin, area, names)
    borders = _border_routers(speakers)
    through_backbone = borders & {edge.source for edge in edges if edge.area == BACKBONE}
    for area in areas:  # the backbone first: what it learns is passed on to the others
        announced = {
            border: summaries(table, origin, border, area.number, names) for border in area.local if border in borders
        }
        listening = [
            position for position in area.local if position not in through_backbone or names[area.number] == BACKBONE
        ]
        _enter_inter(table, area, announced, listening)
    return table


def _empty_table(speakers: list[Speaker], outgoing: list[list[Edge]], boundary: list[int]) -> Table:
    prefixes: dict[Destination, None] = {
        prefix: None for speaker in speakers for port in speaker.ports for prefix, _ in port.advertised
    }
    for speaker in speakers:
        prefixes.update((each.prefix, None) for area in speaker.process.areas for each in area.ranges)
        prefixes[default_prefix(speaker.process.version)] = None
    columns: list[Destination] = [*prefixes, *boundary]
    shape = (len(speakers), len(columns))
    return Table(
        speakers=speakers,
        outgoing=outgoing,
        columns=columns,
        index={destination: position for position, destination in enumerate(columns)},
        kind=np.zeros(shape, dtype=np.uint8),
        cost=np.full(shape, np.inf),
        hops=no_hops(shape, max(map(len, outgoing), default=1)),
    )


def _solve(table: Table, number: int, name: str, members: list[int]) -> _Area:
    local = {position: at for at, position in enumerate(members)}
    found = [
        (local[edge.source], local[edge.target], edge.cost, bit)
        for position in members
        for bit, edge in enumerate(table.outgoing[position])
        if edge.area == name
    ]
    source, target, cost, bit = np.array(found, dtype=np.int64).reshape(-1, 4).T
    distance = all_pairs(len(members), source, target, cost.astype(np.float64))
    hops = first_hops(distance, source, target, cost.astype(np.float64), bit, table.hops)
    return _Area(number, np.array(members, dtype=np.int64), local, distance, hops)


def _advertisements(table: Table, area: _Area, name: str) -> Advertisements:
    found = [
        (area.local[position], table.index[prefix], cost)
        for position in area.local
        for port in table.speakers[position].ports
        if port.settings.area == name
        for prefix, cost in port.advertised
    ]
    found += [
        (at, table.index[position], 0)
        for position, at in area.local.items()
        if position in table.index and not _is_stub(table, position, name)
    ]
    router, column, cost = np.array(found, dtype=np.int64).reshape(-1, 3).T
    return Advertisements(router, column, cost.astype(np.float64))


def _enter_intra(table: Table, origin: npt.NDArray[np.int16], area: _Area, names: list[str]) -> None:
    """Enter an area's own routes; a router of several areas keeps the cheaper.

    To an AS boundary router a path through another area than the backbone is preferred (section 16.4.1).
    """
    columns, cost, hops = attach(area.distance, area.hops, _advertisements(table, area, names[area.number]))
    at = np.ix_(area.members, columns)
    present = table.cost[at]
    boundary = np.array([isinstance(table.columns[column], int) for column in columns.tolist()], dtype=bool)
    over_backbone = boundary & (origin[at] == 0) & (names[0] == BACKBONE) & np.isfinite(cost)
    better = (cost < present) | (over_backbone & (area.number != 0))
    equal = (cost == present) & np.isfinite(cost) & ~better
    old = table.hops[at]
    table.hops[at] = np.where(better[..., np.newaxis], hops, np.where(equal[..., np.newaxis], old | hops, old))
    table.cost[at] = np.where(better, cost, present)
    table.kind[at] = np.where(better, np.uint8(PathKind.INTRA), table.kind[at])
    origin[at] = np.where(better, np.int16(area.number), origin[at])


def _is_stub(table: Table, position: int, area: str) -> bool:
    return table.speakers[position].process.area(area).kind in STUB_KINDS


def _shadow_boundaries(table: Table, origin: npt.NDArray[np.int16], area: _Area, names: list[str]) -> None:
    """Where a platform does so, a path through a stub area to a boundary router hides the one over the backbone.

    The boundary router sets no E bit in the stub (section 12.4.1.1), so the hidden path is the only one of use; FRR's
    ospfd prefers the other before it looks at the bit, and is left with none.
    """
    for position, at in area.local.items():
        column = table.index.get(position)
        if column is None or not _is_stub(table, position, names[area.number]):
            continue
        for row in area.members[np.isfinite(area.distance[:, at])].tolist():
            shadows = get_platform(table.speakers[row].device.platform).ospf_stub_hides_boundary
            if row != position and shadows and origin[row, column] <= 0:
                table.kind[row, column], table.cost[row, column] = PathKind.INTRA, np.inf
                table.hops[row, column] = 0


def _border_routers(speakers: list[Speaker]) -> set[int]:
    """Routers actively attached to the backbone and to another area (RFC 3509, the Cisco behaviour, FRR's default)."""
    return {
        position for position, speaker in enumerate(speakers) if len(speaker.areas) > 1 and BACKBONE in speaker.areas
    }


def _in_own_ranges(table: Table, rows: list[int], columns: Positions) -> npt.NDArray[np.bool_]:
    """Which destinations lie in an active range of the router's own: others' summaries of these it ignores.

    (FRR, ospfd/ospf_ia.c; RFC 2328 section 16.2 (3) has it for the range itself.)
    """
    found = np.zeros((len(rows), len(columns)), dtype=bool)
    for border, summary in table.ranges:
        if border in rows:
            lie = [inside(table.columns[column], summary) for column in columns.tolist()]
            found[rows.index(border)] |= np.array(lie, dtype=bool)
    return found


def _enter_inter(table: Table, area: _Area, announced: dict[int, Costs], listening: list[int]) -> None:
    """Enter what border routers announce into an area, where no intra-area route is.

    All of an area's rows are taken out of the table once and put back once: indexing costs more than the arithmetic.
    """
    if not listening or not announced:
        return
    rows = np.array(listening, dtype=np.int64)
    near = np.array([area.local[position] for position in listening], dtype=np.int64)
    kind = table.kind[rows]  # whole rows: picking columns out of them costs more than to carry all along
    free = (kind != PathKind.INTRA) & ~_in_own_ranges(table, listening, np.arange(kind.shape[1]))
    before = np.where(free, table.cost[rows], -np.inf)  # nothing is better than what is not free
    best, hops = before.copy(), table.hops[rows]
    for border, vector in announced.items():
        to_border = np.where(rows == border, np.inf, area.distance[near, area.local[border]])
        offered = to_border[:, np.newaxis] + vector
        via = area.hops[near, area.local[border]][:, np.newaxis, :]
        better = offered < best
        as_good = (offered <= best) & np.isfinite(offered)
        hops *= ~better[..., np.newaxis]  # in place: no copies of the largest array
        hops |= via * as_good[..., np.newaxis]
        np.minimum(best, offered, out=best)
    entered = free & (best < before)
    kind[entered] = PathKind.INTER
    table.cost[rows] = np.where(entered, best, table.cost[rows])
    table.kind[rows] = kind
    table.hops[rows] = hops
