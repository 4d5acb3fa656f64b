"""What Junos devices show, as a state: small answers of our own, and those of recorded networks where they are."""

from __future__ import annotations

import json
from ipaddress import ip_address, ip_interface, ip_network
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.model import Adjacency, NextHop, Route
from netops.platforms.junos.state import read

LABS = Path(__file__).parents[2].parent / "shared" / "data" / "lab-validation"
ROUTES = "show route | display json"


def junos(value: Any) -> Any:
    """A value as Junos writes it in JSON: each in a list, with ``data``."""
    if isinstance(value, dict):
        return [{key: junos(each) for key, each in value.items()}]
    if isinstance(value, list):
        return [each for item in value for each in junos(item)]
    return [{"data": value}]


def answer(**tables: Any) -> str:
    return json.dumps({name.replace("_", "-"): junos(each) for name, each in tables.items()}) + "\n\n{master:0}\n"


def entry(prefix: str, protocol: str, preference: str, **more: Any) -> dict[str, Any]:
    return {
        "rt-destination": prefix,
        "rt-entry": {"active-tag": "*", "protocol-name": protocol, "preference": preference, **more},
    }


def test_active_routes_of_all_tables() -> None:
    main = [
        entry("10.0.0.0/24", "Direct", "0", nh={"via": "ge-0/0/0.0"}),
        entry("10.0.0.1/32", "Local", "0", nh={"nh-local-interface": "ge-0/0/0.0"}),
        entry("10.1.0.0/24", "Static", "5", **{"nh-type": "Discard"}),
        entry("10.2.0.0/24", "BGP", "170", med="7", nh=[{"to": "10.0.0.2", "via": "ge-0/0/0.0"}]),
        entry(
            "10.3.0.0/24",
            "IS-IS",
            "18",
            metric="20",
            nh=[{"to": "10.0.0.2", "via": "a.0"}, {"to": "10.0.0.3", "via": "b.0"}],
        ),
        entry("224.0.0.5/32", "OSPF", "10", **{"nh-type": "MultiRecv"}),
        {"rt-destination": "10.9.0.0/24", "rt-entry": {"protocol-name": "BGP", "preference": "170"}},
    ]
    tables = [
        {"table-name": "inet.0", "rt": main},
        {
            "table-name": "BLUE.inet6.0",
            "rt": [entry("2001:db8::/32", "Static", "5", nh={"to": "2001:db8:1::1", "via": "c.0"})],
        },
        {"table-name": "inet.3", "rt": [entry("192.0.2.1/32", "LDP", "9")]},
        {"table-name": "__private__.inet.0", "rt": [entry("128.0.0.0/2", "Direct", "0")]},
    ]
    state = read("r1", {ROUTES: answer(route_information={"route-table": tables})})
    assert state.unread == ()
    assert state.ribs is not None
    assert sorted(state.ribs) == ["BLUE", "default"]
    routes = {str(each.prefix): (each.protocol, each.distance, each.metric) for each in state.routes.values()}
    assert routes == {
        "10.0.0.0/24": ("connected", 0, 0),
        "10.0.0.1/32": ("local", 0, 0),
        "10.1.0.0/24": ("static", 5, 0),
        "10.2.0.0/24": ("bgp", 170, 7),
        "10.3.0.0/24": ("isis", 18, 20),
    }
    found = state.routes[ip_network("10.3.0.0/24")]
    assert found.detail == "L2"
    assert found.next_hops == {NextHop(ip_address("10.0.0.2"), "a.0"), NextHop(ip_address("10.0.0.3"), "b.0")}
    assert state.routes[ip_network("10.1.0.0/24")].next_hops == {NextHop(blackhole=True)}


TEXT = """
inet.0: 6 destinations, 7 routes (6 active, 0 holddown, 0 hidden)
+ = Active Route, - = Last Active, * = Both

0.0.0.0/0          *[Static/5] 1w2d 03:04:05
                    > to 10.0.0.2 via ge-0/0/0.0
10.0.0.0/24        *[Direct/0] 1d 00:00:00
                    >  via ge-0/0/0.0
10.0.0.1/32        *[Local/0] 1d 00:00:00
                       Local via ge-0/0/0.0
10.1.0.0/16        *[BGP/170] 00:01:02, MED 5, localpref 100, from 192.0.2.1
                      AS path: 65001 I, validation-state: unverified
                    > to 10.0.0.2 via ge-0/0/0.0
                      to 10.0.0.3 via ge-0/0/1.0
                    [OSPF/150] 00:00:10, metric 2, tag 0
                    > to 10.0.0.9 via ge-0/0/2.0
10.2.0.0/16        *[OSPF/10] 00:00:10, metric 11
                    > to 10.0.0.2 via ge-0/0/0.0
10.3.0.0/16        *[Static/5] 00:00:10
                      Discard

BLUE.inet6.0: 1 destinations, 1 routes (1 active, 0 holddown, 0 hidden)
+ = Active Route, - = Last Active, * = Both

2001:db8:1234:5678:9abc:def0:1234:5678/128
                   *[Static/5] 00:00:10
                    > to 2001:db8::1 via ge-0/0/0.0

mpls.0: 1 destinations, 1 routes (1 active, 0 holddown, 0 hidden)

0                  *[MPLS/0] 00:00:10, metric 1
                      to table inet.0
"""


def test_routes_as_text() -> None:
    state = read("r1", {"show route": TEXT})
    hop = NextHop(ip_address("10.0.0.2"), "ge-0/0/0.0")
    assert state.unread == ()
    assert list(state.routes.values()) == [
        Route(ip_network("0.0.0.0/0"), "static", 5, 0, frozenset({hop})),
        Route(ip_network("10.0.0.0/24"), "connected", 0, 0, frozenset({NextHop(interface="ge-0/0/0.0")})),
        Route(ip_network("10.0.0.1/32"), "local", 0, 0, frozenset({NextHop(interface="ge-0/0/0.0")})),
        Route(
            ip_network("10.1.0.0/16"), "bgp", 170, 5, frozenset({hop, NextHop(ip_address("10.0.0.3"), "ge-0/0/1.0")})
        ),
        Route(ip_network("10.2.0.0/16"), "ospf", 10, 11, frozenset({hop})),
        Route(ip_network("10.3.0.0/16"), "static", 5, 0, frozenset({NextHop(blackhole=True)})),
    ]
    assert state.ribs is not None
    assert [str(each) for each in state.ribs["BLUE"]] == ["2001:db8:1234:5678:9abc:def0:1234:5678/128"]


def test_interfaces() -> None:
    unit = {
        "name": "ge-0/0/0.0",
        "if-config-flags": {"iff-up": None},
        "address-family": [
            {
                "address-family-name": "inet",
                "mtu": "1500",
                "interface-address": {"ifa-local": "10.0.0.1", "ifa-destination": "10.0.0/24"},
            }
        ],
    }
    own = {"name": "ge-0/0/0.16386"}
    port = {
        "name": "ge-0/0/0",
        "admin-status": "up",
        "oper-status": "up",
        "mtu": "1514",
        "link-level-type": "Ethernet",
        "speed": "10Gbps",
        "current-physical-address": "AA:BB:CC:00:00:01",
        "logical-interface": [unit, own],
    }
    down = {"name": "ge-0/0/1", "admin-status": "down", "oper-status": "down", "mtu": "Unlimited"}
    found = read(
        "r1", {"show interfaces | display json": answer(interface_information={"physical-interface": [port, down]})}
    )
    assert found.interfaces is not None
    assert list(found.interfaces) == ["ge-0/0/0", "ge-0/0/0.0", "ge-0/0/1"]
    state = found.interfaces["ge-0/0/0"]
    assert (state.oper_up, state.mtu, state.speed, state.mac) == (True, 1500, 10_000, "aa:bb:cc:00:00:01")
    assert found.interfaces["ge-0/0/0.0"].addresses == (ip_interface("10.0.0.1/24"),)
    assert not found.interfaces["ge-0/0/1"].admin_up


def test_neighbours_and_sessions() -> None:
    neighbor = {
        "neighbor-address": "10.0.0.2",
        "interface-name": "ge-0/0/0.0",
        "ospf-neighbor-state": "2Way",
        "neighbor-id": "192.0.2.2",
    }
    peer = {
        "peer-address": "10.0.0.2+179",
        "peer-as": "65002",
        "local-as": "65001",
        "peer-state": "Established",
        "nlri-type-session": "inet-unicast inet6-unicast",
        "flap-count": "2",
        "bgp-rib": {"name": "inet.0", "accepted-prefix-count": "4"},
    }
    idle = {
        "peer-address": "10.0.0.3",
        "peer-as": "65003",
        "local-as": "65001",
        "peer-state": "Idle",
        "last-error": "Cease",
    }
    state = read(
        "r1",
        {
            "show ospf neighbor | display json": answer(ospf_neighbor_information={"ospf-neighbor": neighbor}),
            "show ospf3 neighbor | display json": answer(output="OSPF3 instance is not running"),
            "show bgp neighbor | display json": answer(bgp_information={"bgp-peer": [peer, idle]}),
        },
    )
    assert state.adjacencies == (
        Adjacency("ge-0/0/0.0", ip_address("192.0.2.2"), 2, "", "two-way", ip_address("10.0.0.2")),  # type: ignore[arg-type]  # of version 4
    )
    assert state.sessions is not None
    up, down = state.sessions
    assert (up.up, up.families, dict(up.received), dict(up.counters)) == (True, (4, 6), {4: 4}, {"dropped": 2})
    assert (str(down.peer), down.condition) == ("10.0.0.3", "idle (Cease)")


def test_what_was_not_asked_is_not_there() -> None:
    state = read("r1", {})
    assert (state.ribs, state.interfaces, state.sessions, state.adjacencies) == (None, None, None, None)
    assert state.unread == (f"{ROUTES}: no answer",)


def test_what_cannot_be_read_is_told() -> None:
    broken = answer(route_information={"route-table": {"table-name": "inet.0", "rt": entry("nonsense", "BGP", "170")}})
    state = read("r1", {ROUTES: broken, "show bgp neighbor | display json": "error: command is not valid"})
    assert len(state.unread) == 2


@given(st.text(max_size=300))
def test_any_answer_gives_a_state(text: str) -> None:
    for command in ("show route", ROUTES, "show interfaces | display json", "show bgp neighbor | display json"):
        assert read("r1", {command: text}).name == "r1"
    assert read("r1", {"show route": TEXT + text}).routes


@pytest.mark.skipif(not LABS.is_dir(), reason="the outputs of lab-validation are not here")
def test_recorded_answers_are_read_whole() -> None:
    folders = [each for each in sorted(LABS.glob("j*/show/*")) if (each / "show_route_|_display_json.txt").exists()]
    assert len(folders) >= 20
    for folder in folders:
        outputs = {each.stem.replace("_", " "): each.read_text(encoding="utf-8") for each in folder.glob("*.txt")}
        state = read(folder.name, outputs)
        assert state.unread == (), folder
        assert state.routes
        assert state.interfaces
        assert state.sessions
        text = outputs[ROUTES]
        shown = text.count('"data" : "*"')
        assert shown >= sum(map(len, (state.ribs or {}).values())) > shown // 2
