"""The layout of a hierarchy while it is made: nodes in rows, columns beneath, and the parts of lines between them."""

from __future__ import annotations

from dataclasses import dataclass, field

from netops.report.diagram.arrange import Arrangement
from netops.report.diagram.channel import Turn
from netops.report.diagram.column import Column
from netops.report.diagram.node import Node, Port, Side
from netops.report.diagram.values import Diagram, Line

__all__ = ["Layout", "Segment"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A line's part in one channel; ``start`` and ``end`` name nodes of the rows above and beneath it."""

    line: Line
    channel: int
    start: str
    end: str
    turn: Turn = Turn.THROUGH

    @property
    def key(self) -> str:
        return f"{self.line.name}#{self.channel}"


@dataclass(slots=True)
class Layout:
    """``rows`` hold names of nodes from the left, gaps for passing lines among them; columns come after the last row.

    Channel number n is above row n; ``tops`` are the rows' upper borders, the last one the columns'.
    """

    diagram: Diagram
    arrangement: Arrangement
    nodes: dict[str, Node] = field(default_factory=dict)
    rows: list[list[str]] = field(default_factory=list)
    row_of: dict[str, int] = field(default_factory=dict)
    columns: list[Column] = field(default_factory=list)
    column_of: dict[str, Column] = field(default_factory=dict)
    segments: list[Segment] = field(default_factory=list)
    beside: list[Line] = field(default_factory=list)  # straight between neighbours of a row
    ports: dict[tuple[str, str], Port] = field(default_factory=dict)  # by line and node, of the rows
    bands: dict[str, float] = field(default_factory=dict)  # of trunk places: the title's part of the frame, at the left
    tops: list[float] = field(default_factory=list)
    tracks: dict[str, float] = field(default_factory=dict)  # y, by segment
    bottom: float = 0.0

    def level(self, name: str) -> int:
        """The row's number; that of the columns is one more than the last row's."""
        return self.row_of.get(name, len(self.rows))

    def add(self, line: Line, name: str, side: Side) -> None:
        """A port on a node of a row."""
        self.ports[line.name, name] = self.nodes[name].add(line, side)

    def row_height(self, number: int) -> float:
        return max((self.nodes[name].height for name in self.rows[number]), default=0.0)

    def middle(self, name: str) -> float:
        column = self.column_of.get(name)
        return column.middle if column else self.nodes[name].middle

    def x_of(self, line: Line, name: str) -> float:
        """Where the line meets this node, whichever kind of node it is."""
        if name in self.column_of:
            return self.column_of[name].entry_x(line, name)
        port = self.ports.get((line.name, name))
        return self.nodes[name].middle if port is None else port.x
