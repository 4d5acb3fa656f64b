"""Who stands where in a hierarchy: tiers of the trunk in rows, and beneath them one column a building."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from netops.report.diagram.measure import natural
from netops.report.diagram.values import Box, Diagram, Line

__all__ = ["Arrangement", "Stack", "arrange"]

TRUNK_TIERS = 4  # tiers 0 to 3 (providers, edge, core, distribution) of a trunk place stand in rows


@dataclass(frozen=True, slots=True)
class Stack:
    """The boxes of one column from above; ``place`` is empty where no building is known."""

    key: str
    place: str
    boxes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """``rows`` of trunk boxes by tier from above, then ``stacks`` from the left; ``tiers`` are those of the rows."""

    rows: tuple[tuple[str, ...], ...]
    tiers: tuple[int, ...]
    stacks: tuple[Stack, ...]
    lines: tuple[Line, ...]
    boxes: Mapping[str, Box] = field(default_factory=dict)


def arrange(diagram: Diagram, trunk_tiers: int = TRUNK_TIERS) -> Arrangement:
    """Sort everything into rows and stacks, the same way on every run."""
    boxes = {box.name: box for box in sorted(diagram.boxes, key=lambda box: natural(box.name))}
    lines = tuple(sorted(diagram.lines, key=lambda line: (natural(line.name), line.name)))
    trunk = {name for name, box in boxes.items() if _in_trunk(diagram, box, trunk_tiers)}
    neighbours = _neighbours(boxes, lines)
    stacks = _stacks(diagram, boxes, trunk, neighbours)
    column = {name: number for number, stack in enumerate(stacks) for name in stack.boxes}
    tiers = sorted({boxes[name].tier for name in trunk})
    rows = _rows(boxes, trunk, tiers, neighbours, column)
    return Arrangement(rows, tuple(tiers), stacks, lines, boxes)


def _in_trunk(diagram: Diagram, box: Box, trunk_tiers: int) -> bool:
    place = diagram.places.get(box.place)
    return box.tier < trunk_tiers and not box.leaf and (place is None or place.trunk)


def _neighbours(boxes: Mapping[str, Box], lines: Iterable[Line]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {name: [] for name in boxes}
    for line in lines:
        found[line.a.box].append(line.b.box)
        found[line.b.box].append(line.a.box)
    return found


def _stacks(
    diagram: Diagram, boxes: Mapping[str, Box], trunk: set[str], neighbours: Mapping[str, list[str]]
) -> tuple[Stack, ...]:
    members: dict[tuple[str, str], list[str]] = defaultdict(list)
    for component in _components([name for name in boxes if name not in trunk], neighbours):
        above = sorted({other for name in component for other in neighbours[name] if other in trunk}, key=natural)
        for name in component:
            place = boxes[name].place
            key = ("", place) if place in diagram.places else (" ".join(above) or component[0], "")
            members[key].append(name)
    order = sorted(members, key=lambda key: _stack_order(diagram, key))
    return tuple(
        Stack(f"{place}|{above}", place, tuple(_stack_boxes(members[above, place], boxes, neighbours)))
        for above, place in order
    )


def _stack_order(diagram: Diagram, key: tuple[str, str]) -> tuple[object, ...]:
    above, place = key
    found = diagram.places.get(place)
    return (found is None, not (found is not None and found.trunk), natural(place), natural(above))


def _components(names: list[str], neighbours: Mapping[str, list[str]]) -> list[list[str]]:
    """Connected parts of these boxes alone, each in natural order."""
    left, found = dict.fromkeys(names), []
    while left:
        todo, part = [next(iter(left))], []
        while todo:
            name = todo.pop()
            if name in left:
                del left[name]
                part.append(name)
                todo += [other for other in neighbours[name] if other in left]
        found.append(sorted(part, key=natural))
    return found


def _stack_boxes(names: list[str], boxes: Mapping[str, Box], neighbours: Mapping[str, list[str]]) -> list[str]:
    """Upper tiers first, and each leaf right beneath what it hangs on, in the order of ports."""
    inside, ordered, seen = set(names), [], set()
    for name in sorted(names, key=lambda each: (boxes[each].leaf, boxes[each].tier, natural(each))):
        for each in (name, *(other for other in neighbours[name] if boxes[other].leaf)):
            if each in inside and each not in seen and (each == name or not boxes[name].leaf):
                seen.add(each)
                ordered.append(each)
    return ordered


def _rows(
    boxes: Mapping[str, Box],
    trunk: set[str],
    tiers: list[int],
    neighbours: Mapping[str, list[str]],
    column: Mapping[str, int],
) -> tuple[tuple[str, ...], ...]:
    """Rows ordered from below by the mean place of what hangs beneath: the barycentre rule (Sugiyama, 1981)."""
    places = sorted({boxes[name].place for name in trunk}, key=natural)
    known: dict[str, float] = {name: number / max(1, len(column)) for name, number in column.items()}
    rows: list[tuple[str, ...]] = []
    for tier in reversed(tiers):
        names = [name for name in boxes if name in trunk and boxes[name].tier == tier]
        order = {
            name: (places.index(boxes[name].place), _mean([known[each] for each in neighbours[name] if each in known]))
            for name in names
        }
        row = tuple(sorted(names, key=lambda name: (order[name], natural(name))))
        known |= {name: (number + 0.5) / len(row) for number, name in enumerate(row)}
        rows.append(row)
    return tuple(reversed(rows))


def _mean(values: list[float]) -> float:
    return round(sum(values) / len(values), 6) if values else 0.5
