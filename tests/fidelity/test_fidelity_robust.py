"""Torn networks: whatever is missing or wrong in them, a prediction comes out, the same twice, or a PredictionError."""

from __future__ import annotations

import dataclasses
import random
import re
from collections.abc import Callable
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_interface
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_networks import random_network

from netops.analysis import Failures, compare, predict
from netops.analysis.assumptions import Assumptions
from netops.analysis.bgp.path import Path as BgpPath
from netops.analysis.policy import Policy
from netops.errors import PredictionError
from netops.intent import load
from netops.model import (
    Action,
    AsPathList,
    AsPathListEntry,
    Bgp,
    BgpFamily,
    BgpNeighbor,
    BgpNeighborFamily,
    BgpNetwork,
    Device,
    Endpoint,
    Interface,
    InterfaceKind,
    Link,
    Match,
    Network,
    Ospf,
    OspfInterface,
    RouteMap,
    RouteMapClause,
    Set,
    Snapshot,
    StaticRoute,
)

ESTATE = -1
"""The seed that stands for the repository's own estate."""


@cache
def _whole(seed: int) -> Network:
    if seed != ESTATE:
        return random_network(seed)
    found = load(Path(__file__).parents[2]).network
    assert found is not None
    return found


class _Tearing:
    """Takes things out of a network, and puts wrong ones in; the same from the same numbers."""

    def __init__(self, network: Network, seed: int) -> None:
        self.network = network
        self.random = random.Random(seed)

    def any_device(self) -> Device:
        return self.random.choice([*self.network.devices.values()])

    def put(self, device: Device, **changes: Any) -> None:
        self.network = self.network.with_devices({device.name: dataclasses.replace(device, **changes)})

    def put_interface(self, device: Device, name: str, **changes: Any) -> None:
        changed = dataclasses.replace(device.interfaces[name], **changes)
        self.put(device, interfaces={**device.interfaces, name: changed})

    def any_interface(self) -> tuple[Device, Interface] | None:
        device = self.any_device()
        return (device, self.random.choice([*device.interfaces.values()])) if device.interfaces else None

    def drop_device(self) -> None:
        """Its lines stay, and lead nowhere."""
        gone = self.any_device().name
        devices = {name: each for name, each in self.network.devices.items() if name != gone}
        self.network = dataclasses.replace(self.network, devices=devices)

    def drop_interface(self) -> None:
        if found := self.any_interface():
            device, gone = found
            kept = {name: each for name, each in device.interfaces.items() if name != gone.name}
            self.put(device, interfaces=kept)

    def drop_loopback(self) -> None:
        device = self.any_device()
        kept = {name: each for name, each in device.interfaces.items() if each.kind is not InterfaceKind.LOOPBACK}
        self.put(device, interfaces=kept)

    def drop_link(self) -> None:
        kept = list(self.network.links)
        if kept:
            kept.pop(self.random.randrange(len(kept)))
        self.network = dataclasses.replace(self.network, links=tuple(kept))

    def twist_link(self) -> None:
        """Plugged in somewhere else, maybe into itself."""
        if (found := self.any_interface()) and self.network.links:
            number = self.random.randrange(len(self.network.links))
            links = list(self.network.links)
            links[number] = Link(links[number].a, Endpoint(found[0].name, found[1].name))
            self.network = dataclasses.replace(self.network, links=tuple(links))

    def null_interface_field(self) -> None:
        if found := self.any_interface():
            device, interface = found
            names = ["addresses", "ospf", "ospf6", "mac", "mtu", "speed", "parent", "vlan", "switchport", "vrrp"]
            name = self.random.choice(names)
            self.put_interface(device, interface.name, **{name: () if name in ("addresses", "vrrp") else None})

    def null_device_field(self) -> None:
        names = ["static_routes", "ospf", "bgp", "prefix_lists", "community_lists", "as_path_lists", "route_maps"]
        self.put(self.any_device(), **{self.random.choice(names): ()})

    def one_family_only(self) -> None:
        """All addresses of one version go, from a device or from everywhere."""
        version = self.random.choice((4, 6))
        everywhere = self.random.random() < 0.5
        for device in [*self.network.devices.values()] if everywhere else [self.any_device()]:
            self.put(
                device,
                interfaces={
                    name: dataclasses.replace(
                        each, addresses=tuple(one for one in each.addresses if one.version != version)
                    )
                    for name, each in device.interfaces.items()
                },
            )

    def swap_addresses(self) -> None:
        one, other = self.any_interface(), self.any_interface()
        if one and other and one[0].name != other[0].name:
            self.put_interface(*_named(one), addresses=other[1].addresses)
            self.put_interface(*_named(other), addresses=one[1].addresses)

    def duplicate_addresses(self) -> None:
        one, other = self.any_interface(), self.any_interface()
        if one and other:
            self.put_interface(*_named(one), addresses=other[1].addresses)

    def odd_address(self) -> None:
        if found := self.any_interface():
            odd = self.random.choice(
                ["192.0.2.1/32", "fe80::1/64", "127.0.0.2/8", "10.0.0.0/0", "::1/128", "fe80::/10"]
            )
            self.put_interface(*_named(found), addresses=(ip_interface(odd), *found[1].addresses))

    def other_vrf(self) -> None:
        if found := self.any_interface():
            self.put_interface(*_named(found), vrf="guests")

    def other_area(self) -> None:
        if found := self.any_interface():
            area = self.random.choice(("0.0.0.0", "0.0.0.1", "0.0.0.77"))
            settings = OspfInterface(area, self.random.choice((None, 1, 65535)))
            if self.random.random() < 0.5:
                self.put_interface(*_named(found), ospf=settings)
            else:
                self.put_interface(*_named(found), ospf6=settings)

    def no_router_id(self) -> None:
        device = self.any_device()
        same = self.random.choice((None, IPv4Address("192.0.2.1")))
        self.put(
            device,
            ospf=tuple(dataclasses.replace(each, router_id=same) for each in device.ospf),
            bgp=tuple(dataclasses.replace(each, router_id=same) for each in device.bgp),
        )

    def add_ospf(self) -> None:
        """A process on a device that may have no interface for it."""
        self.put(self.any_device(), ospf=(Ospf(2), Ospf(3)))

    def strange_neighbor(self) -> None:
        """A peer that nobody is, from a source that is not there, in families that were never configured."""
        device = self.any_device()
        address = self.random.choice((self._any_address(), IPv4Address("198.18.0.1"), IPv6Address("fe80::5")))
        source = self.random.choice((None, "lo", "nowhere", "192.0.2.9", "2001:db8::9"))
        families = tuple(BgpNeighborFamily(each) for each in self.random.choice(((), (4,), (6,), (4, 6))))
        asn = self.random.choice((65000, 65001))
        neighbor = BgpNeighbor(address, asn, update_source=source, families=families)
        first = device.bgp_process() or Bgp(asn, families=(BgpFamily(4), BgpFamily(6)))
        others = tuple(each for each in first.neighbors if each.address != address)
        self.put(device, bgp=(dataclasses.replace(first, neighbors=(*others, neighbor)),))

    def update_source(self) -> None:
        device = self.any_device()
        source = self.random.choice((None, "lo", "nowhere", "eth1", "192.0.2.9", "::9"))
        processes = (
            dataclasses.replace(
                each, neighbors=tuple(dataclasses.replace(one, update_source=source) for one in each.neighbors)
            )
            for each in device.bgp
        )
        self.put(device, bgp=tuple(processes))

    def strange_static(self) -> None:
        device = self.any_device()
        prefix = ip_interface(self.random.choice(("0.0.0.0/0", "::/0", "10.0.0.0/8", "192.0.2.0/24"))).network
        route = StaticRoute(
            prefix,
            next_hop=self.random.choice((None, self._any_address(), ip_address("fe80::7"))),
            interface=self.random.choice((None, None, "nowhere", *device.interfaces)),
            distance=self.random.choice((1, 20, 110, 255)),
        )
        self.put(device, static_routes=(*device.static_routes, route))

    def _any_address(self) -> IPv4Address | IPv6Address:
        found = [
            each.ip
            for device in self.network.devices.values()
            for interface in device.interfaces.values()
            for each in interface.addresses
        ]
        return self.random.choice(found or [IPv4Address("203.0.113.1")])


def _named(found: tuple[Device, Interface]) -> tuple[Device, str]:
    return found[0], found[1].name


TEARS: tuple[Callable[[_Tearing], None], ...] = tuple(
    each for name, each in vars(_Tearing).items() if not name.startswith(("_", "any_", "put"))
)


def _torn(seed: int, tears: list[tuple[int, int]]) -> Network:
    network = _whole(seed)
    for kind, number in tears:
        tearing = _Tearing(network, number)
        TEARS[kind](tearing)
        network = tearing.network
    return network


def _predicted(network: Network, failures: Failures) -> Snapshot | str:
    """The prediction, or the words of its refusal; any other exception is the test's failure."""
    try:
        return predict(network, failures)
    except PredictionError as error:
        return str(error)


def _failures(network: Network, numbers: list[int]) -> Failures:
    """A few things of each kind that are down."""
    devices, links = sorted(network.devices), sorted(link.name for link in network.links)
    ends = sorted(Endpoint(name, each) for name in devices for each in network.devices[name].interfaces)
    return Failures(
        devices=frozenset(devices[each % len(devices)] for each in numbers[:1] if devices),
        links=frozenset(links[each % len(links)] for each in numbers[1:2] if links),
        interfaces=frozenset(ends[each % len(ends)] for each in numbers[2:3] if ends),
    )


def _shuffled(network: Network) -> Network:
    """The same network, said in another order."""
    devices = dict(reversed([*network.devices.items()]))
    return dataclasses.replace(network, devices=devices, links=network.links[::-1])


NUMBERS = st.integers(0, 10_000)
RANDOM = st.integers(0, 59)
TORN = st.lists(st.tuples(st.integers(0, len(TEARS) - 1), NUMBERS), max_size=6)
FAILED = st.lists(NUMBERS, max_size=3)


def _unhurried(examples: int) -> settings:
    return settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _holds(seed: int, tears: list[tuple[int, int]], failed: list[int]) -> None:
    network = _torn(seed, tears)
    failures = _failures(network, failed)
    first, again = _predicted(network, failures), _predicted(network, failures)
    assert first == again
    if isinstance(first, Snapshot) and isinstance(again, Snapshot):
        assert compare(first, again) == ()


@_unhurried(150)
@given(RANDOM, TORN, FAILED)
def test_a_torn_network_is_predicted_and_always_alike(
    seed: int, tears: list[tuple[int, int]], failed: list[int]
) -> None:
    _holds(seed, tears, failed)


@_unhurried(8)
@given(TORN, FAILED)
def test_the_torn_estate_is_predicted_and_always_alike(tears: list[tuple[int, int]], failed: list[int]) -> None:
    _holds(ESTATE, tears, failed)


@_unhurried(40)
@given(RANDOM, FAILED, FAILED)
def test_failures_add_up_in_any_order(seed: int, one: list[int], other: list[int]) -> None:
    network = _whole(seed)
    first, second = _failures(network, one), _failures(network, other)
    forth, back = _predicted(network, first | second), _predicted(_shuffled(network), second | first)
    assert not isinstance(forth, str)
    assert not isinstance(back, str)
    assert compare(forth, back) == ()


ROUTER = Device(
    "r1",
    "frr",
    interfaces={"eth1": Interface("eth1", ospf=OspfInterface("0.0.0.0"), ospf6=OspfInterface("0.0.0.0"))},
    ospf=(Ospf(2), Ospf(3)),
)


@pytest.mark.parametrize(
    "network",
    [
        Network(),
        Network(devices={"s1": Device("s1", "ovs")}),
        Network(devices={"h1": Device("h1", "linux")}),
        Network(devices={"r1": Device("r1", "frr")}),
        Network(devices={"r1": ROUTER}),
        Network(links=(Link(Endpoint("gone", "eth1"), Endpoint("lost", "eth1")),)),
        Network(devices={"r1": ROUTER}, links=(Link(Endpoint("r1", "eth1"), Endpoint("r1", "eth1")),)),
    ],
    ids=["nothing", "switch", "host", "bare router", "ospf without addresses", "line of strangers", "line to itself"],
)
def test_a_network_of_next_to_nothing_is_predicted(network: Network) -> None:
    snapshot = predict(network)
    assert set(snapshot.devices) == set(network.devices)
    assert compare(snapshot, predict(network)) == ()


@pytest.mark.parametrize("source", ["lo", "eth9", "not an address", "192.0.2.300"])
def test_a_session_from_a_source_that_is_not_there_does_not_come_up(source: str) -> None:
    neighbor = BgpNeighbor(IPv4Address("10.0.0.2"), 65001, update_source=source, families=(BgpNeighborFamily(4),))
    process = Bgp(65000, IPv4Address("10.0.0.1"), neighbors=(neighbor,))
    network = Network(devices={"r1": dataclasses.replace(ROUTER, bgp=(process,))})
    sessions = predict(network).devices["r1"].sessions
    assert sessions is not None
    assert [(each.state, each.reason) for each in sessions] == [("idle", "no local address towards the peer")]


def _policy(*sets: Set, matches: tuple[Match, ...] = (), told: Assumptions | None = None) -> Policy:
    lists = (AsPathList("BAD", (AsPathListEntry(5, Action.PERMIT, "*65000"),)),)
    clause = RouteMapClause(10, Action.PERMIT, matches, sets)
    return Policy(Device("r1", "frr", as_path_lists=lists, route_maps=(RouteMap("M", (clause,)),)), told)


@pytest.mark.parametrize(
    ("kind", "argument", "present", "expected"),
    [
        ("local-preference", "200", 100, 200),
        ("local-preference", "+50", 100, 150),
        ("local-preference", "+50", None, 50),
        ("local-preference", "-150", 100, 0),
        ("metric", "+1", 4294967295, 4294967295),
        ("metric", "-5", 12, 7),
    ],
)
def test_a_route_map_sets_numbers_as_frr_does(kind: str, argument: str, present: int | None, expected: int) -> None:
    path = BgpPath(local_preference=present, med=present)
    found = _policy(Set(kind, (argument,))).apply("M", ip_interface("192.0.2.0/24").network, path)
    assert found is not None
    assert (found.local_preference if kind == "local-preference" else found.med) == expected


@pytest.mark.parametrize(
    ("sets", "matches"),
    [
        ((Set("metric", ("rtt",)),), ()),
        ((Set("metric", ("+rtt",)),), ()),
        ((Set("origin", ("unheard-of",)),), ()),
        ((Set("weight", ()),), ()),
        ((Set("unheard-of", ("1",)),), ()),
        ((), (Match("metric", ("many",)),)),
        ((), (Match("as-path", ("BAD",)),)),
        ((), (Match("unheard-of", ()),)),
    ],
    ids=str,
)
def test_what_a_route_map_says_and_nobody_can_predict_is_told(
    sets: tuple[Set, ...], matches: tuple[Match, ...]
) -> None:
    """A condition does not hold then, and a change does nothing; the prediction says so, and goes on."""
    told, path = Assumptions(), BgpPath()
    found = _policy(*sets, matches=matches, told=told).apply("M", ip_interface("192.0.2.0/24").network, path)
    assert found == (None if matches else path)
    (said,) = told.told()
    assert re.fullmatch(r"r1: route map M 10: .* cannot be predicted: taken .*", said)


def _peers(here: BgpNeighborFamily, vrf: str = "default") -> Network:
    """Two routers of two ASes on one line; the first, whose port is in ``vrf``, filters unless it says otherwise."""
    sides = [("r1", 1, 65000, here, vrf, True), ("r2", 2, 65001, BgpNeighborFamily(4), "default", False)]
    devices = {}
    for name, number, asn, family, inside, strict in sides:
        port = Interface("eth1", addresses=(ip_interface(f"10.0.0.{number}/30"),), vrf=inside)
        neighbor = BgpNeighbor(IPv4Address(f"10.0.0.{3 - number}"), 130001 - asn, families=(family,))
        process = Bgp(asn, IPv4Address(number), neighbors=(neighbor,), ebgp_requires_policy=strict)
        devices[name] = Device(name, "frr", interfaces={"eth1": port}, bgp=(process,))
    return Network(devices=devices, links=(Link(Endpoint("r1", "eth1"), Endpoint("r2", "eth1")),))


def test_another_vrf_is_another_world() -> None:
    """An address in a VRF answers no session of the default one."""
    snapshot = predict(_peers(BgpNeighborFamily(4), vrf="guests"))
    ribs = snapshot.devices["r1"].ribs
    assert ribs is not None
    assert ribs["default"] == {}
    assert {route.protocol for route in ribs["guests"].values()} == {"connected"}
    for state in snapshot.devices.values():
        assert state.sessions is not None
        assert [each.state for each in state.sessions] == ["idle"]


@pytest.mark.parametrize("filters", [{}, {"prefix_list_out": "NONE"}, {"route_map_out": "NONE"}], ids=str)
def test_no_filter_keeps_an_originated_default_route_back(filters: dict[str, str]) -> None:
    family = dataclasses.replace(BgpNeighborFamily(4, default_originate=True), **filters)  # type: ignore[arg-type]  # names
    ribs = predict(_peers(family)).devices["r2"].ribs
    assert ribs is not None
    assert sorted(map(str, ribs["default"])) == ["0.0.0.0/0", "10.0.0.0/30"]


@pytest.mark.parametrize(
    ("map_there", "network", "default"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_an_originated_default_route_on_a_route_map_waits_for_a_route_that_passes(
    map_there: bool, network: bool, default: bool
) -> None:
    family = BgpNeighborFamily(4, default_originate=True, default_originate_route_map="M")
    found = _peers(family)
    here = found.devices["r1"]
    networks = (BgpNetwork(ip_interface("10.0.0.0/30").network),) if network else ()
    here = dataclasses.replace(
        here,
        bgp=(dataclasses.replace(here.bgp[0], families=(BgpFamily(4, networks),)),),
        route_maps=(RouteMap("M", (RouteMapClause(10, Action.PERMIT),)),) if map_there else (),
    )
    routes = predict(found.with_devices({"r1": here})).devices["r2"].routes
    assert ("0.0.0.0/0" in map(str, routes)) is default
