"""Shortest paths of all routers of an area at once, on arrays (Dijkstra, RFC 2328 section 16.1).

A next-hop set is a bit set over a router's own edges, in words: shape (..., words).  Where one word of fewer bits holds
all edges it has those only, since the largest array of a prediction is made of these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

__all__ = ["Advertisements", "Bits", "Costs", "Positions", "all_pairs", "attach", "first_hops", "join_hops", "no_hops"]

Costs = npt.NDArray[np.float64]  # infinity: unreachable
Bits = npt.NDArray[np.unsignedinteger[Any]]
Positions = npt.NDArray[np.int64]


def all_pairs(count: int, source: Positions, target: Positions, cost: Costs) -> Costs:
    """Distances (count x count) over directed edges; of parallel edges the cheapest counts.

    Cost: count times Dijkstra with a heap, in compiled code.
    """
    if not len(source):
        distance = np.full((count, count), np.inf)
        np.fill_diagonal(distance, 0.0)
        return distance
    order = np.lexsort((cost, target, source))
    source, target, cost = source[order], target[order], cost[order]
    first = np.ones(len(source), dtype=bool)
    first[1:] = (source[1:] != source[:-1]) | (target[1:] != target[:-1])
    graph = csr_array((cost[first], (source[first], target[first])), shape=(count, count))
    return np.asarray(dijkstra(graph, directed=True))


def no_hops(shape: tuple[int, ...], edges: int) -> Bits:
    """Empty sets of ``edges`` edges at most."""
    for narrow in (np.uint8, np.uint16, np.uint32):
        if edges <= np.iinfo(narrow).bits:
            return np.zeros((*shape, 1), dtype=narrow)
    return np.zeros((*shape, max(1, -(-edges // 64))), dtype=np.uint64)


def first_hops(distance: Costs, source: Positions, target: Positions, cost: Costs, bit: Positions, like: Bits) -> Bits:
    """The edges that start a shortest path, for each pair of routers: shape (count, count, words), words as ``like``.

    An edge u -> v of cost c starts one to d exactly when c + distance(v, d) = distance(u, d).
    """
    count = len(distance)
    word, width = like.dtype.type, 8 * like.dtype.itemsize
    hops = np.zeros((like.shape[-1], count, count), dtype=word)
    finite = np.isfinite(distance)
    for u, v, c, position in zip(source.tolist(), target.tolist(), cost.tolist(), bit.tolist(), strict=True):
        on_path = (distance[v] + c == distance[u]) & finite[u]
        hops[position // width, u] |= on_path.astype(word) << word(position % width)
    return np.ascontiguousarray(np.moveaxis(hops, 0, -1))


def join_hops(hops: Bits, distance: Costs, source: int, target: int, cost: float, via: Bits) -> None:
    """Add an edge that is a way through another area, whose next hops are ``via``, to the ``first_hops``."""
    on_path = (distance[target] + cost == distance[source]) & np.isfinite(distance[source])
    hops[source] |= on_path[:, np.newaxis] * via[np.newaxis, :]


@dataclass(frozen=True, slots=True)
class Advertisements:
    """Who brings which destination into an area at what cost: three arrays of one length."""

    router: Positions  # within the area
    column: Positions
    cost: Costs


def attach(distance: Costs, hops: Bits, ads: Advertisements) -> tuple[Positions, Costs, Bits]:
    """Routes of every router to every advertised destination.

    Returns the distinct columns (k), costs (count x k) and next hops (count x k x words); of several advertisers the
    nearest counts, and equally near ones share.
    """
    order = np.lexsort((ads.router, ads.column))
    router, column, cost = ads.router[order], ads.column[order], ads.cost[order]
    columns, start, number = np.unique(column, return_index=True, return_counts=True)
    best = distance[:, router[start]] + cost[start]
    via = hops[:, router[start]]
    for turn in range(1, int(number.max(initial=0))):
        at = np.flatnonzero(number > turn)
        chosen = start[at] + turn
        offered = distance[:, router[chosen]] + cost[chosen]
        present = best[:, at]
        better = (offered < present)[..., np.newaxis]
        equal = ((offered == present) & np.isfinite(offered))[..., np.newaxis]
        more = hops[:, router[chosen]]
        old = via[:, at]
        via[:, at] = np.where(better, more, np.where(equal, old | more, old))
        best[:, at] = np.minimum(offered, present)
    return columns, best, via
