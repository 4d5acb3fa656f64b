"""A box while it gets its size and its ports: mutable, and only within the layout."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from math import ceil, floor

from netops.report.diagram.drawing import Cell, PlacedBox, Point, Rect, Text
from netops.report.diagram.measure import text_width
from netops.report.diagram.values import Box, Line

__all__ = ["GRID", "Node", "Port", "Side", "snap_down", "snap_up"]

GRID = 12.0
"""Ports on top stand at 6 modulo this and those at the bottom at 0, so that no two vertical lines ever coincide."""

PORT_SIZE, TITLE_SIZE, LEAF_SIZE, TEXT_SIZE, ROW_SIZE = 9.0, 13.0, 10.0, 10.0, 9.5
_PORT_LINE = 11.0
_LONG_LABEL = 120.0  # a longer label on top or at the bottom is turned
_WIDE_ROW = 460.0  # and so are all of a row that would be wider
_SIDE_GAP = 3.0
_TITLE_LINE, _TEXT_LINE, _ROW_LINE, _PAD = 16.0, 12.5, 12.5, 6.0
_INK, _FAINT = "#1f2328", "#4d565f"


class Side(StrEnum):
    TOP = "top"
    BOTTOM = "bottom"
    LEFT = "left"
    RIGHT = "right"
    NONE = "none"  # on the line itself, centred


@dataclass(slots=True)
class Port:
    """Where a line ends on a box; ``x`` and ``y`` are on the box's edge, absolute once the box is placed."""

    line: Line
    label: tuple[str, ...]
    side: Side
    turned: bool = False
    x: float = 0.0
    y: float = 0.0

    @property
    def size(self) -> Point:
        """The cell's width and height."""
        along = max((text_width(row, PORT_SIZE) for row in self.label), default=0.0) + 7
        across = _PORT_LINE * max(1, len(self.label)) + (0.5 if self.turned else 2.0)
        return (across, along) if self.turned else (along, across)

    def cell(self) -> Cell:
        """The cell, inside of the box at the side it stands on."""
        width, height = self.size
        x = {Side.LEFT: self.x, Side.RIGHT: self.x - width}.get(self.side, self.x - width / 2)
        y = {Side.TOP: self.y, Side.BOTTOM: self.y - height}.get(self.side, self.y - height / 2)
        rect = Rect(x, y, width, height)
        return Cell(rect, tuple(_label(self, rect)), self.line.paint)


@dataclass(slots=True)
class Node:
    """A box with its ports by side; or, without a box, a line's way through a tier."""

    name: str
    box: Box | None = None
    place: str = ""
    ports: dict[Side, list[Port]] = field(
        default_factory=lambda: {side: [] for side in (Side.TOP, Side.BOTTOM, Side.LEFT, Side.RIGHT)}
    )
    x: float = 0.0
    y: float = 0.0
    width: float = GRID
    height: float = 0.0
    head: float = 0.0  # what the cells on top take of the height, and those at the bottom
    foot: float = 0.0

    def add(self, line: Line, side: Side) -> Port:
        port = Port(line, line.end(self.name).label, side)
        self.ports[side].append(port)
        return port

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    def measure(self) -> None:
        """Set width and height to the least that hold all ports and texts."""
        if self.box is None:
            return
        rows = [self._measure_row(self.ports[side]) for side in (Side.TOP, Side.BOTTOM)]
        body = self._text_width() + self.side_width(Side.LEFT) + self.side_width(Side.RIGHT) + 2 * _PAD
        least = 60.0 if self.box.leaf else 84.0
        self.width = snap_up(max(body, least, *(row + GRID for row in rows)))
        self.head, self.foot = (
            max((port.size[1] for port in self.ports[side]), default=0.0) for side in (Side.TOP, Side.BOTTOM)
        )
        self.height = self.head + self.body + self.foot

    def _measure_row(self, ports: list[Port]) -> float:
        """How wide the row is; its labels are turned where it would be too wide."""
        flat = _row_width(ports)
        if ports and (flat > _WIDE_ROW or max(port.size[0] for port in ports) > _LONG_LABEL):
            for port in ports:
                port.turned = True
            return _row_width(ports)
        return flat

    @property
    def body(self) -> float:
        """The least height of what is between the cells on top and those at the bottom."""
        return 0.0 if self.box is None else max(self._text_height(), self._side_height())

    def side_width(self, side: Side) -> float:
        return max((port.size[0] + _PAD for port in self.ports[side]), default=0.0)

    def _side_height(self) -> float:
        return max(_stack_height(self.ports[side]) for side in (Side.LEFT, Side.RIGHT)) + _PAD

    def _text_width(self) -> float:
        assert self.box is not None
        size = LEAF_SIZE if self.box.leaf else TITLE_SIZE
        widths = [text_width(self.box.title, size, not self.box.leaf)]
        widths += [text_width(row, TEXT_SIZE) for row in self.box.subtitle]
        if self.box.rows:
            widths.append(sum(_table_columns(self.box)))
        return max(widths)

    def _text_height(self) -> float:
        assert self.box is not None
        rows = len(self.box.subtitle) * _TEXT_LINE + len(self.box.rows) * _ROW_LINE
        title = _TEXT_LINE if self.box.leaf else _TITLE_LINE
        return title + rows + (_PAD if self.box.leaf else 2 * _PAD) + (2.0 if self.box.rows else 0.0)

    def spread(self) -> None:
        """Give the ports their places, in the order in which they stand in their lists; the box has its own."""
        self._spread_row(self.ports[Side.TOP], GRID / 2)
        self._spread_row(self.ports[Side.BOTTOM], 0.0)
        self.stand()

    def stand(self) -> None:
        """Bring the ports to where the box stands now; those on top and at the bottom keep their x."""
        for port in self.ports[Side.TOP]:
            port.y = self.y
        for port in self.ports[Side.BOTTOM]:
            port.y = self.y + self.height
        for side, x in ((Side.LEFT, self.x), (Side.RIGHT, self.x + self.width)):
            self._spread_side(self.ports[side])
            for port in self.ports[side]:
                port.x = x

    def _spread_row(self, ports: list[Port], residue: float) -> None:
        if not ports:
            return
        start = self.x + (self.width - _row_width(ports)) / 2 + ports[0].size[0] / 2
        place = snap_down(start - residue + GRID / 2) + residue
        for before, port in zip([None, *ports], ports, strict=False):
            place += 0.0 if before is None else _pitch(before, port)
            port.x = place

    def _spread_side(self, ports: list[Port]) -> None:
        top, bottom = self.y + self.head, self.y + self.height - self.foot
        y = (top + bottom - _stack_height(ports)) / 2
        for port in ports:
            port.y = y + port.size[1] / 2
            y += port.size[1] + _SIDE_GAP

    def placed(self) -> PlacedBox:
        """The box as it is drawn."""
        assert self.box is not None
        cells = tuple(port.cell() for ports in self.ports.values() for port in ports)
        return PlacedBox(self.box, Rect(self.x, self.y, self.width, self.height), self._texts(self.box), cells)

    def _texts(self, box: Box) -> tuple[Text, ...]:
        left, right = self.x + self.side_width(Side.LEFT), self.x + self.width - self.side_width(Side.RIGHT)
        top, bottom = self.y + self.head, self.y + self.height - self.foot
        middle = (left + right) / 2
        size, line = (LEAF_SIZE, _TEXT_LINE) if box.leaf else (TITLE_SIZE, _TITLE_LINE)
        inner = self._text_height() - (_PAD if box.leaf else 2 * _PAD)
        y = (top + bottom - inner) / 2
        texts = [Text(middle, y + line * 0.78, box.title, size, "middle", not box.leaf, _INK)]
        y += line
        for row in box.subtitle:
            texts.append(Text(middle, y + _TEXT_LINE * 0.78, row, TEXT_SIZE, "middle", ink=_FAINT))
            y += _TEXT_LINE
        return (*texts, *_table_texts(box, middle, y + 2.0))


def _label(port: Port, cell: Rect) -> list[Text]:
    texts = []
    for number, row in enumerate(port.label):
        ink = _INK if number == 0 else _FAINT
        if port.turned:
            x = cell.x + _PORT_LINE * (number + 0.78)
            texts.append(Text(x, cell.centre[1], row, PORT_SIZE, "middle", ink=ink, turned=True))
        else:
            y = cell.y + _PORT_LINE * (number + 0.82) + 0.5
            texts.append(Text(cell.centre[0], y, row, PORT_SIZE, "middle", ink=ink))
    return texts


def _table_columns(box: Box) -> list[float]:
    count = max(len(row) for row in box.rows)
    cells = [[row[number] for row in box.rows if number < len(row)] for number in range(count)]
    return [max(text_width(cell, ROW_SIZE) for cell in column) + 8 for column in cells]


def _table_texts(box: Box, middle: float, y: float) -> list[Text]:
    if not box.rows:
        return []
    columns = _table_columns(box)
    start = middle - sum(columns) / 2 + 4
    texts = []
    for number, row in enumerate(box.rows):
        x = start
        for cell, width in zip(row, columns, strict=False):
            texts.append(Text(x, y + _ROW_LINE * (number + 0.78), cell, ROW_SIZE, ink=_INK))
            x += width
    return texts


def _pitch(before: Port, port: Port) -> float:
    return snap_up((before.size[0] + port.size[0]) / 2 + 0.5)


def _row_width(ports: list[Port]) -> float:
    if not ports:
        return 0.0
    ends = (ports[0].size[0] + ports[-1].size[0]) / 2
    return ends + sum(_pitch(before, port) for before, port in pairwise(ports))


def _stack_height(ports: list[Port]) -> float:
    return sum(port.size[1] for port in ports) + _SIDE_GAP * max(0, len(ports) - 1)


def snap_up(value: float) -> float:
    return ceil(value / GRID - 1e-9) * GRID


def snap_down(value: float) -> float:
    return floor(value / GRID + 1e-9) * GRID
