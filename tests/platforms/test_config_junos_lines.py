"""What Junos' configurations say, in either form: each statement is understood, without effect, or reported."""

from __future__ import annotations

from ipaddress import ip_address, ip_interface, ip_network

from netops.model import (
    BgpNeighbor,
    Device,
    InterfaceKind,
    Match,
    OspfNetworkType,
    Redistribution,
    RouteMap,
    Secret,
    Set,
    StaticRoute,
    SwitchMode,
    VrfLeak,
)
from netops.platforms.junos.config import parse


def read(text: str) -> Device:
    parsed = parse(text, "r1", "r1.conf")
    assert parsed.unknown == ()
    return parsed.device


def lines(text: str) -> Device:
    """Statements without their ``set``."""
    return read("".join(f"set {each.strip()}\n" for each in text.strip().splitlines()))


def policy(text: str, name: str = "P") -> RouteMap:
    found = lines(text).route_maps
    return next(each for each in found if each.name == name)


def neighbor(text: str) -> BgpNeighbor:
    device = lines("routing-options autonomous-system 65000\n" + text)
    return device.bgp[0].neighbors[0]


BRACES = """\
## Last commit: 2026-01-01 by someone
system { host-name r1; }
interfaces {
    ge-0/0/0 {
        description "to r2; not {this}";
        /* a comment over
           two lines; */
        unit 0 { family inet { address 10.0.0.1/31; } }
        inactive: unit 1 { vlan-id 7; }
    }
    inactive: ge-0/0/1 { mtu 9000; }
    lo0 { unit 0 { family inet { address 192.0.2.1/32; } family iso { address 49.0001.1920.0000.2001.00; } } }
}
routing-options { router-id 192.0.2.1; autonomous-system 65001; }
policy-options {
    prefix-list P { 10.0.0.0/8; 192.0.2.0/24; }
    policy-statement OUT {
        term one { from { protocol [ direct static ]; prefix-list P; } then accept; }
        then reject;
    }
}
protocols {
    bgp { group g { type external; peer-as 65002; export [ OUT ]; neighbor 10.0.0.0; } }
    isis { interface ge-0/0/0.0 { point-to-point; } interface lo0.0; }
}
{master:0}
"""
SET = """\
set system host-name r1
set interfaces ge-0/0/0 description "to r2; not {this}"
set interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/31
set interfaces ge-0/0/0 unit 1 vlan-id 7
deactivate interfaces ge-0/0/0 unit 1
set interfaces ge-0/0/1 mtu 9000
deactivate interfaces ge-0/0/1
set interfaces lo0 unit 0 family inet address 192.0.2.1/32
set interfaces lo0 unit 0 family iso address 49.0001.1920.0000.2001.00
set routing-options router-id 192.0.2.1
set routing-options autonomous-system 65001
set policy-options prefix-list P 10.0.0.0/8
set policy-options prefix-list P 192.0.2.0/24
set policy-options policy-statement OUT term one from protocol direct
set policy-options policy-statement OUT term one from protocol static
set policy-options policy-statement OUT term one from prefix-list P
set policy-options policy-statement OUT term one then accept
set policy-options policy-statement OUT then reject
set protocols bgp group g type external
set protocols bgp group g peer-as 65002
set protocols bgp group g export OUT
set protocols bgp group g neighbor 10.0.0.0
set protocols isis interface ge-0/0/0.0 point-to-point
set protocols isis interface lo0.0
{master:0}
"""


def test_both_forms_say_the_same() -> None:
    device = read(SET)
    assert read(BRACES) == device
    assert list(device.interfaces) == ["ge-0/0/0", "ge-0/0/0.0", "lo0.0"]
    assert device.interfaces["ge-0/0/0"].description == "to r2; not {this}"


def test_a_unit_stands_on_its_port() -> None:
    device = lines(
        """interfaces ge-0/0/0 vlan-tagging
        interfaces ge-0/0/0 mtu 9018
        interfaces ge-0/0/0 unit 100 vlan-id 100
        interfaces ge-0/0/0 unit 100 family inet address 10.1.0.2/24
        interfaces ge-0/0/0 unit 100 family inet address 10.1.0.3/24 primary
        interfaces ge-0/0/0 unit 100 family inet6 address 2001:db8::1/64
        interfaces ge-0/0/0 unit 100 family inet filter input IN
        interfaces xe-0/0/1 gigether-options 802.3ad ae0
        interfaces xe-0/0/2 gigether-options 802.3ad ae0
        interfaces ae0 unit 0 family inet address 10.2.0.1/31"""
    )
    unit = device.interfaces["ge-0/0/0.100"]
    assert (unit.kind, unit.parent, unit.vlan, unit.mtu) == (InterfaceKind.SUBINTERFACE, "ge-0/0/0", 100, 9000)
    assert unit.addresses == tuple(map(ip_interface, ("10.1.0.3/24", "10.1.0.2/24", "2001:db8::1/64")))
    assert unit.acl_in == "IN"
    assert device.interfaces["xe-0/0/1"].lag == "ae0"
    assert device.interfaces["ae0"].kind is InterfaceKind.LAG
    assert device.interfaces["ae0.0"].bandwidth == 20_000_000


def test_switching() -> None:
    device = lines(
        """vlans USERS vlan-id 10
        vlans USERS l3-interface irb.10
        vlans VOICE vlan-id 20
        interfaces irb unit 10 family inet address 10.10.0.1/24
        interfaces ge-0/0/0 unit 0 family ethernet-switching interface-mode access
        interfaces ge-0/0/0 unit 0 family ethernet-switching vlan members USERS
        interfaces ge-0/0/1 native-vlan-id 1
        interfaces ge-0/0/1 unit 0 family ethernet-switching interface-mode trunk
        interfaces ge-0/0/1 unit 0 family ethernet-switching vlan members all
        interfaces ge-0/0/1 unit 0 family ethernet-switching vlan members 30-31"""
    )
    access, trunk = device.interfaces["ge-0/0/0"].switchport, device.interfaces["ge-0/0/1"].switchport
    assert access is not None
    assert trunk is not None
    assert (access.mode, access.access_vlan) == (SwitchMode.ACCESS, 10)
    assert (trunk.mode, trunk.trunk_vlans, trunk.native_vlan) == (SwitchMode.TRUNK, (10, 20, 30, 31), 1)
    assert (device.interfaces["irb.10"].kind, device.interfaces["irb.10"].vlan) == (InterfaceKind.SVI, 10)
    assert device.vlans[20].name == "VOICE"


def test_static_routes() -> None:
    device = lines(
        """routing-options static route 10.0.0.0/8 next-hop 192.0.2.1
        routing-options static route 10.0.0.0/8 qualified-next-hop 192.0.2.2 preference 7
        routing-options static route 10.0.0.0/8 tag 3
        routing-options static route 10.1.0.0/16 discard
        routing-options static route 10.2.0.0/16 next-table BLUE.inet.0
        routing-options static route 10.3.0.0/16 next-hop ge-0/0/0.0
        routing-options static defaults preference 9
        routing-options rib inet6.0 static route 2001:db8::/32 next-hop 2001:db8:1::1
        routing-instances BLUE instance-type virtual-router
        routing-instances BLUE routing-options static route 0.0.0.0/0 reject"""
    )
    by_prefix: dict[str, list[StaticRoute]] = {}
    for each in device.static_routes:
        by_prefix.setdefault(f"{each.vrf} {each.prefix}", []).append(each)
    first, second = by_prefix["default 10.0.0.0/8"]
    assert (first.next_hop, first.distance, first.tag, first.resolve) == (ip_address("192.0.2.1"), 9, 3, False)
    assert (second.next_hop, second.distance, second.tag) == (ip_address("192.0.2.2"), 7, 3)
    assert by_prefix["default 10.1.0.0/16"][0].blackhole
    assert by_prefix["default 10.2.0.0/16"][0].next_hop_vrf == "BLUE"
    assert by_prefix["default 10.3.0.0/16"][0].interface == "ge-0/0/0.0"
    assert by_prefix["default 2001:db8::/32"][0].distance == 5
    assert by_prefix["BLUE 0.0.0.0/0"][0].reject


def test_bits_of_a_host_in_a_route_are_refused_as_junos_does() -> None:
    told = parse("set routing-options static route 192.0.2.1/24 discard\n", "r1", "f").unknown
    assert [each.reason.partition(":")[2].strip() for each in told] == ["did you mean 192.0.2.0/24?"]
    lines("policy-options prefix-list L 192.0.2.1/24")


def test_neighbours_inherit_from_their_group_and_it_from_the_process() -> None:
    peer = neighbor(
        """protocols bgp export ALL
        protocols bgp hold-time 30
        protocols bgp group g type internal
        protocols bgp group g cluster 192.0.2.9
        protocols bgp group g export ONE
        protocols bgp group g export TWO
        protocols bgp group g local-address 192.0.2.1
        protocols bgp group g neighbor 192.0.2.2 import IN
        protocols bgp group g neighbor 192.0.2.2 authentication-key sesame
        protocols bgp group g neighbor 192.0.2.2 family inet unicast prefix-limit maximum 100"""
    )
    family = peer.families[0]
    assert (peer.remote_as, peer.hold_time, peer.keepalive, peer.group) == (65000, 30, 10, "g")
    assert (peer.update_source, peer.password) == ("192.0.2.1", Secret.of_value("sesame"))
    assert (family.policies_in, family.policies_out) == (("IN",), ("ONE", "TWO"))
    assert (family.route_reflector_client, peer.cluster_id) == (True, ip_address("192.0.2.9"))
    assert (family.maximum_prefix, family.maximum_prefix_warning_only) == (100, True)


def test_what_external_neighbours_are_told_of_as_numbers() -> None:
    peer = neighbor(
        """protocols bgp group g type external
        protocols bgp group g peer-as 65001
        protocols bgp group g local-as 65009 loops 3
        protocols bgp group g local-as no-prepend-global-as
        protocols bgp group g as-override
        protocols bgp group g remove-private all
        protocols bgp group g advertise-peer-as
        protocols bgp group g multipath multiple-as
        protocols bgp group g multihop ttl 2
        protocols bgp group g metric-out igp 5
        protocols bgp group g neighbor 192.0.2.2"""
    )
    family = peer.families[0]
    assert (peer.local_as, peer.replace_as, peer.no_prepend, family.allowas_in) == (65009, True, False, 2)
    assert (family.as_override, family.remove_private_as_all, family.remove_private_as_replace) == (True, True, False)
    assert (peer.advertise_peer_as, peer.multipath, peer.multipath_relax) == (True, True, True)
    assert (peer.ebgp_multihop, peer.med_out_igp, peer.med_out) == (2, True, 5)


def test_neighbours_that_may_call() -> None:
    device = lines(
        """routing-options autonomous-system 65000
        protocols bgp group g peer-as 65001
        protocols bgp group g allow 192.0.2.7/24"""
    )
    (dynamic,) = device.bgp[0].dynamic
    assert (dynamic.prefix, dynamic.settings.remote_as) == (ip_network("192.0.2.0/24"), 65001)


def test_ospf() -> None:
    device = lines(
        """interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/31
        interfaces ge-0/0/1 unit 0 family inet address 10.0.1.1/31
        interfaces lo0 unit 0 family inet address 192.0.2.1/32
        protocols ospf export OUT
        protocols ospf reference-bandwidth 10g
        protocols ospf external-preference 151
        protocols ospf area 0.0.0.0 interface ge-0/0/0.0 interface-type p2p
        protocols ospf area 0.0.0.0 interface ge-0/0/0.0 metric 7
        protocols ospf area 0.0.0.0 interface ge-0/0/0.0 authentication md5 1 key sesame
        protocols ospf area 0.0.0.0 interface lo0.0 passive
        protocols ospf area 0.0.0.0 virtual-link neighbor-id 192.0.2.2 transit-area 0.0.0.1
        protocols ospf area 1 nssa default-lsa default-metric 10
        protocols ospf area 1 nssa no-summaries
        protocols ospf area 1 area-range 10.1.0.0/16 restrict
        protocols ospf area 1 interface ge-0/0/1"""
    )
    (process,) = device.ospf
    port = device.interfaces["ge-0/0/0.0"].ospf
    assert port is not None
    assert port.authentication is not None
    assert (port.cost, port.network_type, port.priority) == (7, OspfNetworkType.POINT_TO_POINT, 128)
    assert device.interfaces["lo0.0"].ospf is not None
    assert process.redistribute == (Redistribution("any", policies=("OUT",)),)
    assert (process.reference_bandwidth, process.external_preference) == (10_000, 151)
    area = process.area("0.0.0.1")
    assert (area.kind, area.no_default, area.virtual_links) == ("totally-nssa", False, (ip_address("192.0.2.2"),))
    assert area.originate_default is not None
    assert not area.ranges[0].advertise


def test_isis_runs_where_the_family_is() -> None:
    device = lines(
        """interfaces ge-0/0/0 unit 0 family iso
        interfaces ge-0/0/1 unit 0 family inet address 10.0.0.1/31
        interfaces lo0 unit 0 family iso address 49.0001.1920.0000.2001.00
        protocols isis level 1 disable
        protocols isis level 2 wide-metrics-only
        protocols isis interface all level 2 metric 30
        protocols isis interface lo0.0 passive"""
    )
    (process,) = device.isis
    assert (process.net, process.level, process.wide) == ("49.0001.1920.0000.2001.00", 2, True)
    assert device.interfaces["ge-0/0/0.0"].isis[0].metric == (None, 30)
    assert device.interfaces["ge-0/0/1.0"].isis == ()
    (loopback,) = device.interfaces["lo0.0"].isis
    assert (loopback.passive, loopback.metric) == (True, (0, 0))  # named, so "all" is not for it


def test_instances_and_what_passes_between_them() -> None:
    device = lines(
        """interfaces ge-0/0/0 unit 5 family inet address 10.0.0.1/31
        routing-options interface-routes rib-group inet SHARED
        routing-options rib-groups SHARED import-rib inet.0
        routing-options rib-groups SHARED import-rib BLUE.inet.0
        routing-options rib-groups SHARED import-policy SOME
        routing-instances BLUE instance-type vrf
        routing-instances BLUE interface ge-0/0/0.5
        routing-instances BLUE route-distinguisher 65000:1
        routing-instances BLUE vrf-target target:65000:1
        routing-instances BLUE vrf-target export target:65000:2
        routing-options resolution rib inet.0 import R"""
    )
    blue = device.vrfs["BLUE"]
    assert device.interfaces["ge-0/0/0.5"].vrf == "BLUE"
    assert (blue.rd, blue.exports_locally) == ("65000:1", False)
    assert blue.family(4).imports == {"65000:1"}
    assert blue.family(4).exports == {"65000:1", "65000:2"}
    assert blue.family(4).leaks == (VrfLeak("default", "connected", ("SOME",)),)
    assert device.vrfs["default"].family(4).resolution == ("R",)


TERM = "policy-options policy-statement P term t"


def test_conditions_of_one_kind_are_alternatives() -> None:
    clause = policy(
        f"""{TERM} from protocol direct
        {TERM} from protocol bgp
        {TERM} from interface ge-0/0/0
        {TERM} from metric 7
        {TERM} then accept"""
    ).clauses[0]
    assert clause.matches == (
        Match("source-protocol", ("connected", "bgp")),
        Match("interface", ("ge-0/0/0.0",)),
        Match("metric", ("7",)),
    )
    assert (clause.name, clause.decides, clause.action) == ("t", True, "permit")


def test_how_terms_end() -> None:
    found = policy(
        f"""{TERM}1 then metric add 5
        {TERM}2 then next policy
        {TERM}3 then next term
        {TERM}3 then accept
        {TERM}4 then reject
        policy-options policy-statement P then default-action accept"""
    )
    assert found.unmatched is None
    assert [(each.action, each.decides, each.on_match) for each in found.clauses] == [
        ("permit", False, None),
        ("permit", False, "60"),
        ("permit", False, None),
        ("deny", True, None),
        ("permit", False, None),
    ]
    assert found.clauses[0].sets == (Set("metric", ("+5",)),)
    assert found.clauses[4].sets == (Set("default-action", ("permit",)),)


def test_the_longest_route_filter_decides() -> None:
    clause = policy(
        f"""{TERM} from route-filter 10.0.0.0/8 orlonger
        {TERM} from route-filter 10.1.0.0/16 exact
        {TERM} then accept"""
    ).clauses[0]
    inner = Match("prefix", ("10.1.0.0/16", "16", "32"))
    assert clause.matches == (
        Match(
            "any",
            inner=(
                Match("all", inner=(Match("prefix", ("10.0.0.0/8", "8", "32")), Match("not", inner=(inner,)))),
                Match("prefix", ("10.1.0.0/16", "16", "16")),
            ),
        ),
    )


def test_a_route_filter_may_have_an_action_of_its_own() -> None:
    found = policy(
        f"""{TERM} from route-filter 10.0.0.0/8 upto /24 reject
        {TERM} from route-filter 192.0.2.0/24 exact
        {TERM} then metric 5
        {TERM} then accept"""
    ).clauses
    assert [(each.action, each.matches[0].arguments, each.sets) for each in found] == [
        ("deny", ("10.0.0.0/8", "8", "24"), ()),
        ("permit", ("192.0.2.0/24", "24", "24"), (Set("metric", ("5",)),)),
    ]


def test_communities() -> None:
    text = f"""policy-options community A members 65000:1
        policy-options community A members 65000:2
        policy-options community B members target:65000L:1
        policy-options community C members 65000:*
        policy-options community C invert-match
        {TERM} from community A
        {TERM} then community set A
        {TERM} then community add B
        {TERM} then community delete A"""
    clause = policy(text).clauses[0]
    assert clause.matches == (Match("community", ("A",)),)
    assert clause.sets == (
        Set("community", ("65000:1", "65000:2")),
        Set("extended-community", ("rt:65000:1", "additive")),
        Set("delete-community", ("A (any)",)),
    )
    lists = {(each.name, each.kind): each.entries for each in lines(text).community_lists}
    assert lists["A", "standard"][0].communities == ("65000:1", "65000:2")
    assert [each.communities for each in lists["A (any)", "standard"]] == [("65000:1",), ("65000:2",)]
    assert lists["C", "standard"][0].regexes == ("^65000:[0-9]+$",)
