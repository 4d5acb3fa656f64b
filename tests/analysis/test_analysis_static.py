"""Routes that need no protocol: connected and local ones, static ones, and aggregates."""

from __future__ import annotations

from ipaddress import ip_address, ip_interface, ip_network

import pytest

from netops.analysis import predict
from netops.model import (
    AggregateRoute,
    Device,
    HsrpGroup,
    Interface,
    InterfaceKind,
    Match,
    Network,
    NextHop,
    Rib,
    Route,
    RouteMap,
    RouteMapClause,
    StaticRoute,
    Vrf,
)
from netops.model.policy import Action

DISCARD = frozenset({NextHop(blackhole=True)})


def ribs(*statics: StaticRoute, platform: str = "frr", **fields: object) -> dict[str, Rib]:
    """One router with a port in the default VRF, and one in RED."""
    ports = {
        "lo0": Interface("lo0", InterfaceKind.LOOPBACK, addresses=(ip_interface("10.0.0.1/24"),)),
        "lo1": Interface("lo1", InterfaceKind.LOOPBACK, addresses=(ip_interface("10.9.0.1/24"),), vrf="RED"),
    }
    device = Device("r1", platform, interfaces=ports, static_routes=statics, vrfs={"RED": Vrf("RED")}, **fields)  # type: ignore[arg-type]
    found = predict(Network(devices={"r1": device})).devices["r1"].ribs
    assert found is not None
    return dict(found)


def static(prefix: str, next_hop: str | None = None, **fields: object) -> StaticRoute:
    hop = None if next_hop is None else ip_address(next_hop)
    return StaticRoute(ip_network(prefix), hop, **fields)  # type: ignore[arg-type]  # by name


def route(prefix: str, *statics: StaticRoute, vrf: str = "default", **fields: object) -> Route | None:
    return ribs(*statics, **fields)[vrf].get(ip_network(prefix))  # type: ignore[arg-type]  # by name


def hops(found: Route | None) -> set[str]:
    return set() if found is None else {str(each) for each in found.next_hops}


def test_a_floating_route_waits_for_the_better_one_to_go() -> None:
    best = static("192.0.2.0/24", "10.0.0.2")
    floating = static("192.0.2.0/24", "10.0.0.3", distance=200)
    assert hops(route("192.0.2.0/24", best, floating)) == {"10.0.0.2 lo0"}
    unreachable = static("192.0.2.0/24", "203.0.113.1")
    assert hops(route("192.0.2.0/24", unreachable, floating)) == {"10.0.0.3 lo0"}


def test_a_route_of_the_greatest_distance_is_never_used() -> None:
    assert route("192.0.2.0/24", static("192.0.2.0/24", "10.0.0.2", distance=255)) is None


def test_a_next_hop_in_another_vrf_is_looked_up_there() -> None:
    leaking = static("192.0.2.0/24", "10.9.0.2", next_hop_vrf="RED")
    assert hops(route("192.0.2.0/24", leaking)) == {"10.9.0.2 lo1"}
    assert route("192.0.2.0/24", static("192.0.2.0/24", "10.9.0.2")) is None
    back = static("192.0.2.0/24", "10.0.0.2", vrf="RED", next_hop_vrf="default")
    assert hops(route("192.0.2.0/24", back, vrf="RED")) == {"10.0.0.2 lo0"}
    own = static("192.0.2.0/24", "10.9.0.2", vrf="RED", next_hop_vrf="RED")
    assert hops(route("192.0.2.0/24", own, vrf="RED")) == {"10.9.0.2 lo1"}


def test_an_interface_of_another_vrf_leads_there() -> None:
    leaking = static("192.0.2.0/24", "10.9.0.2", interface="lo1")
    assert hops(route("192.0.2.0/24", leaking)) == {"10.9.0.2 lo1"}


def test_without_leave_to_resolve_a_next_hop_has_to_be_connected() -> None:
    via = static("192.0.2.0/24", "10.0.0.2")
    assert hops(route("198.51.100.0/24", via, static("198.51.100.0/24", "192.0.2.1"))) == {"10.0.0.2 lo0"}
    assert route("198.51.100.0/24", via, static("198.51.100.0/24", "192.0.2.1", resolve=False)) is None


def test_what_a_route_hangs_on_besides_is_told() -> None:
    tracked = static("192.0.2.0/24", "10.0.0.2", track="1")
    device = Device(
        "r1",
        "frr",
        interfaces={"lo0": Interface("lo0", InterfaceKind.LOOPBACK, addresses=(ip_interface("10.0.0.1/24"),))},
        static_routes=(tracked,),
    )
    snapshot = predict(Network(devices={"r1": device}))
    assert snapshot.assumptions == ("r1: static route 192.0.2.0/24 hangs on track 1: taken as up",)


TAGGED = RouteMap("T", (RouteMapClause(1, Action.PERMIT, (Match("tag", ("7",)),)),))


@pytest.mark.parametrize(
    ("aggregate", "expected"),
    [
        (AggregateRoute(ip_network("192.0.0.0/16")), {"blackhole"}),
        (AggregateRoute(ip_network("192.0.0.0/16"), generate=True), {"10.0.0.2 lo0"}),
        (AggregateRoute(ip_network("192.0.0.0/16"), policies=("T",)), {"blackhole"}),
        (AggregateRoute(ip_network("192.0.0.0/16"), generate=True, policies=("T",)), {"10.0.0.3 lo0"}),
        (AggregateRoute(ip_network("192.1.0.0/16")), set()),
        (AggregateRoute(ip_network("192.0.2.0/24")), {"10.0.0.2 lo0"}),
    ],
)
def test_an_aggregate_is_there_while_a_more_specific_route_is(aggregate: AggregateRoute, expected: set[str]) -> None:
    statics = (static("192.0.2.0/24", "10.0.0.2"), static("192.0.3.0/24", "10.0.0.3", tag=7))
    found = route(str(aggregate.prefix), *statics, aggregates=(aggregate,), route_maps=(TAGGED,))
    assert hops(found) == expected


def test_own_addresses_stand_in_the_table_where_the_platform_shows_them() -> None:
    address, group = ip_interface("10.0.0.1/24"), HsrpGroup(1, (ip_address("10.0.0.9"),))
    port = Interface("Vlan10", InterfaceKind.LOOPBACK, addresses=(address,), hsrp=(group,))
    for platform, expected in (
        ("frr", {"connected 10.0.0.0/24"}),
        ("nxos", {"connected 10.0.0.0/24", "local 10.0.0.1/32", "hsrp 10.0.0.9/32"}),
    ):
        found = predict(Network(devices={"r1": Device("r1", platform, interfaces={"Vlan10": port})}))
        assert {f"{each.protocol} {prefix}" for prefix, each in found.devices["r1"].routes.items()} == expected
