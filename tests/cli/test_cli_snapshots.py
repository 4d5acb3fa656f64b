"""Snapshots on the command line: listed, named and compared.  Collecting them needs devices: see tests/devices."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path

import pytest
from command_line import Run

from netops.model import DeviceState, InterfaceState, MacEntry, NextHop, Route, Snapshot, SnapshotSource
from netops.store import SnapshotShelf, save_snapshot

PREFIX = ip_network("10.9.0.0/16")
ROUTE = Route(PREFIX, "static", 1, 0, frozenset({NextHop(blackhole=True)}))


def taken(minute: int, up: bool, *, routes: bool = True) -> Snapshot:
    state = DeviceState(
        "r1",
        interfaces={"eth1": InterfaceState("eth1", True, up)},
        ribs={"default": {PREFIX: ROUTE} if routes else {}},
        configuration=f"hostname r1\n{'ip route 10.9.0.0/16 Null0' if routes else '!'}\n",
    )
    silent = DeviceState("r2", reachable=False, error="no answer")
    return Snapshot(
        SnapshotSource.COLLECTED, {"r1": state, "r2": silent}, datetime(2026, 11, 23, 12, minute, tzinfo=UTC)
    )


@pytest.fixture
def kept(estate: Path) -> Path:
    """The estate with two snapshots."""
    shelf = SnapshotShelf(estate / ".netops" / "snapshots")
    shelf.put(taken(0, True), "before-work")
    shelf.put(taken(5, False, routes=False))
    return estate


def test_they_are_listed(netops: Run, kept: Path) -> None:
    done = netops("snapshots", cwd=kept)
    assert done.returncode == 0
    newest, older = done.stdout.split("\n\n")[0].splitlines()[-2:]
    assert newest.split() == ["20261123-120500", "2", "r2"]
    assert older.split() == ["20261123-120000", "before-work", "2", "r2"]
    listed = json.loads(netops("snapshots", "--json", cwd=kept).stdout)
    assert listed[1] == {"identifier": "20261123-120000", "label": "before-work", "devices": 2, "silent": ["r2"]}


def test_none_is_said(netops: Run, estate: Path) -> None:
    assert "no snapshot is kept" in netops("snapshots", cwd=estate).stdout


@pytest.mark.parametrize("names", [("latest~1",), ("before-work", "latest"), ("20261123-1200", "20261123-1205")])
def test_what_changed_between_two(netops: Run, kept: Path, names: tuple[str, ...]) -> None:
    done = netops("diff", *names, cwd=kept)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "r1",
        "  ~ interface eth1  up → down",
        "  - route 10.9.0.0/16  static [1/0] via blackhole",
        "  ~ configuration",
        "      --- before",
        "      +++ after",
        "      @@ -1,2 +1,2 @@",
        "       hostname r1",
        "      -ip route 10.9.0.0/16 Null0",
        "      +!",
        "",
        "3 differences on 1 device",
    ]


def test_programs_get_json(netops: Run, kept: Path) -> None:
    found = json.loads(netops("diff", "latest~1", "latest", "--json", cwd=kept).stdout)
    assert found[0] == {
        "device": "r1", "kind": "interface", "subject": "eth1", "before": "up", "after": "down", "diff": "",
    }  # fmt: skip


def test_learned_entries_come_and_go(netops: Run, tmp_path: Path) -> None:
    for name, macs in (("a.json", ()), ("b.json", (MacEntry(10, "02:00:00:00:00:01", "eth1"),))):
        save_snapshot(tmp_path / name, Snapshot(SnapshotSource.COLLECTED, {"s1": DeviceState("s1", macs=macs)}))
    done = netops("diff", "a.json", "b.json", cwd=tmp_path)
    assert done.returncode == 0
    assert "+ mac 1 entry added" in done.stdout
    assert (
        "+ mac vlan 10 02:00:00:00:00:01  eth1" in netops("diff", "a.json", "b.json", "--learned", cwd=tmp_path).stdout
    )


def test_a_bad_label_is_refused_before_anything_is_asked(netops: Run, estate: Path) -> None:
    done = netops("collect", "--label", "latest", cwd=estate)
    assert done.returncode == 2
    assert "is no label" in done.stderr


def test_nothing_changed(netops: Run, kept: Path) -> None:
    done = netops("diff", "latest", "latest", cwd=kept)
    assert (done.returncode, done.stdout) == (0, "✔ nothing changed\n")


def test_files_need_no_estate(netops: Run, tmp_path: Path) -> None:
    for name, up in (("a.json", True), ("b.json", False)):
        save_snapshot(tmp_path / name, taken(0, up))
    done = netops("diff", "a.json", "b.json", cwd=tmp_path)
    assert done.returncode == 1
    assert "eth1  up → down" in done.stdout


def test_the_prediction_is_a_snapshot(netops: Run, kept: Path) -> None:
    done = netops("diff", "predicted", "latest", cwd=kept)
    assert done.returncode == 1
    assert "  ~ device  answers → does not answer" in done.stdout.splitlines()


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("before-wrok",), "did you mean before-work?"),
        (("latest~9",), "2 are kept"),
        (("missing.json",), "cannot read missing.json"),
    ],
)
def test_a_wrong_name_is_one_clear_line(netops: Run, kept: Path, names: tuple[str, ...], told: str) -> None:
    done = netops("diff", *names, cwd=kept)
    assert done.returncode in (2, 3)
    assert told in done.stderr
    assert "Traceback" not in done.stderr
