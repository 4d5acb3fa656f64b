"""A small estate with emulated devices that run what it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from community import Community
from emulated_fleet import EmulatedFleet

from netops.workflows.configurations import candidate
from netops.workflows.estate import open_estate
from netops.workflows.init import init


@pytest.fixture
def community(tmp_path: Path) -> Community:
    root = tmp_path / "estate"
    init(root)
    estate = open_estate(root, lab=True)
    texts = {each.name: candidate(estate, each.name) for each in estate.network.managed()}
    return Community(root, EmulatedFleet.running(estate.network, texts))


@pytest.fixture
def costlier(community: Community) -> Callable[[], None]:
    """An edit that changes both routers and their routes."""
    return lambda: community.edit("topology/links.yaml", "cost: 10\n", "cost: 20\n")
