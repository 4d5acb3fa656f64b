"""Virtual links: the backbone's edges that lead through another area (RFC 2328 section 15)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from netops.analysis.ospf.port import MAXIMUM_COST, Speaker
from netops.analysis.ospf.solution import Area, Solution, VirtualLink
from netops.analysis.ospf.spf import Costs
from netops.analysis.ospf.summary import BACKBONE
from netops.analysis.ospf.table import PathKind, Table

__all__ = ["any_virtual_links", "enter_transit", "virtual_links"]


def any_virtual_links(speakers: Iterable[Speaker]) -> bool:
    return any(area.virtual_links for speaker in speakers for area in speaker.process.areas)


def virtual_links(speakers: list[Speaker], areas: Mapping[str, Area]) -> Iterator[VirtualLink]:
    """Those whose two ends name each other, and reach each other through the area."""
    for name, area in areas.items():
        ends = {
            position: speakers[position].process.area(name).virtual_links
            for position in area.local
            if name != BACKBONE and speakers[position].process.area(name).virtual_links
        }
        for one, wanted in ends.items():
            for other, back in ends.items():
                if speakers[other].router_id in wanted and speakers[one].router_id in back and one != other:
                    near, far = area.local[one], area.local[other]
                    if (cost := float(area.distance[near, far])) < MAXIMUM_COST:
                        yield VirtualLink(one, other, name, cost, area.hops[near, far])


def enter_transit(table: Table, solution: Solution, area: Area, announced: Mapping[int, Costs]) -> None:
    """What the backbone gave to the border routers of a transit area, where the area itself has a better way (16.3)."""
    name = solution.names[area.number]
    ends = [area.local[each.source] for each in solution.virtual if each.area == name]
    crossed = np.asarray(
        np.isfinite(area.distance[:, ends]).any(axis=1)
    )  # of areas of one name that are not joined, only those
    rows = np.array(
        [each for each, at in area.local.items() if each in solution.borders and crossed[at]], dtype=np.int64
    )
    near = np.array([area.local[each] for each in rows.tolist()], dtype=np.int64)
    backbone = solution.names.index(BACKBONE)
    for row, at in zip(rows.tolist(), near.tolist(), strict=True):
        kind = table.kind[row]
        from_backbone = (kind == PathKind.INTER) | (
            (kind == PathKind.INTRA) & (solution.origin[row] == backbone) & table.hops[row].any(axis=-1)
        )
        for border, vector in announced.items():
            if border == row:
                continue
            there = area.local[border]
            offered = np.where(from_backbone, area.distance[at, there] + vector, np.inf)
            better = offered < table.cost[row]
            equal = (offered == table.cost[row]) & np.isfinite(offered)
            via = area.hops[at, there][np.newaxis, :]
            old = table.hops[row]
            table.hops[row] = np.where(better[:, np.newaxis], via, np.where(equal[:, np.newaxis], old | via, old))
            table.cost[row] = np.where(better, offered, table.cost[row])
