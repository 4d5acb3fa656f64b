"""The sheet around a drawing: title, figures, legend; and how large all of it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from netops.report.diagram.drawing import Drawing, Point, Rect, Text
from netops.report.diagram.measure import text_width
from netops.report.diagram.values import Diagram, Paint

__all__ = ["Sample", "Sheet", "make_sheet"]

MARGIN = 40.0
_TITLE, _SUBTITLE, _LEGEND = 24.0, 14.0, 11.0
_HEAD = 84.0  # from the sheet's upper edge to the drawing
_ROW, _SWATCH, _GAP = 22.0, 30.0, 26.0
_INK, _FAINT = "#1f2328", "#4d565f"


@dataclass(frozen=True, slots=True)
class Sample:
    """One entry of the legend: ``paint`` and a ``kind`` (box, line, width or tie) in this rectangle."""

    kind: str
    rect: Rect
    paint: Paint
    width: float = 2.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """``shift`` is what the drawing is moved by; everything else stands in the sheet's own pixels."""

    width: float
    height: float
    shift: Point
    texts: tuple[Text, ...]
    samples: tuple[Sample, ...]


def make_sheet(diagram: Diagram, drawing: Drawing) -> Sheet:
    """Put a margin, a head and a legend around the drawing."""
    extent = _extent(drawing)
    figures = _figures(diagram)
    head = max(text_width(diagram.title, _TITLE, True), text_width(diagram.subtitle, _SUBTITLE))
    least = head + (text_width(figures.text, figures.size) + _GAP if figures else 0.0)
    width = max(extent.width, least, 420.0) + 2 * MARGIN
    shift = ((width - extent.width) / 2 - extent.x, _HEAD - extent.y)
    texts = [
        Text(MARGIN, 48, diagram.title, _TITLE, bold=True),
        Text(MARGIN, 70, diagram.subtitle, _SUBTITLE, ink=_FAINT),
    ]
    if figures:
        texts.append(Text(width - MARGIN, 70, figures.text, figures.size, "end", ink=_FAINT))
    y = _HEAD + extent.height + 22
    samples, labels, y = _legend(diagram, width, y)
    texts += labels
    for note in diagram.notes:
        texts.append(Text(MARGIN, y + 14, note, _LEGEND, ink=_FAINT))
        y += 18
    return Sheet(width, y + MARGIN - 12, shift, tuple(texts), tuple(samples))


def _figures(diagram: Diagram) -> Text | None:
    told = "   ·   ".join(f"{value} {word}" for word, value in diagram.figures)
    return Text(0, 0, told, _SUBTITLE) if told else None


def _extent(drawing: Drawing) -> Rect:
    """The least rectangle around everything that is drawn."""
    rects = [box.rect for box in drawing.boxes] + [text.extent for text in drawing.texts]
    rects += [cell.rect for route in drawing.routes for cell in route.cells]
    points = [point for route in drawing.routes for point in route.points]
    points += [point for frame in drawing.frames for point in frame.outline]
    points += [corner for rect in rects for corner in ((rect.x, rect.y), (rect.right, rect.bottom))]
    if not points:
        return Rect(0, 0, 0, 0)
    low_x, low_y = min(x for x, _ in points), min(y for _, y in points)
    return Rect(low_x, low_y, max(x for x, _ in points) - low_x, max(y for _, y in points) - low_y)


def _legend(diagram: Diagram, width: float, y: float) -> tuple[list[Sample], list[Text], float]:
    """Entries side by side, as many as fit; where the next line of the sheet begins."""
    samples: list[Sample] = []
    texts: list[Text] = []
    x = MARGIN
    for kind, paint, stroke, label in _entries(diagram):
        needs = _SWATCH + 8 + text_width(label, _LEGEND)
        if x > MARGIN and x + needs > width - MARGIN:
            x, y = MARGIN, y + _ROW
        samples.append(Sample(kind, Rect(x, y, _SWATCH, 14), paint, stroke))
        texts.append(Text(x + _SWATCH + 8, y + 11, label, _LEGEND, ink=_INK))
        x += needs + _GAP
    return samples, texts, y + _ROW + 4 if samples else y


def _entries(diagram: Diagram) -> Iterable[tuple[str, Paint, float, str]]:
    """Kind, paint, width and label of what is used in this diagram and has a name."""
    boxes, lines = {box.paint for box in diagram.boxes}, {line.paint for line in diagram.lines}
    for kind, used in (("box", boxes), ("line", lines)):
        yield from (
            (kind, paint, 2.0, paint.label) for key, paint in diagram.paints.items() if key in used and paint.label
        )
    drawn = {line.width for line in diagram.lines}
    yield from (("width", Paint(""), width, label) for width, label in diagram.widths if width in drawn)
    if any(line.bundle for line in diagram.lines):
        yield ("tie", Paint(""), 1.5, "lines of one LAG")
