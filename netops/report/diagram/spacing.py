"""Where boxes of one row stand: as near as can be to where each would like to be, in order and apart."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from netops.report.diagram.node import snap_up

__all__ = ["place_row"]


def place_row(
    wishes: Sequence[float],
    widths: Sequence[float],
    gaps: Sequence[float],
    bounds: Sequence[tuple[float, float]] = (),
) -> list[float]:
    """The left edges, on the grid; ``wishes`` are centres, ``gaps`` those between neighbours.

    The sum of squared distances from the wishes is least: isotonic regression by pooling adjacent violators (Ayer and
    others, 1955).  Then each box is brought between its ``bounds``, which must leave room for all.
    """
    offsets = [0.0]
    for number, gap in enumerate(gaps):
        offsets.append(offsets[-1] + (widths[number] + widths[number + 1]) / 2 + gap)
    free = _pooled([wish - offset for wish, offset in zip(wishes, offsets, strict=False)])
    lefts = [snap_up(value + offset - width / 2) for value, offset, width in zip(free, offsets, widths, strict=False)]
    limits = bounds or [(-inf, inf)] * len(lefts)
    for number, (low, _) in enumerate(limits):
        before = lefts[number - 1] + widths[number - 1] + gaps[number - 1] if number else -inf
        lefts[number] = max(lefts[number], low, before)
    for number in reversed(range(len(lefts))):
        after = lefts[number + 1] - gaps[number] if number + 1 < len(lefts) else inf
        lefts[number] = min(lefts[number], min(limits[number][1], after) - widths[number])
    return lefts


def _pooled(values: list[float]) -> list[float]:
    """The nearest values that never fall."""
    pools: list[tuple[float, int]] = []  # mean, how many
    for value in values:
        mean, count = value, 1
        while pools and pools[-1][0] > mean:
            before, number = pools.pop()
            mean, count = (before * number + mean * count) / (number + count), number + count
        pools.append((mean, count))
    return [mean for mean, count in pools for _ in range(count)]
