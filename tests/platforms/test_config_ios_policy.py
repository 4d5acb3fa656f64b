"""BGP of IOS, its policies and lists, packet filters, NAT and administration."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest

from netops.model import (
    AccessListEntry,
    Action,
    AsPathListEntry,
    BgpAggregate,
    BgpNeighbor,
    BgpNetwork,
    CommunityListEntry,
    ConditionalAdvertisement,
    Device,
    Match,
    NatPool,
    NatRule,
    PrefixListEntry,
    Redistribution,
    RouteMapClause,
    Secret,
    Set,
    SnmpCommunity,
    User,
)
from netops.platforms.ios.config import parse


def read(text: str) -> Device:
    parsed = parse(text, "r1", "r1.cfg")
    assert parsed.unknown == ()
    return parsed.device


PEER = ip_address("10.0.0.2")


def neighbor(lines: str) -> BgpNeighbor:
    text = "router bgp 65001\n neighbor 10.0.0.2 remote-as 65002\n"
    made = read(text + "".join(f" {line}\n" for line in lines.splitlines())).bgp[0].neighbor(PEER)
    assert made is not None
    return made


def test_what_ios_does_where_it_is_silent() -> None:
    (process,) = read("router bgp 65001\n neighbor 10.0.0.2 remote-as 65002\n").bgp
    assert (process.ebgp_requires_policy, process.network_import_check, process.deterministic_med) == (
        False,
        True,
        False,
    )
    exchange = process.neighbors[0].family(4)
    assert exchange is not None
    assert not exchange.send_community
    assert not exchange.send_extended_community
    assert process.neighbors[0].family(6) is None


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("description to r2", "description", "to r2"),
        ("update-source Loopback0", "update_source", "Loopback0"),
        ("ebgp-multihop", "ebgp_multihop", 255),
        ("ebgp-multihop 3", "ebgp_multihop", 3),
        ("ttl-security hops 2", "ttl_security", 2),
        ("disable-connected-check", "disable_connected_check", True),
        ("timers 5 15", "hold_time", 15),
        ("timers 5 15 10", "keepalive", 5),
        ("password 7 0822455D0A16", "password", Secret.of_value("cisco")),
        ("password 7 13061E010803", "password", Secret.of_value("cisco")),
        ("password cisco", "password", Secret.of_value("cisco")),
        ("shutdown", "shutdown", True),
        ("transport connection-mode passive", "passive", True),
        ("local-as 65100", "local_as", 65100),
        ("local-as 65100 no-prepend replace-as", "replace_as", True),
        ("local-as 65100 no-prepend replace-as dual-as", "dual_as", True),
        ("cluster-id 1.2.3.4", "cluster_id", ip_address("1.2.3.4")),
        ("advertisement-interval 5", "advertisement_interval", 5),
    ],
)
def test_a_session(line: str, field: str, value: object) -> None:
    assert getattr(neighbor(f"neighbor 10.0.0.2 {line}"), field) == value


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("route-map IN in", "route_map_in", "IN"),
        ("prefix-list OUT out", "prefix_list_out", "OUT"),
        ("filter-list 5 in", "filter_in", "5"),
        ("distribute-list 10 out", "distribute_out", "10"),
        ("next-hop-self", "next_hop_self", True),
        ("next-hop-self all", "next_hop_self_force", True),
        ("next-hop-unchanged", "next_hop_unchanged", True),
        ("route-reflector-client", "route_reflector_client", True),
        ("send-community", "send_community", True),
        ("send-community extended", "send_community", False),
        ("send-community both", "send_extended_community", True),
        ("soft-reconfiguration inbound", "soft_reconfiguration_inbound", True),
        ("default-originate route-map DEF", "default_originate_route_map", "DEF"),
        ("maximum-prefix 100 80 warning-only", "maximum_prefix_warning_only", True),
        ("allowas-in", "allowas_in", 3),
        ("allowas-in 1", "allowas_in", 1),
        ("as-override", "as_override", True),
        ("remove-private-as", "remove_private_as", True),
        ("remove-private-as all replace-as", "remove_private_as_replace", True),
        ("weight 200", "weight", 200),
        ("unsuppress-map UN", "unsuppress_map", "UN"),
        (
            "advertise-map ADV non-exist-map GONE",
            "conditions",
            (ConditionalAdvertisement("ADV", "GONE", exists=False),),
        ),
    ],
)
def test_an_exchange(line: str, field: str, value: object) -> None:
    flat = neighbor(f"neighbor 10.0.0.2 {line}").family(4)
    inner = neighbor(f"address-family ipv4\n neighbor 10.0.0.2 activate\n neighbor 10.0.0.2 {line}").family(4)
    assert getattr(flat, field) == getattr(inner, field) == value


def test_activation() -> None:
    inner = "address-family ipv4\n no neighbor 10.0.0.2 activate\naddress-family ipv6\n neighbor 10.0.0.2 activate"
    assert [each.family for each in neighbor(inner).families] == [6]
    assert neighbor("no bgp default ipv4-unicast").families == ()
    vpn = neighbor("address-family vpnv4\n neighbor 10.0.0.2 activate\n neighbor 10.0.0.2 send-community extended")
    assert [(each.safi, each.send_extended_community) for each in vpn.services] == [("vpn", True)]


def test_peer_groups_are_flattened() -> None:
    process = read(
        "router bgp 65001\n neighbor CORE peer-group\n neighbor CORE remote-as 65001\n"
        " neighbor CORE update-source Loopback0\n neighbor CORE timers 3 9\n neighbor 10.0.0.2 peer-group CORE\n"
        " neighbor 10.0.0.3 peer-group CORE\n neighbor 10.0.0.3 timers 10 30\n !\n address-family ipv4\n"
        "  neighbor CORE next-hop-self\n  neighbor CORE route-map IN in\n  neighbor 10.0.0.2 activate\n"
        "  neighbor 10.0.0.3 activate\n  neighbor 10.0.0.3 route-map THREE in\n exit-address-family\n"
    ).bgp[0]
    two, three = process.neighbors
    assert (two.remote_as, two.update_source, two.hold_time, two.group) == (65001, "Loopback0", 9, "CORE")
    assert three.hold_time == 30
    assert [each.families[0].route_map_in for each in (two, three)] == ["IN", "THREE"]
    assert all(each.families[0].next_hop_self for each in (two, three))


def test_templates_are_flattened() -> None:
    process = read(
        "router bgp 65001\n template peer-policy BASE\n  route-map BASE in\n  send-community both\n exit-peer-policy\n"
        " template peer-policy EDGE\n  route-map EDGE in\n  allowas-in 2\n  inherit peer-policy BASE 10\n"
        " template peer-session COMMON\n  timers 5 15\n  update-source Loopback0\n exit-peer-session\n"
        " template peer-session IBGP\n  remote-as 65001\n  inherit peer-session COMMON\n exit-peer-session\n !\n"
        " neighbor 10.0.0.2 inherit peer-session IBGP\n neighbor 10.0.0.2 timers 1 3\n !\n address-family ipv4\n"
        "  neighbor 10.0.0.2 activate\n  neighbor 10.0.0.2 inherit peer-policy EDGE\n exit-address-family\n"
    ).bgp[0]
    (made,) = process.neighbors
    assert (made.remote_as, made.hold_time, made.update_source) == (65001, 3, "Loopback0")
    exchange = made.families[0]
    assert (exchange.route_map_in, exchange.allowas_in, exchange.send_community) == ("EDGE", 2, True)


def test_what_is_not_there_is_reported() -> None:
    text = "router bgp 65001\n neighbor 10.0.0.2 peer-group GONE\n neighbor 10.0.0.3 inherit peer-session GONE\n"
    assert [(each.location.line, each.reason) for each in parse(text, "r1", "r1.cfg").unknown] == [
        (2, "there is no peer group GONE"),
        (2, "its AS number is not told, so it is left out"),
        (3, "there is no session template GONE"),
        (3, "its AS number is not told, so it is left out"),
    ]


def test_dynamic_and_link_local_neighbours() -> None:
    process = read(
        "router bgp 65001\n bgp listen range 10.9.0.0/16 peer-group DYN\n neighbor DYN peer-group\n"
        " neighbor DYN remote-as 65002 alternate-as 65003\n neighbor FE80::2%GigabitEthernet0/1 remote-as 65002\n"
        " address-family ipv6\n  neighbor FE80::2%GigabitEthernet0/1 activate\n"
    ).bgp[0]
    (dynamic,) = process.dynamic
    assert dynamic.prefix == ip_network("10.9.0.0/16")
    assert dynamic.remote_as == ((65002, 65002), (65003, 65003))
    assert [(each.address, each.update_source) for each in process.neighbors] == [
        (ip_address("fe80::2"), "GigabitEthernet0/1")
    ]


PROCESS = """\
router bgp 1.10
 bgp router-id 1.1.1.1
 bgp cluster-id 7
 bgp confederation identifier 100
 bgp confederation peers 65002 65003
 bgp always-compare-med
 bgp bestpath med missing-as-worst
 bgp bestpath as-path multipath-relax
 no bgp enforce-first-as
 timers bgp 10 30
 neighbor 10.0.0.2 remote-as 65002
 network 10.0.0.0
 network 172.16.0.0 mask 255.255.0.0 route-map NET
 aggregate-address 10.0.0.0 255.0.0.0 as-set summary-only suppress-map SUP
 redistribute ospf 1 route-map RM
 redistribute ospf 2 match internal external 1 external 2
 maximum-paths 4
 maximum-paths ibgp 2
 distance bgp 21 201 202
 bgp additional-paths select all
 bgp additional-paths send receive
 neighbor 10.0.0.2 advertise additional-paths best 2
 !
 address-family ipv4 vrf RED
  bgp router-id 2.2.2.2
  redistribute connected
  neighbor 10.1.0.2 remote-as 65009
  neighbor 10.1.0.2 activate
 exit-address-family
 !
 address-family ipv6
  network 2001:DB8::/32
 exit-address-family
"""


def test_a_process_and_its_vrf() -> None:
    process, red = read(PROCESS).bgp
    assert (process.asn, process.router_id, process.cluster_id) == (65546, ip_address("1.1.1.1"), ip_address("0.0.0.7"))
    assert (process.confederation, process.confederation_peers) == (100, (65002, 65003))
    assert process.always_compare_med
    assert process.med_missing_as_worst
    assert process.multipath_relax
    assert process.enforce_first_as is False
    four = process.family(4)
    assert four.networks == (BgpNetwork(ip_network("10.0.0.0/8")), BgpNetwork(ip_network("172.16.0.0/16"), "NET"))
    assert four.aggregates == (
        BgpAggregate(ip_network("10.0.0.0/8"), summary_only=True, as_set=True, suppress_map="SUP"),
    )
    assert four.redistribute == (
        Redistribution("ospf", route_map="RM", process="1", match=("internal",)),
        Redistribution("ospf", process="2", match=("internal", "external-1", "external-2")),
    )
    assert (four.maximum_paths, four.maximum_paths_ibgp, four.distance_local) == (4, 2, 202)
    assert process.family(6).networks == (BgpNetwork(ip_network("2001:db8::/32")),)
    (peer,) = process.neighbors
    assert (peer.keepalive, peer.hold_time) == (10, 30)
    assert (peer.families[0].add_paths_send, peer.families[0].add_paths_receive) == (2, True)
    assert (red.vrf, red.router_id, red.asn) == ("RED", ip_address("2.2.2.2"), 65546)
    assert [each.address for each in red.neighbors] == [ip_address("10.1.0.2")]


def test_places_of_what_stands_in_bgp() -> None:
    sources = parse(PROCESS, "r1", "r1.cfg").sources
    assert {key: sources[key].line for key in sources if key.startswith("bgp")} == {
        "bgp:default": 1,
        "bgp-neighbor:default:10.0.0.2": 11,
        "bgp-network:default:10.0.0.0/8": 12,
        "bgp-network:default:172.16.0.0/16": 13,
        "bgp:RED": 24,
        "bgp-neighbor:RED:10.1.0.2": 27,
        "bgp-network:default:2001:db8::/32": 32,
    }


# Lists and route maps


def test_lists() -> None:
    device = read(
        "ip prefix-list P seq 5 permit 10.0.0.0/8 ge 16 le 24\nip prefix-list P deny 0.0.0.0/0 le 32\n"
        "ip as-path access-list 1 deny ^65000_\nip as-path access-list 1 permit .*\n"
        "ip community-list 1 permit 65000:1 no-export\nip community-list 100 permit 65000:.*\n"
        "ip community-list standard S permit 4259840001\nip community-list expanded E deny _1:\n"
        "ip extcommunity-list standard X\n 10 permit rt 65000:1 65000:2 soo 65000:3\n"
        "ip large-community-list standard L permit 65000:1:2\n"
    )
    assert device.prefix_lists[0].entries == (
        PrefixListEntry(5, Action.PERMIT, ip_network("10.0.0.0/8"), 16, 24),
        PrefixListEntry(10, Action.DENY, ip_network("0.0.0.0/0"), None, 32),
    )
    assert device.as_path_lists[0].entries == (
        AsPathListEntry(5, Action.DENY, "^65000_"),
        AsPathListEntry(10, Action.PERMIT, ".*"),
    )
    lists = {each.name: (each.kind, each.entries) for each in device.community_lists}
    permit = Action.PERMIT
    assert lists == {
        "1": ("standard", (CommunityListEntry(5, permit, ("65000:1", "no-export")),)),
        "100": ("standard", (CommunityListEntry(5, permit, regex="65000:.*"),)),
        "S": ("standard", (CommunityListEntry(5, permit, ("65000:1",)),)),
        "E": ("standard", (CommunityListEntry(5, Action.DENY, regex="_1:"),)),
        "X": ("extended", (CommunityListEntry(10, permit, ("rt:65000:1", "rt:65000:2", "soo:65000:3")),)),
        "L": ("large", (CommunityListEntry(5, permit, ("65000:1:2",)),)),
    }


def clause(lines: str) -> RouteMapClause:
    return (
        read("route-map RM permit 10\n" + "".join(f" {each}\n" for each in lines.splitlines())).route_maps[0].clauses[0]
    )


@pytest.mark.parametrize(
    ("line", "match"),
    [
        ("match ip address 10 ACL", Match("access-list", ("10", "ACL"))),
        ("match ip address prefix-list A B", Match("prefix-list", ("A", "B"))),
        ("match ip address prefix-list A\nmatch ip address prefix-list B", Match("prefix-list", ("A", "B"))),
        ("match ipv6 address prefix-list A", Match("prefix-list-ipv6", ("A",))),
        ("match ip next-hop prefix-list A", Match("next-hop-prefix-list", ("A",))),
        ("match ip route-source 10", Match("route-source-access-list", ("10",))),
        ("match community 1 2 exact-match", Match("community", ("1", "2", "exact-match"))),
        ("match extcommunity X", Match("extended-community", ("X",))),
        ("match as-path 1 2", Match("as-path", ("1", "2"))),
        ("match metric 50", Match("metric", ("50",))),
        ("match tag 1 2", Match("tag", ("1", "2"))),
        ("match interface Loopback0 GigabitEthernet0/1", Match("interface", ("Loopback0", "GigabitEthernet0/1"))),
        ("match route-type external type-1", Match("route-type", ("type-1",))),
        ("match route-type internal external", Match("route-type", ("internal", "external"))),
        ("match route-type nssa-external", Match("route-type", ("nssa-type-1", "nssa-type-2"))),
        ("match source-protocol ospf 1 bgp 65000", Match("source-protocol", ("ospf", "bgp"))),
    ],
)
def test_a_match(line: str, match: Match) -> None:
    assert clause(line).matches == (match,)


@pytest.mark.parametrize(
    ("line", "made"),
    [
        ("set local-preference 200", Set("local-preference", ("200",))),
        ("set metric 5", Set("metric", ("5",))),
        ("set metric +5", Set("metric", ("+5",))),
        ("set metric 1 2 3 4 5", Set("eigrp-metric", ("1", "2", "3", "4", "5"))),
        ("set metric-type type-1", Set("metric-type", ("1",))),
        ("set metric-type internal", Set("metric", ("igp",))),
        ("set tag 7", Set("tag", ("7",))),
        ("set weight 7", Set("weight", ("7",))),
        ("set origin egp 5", Set("origin", ("egp",))),
        ("set origin incomplete", Set("origin", ("incomplete",))),
        ("set community 65000:1 no-export additive", Set("community", ("65000:1", "no-export", "additive"))),
        ("set community none", Set("community", ("none",))),
        ("set comm-list C delete", Set("delete-community", ("C",))),
        ("set extcommunity rt 65000:1 additive", Set("extended-community", ("rt:65000:1", "additive"))),
        (
            "set extcommunity rt 65000:1\nset extcommunity soo 65000:2",
            Set("extended-community", ("rt:65000:1", "soo:65000:2")),
        ),
        ("set as-path prepend 65000 1.10", Set("as-path-prepend", ("65000", "65546"))),
        ("set as-path prepend last-as 3", Set("as-path-prepend-last-as", ("3",))),
        ("set ip next-hop 10.0.0.9", Set("next-hop", ("10.0.0.9",))),
        ("set ip next-hop peer-address", Set("next-hop", ("peer-address",))),
        ("set ipv6 next-hop 2001:DB8::1", Set("next-hop-ipv6", ("2001:db8::1",))),
        ("set level level-1", Set("level", ("level-1",))),
    ],
)
def test_a_set(line: str, made: Set) -> None:
    assert clause(line).sets == (made,)


def test_clauses_go_on() -> None:
    text = "route-map RM deny 20\n continue 40\nroute-map RM permit 10\n continue\n description first\n"
    first, second = read(text).route_maps[0].clauses
    assert (first.sequence, first.action, first.on_match, first.description) == (10, Action.PERMIT, "next", "first")
    assert (second.sequence, second.action, second.on_match) == (20, Action.DENY, "40")


# Packet filters


def entries(text: str) -> tuple[AccessListEntry, ...]:
    return read(text).access_lists[0].entries


def entry(line: str) -> AccessListEntry:
    (made,) = entries(f"ip access-list extended A\n 10 {line}\n")
    return made


PERMIT = Action.PERMIT
TEN = ip_network("10.0.0.0/24")


@pytest.mark.parametrize(
    ("line", "made"),
    [
        ("permit ip any any", AccessListEntry(10, PERMIT)),
        ("deny ip any any log", AccessListEntry(10, Action.DENY)),
        (
            "permit tcp 10.0.0.0 0.0.0.255 host 192.0.2.1 eq www 443",
            AccessListEntry(
                10,
                PERMIT,
                "tcp",
                TEN,
                ip_network("192.0.2.1/32"),
                destination_ports=(80, 80),
                more_destination_ports=((443, 443),),
            ),
        ),
        (
            "permit udp any range 1000 2000 10.0.0.0 0.0.0.254 gt 1023",
            AccessListEntry(
                10,
                PERMIT,
                "udp",
                destination=ip_network("10.0.0.0/32"),
                destination_wildcard=254,
                source_ports=(1000, 2000),
                destination_ports=(1024, 65535),
            ),
        ),
        (
            "permit tcp any any neq telnet",
            AccessListEntry(10, PERMIT, "tcp", destination_ports=(0, 22), more_destination_ports=((24, 65535),)),
        ),
        ("permit tcp any any established", AccessListEntry(10, PERMIT, "tcp", established=True)),
        ("permit icmp any any echo", AccessListEntry(10, PERMIT, "icmp", icmp=(8, None))),
        ("permit icmp any any 3 4", AccessListEntry(10, PERMIT, "icmp", icmp=(3, 4))),
        ("permit 89 any any", AccessListEntry(10, PERMIT, "ospf")),
        ("permit eigrp any any", AccessListEntry(10, PERMIT, "88")),
        ("permit ip any any time-range WORK", AccessListEntry(10, PERMIT, opaque="time-range WORK")),
        ("permit tcp any any syn", AccessListEntry(10, PERMIT, "tcp", opaque="syn")),
        ("permit ip any any dscp ef log", AccessListEntry(10, PERMIT, opaque="dscp ef")),
        ("permit ip object-group GONE any", AccessListEntry(10, PERMIT, opaque="object-group GONE")),
    ],
)
def test_an_extended_entry(line: str, made: AccessListEntry) -> None:
    assert entry(line) == made


def test_numbered_lists() -> None:
    device = read(
        "access-list 10 remark who may\naccess-list 10 permit 10.0.0.0 0.0.0.255\naccess-list 10 permit 192.0.2.1\n"
        "access-list 10 deny any log\naccess-list 150 permit tcp any any eq 22\n"
    )
    standard, extended = device.access_lists
    assert standard.standard
    assert standard.entries == (
        AccessListEntry(10, PERMIT, source=TEN),
        AccessListEntry(20, PERMIT, source=ip_network("192.0.2.1/32")),
        AccessListEntry(30, Action.DENY),
    )
    assert not extended.standard
    assert extended.entries == (AccessListEntry(10, PERMIT, "tcp", destination_ports=(22, 22)),)


def test_places_of_entries() -> None:
    text = "access-list 10 remark who\naccess-list 10 permit any\nip access-list extended A\n 5 permit ip any any\n"
    sources = parse(text + " deny ip any any\n", "r1", "r1.cfg").sources
    assert {key: sources[key].line for key in sources} == {
        "access-list:10:10": 2,
        "access-list:A": 3,
        "access-list:A:5": 4,
        "access-list:A:15": 5,
    }


def test_ipv6_lists_let_neighbour_discovery_pass() -> None:
    (made,) = read(
        "ipv6 access-list SIX\n permit tcp 2001:DB8::/32 any eq 22\n sequence 20 deny icmp any any nd-na\n"
    ).access_lists
    assert made.family == 6
    assert made.entries == (
        AccessListEntry(10, PERMIT, "tcp", ip_network("2001:db8::/32"), destination_ports=(22, 22)),
        AccessListEntry(20, Action.DENY, "58", icmp=(136, None)),
        AccessListEntry(30, PERMIT, "58", icmp=(136, None)),
        AccessListEntry(31, PERMIT, "58", icmp=(135, None)),
    )


def test_object_groups_are_expanded_wherever_they_stand() -> None:
    made = entries(
        "ip access-list extended A\n permit object-group WEB object-group NET any\n"
        "object-group network NET\n host 192.0.2.1\n 10.0.0.0 255.255.255.0\n"
        "object-group service WEB\n tcp eq www\n tcp-udp eq domain\n"
    )
    assert [(each.protocol, each.source, each.destination_ports) for each in made] == [
        (protocol, source, ports)
        for protocol, ports in (("tcp", (80, 80)), ("tcp", (53, 53)), ("udp", (53, 53)))
        for source in (ip_network("192.0.2.1/32"), TEN)
    ]


def test_nat() -> None:
    device = read(
        "ip nat pool OUT 192.0.2.1 192.0.2.9 netmask 255.255.255.0\n"
        "ip nat inside source list 1 pool OUT overload\n"
        "ip nat inside source route-map RM interface GigabitEthernet0/1 overload\n"
        "ip nat inside source static tcp 10.0.0.5 80 192.0.2.5 8080 extendable\n"
        "ip nat inside source static network 10.0.0.0 192.0.2.0 /24\n"
        "ip nat outside source static 198.51.100.1 10.9.9.9 vrf RED\n"
    )
    assert device.nat_pools == (NatPool("OUT", ip_address("192.0.2.1"), ip_address("192.0.2.9")),)
    assert device.nat_rules == (
        NatRule("inside", access_list="1", pool="OUT", overload=True),
        NatRule("inside", route_map="RM", interface="GigabitEthernet0/1", overload=True),
        NatRule(
            "inside",
            local=ip_network("10.0.0.5/32"),
            global_=ip_network("192.0.2.5/32"),
            protocol="tcp",
            local_port=80,
            global_port=8080,
        ),
        NatRule("inside", local=TEN, global_=ip_network("192.0.2.0/24")),
        NatRule("outside", local=ip_network("198.51.100.1/32"), global_=ip_network("10.9.9.9/32"), vrf="RED"),
    )


def test_administration() -> None:
    device = read(
        "hostname r9\nversion 15.7\nip domain name example.net\nip name-server vrf MGMT 10.0.0.1 10.0.0.2\n"
        "ntp server vrf MGMT 10.0.0.3 prefer\nntp authenticate\nlogging host 10.0.0.4\n"
        "snmp-server community sesame RO 10\nsnmp-server host 10.0.0.5 version 2c sesame\nsnmp-server location hall 1\n"
        "aaa new-model\naaa authentication login default group tacacs+ local\n"
        "tacacs server T\n address ipv4 10.0.0.6\n key 7 0822455D0A16\n"
        "username ann privilege 15 secret 9 $9$abc\nusername bob password 0 sesame\n"
        "ip ssh version 2\nip http server\nline vty 0 4\n access-class 10 in\n transport input telnet ssh\n"
    )
    admin = device.administration
    assert (device.hostname, device.version, admin.domain) == ("r9", "15.7", "example.net")
    assert admin.name_servers == ("10.0.0.1", "10.0.0.2")
    assert (admin.ntp_servers, admin.ntp_authenticated, admin.log_hosts) == (("10.0.0.3",), True, ("10.0.0.4",))
    assert admin.snmp_communities == (SnmpCommunity(Secret.of_value("sesame"), access_list="10"),)
    assert (admin.trap_hosts, admin.snmp_location) == (("10.0.0.5",), "hall 1")
    assert admin.aaa == ("authentication login default group tacacs+ local",)
    assert admin.aaa_servers == ("10.0.0.6",)
    assert admin.users == (
        User("ann", "15", Secret.of_value("9 $9$abc")),
        User("bob", "", Secret.of_value("sesame"), encrypted=False),
    )
    assert (admin.ssh_version, admin.telnet, admin.http, admin.login_access_list) == (2, True, True, "10")
