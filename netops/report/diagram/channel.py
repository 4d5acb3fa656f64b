"""The space between two tiers: every line that changes its column there has a track of its own.

Two-layer channel routing with the left-edge rule; since no two ends have the same x (see ``node.GRID``), there are no
vertical constraints, and the order of tracks is free to keep lines of one box from crossing each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

__all__ = ["CLEARANCE", "TRACK", "Net", "Turn", "channel_height", "tracks"]

CLEARANCE = 20.0  # pixels without tracks at both borders: for frames and for the marks around bundles
TRACK = 8.0

Span = tuple[float, float]


class Turn(IntEnum):
    """How a net runs, in the order in which tracks are given out from above."""

    UPPER = 1  # both ends on the upper border
    THROUGH = 2
    LOWER = 3  # both ends on the lower border


@dataclass(frozen=True, slots=True)
class Net:
    """Two ends in a channel; of THROUGH, ``start`` is the one on the upper border."""

    key: str
    start: float
    end: float
    turn: Turn = Turn.THROUGH

    @property
    def span(self) -> tuple[float, float]:
        return (min(self.start, self.end), max(self.start, self.end))

    @property
    def straight(self) -> bool:
        return self.turn is Turn.THROUGH and abs(self.start - self.end) < 0.5


def tracks(nets: Iterable[Net]) -> dict[str, int]:
    """The track of each net that is not straight, counted from above.

    Of nets that overlap, one that goes right to a farther end stands above one to a nearer end, and the same to the
    left: then nets of one box do not cross.
    """
    lines = sorted((net for net in nets if not net.straight), key=lambda net: net.key)
    through = [net for net in lines if net.turn is Turn.THROUGH]
    rows = _Rows()
    rows.add(sorted((net for net in lines if net.turn is Turn.UPPER), key=_length), 0)
    floor = len(rows.taken)
    rows.add(sorted((net for net in through if net.end > net.start), key=lambda net: -net.end), floor)
    rows.add(sorted((net for net in through if net.end < net.start), key=lambda net: net.end), floor)
    rows.add(sorted((net for net in lines if net.turn is Turn.LOWER), key=_length, reverse=True), len(rows.taken))
    return rows.given


def channel_height(given: Mapping[str, int], least: float) -> float:
    """How high the channel must be for these tracks."""
    count = max(given.values(), default=-1) + 1
    return max(least, 2 * CLEARANCE + (count - 1) * TRACK)


def _length(net: Net) -> tuple[float, float]:
    low, high = net.span
    return (high - low, low)


@dataclass(slots=True)
class _Rows:
    """Tracks as they are given out; ``taken`` holds the spans on each."""

    given: dict[str, int] = field(default_factory=dict)
    taken: list[list[Span]] = field(default_factory=list)

    def add(self, nets: list[Net], floor: int) -> None:
        """Each net gets the first free track beneath those of this list that it overlaps, and not above ``floor``."""
        placed: list[tuple[Span, int]] = []
        for net in nets:
            low, high = net.span
            track = max((each + 1 for span, each in placed if span[0] <= high and low <= span[1]), default=floor)
            while track < len(self.taken) and any(span[0] <= high and low <= span[1] for span in self.taken[track]):
                track += 1
            while len(self.taken) <= track:
                self.taken.append([])
            self.taken[track].append((low, high))
            self.given[net.key] = track
            placed.append(((low, high), track))
