"""Groups, interface ranges and lists made of other statements: what a configuration says by reference."""

from __future__ import annotations

from netops.model import Device
from netops.platforms.junos.config import parse


def lines(text: str) -> Device:
    parsed = parse("".join(f"set {each.strip()}\n" for each in text.strip().splitlines()), "r1", "r1.conf")
    assert parsed.unknown == ()
    return parsed.device


def test_a_group_is_inherited_where_it_is_applied_and_beneath() -> None:
    device = lines(
        """groups MTU interfaces <ge-*> mtu 9014
        groups MTU interfaces <ge-*> unit <*> description inherited
        apply-groups MTU
        interfaces ge-0/0/0 unit 0 description own
        interfaces ge-0/0/1 mtu 1514
        interfaces ge-0/0/1 unit 7 family inet address 10.0.0.1/24
        interfaces xe-0/0/0 unit 0 family inet"""
    )
    mtus = {name: each.mtu for name, each in device.interfaces.items() if "." not in name}
    assert mtus == {"ge-0/0/0": 9000, "ge-0/0/1": 1500, "xe-0/0/0": None}
    assert device.interfaces["ge-0/0/0.0"].description == "own"
    assert device.interfaces["ge-0/0/1.7"].description == "inherited"


def test_the_first_group_that_says_something_holds_and_the_inner_over_the_outer() -> None:
    device = lines(
        """groups A interfaces <*> description a
        groups B interfaces <*> description b
        groups B interfaces <*> mtu 2014
        groups C interfaces <*> mtu 3014
        apply-groups A
        apply-groups B
        interfaces ge-0/0/0 apply-groups C
        interfaces ge-0/0/0 unit 0
        interfaces ge-0/0/1 unit 0"""
    )
    ports = device.interfaces
    assert (ports["ge-0/0/0"].description, ports["ge-0/0/0"].mtu) == ("a", 3000)
    assert (ports["ge-0/0/1"].description, ports["ge-0/0/1"].mtu) == ("a", 2000)


def test_a_group_may_be_kept_out() -> None:
    device = lines(
        """groups A interfaces <*> description a
        apply-groups A
        interfaces ge-0/0/0 apply-groups-except A
        interfaces ge-0/0/0 unit 0
        interfaces ge-0/0/1 unit 0"""
    )
    assert device.interfaces["ge-0/0/0"].description == ""
    assert device.interfaces["ge-0/0/1"].description == "a"


def test_a_group_brings_what_is_not_there() -> None:
    device = lines(
        """groups PEERS protocols bgp group <*> hold-time 30
        groups PEERS protocols bgp group NEW type external
        groups PEERS protocols bgp group NEW peer-as 65002
        groups PEERS protocols bgp group NEW neighbor 10.0.0.2
        routing-options autonomous-system 65001
        protocols bgp apply-groups PEERS
        protocols bgp group OLD neighbor 10.0.0.3 peer-as 65003"""
    )
    found = {str(each.address): (each.group, each.hold_time) for each in device.bgp[0].neighbors}
    assert found == {"10.0.0.3": ("OLD", 30), "10.0.0.2": ("NEW", None)}


def test_a_group_that_is_not_there_is_told() -> None:
    text = "set apply-groups NONE\n"
    assert [each.reason for each in parse(text, "r1", "f").unknown] == ["there is no group 'NONE'"]


def test_a_mistake_in_a_group_is_told_with_the_line_of_the_group() -> None:
    text = "set groups G interfaces <*> what-is-this 5\nset apply-groups G\nset interfaces ge-0/0/0 unit 0\n"
    (told,) = parse(text, "r1", "f").unknown
    assert (told.location.line, told.text) == (1, "interfaces ge-0/0/0 what-is-this 5")


def test_groups_in_braces() -> None:
    text = """
    groups { G { interfaces { <*> { mtu 9014; } } } }
    apply-groups [ G ];
    interfaces { ge-0/0/0 { unit 0; } }
    """
    assert parse(text, "r1", "f").device.interfaces["ge-0/0/0"].mtu == 9000


def test_interface_ranges() -> None:
    device = lines(
        """interfaces interface-range R member ge-0/0/0
        interfaces interface-range R member ge-0/0/[2-3]
        interfaces interface-range R member-range ge-0/0/5 to ge-0/0/6
        interfaces interface-range R description range
        interfaces interface-range R unit 0 family inet
        interfaces ge-0/0/3 description own"""
    )
    found = {name: each.description for name, each in device.interfaces.items() if "." not in name}
    ranged = dict.fromkeys((f"ge-0/0/{n}" for n in (0, 2, 5, 6)), "range")
    assert found == {"ge-0/0/3": "own", **ranged}
    assert "ge-0/0/6.0" in device.interfaces


def test_lists_of_what_other_statements_hold() -> None:
    device = lines(
        """policy-options prefix-list OWN apply-path "interfaces <*> unit <*> family inet address <*>"
        policy-options prefix-list PEERS apply-path "protocols bgp group <E*> neighbor <*>"
        routing-options autonomous-system 65001
        interfaces ge-0/0/0 unit 0 family inet address 10.1.0.1/24
        interfaces lo0 unit 0 family inet address 192.0.2.1/32
        protocols bgp group EXT neighbor 10.1.0.2 peer-as 65002
        protocols bgp group INT neighbor 10.1.0.3 peer-as 65001"""
    )
    found = {each.name: [str(entry.prefix) for entry in each.entries] for each in device.prefix_lists}
    assert found == {"OWN": ["10.1.0.0/24", "192.0.2.1/32"], "PEERS": ["10.1.0.2/32"]}


def test_notes_for_scripts_say_nothing() -> None:
    found = parse("set interfaces ge-0/0/0 apply-macro tag key value\nset interfaces ge-0/0/0 mtu 1514\n", "r1", "f")
    assert (found.coverage.understood, found.coverage.no_effect, found.unknown) == (1, 1, ())
