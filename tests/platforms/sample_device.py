"""A router that uses all that FRR can say of the model."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address, ip_interface, ip_network

from netops.model import (
    AccessList,
    AccessListEntry,
    Action,
    AsPathList,
    AsPathListEntry,
    Bgp,
    BgpAggregate,
    BgpFamily,
    BgpNeighbor,
    BgpNeighborFamily,
    BgpNetwork,
    CommunityList,
    CommunityListEntry,
    DefaultOriginate,
    Device,
    Interface,
    InterfaceKind,
    Match,
    Ospf,
    OspfArea,
    OspfAreaKind,
    OspfAuthentication,
    OspfInterface,
    OspfNetworkType,
    OspfRange,
    PrefixList,
    PrefixListEntry,
    Redistribution,
    RouteMap,
    RouteMapClause,
    Secret,
    Set,
    StaticRoute,
    VrrpGroup,
)

SECRETS = {"ospf-key": "sesame1", "bgp-password": "open-sesame"}
INTERFACES = ("eth0", "eth1", "eth2", "eth3", "eth10", "eth3.101", "mgmt0")


def resolve(secret: Secret) -> str:
    return SECRETS[secret.name]


def net(text: str):
    return ip_network(text)


ROUTER_ID = IPv4Address("10.0.0.1")
BACKBONE, ONE, TWO, THREE, FOUR = (f"0.0.0.{each}" for each in range(5))
ALL_SETS = RouteMapClause(
    10,
    Action.PERMIT,
    matches=(
        Match("prefix-list", ("PL",)),
        Match("next-hop-prefix-list", ("PL",)),
        Match("community", ("CL", "exact-match")),
        Match("as-path", ("AP",)),
        Match("metric", ("5",)),
        Match("local-preference", ("100",)),
        Match("tag", ("7",)),
        Match("interface", ("eth0",)),
        Match("peer", ("10.0.0.2",)),
        Match("origin", ("igp",)),
    ),
    sets=(
        Set("local-preference", ("200",)),
        Set("metric", ("+10",)),
        Set("weight", ("5",)),
        Set("origin", ("incomplete",)),
        Set("community", ("65001:1", "no-export", "additive")),
        Set("as-path-prepend", ("65001", "65001")),
        Set("next-hop", ("10.0.0.9",)),
        Set("next-hop-ipv6", ("fd00::9",)),
        Set("delete-community", ("CL",)),
        Set("distance", ("30",)),
        Set("tag", ("9",)),
    ),
    on_match="30",
    call="RM2",
    description="the first one",
)
AREAS = (
    OspfArea(ONE, OspfAreaKind.STUB, default_cost=5),
    OspfArea(
        TWO,
        OspfAreaKind.NSSA,
        ranges=(
            OspfRange(net("10.2.0.0/16")),
            OspfRange(net("10.3.0.0/16"), cost=77),
            OspfRange(net("10.4.0.0/16"), advertise=False),
        ),
    ),
    OspfArea(THREE, OspfAreaKind.TOTALLY_STUBBY),
    OspfArea(FOUR, OspfAreaKind.TOTALLY_NSSA),
    OspfArea("0.0.0.5", virtual_links=(IPv4Address("10.0.0.9"),)),
)
AREAS6 = (
    OspfArea(ONE, OspfAreaKind.STUB),
    OspfArea(
        TWO,
        OspfAreaKind.NSSA,
        ranges=(
            OspfRange(net("fd02::/32")),
            OspfRange(net("fd03::/32"), cost=77),
            OspfRange(net("fd04::/32"), advertise=False),
        ),
    ),
    OspfArea(THREE, OspfAreaKind.TOTALLY_STUBBY),
    OspfArea(FOUR, OspfAreaKind.TOTALLY_NSSA),
)

DEVICE = Device(
    name="core1",
    platform="frr",
    hostname="core1",
    interfaces={
        each.name: each
        for each in (
            Interface(
                "lo",
                InterfaceKind.LOOPBACK,
                addresses=(ip_interface("10.0.0.1/32"), ip_interface("2001:db8::1/128")),
                ospf=OspfInterface(BACKBONE, passive=True),
                ospf6=OspfInterface(BACKBONE, passive=True),
            ),
            Interface(
                "eth0",
                description="to core2 eth1 (25G)",
                addresses=(ip_interface("10.1.0.0/31"), ip_interface("10.1.9.1/24"), ip_interface("fd00:1::1/64")),
                ospf=OspfInterface(
                    BACKBONE,
                    cost=20,
                    network_type=OspfNetworkType.POINT_TO_POINT,
                    hello_interval=1,
                    dead_interval=4,
                    priority=0,
                    mtu_ignore=True,
                    authentication=OspfAuthentication(1, Secret("ospf-key")),
                ),
                ospf6=OspfInterface(
                    BACKBONE,
                    cost=20,
                    network_type=OspfNetworkType.POINT_TO_POINT,
                    hello_interval=1,
                    dead_interval=4,
                    priority=0,
                    mtu_ignore=True,
                ),
            ),
            Interface(
                "eth1",
                enabled=False,
                ospf=OspfInterface(ONE),
                ospf6=OspfInterface(ONE, network_type=OspfNetworkType.BROADCAST),
            ),
            Interface(
                "eth2",
                addresses=(ip_interface("10.2.0.1/24"),),
                ospf=OspfInterface(TWO, network_type=OspfNetworkType.NON_BROADCAST, passive=True),
                ospf6=OspfInterface(TWO),
            ),
            Interface("eth10", addresses=(ip_interface("10.10.0.1/24"),)),
            Interface("eth3"),
            Interface(
                "eth3.101",
                InterfaceKind.SUBINTERFACE,
                parent="eth3",
                vlan=101,
                addresses=(ip_interface("10.3.0.2/24"), ip_interface("fd00:3::2/64")),
                ospf=OspfInterface(THREE, network_type=OspfNetworkType.POINT_TO_MULTIPOINT),
                vrrp=(
                    VrrpGroup(10, (ip_address("10.3.0.1"),), 200, False, 500),
                    VrrpGroup(10, (ip_address("fe80::1"), ip_address("fd00:3::1")), 200, False, 500),
                    VrrpGroup(11, (ip_address("10.3.0.9"),)),
                ),
            ),
        )
    },
    static_routes=(
        StaticRoute(net("10.50.0.0/16"), ip_address("10.1.0.1")),
        StaticRoute(net("10.51.0.0/16"), blackhole=True, distance=250),
        StaticRoute(net("10.52.0.0/16"), interface="eth1"),
        StaticRoute(net("10.53.0.0/16"), ip_address("10.1.0.1"), "eth0", distance=200, tag=5),
        StaticRoute(net("fd50::/16"), ip_address("fd00:1::2")),
        StaticRoute(net("fd51::/16"), ip_address("fe80::1"), "eth0"),
        StaticRoute(net("fd52::/16"), blackhole=True, tag=6, distance=7),
    ),
    ospf=(
        Ospf(
            2,
            ROUTER_ID,
            reference_bandwidth=40_000,
            areas=AREAS,
            redistribute=(
                Redistribution("kernel"),
                Redistribution("connected", 5, 1, "RM3"),
                Redistribution("static"),
                Redistribution("bgp", 7),
            ),
            default_originate=DefaultOriginate(True, 33, 1, "RM3"),
            default_metric=44,
            maximum_paths=8,
            distance=115,
            distance_intra=111,
            distance_inter=112,
            distance_external=113,
            spf_throttle=(0, 50, 500),
            lsa_throttle=100,
            log_adjacency_changes=True,
        ),
        Ospf(
            3,
            ROUTER_ID,
            reference_bandwidth=40_000,
            areas=AREAS6,
            redistribute=(
                Redistribution("connected", 5, 1, "RM6"),
                Redistribution("static"),
                Redistribution("bgp"),
            ),
            default_originate=DefaultOriginate(True, 33, 1, "RM6"),
            maximum_paths=8,
            distance=115,
            distance_intra=111,
            distance_inter=112,
            distance_external=113,
            spf_throttle=(0, 50, 500),
            lsa_throttle=100,
            log_adjacency_changes=True,
        ),
    ),
    bgp=(
        Bgp(
            65001,
            ROUTER_ID,
            neighbors=(
                BgpNeighbor(
                    ip_address("10.0.0.2"),
                    65001,
                    "route reflector two",
                    update_source="lo",
                    password=Secret("bgp-password"),
                    keepalive=3,
                    hold_time=9,
                    connect_retry=5,
                    advertisement_interval=1,
                    passive=True,
                    shutdown=True,
                    families=(
                        BgpNeighborFamily(
                            4,
                            route_map_in="RM1",
                            route_map_out="RM2",
                            prefix_list_in="PL",
                            prefix_list_out="PL",
                            next_hop_self=True,
                            next_hop_self_force=True,
                            route_reflector_client=True,
                            send_community=False,
                            soft_reconfiguration_inbound=True,
                            default_originate=True,
                            default_originate_route_map="RM2",
                            maximum_prefix=100,
                            allowas_in=2,
                            weight=50,
                        ),
                    ),
                ),
                BgpNeighbor(
                    ip_address("192.0.2.1"),
                    65002,
                    local_as=65009,
                    ebgp_multihop=3,
                    update_source="192.0.2.2",
                    families=(
                        BgpNeighborFamily(
                            4, next_hop_self=True, as_override=True, remove_private_as=True, default_originate=True
                        ),
                    ),
                ),
                BgpNeighbor(
                    ip_address("fd00::2"), 65003, ebgp_multihop=255, families=(BgpNeighborFamily(6, allowas_in=3),)
                ),
            ),
            families=(
                BgpFamily(
                    4,
                    networks=(BgpNetwork(net("10.8.0.0/16")), BgpNetwork(net("10.9.0.0/16"), "RM2")),
                    redistribute=(
                        Redistribution("kernel"),
                        Redistribution("connected", 3, None, "RM2"),
                        Redistribution("static"),
                        Redistribution("ospf"),
                    ),
                    aggregates=(
                        BgpAggregate(net("10.0.0.0/8"), True, True),
                        BgpAggregate(net("11.0.0.0/8"), True),
                        BgpAggregate(net("12.0.0.0/8")),
                    ),
                    maximum_paths=4,
                    maximum_paths_ibgp=2,
                ),
                BgpFamily(
                    6,
                    networks=(BgpNetwork(net("fd00::/16")),),
                    redistribute=(Redistribution("connected"), Redistribution("ospf6")),
                    aggregates=(BgpAggregate(net("fd01::/16")),),
                ),
            ),
            cluster_id=IPv4Address("1.2.3.4"),
            default_local_preference=200,
            ebgp_requires_policy=False,
            network_import_check=False,
            always_compare_med=True,
            deterministic_med=True,
            compare_router_id=True,
            multipath_relax=True,
            fast_external_failover=False,
            log_neighbor_changes=True,
        ),
    ),
    prefix_lists=(
        PrefixList(
            "PL",
            4,
            (
                PrefixListEntry(5, Action.PERMIT, net("10.0.0.0/8"), le=24),
                PrefixListEntry(10, Action.PERMIT, net("10.0.0.0/8"), ge=9, le=32),
                PrefixListEntry(12, Action.PERMIT, net("10.0.0.0/8"), ge=8),
                PrefixListEntry(13, Action.PERMIT, net("0.0.0.0/0")),
                PrefixListEntry(15, Action.DENY, net("0.0.0.0/0"), le=32),
            ),
        ),
        PrefixList(
            "PL6",
            6,
            (
                PrefixListEntry(5, Action.PERMIT, net("fd00::/8"), ge=48, le=64),
                PrefixListEntry(10, Action.DENY, net("::/0"), le=128),
            ),
        ),
    ),
    community_lists=(
        CommunityList("CE", (CommunityListEntry(5, Action.PERMIT, regex="^65001:.*$"),)),
        CommunityList(
            "CL",
            (
                CommunityListEntry(5, Action.PERMIT, ("65001:100", "65001:200")),
                CommunityListEntry(10, Action.DENY, ("no-export",)),
            ),
        ),
    ),
    as_path_lists=(
        AsPathList("AP", (AsPathListEntry(5, Action.PERMIT, "^65002_"), AsPathListEntry(10, Action.DENY, ".*"))),
    ),
    route_maps=(
        RouteMap(
            "RM1",
            (
                ALL_SETS,
                RouteMapClause(20, Action.DENY),
                RouteMapClause(25, Action.PERMIT, on_match="next"),
                RouteMapClause(
                    30,
                    Action.PERMIT,
                    sets=(
                        Set("as-path-prepend-last-as", ("3",)),
                        Set("community", ("none",)),
                        Set("next-hop", ("peer-address",)),
                    ),
                ),
                RouteMapClause(40, Action.PERMIT, sets=(Set("next-hop", ("unchanged",)),)),
            ),
        ),
        RouteMap("RM2", (RouteMapClause(10, Action.PERMIT),)),
        RouteMap("RM3", (RouteMapClause(10, Action.PERMIT, sets=(Set("metric-type", ("1",)),)),)),
        RouteMap("RM6", (RouteMapClause(10, Action.PERMIT, matches=(Match("prefix-list-ipv6", ("PL6",)),)),)),
    ),
    access_lists=(
        AccessList(
            "AC",
            4,
            (
                AccessListEntry(5, Action.PERMIT, source=net("10.0.0.0/8"), remark="who may ask"),
                AccessListEntry(10, Action.DENY),
            ),
        ),
        AccessList(
            "AC2",
            4,
            (
                AccessListEntry(5, Action.PERMIT, source=net("10.0.0.0/8"), destination=net("10.1.0.0/16")),
                AccessListEntry(6, Action.DENY, source=net("10.0.0.1/32"), destination=net("10.1.0.1/32")),
                AccessListEntry(7, Action.DENY, destination=net("10.1.0.0/16")),
            ),
        ),
        AccessList("AC6", 6, (AccessListEntry(5, Action.PERMIT, source=net("fd00::/8")),)),
    ),
)
