"""Why a route is as it is: on small networks whose answers are known, and on the whole estate."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from ipaddress import ip_address, ip_interface, ip_network
from pathlib import Path

import pytest
from bgp_labs import line, with_bgp, with_neighbor

from netops.analysis import predict
from netops.analysis.why.answer import Candidate, Why
from netops.analysis.why.explain import Reasoner
from netops.intent import load
from netops.model import (
    Action,
    BgpNetwork,
    Interface,
    InterfaceKind,
    Match,
    Network,
    PrefixList,
    PrefixListEntry,
    RouteMap,
    RouteMapClause,
    Set,
    StaticRoute,
)

ROOT = Path(__file__).parents[2]
FAR = "10.0.0.3/32"


def why(network: Network, device: str, prefix: str) -> Why:
    return Reasoner(network).why(device, ip_network(prefix))


def verdicts(found: Why) -> str:
    return "\n".join(each.verdict for each in found.candidates)


def ring(*numbers: int) -> Network:
    """r1 reaches r4 over r2 and over r3: both have 10.9.0.0/16, as if r4's."""
    network = line(*numbers)
    shared = BgpNetwork(ip_network("10.9.0.0/16"))
    for router in ("r1", "r3"):
        process = network.devices[router].bgp[0]
        family = replace(process.families[0], networks=(*process.families[0].networks, shared))
        network = with_bgp(network, router, families=(family,), network_import_check=False)
    return network


def with_map(network: Network, router: str, *clauses: RouteMapClause) -> Network:
    return network.with_devices({router: replace(network.devices[router], route_maps=(RouteMap("M", clauses),))})


def best(found: Why) -> Candidate:
    return next(each for each in found.candidates if each.chosen)


class TestBgpSteps:
    """r2 has 10.9.0.0/16 from r1 and from r3."""

    NETWORK = ring(65001, 65002, 65003)

    @pytest.mark.parametrize(
        ("sets", "step"),
        [
            (Set("weight", ("7",)), "weight 0, the best has 7"),
            (Set("local-preference", ("200",)), "local preference 100, the best has 200"),
            (Set("as-path-prepend", ("65009",)), "AS path length 2, the best has 1"),
            (Set("origin", ("incomplete",)), "origin incomplete, the best has IGP"),
        ],
    )
    def test_the_step_is_named(self, sets: Set, step: str) -> None:
        network = with_map(self.NETWORK, "r2", RouteMapClause(10, Action.PERMIT, sets=(sets,)))
        network = with_neighbor(network, "r2", "10.1.1.1", route_map_in="M")
        found = why(network, "r2", "10.9.0.0/16")
        assert step in verdicts(found)
        assert step in found.answer
        better = sets.kind in {"weight", "local-preference"}
        assert best(found).source == ("r1" if better else "r3")
        told = [line.what for each in found.candidates if each.source == "r1" for line in each.lines]
        assert f"route map M permit 10 sets {sets.kind} {sets.arguments[0]}" in told

    def test_med_within_one_as(self) -> None:
        network = with_bgp(self.NETWORK, "r2", always_compare_med=True)
        network = with_map(network, "r2", RouteMapClause(10, Action.PERMIT, sets=(Set("metric", ("9",)),)))
        found = why(with_neighbor(network, "r2", "10.1.1.1", route_map_in="M"), "r2", "10.9.0.0/16")
        assert "MED 9, the best has 0" in verdicts(found)

    def test_router_id_last(self) -> None:
        found = why(self.NETWORK, "r2", "10.9.0.0/16")
        assert "router id 10.0.0.3, the best has 10.0.0.1" in found.answer

    def test_its_own_comes_first(self) -> None:
        found = why(self.NETWORK, "r1", "10.0.0.1/32")
        assert best(found).protocol == "connected"

    def test_distance_between_protocols(self) -> None:
        static = StaticRoute(ip_network(FAR), ip_address("10.1.1.2"), distance=250)
        device = self.NETWORK.devices["r1"]
        network = self.NETWORK.with_devices({"r1": replace(device, static_routes=(static,))})
        found = why(network, "r1", FAR)
        assert best(found).protocol == "bgp ebgp"
        assert "administrative distance 250, bgp has 20" in found.answer


class TestRefused:
    def test_a_prefix_list_with_its_entry(self) -> None:
        network = line(65001, 65002, 65003)
        entries = (PrefixListEntry(5, Action.DENY, ip_network(FAR)),)
        denying = replace(network.devices["r1"], prefix_lists=(PrefixList("P", 4, entries),))
        network = with_neighbor(network.with_devices({"r1": denying}), "r1", "10.1.1.2", prefix_list_in="P")
        found = why(network, "r1", FAR)
        assert found.route is None
        assert found.stops == (
            "between r2, which has 10.0.0.3/32, and r1: prefix list P seq 5 denies it (inbound, on r1)",
        )
        assert "prefix list P seq 5" in found.answer

    def test_a_route_map_clause_outbound(self) -> None:
        network = line(65001, 65002, 65003)
        lists = (PrefixList("P", 4, (PrefixListEntry(5, Action.PERMIT, ip_network(FAR)),)),)
        network = network.with_devices({"r2": replace(network.devices["r2"], prefix_lists=lists)})
        network = with_map(
            network,
            "r2",
            RouteMapClause(10, Action.DENY, (Match("prefix-list", ("P",)),)),
            RouteMapClause(20, Action.PERMIT),
        )
        found = why(with_neighbor(network, "r2", "10.1.1.1", route_map_out="M"), "r1", FAR)
        assert "route map M deny 10 denies it (outbound, on r2)" in found.answer
        assert why(network, "r1", "10.0.0.2/32").route is not None

    def test_an_as_loop(self) -> None:
        found = why(line(65001, 65002, 65001), "r1", FAR)
        assert "AS loop, its own number is in the AS path 65002 65001" in found.answer

    def test_no_reflection(self) -> None:
        found = why(line(65001, 65001, 65001), "r1", FAR)
        assert "only if the router reflects routes" in found.answer

    def test_a_session_that_is_down(self) -> None:
        found = why(with_neighbor(line(65001, 65002), "r2", "10.1.1.1", shutdown=True), "r1", "10.0.0.2/32")
        assert "the BGP session of r1 to it is down" in found.answer


class TestStatic:
    def network(self, *statics: StaticRoute) -> Network:
        network = line(65001, 65002)
        return network.with_devices({"r1": replace(network.devices["r1"], static_routes=statics)})

    def test_floating(self) -> None:
        wanted = ip_network("10.8.0.0/16")
        first = StaticRoute(wanted, ip_address("10.1.1.2"))
        second = StaticRoute(wanted, ip_address("10.0.0.2"), distance=200)
        found = why(self.network(second, first), "r1", str(wanted))
        assert best(found).via == ("10.1.1.2",)
        assert "administrative distance 200, static has 1" in found.answer

    def test_inactive_without_a_way_to_its_next_hop(self) -> None:
        found = why(self.network(StaticRoute(ip_network("10.8.0.0/16"), ip_address("172.16.0.1"))), "r1", "10.8.0.0/16")
        assert found.route is None
        assert "inactive: there is no route to the next hop 172.16.0.1" in verdicts(found)

    def test_not_redistributed(self) -> None:
        network = self.network(StaticRoute(ip_network("10.8.0.0/16"), blackhole=True))
        found = why(network, "r2", "10.8.0.0/16")
        assert "r1 has 10.8.0.0/16 (static), but brings it into BGP by no network statement" in found.answer


@cache
def estate() -> Network:
    network = load(ROOT).network
    assert network is not None
    return network


def test_the_winner_is_the_predicted_route_of_every_device_and_prefix_of_the_estate() -> None:
    reasoner, snapshot = Reasoner(estate()), predict(estate())
    for device, state in snapshot.devices.items():
        for prefix, route in state.routes.items():
            found = reasoner.why(device, prefix)
            chosen = [each for each in found.candidates if each.chosen]
            assert found.route == route
            assert chosen, (device, prefix)
            assert {each.protocol.split()[0] for each in chosen} == {route.protocol}
            assert {each.distance for each in chosen} == {route.distance}
            assert all(each.verdict for each in found.candidates)


def test_what_no_protocol_takes_to_another_is_told() -> None:
    network = line(65001, 65002)
    extra = Interface("lo1", addresses=(ip_interface("10.7.0.1/24"),), kind=InterfaceKind.LOOPBACK)
    device = network.devices["r1"]
    network = network.with_devices({"r1": replace(device, interfaces={**device.interfaces, "lo1": extra})})
    found = why(network, "r2", "10.7.0.0/24")
    assert "r1 has 10.7.0.0/24 (connected), but brings it into BGP by no network statement" in found.answer
