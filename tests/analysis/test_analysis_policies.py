"""Route maps and policy chains, as functions of a prefix and a path."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.analysis.assumptions import Assumptions
from netops.analysis.bgp.path import Path
from netops.analysis.policy import Context, Policy
from netops.analysis.policy.matches import UNFIT
from netops.analysis.policy.patterns import as_path_test
from netops.model import (
    AccessList,
    AccessListEntry,
    Action,
    CommunityList,
    CommunityListEntry,
    Device,
    IPPrefix,
    Match,
    PrefixList,
    PrefixListEntry,
    RouteMap,
    RouteMapClause,
    Set,
)

PERMIT, DENY = Action.PERMIT, Action.DENY
PREFIX = ip_network("10.1.2.0/24")


def clause(sequence: int, *rules: Match | Set, action: Action = PERMIT, **fields: object) -> RouteMapClause:
    matches = tuple(each for each in rules if isinstance(each, Match))
    sets = tuple(each for each in rules if isinstance(each, Set))
    return RouteMapClause(sequence, action, matches, sets, **fields)  # type: ignore[arg-type]  # by name


def policy(*maps: RouteMap, **lists: object) -> Policy:
    return Policy(Device("r1", "frr", route_maps=maps, **lists))  # type: ignore[arg-type]  # by name


def passes(rule: Match, path: Path, prefix: IPPrefix = PREFIX) -> bool:
    return policy(RouteMap("M", (clause(10, rule),)), **LISTS).apply("M", prefix, path) is not None


def changed(path: Path, *sets: Set, context: Context | None = None) -> Path:
    found = policy(RouteMap("M", (clause(10, *sets),))).apply("M", PREFIX, path, context or Context(65000))
    assert found is not None
    return found


LISTS = {
    "prefix_lists": (PrefixList("TEN", 4, (PrefixListEntry(5, PERMIT, ip_network("10.0.0.0/8"), le=24),)),),
    "access_lists": (
        AccessList("STD", 4, (AccessListEntry(10, PERMIT, source=ip_network("10.1.0.0/16")),), standard=True),
        AccessList(
            "EXT",
            4,
            (
                AccessListEntry(
                    10, PERMIT, source=ip_network("10.1.0.0/16"), destination=ip_network("255.255.255.0/32")
                ),
            ),
        ),
        AccessList(
            "ODD",
            4,
            (AccessListEntry(10, PERMIT, source=ip_network("10.1.0.0/32"), source_wildcard=0x0000FE00),),
            standard=True,
        ),
    ),
    "community_lists": (
        CommunityList("C", (CommunityListEntry(5, PERMIT, ("65000:1", "65000:2")),)),
        CommunityList("ANY", (CommunityListEntry(5, PERMIT, ("65000:1", "65000:2")),), any_of=True),
        CommunityList("EACH", (CommunityListEntry(5, PERMIT, regexes=("^65000:", "^65001:")),)),
        CommunityList("RT", (CommunityListEntry(5, PERMIT, ("rt:65000:1",)),), kind="extended"),
        CommunityList("BIG", (CommunityListEntry(5, PERMIT, regex="_65000:1:2_"),), kind="large"),
    ),
}
MANY = Path(
    as_path=(65001, 65002),
    communities=frozenset({"65000:1"}),
    extended=frozenset({"rt:65000:1"}),
    large=frozenset({"65000:1:2"}),
    next_hop=ip_address("10.9.9.9"),
    tag=7,
    med=30,
)


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        (Match("prefix-list", ("TEN",)), True),
        (Match("prefix-list", ("NONE", "TEN")), True),
        (Match("prefix-list", ("NONE",)), False),
        (Match("prefix", ("10.0.0.0/8", "24", "32")), True),
        (Match("prefix", ("10.0.0.0/8", "8", "23")), False),
        (Match("access-list", ("STD",)), True),
        (Match("access-list", ("EXT",)), True),
        (Match("access-list", ("ODD",)), True),
        (Match("next-hop-prefix-list", ("TEN",)), False),
        (Match("community", ("C",)), False),
        (Match("community", ("ANY",)), True),
        (Match("community", ("EACH",)), False),
        (Match("community", ("C", "exact-match")), False),
        (Match("extended-community", ("RT",)), True),
        (Match("large-community", ("BIG",)), True),
        (Match("as-path-length", ("1", "2")), True),
        (Match("as-path-neighbor", ("65001",)), True),
        (Match("as-path-origin", ("65001",)), False),
        (Match("as-path-passes", ("65000-65002",)), True),
        (Match("as-path-local"), False),
        (Match("metric", ("10", "30")), True),
        (Match("tag", ("5-9",)), True),
        (Match("family", ("6",)), False),
        (Match("never"), False),
        (Match("any", inner=(Match("never"), Match("tag", ("7",)))), True),
        (Match("all", inner=(Match("never"), Match("tag", ("7",)))), False),
        (Match("not", inner=(Match("never"), Match("tag", ("8",)))), True),
    ],
    ids=str,
)
def test_conditions(rule: Match, holds: bool) -> None:
    assert passes(rule, MANY) is holds


@pytest.mark.parametrize(("length", "holds"), [(24, True), (25, False), (16, False)])
def test_an_extended_access_list_sees_the_mask_as_destination(length: int, holds: bool) -> None:
    prefix = ip_network(f"10.1.0.0/{length}")
    assert passes(Match("access-list", ("EXT",)), Path(), prefix) is holds
    assert passes(Match("access-list", ("STD",)), Path(), prefix)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (Set("as-path-prepend", ("1", "2")), replace(MANY, as_path=(1, 2, 65001, 65002))),
        (Set("as-path-prepend-last-as", ("2",)), replace(MANY, as_path=(65001, 65001, 65001, 65002))),
        (Set("as-path-prepend-own", ("2",)), replace(MANY, as_path=(65000, 65000, 65001, 65002))),
        (Set("as-path-replace", ("65001",)), replace(MANY, as_path=(65000, 65002))),
        (Set("as-path-replace", ("any",)), replace(MANY, as_path=(65000, 65000))),
        (Set("as-path-exclude", ("65001",)), replace(MANY, as_path=(65002,))),
        (Set("community", ("65000:9",)), replace(MANY, communities=frozenset({"65000:9"}))),
        (Set("community", ("65000:9", "additive")), replace(MANY, communities=frozenset({"65000:1", "65000:9"}))),
        (Set("community", ("none",)), replace(MANY, communities=frozenset())),
        (Set("extended-community", ("rt:1:1",)), replace(MANY, extended=frozenset({"rt:1:1"}))),
        (Set("metric", ("+5",)), replace(MANY, med=35)),
        (Set("metric", ("igp",)), replace(MANY, med=12)),
        (Set("metric-expression", ("2", "1")), replace(MANY, med=61)),
        (Set("tag", ("9",)), replace(MANY, tag=9)),
        (Set("next-hop", ("self",)), replace(MANY, next_hop=ip_address("10.0.0.1"), next_hop_decided=True)),
        (Set("next-hop", ("unchanged",)), replace(MANY, next_hop_decided=True)),
        (Set("next-hop", ("discard",)), replace(MANY, discard=True)),
        (Set("traffic-index", ("1",)), MANY),
    ],
    ids=str,
)
def test_changes(change: Set, expected: Path) -> None:
    assert changed(MANY, change, context=Context(65000, ip_address("10.0.0.1"), igp=12)) == expected


def chain(*names: str, maps: tuple[RouteMap, ...], default: bool = False, path: Path | None = None) -> Path | None:
    return policy(*maps).chain(names, PREFIX, path or Path(), Context(), default=default)


def test_a_policy_that_does_not_decide_leaves_it_to_the_next_with_its_changes() -> None:
    first = RouteMap("A", (clause(1, Set("local-preference", ("200",)), decides=False),), unmatched=None)
    second = RouteMap("B", (clause(1, Match("local-preference", ("200",))),), unmatched=None)
    found = chain("A", "B", maps=(first, second))
    assert found is not None
    assert found.local_preference == 200
    assert chain("B", "A", maps=(first, second)) is None
    assert chain("B", "A", maps=(first, second), default=True) is not None


def test_a_default_action_is_what_the_chain_ends_in() -> None:
    maps = (RouteMap("A", (clause(1, Set("default-action", ("permit",)), decides=False),), unmatched=None),)
    assert chain("A", maps=maps) is not None
    assert chain(maps=maps) is None


def test_a_clause_that_does_not_decide_may_go_on_beyond_the_last() -> None:
    maps = (
        RouteMap("A", (clause(1, decides=False, on_match="3"), clause(2, action=DENY)), unmatched=None),
        RouteMap("B", (clause(1),), unmatched=None),
    )
    assert chain("A", "B", maps=maps) is not None


def test_what_was_changed_and_not_denied_is_permitted_where_the_language_says_so() -> None:
    rules = (clause(1, Match("tag", ("7",)), Set("metric", ("5",)), decides=False),)
    found = policy(RouteMap("M", rules, set_permits=True))
    assert found.apply("M", PREFIX, MANY) == replace(MANY, med=5)
    assert found.apply("M", PREFIX, Path()) is None


@pytest.mark.parametrize(("original", "expected"), [(True, 2), (False, 1)])
def test_conditions_see_the_route_as_it_came_where_the_language_says_so(original: bool, expected: int) -> None:
    rules = (
        clause(1, Set("tag", ("1",)), decides=False),
        clause(2, Match("tag", ("7",)), Set("tag", ("2",)), decides=False),
    )
    found = policy(RouteMap("M", rules, set_permits=True, original=original)).apply("M", PREFIX, MANY)
    assert found is not None
    assert found.tag == expected


def test_a_called_map_changes_the_path_and_has_to_permit() -> None:
    outer = RouteMap("M", (clause(10, Set("tag", ("1",)), call="C"),))
    inner = RouteMap("C", (clause(10, Match("tag", ("1",)), Set("metric", ("9",))),))
    found = policy(outer, inner).apply("M", PREFIX, Path())
    assert found is not None
    assert (found.tag, found.med) == (1, 9)
    assert policy(outer).apply("M", PREFIX, Path()) is None
    assert policy(RouteMap("M", (clause(10, call="M"),))).apply("M", PREFIX, Path()) is None


def test_a_condition_on_another_policy() -> None:
    maps = (
        RouteMap("M", (clause(10, Match("policy", ("TAGGED",))),)),
        RouteMap("TAGGED", (clause(1, Match("tag", ("7",))),)),
    )
    assert policy(*maps).apply("M", PREFIX, MANY) is not None
    assert policy(*maps).apply("M", PREFIX, Path()) is None


def test_what_is_not_understood_is_told_once() -> None:
    told = Assumptions()
    found = Policy(Device("r1", "frr", route_maps=(RouteMap("M", (clause(10, Match("unknown", ("what",))),)),)), told)
    assert [found.apply("M", PREFIX, Path()) for _ in range(2)] == [None, None]
    assert told.told() == ("r1: route map M 10: 'match unknown what' cannot be predicted: taken not to hold",)


@pytest.mark.parametrize(
    ("regex", "numbers", "holds"),
    [
        ("65001", (65001,), True),
        ("65001", (65001, 65002), False),
        ("65001 .*", (65001, 65002), True),
        (".* 65002", (65001, 65002), True),
        (".*65002", (65001, 165002), False),
        ("65001 65002+", (65001, 65002, 65002), True),
        ("65001{2} 65002?", (65001, 65001), True),
        ("(65001|65002) .", (65002, 7), True),
        ("65000-65010 .*", (65007, 1), True),
        ("65000-65010", (65011,), False),
        ("[64512-65535 4200000000]", (4200000000,), True),
        ("[^65001 65003-65005]", (65002,), True),
        ("[^65001 65003-65005] .*", (65004, 1), False),
        ("()", (), True),
        ("()", (1,), False),
        ("^65001$", (65001,), True),
    ],
)
def test_expressions_over_numbers(regex: str, numbers: tuple[int, ...], holds: bool) -> None:
    assert as_path_test(regex, by_number=True)(Path(as_path=numbers)) is holds


@pytest.mark.parametrize(
    ("regex", "numbers", "holds"),
    [
        ("^65001_", (65001, 2), True),
        ("_65002$", (65001, 165002), False),
        ("^$", (), True),
        ("_(65001|65002)_", (1, 65002, 3), True),
    ],
)
def test_expressions_over_text(regex: str, numbers: tuple[int, ...], holds: bool) -> None:
    assert as_path_test(regex, by_number=False)(Path(as_path=numbers)) is holds


@given(st.integers(0, 70000), st.integers(0, 70000), st.integers(0, 75000))
def test_a_range_of_numbers_holds_those_between(one: int, other: int, number: int) -> None:
    low, high = min(one, other), max(one, other)
    assert as_path_test(f"{low}-{high}", by_number=True)(Path(as_path=(number,))) is (low <= number <= high)


@given(st.text(alphabet="0123456789 .*+?|(){}[]^$-!_", max_size=12), st.booleans())
def test_any_expression_is_either_refused_or_taken(regex: str, by_number: bool) -> None:
    with suppress(*UNFIT):
        as_path_test(regex, by_number)(MANY)
