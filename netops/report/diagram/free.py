"""The layout of what is no hierarchy: rings, meshes, networks without roles.  Positions by NetworkX, straight lines.

The positions are spread until no line runs through a box and every label has a place of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import cos, pi, sin
from typing import TYPE_CHECKING

from netops.report.diagram.drawing import Cell, Drawing, PlacedBox, Point, Rect, Route
from netops.report.diagram.measure import natural
from netops.report.diagram.node import Node, Port, Side
from netops.report.diagram.values import Box, Diagram, Line

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["lay_out_free"]

_STEPS = 14
_GROWTH = 1.22
_FIRST = 90.0  # pixels: the radius for one box; it grows with their number
_MARGIN = 14.0
_PARALLEL = 16.0
_SLIDE = 6.0
_APART = 90.0  # between parts that no line joins


def lay_out_free(diagram: Diagram) -> Drawing | None:
    """The drawing, or None where no spread brings all lines past all boxes."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted((box.name for box in diagram.boxes), key=natural))
    graph.add_edges_from(sorted((line.a.box, line.b.box) for line in diagram.lines))
    boxes = {box.name: box for box in diagram.boxes}
    lines = sorted(diagram.lines, key=lambda line: (natural(line.name), line.name))
    placed: list[PlacedBox] = []
    routes: list[Route] = []
    x = 0.0
    for names in sorted(nx.connected_components(graph), key=lambda part: natural(min(part, key=natural))):
        part = _lay_out_part(graph.subgraph(names), boxes, [line for line in lines if line.a.box in names])
        if part is None:
            return None
        moved = _moved(part, x)
        placed += moved.boxes
        routes += moved.routes
        x = max(box.rect.right for box in moved.boxes) + _APART
    return Drawing(tuple(placed), tuple(routes))


def _lay_out_part(graph: nx.Graph[str], boxes: dict[str, Box], lines: list[Line]) -> Drawing | None:
    nodes = {name: Node(name, boxes[name]) for name in sorted(graph, key=natural)}
    for node in nodes.values():
        node.measure()
    for positions in _positions(graph):
        radius = _FIRST * max(1.0, len(nodes) ** 0.5)
        for _ in range(_STEPS):
            for name, (x, y) in positions.items():
                nodes[name].x = round(x * radius - nodes[name].width / 2)
                nodes[name].y = round(y * radius * 0.8 - nodes[name].height / 2)
            routes = _routes(nodes, lines)
            if routes is not None:
                return Drawing(tuple(node.placed() for node in nodes.values()), tuple(routes))
            radius *= _GROWTH
    return None


def _positions(graph: nx.Graph[str]) -> Iterator[dict[str, Point]]:
    """A ring and a mesh on a circle; others by their distances (Kamada and Kawai, 1989), then on a circle too."""
    import networkx as nx

    order = list(nx.dfs_preorder_nodes(graph, min(graph, key=natural)))
    whole = max(1, len(order))
    circle = {name: (cos(2 * pi * number / whole), sin(2 * pi * number / whole)) for number, name in enumerate(order)}
    count = len(order)
    ring = all(degree == 2 for _, degree in graph.degree)
    if count > 3 and not ring and graph.number_of_edges() < count * (count - 1) / 3:
        found = nx.kamada_kawai_layout(graph, pos=circle)
        yield _plain({name: (float(x), float(y)) for name, (x, y) in found.items()})
    yield _plain({name: (y, -x) for name, (x, y) in circle.items()})


def _plain(positions: dict[str, Point]) -> dict[str, Point]:
    """Rounded, so that what machines differ in far behind the point moves nothing."""
    return {name: (round(x, 4), round(y, 4)) for name, (x, y) in positions.items()}


def _moved(drawing: Drawing, x: float) -> Drawing:
    """The same with its upper left corner at (x, 0)."""
    left, top = (min(getattr(box.rect, axis) for box in drawing.boxes) for axis in ("x", "y"))
    boxes = tuple(
        PlacedBox(box.box, box.rect.moved(x - left, -top), tuple(text.moved(x - left, -top) for text in box.texts))
        for box in drawing.boxes
    )
    routes = tuple(
        Route(
            route.line,
            tuple((px + x - left, py - top) for px, py in route.points),
            tuple(cell.moved(x - left, -top) for cell in route.cells),
        )
        for route in drawing.routes
    )
    return Drawing(boxes, routes)


def _routes(nodes: dict[str, Node], lines: list[Line]) -> list[Route] | None:
    """Straight lines with their labels; None where these places leave no room for one of them."""
    rects = {name: Rect(node.x, node.y, node.width, node.height) for name, node in nodes.items()}
    if any(one.overlaps(rects[other], _MARGIN) for name, one in rects.items() for other in rects if name < other):
        return None
    ways: list[tuple[Line, Point, Point]] = []
    for line, offset in _offsets(lines):
        start, end = _clipped(rects[line.a.box], rects[line.b.box], offset)
        others = (rect for name, rect in rects.items() if name not in (line.a.box, line.b.box))
        if any(crosses(start, end, rect, _MARGIN / 2) for rect in others):
            return None
        ways.append((line, start, end))
    return _labelled(ways, list(rects.values()))


def _offsets(lines: Iterable[Line]) -> Iterator[tuple[Line, float]]:
    """How far each of several lines between the same two boxes stands beside the middle."""
    pairs: dict[frozenset[str], list[Line]] = {}
    for line in lines:
        pairs.setdefault(frozenset((line.a.box, line.b.box)), []).append(line)
    for members in pairs.values():
        for number, line in enumerate(members):
            turned = -1.0 if line.a.box > line.b.box else 1.0
            yield line, turned * _PARALLEL * (number - (len(members) - 1) / 2)


def _clipped(one: Rect, other: Rect, offset: float) -> tuple[Point, Point]:
    """From border to border of the two boxes."""
    (ax, ay), (bx, by) = one.centre, other.centre
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5 or 1.0
    dx, dy = (bx - ax) / length, (by - ay) / length
    a, b = (ax - dy * offset, ay + dx * offset), (bx - dy * offset, by + dx * offset)
    return _leave(a, (dx, dy), one), _leave(b, (-dx, -dy), other)


def _leave(point: Point, way: Point, rect: Rect) -> Point:
    """Where a ray from a point within the box crosses its border."""
    (x, y), (dx, dy) = point, way
    steps = []
    if dx:
        steps.append(((rect.right if dx > 0 else rect.x) - x) / dx)
    if dy:
        steps.append(((rect.bottom if dy > 0 else rect.y) - y) / dy)
    step = max(0.0, min(steps, default=0.0))
    return (round(x + dx * step, 1), round(y + dy * step, 1))


def crosses(start: Point, end: Point, rect: Rect, margin: float = 0.0) -> bool:
    """Whether the stretch between the points meets the rectangle (Liang and Barsky, 1984)."""
    (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
    low, high = 0.0, 1.0
    bounds = ((-dx, x - rect.x + margin), (dx, rect.right + margin - x))
    for slope, room in (*bounds, (-dy, y - rect.y + margin), (dy, rect.bottom + margin - y)):
        if slope == 0:
            if room < 0:
                return False
        elif slope < 0:
            low = max(low, room / slope)
        else:
            high = min(high, room / slope)
    return low < high


def _labelled(ways: list[tuple[Line, Point, Point]], boxes: list[Rect]) -> list[Route] | None:
    taken: list[Rect] = []
    routes = []
    for line, start, end in ways:
        others = [(a, b) for other, a, b in ways if other is not line]
        cells = []
        for label, near, far in ((line.a.label, start, end), (line.b.label, end, start)):
            if not label:
                continue
            cell = _label(Port(line, label, Side.NONE), near, far, boxes, taken, others)
            if cell is None:
                return None
            taken.append(cell.rect)
            cells.append(cell)
        routes.append(Route(line, (start, end), tuple(cells)))
    return routes


def _label(
    port: Port, near: Point, far: Point, boxes: list[Rect], taken: list[Rect], lines: list[tuple[Point, Point]]
) -> Cell | None:
    """On the line, as near to its end as may be, and not beyond its middle."""
    length = ((far[0] - near[0]) ** 2 + (far[1] - near[1]) ** 2) ** 0.5 or 1.0
    dx, dy = (far[0] - near[0]) / length, (far[1] - near[1]) / length
    along = _SLIDE
    while along < length / 2:
        port.x, port.y = round(near[0] + dx * along, 1), round(near[1] + dy * along, 1)
        rect = port.cell().rect
        free = not any(rect.overlaps(other, 2.0) for other in (*boxes, *taken))
        if free and not any(crosses(a, b, rect) for a, b in lines):
            return port.cell()
        along += _SLIDE
    return None
