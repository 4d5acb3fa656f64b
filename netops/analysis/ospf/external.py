"""External routes of all routers (RFC 2328 section 16.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from ipaddress import IPv4Network, IPv6Network

import numpy as np
import numpy.typing as npt

from netops.analysis.ospf.spf import Bits, Costs
from netops.analysis.ospf.summary import STUB_KINDS
from netops.analysis.ospf.table import External, ExternalRoutes, PathKind, Table
from netops.model import IPAddress, IPPrefix, NextHop

__all__ = ["with_externals"]


def with_externals(table: Table, announced: Iterable[tuple[IPPrefix, External]], before: Table | None = None) -> Table:
    """The table with these externals; prefixes that the same routers announce alike are computed once.

    ``before``: the whole network's, whose routes are taken where nothing moved that they hang on.
    """
    by_prefix: defaultdict[IPPrefix, list[External]] = defaultdict(list)
    for prefix, external in announced:
        by_prefix[prefix].append(external)
    hears = np.array([_hears_externals(table, position) for position in range(len(table.speakers))], dtype=bool)
    result = replace(table, external={}, solved={}, _made={}, _compared=None)
    known = _unmoved(table, before, hears) if before is not None else {}
    for prefix, externals in by_prefix.items():
        key = tuple(sorted(externals, key=lambda each: (each.boundary, each.metric_type, each.metric)))
        if key not in result.solved:
            result.solved[key] = known[key] if key in known else _solve(table, key, hears)
        result.external[prefix] = result.solved[key]
    return result


def _unmoved(
    table: Table, before: Table, hears: npt.NDArray[np.bool_]
) -> Mapping[tuple[External, ...], ExternalRoutes]:
    """What holds here as well: who announces it is reached as before, and packets go there."""
    if not table.is_of(before) or not np.array_equal(
        hears, [_hears_externals(before, position) for position in range(len(before.speakers))]
    ):
        return {}
    return {
        key: routes
        for key, routes in before.solved.items()
        if all(
            each.forwarding is None and (table.moved is None or not table.moved[:, table.index[each.boundary]].any())
            for each in key
        )
    }


def _hears_externals(table: Table, position: int) -> bool:
    speaker = table.speakers[position]
    return any(speaker.process.area(area).kind not in STUB_KINDS for area in speaker.areas)


def _solve(table: Table, externals: tuple[External, ...], hears: npt.NDArray[np.bool_]) -> ExternalRoutes:
    ways = [_way(table, external) for external in externals]
    rank = np.stack([_rank(external, way) for external, (way, _, _) in zip(externals, ways, strict=True)])
    for number, external in enumerate(externals):
        rank[number, ~hears] = np.inf
        rank[number, external.boundary] = np.inf  # a router does not use what it announces itself
    best = rank.min(axis=0)
    chosen = (rank == best) & np.isfinite(rank)
    hops = np.zeros_like(ways[0][1])
    direct: dict[int, frozenset[NextHop]] = {}
    for number, (_, via, neighbors) in enumerate(ways):
        hops |= np.where(chosen[number][:, np.newaxis], via, via.dtype.type(0))
        for position in neighbors.keys() & set(np.flatnonzero(chosen[number]).tolist()):
            direct[position] = direct.get(position, frozenset()) | neighbors[position]
    reached = np.isfinite(best)
    ranked = np.where(reached, best, 0.0)
    kind = np.where(reached, np.where(ranked >= _TYPE_2, PathKind.EXTERNAL_2, PathKind.EXTERNAL_1), PathKind.NONE)
    metric = np.where(reached, (ranked % _TYPE_2) // _WAY, np.inf)
    return ExternalRoutes(kind.astype(np.uint8), metric, hops, direct)


_WAY = 2.0**25  # above every distance to a boundary router
_TYPE_2 = 2.0**51  # above every metric times _WAY: 24 bits of type 2 metric (section A.4.5), 25 of distance


def _rank(external: External, way: Costs) -> Costs:
    """One number by which externals compare as section 16.4 says: type, metric, way; exact in 53 bits."""
    if external.metric_type == 1:
        return (way + external.metric) * _WAY
    return _TYPE_2 + external.metric * _WAY + way


def _way(table: Table, external: External) -> tuple[Costs, Bits, dict[int, frozenset[NextHop]]]:
    """Cost and next hops to where the packets go, for every router, and next hops where that is a neighbour itself."""
    if external.forwarding is None:
        column = table.index[external.boundary]
        usable = table.kind[:, column] != PathKind.NONE
        return np.where(usable, table.cost[:, column], np.inf), table.hops[:, column], {}
    way = np.full(len(table.speakers), np.inf)
    hops = np.zeros_like(table.hops[:, 0])
    for column in _covering(table, external.forwarding):
        found = (table.kind[:, column] != PathKind.NONE) & ~np.isfinite(way)
        way = np.where(found, table.cost[:, column], way)
        hops = np.where(found[:, np.newaxis], table.hops[:, column], hops)
    for position in _owners(table, external.forwarding):
        way[position] = np.inf  # nobody forwards to himself
    near = _neighbors(table, external.forwarding)
    return way, hops, {position: found for position, found in near.items() if not hops[position].any()}


def _covering(table: Table, address: IPAddress) -> list[int]:
    """Columns of the prefixes that hold this address, the longest first."""
    found = [
        (prefix.prefixlen, column)
        for column, prefix in enumerate(table.columns)
        if isinstance(prefix, IPv4Network | IPv6Network) and address in prefix
    ]
    return [column for _, column in sorted(found, reverse=True)]


def _owners(table: Table, address: IPAddress) -> list[int]:
    return [
        position
        for position, speaker in enumerate(table.speakers)
        if any(address == prefix.ip for port in speaker.ports for prefix in port.prefixes)
    ]


def _neighbors(table: Table, address: IPAddress) -> dict[int, frozenset[NextHop]]:
    """The routers on whose own subnet a forwarding address of another is, each with its next hop."""
    return {
        position: frozenset({NextHop(address, port.end.interface)})
        for position, speaker in enumerate(table.speakers)
        for port in speaker.ports
        if not port.loopback and any(address in prefix.network and address != prefix.ip for prefix in port.prefixes)
    }
