"""The shelf of snapshots: kept, found by any of their names, and dropped in time."""

from __future__ import annotations

import gzip
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from netops.errors import InputError, StoreError
from netops.model import DeviceState, Snapshot, SnapshotSource
from netops.store import KeptSnapshot, SnapshotShelf, load_snapshot

NOON = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)


def taken(after: int, *names: str) -> Snapshot:
    """A snapshot so many seconds after noon."""
    devices = {name: DeviceState(name, reachable=name != "dead") for name in names or ("r1",)}
    return Snapshot(SnapshotSource.COLLECTED, devices, NOON + timedelta(seconds=after))


@pytest.fixture
def shelf(tmp_path: Path) -> SnapshotShelf:
    """Four, of which the last two are of one second; the second is called before-work."""
    shelf = SnapshotShelf(tmp_path / "snapshots")
    for after, label in ((0, ""), (60, "before-work"), (3600, ""), (3600, "")):
        shelf.put(taken(after), label)
    return shelf


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    shelf, snapshot = SnapshotShelf(tmp_path / "snapshots"), taken(0, "r1", "dead")
    kept = shelf.put(snapshot)
    assert kept == KeptSnapshot("20261123-120000", "", 2, ("dead",))
    assert shelf.kept() == (kept,)
    path = shelf.find("latest")
    assert load_snapshot(path) == snapshot
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_bytes().startswith(b"\x1f\x8b")


NAMES = {
    "latest": "20261123-130000-2",
    "latest~1": "20261123-130000",
    "latest~3": "20261123-120000",
    "before-work": "20261123-120100",
    "20261123-12": None,  # two
    "20261123-12010": "20261123-120100",
    "20261123-130000": "20261123-130000",  # whole, although another one begins so
    "20261123-120000": "20261123-120000",
}


@pytest.mark.parametrize(("reference", "identifier"), NAMES.items())
def test_a_reference_means_one(shelf: SnapshotShelf, reference: str, identifier: str | None) -> None:
    if identifier is None:
        with pytest.raises(InputError, match="can be any of 20261123-120100, 20261123-120000"):
            shelf.find(reference)
    else:
        assert shelf.find(reference).name == f"{identifier}.json.gz"


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        ("before-wrok", "did you mean before-work"),
        ("lattest", "did you mean latest"),
        ("latest~4", "4 are kept"),
        ("", "expected latest"),
        ("../secrets", "expected latest"),
        ("xyz", "for example 20261123-130000-2"),
    ],
)
def test_a_wrong_reference_is_told_what_is_near(shelf: SnapshotShelf, reference: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        shelf.find(reference)


def test_the_newest_of_a_label_is_meant(shelf: SnapshotShelf) -> None:
    again = shelf.put(taken(7200), "before-work")
    assert shelf.find("before-work").name.startswith(again.identifier)


def test_the_oldest_without_a_label_go(shelf: SnapshotShelf) -> None:
    shelf.put(taken(7200), keep=2)
    assert [each.identifier for each in shelf.kept()] == ["20261123-140000", "20261123-130000-2", "20261123-120100"]


@pytest.mark.parametrize("label", ["latest", "latest~2", "predicted", "a/b", "a b", ".hidden", "x" * 65, "a.json"])
def test_a_label_that_means_something_else_is_refused(shelf: SnapshotShelf, label: str) -> None:
    with pytest.raises(InputError, match="is no label"):
        shelf.put(taken(9), label)
    assert len(shelf.kept()) == 4


def test_two_at_once_are_two(tmp_path: Path) -> None:
    shelf = SnapshotShelf(tmp_path / "snapshots")
    with ThreadPoolExecutor(8) as pool:
        names = {each.identifier for each in pool.map(lambda _: shelf.put(taken(0)), range(8))}
    assert len(names) == len(shelf.kept()) == 8


@pytest.mark.parametrize("spoil", [b"", b"\x1f\x8b", b"not gzip", gzip.compress(b"{}"), gzip.compress(b"[]\n{}\n")])
def test_a_spoilt_file_hides_no_other(shelf: SnapshotShelf, spoil: bytes) -> None:
    shelf.find("before-work").write_bytes(spoil)
    kept = shelf.kept()
    assert {"20261123-130000-2", "20261123-120000"} <= {each.identifier for each in kept}
    with pytest.raises(StoreError, match="not a snapshot"):
        load_snapshot(shelf.folder / "20261123-120100.json.gz")


def test_a_torn_file_is_told(shelf: SnapshotShelf) -> None:
    path = shelf.find("latest")
    os.truncate(path, path.stat().st_size - 12)
    with pytest.raises(StoreError, match="not a snapshot"):
        load_snapshot(path)


def test_an_empty_shelf_has_nothing(tmp_path: Path) -> None:
    shelf = SnapshotShelf(tmp_path / "none")
    assert shelf.kept() == ()
    with pytest.raises(InputError, match="0 are kept"):
        shelf.find("latest")
