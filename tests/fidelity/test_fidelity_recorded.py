"""Recorded networks of real devices: every route as they had it, but for what is listed with its reason."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from netops.workflows.fidelity import Fidelity, read_explained, recorded_networks, validate

RECORDED = Path(__file__).parents[3] / "shared" / "data" / "lab-validation"
KNOWN = read_explained(Path(__file__).with_name("recorded_differences.yaml"))
NETWORKS = {path.name: path for path in recorded_networks(RECORDED)} if RECORDED.is_dir() else {}
WITHOUT_ROUTES = {"junos_commit_check"}  # its devices show none: it is about what a commit accepts

pytestmark = pytest.mark.skipif(not NETWORKS, reason="the recorded networks are not beside this repository")


@cache
def _validated(name: str) -> Fidelity:
    return validate(NETWORKS[name])


@pytest.mark.parametrize("name", NETWORKS or ["none"])
def test_every_route_is_predicted(name: str) -> None:
    found = _validated(name)
    assert not found.error
    assert not found.unread
    unexplained = [each for each in found.whole.differences if not KNOWN.why(name, each)]
    assert not unexplained
    assert found.whole.entries or name in WITHOUT_ROUTES


def test_nothing_is_explained_that_is_no_difference() -> None:
    assert not KNOWN.stale(map(_validated, NETWORKS))


def test_the_bar() -> None:
    """At least 97 % of all routes, and at least 30 networks without a difference."""
    found = [_validated(name) for name in NETWORKS]
    entries, equal = (sum(getattr(each.whole, what) for each in found) for what in ("entries", "equal"))
    assert equal >= 0.97 * entries
    assert sum(each.perfect for each in found) >= 30
