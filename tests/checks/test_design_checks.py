"""Every design check is silent on a sound network, and speaks up when its fault is put in."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import faults_of_addresses
import faults_of_lines
import faults_of_routing
import pytest
from fault_case import FaultCase
from network_edits import with_device
from sound_community import community

from netops.checks import Index, all_checks, documentation, run_checks
from netops.checks.registry import CheckInfo, Problem
from netops.errors import InputError, NetopsError
from netops.intent import load
from netops.model import Location, Network, Severity

ROOT = Path(__file__).parents[2]
CASES = [*faults_of_lines.CASES, *faults_of_addresses.CASES, *faults_of_routing.CASES]
SOUND = community()


def test_a_sound_network_has_no_findings() -> None:
    assert [str(each) for each in run_checks(SOUND)] == []


def test_an_empty_network_has_no_findings() -> None:
    assert run_checks(Network()) == ()


@pytest.mark.parametrize("case", CASES, ids=[f"{case.check}-{number}" for number, case in enumerate(CASES)])
def test_fault_is_found(case: FaultCase) -> None:
    found = run_checks(case.fault(SOUND), only=[case.check])
    told = [str(each) for each in found]
    assert any(each.subject == case.subject and case.says in each.problem for each in found), told
    assert all(each.remedy for each in found)


def test_every_check_has_a_fault() -> None:
    assert {case.check for case in CASES} == {each.id for each in all_checks()}


def test_enough_of_the_list_is_covered() -> None:
    assert len({each.number for each in all_checks() if each.number is not None}) >= 40


@pytest.mark.parametrize("info", all_checks(), ids=lambda info: info.id)
def test_check_is_documented(info: CheckInfo) -> None:
    assert info.documentation.endswith(".")
    assert info.title
    assert info.remedy
    assert info.number is None or 1 <= info.number <= 70


def test_findings_are_sorted_worst_first() -> None:
    broken = with_device(with_device(SOUND, "core1", hostname="x"), "core2", ospf=SOUND.devices["core1"].ospf)
    found = run_checks(broken)
    assert [each.order for each in found] == sorted(each.order for each in found)
    assert found[0].severity is Severity.CRITICAL


def test_finding_says_where_it_was_written() -> None:
    (found,) = run_checks(with_device(SOUND, "core1", hostname="x"), only=["hostname-differs"])
    assert found.location == SOUND.sources["device:core1"]
    assert isinstance(found.location, Location)


def test_unknown_check_names_the_nearest() -> None:
    with pytest.raises(InputError, match="duplicate-address"):
        run_checks(SOUND, only=["duplicate-adress"])


def test_a_check_that_fails_is_named() -> None:
    def broken(index: Index) -> object:
        yield Problem("x", str(index.network.devices["nobody"]))

    info = dataclasses.replace(all_checks()[0], id="broken", function=broken)  # type: ignore[arg-type]  # meant to be wrong
    with pytest.raises(NetopsError, match="check broken failed: KeyError"):
        list(info.run(Index(SOUND)))


def test_the_page_of_checks_is_in_step() -> None:
    assert (ROOT / "docs" / "checks.md").read_text(encoding="utf-8") == documentation()


def test_the_estate_of_this_repository_has_no_findings() -> None:
    loaded = load(ROOT)
    assert [str(each) for each in loaded.findings] == []
    assert loaded.network is not None
    assert [str(each) for each in run_checks(loaded.network)] == []
