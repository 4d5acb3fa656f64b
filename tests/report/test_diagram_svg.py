"""The sheet as SVG and PNG: well-formed whatever the names are, complete, and the same on every run."""

from __future__ import annotations

import importlib
import os
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from itertools import pairwise
from pathlib import Path

import pytest
from diagram_samples import ODD_NAMES, communities, diagram
from hypothesis import given, settings

from netops.errors import InputError
from netops.report.diagram import Box, Diagram, Line, Paint, Place, draw, png, svg
from netops.report.diagram.measure import natural, text_width
from netops.report.diagram.svg import identifier

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"


def pair(name: str = "core1", other: str = "core2") -> Diagram:
    boxes = [Box(each, each, 2, "box", place="room", tooltip=f"all about {each}") for each in (name, other)]
    return diagram(boxes, [(name, other)], [Place("room", "Room <1> & more", trunk=True)])


def elements(text: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(text).iter())


def test_sheet_has_title_tooltips_labels_and_legend() -> None:
    shown = Diagram(
        title="village",
        subtitle="physical view",
        boxes=pair().boxes,
        lines=pair().lines,
        paints={"box": Paint("router", "#fff", "#123456"), "line": Paint("copper"), "unused": Paint("never drawn")},
        places=pair().places,
        figures=(("devices", "2"), ("lines", "1")),
        notes=("a note",),
    )
    text = svg(shown, draw(shown))
    told = [element.text for element in elements(text) if element.tag == f"{SVG}text"]
    for expected in ("village", "physical view", "2 devices   ·   1 lines", "router", "copper", "a note", "eth1"):
        assert expected in told
    assert "never drawn" not in told
    tooltips = [element.text for element in elements(text) if element.tag == f"{SVG}title"]
    assert "all about core1" in tooltips
    assert "core1:eth1--core2:eth1" in tooltips
    root = elements(text)[0]
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title desc"
    assert "core1 eth1 to core2 eth1" in next(each.text or "" for each in elements(text) if each.get("id") == "desc")


@pytest.mark.parametrize(("one", "other"), list(pairwise([*ODD_NAMES, "core1"])))
def test_odd_names_are_safe(one: str, other: str) -> None:
    found = [element.get("id") for element in elements(svg(pair(one, other), draw(pair(one, other))))]
    ids = [each for each in found if each]
    assert len(ids) == len(set(ids))
    assert {identifier("box", one), identifier("box", other)} <= set(ids)
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", each, re.ASCII) for each in ids)


def test_ids_tell_all_names_apart() -> None:
    assert len({identifier("box", name) for name in ODD_NAMES}) == len(ODD_NAMES)


@given(communities())
@settings(max_examples=15, deadline=None)
def test_order_of_what_is_handed_in_changes_nothing(shown: Diagram) -> None:
    turned = Diagram(
        shown.title,
        tuple(reversed(shown.boxes)),
        tuple(reversed(shown.lines)),
        shown.paints,
        dict(reversed(shown.places.items())),
    )
    assert svg(shown, draw(shown)) == svg(turned, draw(turned))


def test_bytes_do_not_hang_on_the_hash_seed() -> None:
    script = (
        "import sys, hashlib; sys.path.insert(0, 'tests/report');"
        "from diagram_samples import diagram; from netops.report.diagram import *;"
        "boxes = [Box(f'r{n}', f'r{n}', n % 5, 'box') for n in range(30)];"
        "shown = diagram(boxes, [(f'r{n}', f'r{n * 7 % 30}') for n in range(1, 30) if n * 7 % 30 != n]);"
        "print(hashlib.sha256(svg(shown, draw(shown)).encode()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(found) == 1


def test_png_is_drawn_with_the_packaged_font() -> None:
    text = svg(pair(), draw(pair()))
    picture = png(text, scale=1.0)
    width, height = struct.unpack(">II", picture[16:24])
    root = elements(text)[0]
    assert picture.startswith(b"\x89PNG")
    assert (width, height) == tuple(round(float(root.get(side, "0"))) for side in ("width", "height"))
    assert picture == png(text, scale=1.0)
    without = re.sub(r"<text.*?</text>", "", text)
    assert png(without, scale=1.0) != picture, "no letter was drawn"


def test_png_without_its_packages_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module("netops.report.diagram.png")
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(InputError, match="pip install resvg-py fontpkg-arimo"):
        png("<svg/>")


def test_line_of_a_bundle_is_tied() -> None:
    shown = diagram([Box(name, name, 2, "box") for name in ("a", "b")], [("a", "b"), ("a", "b"), ("a", "b")])
    lines = tuple(
        Line(each.name, each.a, each.b, each.paint, bundle="bond0" if number < 2 else "")
        for number, each in enumerate(shown.lines)
    )
    tied = Diagram("x", shown.boxes, lines, shown.paints)
    drawing = draw(tied)
    assert [tie.bundle for tie in drawing.ties] == ["bond0", "bond0"]
    for tie in drawing.ties:
        held = [r.line.name for r in drawing.routes if tie.rect.y < r.points[0][1] < tie.rect.bottom]
        assert held == [line.name for line in lines[:2]]


@pytest.mark.parametrize(("text", "least", "most"), [("", 0, 0), ("eth1", 17, 18), ("楼", 9, 9), ("mmm", 22, 23)])
def test_text_width(text: str, least: float, most: float) -> None:
    assert least <= text_width(text, 9.0) <= most


def test_natural_order() -> None:
    assert sorted(["eth10", "eth2", "Eth1/2", "eth"], key=natural) == ["Eth1/2", "eth", "eth2", "eth10"]
