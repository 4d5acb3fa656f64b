"""BGP as platforms differ in it, and what its configuration can ask for."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address, ip_address, ip_interface, ip_network

import pytest
from bgp_labs import line, neighbor, route, with_bgp, with_neighbor

from netops.analysis import predict
from netops.model import (
    Action,
    BgpAggregate,
    BgpDynamicNeighbor,
    BgpFamily,
    BgpNeighborFamily,
    BgpNetwork,
    BgpUnnumberedNeighbor,
    CommunityList,
    CommunityListEntry,
    ConditionalAdvertisement,
    Match,
    Network,
    PrefixList,
    PrefixListEntry,
    Redistribution,
    RouteMap,
    RouteMapClause,
    Set,
    StaticRoute,
    Vrf,
    VrfFamily,
    VrfLeak,
)

FIRST = "10.0.0.1/32"


def listed(name: str, *prefixes: str) -> PrefixList:
    entries = (PrefixListEntry(5 * at, Action.PERMIT, ip_network(each)) for at, each in enumerate(prefixes, 1))
    return PrefixList(name, 4, tuple(entries))


def mapped(name: str, *rules: Match | Set) -> RouteMap:
    matches = tuple(each for each in rules if isinstance(each, Match))
    sets = tuple(each for each in rules if isinstance(each, Set))
    return RouteMap(name, (RouteMapClause(10, Action.PERMIT, matches, sets),))


def with_policies(network: Network, router: str, *found: PrefixList | RouteMap) -> Network:
    lists = tuple(each for each in found if isinstance(each, PrefixList))
    maps = tuple(each for each in found if isinstance(each, RouteMap))
    device = network.devices[router]
    return network.with_devices({router: replace(device, prefix_lists=lists, route_maps=maps)})


def passed(network: Network, number: int) -> bool:
    """Whether r4's path to the first prefix has this number."""
    probing = with_policies(network, "r4", mapped("P", Match("as-path-passes", (str(number),))))
    return route(with_neighbor(probing, "r4", "10.1.3.1", route_map_in="P"), "r4", FIRST) is not None


@pytest.mark.parametrize(
    ("platform", "distance"), [("frr", 20), ("ios", 20), ("nxos", 20), ("eos", 200), ("junos", 170), ("iosxr", 20)]
)
def test_each_platform_has_its_distance(platform: str, distance: int) -> None:
    network = line(1, 2)
    found = route(network.with_devices({"r2": replace(network.devices["r2"], platform=platform)}), "r2", FIRST)
    assert found is not None
    assert (found.protocol, found.distance, found.detail) == ("bgp", distance, "ebgp")


def test_a_configured_distance_is_taken() -> None:
    found = route(with_bgp(line(1, 2), "r2", families=(BgpFamily(4, distance_external=33),)), "r2", FIRST)
    assert found is not None
    assert found.distance == 33


@pytest.mark.parametrize(("platform", "given"), [("ios", True), ("junos", False), ("nxos", False)])
def test_some_give_nothing_back_to_the_as_that_it_is_from(platform: str, given: bool) -> None:
    """r1 and r3 are of one AS, and r3 takes its own number: what counts is whether r2 sends it."""
    network = with_neighbor(line(1, 2, 1), "r3", "10.1.2.1", allowas_in=1)
    network = network.with_devices({"r2": replace(network.devices["r2"], platform=platform)})
    assert (route(network, "r3", FIRST) is not None) is given


def test_an_own_number_is_a_loop_but_where_it_is_allowed() -> None:
    assert route(line(1, 2, 1), "r3", FIRST) is None
    assert route(with_neighbor(line(1, 2, 1), "r3", "10.1.2.1", allowas_in=1), "r3", FIRST) is not None
    assert route(with_neighbor(line(1, 2, 1), "r2", "10.1.2.2", as_override=True), "r3", FIRST) is not None


@pytest.mark.parametrize(
    ("fields", "numbers"),
    [({}, {7, 2}), ({"replace_as": True}, {7}), ({"no_prepend": True}, {7, 2})],
    ids=str,
)
def test_a_local_as_stands_before_the_own_number_or_alone(fields: dict[str, bool], numbers: set[int]) -> None:
    network = with_neighbor(line(1, 2, 3, 4), "r2", "10.1.2.2", local_as=7, **fields)
    network = with_neighbor(network, "r3", "10.1.2.1", remote_as=7)
    assert {each for each in (7, 2) if passed(network, each)} == numbers


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        ({}, {64512, 3}),
        ({"remove_private_as": True}, {64512, 3}),
        ({"remove_private_as": True, "remove_private_as_all": True}, {3}),
    ],
    ids=str,
)
def test_private_numbers_beside_public_ones_go_only_where_all_do(fields: dict[str, bool], left: set[int]) -> None:
    network = with_neighbor(line(1, 64512, 3, 4), "r3", "10.1.3.2", **fields)
    assert {each for each in (64512, 3) if passed(network, each)} == left


def test_private_numbers_go_where_the_path_has_no_others() -> None:
    network = with_neighbor(line(64513, 64512, 3, 4), "r3", "10.1.3.2", remove_private_as=True)
    assert not passed(network, 64512)


def test_a_confederation_is_one_as_to_others() -> None:
    """r2 and r3 are the members 65001 and 65002 of AS 100."""
    network = line(1, 65001, 65002, 4)
    for router, other in (("r2", 65002), ("r3", 65001)):
        network = with_bgp(network, router, confederation=100, confederation_peers=(other,))
    network = with_neighbor(network, "r1", "10.1.1.2", remote_as=100)
    network = with_neighbor(network, "r4", "10.1.3.1", remote_as=100)
    network = with_neighbor(network, "r2", "10.1.2.2", next_hop_self=True)
    snapshot = predict(network)
    inside, outside = route(snapshot, "r3", FIRST), route(snapshot, "r4", FIRST)
    assert inside is not None
    assert outside is not None
    assert (inside.detail, outside.detail) == ("ibgp", "ebgp")
    assert not passed(network, 65001)


def test_whoever_calls_from_the_prefix_is_a_peer() -> None:
    network = line(1, 2)
    dynamic = BgpDynamicNeighbor(ip_network("10.1.1.0/24"), neighbor("10.1.1.0", 2), ((2, 9),))
    listening = with_bgp(network, "r1", neighbors=(), dynamic=(dynamic,))
    assert route(listening, "r2", FIRST) is not None
    strict = with_bgp(network, "r1", neighbors=(), dynamic=(replace(dynamic, remote_as=((3, 9),)),))
    assert route(strict, "r2", FIRST) is None


def test_peers_without_addresses_find_each_other_on_their_line() -> None:
    network = line(1, 2, platform="frr")
    devices = {}
    for router, port, mac in (("r1", "to r2", "02:00:00:00:00:01"), ("r2", "to r1", "02:00:00:00:00:02")):
        device = network.devices[router]
        bare = replace(device.interfaces[port], addresses=(), ipv6_enabled=True, mac=mac)
        settings = replace(neighbor("::", 0), remote_as_kind="external")
        process = replace(device.bgp[0], neighbors=(), unnumbered=(BgpUnnumberedNeighbor(port, settings),))
        devices[router] = replace(device, interfaces={**device.interfaces, port: bare}, bgp=(process,))
    found = route(network.with_devices(devices), "r2", FIRST)
    assert found is not None
    assert {str(hop) for hop in found.next_hops} == {"fe80::ff:fe00:1 to r1"}


def test_more_prefixes_than_allowed_end_the_session_and_the_reason_is_told() -> None:
    networks = tuple(BgpNetwork(ip_network(f"192.0.2.{at}/32")) for at in range(5))
    network = with_bgp(line(1, 2), "r1", families=(BgpFamily(4, networks),), network_import_check=False)
    limited = predict(with_neighbor(network, "r2", "10.1.1.1", maximum_prefix=3))
    assert route(limited, "r2", "192.0.2.0/32") is None
    assert [each.reason for each in limited.devices["r2"].sessions or ()] == ["5 prefixes are more than the 3 allowed"]
    warned = with_neighbor(network, "r2", "10.1.1.1", maximum_prefix=3, maximum_prefix_warning_only=True)
    assert route(warned, "r2", "192.0.2.0/32") is not None


@pytest.mark.parametrize(("exists", "there"), [(True, True), (False, False)])
def test_a_conditional_advertisement_waits_for_its_condition(exists: bool, there: bool) -> None:
    """r2 tells r3 of r1's loopback while its own is (or is not) in the table."""
    network = with_policies(
        line(1, 2, 3),
        "r2",
        listed("A", FIRST),
        listed("C", "10.0.0.2/32"),
        mapped("ADV", Match("prefix-list", ("A",))),
        mapped("COND", Match("prefix-list", ("C",))),
    )
    condition = ConditionalAdvertisement("ADV", "COND", exists)
    snapshot = predict(with_neighbor(network, "r2", "10.1.2.2", conditions=(condition,)))
    assert (route(snapshot, "r3", FIRST) is not None) is there
    assert route(snapshot, "r3", "10.0.0.2/32") is not None


def test_an_aggregate_suppresses_but_where_a_neighbour_is_told_all_the_same() -> None:
    network = line(1, 2, 3)
    aggregate = BgpAggregate(ip_network("10.0.0.0/24"), summary_only=True)
    network = with_bgp(network, "r2", families=(BgpFamily(4, aggregates=(aggregate,)),))
    snapshot = predict(network)
    assert route(snapshot, "r3", FIRST) is None
    assert route(snapshot, "r3", "10.0.0.0/24") is not None
    discard = route(snapshot, "r2", "10.0.0.0/24")
    assert discard is not None
    assert [hop.blackhole for hop in discard.next_hops] == [True]
    told = with_policies(with_neighbor(network, "r2", "10.1.2.2", unsuppress_map="ALL"), "r2", mapped("ALL"))
    assert route(told, "r3", FIRST) is not None


def test_an_aggregates_maps_choose_what_is_suppressed_and_what_it_carries() -> None:
    aggregate = BgpAggregate(ip_network("10.0.0.0/24"), suppress_map="S", attribute_map="M", as_set=True)
    own = BgpFamily(4, (BgpNetwork(ip_network("10.0.0.2/32")),), aggregates=(aggregate,))
    network = with_bgp(with_bgp(line(1, 2, 3), "r3", families=()), "r2", families=(own,))
    maps = (listed("A", FIRST), mapped("S", Match("prefix-list", ("A",))), mapped("M", Set("metric", ("77",))))
    snapshot = predict(with_policies(network, "r2", *maps))
    whole = route(snapshot, "r3", "10.0.0.0/24")
    assert whole is not None
    assert whole.metric == 77
    assert route(snapshot, "r3", FIRST) is None
    assert route(snapshot, "r3", "10.0.0.2/32") is not None
    assert route(snapshot, "r1", "10.0.0.0/24") is None  # the set has r1's number


def test_a_table_map_keeps_routes_out_of_the_main_table_alone() -> None:
    network = with_policies(line(1, 2, 3), "r2", listed("A", "10.0.0.3/32"), mapped("T", Match("prefix-list", ("A",))))
    family = replace(network.devices["r2"].bgp[0].families[0], table_map="T")
    snapshot = predict(with_bgp(network, "r2", families=(family,)))
    assert route(snapshot, "r2", FIRST) is None
    assert route(snapshot, "r3", FIRST) is not None


@pytest.mark.parametrize(("platform", "announced"), [("ios", True), ("frr", True), ("eos", False)])
def test_a_best_path_that_the_main_table_does_not_use_goes_out_or_not(platform: str, announced: bool) -> None:
    network = line(1, 2, 3)
    static = StaticRoute(ip_network(FIRST), blackhole=True)
    middle = replace(network.devices["r2"], platform=platform, static_routes=(static,))
    assert (route(network.with_devices({"r2": middle}), "r3", FIRST) is not None) is announced


def test_a_table_that_is_exported_whole_gives_out_what_policies_choose() -> None:
    network = line(1, 2, platform="junos")
    static = StaticRoute(ip_network("192.0.2.0/24"), blackhole=True, distance=5)
    sender = replace(
        network.devices["r1"], static_routes=(static,), route_maps=(mapped("S", Match("source-protocol", ("static",))),)
    )
    silent = network.with_devices({"r1": sender})
    assert route(silent, "r2", "192.0.2.0/24") is None
    assert route(with_neighbor(silent, "r1", "10.1.1.2", policies_out=("S",)), "r2", "192.0.2.0/24") is not None


def test_equal_external_paths_are_told_to_hang_on_their_age() -> None:
    """r1 has two peers in AS 2 that both have 192.0.2.0/24."""
    network = line(1, 2)
    family = BgpFamily(4, (BgpNetwork(ip_network("192.0.2.0/24")),))
    network = with_bgp(network, "r2", families=(family,), network_import_check=False)
    second, first, wire = network.devices["r2"], network.devices["r1"], network.links[0]
    port = replace(second.interfaces["to r1"], addresses=(ip_interface("10.1.9.2/30"),))
    process = replace(second.bgp[0], router_id=IPv4Address("10.0.0.3"), neighbors=(neighbor("10.1.9.1", 1),))
    third = replace(second, name="r3", interfaces={"to r1": port}, bgp=(process,))
    port = replace(first.interfaces["to r2"], name="to r3", addresses=(ip_interface("10.1.9.1/30"),))
    process = replace(first.bgp[0], neighbors=(*first.bgp[0].neighbors, neighbor("10.1.9.2", 2)))
    first = replace(first, interfaces={**first.interfaces, "to r3": port}, bgp=(process,))
    other = replace(wire, a=replace(wire.a, interface="to r3"), b=replace(wire.b, device="r3"))
    devices = {"r1": first, "r2": second, "r3": third}
    snapshot = predict(replace(network, devices=devices, links=(wire, other)))
    assert any("oldest" in each for each in snapshot.assumptions)
    found = route(snapshot, "r1", "192.0.2.0/24")
    assert found is not None
    assert [str(each) for each in found.gateways] == ["10.1.1.2"]


@pytest.mark.parametrize(("platform", "next_hop"), [("ios", "10.1.1.1"), ("nxos", "10.1.2.1")])
def test_what_is_redistributed_keeps_its_next_hop_or_has_the_router_itself(platform: str, next_hop: str) -> None:
    """r2 has a static route over r1, and takes it into BGP for r3 of its own AS, which can get to both."""
    network = with_bgp(line(1, 2, 2), "r2", families=(BgpFamily(4, redistribute=(Redistribution("static"),)),))
    over = StaticRoute(ip_network("192.0.2.0/24"), ip_address("10.1.1.1"))
    there = StaticRoute(ip_network("10.1.1.0/30"), ip_address("10.1.2.1"))
    middle = replace(network.devices["r2"], platform=platform, static_routes=(over,))
    last = replace(network.devices["r3"], static_routes=(there,))
    found = route(network.with_devices({"r2": middle, "r3": last}), "r3", "192.0.2.0/24")
    assert found is not None
    assert [str(each) for each in found.gateways] == [next_hop]


def test_a_static_route_brings_its_communities_along() -> None:
    network = line(1, 2, platform="junos")
    static = StaticRoute(ip_network("192.0.2.0/24"), blackhole=True, communities=frozenset({"1:7"}))
    sender = replace(network.devices["r1"], static_routes=(static,), route_maps=(mapped("S"),))
    network = with_neighbor(network.with_devices({"r1": sender}), "r1", "10.1.1.2", policies_out=("S",))
    receiver = replace(
        network.devices["r2"],
        route_maps=(RouteMap("C", (*mapped("C", Match("community", ("L",))).clauses,)),),
        community_lists=(CommunityList("L", (CommunityListEntry(5, Action.PERMIT, ("1:7",)),)),),
    )
    network = with_neighbor(network.with_devices({"r2": receiver}), "r2", "10.1.1.1", route_map_in="C")
    snapshot = predict(network)
    assert route(snapshot, "r2", "192.0.2.0/24") is not None
    assert route(snapshot, "r2", FIRST) is None


def test_an_address_by_dhcp_is_told() -> None:
    network = line(1, 2)
    first = network.devices["r1"]
    port = replace(first.interfaces["lo0"], name="eth9", addresses=(), dhcp=True)
    changed = replace(first, interfaces={**first.interfaces, "eth9": port})
    assert predict(network.with_devices({"r1": changed})).assumptions == (
        "r1: eth9 takes its address by DHCP: taken to have none",
    )


def test_a_peer_outside_of_the_network_is_told() -> None:
    network = with_bgp(line(1, 2), "r1", neighbors=(neighbor("203.0.113.1", 9),))
    assert any("BGP neighbor 203.0.113.1 is not among the devices" in each for each in predict(network).assumptions)


def vrf_network(platform: str, red: VrfFamily, blue: VrfFamily) -> Network:
    """r1's VRF RED has a peer that announces 10.0.0.2/32, and a connected 10.9.0.0/24 in BGP; BLUE has nothing."""
    network = line(1, 2)
    device = network.devices["r1"]
    ports = {name: replace(each, vrf="RED") for name, each in device.interfaces.items()}
    ports["lo9"] = replace(ports["lo0"], name="lo9", addresses=(ip_interface("10.9.0.1/24"),))
    ports["lo8"] = replace(ports["lo0"], name="lo8", vrf="BLUE", addresses=(ip_interface("10.8.0.1/24"),))
    process = device.bgp[0]
    own = BgpFamily(4, (BgpNetwork(ip_network("10.9.0.0/24")),))
    processes = (
        replace(process, vrf="RED", families=(own,)),
        replace(process, vrf="BLUE", router_id=IPv4Address("10.8.0.1"), neighbors=(), families=()),
    )
    vrfs = {"RED": Vrf("RED", "1:1", families=(red,)), "BLUE": Vrf("BLUE", "1:2", families=(blue,))}
    changed = replace(device, platform=platform, interfaces=ports, bgp=processes, vrfs=vrfs)
    return network.with_devices({"r1": changed})


def shown(network: Network, vrf: str) -> dict[str, set[str]]:
    ribs = predict(network).devices["r1"].ribs
    assert ribs is not None
    return {f"{each.protocol} {prefix}": {str(hop) for hop in each.next_hops} for prefix, each in ribs[vrf].items()}


def test_a_vrf_imports_what_another_exports_with_the_next_hops_of_there() -> None:
    exports, imports = VrfFamily(4, exports=frozenset({"1:1"})), VrfFamily(4, imports=frozenset({"1:1"}))
    found = shown(vrf_network("frr", exports, imports), "BLUE")
    assert found["bgp 10.0.0.2/32"] == {"10.1.1.2 to r2"}
    assert found["bgp 10.9.0.0/24"] == {"lo9"}
    other = shown(vrf_network("frr", exports, replace(imports, imports=frozenset({"1:9"}))), "BLUE")
    assert set(other) == {"connected 10.8.0.0/24"}


def test_with_a_connected_prefix_come_the_routers_own_addresses_on_ios() -> None:
    exports, imports = VrfFamily(4, exports=frozenset({"1:1"})), VrfFamily(4, imports=frozenset({"1:1"}))
    assert shown(vrf_network("ios", exports, imports), "BLUE")["local 10.9.0.1/32"] == {"lo9"}


def test_an_import_map_chooses() -> None:
    exports = VrfFamily(4, exports=frozenset({"1:1"}))
    network = vrf_network("frr", exports, VrfFamily(4, imports=frozenset({"1:1"}), import_map="I"))
    network = with_policies(network, "r1", listed("A", "10.0.0.2/32"), mapped("I", Match("prefix-list", ("A",))))
    assert set(shown(network, "BLUE")) == {"connected 10.8.0.0/24", "bgp 10.0.0.2/32"}


def test_routes_taken_straight_from_another_vrf_are_bgps_or_stay_what_they_are() -> None:
    taking = VrfFamily(4, leaks=(VrfLeak("RED"),))
    assert "bgp 10.9.0.0/24" in shown(vrf_network("frr", VrfFamily(4), taking), "BLUE")
    connected = VrfFamily(4, leaks=(VrfLeak("RED", "connected"),))
    found = shown(vrf_network("junos", VrfFamily(4), connected), "BLUE")
    assert found["connected 10.9.0.0/24"] == {"lo9"}
    assert "bgp 10.0.0.2/32" not in found


def test_a_vpn_carries_routes_between_devices() -> None:
    """r1 - r2 - r3 in one AS; r1 and r3 have a VRF each with a loopback in BGP, r2 reflects and has none."""
    network = line(1, 1, 1, platform="ios")
    services = (BgpNeighborFamily(4, safi="vpn", route_reflector_client=True),)
    for router in ("r1", "r2", "r3"):
        device = network.devices[router]
        peers = tuple(replace(each, services=services) for each in device.bgp[0].neighbors)
        processes = [replace(device.bgp[0], neighbors=peers)]
        ports, vrfs = dict(device.interfaces), {}
        if router != "r2":
            at = router[1]
            ports["lo5"] = replace(ports["lo0"], name="lo5", vrf="V", addresses=(ip_interface(f"172.16.0.{at}/32"),))
            own = BgpFamily(4, (BgpNetwork(ip_network(f"172.16.0.{at}/32")),))
            processes.append(replace(device.bgp[0], vrf="V", neighbors=(), families=(own,)))
            targets = frozenset({"1:5"})
            vrfs["V"] = Vrf("V", f"1:{at}", families=(VrfFamily(4, imports=targets, exports=targets),))
        static = (
            StaticRoute(ip_network("10.1.2.0/30"), ip_address("10.1.1.2")),
            StaticRoute(ip_network("10.1.1.0/30"), ip_address("10.1.2.1")),
        )
        network = network.with_devices(
            {router: replace(device, interfaces=ports, vrfs=vrfs, bgp=tuple(processes), static_routes=static)}
        )
    snapshot = predict(network)
    found = route(snapshot, "r1", "172.16.0.3/32", vrf="V")
    assert found is not None
    assert (found.distance, [str(each) for each in found.gateways]) == (200, ["10.1.2.2"])
    assert route(snapshot, "r2", "172.16.0.3/32") is None
