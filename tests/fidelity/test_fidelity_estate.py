"""The repository's own estate on real routers: predicted equals observed, whole and after each of a dozen failures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from observing import differences

from netops.analysis import Failures
from netops.intent import load
from netops.lab import Lab
from netops.lab.requirements import missing_requirements
from netops.model import Network
from netops.render import render_network

MISSING = missing_requirements(["frr", "ovs", "linux"])
pytestmark = [pytest.mark.lab, pytest.mark.skipif(bool(MISSING), reason="; ".join(MISSING))]

ROOT = Path(__file__).parents[2]
PATIENCE = 180.0  # seconds; an idle machine needs a tenth of it

LINES = [
    ("core1", "dist1"),
    ("edge1", "core1"),
    ("dist1", "acc-b01"),
    ("dist2", "acc-b01"),
    ("isp1", "edge1"),
    ("dist1", "dist2"),
    ("core1", "core2"),
]
DEVICES = ["core1", "dist3", "edge2", "isp1", "acc-b02", "core2"]


@pytest.fixture(scope="module")
def network() -> Network:
    found = load(ROOT).network
    assert found is not None
    return found


@pytest.fixture(scope="module")
def lab(network: Network, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    texts = render_network(network, templates=ROOT / "templates", secret=lambda secret: secret.name.replace("-", ""))
    built = Lab(network, texts, tmp_path_factory.mktemp("estate") / "lab")
    try:
        built.up()
        yield built
    finally:
        built.down()


def test_the_whole_estate(lab: Lab, network: Network) -> None:
    assert differences(lab, network, patience=PATIENCE) == ()


@pytest.mark.parametrize(("one", "other"), LINES)
def test_a_line_is_cut_and_mended(lab: Lab, network: Network, one: str, other: str) -> None:
    name = next(link.name for link in network.links if {link.a.device, link.b.device} == {one, other})
    lab.cut(name)
    try:
        assert differences(lab, network, Failures(links=frozenset({name})), PATIENCE) == ()
    finally:
        lab.restore(name)
    assert differences(lab, network, patience=PATIENCE) == ()


@pytest.mark.parametrize("device", DEVICES)
def test_a_device_loses_power_and_comes_back(lab: Lab, network: Network, device: str) -> None:
    lab.stop(device)
    try:
        assert differences(lab, network, Failures(devices=frozenset({device})), PATIENCE) == ()
    finally:
        lab.start(device)
    assert differences(lab, network, patience=PATIENCE) == ()
