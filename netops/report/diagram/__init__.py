"""Diagrams: values in, SVG and PNG out.  The same values give the same bytes on every run.

``values`` is what a caller hands in; ``tiers`` lays out a hierarchy and ``free`` what is none; both give a ``drawing``,
which ``sheet`` completes with title and legend and ``svg`` writes.
"""

from netops.report.diagram.draw import draw
from netops.report.diagram.png import png
from netops.report.diagram.svg import svg
from netops.report.diagram.values import Box, Diagram, End, Line, Paint, Place

__all__ = ["Box", "Diagram", "End", "Line", "Paint", "Place", "draw", "png", "svg"]
