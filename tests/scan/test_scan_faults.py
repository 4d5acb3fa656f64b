"""Every fault of the catalogue, made in the estate's lab: the scan names its cause first, and is silent without one."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from estate_faults import Round, estate_rounds

from netops.devices import Fleet
from netops.intent import load
from netops.lab import Lab
from netops.lab.requirements import missing_requirements
from netops.render import render_network
from netops.workflows.estate import Estate, open_estate
from netops.workflows.reach import lab_of, reach
from netops.workflows.scan import ScanResult, scan

MISSING = missing_requirements(["frr", "ovs", "linux"])
pytestmark = [pytest.mark.lab, pytest.mark.skipif(bool(MISSING), reason="; ".join(MISSING))]

ROOT = Path(__file__).parents[2]
NETWORK = load(ROOT).network
assert NETWORK is not None
ROUNDS = estate_rounds(NETWORK)
PATIENCE = 60.0  # seconds; an idle machine needs a fifth of it


@dataclass(frozen=True, slots=True)
class Scanned:
    """The estate, its lab, and the way to its devices."""

    estate: Estate
    lab: Lab
    fleet: Fleet

    def until(self, holds: Callable[[ScanResult], bool]) -> ScanResult:
        """Scan again and again until it shows this, or patience ends; the last result."""
        deadline = time.monotonic() + PATIENCE
        while True:
            result = scan(self.estate, self.fleet, converge=0.0)
            if holds(result) or time.monotonic() > deadline:
                return result


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scanned]:
    root = tmp_path_factory.mktemp("estate")
    for folder in ("inventory", "topology", "templates"):
        shutil.copytree(ROOT / folder, root / folder)
    estate = open_estate(root, lab=True)
    texts = render_network(estate.network, templates=estate.templates, secret=estate.secrets.value)
    lab = lab_of(estate, texts)
    try:
        lab.up()
        lab.wait_converged(PATIENCE)
        with reach(estate, lab=True) as fleet:
            yield Scanned(estate, lab, fleet)
    finally:
        lab.down()


def told(result: ScanResult) -> str:
    """What a scan said, for the message of a failure."""
    causes = [f"{each.fault} {each.subject}, which explains {len(each.cause.symptoms)}" for each in result.causes]
    return "\n".join([*causes, *(f"unexplained: {each}" for each in result.unexplained[:20])])


def silent(result: ScanResult) -> bool:
    return result.clean


def test_a_healthy_network_is_silent(scanned: Scanned) -> None:
    result = scanned.until(silent)
    assert result.clean, told(result)


@pytest.mark.parametrize("faults", ROUNDS, ids=lambda faults: " and ".join(map(str, faults)))
def test_the_faults_are_the_causes(scanned: Scanned, faults: Round) -> None:
    """These and no others, and all that is wrong follows from them; and silence once they are repaired."""

    def explained(result: ScanResult) -> bool:
        return not result.unexplained and _named(result, faults)

    for fault in faults:
        fault.inject(scanned.lab)
    try:
        result = scanned.until(explained)
        assert explained(result), f"expected {', '.join(str(each.expected) for each in faults)}; found:\n{told(result)}"
    finally:
        for fault in faults:
            fault.repair(scanned.lab)
        after = scanned.until(silent)
    assert after.clean, f"after the repair:\n{told(after)}"


def _named(result: ScanResult, faults: Round) -> bool:
    """Whether the causes are these faults, one for one."""
    meant = [
        str(fault) for each in result.causes for fault in faults if fault.expected.is_met_by(each.fault, each.subject)
    ]
    return len(result.causes) == len(faults) and sorted(meant) == sorted(map(str, faults))


def test_each_fault_is_tried_in_two_places() -> None:
    names = [each.expected.fault for faults in ROUNDS for each in faults]
    assert {name: names.count(name) for name in names if names.count(name) < 2} == {}
    assert len(set(names)) >= 20
