"""What must hold of every drawing, on networks of every shape: nothing overlaps, no line runs through a box."""

from __future__ import annotations

import random

import pytest
from diagram_samples import (
    communities,
    diagram,
    flat_networks,
    lines_through_boxes,
    lying_on_each_other,
    overlapping_boxes,
    overlapping_labels,
    text_outside_of_its_box,
)
from hypothesis import given, settings

from netops.report.diagram import Box, Diagram, Place, draw
from netops.report.diagram.draw import is_hierarchy
from netops.report.diagram.drawing import Drawing
from netops.report.diagram.tiers import lay_out_tiers


def check(drawing: Drawing, shown: Diagram) -> None:
    assert {placed.box.name for placed in drawing.boxes} == {box.name for box in shown.boxes}
    assert {route.line.name for route in drawing.routes} == {line.name for line in shown.lines}
    assert overlapping_boxes(drawing) == []
    assert lines_through_boxes(drawing) == []
    assert overlapping_labels(drawing) == []
    assert text_outside_of_its_box(drawing) == []


@given(communities())
@settings(max_examples=60, deadline=None)
def test_a_community_is_drawn_without_a_clash(shown: Diagram) -> None:
    drawing = lay_out_tiers(shown)
    check(drawing, shown)
    assert lying_on_each_other(drawing) == []


@given(flat_networks())
@settings(max_examples=20, deadline=None)
def test_what_is_no_hierarchy_is_drawn_without_a_clash(shown: Diagram) -> None:
    check(draw(shown), shown)


def core(count: int) -> list[Box]:
    return [Box(f"r{number}", f"r{number}", 2, "box") for number in range(count)]


def ring(count: int) -> list[tuple[str, str]]:
    return [(f"r{number}", f"r{(number + 1) % count}") for number in range(count)]


def mesh(count: int) -> list[tuple[str, str]]:
    return [(f"r{one}", f"r{other}") for one in range(count) for other in range(one)]


SHAPES = {
    "one device": diagram(core(1), []),
    "two devices, three lines": diagram(core(2), [("r0", "r1")] * 3),
    "ring of 8": diagram(core(8), ring(8)),
    "ring of 30": diagram(core(30), ring(30)),
    "mesh of 6": diagram(core(6), mesh(6)),
    "mesh of 10": diagram(core(10), mesh(10)),
    "two rings apart": diagram(
        core(10), [*ring(5), *((f"r{number + 5}", f"r{(number + 1) % 5 + 5}") for number in range(5))]
    ),
    "no devices": diagram([], []),
}


@pytest.mark.parametrize("name", SHAPES)
def test_shape(name: str) -> None:
    check(draw(SHAPES[name]), SHAPES[name])


def test_a_large_mesh_is_drawn_in_tiers() -> None:
    dice = random.Random(1)
    boxes = core(120)
    pairs = [(f"r{number}", f"r{dice.randrange(number)}") for number in range(1, 120)]
    pairs += [(f"r{one}", f"r{other}") for one, other in (dice.sample(range(120), 2) for _ in range(60))]
    shown = diagram(boxes, pairs)
    assert not is_hierarchy(shown)
    check(draw(shown), shown)


def test_each_building_is_one_column() -> None:
    places = [Place("room", "Room", trunk=True), *(Place(f"b{number}", f"Building {number}") for number in (1, 2, 10))]
    boxes = [Box(name, name, 2, "box", place="room") for name in ("core1", "core2")]
    boxes += [Box(f"b{n}-sw{f}", f"b{n}-sw{f}", 4, "box", place=f"b{n}") for n in (1, 2, 10) for f in (1, 2, 3)]
    pairs = [(above, box.name) for box in boxes[2:] for above in ("core1", "core2")]
    drawing = draw(diagram(boxes, pairs, places))
    across = {place: {box.rect.x for box in drawing.boxes if box.box.place == place} for place in ("b1", "b2", "b10")}
    assert all(len(lefts) == 1 for lefts in across.values())
    assert max(across["b1"]) < max(across["b2"]) < max(across["b10"])
    tops = {box.box.name: box.rect.y for box in drawing.boxes}
    assert tops["core1"] == tops["core2"] < tops["b1-sw1"] < tops["b1-sw2"] < tops["b1-sw3"]
    assert [frame.name for frame in drawing.frames] == ["room", "b1", "b2", "b10"]


def test_lines_between_neighbours_are_level() -> None:
    boxes = [Box(name, name, 2, "box") for name in ("core1", "core2")] + [Box("dist1", "dist1", 3, "box")]
    drawing = draw(diagram(boxes, [("core1", "core2"), ("core1", "core2"), ("core1", "dist1")]))
    for route in drawing.routes[:2]:
        (_, first), (_, second) = route.points
        assert first == second
