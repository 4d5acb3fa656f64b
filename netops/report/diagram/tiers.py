"""The layout of a hierarchy: trunk tiers in rows, a column a building, lines in the channels between.

A line never passes through a box: it runs in a channel between two rows, where no box is, through a gap that is kept
for it in the rows it crosses (as Sugiyama's dummy vertices are), or in a building's own lanes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from netops.report.diagram.across import TITLE_BAND, TITLE_SIZE, order_ports, place_across
from netops.report.diagram.arrange import TRUNK_TIERS, arrange
from netops.report.diagram.column import FRAME_PAD, Column, title_height
from netops.report.diagram.connect import connect
from netops.report.diagram.down import place_down, ways
from netops.report.diagram.drawing import Drawing, Frame, PlacedBox, Point, Rect, Route, Text, Tie
from netops.report.diagram.layout import Layout
from netops.report.diagram.measure import natural
from netops.report.diagram.node import Node, Port, Side
from netops.report.diagram.values import Diagram, Place

__all__ = ["lay_out_tiers"]

_TIER_SIZE, _SUBTITLE_SIZE = 11.0, 10.5
_FAINT = "#4d565f"


def lay_out_tiers(diagram: Diagram, trunk_tiers: int = TRUNK_TIERS) -> Drawing:
    """Boxes of tiers below ``trunk_tiers`` stand in rows, others in columns."""
    layout = connect(diagram, arrange(diagram, trunk_tiers))
    place_across(layout)
    order_ports(layout)
    place_down(layout)
    points = ways(layout)
    boxes = tuple(layout.nodes[name].placed() for name in layout.arrangement.boxes)
    routes = tuple(Route(line, points[line.name]) for line in layout.arrangement.lines)
    frames = tuple(_frames(layout))
    texts = tuple(_tier_names(layout, min((x for frame in frames for x, _ in frame.outline), default=0.0), boxes))
    return Drawing(boxes, routes, frames, tuple(_ties(layout)), texts)


def _tier_names(layout: Layout, left: float, boxes: tuple[PlacedBox, ...]) -> Iterator[Text]:
    """At the left of everything: beside each row, and beside the columns' first boxes."""
    x = min([left, *(box.rect.x for box in boxes)], default=0.0) - 16
    heights = [
        (tier, layout.tops[number] + layout.row_height(number) / 2)
        for number, tier in enumerate(layout.arrangement.tiers)
    ]
    below = [layout.arrangement.boxes[name].tier for column in layout.columns for name in column.stack.boxes]
    if below:
        heights.append((min(below), layout.tops[len(layout.rows)] + 20))
    for tier, y in heights:
        if tier in layout.diagram.tiers:
            yield Text(x, y + 4, layout.diagram.tiers[tier], _TIER_SIZE, "end", True, _FAINT)


def _frames(layout: Layout) -> Iterator[Frame]:
    titles = [title_height(*column.title_lines()) for column in layout.columns if column.place is not None]
    bottom = layout.bottom + FRAME_PAD + max(titles, default=0.0)
    merged = next((column for column in layout.columns if not column.titled), None)
    for place in sorted(layout.diagram.places.values(), key=lambda each: natural(each.name)):
        nodes = [layout.nodes[name] for row in layout.rows for name in row if layout.nodes[name].place == place.name]
        if nodes:
            ours = merged is not None and merged.stack.place == place.name
            yield _trunk_frame(place, nodes, layout.bands[place.name], merged if ours else None, bottom)
    for column in layout.columns:
        frame = column.frame(bottom) if column.titled else None
        if frame is not None:
            yield frame


def _trunk_frame(place: Place, nodes: list[Node], band: float, column: Column | None, bottom: float) -> Frame:
    """Around the boxes; together with the place's own column, where it has one at the very left."""
    left, top = min(node.x for node in nodes) - FRAME_PAD - band, min(node.y for node in nodes) - FRAME_PAD
    right = max(node.x + node.width for node in nodes) + FRAME_PAD
    end = max(node.y + node.height for node in nodes) + FRAME_PAD
    if column is not None:
        left = min(left, column.x - FRAME_PAD)
    outline: list[Point] = [(left, top), (right, top), (right, end)]
    if column is not None:
        edge = column.x + column.width + FRAME_PAD
        outline += [(edge, end), (edge, bottom), (left, bottom)]
    else:
        outline += [(left, end)]
    return Frame(place.name, tuple(outline), tuple(_trunk_title(place, left, band, top, end)), True)


def _trunk_title(place: Place, left: float, band: float, top: float, end: float) -> Iterator[Text]:
    """In the band at the left: upwards, or as it is where the band is wide enough for it."""
    middle, subtitle = (top + end) / 2, place.subtitle.replace("  ", " · ")
    if band > TITLE_BAND:
        yield Text(left + 12, middle + (0 if subtitle else 5), place.title, TITLE_SIZE, bold=True)
        if subtitle:
            yield Text(left + 12, middle + 15, subtitle, _SUBTITLE_SIZE, ink=_FAINT)
        return
    yield Text(left + 17, middle, place.title, TITLE_SIZE, "middle", True, turned=True)
    if subtitle:
        yield Text(left + 31, middle, subtitle, _SUBTITLE_SIZE, "middle", ink=_FAINT, turned=True)


def _ties(layout: Layout) -> Iterator[Tie]:
    """A mark around neighbouring ports of the same bundle, at each end."""
    for name in layout.arrangement.boxes:
        for side, ports in layout.nodes[name].ports.items():
            for bundle, members in groupby(ports, key=_bundle_of(name)):
                group = list(members)
                if bundle[0] and len(group) > 1:
                    yield Tie(bundle[0], _tie(side, group))


def _bundle_of(name: str) -> Callable[[Port], tuple[str, str]]:
    return lambda port: (port.line.bundle, port.line.other(name).box)


def _tie(side: Side, ports: list[Port]) -> Rect:
    low_x, high_x = min(port.x for port in ports), max(port.x for port in ports)
    low_y, high_y = min(port.y for port in ports), max(port.y for port in ports)
    if side in (Side.TOP, Side.BOTTOM):
        y = low_y + 4 if side is Side.BOTTOM else low_y - 9
        return Rect(low_x - 4, y, high_x - low_x + 8, 5)
    x = low_x + 3 if side is Side.RIGHT else low_x - 8
    return Rect(x, low_y - 4, 5, high_y - low_y + 8)
