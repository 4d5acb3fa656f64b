"""BGP, policies and access lists of an EOS configuration."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest
from sample_eos import ACCESS, GROUPS, VRF

from netops.model import (
    AccessListEntry,
    Action,
    Bgp,
    BgpAggregate,
    BgpNeighbor,
    BgpNeighborFamily,
    BgpNetwork,
    CommunityListEntry,
    Device,
    Match,
    NatPool,
    NatRule,
    PrefixListEntry,
    Redistribution,
    Secret,
    Set,
    Vlan,
    VrfFamily,
)
from netops.platforms.eos.config import parse

SILENT = {"send_community": False, "send_extended_community": False, "send_large_community": False}


def read(text: str) -> Device:
    parsed = parse(text, "sw1", "sw1.cfg")
    assert parsed.unknown == ()
    return parsed.device


def bgp(lines: str, more: str = "") -> Bgp:
    body = "".join(f"   {line}\n" for line in lines.split("\n"))
    return read(f"router bgp 65001\n{body}!\n{more}").bgp[0]


def neighbor(lines: str) -> BgpNeighbor:
    return bgp("neighbor 10.0.0.2 remote-as 65002\n" + lines).neighbors[0]


def test_defaults() -> None:
    process = bgp("neighbor 10.0.0.2 remote-as 65002")
    assert process.neighbors == (
        BgpNeighbor(ip_address("10.0.0.2"), 65002, families=(BgpNeighborFamily(4, **SILENT),)),
    )
    assert (process.ebgp_requires_policy, process.network_import_check, process.multipath_relax) == (False, True, True)
    assert process.family(4).maximum_paths is None


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("description of a peer", {"description": "of a peer"}),
        ("update-source Lo0", {"update_source": "Loopback0"}),
        ("password 7 sesame", {"password": Secret.of_value("sesame")}),
        ("ebgp-multihop", {"ebgp_multihop": 255}),
        ("ebgp-multihop 3", {"ebgp_multihop": 3}),
        ("timers 3 9", {"keepalive": 3, "hold_time": 9}),
        ("out-delay 5", {"advertisement_interval": 5}),
        ("shutdown", {"shutdown": True}),
        ("passive", {"passive": True}),
        ("local-as 65099 no-prepend replace-as", {"local_as": 65099, "no_prepend": True, "replace_as": True}),
        ("ttl maximum-hops 1", {"ttl_security": 1}),
        ("enforce-first-as", {"enforce_first_as": True}),
        ("metric-out 7", {"med_out": 7}),
        ("remote-as 1.10", {"remote_as": 65546}),
        ("bfd", {}),
        ("rib-in pre-policy retain all", {}),
    ],
)
def test_neighbors(line: str, fields: dict[str, object]) -> None:
    made = neighbor(f"neighbor 10.0.0.2 {line}")
    assert {name: getattr(made, name) for name in fields} == fields


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("route-map IN in", {"route_map_in": "IN"}),
        ("prefix-list OUT out", {"prefix_list_out": "OUT"}),
        ("next-hop-self", {"next_hop_self": True}),
        ("next-hop-unchanged", {"next_hop_unchanged": True}),
        ("route-reflector-client", {"route_reflector_client": True}),
        ("send-community", dict.fromkeys(SILENT, True)),
        ("send-community standard", {"send_community": True, "send_extended_community": False}),
        ("maximum-routes 12000 warning-only", {"maximum_prefix": 12000, "maximum_prefix_warning_only": True}),
        ("maximum-routes 0", {"maximum_prefix": None}),
        ("allowas-in 2", {"allowas_in": 2}),
        ("as-path remote-as replace out", {"as_override": True}),
        ("remove-private-as all replace-as", {"remove_private_as": True, "remove_private_as_replace": True}),
        ("default-originate route-map D always", {"default_originate": True, "default_originate_route_map": "D"}),
        ("weight 50", {"weight": 50}),
        ("additional-paths send any", {"add_paths_send": 255}),
    ],
)
def test_exchange(line: str, fields: dict[str, object]) -> None:
    everywhere = neighbor(f"neighbor 10.0.0.2 {line}").families[0]
    of_the_family = neighbor(f"address-family ipv4\n   neighbor 10.0.0.2 {line}").families[0]
    assert everywhere == of_the_family
    assert {name: getattr(everywhere, name) for name in fields} == fields


def test_groups_are_resolved() -> None:
    one, two, three = bgp(GROUPS).neighbors
    assert [(each.remote_as, each.group) for each in (one, two, three)] == [
        (65010, "LEAF"),
        (65011, "LEAF"),
        (65020, "OLD"),
    ]
    assert [each.family(4) and each.families[0].route_map_in for each in (one, two, three)] == ["ALL", "TWO", None]
    assert three.families == ()
    assert one.services == (BgpNeighborFamily(4, safi="evpn", route_map_out="E"),)


def test_unnumbered_and_dynamic_neighbors() -> None:
    process = bgp(
        "neighbor S peer group\nneighbor S remote-as 65100\nneighbor interface Et1-2 peer-group S\n"
        "neighbor interface Ethernet3 peer-group S remote-as 65200\n"
        "neighbor interface Ethernet4 peer-group S peer-filter F\n"
        "bgp listen range 10.9.0.0/16 peer-group S peer-filter F\n"
        "bgp listen range 10.8.0.0/16 peer-group S remote-as 7",
        "peer-filter F\n   10 match as-range 65005 result reject\n   20 match as-range 65000-65010 result accept\n",
    )
    assert [(each.interface, each.settings.remote_as, each.remote_as) for each in process.unnumbered] == [
        ("Ethernet1", 65100, ()),
        ("Ethernet2", 65100, ()),
        ("Ethernet3", 65200, ()),
        ("Ethernet4", 0, ((65000, 65004), (65006, 65010))),
    ]
    assert [(str(each.prefix), each.settings.remote_as, each.remote_as) for each in process.dynamic] == [
        ("10.9.0.0/16", 0, ((65000, 65004), (65006, 65010))),
        ("10.8.0.0/16", 7, ()),
    ]


def test_the_process() -> None:
    process = bgp(
        "router-id 1.1.1.1\nmaximum-paths 4 ecmp 64\ndistance bgp 20 200 210\nbgp bestpath tie-break router-id\n"
        "no bgp bestpath as-path multipath-relax\nbgp always-compare-med\nbgp cluster-id 2.2.2.2\ntimers bgp 5 15\n"
        "bgp confederation identifier 65500\nbgp confederation peers 65002-65003\nneighbor 10.0.0.2 remote-as 65002\n"
        "redistribute connected route-map C\nredistribute ospf match external\nnetwork 10.1.0.0/16 route-map N\n"
        "aggregate-address 10.0.0.0/8 summary-only as-set\naddress-family ipv6\n   network 2001:db8::/32\n"
        "   redistribute static"
    )
    assert (process.router_id, process.cluster_id) == (ip_address("1.1.1.1"), ip_address("2.2.2.2"))
    assert (process.compare_router_id, process.multipath_relax, process.always_compare_med) == (True, False, True)
    assert (process.confederation, process.confederation_peers) == (65500, (65002, 65003))
    assert (process.neighbors[0].keepalive, process.neighbors[0].hold_time) == (5, 15)
    four, six = process.family(4), process.family(6)
    assert (four.maximum_paths, four.maximum_paths_ibgp) == (4, 4)
    assert (four.distance_external, four.distance_internal, four.distance_local) == (20, 200, 210)
    assert four.networks == (BgpNetwork(ip_network("10.1.0.0/16"), "N"),)
    assert four.aggregates == (BgpAggregate(ip_network("10.0.0.0/8"), True, True),)
    assert four.redistribute == (
        Redistribution("connected", route_map="C"),
        Redistribution("ospf", match=("external-1", "external-2")),
    )
    assert six.networks == (BgpNetwork(ip_network("2001:db8::/32")),)
    assert six.redistribute == (Redistribution("static"),)


def test_vrfs() -> None:
    device = read(VRF)
    main, red = device.bgp
    assert (main.vrf, red.vrf, red.asn, str(red.router_id)) == ("default", "RED", 65001, "9.9.9.9")
    assert red.neighbors[0].families == (BgpNeighborFamily(4, next_hop_self=True, **SILENT),)
    assert red.family(4).redistribute == (Redistribution("connected"),)
    assert red.family(6).networks == (BgpNetwork(ip_network("2001:db8::/32")),)
    assert device.vrfs["RED"].rd == "1.1.1.1:5"
    assert device.vrfs["RED"].families == (
        VrfFamily(4, frozenset({"5:5", "7:7"}), frozenset({"5:6"}), export_map="X"),
        VrfFamily(6, frozenset({"5:5"}), frozenset({"5:6"})),
    )
    assert device.vlans[12] == Vlan(12, rd="1.1.1.1:12", imports=frozenset({"12:12"}), exports=frozenset({"12:12"}))
    assert device.vlans[10] == Vlan(10, rd="1.1.1.1:10", imports=frozenset({"10:10"}), exports=frozenset({"10:11"}))


def test_a_vrf_may_have_an_as_number_of_its_own() -> None:
    text = VRF.replace("      router-id 9.9.9.9", "      local-as 1.1")
    assert [each.asn for each in read(text).bgp] == [65001, 65537]


def test_a_missing_policy_may_be_denied() -> None:
    text = (
        "router bgp 1\n   bgp missing-policy direction in action deny\n   neighbor 10.0.0.2 remote-as 2\n"
        "   neighbor 10.0.0.2 route-map GONE in\n   neighbor 10.0.0.2 route-map GONE out\n"
    )
    device = read(text)
    exchange = device.bgp[0].neighbors[0].families[0]
    assert exchange.route_map_out == "GONE"
    assert [each.clauses for each in device.route_maps if each.name == exchange.route_map_in] == [()]
    assert read(text.replace("action deny", "action permit")).bgp[0].neighbors[0].families[0].route_map_in == "GONE"


def test_prefix_lists() -> None:
    device = read(
        "ip prefix-list A seq 10 permit 10.0.0.0/8 le 24\nip prefix-list A deny any\n"
        "ip prefix-list B\n   seq 7 permit 10.0.0.0/8 eq 32\n   permit 11.0.0.0/8 ge 16 le 24\n"
        "ipv6 prefix-list S\n   seq 10 permit 2001:db8::/32\n"
    )
    a, b, s = device.prefix_lists
    everything = PrefixListEntry(20, Action.DENY, ip_network("0.0.0.0/0"), le=32)
    assert a.entries == (PrefixListEntry(10, Action.PERMIT, ip_network("10.0.0.0/8"), le=24), everything)
    assert b.entries == (
        PrefixListEntry(7, Action.PERMIT, ip_network("10.0.0.0/8"), 32, 32),
        PrefixListEntry(17, Action.PERMIT, ip_network("11.0.0.0/8"), 16, 24),
    )
    assert (s.family, len(s.entries)) == (6, 1)


def test_other_lists() -> None:
    device = read(
        "ip community-list C permit 65000:1 no-export\nip community-list expanded D permit 65000:.*\n"
        "ip community-list standard E deny 4259840001\nip community-list regexp F permit _1:2_\n"
        "ip extcommunity-list X permit rt 65000:1\nip large-community-list L permit 1:2:3\n"
        "ip as-path access-list P permit ^65000_ any\nip as-path access-list P deny .*\n"
    )
    lists = {(each.kind, each.name): each.entries for each in device.community_lists}
    assert lists == {
        ("standard", "C"): (CommunityListEntry(10, Action.PERMIT, ("65000:1", "no-export")),),
        ("standard", "D"): (CommunityListEntry(10, Action.PERMIT, regex="65000:.*"),),
        ("standard", "E"): (CommunityListEntry(10, Action.DENY, ("65000:1",)),),
        ("standard", "F"): (CommunityListEntry(10, Action.PERMIT, regex="_1:2_"),),
        ("extended", "X"): (CommunityListEntry(10, Action.PERMIT, ("rt:65000:1",)),),
        ("large", "L"): (CommunityListEntry(10, Action.PERMIT, ("1:2:3",)),),
    }
    assert [(each.sequence, each.regex) for each in device.as_path_lists[0].entries] == [(10, "^65000_"), (20, ".*")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("match ip address prefix-list P", Match("prefix-list", ("P",))),
        ("match ipv6 address prefix-list P", Match("prefix-list-ipv6", ("P",))),
        ("match ip next-hop prefix-list P", Match("next-hop-prefix-list", ("P",))),
        ("match community A B or-results", Match("community", ("A", "B"))),
        ("match community A exact-match", Match("community", ("A", "exact-match"))),
        ("match community A B", Match("all", inner=(Match("community", ("A",)), Match("community", ("B",))))),
        ("match extcommunity X", Match("extended-community", ("X",))),
        ("match as-path P", Match("as-path", ("P",))),
        ("match as-path length >= 3", Match("as-path-length", ("3", "4095"))),
        ("match invert-result as-path P", Match("not", inner=(Match("as-path", ("P",)),))),
        ("match as 65002", Match("as-path-neighbor", ("65002",))),
        ("match interface Et1", Match("interface", ("Ethernet1",))),
        ("match source-protocol ospf", Match("source-protocol", ("ospf",))),
        ("match metric 5", Match("metric", ("5",))),
        ("match tag 5", Match("tag", ("5",))),
    ],
)
def test_matches(line: str, expected: Match) -> None:
    assert read(f"route-map M permit 10\n   {line}\n").route_maps[0].clauses[0].matches == (expected,)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("set local-preference 200", Set("local-preference", ("200",))),
        ("set metric +5", Set("metric", ("+5",))),
        ("set metric igp-metric", Set("metric", ("igp",))),
        ("set metric-type type-1", Set("metric-type", ("1",))),
        ("set weight 5", Set("weight", ("5",))),
        ("set tag 5", Set("tag", ("5",))),
        ("set origin igp", Set("origin", ("igp",))),
        ("set community 65000:1 no-export additive", Set("community", ("65000:1", "no-export", "additive"))),
        ("set community none", Set("community", ("none",))),
        ("set community community-list C delete", Set("delete-community", ("C",))),
        ("set extcommunity rt 65000:1 additive", Set("extended-community", ("rt:65000:1", "additive"))),
        ("set as-path prepend 65001 65001", Set("as-path-prepend", ("65001", "65001"))),
        ("set as-path prepend last-as 2", Set("as-path-prepend-last-as", ("2",))),
        ("set as-path prepend auto auto", Set("as-path-prepend-own", ("2",))),
        ("set as-path prepend 1.10 repeat 2", Set("as-path-prepend", ("65546", "65546"))),
        ("set ip next-hop 10.0.0.1", Set("next-hop", ("10.0.0.1",))),
        ("set ip next-hop unchanged", Set("next-hop", ("unchanged",))),
        ("set ipv6 next-hop 2001:db8::1", Set("next-hop-ipv6", ("2001:db8::1",))),
        ("set distance 90", Set("distance", ("90",))),
    ],
)
def test_sets(line: str, expected: Set) -> None:
    assert read(f"route-map M permit 10\n   {line}\n").route_maps[0].clauses[0].sets == (expected,)


def test_a_map_ends_where_it_continues_at_a_clause_that_is_not_there() -> None:
    clauses = (
        read(
            "route-map M permit 10\n   continue 30\nroute-map M permit 20\n   continue 40\nroute-map M deny 40\n"
            "   sub-route-map N\nroute-map M permit 50\n   continue\n   description last\n"
        )
        .route_maps[0]
        .clauses
    )
    assert [each.on_match for each in clauses] == [None, "40", None, "next"]
    assert (clauses[2].action, clauses[2].call, clauses[3].description) == (Action.DENY, "N", "last")


def test_access_lists() -> None:
    filter_, few, six = read(ACCESS).access_lists
    permit, deny = Action.PERMIT, Action.DENY
    assert filter_.entries == (
        AccessListEntry(
            *(10, permit, "tcp", None, ip_network("10.0.0.1/32")),
            destination_ports=(443, 443),
            more_destination_ports=((8080, 8080),),
            established=True,
            remark="web",
        ),
        AccessListEntry(
            *(20, deny, "udp", ip_network("10.0.0.0/8"), ip_network("192.168.0.0/16"), (100, 200), (1025, 65535))
        ),
        AccessListEntry(30, permit, "icmp", icmp=(8, None)),
        AccessListEntry(40, permit, opaque="dscp 46"),
        AccessListEntry(50, deny, "ospf", ip_network("10.0.0.9/32")),
    )
    assert few.standard
    assert few.entries == (
        AccessListEntry(10, permit, source=ip_network("10.0.0.0/24")),
        AccessListEntry(20, permit, source=ip_network("10.1.0.1/32")),
        AccessListEntry(30, deny, source=ip_network("10.0.0.0/16"), source_wildcard=0xFF00),
    )
    assert (six.family, six.entries) == (6, (AccessListEntry(10, permit, "ip", ip_network("2001:db8::/32")),))


def test_translations() -> None:
    device = read(
        "ip nat pool POOL 10.9.0.1 10.9.0.9 prefix-length 24\nip nat pool MORE prefix-length 24\n"
        "   range 10.8.0.1 10.8.0.9\n"
        "interface Ethernet1\n   no switchport\n   vrf RED\n"
        "   ip nat source static 10.0.0.1 80 20.0.0.1 8080 protocol tcp\n"
        "   ip nat source dynamic access-list A pool POOL\n   ip nat source dynamic access-list B overload\n"
    )
    assert device.nat_pools == tuple(
        NatPool(name, ip_address(first), ip_address(last))
        for name, first, last in (("POOL", "10.9.0.1", "10.9.0.9"), ("MORE", "10.8.0.1", "10.8.0.9"))
    )
    static, pool, overload = device.nat_rules
    here = {"interface": "Ethernet1", "vrf": "RED"}
    local, outside = ip_network("10.0.0.1/32"), ip_network("20.0.0.1/32")
    assert static == NatRule(
        "inside", local=local, global_=outside, protocol="tcp", local_port=80, global_port=8080, **here
    )
    assert pool == NatRule("inside", access_list="A", pool="POOL", **here)
    assert overload == NatRule("inside", access_list="B", overload=True, **here)


def test_sources() -> None:
    text = (
        "interface Ethernet1\n   no switchport\nip route vrf RED 10.0.0.0/8 Null0\nip prefix-list A seq 5 permit any\n"
        "ip prefix-list B\n   seq 7 permit any\nip community-list standard C permit 1:1\n"
        "ip as-path access-list P permit .*\n"
        "ip access-list L\n   10 permit ip any any\nroute-map M permit 10\nrouter ospf 1\n   redistribute static\n"
        "router bgp 1\n   neighbor 10.0.0.1 remote-as 2\n   network 10.0.0.0/8\n   vrf RED\n"
        "      redistribute connected\n"
        "      neighbor 10.0.0.2 remote-as 3\n"
    )
    lines = {key: place.line for key, place in parse(text, "sw1", "sw1.cfg").sources.items()}
    assert lines == {
        "interface:Ethernet1": 1,
        "static:RED:10.0.0.0/8": 3,
        "prefix-list:A:5": 4,
        "prefix-list:B:7": 6,
        "community-list:C": 7,
        "as-path-list:P": 8,
        "access-list:L": 9,
        "access-list:L:10": 10,
        "route-map:M:10": 11,
        "ospf:default:1": 12,
        "redistribute:ospf:default:static": 13,
        "bgp:default": 14,
        "bgp-neighbor:default:10.0.0.1": 15,
        "bgp-network:default:10.0.0.0/8": 16,
        "bgp:RED": 17,
        "redistribute:bgp:RED:connected": 18,
        "bgp-neighbor:RED:10.0.0.2": 19,
    }


def test_a_missing_policy_may_be_denied_for_one_neighbor() -> None:
    process = bgp(
        "neighbor 10.0.0.2 remote-as 65002\nneighbor 10.0.0.2 route-map GONE in\n"
        "neighbor 10.0.0.2 missing-policy address-family all direction in action deny\n"
        "neighbor 10.0.0.3 remote-as 65003\nneighbor 10.0.0.3 route-map GONE in"
    )
    assert [each.families[0].route_map_in for each in process.neighbors] == ["missing-policy", "GONE"]


def test_translations_of_a_profile() -> None:
    device = read(
        "ip nat profile P\n   ip nat source dynamic access-list A overload comment for all\n"
        "interface Ethernet1\n   no switchport\n   ip nat service-profile P\n"
    )
    assert device.nat_rules == (NatRule("inside", access_list="A", overload=True, interface="Ethernet1"),)


def test_no_routes_of_other_families() -> None:
    process = bgp(
        "neighbor 10.0.0.2 remote-as 65002\naddress-family flow-spec ipv4\n   neighbor 10.0.0.2 activate\n"
        "vpws A\n   rd 1:1\n   pseudowire B\n      evpn vpws id local 1 remote 2"
    )
    assert process.neighbors[0].services == ()
