"""Intra-area and inter-area routes of all routers (RFC 2328 sections 16.1 and 16.2).

The same steps make a table from nothing, and one of a network that lost something: there, areas that lost nothing keep
their shortest paths, and no more rows and columns are entered anew than may differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from netops.analysis.ospf.adjacency import Edge
from netops.analysis.ospf.inter import Borders, enter_inter_area
from netops.analysis.ospf.port import Speaker
from netops.analysis.ospf.solution import Arcs, Area, Solution, VirtualLink, arcs_of
from netops.analysis.ospf.spf import Advertisements, all_pairs, attach, first_hops, join_hops, no_hops
from netops.analysis.ospf.summary import BACKBONE, NSSA_KINDS, STUB_KINDS, by_rfc1583, default_prefix
from netops.analysis.ospf.table import Destination, NssaBoundary, PathKind, Table
from netops.analysis.ospf.virtual import any_virtual_links, virtual_links
from netops.platforms import get_platform

__all__ = ["internal_routes", "internal_routes_without"]

Flags = npt.NDArray[np.bool_]


def internal_routes(speakers: list[Speaker], edges: list[Edge], boundary: Iterable[int] = ()) -> Table:
    """Intra- and inter-area routes of every router to every prefix, and to the AS boundary routers ``boundary``."""
    outgoing: list[list[Edge]] = [[] for _ in speakers]
    for edge in edges:
        outgoing[edge.source].append(edge)
    table = _empty_table(speakers, outgoing, sorted(set(boundary)))
    members = _members(speakers)
    virtual = any_virtual_links(speakers)
    names = sorted(members.keys() | ({BACKBONE} if virtual else set()), key=lambda name: (name != BACKBONE, name))
    arcs = arcs_of(edges, names)
    areas = [_solve(table, number, name, members.get(name, []), arcs[name]) for number, name in enumerate(names)]
    links: tuple[VirtualLink, ...] = ()
    if virtual:
        links = tuple(virtual_links(speakers, dict(zip(names, areas, strict=True))))
        ends = sorted({*members.get(BACKBONE, ()), *(each.source for each in links)})
        areas[0] = _solve(table, 0, BACKBONE, ends, arcs[BACKBONE], links)
    table.solution = Solution(names, arcs, areas, _summarises_backbone(speakers), links)
    everyone = np.ones(len(speakers), dtype=bool)
    origin = _enter_intra_area(table, everyone)
    enter_inter_area(table, table.solution, Borders.of(table, table.solution), origin, everyone)
    return table


def internal_routes_without(whole: Table, speakers: list[Speaker], lost: frozenset[int]) -> Table:
    """What is left of the whole network's routes where these of its edges are gone and these are its speakers.

    Rows, columns and the bits of edges are the whole table's; ``moved`` tells the cells that differ.
    """
    before = whole.solution
    assert before is not None
    members = _members(speakers)
    gone = np.array(sorted(lost), dtype=np.int64)
    arcs = {name: each[np.flatnonzero(~np.isin(each.number, gone))] for name, each in before.arcs.items()}
    shrunk = {
        name
        for one, other in zip(whole.speakers, speakers, strict=True)
        if one is not other
        for name in one.areas | other.areas
    }
    shrunk |= {name for name in before.names if len(arcs[name].number) < len(before.arcs[name].number)}
    table = whole.copy(speakers)
    areas = [
        _solve(table, number, name, members.get(name, []), arcs[name]) if name in shrunk else before.areas[number]
        for number, name in enumerate(before.names)
    ]
    table.solution = Solution(before.names, arcs, areas, before.stepwise)
    borders = Borders.of(table, table.solution)
    fresh = np.full(len(speakers), before.stepwise)
    for area in before.areas:  # its former members as well: who left it is another router now
        if before.names[area.number] in shrunk:
            fresh[area.members] = True
    fresh[borders.in_several(table)] = True
    table.clear(fresh)
    origin = {**before.origin, **_enter_intra_area(table, fresh)}
    enter_inter_area(table, table.solution, borders, origin, fresh, whole)
    table.note_moved(whole, fresh)
    return table


def _summarises_backbone(speakers: list[Speaker]) -> bool:
    """Whether an area range of the backbone becomes active in the course of entering inter-area routes.

    Then no table of the whole network shows what was so at each step, and all rows are entered anew.
    """
    return any(speaker.process.area(BACKBONE).ranges for speaker in speakers)


def _members(speakers: list[Speaker]) -> Mapping[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for position, speaker in enumerate(speakers):
        for name in speaker.areas:
            found[name].append(position)
    return found


def _empty_table(speakers: list[Speaker], outgoing: list[list[Edge]], boundary: list[int]) -> Table:
    prefixes: dict[Destination, None] = {
        prefix: None for speaker in speakers for port in speaker.ports for prefix, _ in port.advertised
    }
    for speaker in speakers:
        prefixes.update((each.prefix, None) for area in speaker.process.areas for each in area.ranges)
        prefixes[default_prefix(speaker.process.version)] = None
    columns: list[Destination] = [*prefixes, *boundary, *_within_nssas(speakers, boundary)]
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


def _within_nssas(speakers: list[Speaker], boundary: list[int]) -> list[NssaBoundary]:
    return [
        NssaBoundary(position, area)
        for position in boundary
        for area in sorted(speakers[position].areas)
        if speakers[position].process.area(area).kind in NSSA_KINDS
    ]


def _solve(
    table: Table, number: int, name: str, members: list[int], arcs: Arcs, links: tuple[VirtualLink, ...] = ()
) -> Area:
    local = {position: at for at, position in enumerate(members)}
    positions = np.array(members, dtype=np.int64)
    source, target = np.searchsorted(positions, arcs.source), np.searchsorted(positions, arcs.target)
    ends = np.array([(local[each.source], local[each.target]) for each in links], dtype=np.int64).reshape(-1, 2)
    costs = np.array([each.cost for each in links], dtype=np.float64)
    distance = all_pairs(
        len(members), np.append(source, ends[:, 0]), np.append(target, ends[:, 1]), np.append(arcs.cost, costs)
    )
    hops = first_hops(distance, source, target, arcs.cost, arcs.bit, table.hops)
    for each in links:
        join_hops(hops, distance, local[each.source], local[each.target], each.cost, each.hops)
    return Area(number, positions, local, distance, hops, _advertisements(table, local, name))


def _advertisements(table: Table, local: Mapping[int, int], name: str) -> Advertisements:
    found = [
        (at, table.index[prefix], cost)
        for position, at in local.items()
        for port in table.speakers[position].ports
        if port.settings.area == name
        for prefix, cost in port.advertised
    ]
    found += [
        (at, table.index[position], 0)
        for position, at in local.items()
        if position in table.index and not _is_stub(table, position, name)
    ]
    found += [
        (at, table.index[inner], 0)
        for position, at in local.items()
        if (inner := NssaBoundary(position, name)) in table.index
    ]
    router, column, cost = np.array(found, dtype=np.int64).reshape(-1, 3).T
    return Advertisements(router, column, cost.astype(np.float64))


def _enter_intra_area(table: Table, fresh: Flags) -> dict[int, npt.NDArray[np.int16]]:
    """Enter all areas' own routes in these rows; by row, the area of each route or -1."""
    assert table.solution is not None
    rows = np.flatnonzero(fresh)
    origin = np.full((len(rows), len(table.columns)), -1, dtype=np.int16)
    at = np.cumsum(fresh) - 1
    for area in table.solution.areas:
        _enter_intra(table, origin, at, area, fresh)
    for area in table.solution.areas:
        _shadow_boundaries(table, origin, at, area, fresh)
    return dict(zip(rows.tolist(), origin, strict=True))


def _enter_intra(
    table: Table, origin: npt.NDArray[np.int16], place: npt.NDArray[np.int64], area: Area, fresh: Flags
) -> None:
    """Enter an area's own routes; a router of several areas keeps the cheaper.

    To an AS boundary router a path through another area than the backbone is preferred (section 16.4.1).
    """
    assert table.solution is not None
    near = np.flatnonzero(fresh[area.members])
    if not len(near):
        return
    columns, cost, hops = attach(area.distance[near], area.hops[near], area.ads)
    rows = area.members[near]
    at, of = np.ix_(rows, columns), np.ix_(place[rows], columns)
    present = table.cost[at]
    boundary = np.array([isinstance(table.columns[column], int) for column in columns.tolist()], dtype=bool)
    if boundary.any():  # by RFC 1583 the cost alone decides
        modern = np.array([not by_rfc1583(table.speakers[row]) for row in rows.tolist()], dtype=bool)
        boundary = boundary & modern[:, np.newaxis]
    over_backbone = boundary & (origin[of] == 0) & (table.solution.names[0] == BACKBONE) & np.isfinite(cost)
    better = (cost < present) | (over_backbone & (area.number != 0))
    equal = (cost == present) & np.isfinite(cost) & ~better
    old = table.hops[at]
    table.hops[at] = np.where(better[..., np.newaxis], hops, np.where(equal[..., np.newaxis], old | hops, old))
    table.cost[at] = np.where(better, cost, present)
    table.kind[at] = np.where(better, np.uint8(PathKind.INTRA), table.kind[at])
    origin[of] = np.where(better, np.int16(area.number), origin[of])


def _is_stub(table: Table, position: int, area: str) -> bool:
    return table.speakers[position].process.area(area).kind in STUB_KINDS


def _shadow_boundaries(
    table: Table, origin: npt.NDArray[np.int16], place: npt.NDArray[np.int64], area: Area, fresh: Flags
) -> None:
    """Where a platform does so, a path through a stub area to a boundary router hides the one over the backbone.

    The boundary router sets no E bit in the stub (section 12.4.1.1), so the hidden path is the only one of use; FRR's
    ospfd prefers the other before it looks at the bit, and is left with none.
    """
    assert table.solution is not None
    for position, at in area.local.items():
        column = table.index.get(position)
        if column is None or not _is_stub(table, position, table.solution.names[area.number]):
            continue
        for row in area.members[np.isfinite(area.distance[:, at]) & fresh[area.members]].tolist():
            shadows = get_platform(table.speakers[row].device.platform).ospf_stub_hides_boundary
            if row != position and shadows and origin[place[row], column] <= 0:
                table.kind[row, column], table.cost[row, column] = PathKind.INTRA, np.inf
                table.hops[row, column] = 0
