"""What a real FRR router showed, read back; and what no device should show, which must not stop anything."""

from __future__ import annotations

import dataclasses
import json
from ipaddress import IPv4Address, ip_address, ip_interface, ip_network
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.model import Adjacency, BgpSession, DeviceState, LldpNeighbor, NextHop, VrrpState
from netops.platforms.frr.daemons import DAEMONS, PROCESSES
from netops.platforms.frr.state import SHOW_COMMANDS, read
from netops.platforms.frr.state_interfaces import INTERFACES
from netops.platforms.frr.state_protocols import BGP, OSPF, OSPF6, VRRP
from netops.platforms.frr.state_routes import IPV4_ROUTES, IPV6_ROUTES
from netops.platforms.kernel import TCP


def recorded(name: str) -> dict[str, str]:
    answers: dict[str, str] = json.loads((Path(__file__).parent / "recorded" / name).read_text(encoding="utf-8"))
    return answers


RECORDED = recorded("frr.json")


@pytest.fixture(scope="module")
def state() -> DeviceState:
    return read("r1", RECORDED)


def with_answer(command: str, answer: Any) -> DeviceState:
    text = answer if isinstance(answer, str) else json.dumps(answer)
    return read("r1", {**RECORDED, command: text})


def test_everything_was_understood(state: DeviceState) -> None:
    assert state.unread == ()
    assert state.facts["version"] == "8.4.4"
    assert state.facts["hostname"] == "r1"


ROUTES = [
    ("1.0.3.0/24", "static", 1, 0, NextHop(blackhole=True)),
    ("1.0.4.0/24", "bgp", 20, 0, NextHop(ip_address("10.1.0.2"), "eth9")),
    ("10.1.0.0/24", "connected", 0, 0, NextHop(None, "eth9")),
    ("10.1.0.254/32", "connected", 0, 0, NextHop(None, "v4-1-eth9")),
    ("10.9.2.1/32", "ospf", 110, 10, NextHop(ip_address("10.1.0.2"), "eth9")),
    ("198.51.100.0/24", "static", 1, 0, NextHop(ip_address("10.1.0.2"), "eth9")),  # recursive, by 10.9.2.1
    ("2001:db8:1::/64", "connected", 0, 0, NextHop(None, "eth9")),
    ("2001:db8:dead::/48", "static", 1, 0, NextHop(blackhole=True)),
]


@pytest.mark.parametrize(("prefix", "protocol", "distance", "metric", "hop"), ROUTES, ids=[each[0] for each in ROUTES])
def test_a_route(state: DeviceState, prefix: str, protocol: str, distance: int, metric: int, hop: NextHop) -> None:
    route = state.routes[ip_network(prefix)]
    assert (route.protocol, route.distance, route.metric, route.next_hops) == (protocol, distance, metric, {hop})


def test_only_the_best_routes_are_there_and_none_link_local(state: DeviceState) -> None:
    assert not [prefix for prefix in state.routes if prefix.is_link_local or prefix.is_multicast]
    assert state.routes[ip_network("10.9.1.1/32")].protocol == "connected"


def test_ospf3_next_hops_are_link_local(state: DeviceState) -> None:
    (hop,) = state.routes[ip_network("2001:db8:9::2/128")].next_hops
    assert hop.interface == "eth9"
    assert hop.address is not None
    assert hop.address.is_link_local


def test_adjacencies(state: DeviceState) -> None:
    assert state.adjacencies is not None
    v2, v3 = state.adjacencies
    router, other = IPv4Address("10.9.2.1"), ip_address("10.1.0.2")
    assert v2 == Adjacency("eth9", router, 2, "0.0.0.0", "full", other)
    assert dataclasses.replace(v3, address=None) == Adjacency("eth9", router, 3, "0.0.0.0", "full")


def test_sessions(state: DeviceState) -> None:
    assert state.sessions == (
        BgpSession(ip_address("10.1.0.2"), 65002, 65001, "established", (4,)),
        BgpSession(ip_address("10.1.0.77"), 65077, 65001, "active"),
        BgpSession(ip_address("10.1.0.78"), 65078, 65001, "idle"),
        BgpSession(ip_address("2001:db8:1::2"), 65002, 65001, "established", (6,)),
    )
    assert state.sessions[0].received == {4: 2}
    assert state.sessions[2].reason == "administratively shut down"


SENT, RECEIVED = "BGP Notification send", "BGP Notification received"
DOWN = {  # as FRR 8.4.4 showed them
    "another AS, as the right side sees it": (
        {"lastResetDueTo": RECEIVED, "lastErrorCodeSubcode": "0202",
         "lastNotificationReason": "OPEN Message Error/Bad Peer AS"},
        "OPEN Message Error/Bad Peer AS (0202), notification received",
    ),
    "another AS, as the wrong side sees it": ({"lastResetDueTo": "Waiting for NHT"}, "Waiting for NHT"),
    "port 179 is blocked, or the passwords differ": (
        {"lastResetDueTo": SENT, "lastErrorCodeSubcode": "0400", "lastNotificationReason": "Hold Timer Expired"},
        "Hold Timer Expired (0400), notification sent",
    ),
    "the last notification is older than the last end": (
        {"lastResetDueTo": "Peer closed the session", "lastErrorCodeSubcode": "0606",
         "lastNotificationReason": "Cease/Other Configuration Change"},
        "Peer closed the session",
    ),
    "shut down": ({"adminShutDown": True, "lastResetDueTo": SENT}, "administratively shut down"),
}  # fmt: skip


@pytest.mark.parametrize(("told", "reason"), DOWN.values(), ids=DOWN)
def test_why_a_session_is_down(told: dict[str, Any], reason: str) -> None:
    counts = {"messageStats": {"opensSent": 2, "notificationsRecv": 1}, "connectionsEstablished": 1}
    entry = {"remoteAs": 65001, "localAs": 65001, "bgpState": "Connect", **counts, **told}
    (session,) = with_answer(BGP, {"10.1.0.2": entry}).sessions or ()
    assert session.reason == reason
    assert session.counters == {"opens_sent": 2, "notifications_received": 1, "established": 1}


def test_segments_with_a_wrong_signature_are_counted(state: DeviceState) -> None:
    assert state.facts["tcp.md5.failure"] == "59"


def test_an_unreadable_count_is_none() -> None:
    assert "tcp.md5.failure" not in with_answer(TCP, "TcpExt: TCPMD5Failure\nTcpExt: 1 2").facts


DAEMONS_ALL = {"zebra", "staticd", "ospfd", "ospf6d", "bgpd", "vrrpd"}


def test_daemons_are_those_that_vtysh_reaches(state: DeviceState) -> None:
    assert state.processes == DAEMONS_ALL
    assert with_answer(DAEMONS, " zebra bgpd").processes == {"zebra", "bgpd"}


def test_without_any_daemon_the_kernel_tells_that_there_is_none() -> None:
    shell = {key: text for key, text in RECORDED.items() if not key.startswith("show ")}
    assert read("r1", shell).processes == DAEMONS_ALL  # they run, and vtysh may not talk with them
    assert read("r1", {**shell, PROCESSES: ""}).processes == frozenset()
    assert read("r1", {}).processes is None


def test_a_dead_zebra_takes_its_routes_with_it_and_nothing_else() -> None:
    state = read("edge1", {**RECORDED, **recorded("frr_dead_zebra.json")})
    assert state.processes == {"ospfd", "ospf6d", "bgpd", "vrrpd"}
    assert state.ribs is None
    assert [each.split(":")[0] for each in state.unread] == [IPV4_ROUTES, IPV6_ROUTES]
    assert state.interfaces is not None
    assert state.interfaces["eth2"].addresses == (ip_interface("10.31.0.0/31"),)
    assert state.interfaces["eth2"].oper_up
    assert state.adjacencies


def test_virtual_routers_and_neighbours(state: DeviceState) -> None:
    assert state.vrrp == (VrrpState("eth9", 1, 4, "master", 200, (ip_address("10.1.0.254"),)),)
    assert LldpNeighbor("eth9", "r2", "eth9") in (state.lldp or ())
    entry = next(each for each in state.arp or () if each.address == ip_address("10.1.0.2"))
    assert entry.interface == "eth9"
    assert entry.mac is not None


def test_interfaces(state: DeviceState) -> None:
    assert state.interfaces is not None
    port = state.interfaces["eth9"]
    assert (port.admin_up, port.oper_up, port.mtu, port.description) == (True, True, 1500, "to r2")
    assert port.addresses == (ip_interface("10.1.0.1/24"), ip_interface("2001:db8:1::1/64"))
    assert port.counters["rx_packets"] > 0


def test_the_configuration_is_scrubbed(state: DeviceState) -> None:
    assert state.configuration is not None
    assert "s3cret" in RECORDED["show running-config no-header"]
    assert "s3cret" not in state.configuration


TABLES = [
    (INTERFACES, "interfaces"),
    (IPV4_ROUTES, "ribs"),
    (IPV6_ROUTES, "ribs"),
    (OSPF, "adjacencies"),
    (OSPF6, "adjacencies"),
    (BGP, "sessions"),
    (VRRP, "vrrp"),
]


@pytest.mark.parametrize(("command", "table"), TABLES)
def test_no_answer_is_no_empty_table(command: str, table: str) -> None:
    state = read("r1", {key: text for key, text in RECORDED.items() if key != command})
    assert getattr(state, table) is None
    assert f"{command}: no answer" in state.unread


@pytest.mark.parametrize(("command", "table"), TABLES)
@pytest.mark.parametrize("answer", ["% Unknown command", '{"a": ', "[" * 5000])
def test_an_answer_that_is_no_json_is_named(command: str, table: str, answer: str) -> None:
    state = with_answer(command, answer)
    assert getattr(state, table) is None
    assert any(each.startswith(command) for each in state.unread)


@pytest.mark.parametrize("command", [OSPF, OSPF6, BGP, VRRP])
def test_a_daemon_that_does_not_run_shows_an_empty_table(command: str) -> None:
    assert not any(each.startswith(command) for each in with_answer(command, "").unread)


def test_one_unreadable_entry_leaves_the_others() -> None:
    peers = json.loads(RECORDED[BGP])
    del peers["10.1.0.77"]["remoteAs"]
    state = with_answer(BGP, peers)
    assert len(state.sessions or ()) == 3
    assert [each.split(":")[0] for each in state.unread] == [BGP]


def test_a_hop_that_does_not_carry_packets_is_none() -> None:
    hops = [
        {"ip": "10.9.2.1", "active": True, "recursive": True, "fib": False},
        {"ip": "10.1.0.2", "interfaceName": "eth9", "active": True, "fib": True, "resolver": True},
        {"ip": "10.1.0.2", "interfaceName": "eth9", "active": True, "duplicate": True},
        {"ip": "10.1.0.9", "interfaceName": "eth8", "active": False},
    ]
    entry = {"prefix": "203.0.113.0/24", "protocol": "bgp", "selected": True, "distance": 200, "metric": 5}
    state = with_answer(IPV4_ROUTES, {"203.0.113.0/24": [{**entry, "nexthops": hops}]})
    assert state.routes[ip_network("203.0.113.0/24")].next_hops == {NextHop(ip_address("10.1.0.2"), "eth9")}


def test_routes_of_other_vrfs_stand_apart() -> None:
    entry = {"prefix": "203.0.113.0/24", "protocol": "static", "selected": True, "distance": 1, "metric": 0}
    red = json.dumps({"203.0.113.0/24": [{**entry, "vrfName": "red", "nexthops": []}]})
    state = with_answer(IPV4_ROUTES, RECORDED[IPV4_ROUTES] + "\n" + red)
    assert state.ribs is not None
    assert list(state.ribs["red"]) == [ip_network("203.0.113.0/24")]
    assert ip_network("203.0.113.0/24") not in state.routes


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(SHOW_COMMANDS), st.text() | JSON.map(json.dumps)))
def test_any_answer_at_all_gives_a_state(outputs: dict[str, str]) -> None:
    state = read("x", outputs)
    silent = {each.removesuffix(": no answer") for each in state.unread}
    assert {INTERFACES, IPV4_ROUTES, OSPF, BGP, VRRP} - set(outputs) <= silent


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, str]:
    """The recorded answers with one value, somewhere, replaced by anything."""
    command = draw(st.sampled_from([command for command, _ in TABLES]))
    document = json.JSONDecoder().raw_decode(RECORDED[command].strip())[0]
    place: Any = document
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            break
        key = draw(st.sampled_from(keys))
        if not isinstance(place[key], (dict, list)) or draw(st.booleans()):
            place[key] = draw(JSON)
            break
        place = place[key]
    return {**RECORDED, command: json.dumps(document)}


@given(damaged())
def test_a_damaged_answer_gives_a_state(outputs: dict[str, str]) -> None:
    assert read("r1", outputs).facts["version"] == "8.4.4"
