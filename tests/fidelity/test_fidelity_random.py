"""Thirty random networks, BGP and areas among them: what is predicted is what real routers then show."""

from __future__ import annotations

from pathlib import Path

import pytest
from observing import differences
from random_networks import SHAPES, random_network

from netops.lab import Lab
from netops.lab.requirements import missing_requirements
from netops.model import Network
from netops.render import render_network

MISSING = missing_requirements(["frr", "ovs"])
pytestmark = [pytest.mark.lab, pytest.mark.skipif(bool(MISSING), reason="; ".join(MISSING))]

ROOT = Path(__file__).parents[2]
_TOGETHER = 15  # networks side by side in one lab: they share the time that they need to settle
SEEDS = range(30)


def together(seeds: range) -> Network:
    """Several networks that know nothing of each other, as one."""
    parts = [random_network(seed) for seed in seeds]
    return Network(
        f"random {seeds[0]} to {seeds[-1]}",
        {name: device for part in parts for name, device in part.devices.items()},
        tuple(link for part in parts for link in part.links),
    )


@pytest.mark.parametrize("first", SEEDS[::_TOGETHER])
def test_random_networks_show_what_is_predicted(first: int, tmp_path: Path) -> None:
    network = together(range(first, first + _TOGETHER))
    texts = render_network(network, templates=ROOT / "templates", secret=lambda secret: secret.name)
    lab = Lab(network, texts, tmp_path / "lab")
    try:
        lab.up()
        assert differences(lab, network, patience=240) == ()
    finally:
        lab.down()


def test_every_shape_is_among_them() -> None:
    assert {SHAPES[seed % len(SHAPES)] for seed in SEEDS} == set(SHAPES)
