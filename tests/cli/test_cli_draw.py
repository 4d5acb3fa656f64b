"""``netops draw`` as a command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import ROOT, Run

PICTURE = ROOT / "docs" / "pictures" / "estate.svg"


def test_draws_into_the_estate(netops: Run, estate: Path) -> None:
    done = netops("draw", "--json", cwd=estate)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["view"] == "physical"
    for suffix in ("svg", "png"):
        path = estate / "topology" / "diagrams" / f"physical.{suffix}"
        assert str(path) in told["files"]
        assert path.stat().st_size > 1000
    assert netops("check", cwd=estate).returncode == 0, "pictures are no part of the estate's files"


@pytest.mark.parametrize("view", ["l3", "ospf", "bgp"])
def test_draws_each_view_to_a_file(netops: Run, tmp_path: Path, view: str) -> None:
    file = tmp_path / "new" / f"{view}.svg"
    done = netops("draw", "--view", view, "-o", str(file), "--colour", "findings")
    assert done.returncode == 0, done.stderr
    assert str(file) in done.stdout
    assert file.read_text(encoding="utf-8").startswith("<svg")


def test_refuses_other_kinds_of_file(netops: Run, tmp_path: Path) -> None:
    done = netops("draw", "-o", str(tmp_path / "estate.pdf"))
    assert done.returncode == 2
    assert "as .svg or .png, not as .pdf" in done.stderr


def test_state_without_a_lab_is_an_error(netops: Run, estate: Path) -> None:
    done = netops("draw", "--colour", "state", "--lab", cwd=estate)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


def test_the_colours_of_a_scan_need_a_snapshot(netops: Run, estate: Path) -> None:
    done = netops("draw", "--colour", "scan", cwd=estate)
    assert done.returncode == 2
    assert "snapshot" in done.stderr


def test_picture_in_the_documents_is_what_is_drawn_now(netops: Run, tmp_path: Path) -> None:
    file = tmp_path / "estate.svg"
    assert netops("draw", "-o", str(file)).returncode == 0
    assert file.read_bytes() == PICTURE.read_bytes(), "netops draw -o docs/pictures/estate.svg"
