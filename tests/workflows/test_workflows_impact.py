"""What a change does, told from two snapshots."""

from __future__ import annotations

import dataclasses
from ipaddress import IPv4Address, ip_address, ip_interface, ip_network

import pytest

from netops.model import (
    Adjacency,
    BgpSession,
    Device,
    DeviceState,
    Endpoint,
    Interface,
    InterfaceState,
    Link,
    Network,
    NextHop,
    Role,
    Route,
    Segment,
    Snapshot,
    SnapshotSource,
    VrrpState,
)
from netops.workflows.impact import Impact, assess
from netops.workflows.impact.paths import path_changes
from netops.workflows.impact.peers import peer_changes
from netops.workflows.impact.redundancy import redundancy_changes
from netops.workflows.impact.routes import route_changes


def route(prefix: str, *hops: str, protocol: str = "ospf", metric: int = 10) -> Route:
    found = frozenset(NextHop(ip_address(each)) for each in hops)
    return Route(ip_network(prefix), protocol, 110, metric, found)


def state(name: str, *routes: Route, addresses: str = "", **tables: object) -> DeviceState:
    """``addresses``: the device's interfaces, as ``eth0=10.0.0.1/24 eth1=…``."""
    ports = dict(each.split("=") for each in addresses.split())
    interfaces = {
        port: InterfaceState(port, admin_up=True, oper_up=True, addresses=(ip_interface(address),))
        for port, address in ports.items()
    }
    rib = {each.prefix: each for each in routes}
    return DeviceState(name, interfaces=interfaces, ribs={"default": rib}, **tables)  # type: ignore[arg-type]  # as told


def snapshot(*states: DeviceState) -> Snapshot:
    return Snapshot(SnapshotSource.PREDICTED, {each.name: each for each in states})


class TestRoutes:
    def test_added_removed_and_changed(self) -> None:
        before = snapshot(state("r1", route("10.1.0.0/16", "10.0.0.1"), route("10.2.0.0/16", "10.0.0.1", "10.0.0.2")))
        after = snapshot(state("r1", route("10.3.0.0/16", "10.0.0.1"), route("10.2.0.0/16", "10.0.0.1")))
        (changes,) = route_changes(before, after)
        assert [(each.kind, str(each.prefix), each.lost_width) for each in changes.changes] == [
            ("removed", "10.1.0.0/16", 0),
            ("changed", "10.2.0.0/16", 1),
            ("added", "10.3.0.0/16", 0),
        ]
        assert {kind: changes.count(kind) for kind in ("added", "removed", "changed")} == {
            "added": 1,
            "removed": 1,
            "changed": 1,
        }

    def test_a_device_that_comes_or_goes(self) -> None:
        one = snapshot(state("r1", route("10.1.0.0/16", "10.0.0.1")))
        assert route_changes(snapshot(), one)[0].count("added") == 1
        assert route_changes(one, snapshot())[0].count("removed") == 1

    def test_both_families_and_all_vrfs(self) -> None:
        before = dataclasses.replace(state("r1"), ribs={"default": {}, "guest": {}})
        six = route("2001:db8::/32", "fe80::1")
        after = dataclasses.replace(state("r1"), ribs={"default": {}, "guest": {six.prefix: six}})
        (changes,) = route_changes(snapshot(before), snapshot(after))
        assert [(each.vrf, str(each.prefix)) for each in changes.changes] == [("guest", "2001:db8::/32")]

    def test_nothing(self) -> None:
        one = snapshot(state("r1", route("10.1.0.0/16", "10.0.0.1")))
        assert route_changes(one, one) == ()


class TestPeers:
    def test_lost_and_gained(self) -> None:
        full = Adjacency("eth0", IPv4Address("10.0.0.2"), 2, "0.0.0.0", "full")
        up = BgpSession(ip_address("10.0.0.9"), 65001, 65000, "established")
        before = snapshot(state("r1", adjacencies=(full,), sessions=()))
        after = snapshot(state("r1", adjacencies=(), sessions=(up,)))
        lost, gained = sorted(peer_changes(before, after), key=lambda each: each.before == "")
        assert (lost.kind, lost.before, lost.after, lost.lost) == ("ospf", "full", "", True)
        assert (gained.kind, gained.before, gained.after, gained.lost) == ("bgp", "", "established", False)


NETWORK = Network(
    devices={
        name: Device(name, "frr", role=role, interfaces={"eth0": Interface("eth0"), "eth1": Interface("eth1")})
        for name, role in (("d1", Role.DISTRIBUTION), ("d2", Role.DISTRIBUTION), ("e1", Role.EDGE), ("isp", Role.ISP))
    },
    segments={
        "homes": Segment(
            "homes", 10, "residents", ipv4=ip_network("10.1.0.0/24"), gateways=(ip_address("10.1.0.1"),)  # type: ignore[arg-type]  # IPv4
        ),
        "cams": Segment("cams", 20, "cctv", ipv4=ip_network("10.2.0.0/24"), gateways=(ip_address("10.2.0.1"),)),  # type: ignore[arg-type]  # IPv4
    },
)  # fmt: skip


def community(*, out: str | None = "10.0.0.2", master: str = "d1") -> Snapshot:
    """d1 and d2 serve the homes, d2 the cameras; both reach e1, and e1 the provider."""

    def vrrp(name: str) -> tuple[VrrpState, ...]:
        word = "master" if name == master else "backup"
        return (VrrpState("eth0", 1, 4, word, addresses=(ip_address("10.1.0.1"),)),)

    way_out = [route("0.0.0.0/0", out)] if out else []
    homes = route("10.1.0.0/24", protocol="connected")
    cams = route("10.2.0.0/24", protocol="connected")
    return snapshot(
        state("d1", homes, route("10.2.0.0/24", "10.1.0.3"), *way_out, addresses="eth0=10.1.0.2/24", vrrp=vrrp("d1")),
        state("d2", homes, cams, *way_out, addresses="eth0=10.1.0.3/24 eth1=10.2.0.1/24", vrrp=vrrp("d2")),
        state("e1", route("0.0.0.0/0", "203.0.113.1"), addresses="eth0=10.0.0.2/24"),
        state("isp", addresses="eth0=203.0.113.1/30"),
    )


class TestPaths:
    def test_a_way_that_is_cut(self) -> None:
        changes = path_changes(NETWORK, community(), community(out=None))
        assert {(each.source, each.destination, str(each.before), str(each.after), each.cut) for each in changes} == {
            ("homes", "internet", "d1 → e1 → isp", "d1 ✘ no route", True),
            ("cams", "internet", "d2 → e1 → isp", "d2 ✘ no route", True),
        }

    def test_another_master_is_another_way(self) -> None:
        changes = path_changes(NETWORK, community(), community(master="d2"))
        assert {(each.source, each.destination, str(each.after)) for each in changes} == {
            ("homes", "internet", "d2 → e1 → isp"),
            ("homes", "cams", "d2"),
        }

    def test_a_loop_ends(self) -> None:
        changes = path_changes(NETWORK, community(), community(out="10.1.0.2"))
        assert {each.after.outcomes for each in changes} == {("loop",)}

    @pytest.mark.parametrize(
        ("hop", "outcome"),
        [(NextHop(blackhole=True), "blackhole"), (NextHop(ip_address("192.0.2.1")), "unknown next hop")],
    )
    def test_ways_that_end_nowhere(self, hop: NextHop, outcome: str) -> None:
        after = community(out=None)
        lost = Route(ip_network("0.0.0.0/0"), "static", 1, 0, frozenset({hop}))
        states = {
            name: dataclasses.replace(each, ribs={"default": {**each.routes, lost.prefix: lost}})
            for name, each in after.devices.items()
        }
        changes = path_changes(NETWORK, community(), dataclasses.replace(after, devices=states))
        assert {each.after.outcomes for each in changes} == {(outcome,)}

    def test_equal_ways_are_one_path(self) -> None:
        after = community()
        both = route("0.0.0.0/0", "10.0.0.2", "10.1.0.3")
        d1 = after.devices["d1"]
        changed = dataclasses.replace(d1, ribs={"default": {**d1.routes, both.prefix: both}})
        after = dataclasses.replace(after, devices={**after.devices, "d1": changed})
        (change,) = path_changes(NETWORK, community(), after)
        assert str(change.after) == "d1 → d2|e1 → e1|isp → isp"


def ring(*links: tuple[str, str]) -> tuple[Network, Snapshot]:
    ends = [(Endpoint(a, f"to-{b}"), Endpoint(b, f"to-{a}")) for a, b in links]
    names = sorted({name for pair in links for name in pair})
    ports = {name: [end.interface for pair in ends for end in pair if end.device == name] for name in names}
    devices = {
        name: Device(name, "frr", role=Role.CORE, interfaces={port: Interface(port) for port in ports[name]})
        for name in names
    }
    shown = snapshot(*(state(name, addresses=" ".join(f"{p}=10.0.0.1/24" for p in ports[name])) for name in names))
    return Network(devices=devices, links=tuple(Link(a, b) for a, b in ends)), shown


class TestRedundancy:
    RING = (("a", "b"), ("b", "c"), ("c", "a"))

    def test_a_ring_that_is_opened(self) -> None:
        changes = redundancy_changes(ring(*self.RING), ring(*self.RING[:2]), ())
        assert [(each.kind, each.subject) for each in changes] == [
            ("link", "a:to-b--b:to-a"),
            ("link", "b:to-c--c:to-b"),
            ("device", "b"),
        ]

    def test_a_port_that_goes_down_counts_as_no_line(self) -> None:
        network, after = ring(*self.RING)
        c = after.devices["c"]
        down = dataclasses.replace(c.interfaces["to-a"], oper_up=False)  # type: ignore[index]  # it has interfaces
        states = {**after.devices, "c": dataclasses.replace(c, interfaces={**(c.interfaces or {}), "to-a": down})}
        opened = (network, dataclasses.replace(after, devices=states))
        assert {each.kind for each in redundancy_changes((network, after), opened, ())} == {"link", "device"}

    def test_what_was_so_before_is_no_change(self) -> None:
        assert redundancy_changes(ring(*self.RING[:2]), ring(*self.RING[:2]), ()) == ()

    def test_width(self) -> None:
        before = snapshot(state("r1", route("10.2.0.0/16", "10.0.0.1", "10.0.0.2")))
        after = snapshot(state("r1", route("10.2.0.0/16", "10.0.0.1")))
        changes = redundancy_changes((Network(), before), (Network(), after), route_changes(before, after))
        assert [(each.kind, each.subject) for each in changes] == [("width", "r1")]


def test_no_change_at_all() -> None:
    assert assess((NETWORK, community()), (NETWORK, community())) == Impact()
