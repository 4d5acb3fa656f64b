"""From an arrangement to nodes and segments: how each line is to run, before anything has a place."""

from __future__ import annotations

from itertools import pairwise

from netops.report.diagram.arrange import Arrangement
from netops.report.diagram.channel import Turn
from netops.report.diagram.column import Column
from netops.report.diagram.layout import Layout, Segment
from netops.report.diagram.node import Node, Side
from netops.report.diagram.values import Diagram, Line

__all__ = ["connect"]


def connect(diagram: Diagram, arrangement: Arrangement) -> Layout:
    """Nodes of all boxes, ports of all lines, and gaps in the rows that a line crosses."""
    layout = Layout(diagram, arrangement)
    for number, row in enumerate(arrangement.rows):
        layout.rows.append(list(row))
        for name in row:
            layout.row_of[name] = number
            layout.nodes[name] = Node(name, arrangement.boxes[name], arrangement.boxes[name].place)
    _make_columns(layout)
    for line in arrangement.lines:
        _connect(layout, line)
    _order_gaps(layout)
    return layout


def _make_columns(layout: Layout) -> None:
    arrangement = layout.arrangement
    for number, stack in enumerate(arrangement.stacks):
        nodes = {name: Node(name, arrangement.boxes[name], stack.place) for name in stack.boxes}
        place = layout.diagram.places.get(stack.place)
        column = Column(stack, place, nodes)
        column.titled = not (number == 0 and place is not None and place.trunk and _fills_rows(layout, place.name))
        layout.columns.append(column)
        layout.column_of |= dict.fromkeys(stack.boxes, column)
        layout.nodes |= nodes


def _fills_rows(layout: Layout, place: str) -> bool:
    """Whether the place has the rows down to the columns to itself: then its frame and its column's are one."""
    places = [{layout.nodes[name].place for name in row} for row in layout.rows]
    first = next((number for number, row in enumerate(places) if place in row), len(places))
    return first < len(places) and all(row == {place} for row in places[first:])


def _connect(layout: Layout, line: Line) -> None:
    upper, lower = sorted((line.a.box, line.b.box), key=layout.level)
    if upper in layout.column_of:
        _connect_columns(layout, line, upper, lower)
    elif layout.level(upper) == layout.level(lower):
        _connect_row(layout, line, upper, lower)
    else:
        _connect_down(layout, line, upper, lower)


def _connect_columns(layout: Layout, line: Line, one: str, other: str) -> None:
    """Within a building in its own lanes; from one to another over the roofs."""
    if layout.column_of[one] is layout.column_of[other]:
        layout.column_of[one].join(line)
        return
    for name in (one, other):
        layout.column_of[name].enter(line, name)
    layout.segments.append(Segment(line, len(layout.rows), one, other, Turn.LOWER))


def _connect_row(layout: Layout, line: Line, one: str, other: str) -> None:
    """Neighbours straight from side to side; others around beneath the row."""
    row = layout.arrangement.rows[layout.level(one)]
    left, right = sorted((one, other), key=row.index)
    if row.index(right) - row.index(left) == 1:
        layout.beside.append(line)
        layout.add(line, left, Side.RIGHT)
        layout.add(line, right, Side.LEFT)
        return
    for name in (left, right):
        layout.add(line, name, Side.BOTTOM)
    layout.segments.append(Segment(line, layout.level(one) + 1, left, right, Turn.UPPER))


def _connect_down(layout: Layout, line: Line, upper: str, lower: str) -> None:
    """Through a gap of its own in each row between."""
    first, last = layout.level(upper), layout.level(lower)
    chain = [upper]
    for row in range(first + 1, last):
        gap = f"{line.name}@{row}"
        layout.nodes[gap] = Node(gap)
        layout.row_of[gap] = row
        layout.rows[row].append(gap)
        chain.append(gap)
    chain.append(lower)
    layout.add(line, upper, Side.BOTTOM)
    if lower in layout.column_of:
        layout.column_of[lower].enter(line, lower)
    else:
        layout.add(line, lower, Side.TOP)
    for channel, (start, end) in enumerate(pairwise(chain), first + 1):
        layout.segments.append(Segment(line, channel, start, end))


def _order_gaps(layout: Layout) -> None:
    """Put the gaps of each row where their lines come down, but never between two that are joined side by side."""
    below = {segment.start: segment.end for segment in layout.segments if layout.nodes[segment.start].box is None}
    joined = {frozenset((line.a.box, line.b.box)) for line in layout.beside}
    rank: dict[str, float] = {}
    for number, column in enumerate(layout.columns):
        rank |= dict.fromkeys(column.stack.boxes, (number + 0.5) / len(layout.columns))
    for row in reversed(layout.rows):
        groups = _groups([name for name in row if layout.nodes[name].box is not None], joined)
        for number, group in enumerate(groups):
            rank |= dict.fromkeys(group, (number + 0.5) / len(groups))
        gaps = [name for name in row if layout.nodes[name].box is None]
        rank |= {gap: rank[below[gap]] for gap in gaps}
        row[:] = _with_gaps(groups, sorted(gaps, key=lambda gap: rank[gap]), rank)


def _groups(row: list[str], joined: set[frozenset[str]]) -> list[list[str]]:
    """Neighbours in the row that a straight line joins stay together."""
    groups: list[list[str]] = []
    for name in row:
        if groups and frozenset((groups[-1][-1], name)) in joined:
            groups[-1].append(name)
        else:
            groups.append([name])
    return groups


def _with_gaps(groups: list[list[str]], gaps: list[str], rank: dict[str, float]) -> list[str]:
    slots: dict[int, list[str]] = {}
    for gap in gaps:
        slots.setdefault(round(rank[gap] * len(groups)), []).append(gap)
    ordered = slots.get(0, [])
    for number, group in enumerate(groups, 1):
        ordered = [*ordered, *group, *slots.get(number, [])]
    return ordered
