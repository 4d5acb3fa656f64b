"""Where everything stands from left to right: columns, rows above them, ports along the boxes."""

from __future__ import annotations

from itertools import pairwise
from math import inf

from netops.report.diagram.channel import Turn
from netops.report.diagram.column import FRAME_PAD
from netops.report.diagram.layout import Layout, Segment
from netops.report.diagram.measure import natural, text_width
from netops.report.diagram.node import GRID, Side, snap_up
from netops.report.diagram.spacing import place_row
from netops.report.diagram.values import Line

__all__ = ["TITLE_BAND", "TITLE_SIZE", "order_ports", "place_across"]

COLUMN_GAP = 2 * FRAME_PAD + GRID
ROW_GAP = 4 * GRID
TITLE_BAND = 3 * GRID  # at the left of a trunk place's frame
_BETWEEN_PLACES = ROW_GAP + 2 * GRID
_LEAST_CHANNEL = 64.0
TITLE_SIZE = 13.0

Bounds = dict[str, tuple[float, float]]


def place_across(layout: Layout) -> None:
    """Sizes, columns side by side, then each row from below: its boxes above the middle of what hangs on them."""
    _measure(layout)
    _make_bands(layout)
    widest = max((_least_width(layout, row) for row in layout.rows), default=0.0)
    total = sum(column.width for column in layout.columns) + COLUMN_GAP * (len(layout.columns) - 1)
    spare = snap_up(max(0.0, widest - total) / max(1, len(layout.columns)))
    x = spare / 2
    for column in layout.columns:
        column.x = snap_up(x)
        x = column.x + column.width + COLUMN_GAP + spare
    centre = max(0.0, x - COLUMN_GAP - spare / 2) / 2
    bounds = _bounds(layout, centre)
    for number in reversed(range(len(layout.rows))):
        _place_row(layout, number, bounds, centre)


def _measure(layout: Layout) -> None:
    """Boxes of one row are equally high, their cells and bodies too, so that lines from side to side are level."""
    for column in layout.columns:
        column.measure()
    for row in layout.rows:
        nodes = [layout.nodes[name] for name in row]
        for node in nodes:
            node.measure()
        head, body, foot = (max(getattr(node, each) for node in nodes) for each in ("head", "body", "foot"))
        for node in nodes:
            node.head, node.foot, node.height = head, foot, head + body + foot


def _make_bands(layout: Layout) -> None:
    """As wide as a title that reads upwards; or as long as the title, where the frame is not high enough for that."""
    for place in layout.diagram.places.values():
        rows = [
            number
            for number, row in enumerate(layout.rows)
            if any(layout.nodes[name].place == place.name for name in row)
        ]
        if rows:
            heights = sum(layout.row_height(number) for number in range(rows[0], rows[-1] + 1))
            height = heights + _LEAST_CHANNEL * (rows[-1] - rows[0]) + 2 * FRAME_PAD
            length = text_width(place.title, TITLE_SIZE, True) + 2 * GRID
            layout.bands[place.name] = TITLE_BAND if length <= height else snap_up(length)


def _least_width(layout: Layout, row: list[str]) -> float:
    return sum(layout.nodes[name].width for name in row) + sum(_gaps(layout, row))


def _gaps(layout: Layout, row: list[str]) -> list[float]:
    return [_gap(layout, one, other) for one, other in pairwise(row)]


def _gap(layout: Layout, one: str, other: str) -> float:
    first, second = layout.nodes[one], layout.nodes[other]
    if second.box is not None and first.place != second.place:
        return _BETWEEN_PLACES + layout.bands.get(second.place, 0.0)
    if first.box is None or second.box is None:
        return 2 * GRID
    return ROW_GAP


def _bounds(layout: Layout, centre: float) -> Bounds:
    """From where to where trunk places reach that stand beside each other; others are free."""
    rows: dict[str, list[int]] = {}
    widths: dict[str, float] = {}
    for number, row in enumerate(layout.rows):
        boxes = [layout.nodes[name] for name in row if layout.nodes[name].box is not None]
        for place in {node.place for node in boxes}:
            width = sum(node.width + ROW_GAP for node in boxes if node.place == place)
            width += _BETWEEN_PLACES + layout.bands.get(place, 0.0) + 3 * GRID * (len(row) - len(boxes))
            rows.setdefault(place, []).append(number)
            widths[place] = max(widths.get(place, 0.0), snap_up(width))
    shared = sorted(
        (one for one in rows if any(one != other and _meet(rows[one], rows[other]) for other in rows)), key=natural
    )
    low = snap_up(centre - sum(widths[place] for place in shared) / 2)
    found: Bounds = {}
    for place in shared:
        band = layout.bands.get(place, 0.0)
        found[place] = (low + band, low + widths[place] - _BETWEEN_PLACES)
        low += widths[place]
    return found


def _meet(one: list[int], other: list[int]) -> bool:
    """Whether frames around these rows would lie beside each other; in one row alone the order keeps them apart."""
    return {*one, *other} != {one[0]} and min(one) <= max(other) and min(other) <= max(one)


def _place_row(layout: Layout, number: int, bounds: Bounds, centre: float) -> None:
    row = layout.rows[number]
    below: dict[str, list[float]] = {}
    for segment in layout.segments:
        if segment.turn is Turn.THROUGH and segment.channel == number + 1:
            below.setdefault(segment.start, []).append(layout.middle(segment.end))
    wishes = [sum(below[name]) / len(below[name]) if name in below else centre for name in row]
    widths = [layout.nodes[name].width for name in row]
    nodes = [layout.nodes[name] for name in row]
    limits = [(-inf, inf) if node.box is None else bounds.get(node.place, (-inf, inf)) for node in nodes]
    for name, left in zip(row, place_row(wishes, widths, _gaps(layout, row), limits), strict=True):
        node = layout.nodes[name]
        node.x = left if node.box is not None else left + (GRID / 4 if number % 2 else -GRID / 4)


def order_ports(layout: Layout) -> None:
    """Ports in the order of what they lead to, so that lines cross as little as may be; then each has its x."""
    rank = {line.name: number for number, line in enumerate(layout.arrangement.lines)}
    above = {(each.line.name, each.end): each for each in layout.segments}
    below = {(each.line.name, each.start): each for each in layout.segments}

    def source(line: Line, name: str) -> tuple[float, int]:
        segment = above.get((line.name, name)) or below[line.name, name]
        return layout.middle(_far(segment, name)), rank[line.name]

    def target(line: Line, name: str) -> tuple[float, int]:
        segment = below.get((line.name, name)) or above[line.name, name]
        far = _far(segment, name)
        return layout.x_of(line, far) if far in layout.column_of else layout.middle(far), rank[line.name]

    for column in layout.columns:
        column.order(source)
        column.settle()
    for name in (name for row in layout.rows for name in row):
        ports = layout.nodes[name].ports
        ports[Side.TOP].sort(key=lambda port: source(port.line, name))
        ports[Side.BOTTOM].sort(key=lambda port: target(port.line, name))
        for side in (Side.LEFT, Side.RIGHT):
            ports[side].sort(key=lambda port: rank[port.line.name])
        layout.nodes[name].spread()
    _straighten(layout)


def _straighten(layout: Layout) -> None:
    """An upper port that is a half step beside the lower one moves over it, where its neighbours leave room."""
    for segment in layout.segments:
        port = layout.ports.get((segment.line.name, segment.start))
        if segment.turn is not Turn.THROUGH or port is None:
            continue
        x = layout.x_of(segment.line, segment.end)
        others = (each for each in layout.nodes[segment.start].ports[Side.BOTTOM] if each is not port)
        room = all(abs(each.x - x) > (each.size[0] + port.size[0]) / 2 + 2 for each in others)
        if room and abs(port.x - x) <= GRID / 2:
            port.x = x


def _far(segment: Segment, name: str) -> str:
    return segment.end if segment.start == name else segment.start
