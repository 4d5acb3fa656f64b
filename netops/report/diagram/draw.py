"""The choice of a layout: tiers for a hierarchy, a general one for anything else."""

from __future__ import annotations

from collections import deque
from dataclasses import replace

from netops.report.diagram.drawing import Drawing
from netops.report.diagram.free import lay_out_free
from netops.report.diagram.measure import natural
from netops.report.diagram.tiers import lay_out_tiers
from netops.report.diagram.values import Diagram

__all__ = ["draw", "is_hierarchy"]

_FREE_MOST = 40  # boxes: of more, straight lines would need a sheet that no wall has room for


def draw(diagram: Diagram) -> Drawing:
    """Where everything stands: no line runs through a box, no two boxes and no two labels overlap."""
    if is_hierarchy(diagram):
        return lay_out_tiers(diagram)
    drawing = lay_out_free(diagram) if len(diagram.boxes) <= _FREE_MOST else None
    return _by_distance(diagram) if drawing is None else drawing


def is_hierarchy(diagram: Diagram) -> bool:
    """Whether at least half of the pairs that lines join are of different tiers, hosts set aside."""
    tiers = {box.name: box.tier for box in diagram.boxes if not box.leaf}
    pairs = {
        (line.a.box, line.b.box) if line.a.box < line.b.box else (line.b.box, line.a.box) for line in diagram.lines
    }
    between = [(one, other) for one, other in pairs if one in tiers and other in tiers]
    down = sum(1 for one, other in between if tiers[one] != tiers[other])
    return len(tiers) < 3 or 2 * down >= len(between)


def _by_distance(diagram: Diagram) -> Drawing:
    """In tiers all the same: by the distance from the box with most lines, in each part that hangs together."""
    neighbours: dict[str, list[str]] = {box.name: [] for box in diagram.boxes}
    for line in diagram.lines:
        neighbours[line.a.box].append(line.b.box)
        neighbours[line.b.box].append(line.a.box)
    distance: dict[str, int] = {}
    for centre in sorted(neighbours, key=lambda name: (-len(neighbours[name]), natural(name))):
        todo = deque([] if centre in distance else [centre])
        distance.setdefault(centre, 0)
        while todo:
            name = todo.popleft()
            for other in neighbours[name]:
                if other not in distance:
                    distance[other] = distance[name] + 1
                    todo.append(other)
    boxes = tuple(replace(box, tier=distance[box.name], place="", leaf=False) for box in diagram.boxes)
    tiers = max(distance.values(), default=0) + 1
    return lay_out_tiers(replace(diagram, boxes=boxes, places={}, tiers={}), tiers)
