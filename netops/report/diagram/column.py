"""One building: its boxes on top of each other, risers at their left, lines within the building at their right.

::

      lanes  │ │ ┌─ports of the first box
             │ │ ┌┴────┐
             │ │ │ box ├──┐
             │ │ └─────┘  │
             │ └─┤ box │  │
             │   ┌─────┐  │
             └───┤ box ├──┘
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from netops.report.diagram.arrange import Stack
from netops.report.diagram.drawing import Frame, Point, Text
from netops.report.diagram.measure import text_width
from netops.report.diagram.node import GRID, Node, Port, Side, snap_up
from netops.report.diagram.values import Line, Place

__all__ = ["FRAME_PAD", "Column"]

FRAME_PAD = 12.0
_LANE = 8.0  # between lines within the building
_STUB = 10.0
_GAP, _LEAF_GAP = 18.0, 6.0
_TITLE, _SUBTITLE = 13.0, 10.5


@dataclass(slots=True)
class Column:
    """A stack with its lines; ``x`` is where its lanes begin, ``y`` the top of its first box."""

    stack: Stack
    place: Place | None
    nodes: dict[str, Node]
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0
    titled: bool = True  # False: its frame is part of another one, which says the name
    _offsets: dict[str, float] = field(default_factory=dict)
    _risers: list[tuple[Line, str]] = field(default_factory=list)  # from outside to a box that is not the first
    _lanes: dict[tuple[str, str], float] = field(default_factory=dict)  # their x, from the column's
    _inner: dict[str, int] = field(default_factory=dict)  # the lane of a line within, counted from the boxes

    def enter(self, line: Line, box: str) -> None:
        """A line from outside ends on this box."""
        if box == self.stack.boxes[0]:
            self.nodes[box].add(line, Side.TOP)
        else:
            self.nodes[box].add(line, Side.LEFT)
            self._risers.append((line, box))

    def join(self, line: Line) -> None:
        """A line between two boxes of this building."""
        self._inner[line.name] = 0
        for box in (line.a.box, line.b.box):
            self.nodes[box].add(line, Side.RIGHT)

    def measure(self) -> None:
        """Set all sizes.  What is still open is only in which order lines enter."""
        rank = {name: number for number, name in enumerate(self.stack.boxes)}
        for name, node in self.nodes.items():
            ordered = sorted(
                node.ports[Side.RIGHT], key=lambda port: (-rank[port.line.other(name).box], _reach(port.line, rank))
            )
            node.ports[Side.RIGHT] = ordered
            node.measure()
        inner = max(node.width for node in self.nodes.values())
        y = 0.0
        for number, (name, node) in enumerate(self.nodes.items()):
            leaf = node.box is not None and node.box.leaf
            y += 0.0 if number == 0 else _LEAF_GAP if leaf else _GAP
            node.width, node.x, node.y = inner, self._left, y
            self._offsets[name] = y
            node.spread()
            y += node.height
        self.height = y
        self._give_inner_lanes()
        count = max(self._inner.values(), default=-1) + 1
        right = _STUB + _LANE * (count - 1) + GRID if count else 0.0
        self.width = snap_up(max(self._left + inner + right, self._title_width()))

    @property
    def _left(self) -> float:
        return GRID * len(self._risers) + GRID if self._risers else 0.0

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    def _title_width(self) -> float:
        """At least its longest word; a title is broken between words, a subtitle between its parts."""
        if self.place is None or not self.titled:
            return 0.0
        words = [text_width(word, _TITLE, True) for word in self.place.title.split(" ")]
        parts = [text_width(part, _SUBTITLE) for part in self.place.subtitle.split("  ")]
        return max(*words, *parts) + 2 * _STUB

    def _give_inner_lanes(self) -> None:
        """Short lines next to the boxes, long ones outside; lines that overlap never in one lane."""
        spans: dict[str, tuple[float, float]] = {}
        for node in self.nodes.values():
            for port in node.ports[Side.RIGHT]:
                low, high = spans.get(port.line.name, (port.y, port.y))
                spans[port.line.name] = (min(low, port.y), max(high, port.y))
        taken: list[list[tuple[float, float]]] = []
        for name, (low, high) in sorted(spans.items(), key=lambda item: (item[1][1] - item[1][0], item[1], item[0])):
            lane = max(
                (n + 1 for n, lane in enumerate(taken) if any(a <= high + 1 and low <= b + 1 for a, b in lane)),
                default=0,
            )
            while len(taken) <= lane:
                taken.append([])
            taken[lane].append((low, high))
            self._inner[name] = lane

    def order(self, source: Callable[[Line, str], tuple[float, int]]) -> None:
        """Put the ports of lines from outside in order; ``source`` tells the x from where a line comes to a box."""
        first = self.nodes[self.stack.boxes[0]]
        first.ports[Side.TOP].sort(key=lambda port: source(port.line, first.name))
        rank = {name: number for number, name in enumerate(self.stack.boxes)}
        self._risers.sort(key=lambda each: (-rank[each[1]], source(*each)))
        for number, (line, box) in enumerate(self._risers):
            self._lanes[line.name, box] = GRID * number + GRID / 2
        for name, node in self.nodes.items():
            node.ports[Side.LEFT].sort(key=lambda port: -self._lanes[port.line.name, name])

    def settle(self) -> None:
        """Turn what is relative to the column into places on the sheet."""
        for name, node in self.nodes.items():
            node.x, node.y = self.x + self._left, self.y + self._offsets[name]
            node.spread()

    def entry_x(self, line: Line, box: str) -> float:
        """Where the line comes in from above."""
        if (line.name, box) in self._lanes:
            return self.x + self._lanes[line.name, box]
        return self._port(line, box).x

    def way_in(self, line: Line, box: str) -> list[Point]:
        """From the column's upper border to the port."""
        port = self._port(line, box)
        x = self.entry_x(line, box)
        return [(x, self.y), (x, port.y), (port.x, port.y)] if port.side is Side.LEFT else [(x, self.y)]

    def way_within(self, line: Line) -> list[Point]:
        """From port to port of a line that does not leave the building."""
        a, b = (self._port(line, box) for box in (line.a.box, line.b.box))
        x = a.x + _STUB + _LANE * self._inner[line.name]
        return [(a.x, a.y), (x, a.y), (x, b.y), (b.x, b.y)]

    def _port(self, line: Line, box: str) -> Port:
        return next(port for ports in self.nodes[box].ports.values() for port in ports if port.line is line)

    def title_lines(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Title and subtitle, broken to the column's width."""
        if self.place is None or not self.titled:
            return (), ()
        title = _broken(self.place.title.split(" "), " ", self.width, _TITLE, True)
        return title, _broken(self.place.subtitle.split("  "), " · ", self.width, _SUBTITLE, False)

    def frame(self, bottom: float) -> Frame | None:
        """What stands around the building, down to ``bottom``; None where no building is known."""
        if self.place is None:
            return None
        left, right, top = self.x - FRAME_PAD, self.x + self.width + FRAME_PAD, self.y - FRAME_PAD
        texts: list[Text] = []
        titles, subtitles = self.title_lines()
        y = bottom - title_height(titles, subtitles)
        for lines, size, bold in ((titles, _TITLE, True), (subtitles, _SUBTITLE, False)):
            for line in lines:
                y += size * 1.3
                ink = "#1f2328" if bold else "#4d565f"
                texts.append(Text(self.middle, y, line, size, "middle", bold, ink))
        return Frame(self.place.name, ((left, top), (right, top), (right, bottom), (left, bottom)), tuple(texts))


def title_height(titles: tuple[str, ...], subtitles: tuple[str, ...]) -> float:
    """How much of a frame its title takes at the bottom."""
    return _TITLE * 1.3 * len(titles) + _SUBTITLE * 1.3 * len(subtitles) + 8.0


def _reach(line: Line, rank: dict[str, int]) -> tuple[int, str]:
    return (abs(rank[line.a.box] - rank[line.b.box]), line.name)


def _broken(words: list[str], joint: str, width: float, size: float, bold: bool) -> tuple[str, ...]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]}{joint}{word}" if lines else word
        if lines and text_width(longer, size, bold) <= width:
            lines[-1] = longer
        elif word:
            lines.append(word)
    return tuple(lines)
