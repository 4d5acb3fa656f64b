"""What lines of an EOS configuration mean: interfaces, VLANs, VRFs, static routes, OSPF, IS-IS, RIP, administration."""

from __future__ import annotations

from ipaddress import ip_address, ip_interface, ip_network

import pytest
from sample_eos import OSPF

from netops.model import (
    DefaultOriginate,
    Device,
    Filter,
    Interface,
    InterfaceKind,
    IsisInterface,
    IsisLeak,
    OspfAreaKind,
    OspfInterface,
    OspfNetworkType,
    OspfRange,
    Redistribution,
    RipInterface,
    Secret,
    StaticRoute,
    SwitchMode,
    SwitchPort,
    User,
    VrfFamily,
    VrfLeak,
    VrrpGroup,
)
from netops.platforms.eos.config import parse


def read(text: str) -> Device:
    parsed = parse(text, "sw1", "sw1.cfg")
    assert parsed.unknown == ()
    return parsed.device


def interface(lines: str, name: str = "Ethernet1", more: str = "") -> Interface:
    body = "".join(f"   {line}\n" for line in lines.split("\n"))
    return read(f"interface {name}\n{body}!\n{more}").interfaces[name]


ROUTED = "no switchport\n"


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        ("description to the spine", {"description": "to the spine"}),
        ("shutdown", {"enabled": False}),
        ("mtu 9214", {"mtu": 9214}),
        ("speed forced 10gfull", {"speed": 10_000}),
        ("speed 100g-4", {"speed": 100_000}),
        ("speed auto", {}),
        ("vrf RED", {"vrf": "RED"}),
        ("vrf forwarding RED", {"vrf": "RED"}),
        ("ip address 10.0.0.1/24", {"addresses": (ip_interface("10.0.0.1/24"),)}),
        ("ip address 10.0.0.1 255.255.255.0", {"addresses": (ip_interface("10.0.0.1/24"),)}),
        (
            "ip address 10.0.0.1/24\nip address 10.1.0.1/24 secondary\nipv6 address 2001:db8::1/64",
            {"addresses": tuple(map(ip_interface, ("10.0.0.1/24", "10.1.0.1/24", "2001:db8::1/64")))},
        ),
        ("ip address dhcp", {"dhcp": True}),
        ("ip address unnumbered Loopback0", {"unnumbered": "Loopback0"}),
        ("ipv6 enable", {"ipv6_enabled": True}),
        ("ip helper-address 10.9.9.9 vrf MGMT", {"helpers": (ip_address("10.9.9.9"),)}),
        ("ip access-group FILTER in\nip access-group OTHER out", {"acl_in": "FILTER", "acl_out": "OTHER"}),
        ("ipv6 access-group SIX in", {"acl6_in": "SIX"}),
        ("bandwidth 5000", {"bandwidth": 5000}),
        ("load-interval 30\nlldp transmit\nno lldp receive\npim ipv4 sparse-mode\nqos trust dscp", {}),
    ],
)
def test_interfaces(lines: str, fields: dict[str, object]) -> None:
    assert interface(ROUTED + lines) == Interface("Ethernet1", **fields)  # type: ignore[arg-type]  # of the table


def test_virtual_addresses() -> None:
    anycast = interface("ip address virtual 10.1.10.1/24", "Vlan10")
    assert anycast.addresses == anycast.virtual_addresses == (ip_interface("10.1.10.1/24"),)
    varp = interface("ip address 10.1.10.2/24\nip virtual-router address 10.1.10.1", "Vlan10")
    assert varp.addresses == (ip_interface("10.1.10.2/24"),)
    assert varp.virtual_addresses == (ip_interface("10.1.10.1/24"),)


def test_names_tell_kinds() -> None:
    names = ("Ethernet1/1", "Loopback0", "Port-Channel7", "Vlan20", "Management1", "Vxlan1", "Tunnel3")
    kinds = [read(f"interface {name}\n   shutdown\n").interfaces[name].kind for name in names]
    of = InterfaceKind
    assert kinds == [of.ETHERNET, of.LOOPBACK, of.LAG, of.SVI, of.ETHERNET, of.TUNNEL, of.TUNNEL]
    assert read("interface Vlan20\n   shutdown\n").interfaces["Vlan20"].vlan == 20


def test_subinterfaces_and_bundles() -> None:
    part = interface("encapsulation dot1q vlan 30\nip address 10.0.0.1/31", "Ethernet3.1")
    assert (part.kind, part.parent, part.vlan) == (InterfaceKind.SUBINTERFACE, "Ethernet3", 30)
    assert part.switchport is None
    member = interface("channel-group 5 mode active")
    assert (member.lag, member.switchport) == ("Port-Channel5", None)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("description x", SwitchPort(SwitchMode.ACCESS, 1)),
        ("switchport access vlan 12\nspanning-tree portfast", SwitchPort(SwitchMode.ACCESS, 12, edge=True)),
        (
            "switchport mode trunk\nswitchport trunk native vlan 5\nswitchport trunk allowed vlan 5,10-12",
            SwitchPort(SwitchMode.TRUNK, trunk_vlans=(10, 11, 12), native_vlan=5),
        ),
        (
            "switchport mode trunk\nswitchport trunk allowed vlan 10\nswitchport trunk allowed vlan add 7",
            SwitchPort(SwitchMode.TRUNK, trunk_vlans=(7, 10)),
        ),
        (
            "switchport mode trunk\nswitchport trunk native vlan tag\nswitchport trunk allowed vlan 1",
            SwitchPort(SwitchMode.TRUNK, trunk_vlans=(1,)),
        ),
        ("switchport mode trunk\nswitchport trunk allowed vlan none", SwitchPort(SwitchMode.TRUNK)),
    ],
)
def test_switch_ports(lines: str, expected: SwitchPort) -> None:
    assert interface(lines).switchport == expected


def test_a_trunk_carries_every_vlan_but_those_of_other_trunk_groups() -> None:
    text = "vlan 30\n   trunk group PEERS\nvlan 40\n"
    plain = interface("switchport mode trunk", more=text).switchport
    inside = interface("switchport mode trunk\nswitchport trunk group PEERS", more=text).switchport
    assert plain is not None
    assert inside is not None
    assert (len(plain.trunk_vlans), plain.carries(30), plain.carries(40), plain.native_vlan) == (4092, False, True, 1)
    assert inside.carries(30)


def test_ports_may_be_routed_by_default() -> None:
    device = read(
        "switchport default mode routed\ninterface Ethernet1\n   shutdown\ninterface Ethernet2\n   switchport\n"
    )
    assert [each.switchport for each in device.interfaces.values()] == [None, SwitchPort(SwitchMode.ACCESS, 1)]


def test_vrrp() -> None:
    lines = (
        "ip address 10.0.0.2/24\nvrrp 7 priority-level 120\nvrrp 7 advertisement interval 3\nvrrp 7 ipv4 10.0.0.1\n"
        "no vrrp 7 preempt\nvrrp 8 ipv6 2001:db8::1\nvrrp 9 ip 10.0.0.9\nvrrp 9 ipv4 version 3\nvrrp 10 ipv4 10.0.0.7\n"
        "vrrp 10 disabled"
    )
    assert interface(lines, "Vlan1").vrrp == (
        VrrpGroup(7, (ip_address("10.0.0.1"),), 120, preempt=False, advertisement_interval=3000, version=2),
        VrrpGroup(8, (ip_address("2001:db8::1"),), version=3),
        VrrpGroup(9, (ip_address("10.0.0.9"),), version=3),
    )


def test_vlans_and_vxlan() -> None:
    device = read(
        "vlan 10-11\n   name shared\nvlan 12\n   state suspend\nvrf instance RED\ninterface Vxlan1\n"
        "   vxlan source-interface Loopback1\n   vxlan udp-port 4789\n   vxlan vlan 10-11 vni 10010-10011\n"
        "   vxlan vlan 12 vni 10012\n   vxlan vrf RED vni 50001\n"
    )
    assert {number: (each.name, each.vni, each.enabled) for number, each in device.vlans.items()} == {
        1: ("default", None, True),
        10: ("shared", 10010, True),
        11: ("shared", 10011, True),
        12: ("", 10012, False),
    }
    assert device.vrfs["RED"].vni == 50001
    assert device.interfaces["Vxlan1"].tunnel == ("Loopback1", "")


def test_spanning_tree() -> None:
    tree = read("spanning-tree mode rapid-pvst\nspanning-tree vlan-id 10,20-21 priority 4096\n").spanning_tree
    assert tree is not None
    assert (tree.mode, tree.vlan_priorities) == ("rapid-pvst", ((10, 4096), (20, 4096), (21, 4096)))
    tree = read(
        "spanning-tree mode mstp\nspanning-tree mst 0 priority 8192\nno spanning-tree vlan-id 4094\n"
    ).spanning_tree
    assert tree is not None
    assert (tree.mode, tree.priority) == ("mstp", 8192)
    off = read("spanning-tree mode none\n").spanning_tree
    assert off is not None
    assert not off.enabled


def test_vrfs() -> None:
    device = read(
        "vrf instance RED\n   description tenant\n   rd 65000:1\nvrf definition OLD\n   rd 65000:2\nip routing\n"
        "ip routing vrf RED\nno ip routing vrf OLD\nrouter general\n   vrf RED\n"
        "      leak routes source-vrf OLD subscribe-policy LEAK\n"
    )
    red, old = device.vrfs["RED"], device.vrfs["OLD"]
    assert (red.rd, red.description, red.forwarding) == ("65000:1", "tenant", True)
    assert red.families == tuple(VrfFamily(each, leaks=(VrfLeak("OLD", policies=("LEAK",)),)) for each in (4, 6))
    assert (old.rd, old.forwarding) == ("65000:2", False)
    assert (device.forwarding, device.forwarding6) == (True, False)


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("ip route 10.0.0.0/8 10.1.1.1", {"next_hop": ip_address("10.1.1.1")}),
        ("ip route 10.0.0.0/8 Null0 250", {"blackhole": True, "distance": 250}),
        ("ip route 10.0.0.0/8 Et1/1 10.1.1.1", {"interface": "Ethernet1/1", "next_hop": ip_address("10.1.1.1")}),
        ("ip route 10.0.0.0/8 Vlan7 tag 5 name far", {"interface": "Vlan7", "tag": 5, "name": "far"}),
        ("ip route vrf RED 10.0.0.0/8 10.1.1.1 7 tag 9", {"vrf": "RED", "distance": 7, "tag": 9}),
        ("ip route vrf RED 10.0.0.0/8 egress-vrf default 10.1.1.1", {"vrf": "RED", "next_hop_vrf": "default"}),
        ("ip route 10.0.0.0/8 10.1.1.1 track bfd", {"track": "bfd"}),
        ("ip route 10.0.0.0 255.0.0.0 10.1.1.1", {}),
    ],
)
def test_static_routes(line: str, fields: dict[str, object]) -> None:
    (route,) = read(line + "\n").static_routes
    hop = ip_address("10.1.1.1") if "10.1.1.1" in line else None
    assert route == StaticRoute(ip_network("10.0.0.0/8"), **({"next_hop": hop} | fields))  # type: ignore[arg-type]


def test_static_routes_of_ipv6() -> None:
    (route,) = read("ipv6 route 2001:db8::/32 Ethernet1 fe80::1\n").static_routes
    assert route == StaticRoute(ip_network("2001:db8::/32"), ip_address("fe80::1"), "Ethernet1")


def test_ospf_interfaces() -> None:
    interfaces = read(OSPF).interfaces
    assert interfaces["Ethernet1"].ospf == OspfInterface(
        "0.0.0.0", 7, OspfNetworkType.POINT_TO_POINT, passive=False, process="1"
    )
    assert interfaces["Ethernet2"].ospf == OspfInterface("0.0.0.9", 10, passive=True, process="1")
    assert interfaces["Loopback0"].ospf == OspfInterface("0.0.0.5", 10, passive=True, process="1")


def test_ospf_runs_only_in_its_vrf() -> None:
    text = OSPF.replace("router ospf 1", "router ospf 2 vrf RED")
    assert read(text).interfaces["Ethernet1"].ospf is None
    assert read(text.replace("   no switchport\n", "   vrf RED\n", 1)).interfaces["Ethernet1"].ospf


def test_ospf_processes() -> None:
    (process,) = read(
        "router ospf 3 vrf RED\n   auto-cost reference-bandwidth 100000\n   distance ospf external 150\n"
        "   redistribute connected\n   redistribute bgp route-map OUT\n   area 0.0.0.1 stub no-summary\n"
        "   area 0.0.0.2 nssa default-information-originate metric 5 metric-type 1\n"
        "   area 0.0.0.3 range 10.0.0.0/8 cost 5\n"
        "   area 0.0.0.3 range 11.0.0.0/8 not-advertise\n   default-information originate always metric 3\n"
        "   summary-address 12.0.0.0/8\n   distribute-list prefix-list IN in\n   max-metric router-lsa\n"
        "   maximum-paths 16\n   log-adjacency-changes detail\n"
    ).ospf
    assert (process.vrf, process.process, process.reference_bandwidth) == ("RED", "3", 100000)
    assert (process.distance_external, process.maximum_paths, process.max_metric) == (150, 16, True)
    assert process.redistribute == (Redistribution("connected"), Redistribution("bgp", route_map="OUT"))
    assert process.area("0.0.0.1").kind is OspfAreaKind.TOTALLY_STUBBY
    assert process.area("0.0.0.2").originate_default == DefaultOriginate(metric=5, metric_type=1)
    assert process.area("0.0.0.3").ranges == (
        OspfRange(ip_network("10.0.0.0/8"), True, 5),
        OspfRange(ip_network("11.0.0.0/8"), False),
    )
    assert process.default_originate == DefaultOriginate(always=True, metric=3)
    assert process.summaries == (OspfRange(ip_network("12.0.0.0/8")),)
    assert process.filters == (Filter("in", prefix_list="IN"),)
    assert read("router ospf 1\n").ospf[0].reference_bandwidth == 100


def test_ospf_of_ipv6() -> None:
    text = (
        "interface Ethernet1\n   no switchport\n   ipv6 enable\n   ipv6 ospf 1 area 0\n"
        "ipv6 router ospf 1\n   router-id 1.1.1.1\n"
    )
    device = read(text)
    assert device.interfaces["Ethernet1"].ospf6 == OspfInterface("0.0.0.0", 10, process="1")
    assert [(each.version, each.process) for each in device.ospf] == [(3, "1")]


def test_an_ospf_key_counts_where_the_interface_authenticates() -> None:
    key = "ip ospf area 0\nip ospf message-digest-key 3 md5 7 sesame"
    without = interface(ROUTED + key, more="router ospf 1\n").ospf
    with_it = interface(ROUTED + key + "\nip ospf authentication message-digest", more="router ospf 1\n").ospf
    assert without is not None
    assert without.authentication is None
    assert with_it is not None
    assert with_it.authentication is not None
    assert with_it.authentication.key == Secret.of_value("sesame")


def test_isis() -> None:
    device = read(
        "interface Ethernet1\n   no switchport\n   ip address 10.0.0.1/31\n   isis enable CORE\n   isis metric 40\n"
        "   isis circuit-type level-2\n   isis network point-to-point\ninterface Loopback0\n   isis enable CORE\n"
        "router isis CORE\n   net 49.0001.1921.6800.1001.00\n   is-type level-2\n   passive-interface Loopback0\n"
        "   redistribute isis level-2 into level-1 route-map DOWN\n   set-overload-bit\n"
        "   log-adjacency-changes\n   !\n"
        "   address-family ipv4 unicast\n      maximum-paths 4\n      redistribute static\n"
        "   address-family ipv6 unicast\n      multi-topology\n"
    )
    assert device.interfaces["Ethernet1"].isis == (
        IsisInterface("CORE", level=2, metric=(40, 40), point_to_point=True),
    )
    assert device.interfaces["Loopback0"].isis == (IsisInterface("CORE", passive=True),)
    (process,) = device.isis
    assert (process.net, process.level, process.wide, process.families) == (
        "49.0001.1921.6800.1001.00",
        2,
        True,
        (4, 6),
    )
    assert (process.overload, process.maximum_paths, process.multi_topology) == (True, 4, True)
    assert process.leaks == (IsisLeak(2, 1, route_map="DOWN"),)
    assert process.redistribute == (Redistribution("static"),)


def test_rip_waits_for_no_shutdown() -> None:
    text = (
        "interface Ethernet1\n   no switchport\n   ip address 10.1.0.1/24\nrouter rip\n"
        "   network 10.0.0.0/8\n   distance 90\n"
    )
    assert read(text).rip == ()
    device = read(text + "   no shutdown\n")
    assert [each.distance for each in device.rip] == [90]
    assert device.interfaces["Ethernet1"].rip == (RipInterface(),)


def test_administration() -> None:
    device = read(
        "hostname leaf1\nip name-server vrf MGMT 8.8.8.8\ndns domain example.net\nntp server vrf MGMT 10.0.0.1 prefer\n"
        "logging vrf MGMT host 10.0.0.2\nsnmp-server community sesame ro LIST\nsnmp-server location here and there\n"
        "username admin privilege 15 role network-admin secret sha512 $6$x\nusername guest nopassword\n"
        "aaa authorization exec default local\ntacacs-server host 10.0.0.3 vrf MGMT key 7 sesame\n"
        "management telnet\n   no shutdown\nmanagement ssh\n   ip access-group LOGIN in\n"
        "management api http-commands\n   protocol http\n   no shutdown\n   !\n   vrf MGMT\n      no shutdown\n"
        "banner motd\nKeep\nout\nEOF\nservice routing protocols model multi-agent\n"
    )
    told = device.administration
    assert (device.hostname, device.banner, device.version) == ("leaf1", "Keep\nout", "multi-agent")
    assert (told.name_servers, told.ntp_servers, told.log_hosts) == (("8.8.8.8",), ("10.0.0.1",), ("10.0.0.2",))
    assert (told.telnet, told.http, told.login_access_list) == (True, True, "LOGIN")
    assert told.snmp_communities[0].community == Secret.of_value("sesame")
    assert told.snmp_communities[0].access_list == "LIST"
    assert told.users == (User("admin", "network-admin", Secret.of_value("$6$x")), User("guest"))
    assert told.aaa_servers == ("10.0.0.3",)


def test_the_release_is_in_the_first_lines() -> None:
    text = "! Command: show running-config\n! device: leaf (vEOS, EOS-4.23.0.1F)\n!\nhostname leaf\n"
    assert read(text).version == "4.23.0.1F ribd"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("hostname a\nfrobnicate 7\n", 2, "not understood"),
        ("interface Ethernet1\n   ip address 10.0.0.300/24\n", 2, "300"),
        ("router ospf 1\n   network 10.0.0.0 0.0.255.0 area 0\n", 2, "wildcard"),
        ("ip route 10.0.0.0/8 nexthop-group A\n", 1, "nexthop-group"),
        ("ip route 10.0.0.0/8\n", 1, "next hop is missing"),
        ("router bgp 1\nrouter bgp 2\n", 2, "AS number 1"),
        ("router bgp 1\n   neighbor 10.0.0.1 description x\n", 2, "AS number is not told"),
        ("vlan 5000\n", 1, "no VLANs"),
    ],
)
def test_what_is_not_understood_is_told(text: str, line: int, reason: str) -> None:
    unknown = parse(text, "sw1", "sw1.cfg").unknown
    assert [(each.location.file, each.location.line) for each in unknown] == [("sw1.cfg", line)]
    assert reason in unknown[0].reason


def test_a_secret_is_not_in_what_was_not_understood() -> None:
    unknown = parse(
        "router bgp 1\n   neighbor 10.0.0.1 password 7 sesame extra ordinary\nkey 7 sesame\n", "a", "a"
    ).unknown
    assert "sesame" not in " ".join(each.text for each in unknown)


def test_a_telephones_port() -> None:
    lines = (
        "switchport trunk native vlan 7\nswitchport phone vlan 9\n"
        "switchport phone trunk untagged\nswitchport mode trunk phone"
    )
    assert interface(lines).switchport == SwitchPort(SwitchMode.TRUNK, trunk_vlans=(9,), native_vlan=7)


def test_a_tag_may_be_told_in_a_block() -> None:
    text = "interface Ethernet3.1\n   encapsulation vlan\n      client dot1q 30 network client\n"
    assert read(text).interfaces["Ethernet3.1"].vlan == 30


def test_comments_and_code_end_at_eof() -> None:
    text = "interface Ethernet1\n   comment\n   hostname no\n   EOF\n   shutdown\nhostname yes\n"
    device = read(text)
    assert (device.hostname, device.interfaces["Ethernet1"].enabled) == ("yes", False)
    code = "router general\n   control-functions\n      code unit A\n      function F() {\n}\nEOF\n"
    unknown = parse(code, "sw1", "sw1.cfg").unknown
    assert [each.text for each in unknown] == ["control-functions", "code unit A"]


def test_what_is_said_of_all_interfaces_is_told() -> None:
    parsed = parse("interface defaults\n   ethernet\n      shutdown\n", "sw1", "sw1.cfg")
    assert (parsed.device.interfaces, len(parsed.unknown)) == ({}, 3)


def test_filters_of_the_control_plane_are_told() -> None:
    text = (
        "system control-plane\n   tcp mss ceiling ipv4 1344\n   ip access-group CPU in\n"
        "system l1\n   unsupported speed action error\n"
    )
    assert [each.text for each in parse(text, "sw1", "sw1.cfg").unknown] == ["ip access-group CPU in"]


def test_one_vlan_of_several_may_differ() -> None:
    vlans = read("vlan 10-11\n   name both\nvlan 11\n   name other\n").vlans
    assert [vlans[each].name for each in (10, 11)] == ["both", "other"]
