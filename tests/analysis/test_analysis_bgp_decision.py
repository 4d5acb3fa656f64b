"""The decision process, step by step: each path is better in one respect, and worse in all that come after."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address, ip_address
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.analysis.assumptions import Assumptions
from netops.analysis.bgp.decision import select
from netops.analysis.bgp.path import Learned, Path
from netops.analysis.bgp.router import Existence, Router, speaker
from netops.model import Bgp, Device

COST = {"10.0.0.1": 10.0, "10.0.0.2": 20.0}


def router(platform: str = "ios", told: Assumptions | None = None, **fields: object) -> Router:
    process = Bgp(65000, IPv4Address("192.0.2.1"), **fields)  # type: ignore[arg-type]  # by name
    found = speaker(Device("r1", platform, bgp=(process,)), "default", told or Assumptions(), Existence())
    assert found is not None
    return found


def cost(path: Path) -> float | None:
    return COST.get(str(path.next_hop)) if path.next_hop is not None else 0.0


BASE = Path(
    as_path=(1, 2),
    next_hop=ip_address("10.0.0.2"),
    origin=2,
    med=50,
    learned=Learned.INTERNAL,
    peer=ip_address("10.0.0.9"),
    peer_id=IPv4Address("10.0.0.9"),
    clusters=(IPv4Address("1.1.1.1"),),
)
STEPS = (
    {"weight": 1},
    {"local_preference": 200},
    {"as_path": (1,)},
    {"origin": 0},
    {"med": 10},
    {"learned": Learned.EXTERNAL},
    {"next_hop": ip_address("10.0.0.1")},
    {"peer_id": IPv4Address("10.0.0.1")},
    {"clusters": ()},
    {"peer": ip_address("10.0.0.1")},
)
"""What makes a path better, the most important first."""


@pytest.mark.parametrize(("better", "worse"), tuple(pairwise(STEPS)), ids=str)
def test_an_earlier_step_outweighs_a_later_one(better: dict[str, object], worse: dict[str, object]) -> None:
    one, other = replace(BASE, **better), replace(BASE, **worse)  # type: ignore[arg-type]  # by name
    assert select([one, other], router(), cost)[0] is one
    assert select([other, one], router(), cost)[0] is one


def test_what_cannot_be_reached_takes_no_part() -> None:
    lost = replace(BASE, weight=9, next_hop=ip_address("10.0.0.3"))
    assert select([lost, BASE], router(), cost) == (BASE,)
    assert select([lost], router(), cost) == ()


@pytest.mark.parametrize(
    ("fields", "first"),
    [
        ({}, "other"),
        ({"always_compare_med": True}, "one"),
        ({"as_path_ignore": True, "always_compare_med": True}, "one"),
    ],
    ids=str,
)
def test_meds_of_different_neighbours_compare_only_where_they_are_to(fields: dict[str, Any], first: str) -> None:
    one = replace(BASE, as_path=(7, 2), med=1, peer_id=IPv4Address("10.0.0.8"))
    other = replace(BASE, med=2, peer_id=IPv4Address("10.0.0.1"))
    assert select([one, other], router(**fields), cost)[0] is {"one": one, "other": other}[first]


@pytest.mark.parametrize(("worst", "first"), [(False, "without"), (True, "with")])
def test_a_missing_med_is_the_least_or_the_greatest(worst: bool, first: str) -> None:
    without, some = replace(BASE, med=None), replace(BASE, med=1)
    assert (
        select([without, some], router(med_missing_as_worst=worst), cost)[0]
        is {"without": without, "with": some}[first]
    )


@given(st.permutations(range(3)))
def test_deterministic_med_does_not_hang_on_the_order(order: list[int]) -> None:
    """RFC 4451's example: without it, each of the three beats the next."""
    paths = [
        replace(BASE, as_path=(1, 9), med=10, next_hop=ip_address("10.0.0.2")),
        replace(BASE, as_path=(2, 9), med=5, next_hop=ip_address("10.0.0.1"), peer_id=IPv4Address("10.0.0.8")),
        replace(BASE, as_path=(1, 9), med=5, next_hop=ip_address("10.0.0.2"), peer_id=IPv4Address("10.0.0.7")),
    ]
    found = select([paths[at] for at in order], router(deterministic_med=True), cost)
    assert found[0] is paths[1]


def test_junos_looks_at_the_preference_first() -> None:
    one, other = replace(BASE, distance=100), replace(BASE, local_preference=200)
    assert select([one, other], router("junos"), cost)[0] is one
    assert select([one, other], router("ios"), cost)[0] is other


@pytest.mark.parametrize(
    ("platform", "fields", "numbers", "shares"),
    [
        ("ios", {}, (1, 2), True),
        ("ios", {}, (1, 3), False),
        ("ios", {"multipath_relax": True}, (4, 3), True),
        ("junos", {}, (1, 3), True),
        ("junos", {}, (4, 3), False),
    ],
)
def test_paths_share_traffic_where_their_as_paths_are_alike(
    platform: str, fields: dict[str, Any], numbers: tuple[int, ...], shares: bool
) -> None:
    one = replace(BASE, learned=Learned.EXTERNAL)
    other = replace(one, as_path=numbers, peer_id=IPv4Address("10.0.0.10"))
    assert (len(select([one, other], router(platform, **fields), cost)) == 2) is shares


def test_a_tie_that_age_may_decide_is_told() -> None:
    told = Assumptions()
    one = replace(BASE, learned=Learned.EXTERNAL)
    other = replace(one, peer_id=IPv4Address("10.0.0.1"))
    assert select([one, other], router(told=told), cost)[0] is other
    assert len(told.told()) == 1
    told = Assumptions()
    select([one, other], router(told=told, compare_router_id=True), cost)
    assert told.told() == ()
