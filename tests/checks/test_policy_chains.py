"""Policies that are named in chains, by VRFs, or inside of other conditions are used."""

from __future__ import annotations

from netops.checks import run_checks
from netops.model import Network
from netops.platforms.junos.config import parse

BASE = """
routing-options autonomous-system 65000
protocols bgp group g import IN
protocols bgp group g import MORE
protocols bgp group g neighbor 10.0.0.2 peer-as 65001
routing-options aggregate route 10.0.0.0/8 policy AGGREGATE
routing-options resolution rib inet.0 import RESOLVE
protocols ospf export OUT
policy-options policy-statement IN from policy CALLED
policy-options policy-statement IN then accept
policy-options policy-statement OUT from community A
policy-options policy-statement OUT from prefix-list L
policy-options policy-statement OUT from route-filter 10.0.0.0/8 exact
policy-options policy-statement OUT then community add B
policy-options prefix-list L 10.0.0.0/8
policy-options community A members 65000:1
policy-options community B members 65000:2
"""
NAMES = ("MORE", "AGGREGATE", "RESOLVE", "CALLED")


def told(text: str) -> set[tuple[str, str]]:
    """(check, problem) of the checks on policies."""
    device = parse("".join(f"set {each}\n" for each in text.split("\n") if each), "r1", "r1.conf").device
    found = run_checks(Network(devices={"r1": device}))
    return {(each.check, each.problem) for each in found if each.check in {"policy-unused", "policy-undefined"}}


def test_all_that_is_named_is_used() -> None:
    defined = "".join(f"policy-options policy-statement {name} then accept\n" for name in NAMES)
    assert told(BASE + defined) == set()
    unused = "policy-options policy-statement LEFT then accept\n"
    assert told(BASE + defined + unused) == {("policy-unused", "route map LEFT is not used")}


def test_what_is_named_and_not_there_is_told() -> None:
    assert told(BASE) == {("policy-undefined", f"route map {name} is not defined") for name in NAMES}
