"""Where everything stands from above: heights of channels, and with them the way of each line."""

from __future__ import annotations

from netops.report.diagram.channel import CLEARANCE, TRACK, Net, Turn, channel_height, tracks
from netops.report.diagram.drawing import Point
from netops.report.diagram.layout import Layout, Segment

__all__ = ["place_down", "ways"]

_CHANNEL, _OUTER = 64.0, 2 * CLEARANCE


def place_down(layout: Layout) -> None:
    """Each channel is as high as its tracks need."""
    y, last = 0.0, len(layout.rows)
    for number in range(last + 2):
        y = _open_channel(layout, number, y)
        layout.tops.append(y)
        if number < last:
            for name in layout.rows[number]:
                layout.nodes[name].y = y
                layout.nodes[name].stand()
            y += layout.row_height(number)
        elif number == last:
            for column in layout.columns:
                column.y = y
                column.settle()
            y += max((column.height for column in layout.columns), default=0.0)
    layout.bottom = y


def _open_channel(layout: Layout, number: int, y: float) -> float:
    """Give tracks to the lines in a channel that begins at ``y``; where it ends."""
    nets = [
        Net(each.key, layout.x_of(each.line, each.start), layout.x_of(each.line, each.end), each.turn)
        for each in layout.segments
        if each.channel == number
    ]
    given = tracks(nets)
    between = 0 < number < len(layout.rows) or (number == len(layout.rows) > 0 and bool(layout.columns))
    if not nets and not between:
        return y
    height = channel_height(given, _CHANNEL if between else _OUTER)
    first = y + (height - TRACK * max(given.values(), default=0)) / 2
    layout.tracks |= {key: first + TRACK * track for key, track in given.items()}
    return y + height


def ways(layout: Layout) -> dict[str, tuple[Point, ...]]:
    """The points of each line, by its name."""
    found: dict[str, list[Point]] = {}
    for segment in layout.segments:
        found.setdefault(segment.line.name, []).extend(_in_channel(layout, segment))
    for line in layout.beside:
        ports = (layout.ports[line.name, end.box] for end in (line.a, line.b))
        found[line.name] = [(port.x, port.y) for port in ports]
    for line in layout.arrangement.lines:
        if line.name not in found:
            found[line.name] = layout.column_of[line.a.box].way_within(line)
    return {name: _without_repeats(points) for name, points in found.items()}


def _in_channel(layout: Layout, segment: Segment) -> list[Point]:
    start, end = (layout.x_of(segment.line, name) for name in (segment.start, segment.end))
    upper = layout.tops[segment.channel - 1] + layout.row_height(segment.channel - 1) if segment.channel else 0.0
    lower = layout.tops[segment.channel]
    middle = layout.tracks.get(segment.key, (upper + lower) / 2)
    first = lower if segment.turn is Turn.LOWER else upper
    last = upper if segment.turn is Turn.UPPER else lower
    points = [(start, first), (start, middle), (end, middle), (end, last)]
    if segment.start in layout.column_of:
        points = [*reversed(layout.column_of[segment.start].way_in(segment.line, segment.start)), *points]
    if segment.end in layout.column_of:
        points += layout.column_of[segment.end].way_in(segment.line, segment.end)
    return points


def _without_repeats(points: list[Point]) -> tuple[Point, ...]:
    """Without points in which nothing turns."""
    kept: list[Point] = []
    for point in points:
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1 and (kept[-2][0] == kept[-1][0] == point[0] or kept[-2][1] == kept[-1][1] == point[1]):
            kept.pop()
        kept.append(point)
    return tuple(kept)
