"""External routes of all routers (RFC 2328 section 16.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from ipaddress import IPv4Network, IPv6Network

import numpy as np
import numpy.typing as npt

from netops.analysis.ospf.flooding import Flooding, flooded
from netops.analysis.ospf.spf import Bits, Costs
from netops.analysis.ospf.table import External, ExternalRoutes, NssaBoundary, PathKind, Table
from netops.model import IPAddress, IPPrefix, NextHop

__all__ = ["with_externals"]


def with_externals(table: Table, announced: Iterable[tuple[IPPrefix, External]], before: Table | None = None) -> Table:
    """The table with what the boundary routers bring in; where that is flooded is worked out here.

    Prefixes that the same routers announce alike are computed once.  ``before``: the whole network's, whose routes are
    taken where nothing moved that they hang on.
    """
    by_prefix: defaultdict[IPPrefix, list[External]] = defaultdict(list)
    flooding = Flooding(table)
    for prefix, external in flooded(flooding, announced):
        by_prefix[prefix].append(external)
    result = replace(table, external={}, solved={}, _made={}, _compared=None)
    known = _unmoved(table, before, flooding) if before is not None else {}
    for prefix, externals in by_prefix.items():
        key = tuple(sorted(externals, key=_order))
        if prefix.prefixlen == 0 and any(each.area for each in key):  # border routers take it otherwise
            result.external[prefix] = _solve(table, key, flooding, default=True)
            continue
        if key not in result.solved:
            result.solved[key] = known[key] if key in known else _solve(table, key, flooding, default=False)
        result.external[prefix] = result.solved[key]
    return result


def _unmoved(table: Table, before: Table, flooding: Flooding) -> Mapping[tuple[External, ...], ExternalRoutes]:
    """What holds here as well: who announces it is reached as before, and packets go there."""
    if not table.is_of(before) or not np.array_equal(flooding.everywhere, Flooding(before).everywhere):
        return {}
    return {
        key: routes
        for key, routes in before.solved.items()
        if all(
            each.forwarding is None
            and not each.area
            and (table.moved is None or not table.moved[:, table.index[each.boundary]].any())
            for each in key
        )
    }


def _order(each: External) -> tuple[int, str, int, int]:
    return each.boundary, each.area, each.metric_type, each.metric


def _solve(table: Table, externals: tuple[External, ...], flooding: Flooding, default: bool) -> ExternalRoutes:
    ways = [_way(table, external) for external in externals]
    inner = [flooding.inner(external.boundary) for external in externals]
    rank = np.stack([_rank(*each) for each in zip(externals, ways, inner, strict=True)])
    for number, external in enumerate(externals):
        rank[number, ~flooding.hears(external, default)] = np.inf
        rank[number, external.boundary] = np.inf  # a router does not use what it announces itself
    best = rank.min(axis=0)
    chosen = (rank == best) & np.isfinite(rank)
    first = chosen.argmax(axis=0)
    hops = np.zeros_like(ways[0].hops)
    direct: dict[int, frozenset[NextHop]] = {}
    for number, way in enumerate(ways):
        hops |= np.where(chosen[number][:, np.newaxis], way.hops, way.hops.dtype.type(0))
        for position in way.direct.keys() & set(np.flatnonzero(chosen[number]).tolist()):
            direct[position] = direct.get(position, frozenset()) | way.direct[position]
    reached = np.isfinite(best)
    kinds = [PathKind.EXTERNAL_1 if each.metric_type == 1 else PathKind.EXTERNAL_2 for each in externals]
    kind = np.where(reached, np.array(kinds)[first], PathKind.NONE)
    metrics = np.stack(
        [
            np.broadcast_to(each.metric, way.cost.shape) + (way.cost if each.metric_type == 1 else 0)
            for each, way in zip(externals, ways, strict=True)
        ]
    )
    metric = metrics[first, np.arange(len(first))]
    nssa = (chosen & np.array([bool(each.area) for each in externals])[:, np.newaxis]).any(axis=0)
    tag = np.array([each.tag for each in externals], dtype=np.int64)[first]
    return ExternalRoutes(kind.astype(np.uint8), np.where(reached, metric, np.inf), hops, nssa, tag, direct)


_TYPE_2 = 2.0**51
"""Above every rank of type 1."""

_WAY = 2.0**25  # above every distance to a boundary router


def _rank(external: External, way: _Way, inner: npt.NDArray[np.bool_]) -> Costs:
    """One number by which externals compare as section 16.4 (6) says: type, metric, kind of the way, the way.

    Of type 1, metric and way are one sum.  It is exact in 53 bits: a type 2 metric has 24, a distance 25.
    """
    outer = np.where(inner, 0.0, 1.0)
    if external.metric_type == 1:
        return outer * _WAY * 4 + way.cost + external.metric
    return _TYPE_2 + (external.metric * 2 + outer) * _WAY + way.cost


@dataclass(frozen=True, slots=True)
class _Way:
    """Cost and next hops to where the packets go, for every router; ``direct``: where that is a neighbour itself."""

    cost: Costs
    hops: Bits
    direct: Mapping[int, frozenset[NextHop]]


def _way(table: Table, external: External) -> _Way:
    boundary: int | NssaBoundary = external.boundary
    if external.area:
        boundary = NssaBoundary(external.boundary, external.area)
    column = table.index[boundary]
    usable = (table.kind[:, column] != PathKind.NONE) & np.isfinite(table.cost[:, column])
    if external.forwarding is None:
        return _Way(np.where(usable, table.cost[:, column], np.inf), table.hops[:, column], {})
    cost = np.full(len(table.speakers), np.inf)
    hops = np.zeros_like(table.hops[:, 0])
    for at in _covering(table, external.forwarding):
        kind = table.kind[:, at]
        found = usable & (kind == PathKind.INTRA if external.area else kind != PathKind.NONE) & ~np.isfinite(cost)
        cost = np.where(found, table.cost[:, at], cost)
        hops = np.where(found[:, np.newaxis], table.hops[:, at], hops)
    for position in _owners(table, external.forwarding):
        cost[position] = np.inf  # nobody forwards to himself
    near = _neighbors(table, external.forwarding)
    direct = {position: found for position, found in near.items() if usable[position] and not hops[position].any()}
    return _Way(cost, hops, direct)


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
