"""A drawing as SVG 1.1: no scripts, no style sheets, nothing fetched; the same bytes for the same values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from netops.report.diagram.drawing import Cell, Drawing, Frame, PlacedBox, Point, Rect, Route, Text
from netops.report.diagram.measure import natural
from netops.report.diagram.sheet import Sample, Sheet, make_sheet
from netops.report.diagram.values import Diagram, Paint

__all__ = ["FONTS", "identifier", "svg"]

FONTS = "Arimo, Arial, 'Liberation Sans', Helvetica, sans-serif"
"""All but the last have the same widths."""

_CORNER = 5.0  # radius
_INVALID = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2
_PLAIN = Paint("")


def svg(diagram: Diagram, drawing: Drawing) -> str:
    """The whole sheet.  Boxes and lines are groups with stable ids (``box-NAME``, ``line-NAME``) and a tooltip each."""
    sheet = make_sheet(diagram, drawing)
    return "\n".join(_sheet(diagram, drawing, sheet)) + "\n"


def identifier(kind: str, name: str) -> str:
    """An XML id that is different for each name: letters, digits, ``.`` and ``-`` stay, others become ``_HEX_``."""
    return f"{kind}-" + re.sub(r"[^A-Za-z0-9.-]", lambda sign: f"_{ord(sign[0]):x}_", name)


def _sheet(diagram: Diagram, drawing: Drawing, sheet: Sheet) -> Iterator[str]:
    width, height = _number(sheet.width), _number(sheet.height)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-labelledby="title desc" font-family="{FONTS}">'
    )
    yield f'<title id="title">{_text(f"{diagram.title}: {diagram.subtitle}")}</title>'
    yield f'<desc id="desc">{_text(_description(diagram))}</desc>'
    yield f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    yield from (_label(text) for text in sheet.texts)
    yield f'<g transform="translate({_number(sheet.shift[0])} {_number(sheet.shift[1])})">'
    frames = sorted(drawing.frames, key=lambda frame: not frame.trunk)
    yield from _group("places", (_frame(frame) for frame in frames))
    yield from _group("tiers", (_label(text) for text in drawing.texts))
    yield from _group("lines", (_route(route, diagram) for route in drawing.routes))
    yield from _group("titles", (_title(frame) for frame in frames))
    yield from _group("bundles", (_tie(tie.rect) for tie in drawing.ties))
    yield from _group("boxes", (_box(box, diagram) for box in drawing.boxes))
    yield "</g>"
    yield from _group("legend", (_sample(sample) for sample in sheet.samples))
    yield "</svg>"


def _description(diagram: Diagram) -> str:
    """What one who cannot see the picture is told: every line in words."""
    figures = ", ".join(f"{value} {word}" for word, value in diagram.figures)
    lines = "; ".join(
        f"{' '.join((line.a.box, *line.a.label))} to {' '.join((line.b.box, *line.b.label))}"
        for line in sorted(diagram.lines, key=lambda each: (natural(each.name), each.name))
    )
    return f"{figures}. Lines: {lines}."


def _group(name: str, parts: Iterator[str]) -> Iterator[str]:
    yield f'<g id="{name}">'
    yield from parts
    yield "</g>"


def _frame(frame: Frame) -> str:
    points = " ".join(f"{_number(x)},{_number(y)}" for x, y in frame.outline)
    style = f'fill="{_fill(frame)}" stroke="#c9cfd6" stroke-width="1.2" stroke-linejoin="round"'
    return f'<g id="{identifier("place", frame.name)}"><polygon points="{points}" {style}/></g>'


def _title(frame: Frame) -> str:
    """Over the lines, with a rim in the frame's colour: a line on its way to another place passes behind it."""
    rim = f'stroke="{_fill(frame)}" stroke-width="5" stroke-linejoin="round" paint-order="stroke"'
    return f"<g {rim}>{_labels(frame.texts)}</g>"


def _fill(frame: Frame) -> str:
    return "#f6f8fa" if frame.trunk else "#fbfaf5"


def _route(route: Route, diagram: Diagram) -> str:
    """The line on a white one that is wider: where two cross, the upper one bridges the other."""
    line, paint = route.line, diagram.paints.get(route.line.paint, _PLAIN)
    path = _path(route.points)
    dash = f' stroke-dasharray="{paint.dash}"' if paint.dash else ""
    return (
        f'<g id="{identifier("line", line.name)}"><title>{_text(line.tooltip or line.name)}</title>'
        f'<path d="{path}" fill="none" stroke="#ffffff" stroke-width="{_number(line.width + 3)}"/>'
        f'<path d="{path}" fill="none" stroke={quoteattr(paint.stroke)} stroke-width="{_number(line.width)}"{dash}/>'
        f"{_cells(route.cells, diagram)}</g>"
    )


def _path(points: Sequence[Point]) -> str:
    """With corners that are rounded, as far as the sides are long enough."""
    told = [f"M{_number(points[0][0])} {_number(points[0][1])}"]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(_CORNER, _distance(before, here) / 2, _distance(here, after) / 2)
        start, end = _towards(here, before, radius), _towards(here, after, radius)
        told.append(f"L{_pair(start)}Q{_pair(here)} {_pair(end)}")
    told.append(f"L{_pair(points[-1])}")
    return "".join(told)


def _distance(one: Point, other: Point) -> float:
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)


def _towards(here: Point, there: Point, length: float) -> Point:
    whole = _distance(here, there) or 1.0
    return (here[0] + (there[0] - here[0]) * length / whole, here[1] + (there[1] - here[1]) * length / whole)


def _box(placed: PlacedBox, diagram: Diagram) -> str:
    paint = diagram.paints.get(placed.box.paint, _PLAIN)
    corner = 3 if placed.box.leaf else 6
    title = _text(placed.box.tooltip or placed.box.title)
    return (
        f'<g id="{identifier("box", placed.box.name)}"><title>{title}</title>{_rect(placed.rect, paint, 1.6, corner)}'
        f"{_cells(placed.cells, diagram)}{_labels(placed.texts)}</g>"
    )


def _cells(cells: Sequence[Cell], diagram: Diagram) -> str:
    return "".join(
        _rect(cell.rect, Paint("", "#ffffff", diagram.paints.get(cell.paint, _PLAIN).stroke), 0.8, 2)
        + _labels(cell.texts)
        for cell in cells
    )


def _rect(rect: Rect, paint: Paint, width: float, corner: float) -> str:
    dash = f' stroke-dasharray="{paint.dash}"' if paint.dash else ""
    return (
        f'<rect x="{_number(rect.x)}" y="{_number(rect.y)}" width="{_number(rect.width)}" '
        f'height="{_number(rect.height)}" rx="{_number(corner)}" fill={quoteattr(paint.fill)} '
        f'stroke={quoteattr(paint.stroke)} stroke-width="{_number(width)}"{dash}/>'
    )


def _tie(rect: Rect) -> str:
    return _rect(rect, Paint("", "none", "#1f2328"), 1.2, min(rect.width, rect.height) / 2)


def _sample(sample: Sample) -> str:
    rect = sample.rect
    if sample.kind == "box":
        return _rect(rect, sample.paint, 1.6, 4)
    y = rect.y + rect.height / 2
    dash = f' stroke-dasharray="{sample.paint.dash}"' if sample.paint.dash else ""
    line = (
        f'<path d="M{_number(rect.x)} {_number(y)}H{_number(rect.right)}" fill="none" '
        f'stroke={quoteattr(sample.paint.stroke)} stroke-width="{_number(sample.width)}"{dash}/>'
    )
    if sample.kind != "tie":
        return line
    lines = line + line.replace(f" {_number(y)}H", f" {_number(y + 5)}H")
    return lines + _tie(Rect(rect.x + 12, y - 4, 5, 13))


def _labels(texts: Sequence[Text]) -> str:
    return "".join(_label(text) for text in texts)


def _label(text: Text) -> str:
    x, y = _number(text.x), _number(text.y)
    anchor = f' text-anchor="{text.anchor}"' if text.anchor != "start" else ""
    bold = ' font-weight="bold"' if text.bold else ""
    turn = f' transform="rotate(-90 {x} {y})"' if text.turned else ""
    return (
        f'<text x="{x}" y="{y}" font-size="{_number(text.size)}" fill="{text.ink}"{anchor}{bold}{turn}>'
        f"{_text(text.text)}</text>"
    )


def _text(text: str) -> str:
    return escape(_INVALID.sub("\ufffd", text))


def _pair(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _number(value: float) -> str:
    """At most one digit after the point, and no more than it needs."""
    return f"{round(value, 1):g}"
