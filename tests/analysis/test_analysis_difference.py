"""What changed between two snapshots, and what is no change."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address, ip_address, ip_interface, ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.analysis.difference import KINDS, Difference, difference
from netops.model import (
    Adjacency,
    ArpEntry,
    BgpSession,
    DeviceState,
    InterfaceState,
    LldpNeighbor,
    MacEntry,
    NextHop,
    Probe,
    Route,
    Snapshot,
    SnapshotSource,
    VrrpState,
)

PEER, PREFIX = ip_address("10.0.0.1"), ip_network("10.9.0.0/16")
PORT = InterfaceState("eth1", True, True, 1500, 1000, "02:00:00:00:00:01", (ip_interface("10.0.0.0/31"),), "to r2")
ROUTE = Route(PREFIX, "ospf", 110, 20, frozenset({NextHop(PEER, "eth1")}), "intra")
ADJACENCY = Adjacency("eth1", IPv4Address("10.9.0.2"), 2, "0.0.0.0", "full", PEER, "dr")
SESSION = BgpSession(PEER, 65001, 65000, "established", (4,), {4: 10})
VIRTUAL = VrrpState("eth2", 1, 4, "master", 200, (ip_address("10.1.0.1"),))
STATE = DeviceState(
    "r1",
    interfaces={"eth1": PORT},
    ribs={"default": {PREFIX: ROUTE}},
    adjacencies=(ADJACENCY,),
    sessions=(SESSION,),
    vrrp=(VIRTUAL,),
    lldp=(LldpNeighbor("eth1", "r2", "eth1"),),
    arp=(ArpEntry("eth1", PEER, "02:00:00:00:00:02", "reachable"),),
    macs=(MacEntry(10, "02:00:00:00:00:03", "eth3"),),
    processes=frozenset({"zebra", "ospfd"}),
    probes=(Probe("eth1", PEER, 25, 25),),
    configuration="hostname r1\n!\n",
    facts={"version": "8.4.4", "tcp.md5.failure": "0"},
)


def collected(*states: DeviceState) -> Snapshot:
    return Snapshot(SnapshotSource.COLLECTED, {each.name: each for each in states})


def between(**changes: Any) -> tuple[Difference, ...]:
    return difference(collected(STATE), collected(replace(STATE, **changes)))


CHANGES: dict[str, tuple[dict[str, Any], tuple[str, str, str | None, str | None]]] = {
    "port-down": (
        {"interfaces": {"eth1": replace(PORT, oper_up=False)}}, ("interface", "eth1", "up", "down")),
    "port-shut": (
        {"interfaces": {"eth1": replace(PORT, admin_up=False, oper_up=False, mtu=9000)}},
        ("interface", "eth1", "up, mtu 1500", "shut down, mtu 9000")),
    "port-gone": ({"interfaces": {}}, ("interface", "eth1", "up, mtu 1500, speed 1000, mac 02:00:00:00:00:01, "
                  "addresses 10.0.0.0/31, description to r2", None)),
    "route-moved": (
        {"ribs": {"default": {PREFIX: replace(ROUTE, metric=30)}}},
        ("route", "10.9.0.0/16", "ospf [110/20] via 10.0.0.1 eth1", "ospf [110/30] via 10.0.0.1 eth1")),
    "route-gone": ({"ribs": {"default": {}}}, ("route", "10.9.0.0/16", "ospf [110/20] via 10.0.0.1 eth1", None)),
    "route-elsewhere": (
        {"ribs": {"default": {PREFIX: ROUTE}, "red": {PREFIX: ROUTE}}},
        ("route", "10.9.0.0/16 vrf red", None, "ospf [110/20] via 10.0.0.1 eth1")),
    "adjacency": (
        {"adjacencies": (replace(ADJACENCY, state="init"),)},
        ("adjacency", "eth1 OSPFv2 10.9.0.2", "full", "init")),
    "session": (
        {"sessions": (replace(SESSION, state="idle", families=()),)},
        ("session", "10.0.0.1", "established, families IPv4", "down, families none")),
    "vrrp": ({"vrrp": (replace(VIRTUAL, state="backup"),)}, ("vrrp", "eth2 group 1 IPv4", "master", "backup")),
    "lldp": ({"lldp": (LldpNeighbor("eth1", "r3", "eth1"),)}, ("lldp", "eth1", "r2:eth1", "r3:eth1")),
    "arp-moved": (
        {"arp": (ArpEntry("eth1", PEER, "02:00:00:00:00:09"),)},
        ("arp", "10.0.0.1 eth1", "02:00:00:00:00:02", "02:00:00:00:00:09")),
    "mac-moved": (
        {"macs": (MacEntry(10, "02:00:00:00:00:03", "eth4"),)},
        ("mac", "vlan 10 02:00:00:00:00:03", "eth3", "eth4")),
    "daemon-died": ({"processes": frozenset({"zebra"})}, ("process", "ospfd", "runs", None)),
    "loss": ({"probes": (Probe("eth1", PEER, 100, 60),)}, ("probe", "eth1 10.0.0.1", "answers", "loses packets")),
    "silent": ({"probes": (Probe("eth1", PEER, 25, 0),)}, ("probe", "eth1 10.0.0.1", "answers", "silent")),
    "upgrade": ({"facts": {"version": "9.1"}}, ("fact", "version", "8.4.4", "9.1")),
    "not-asked": ({"sessions": None}, ("data", "session", "collected", "not collected")),
    "dead": ({"reachable": False}, ("device", "", "answers", "does not answer")),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "told"), CHANGES.values(), ids=CHANGES)
def test_a_change(changes: dict[str, Any], told: tuple[str, str, str | None, str | None]) -> None:
    assert between(**changes) == (Difference("r1", *told),)


VOLATILE: dict[str, dict[str, Any]] = {
    "counters": {"interfaces": {"eth1": replace(PORT, counters={"rx_packets": 7})}},
    "entry-state": {"arp": (replace(STATE.arp[0], state="stale"),)},  # type: ignore[index]  # it has one
    "unanswered": {"arp": (*(STATE.arp or ()), ArpEntry("eth1", ip_address("10.0.0.77"), None, "failed"))},
    "dr-election": {"adjacencies": (replace(ADJACENCY, role="backup"),)},
    "accepted-prefixes": {"sessions": (replace(SESSION, received={4: 11}, counters={"opens_sent": 2}),)},
    "one-lost-answer": {"probes": (Probe("eth1", PEER, 100, 99),)},
    "signatures": {"facts": {"version": "8.4.4", "tcp.md5.failure": "9"}},
}


@pytest.mark.parametrize("changes", VOLATILE.values(), ids=VOLATILE)
def test_what_changes_by_itself_is_left_out(changes: dict[str, Any]) -> None:
    assert between(**changes) == ()


def test_a_session_that_is_down_is_down_in_any_state() -> None:
    down = [collected(replace(STATE, sessions=(replace(SESSION, state=each),))) for each in ("idle", "active")]
    assert difference(*down) == ()


def test_a_configuration_is_a_diff() -> None:
    (found,) = between(configuration="hostname r1\nip forwarding\n!\n")
    assert (found.kind, found.change) == ("configuration", "changed")
    assert "+ip forwarding\n" in found.diff


def test_what_a_prediction_does_not_hold_is_not_compared() -> None:
    bare = DeviceState("r1", interfaces=STATE.interfaces, ribs=STATE.ribs)
    predicted = Snapshot(SnapshotSource.PREDICTED, {"r1": bare})
    assert difference(predicted, collected(STATE)) == ()


def states(name: str) -> st.SearchStrategy[DeviceState]:
    """Any of the changes above, several at once."""
    keys = st.sampled_from([*(changes for changes, _ in CHANGES.values()), *VOLATILE.values()])
    return st.lists(keys, max_size=5).map(
        lambda chosen: replace(STATE, name=name, **{key: each for changes in chosen for key, each in changes.items()})
    )


snapshots = st.lists(st.sampled_from(["r1", "r2", "r10"]), unique=True).flatmap(
    lambda names: st.tuples(*map(states, names)).map(lambda found: collected(*found))
)


@given(snapshots)
def test_a_snapshot_does_not_differ_from_itself(snapshot: Snapshot) -> None:
    assert difference(snapshot, snapshot) == ()


@given(snapshots, snapshots)
def test_the_way_back_is_the_same_way(one: Snapshot, other: Snapshot) -> None:
    there, back = difference(one, other), difference(other, one)
    assert [replace(each, before=each.after, after=each.before, diff="") for each in back] == [
        replace(each, diff="") for each in there
    ]
    assert {each.kind for each in there} <= set(KINDS)
    assert all(each.before != each.after or each.diff for each in there)
