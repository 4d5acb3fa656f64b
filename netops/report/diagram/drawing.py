"""A diagram that has its places: rectangles, paths and texts in pixels, y downwards."""

from __future__ import annotations

from dataclasses import dataclass, replace

from netops.report.diagram.measure import text_width
from netops.report.diagram.values import Box, Line

__all__ = ["Cell", "Drawing", "Frame", "PlacedBox", "Point", "Rect", "Route", "Text", "Tie"]

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> Point:
        return (self.x + self.width / 2, self.y + self.height / 2)

    def moved(self, x: float, y: float) -> Rect:
        return Rect(self.x + x, self.y + y, self.width, self.height)

    def overlaps(self, other: Rect, margin: float = 0.0) -> bool:
        """Whether the two share an area, or come nearer than ``margin``."""
        return (
            self.x < other.right + margin
            and other.x < self.right + margin
            and self.y < other.bottom + margin
            and other.y < self.bottom + margin
        )


@dataclass(frozen=True, slots=True)
class Text:
    """One line; ``x`` is its start, middle or end as ``anchor`` says, ``y`` its base line.

    ``turned``: reads upwards, turned by 90 degrees about (x, y).
    """

    x: float
    y: float
    text: str
    size: float
    anchor: str = "start"  # start | middle | end
    bold: bool = False
    ink: str = "#1f2328"
    turned: bool = False

    def moved(self, x: float, y: float) -> Text:
        return replace(self, x=self.x + x, y=self.y + y)

    @property
    def extent(self) -> Rect:
        """What it covers: ascent 0.74 em and descent 0.22 em."""
        width = text_width(self.text, self.size, self.bold)
        back = {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        up, height = 0.74 * self.size, 0.96 * self.size
        if self.turned:
            return Rect(self.x - up, self.y + back - width, height, width)
        return Rect(self.x - back, self.y - up, width, height)


@dataclass(frozen=True, slots=True)
class Cell:
    """A port: where a line ends, with its name; ``paint`` is the line's."""

    rect: Rect
    texts: tuple[Text, ...]
    paint: str = ""

    def moved(self, x: float, y: float) -> Cell:
        return Cell(self.rect.moved(x, y), tuple(text.moved(x, y) for text in self.texts), self.paint)


@dataclass(frozen=True, slots=True)
class PlacedBox:
    box: Box
    rect: Rect
    texts: tuple[Text, ...] = ()
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """The way of a line; ``cells`` stand on it, near its ends, where the boxes themselves have none."""

    line: Line
    points: tuple[Point, ...]
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """The mark around the lines of one bundle."""

    bundle: str
    rect: Rect


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the boxes of a place; ``outline`` is a closed polygon."""

    name: str
    outline: tuple[Point, ...]
    texts: tuple[Text, ...] = ()
    trunk: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """``texts`` are the names of tiers."""

    boxes: tuple[PlacedBox, ...]
    routes: tuple[Route, ...]
    frames: tuple[Frame, ...] = ()
    ties: tuple[Tie, ...] = ()
    texts: tuple[Text, ...] = ()
