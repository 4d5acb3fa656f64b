"""Junos' packet filters, translations, virtual routers, management, and where things were said."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from netops.model import (
    AccessList,
    AggregateRoute,
    Device,
    Match,
    NatPool,
    NatRule,
    Redistribution,
    RipInterface,
    RouteMap,
    Secret,
    Set,
    SnmpUser,
    SpanningTree,
    User,
    VrfLeak,
    VrrpGroup,
)
from netops.platforms.base import ParsedConfig
from netops.platforms.junos.config import parse


def parsed(text: str) -> ParsedConfig:
    return parse("".join(f"set {each.strip()}\n" for each in text.strip().splitlines()), "r1", "r1.conf")


def lines(text: str) -> Device:
    found = parsed(text)
    assert found.unknown == ()
    return found.device


def filtered(text: str) -> AccessList:
    rows = "\n".join(f"firewall family inet filter F term {each.strip()}" for each in text.strip().splitlines())
    return lines(rows).access_lists[0]


def test_a_term_is_a_line_for_each_combination() -> None:
    found = filtered(
        """a from source-address 10.0.0.0/8
        a from protocol tcp
        a from protocol udp
        a from destination-port domain
        a from destination-port 1024-2048
        a then count hits
        a then accept
        b then discard"""
    )
    assert [
        (each.protocol, str(each.source), each.destination_ports, each.more_destination_ports) for each in found.entries
    ] == [
        ("tcp", "10.0.0.0/8", (53, 53), ((1024, 2048),)),
        ("udp", "10.0.0.0/8", (53, 53), ((1024, 2048),)),
        ("ip", "None", None, ()),
    ]
    assert [each.action for each in found.entries] == ["permit", "permit", "deny"]
    assert found.unmatched == "deny"


def test_addresses_that_are_left_out() -> None:
    found = filtered(
        """a from source-address 10.0.0.0/30
        a from source-address 10.0.0.1/32 except
        a then accept"""
    )
    assert [str(each.source) for each in found.entries] == ["10.0.0.0/32", "10.0.0.2/31"]


def test_an_address_of_either_end_is_both() -> None:
    found = filtered("a from address 10.0.0.0/8\na then discard")
    assert [(str(each.source), str(each.destination)) for each in found.entries] == [
        ("10.0.0.0/8", "None"),
        ("None", "10.0.0.0/8"),
    ]


def test_what_a_filter_cannot_tell_is_not_certain() -> None:
    found = filtered("a from dscp ef\na then accept\nb from tcp-established\nb then accept\nc then next term")
    assert [(each.opaque, each.protocol, each.established) for each in found.entries] == [
        ("dscp ef", "ip", False),
        ("", "tcp", True),
    ]


def test_lists_of_filters_are_one_after_the_other() -> None:
    device = lines(
        """firewall family inet filter A term a then accept
        firewall family inet filter B term b then discard
        interfaces ge-0/0/0 unit 0 family inet filter input-list A
        interfaces ge-0/0/0 unit 0 family inet filter input-list B"""
    )
    assert device.interfaces["ge-0/0/0.0"].acl_in == "A B"
    both = next(each for each in device.access_lists if each.name == "A B")
    assert [(each.sequence, each.remark) for each in both.entries] == [(10, "a"), (20, "b")]


def test_virtual_routers() -> None:
    address = "interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/24 vrrp-group 7"
    device = lines(
        f"""{address} virtual-address 10.0.0.254
        {address} priority 200
        {address} no-preempt
        {address} fast-interval 300"""
    )
    (group,) = device.interfaces["ge-0/0/0.0"].vrrp
    assert group == VrrpGroup(7, (ip_address("10.0.0.254"),), 200, preempt=False, advertisement_interval=300, version=2)


def test_translations() -> None:
    device = lines(
        """security nat source pool P address 203.0.113.8/30
        security nat source rule-set OUT from zone trust
        security nat source rule-set OUT to zone untrust
        security nat source rule-set OUT rule a match source-address 10.1.0.0/16
        security nat source rule-set OUT rule a then source-nat pool P
        security nat source rule-set OUT rule b match source-address 10.0.0.0/8
        security nat source rule-set OUT rule b then source-nat interface
        security nat static rule-set IN from zone untrust
        security nat static rule-set IN rule s match destination-address 203.0.113.1/32
        security nat static rule-set IN rule s then static-nat prefix 10.0.0.1/32"""
    )
    assert device.nat_pools == (NatPool("P", ip_address("203.0.113.8"), ip_address("203.0.113.11")),)
    assert device.nat_rules == (
        NatRule("inside", local=ip_network("10.0.0.1/32"), global_=ip_network("203.0.113.1/32")),
        NatRule("inside", local=ip_network("10.1.0.0/16"), pool="P"),
        NatRule("inside", local=ip_network("10.0.0.0/8"), interface="untrust", overload=True),
    )


def test_management() -> None:
    device = lines(
        """system host-name mx1
        system domain-name example.net
        system name-server 192.0.2.53
        system authentication-order tacplus
        system authentication-order password
        system tacplus-server 192.0.2.11 secret sesame
        system login user bob class super-user
        system login user bob authentication encrypted-password secret
        system login message "keep out"
        system services ssh protocol-version v2
        system services telnet
        system syslog host 192.0.2.20 any info
        system syslog file messages any notice
        system ntp server 192.0.2.30 prefer
        snmp location here
        snmp community sesame authorization read-write
        snmp community sesame client-list-name ADMINS
        snmp trap-group T targets 192.0.2.40
        snmp v3 usm local-engine user mon authentication-sha authentication-key k
        snmp v3 usm local-engine user mon privacy-aes128 privacy-key k
        forwarding-options dhcp-relay server-group D 192.0.2.50
        forwarding-options dhcp-relay active-server-group D
        forwarding-options dhcp-relay group U interface irb.10
        interfaces irb unit 10 family inet address 10.10.0.1/24"""
    )
    told = device.administration
    assert (device.hostname, device.banner, told.domain, told.name_servers) == (
        "mx1",
        "keep out",
        "example.net",
        ("192.0.2.53",),
    )
    assert (told.aaa, told.aaa_servers) == (("authentication-order tacplus password",), ("192.0.2.11",))
    assert told.users == (User("bob", "super-user", Secret.of_value("secret")),)
    assert (told.ssh_version, told.telnet, told.log_hosts, told.ntp_servers) == (
        2,
        True,
        ("192.0.2.20",),
        ("192.0.2.30",),
    )
    (community,) = told.snmp_communities
    assert (community.community, community.writable, community.access_list) == (
        Secret.of_value("sesame"),
        True,
        "ADMINS",
    )
    assert told.snmp_users == (SnmpUser("mon", "priv"),)
    assert told.trap_hosts == ("192.0.2.40",)
    assert device.interfaces["irb.10"].helpers == (ip_address("192.0.2.50"),)


def test_spanning_tree_and_rip() -> None:
    device = lines(
        """protocols rstp bridge-priority 8k
        protocols rstp interface ge-0/0/0 edge
        interfaces ge-0/0/0 unit 1 family ethernet-switching
        protocols rip group G export OUT
        protocols rip group G neighbor ge-0/0/0.0 metric-in 3
        interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/24"""
    )
    assert device.spanning_tree == SpanningTree(priority=8192, mode="rstp")
    port = device.interfaces["ge-0/0/0"].switchport
    assert port is not None
    assert port.edge
    assert device.rip[0].redistribute == (Redistribution("any", policies=("OUT",)),)
    assert device.interfaces["ge-0/0/0.0"].rip == (RipInterface(metric=3),)


def test_routes_that_hang_on_others() -> None:
    device = lines(
        """routing-options aggregate route 10.0.0.0/8 policy SOME
        routing-options aggregate route 10.0.0.0/8 community 65000:1
        routing-options generate route 0.0.0.0/0 preference 20"""
    )
    assert device.aggregates == (
        AggregateRoute(ip_network("10.0.0.0/8"), policies=("SOME",), communities=frozenset({"65000:1"})),
        AggregateRoute(ip_network("0.0.0.0/0"), generate=True, distance=20),
    )


def test_routes_taken_from_instances_that_a_policy_names() -> None:
    device = lines(
        """routing-options instance-import FROM-BLUE
        policy-options policy-statement FROM-BLUE term a from instance BLUE
        policy-options policy-statement FROM-BLUE term a then accept
        routing-instances BLUE instance-type virtual-router
        routing-instances RED instance-type virtual-router"""
    )
    assert device.vrfs["default"].family(4).leaks == (VrfLeak("BLUE", policies=("FROM-BLUE",)),)


TERM = "policy-options policy-statement P term t"


def policy(text: str) -> RouteMap:
    return lines(text).route_maps[0]


def test_what_else_a_policy_may_ask() -> None:
    clause = policy(
        f"""policy-options condition C if-route-exists 10.0.0.0/8
        policy-options condition C if-route-exists table BLUE.inet.0
        policy-options prefix-list L 10.0.0.0/8
        policy-options prefix-list L 2001:db8::/32
        {TERM} from condition C
        {TERM} from rib BLUE.inet.0
        {TERM} from level 1
        {TERM} from prefix-list L
        {TERM} from as-path-calc-length 5 orhigher
        {TERM} to level 2"""
    ).clauses[0]
    either = (Match("prefix-list", ("L",)), Match("prefix-list-ipv6", ("L",)))
    assert set(clause.matches) == {
        Match("any", inner=either),
        Match("route-exists", ("BLUE", "10.0.0.0/8")),
        Match("vrf", ("BLUE",)),
        Match("family", ("4",)),
        Match("route-type", ("level-1",)),
        Match("as-path-length", ("5", "4294967295")),
        Match("into-level", ("level-2",)),
    }


def test_what_else_a_policy_may_do() -> None:
    clause = policy(
        f"""{TERM} then as-path-expand last-as count 2
        {TERM} then as-path-prepend "65001 65001"
        {TERM} then next-hop self
        {TERM} then metric igp 10
        {TERM} then preference 30
        {TERM} then origin egp
        {TERM} then external type 1
        {TERM} then load-balance per-packet"""
    ).clauses[0]
    assert clause.sets == (
        Set("as-path-prepend", ("65001", "65001")),
        Set("next-hop", ("self",)),
        Set("metric", ("igp",)),
        Set("metric", ("+10",)),
        Set("distance", ("30",)),
        Set("origin", ("egp",)),
        Set("metric-type", ("1",)),
        Set("as-path-prepend-last-as", ("2",)),
    )


def test_a_condition_that_is_not_understood_does_not_look_as_if_it_held() -> None:
    found = parsed(f"{TERM} from validation-database invalid\n{TERM} then accept")
    assert [each.location.line for each in found.unknown] == [1]
    assert found.device.route_maps[0].clauses[0].matches == (Match("unknown", ("validation-database", "invalid")),)


def test_a_list_of_prefixes_that_lacks_its_members_matches_nothing() -> None:
    clause = policy(f"{TERM} from prefix-list-filter NONE orlonger\n{TERM} then accept").clauses[0]
    assert clause.matches == (Match("never"),)


def test_every_thing_has_its_line() -> None:
    found = parsed(
        f"""interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/24
        routing-options autonomous-system 65000
        routing-options static route 10.9.0.0/16 discard
        routing-instances BLUE routing-options static route 10.9.0.0/16 discard
        protocols bgp group g neighbor 10.0.0.2 peer-as 65001
        protocols ospf export P
        {TERM} then accept
        policy-options prefix-list L 10.0.0.0/8
        firewall family inet filter F term a then accept"""
    )
    told = {key: where.line for key, where in found.sources.items()}
    assert told == {
        "interface:ge-0/0/0": 1,
        "interface:ge-0/0/0.0": 1,
        "static:default:10.9.0.0/16": 3,
        "vrf:BLUE": 4,
        "static:BLUE:10.9.0.0/16": 4,
        "bgp:default": 5,
        "bgp-neighbor:default:10.0.0.2": 5,
        "ospf:default:": 6,
        "redistribute:ospf:default:any": 6,
        "route-map:P:10": 7,
        "prefix-list:L:5": 8,
        "access-list:F:10": 9,
    }


def test_what_evpn_tells_of_a_vlan() -> None:
    device = lines(
        """routing-options autonomous-system 65000
        switch-options vtep-source-interface lo0.0
        switch-options route-distinguisher 192.0.2.1:1
        switch-options vrf-target target:65000:1
        protocols evpn extended-vni-list all
        protocols evpn vni-options vni 10010 vrf-target target:65000:10
        vlans a vlan-id 10
        vlans a vxlan vni 10010
        vlans b vlan-id 20
        vlans b vxlan vni 10020
        vlans c vlan-id 30
        routing-instances BLUE instance-type vrf
        routing-instances BLUE protocols evpn ip-prefix-routes vni 5001"""
    )
    own, common, plain = device.vlans[10], device.vlans[20], device.vlans[30]
    assert (own.vni, own.rd) == (10010, "192.0.2.1:1")
    assert own.exports == {"65000:10"}
    assert common.imports == common.exports == {"65000:1"}
    assert (plain.vni, plain.rd) == (None, "")
    assert device.vrfs["BLUE"].vni == 5001


def test_route_targets_may_be_made_of_the_vni() -> None:
    device = lines(
        """routing-options autonomous-system 65000
        switch-options route-distinguisher 192.0.2.1:1
        switch-options vrf-target auto
        vlans a vlan-id 10
        vlans a vxlan vni 10010"""
    )
    assert device.vlans[10].exports == {"65000:268445466"}
