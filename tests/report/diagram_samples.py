"""Diagrams of generated networks, and what must hold of any drawing."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import strategies as st

from netops.report.diagram import Box, Diagram, End, Line, Paint, Place
from netops.report.diagram.drawing import Drawing, Point, Rect, Text

PAINTS = {"box": Paint("box"), "line": Paint("line")}
ODD_NAMES = ('<b>&"', "a--b", "x y", "é楼", "a:1", "--", "]]>", "\x01\x7f", "_3c_b", "'")


PORTS = (("eth{}",), ("GigabitEthernet1/0/{}",), ("eth{}", "10.0.0.{}/31", "2001:db8:1::{}/127"))


def diagram(
    boxes: list[Box],
    pairs: list[tuple[str, str]],
    places: list[Place] | None = None,
    ports: tuple[str, ...] = PORTS[0],
) -> Diagram:
    """Lines between these boxes; ports are numbered as they come."""
    count = dict.fromkeys((box.name for box in boxes), 0)
    lines = []
    for a, b in pairs:
        ends = []
        for name in (a, b):
            count[name] += 1
            ends.append(End(name, tuple(row.format(count[name]) for row in ports)))
        name = f"{a}:{ends[0].label[0]}--{b}:{ends[1].label[0]}"
        lines.append(Line(name, ends[0], ends[1], "line"))
    return Diagram("sample", tuple(boxes), tuple(lines), PAINTS, {place.name: place for place in places or []})


@st.composite
def communities(draw: st.DrawFn) -> Diagram:
    """Trunk tiers in one or two rooms, buildings with stacked switches and hosts, lines between anything."""
    title = draw(st.sampled_from(("Room", "The machine room beneath the third building, on the left")))
    rooms = [Place(f"room{number}", f"{title} {number}", trunk=True) for number in range(draw(st.integers(0, 2)))]
    houses = [Place(f"b{number}", f"Building {number}", "96 homes") for number in range(draw(st.integers(0, 4)))]
    names = ["", *(place.name for place in rooms)]
    boxes = [
        Box(f"trunk{number}", f"trunk{number}", draw(st.integers(0, 3)), "box", place=draw(st.sampled_from(names)))
        for number in range(draw(st.integers(0, 7)))
    ]
    places = [place.name for place in (*rooms, *houses)] or [""]
    for number in range(draw(st.integers(1, 8))):
        kind, tier, leaf = draw(st.sampled_from((("dist", 3, False), ("switch", 4, False), ("host", 6, True))))
        name = f"{kind}{number}"
        more = draw(st.sampled_from(((), ("a model r1 U12",), ("one", "two", "three"))))
        rows = draw(st.sampled_from(((), (("101", "residents", "10.16.1.0/24"), ("", "", "2001:db8::/64")))))
        place = draw(st.sampled_from(["", *places]))
        boxes.append(Box(name, name, tier, "box", () if leaf else more, () if leaf else rows, place, leaf))
    return diagram(boxes, draw(_pairs(boxes, 24)), [*rooms, *houses], draw(st.sampled_from(PORTS)))


@st.composite
def flat_networks(draw: st.DrawFn) -> Diagram:
    """Boxes of one tier: rings, meshes, parts that nothing joins."""
    boxes = [Box(f"r{number}", f"r{number}", 2, "box") for number in range(draw(st.integers(1, 9)))]
    return diagram(boxes, draw(_pairs(boxes, 16)), ports=draw(st.sampled_from(PORTS)))


def _pairs(boxes: list[Box], most: int) -> st.SearchStrategy[list[tuple[str, str]]]:
    names = [box.name for box in boxes]
    pair = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda ends: ends[0] != ends[1])
    return st.lists(pair, max_size=most) if len(names) > 1 else st.just([])


def labels(drawing: Drawing) -> list[Text]:
    """Everything that is written, in boxes, on lines and beside rows."""
    cells = [cell for box in drawing.boxes for cell in box.cells]
    cells += [cell for route in drawing.routes for cell in route.cells]
    texts = [text for cell in cells for text in cell.texts]
    texts += [text for box in drawing.boxes for text in box.texts]
    return texts + list(drawing.texts) + [text for frame in drawing.frames for text in frame.texts]


def overlapping_boxes(drawing: Drawing) -> list[tuple[str, str]]:
    return [(a.box.name, b.box.name) for a, b in combinations(drawing.boxes, 2) if a.rect.overlaps(b.rect)]


def overlapping_labels(drawing: Drawing) -> list[tuple[str, str]]:
    return [(a.text, b.text) for a, b in combinations(labels(drawing), 2) if a.extent.overlaps(b.extent, -0.01)]


def lines_through_boxes(drawing: Drawing) -> list[tuple[str, str]]:
    """A line may touch its own two boxes at the border, where it ends, and comes into no box."""
    return [
        (route.line.name, placed.box.name)
        for route in drawing.routes
        for placed in drawing.boxes
        if any(meets(a, b, placed.rect) for a, b in pairwise(route.points))
    ]


def meets(start: Point, end: Point, rect: Rect, inside: float = 0.2) -> bool:
    """Whether a stretch has a point in the rectangle's inside: by clipping it to each side in turn."""
    low, high = 0.0, 1.0
    limits = ((rect.x + inside, rect.right - inside), (rect.y + inside, rect.bottom - inside))
    for axis, (least, most) in enumerate(limits):
        step = end[axis] - start[axis]
        if step == 0:
            if not least < start[axis] < most:
                return False
            continue
        first, second = sorted(((least - start[axis]) / step, (most - start[axis]) / step))
        low, high = max(low, first), min(high, second)
    return low < high


def lying_on_each_other(drawing: Drawing) -> list[tuple[str, str]]:
    """Pairs of lines that share a stretch: nobody could tell them apart."""
    level: dict[tuple[int, float], list[tuple[float, float, str]]] = {}
    for route in drawing.routes:
        for a, b in pairwise(route.points):
            for axis in (0, 1):
                if a[axis] == b[axis]:
                    low, high = sorted((a[1 - axis], b[1 - axis]))
                    level.setdefault((axis, round(a[axis], 3)), []).append((low, high, route.line.name))
    return [
        (one[2], other[2])
        for stretches in level.values()
        for one, other in combinations(stretches, 2)
        if one[2] != other[2] and min(one[1], other[1]) - max(one[0], other[0]) > 0.01
    ]


def text_outside_of_its_box(drawing: Drawing) -> list[str]:
    return [
        text.text
        for placed in drawing.boxes
        for text in (*placed.texts, *(each for cell in placed.cells for each in cell.texts))
        if text.extent.x < placed.rect.x - 0.5
        or text.extent.right > placed.rect.right + 0.5
        or text.extent.y < placed.rect.y - 0.5
        or text.extent.bottom > placed.rect.bottom + 0.5
    ]
