"""Samples of both sides taken in turn, so that whatever else the machine does meets both, and their ratio."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

__all__ = ["Measurement", "Samples", "alternate", "timed"]


@dataclass(frozen=True, slots=True)
class Samples:
    """Seconds that one side took, a number a run."""

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.seconds)

    def __str__(self) -> str:
        if len(self.seconds) == 1:
            return _seconds(self.median)
        return f"{_seconds(self.median)} ({_seconds(min(self.seconds))} – {_seconds(max(self.seconds))})"


@dataclass(frozen=True, slots=True)
class Measurement:
    """What was done, by netops and by a peer that does the same work; ``notes`` say what is not the same."""

    work: str
    netops: Samples
    peer: Samples
    notes: tuple[str, ...] = field(default=())

    @property
    def ratio(self) -> float:
        """How many times netops' time the peer takes: above 1, netops is faster."""
        return self.peer.median / self.netops.median


def alternate(
    runs: int,
    netops: Callable[[], object],
    peer: Callable[[], object],
    names: tuple[str, str],
    clock: Callable[[], float] = time.process_time,
) -> tuple[Samples, Samples]:
    """Run one after the other, ``runs`` times; ``clock``: processor time, unless the work is mostly waiting."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for seconds, work in zip(taken, (netops, peer), strict=True):
            seconds.append(timed(work, clock))
    return Samples(names[0], tuple(taken[0])), Samples(names[1], tuple(taken[1]))


def timed(work: Callable[[], object], clock: Callable[[], float]) -> float:
    """Seconds that the work takes; what earlier work left behind is collected before."""
    gc.collect()
    started = clock()
    result = work()
    elapsed = clock() - started
    del result  # freeing it is no part of the work
    return elapsed


def _seconds(value: float) -> str:
    if value < 0.01:
        return f"{value * 1000:.2f} ms"
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"
