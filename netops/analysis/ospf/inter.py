"""Inter-area routes: what border routers tell each area, and what its routers make of it (RFC 2328 section 16.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from netops.analysis.ospf.solution import Area, Solution
from netops.analysis.ospf.spf import Costs, Positions
from netops.analysis.ospf.summary import BACKBONE, inside, summaries
from netops.analysis.ospf.table import PathKind, Table
from netops.analysis.ospf.virtual import enter_transit

__all__ = ["Borders", "enter_inter_area"]

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Borders:
    """Routers actively attached to the backbone and to another area (RFC 3509, the Cisco behaviour, FRR's default).

    A virtual link attaches its ends to the backbone.
    Those that have a neighbour in the backbone, ``through_backbone``, hear what others announce there alone.
    """

    routers: frozenset[int]
    through_backbone: frozenset[int]

    @classmethod
    def of(cls, table: Table, solution: Solution) -> Borders:
        """Of the speakers as they are, with the edges as they are."""
        ends = frozenset(each.source for each in solution.virtual)
        found = frozenset(
            position
            for position, speaker in enumerate(table.speakers)
            if len(speaker.areas) > 1 and BACKBONE in speaker.areas
        )
        backbone = solution.arcs.get(BACKBONE)
        met = frozenset(backbone.source.tolist()) if backbone is not None else frozenset()
        return cls(found | ends, (found & met) | ends)

    def listening(self, area: Area, name: str) -> list[int]:
        """The routers of an area that use what is announced into it."""
        return [position for position in area.local if name == BACKBONE or position not in self.through_backbone]

    def in_several(self, table: Table) -> list[int]:
        """The routers that listen in more than one area."""
        return [
            position
            for position, speaker in enumerate(table.speakers)
            if len(speaker.areas) > 1 and position not in self.through_backbone
        ]


def enter_inter_area(
    table: Table,
    solution: Solution,
    borders: Borders,
    origin: Mapping[int, npt.NDArray[np.int16]],
    fresh: Flags,
    whole: Table | None = None,
) -> None:
    """Enter all inter-area routes of the ``fresh`` rows, which have none.

    The other rows are those of the ``whole`` table: of these only the columns that are announced otherwise are
    entered anew.
    """
    solution.borders = borders.routers
    solution.origin = {border: origin[border].copy() for border in borders.routers}
    changed = {border for border in borders.routers if fresh[border]}
    for area in solution.areas:  # the backbone first: what it learns is passed on to the others
        name = solution.names[area.number]
        known = _announced(whole, area.number)
        announced = {
            border: known[border]
            if border in known and border not in changed
            else summaries(table, solution.origin, border, area.number, solution.names)
            for border in area.local
            if border in borders.routers
        }
        solution.announced |= {(area.number, border): vector for border, vector in announced.items()}
        listening = borders.listening(area, name)
        _enter(table, area, announced, [row for row in listening if fresh[row]])
        rest = [row for row in listening if not fresh[row]]
        columns = _different(announced, known) if rest else None
        if whole is not None and columns is not None and len(columns):
            at = np.ix_(np.array(rest, dtype=np.int64), columns)
            _clear(table, at)
            _enter(table, area, announced, rest, columns)
            moved = np.flatnonzero(table.differs(whole, at).any(axis=1)).tolist()
            changed |= borders.routers & {rest[each] for each in moved}
        if name == BACKBONE and solution.virtual:
            _through_transit_areas(table, solution)


def _through_transit_areas(table: Table, solution: Solution) -> None:
    for area in solution.areas:
        name = solution.names[area.number]
        if any(each.area == name for each in solution.virtual):
            there = [border for border in area.local if border in solution.borders]
            announced = {
                border: summaries(table, solution.origin, border, area.number, solution.names) for border in there
            }
            enter_transit(table, solution, area, announced)


def _announced(whole: Table | None, area: int) -> Mapping[int, Costs]:
    if whole is None or whole.solution is None:
        return {}
    return {border: vector for (at, border), vector in whole.solution.announced.items() if at == area}


def _different(announced: Mapping[int, Costs], known: Mapping[int, Costs]) -> Positions:
    """The columns at which any border router announces something else than before."""
    some = next(iter((announced or known).values()), np.empty(0))
    nothing = np.full(some.shape, np.inf)
    different = np.zeros(some.shape, dtype=bool)
    for border in announced.keys() | known.keys():
        now, before = announced.get(border, nothing), known.get(border, nothing)
        if now is not before:
            different |= now != before
    return np.flatnonzero(different)


def _clear(table: Table, at: Any) -> None:
    """Take out what is not intra-area."""
    kind = table.kind[at]
    own = kind == PathKind.INTRA
    table.kind[at] = np.where(own, kind, np.uint8(PathKind.NONE))
    table.cost[at] = np.where(own, table.cost[at], np.inf)
    table.hops[at] *= own[..., np.newaxis]
    table.moved_at.append(at)


def _in_own_ranges(table: Table, rows: list[int], columns: Positions) -> Flags:
    """Which destinations lie in an active range of the router's own: others' summaries of these it ignores.

    (FRR, ospfd/ospf_ia.c; RFC 2328 section 16.2 (3) has it for the range itself.)
    """
    found = np.zeros((len(rows), len(columns)), dtype=bool)
    for border, summary in table.ranges:
        if border in rows:
            lie = [inside(table.columns[column], summary) for column in columns.tolist()]
            found[rows.index(border)] |= np.array(lie, dtype=bool)
    return found


def _enter(
    table: Table, area: Area, announced: Mapping[int, Costs], listening: list[int], columns: Positions | None = None
) -> None:
    """Enter what border routers announce into an area, where no intra-area route is; in these columns, or in all.

    All of the rows are taken out of the table once and put back once: indexing costs more than the arithmetic.
    """
    if not listening or not announced:
        return
    rows = np.array(listening, dtype=np.int64)
    near = np.array([area.local[position] for position in listening], dtype=np.int64)
    at: Any = (
        rows if columns is None else np.ix_(rows, columns)
    )  # whole rows where possible: picking columns out costs more
    every = np.arange(table.kind.shape[1]) if columns is None else columns
    kind = table.kind[at]
    free = (kind != PathKind.INTRA) & ~_in_own_ranges(table, listening, every)
    before = np.where(free, table.cost[at], -np.inf)  # nothing is better than what is not free
    best, hops = before.copy(), table.hops[at]
    for border, vector in announced.items():
        to_border = np.where(rows == border, np.inf, area.distance[near, area.local[border]])
        offered = to_border[:, np.newaxis] + (vector if columns is None else vector[columns])
        via = area.hops[near, area.local[border]][:, np.newaxis, :]
        better = offered < best
        as_good = (offered <= best) & np.isfinite(offered)
        hops *= ~better[..., np.newaxis]  # in place: no copies of the largest array
        hops |= via * as_good[..., np.newaxis]
        np.minimum(best, offered, out=best)
    entered = free & (best < before)
    kind[entered] = PathKind.INTER
    table.cost[at] = np.where(entered, best, table.cost[at])
    table.kind[at] = kind
    table.hops[at] = hops
