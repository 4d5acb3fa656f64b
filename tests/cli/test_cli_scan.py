"""``netops scan`` as a command, over snapshots that were kept."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from command_line import ROOT, Run

from netops.analysis import Failures, predict
from netops.intent import load
from netops.store import save_snapshot

LINE = "core1:eth4--dist1:eth1"


@pytest.fixture
def kept(tmp_path: Path) -> dict[str, str]:
    """Two files: the estate's managed devices healthy, and with a broken line."""
    network = load(ROOT).network
    assert network is not None
    files = {}
    for name, failures in (("healthy", Failures()), ("broken", Failures(links=frozenset({LINE})))):
        shown = predict(network, failures)
        states = {each: state for each, state in shown.devices.items() if network.devices[each].managed}
        files[name] = str(tmp_path / f"{name}.json")
        save_snapshot(tmp_path / f"{name}.json", dataclasses.replace(shown, devices=states))
    return files


def test_a_healthy_network_is_silent(netops: Run, kept: dict[str, str]) -> None:
    done = netops("scan", "--snapshot", kept["healthy"])
    assert done.returncode == 0, done.stderr
    assert "21 devices and 1034 routes are as predicted" in done.stdout


def test_a_cause_is_told_with_its_evidence_impact_and_remedy(netops: Run, kept: dict[str, str]) -> None:
    done = netops("scan", "--snapshot", kept["broken"])
    assert done.returncode == 1, done.stderr
    for words in (f"link-down {LINE}", "core1:eth4: enabled, no carrier", "impact", "replace the cable", "1 cause"):
        assert words in done.stdout
    assert netops("scan", "--snapshot", kept["broken"], "--symptoms").stdout.count("route") > done.stdout.count("route")


def test_a_program_gets_causes_with_their_symptoms(netops: Run, kept: dict[str, str]) -> None:
    told = json.loads(netops("scan", "--json", "--snapshot", kept["broken"]).stdout)
    (cause,) = told["causes"]
    assert (cause["fault"], cause["subject"]) == ("link-down", LINE)
    assert {each["caused_by"] for each in cause["symptoms"]} == {f"link-down {LINE}"}
    assert cause["impact"]["homes_cut_off"] == 0
    assert told["unexplained"] == []


def test_an_unknown_snapshot_is_refused(netops: Run, estate: Path) -> None:
    done = netops("scan", "--snapshot", "yesterday", cwd=estate)
    assert done.returncode == 2
    assert "yesterday" in done.stderr
    assert "Traceback" not in done.stderr
