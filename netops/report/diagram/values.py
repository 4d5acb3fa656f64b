"""What a diagram shows, without a word about where it stands on the sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Box", "Diagram", "End", "Line", "Paint", "Place"]


@dataclass(frozen=True, slots=True)
class Paint:
    """How boxes or lines of one kind look; ``label`` is what the legend calls them (empty: not in the legend).

    ``fill`` and ``stroke`` are SVG colours, ``dash`` an SVG dash pattern: colour alone never tells two kinds of trouble
    apart, since one in twelve men does not see it and a printer may not print it.
    """

    label: str
    fill: str = "#ffffff"
    stroke: str = "#57606a"
    dash: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A building, a machine room, an AS: what boxes are framed by.

    A ``trunk`` place holds upper tiers and is as wide as these need; any other is one column.
    """

    name: str
    title: str
    subtitle: str = ""
    trunk: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A device, or a table of things.

    ``tier`` counts from the top; ``paint`` is a key of :attr:`Diagram.paints`, ``place`` of :attr:`Diagram.places`.
    ``rows`` is a table beneath the titles.  A ``leaf`` (a host) is drawn small, under what it hangs on.
    """

    name: str
    title: str
    tier: int
    paint: str
    subtitle: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    place: str = ""
    leaf: bool = False
    tooltip: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """One end of a line: the box, and the label's rows there (a port's name, its address or cost)."""

    box: str
    label: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """``bundle`` names a LAG: lines of the same bundle are tied together.  ``width`` is in pixels."""

    name: str
    a: End
    b: End
    paint: str
    width: float = 1.5
    bundle: str = ""
    tooltip: str = ""

    def end(self, box: str) -> End:
        return self.a if self.a.box == box else self.b

    def other(self, box: str) -> End:
        return self.b if self.a.box == box else self.a


@dataclass(frozen=True, slots=True)
class Diagram:
    """``tiers`` names the tiers by their number.  ``widths`` are the legend's words for widths of lines.

    ``figures`` are the title block's words and values; ``notes`` lines beneath the legend.
    """

    title: str
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    paints: Mapping[str, Paint]
    places: Mapping[str, Place] = field(default_factory=dict)
    tiers: Mapping[int, str] = field(default_factory=dict)
    subtitle: str = ""
    widths: tuple[tuple[float, str], ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
