"""What IOS writes: each line is understood, without effect, or reported; interfaces, VRFs, static routes, IGPs."""

from __future__ import annotations

from ipaddress import ip_address, ip_interface, ip_network

import pytest

from netops.model import (
    DefaultOriginate,
    Device,
    Eigrp,
    EigrpInterface,
    Filter,
    HsrpGroup,
    Interface,
    InterfaceKind,
    IsisInterface,
    IsisLeak,
    IsisSummary,
    OffsetList,
    OspfArea,
    OspfAreaKind,
    OspfInterface,
    OspfNetworkType,
    OspfRange,
    Redistribution,
    Rip,
    RipInterface,
    Secret,
    StaticRoute,
    SwitchMode,
    VrfFamily,
    VrfLeak,
    VrrpGroup,
)
from netops.platforms.ios.config import parse


def read(text: str) -> Device:
    parsed = parse(text, "r1", "r1.cfg")
    assert parsed.unknown == ()
    return parsed.device


def port(text: str, name: str = "GigabitEthernet0/1") -> Interface:
    return read(f"interface {name}\n{text}").interfaces[name]


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        (" ip address 10.0.0.1 255.255.255.0\n", "addresses", (ip_interface("10.0.0.1/24"),)),
        (
            " ip address 10.1.0.1 255.255.255.0 secondary\n ip address 10.0.0.1 255.255.255.0\n",
            "addresses",
            (ip_interface("10.0.0.1/24"), ip_interface("10.1.0.1/24")),
        ),
        (" ip address 10.0.0.1 255.255.255.0\n no ip address\n", "addresses", ()),
        (" ip address dhcp\n", "dhcp", True),
        (" ip address dhcp hostname r1\n", "dhcp", True),
        (" ip unnumbered Loopback0\n", "unnumbered", "Loopback0"),
        (" ipv6 address 2001:DB8::1/64\n", "addresses", (ip_interface("2001:db8::1/64"),)),
        (" ipv6 address FE80::1 link-local\n", "addresses", (ip_interface("fe80::1/64"),)),
        (
            " mac-address 0200.0000.0001\n ipv6 address 2001:DB8::/64 eui-64\n",
            "addresses",
            (ip_interface("2001:db8::ff:fe00:1/64"),),
        ),
        (" ipv6 enable\n", "ipv6_enabled", True),
        (" vrf forwarding RED\n", "vrf", "RED"),
        (" ip vrf forwarding RED\n", "vrf", "RED"),
        (" ip access-group IN in\n", "acl_in", "IN"),
        (" ip access-group 101 out\n", "acl_out", "101"),
        (" ipv6 traffic-filter SIX in\n", "acl6_in", "SIX"),
        (" ip nat inside\n", "nat", "inside"),
        (
            " ip helper-address 10.9.9.9\n ip helper-address vrf MGMT 10.9.9.8\n",
            "helpers",
            (ip_address("10.9.9.9"), ip_address("10.9.9.8")),
        ),
        (" shutdown\n", "enabled", False),
        (" description to r2: 100%\n", "description", "to r2: 100%"),
        (" mtu 9000\n", "mtu", 9000),
        (" mtu 9000\n ip mtu 1400\n", "mtu", 1400),
        (" bandwidth 512\n", "bandwidth", 512),
        (" delay 200\n", "delay", 200),
        (" speed 100\n", "speed", 100),
        (" speed auto\n", "speed", None),
        (" channel-group 7 mode active\n", "lag", "Port-channel7"),
        (" tunnel source Loopback0\n tunnel destination 192.0.2.9\n", "tunnel", ("Loopback0", "192.0.2.9")),
    ],
)
def test_an_interface(lines: str, field: str, value: object) -> None:
    assert getattr(port(lines), field) == value


def test_what_a_name_tells() -> None:
    device = read(
        "interface Loopback0\ninterface Vlan10\ninterface Port-channel1\ninterface Tunnel0\n"
        "interface GigabitEthernet0/0.100\n encapsulation dot1Q 100\n"
        "interface GigabitEthernet0/0.5\n encapsulation dot1Q 5 native\ninterface TenGigabitEthernet 1/1\n"
    )
    ports = device.interfaces
    assert [each.kind.value for each in ports.values()] == [
        "loopback",
        "svi",
        "lag",
        "tunnel",
        "subinterface",
        "subinterface",
        "ethernet",
    ]
    assert (ports["Vlan10"].vlan, ports["GigabitEthernet0/0.100"].vlan) == (10, 100)
    assert ports["GigabitEthernet0/0.100"].parent == "GigabitEthernet0/0"
    assert ports["GigabitEthernet0/0.5"].native_vlan
    assert ports["TenGigabitEthernet1/1"].kind is InterfaceKind.ETHERNET


def test_an_address_of_the_mac_address_is_not_guessed() -> None:
    parsed = parse("interface GigabitEthernet0/1\n ipv6 address 2001:db8::/64 eui-64\n", "r1", "r1.cfg")
    assert [(str(each.location), each.text) for each in parsed.unknown] == [
        ("r1.cfg:1", "interface GigabitEthernet0/1")
    ]


# Switching


def test_switch_ports() -> None:
    device = read(
        "vlan 10\n name users\n!\nvlan 20,30\n!\n"
        "interface GigabitEthernet0/1\n switchport mode access\n switchport access vlan 10\n spanning-tree portfast\n"
        "interface GigabitEthernet0/2\n switchport mode trunk\n switchport trunk native vlan 99\n"
        " switchport trunk allowed vlan 10,20\n switchport trunk allowed vlan add 30-31\n"
        "interface GigabitEthernet0/3\n no switchport\n ip address 10.0.0.1 255.255.255.0\n"
        "interface GigabitEthernet0/4\ninterface Vlan10\n ip address 10.1.0.1 255.255.255.0\n"
    )
    one, two, three, four = (device.interfaces[f"GigabitEthernet0/{n}"].switchport for n in (1, 2, 3, 4))
    assert one is not None
    assert (one.mode, one.access_vlan, one.edge) == (SwitchMode.ACCESS, 10, True)
    assert two is not None
    assert (two.trunk_vlans, two.native_vlan) == ((10, 20, 30, 31), None)  # 99 is not allowed: it is dropped
    assert three is None
    assert four is not None
    assert four.access_vlan == 1
    assert device.interfaces["Vlan10"].switchport is None
    assert {number: each.name for number, each in device.vlans.items()} == {10: "users", 20: "", 30: ""}


def test_a_trunk_carries_everything_that_is_not_taken_off() -> None:
    plain = port(" switchport mode trunk\n").switchport
    assert plain is not None
    assert (len(plain.trunk_vlans), plain.native_vlan) == (4093, 1)
    less = port(" switchport mode trunk\n switchport trunk allowed vlan except 2-4094\n").switchport
    assert less is not None
    assert (less.trunk_vlans, less.native_vlan) == ((), 1)


def test_a_router_has_no_switch_ports() -> None:
    assert port(" negotiation auto\n").switchport is None


def test_spanning_tree() -> None:
    tree = read("spanning-tree mode rapid-pvst\nspanning-tree vlan 10,20 priority 4096\n").spanning_tree
    assert tree is not None
    assert (tree.mode, tree.vlan_priorities) == ("rapid-pvst", ((10, 4096), (20, 4096)))


def test_virtual_gateways() -> None:
    text = (
        " ip address 10.0.0.2 255.255.255.0\n standby version 2\n standby 1 ip 10.0.0.1\n standby 1 priority 110\n"
        " standby 1 preempt delay minimum 60\n standby 1 timers msec 250 1\n standby 1 name GW\n"
        " vrrp 5 ip 10.0.0.2\n vrrp 6 ip 10.0.0.9\n vrrp 6 priority 120\n no vrrp 6 preempt\n"
    )
    made = port(text)
    assert made.hsrp == (HsrpGroup(1, (ip_address("10.0.0.1"),), 110, True, 250, 1000, 2, "GW"),)
    assert made.vrrp == (
        VrrpGroup(5, (ip_address("10.0.0.2"),), 255, version=2),  # the owner of the address
        VrrpGroup(6, (ip_address("10.0.0.9"),), 120, False, version=2),
    )


def test_vrrp_version_3() -> None:
    text = (
        "interface Vlan5\n vrrp 1 address-family ipv6\n  timers advertise 500\n  priority 150\n"
        "  address FE80::1 primary\n  exit-vrrp\n"
    )
    assert read(text).interfaces["Vlan5"].vrrp == (VrrpGroup(1, (ip_address("fe80::1"),), 150, True, 500, 3),)


# VRFs and static routes


def test_vrfs() -> None:
    device = read(
        "vrf definition RED\n rd 65000:1\n route-target export 65000:1\n !\n address-family ipv4\n"
        "  import map IMP\n  route-target import 65000:2\n  route-target export 65000:9\n"
        "  import ipv4 unicast 100 map GLOBAL\n  export ipv4 unicast map UP\n exit-address-family\n !\n"
        " address-family ipv6\n exit-address-family\n"
        "ip vrf BLUE\n rd 65000:2\n route-target both 65000:2\n export map EXP\n"
        "vrf definition GREEN\n address-family ipv4\n"
        "  route-replicate from vrf RED unicast connected route-map CON\n"
    )
    assert device.vrfs["RED"].rd == "65000:1"
    assert device.vrfs["RED"].family(4) == VrfFamily(
        4, frozenset({"65000:2"}), frozenset({"65000:9"}), "IMP", leaks=(VrfLeak("default", "bgp", ("GLOBAL",)),)
    )
    assert device.vrfs["RED"].family(6) == VrfFamily(6, exports=frozenset({"65000:1"}))
    both = frozenset({"65000:2"})
    assert device.vrfs["BLUE"].families == (VrfFamily(4, both, both, export_map="EXP"),)
    assert device.vrfs["GREEN"].family(4).leaks == (VrfLeak("RED", "connected", ("CON",)),)
    assert device.vrfs["default"].family(4).leaks == (VrfLeak("RED", "bgp", ("UP",)),)


TEN = ip_network("10.0.0.0/8")


@pytest.mark.parametrize(
    ("line", "route"),
    [
        ("ip route 10.0.0.0 255.0.0.0 192.0.2.1", StaticRoute(TEN, ip_address("192.0.2.1"))),
        ("ip route 10.0.0.0 255.0.0.0 Null0 250", StaticRoute(TEN, blackhole=True, distance=250)),
        (
            "ip route 10.0.0.0 255.0.0.0 GigabitEthernet0/1 192.0.2.1 5 tag 7 name up track 1",
            StaticRoute(TEN, ip_address("192.0.2.1"), "GigabitEthernet0/1", distance=5, tag=7, name="up", track="1"),
        ),
        (
            "ip route vrf RED 10.0.0.0 255.0.0.0 192.0.2.1 global",
            StaticRoute(TEN, ip_address("192.0.2.1"), vrf="RED", next_hop_vrf="default"),
        ),
        (
            "ipv6 route 2001:DB8::/32 Tunnel0 FE80::1",
            StaticRoute(ip_network("2001:db8::/32"), ip_address("fe80::1"), "Tunnel0"),
        ),
    ],
)
def test_a_static_route(line: str, route: StaticRoute) -> None:
    parsed = parse(line + "\n", "r1", "r1.cfg")
    assert parsed.unknown == ()
    assert parsed.device.static_routes == (route,)
    assert parsed.sources[f"static:{route.vrf}:{route.prefix}"].line == 1


def test_a_route_out_of_another_vrfs_interface_leads_there() -> None:
    text = (
        "interface GigabitEthernet0/1\n vrf forwarding RED\nip route 10.0.0.0 255.0.0.0 GigabitEthernet0/1 192.0.2.1\n"
    )
    assert read(text).static_routes[0].next_hop_vrf == "RED"


def test_a_default_gateway_counts_only_where_nothing_routes() -> None:
    switch = "interface GigabitEthernet0/1\n switchport mode access\nip default-gateway 10.0.0.1\n"
    device = read(switch)
    assert not device.forwarding
    assert device.static_routes == (StaticRoute(ip_network("0.0.0.0/0"), ip_address("10.0.0.1")),)
    assert read("ip routing\n" + switch).static_routes == ()


# OSPF

ADDRESSES = (
    "interface GigabitEthernet0/0\n ip address 10.1.0.1 255.255.255.0\n"
    "interface GigabitEthernet0/1\n ip address 10.2.0.1 255.255.255.0\n"
)


def areas(text: str) -> dict[str, OspfInterface | None]:
    return {name.removeprefix("GigabitEthernet"): each.ospf for name, each in read(text).interfaces.items()}


def test_networks_are_put_on_interfaces_in_their_order() -> None:
    text = ADDRESSES + "router ospf 7\n network 10.1.0.1 0.0.0.0 area 0\n network 10.0.0.0 0.255.255.255 area 1\n"
    assert areas(text) == {
        "0/0": OspfInterface("0.0.0.0", process="7"),
        "0/1": OspfInterface("0.0.0.1", process="7"),
    }


def test_wildcards_need_not_be_masks() -> None:
    text = ADDRESSES + "router ospf 7\n network 10.0.0.1 0.3.0.0 area 5\n"
    assert {name: each and each.area for name, each in areas(text).items()} == {"0/0": "0.0.0.5", "0/1": "0.0.0.5"}


def test_several_processes_and_vrfs() -> None:
    text = (
        "interface GigabitEthernet0/0\n ip address 10.1.0.1 255.255.255.0\n ip ospf 2 area 9\n"
        "interface GigabitEthernet0/1\n vrf forwarding RED\n ip address 10.1.0.1 255.255.255.0\n"
        "router ospf 1\n network 0.0.0.0 255.255.255.255 area 0\nrouter ospf 2\n"
        "router ospf 3 vrf RED\n network 10.0.0.0 0.255.255.255 area 3\n capability vrf-lite\n"
    )
    assert {name: each and (each.process, each.area) for name, each in areas(text).items()} == {
        "0/0": ("2", "0.0.0.9"),
        "0/1": ("3", "0.0.0.3"),
    }
    processes = read(text).ospf
    assert [(each.process, each.vrf, each.vrf_lite) for each in processes] == [
        ("1", "default", False),
        ("2", "default", False),
        ("3", "RED", True),
    ]


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("ip ospf cost 50", "cost", 50),
        ("ip ospf priority 0", "priority", 0),
        ("ip ospf mtu-ignore", "mtu_ignore", True),
        ("ip ospf hello-interval 3", "dead_interval", 12),
        ("ip ospf dead-interval minimal hello-multiplier 4", "dead_interval", 1),
        ("ip ospf network point-to-point", "network_type", OspfNetworkType.POINT_TO_POINT),
        ("ip ospf network non-broadcast", "hello_interval", 30),
        ("ip ospf shutdown", "shutdown", True),
    ],
)
def test_ospf_on_an_interface(line: str, field: str, value: object) -> None:
    made = port(f" ip ospf 1 area 0\n {line}\n").ospf
    assert getattr(made, field) == value


def test_ospf_authentication_of_an_area_and_of_an_interface() -> None:
    key = " ip ospf message-digest-key 3 md5 7 0822455D0A16\n"
    of_area = ADDRESSES + key + "router ospf 1\n network 10.0.0.0 0.255.255.255 area 0\n"
    made = areas(of_area + " area 0 authentication message-digest\n")["0/1"]
    assert made is not None
    assert made.authentication is not None
    assert (made.authentication.key_id, made.authentication.key) == (3, Secret.of_value("cisco"))
    without = areas(of_area)["0/1"]
    assert without is not None
    assert without.authentication is None


def test_network_types_of_links() -> None:
    text = (
        "interface Loopback0\n ip ospf network point-to-point\n ip ospf 1 area 0\n"
        "interface Loopback1\n ip ospf 1 area 0\n"
        "interface Serial0/0\n encapsulation frame-relay\n ip ospf 1 area 0\n"
        "interface Serial0/0.1 point-to-point\n ip ospf 1 area 0\n"
        "interface Serial0/0.2 multipoint\n ip ospf 1 area 0\n ip ospf network broadcast\n"
    )
    made = {name: each for name, each in areas(text).items() if each}
    assert {name: each.advertise_subnet for name, each in made.items() if each.advertise_subnet} == {"Loopback0": True}
    assert {name: each.network_type for name, each in made.items() if "Serial" in name} == {
        "Serial0/0": OspfNetworkType.NON_BROADCAST,
        "Serial0/0.1": OspfNetworkType.POINT_TO_POINT,
        "Serial0/0.2": OspfNetworkType.BROADCAST,
    }


def test_a_process_that_is_shut_down() -> None:
    made = areas(ADDRESSES + "router ospf 1\n network 10.0.0.0 0.255.255.255 area 0\n shutdown\n")
    assert [each and each.shutdown for each in made.values()] == [True, True]


def test_passive_interfaces() -> None:
    text = ADDRESSES + "router ospf 1\n passive-interface default\n no passive-interface GigabitEthernet0/0\n"
    made = areas(text + " network 10.0.0.0 0.255.255.255 area 0\n")
    assert {name: each and each.passive for name, each in made.items()} == {"0/0": False, "0/1": True}


OSPF = """\
router ospf 1
 router-id 1.1.1.1
 auto-cost reference-bandwidth 10000
 area 1 stub no-summary
 area 1 default-cost 7
 area 2 nssa no-redistribution default-information-originate metric 3 metric-type 1 no-summary
 area 3 range 10.3.0.0 255.255.0.0 cost 5
 area 3 range 10.4.0.0 255.255.0.0 not-advertise
 area 3 filter-list prefix PL in
 area 4 virtual-link 4.4.4.4 authentication message-digest
 redistribute static subnets metric 5 metric-type 1 route-map RM
 redistribute connected
 redistribute bgp 65000 subnets
 redistribute ospf 2 match internal external 2 subnets
 summary-address 172.16.0.0 255.240.0.0
 default-information originate always metric 8
 distribute-list prefix PL in GigabitEthernet0/0
 distribute-list 10 out static
 distribute-list route-map RM in
 distance ospf intra-area 90 external 170
 maximum-paths 8
 max-metric router-lsa
 no log-adjacency-changes
"""


def test_an_ospf_process() -> None:
    (made,) = read(OSPF).ospf
    assert (made.router_id, made.reference_bandwidth, made.process) == (ip_address("1.1.1.1"), 10000, "1")
    assert made.areas == (
        OspfArea("0.0.0.1", OspfAreaKind.TOTALLY_STUBBY, 7),
        OspfArea(
            "0.0.0.2",
            OspfAreaKind.TOTALLY_NSSA,
            originate_default=DefaultOriginate(metric=3, metric_type=1),
            no_redistribution=True,
        ),
        OspfArea(
            "0.0.0.3",
            ranges=(OspfRange(ip_network("10.3.0.0/16"), True, 5), OspfRange(ip_network("10.4.0.0/16"), False)),
            filter_in="PL",
        ),
        OspfArea("0.0.0.4", virtual_links=(ip_address("4.4.4.4"),)),  # type: ignore[arg-type]  # an IPv4 address
    )
    assert made.redistribute == (
        Redistribution("static", 5, 1, "RM"),
        Redistribution("connected", subnets=False),
        Redistribution("bgp", process="65000"),
        Redistribution("ospf", process="2", match=("internal", "external-2")),
    )
    assert made.summaries == (OspfRange(ip_network("172.16.0.0/12")),)
    assert made.default_originate == DefaultOriginate(always=True, metric=8)
    assert made.filters == (
        Filter("in", prefix_list="PL", interface="GigabitEthernet0/0"),
        Filter("out", access_list="10", protocol="static"),
        Filter("in", route_map="RM"),
    )
    assert (made.distance_intra, made.distance_external, made.maximum_paths) == (90, 170, 8)
    assert made.max_metric
    assert not made.log_adjacency_changes


def test_ospf_version_3_in_both_of_its_forms() -> None:
    old = (
        "interface GigabitEthernet0/1\n ipv6 ospf 1 area 0\n ipv6 ospf cost 9\nipv6 router ospf 1\n router-id 1.1.1.1\n"
    )
    new = (
        "interface GigabitEthernet0/1\n ospfv3 1 ipv6 area 0\n ospfv3 cost 9\n"
        "router ospfv3 1\n router-id 1.1.1.1\n address-family ipv6 unicast\n exit-address-family\n"
    )
    for text in (old, new):
        device = read(text)
        assert device.interfaces["GigabitEthernet0/1"].ospf6 == OspfInterface("0.0.0.0", 9, process="1")
        assert [(each.version, each.router_id) for each in device.ospf] == [(3, ip_address("1.1.1.1"))]


# EIGRP


CLASSIC = ADDRESSES + (
    "router eigrp 100\n network 10.1.0.0 0.0.0.255\n network 172.16.0.0\n passive-interface GigabitEthernet0/0\n"
    " redistribute ospf 1 metric 10000 100 255 1 1500\n default-metric 1 2 3 4 5\n variance 2\n maximum-paths 6\n"
    " distance eigrp 80 160\n eigrp stub connected summary\n offset-list 5 in 100 GigabitEthernet0/1\n"
    " eigrp router-id 9.9.9.9\n auto-summary\n metric weights 0 1 1 1 0 0\n"
)


def test_classic_eigrp() -> None:
    device = read(CLASSIC)
    assert device.eigrp == (
        Eigrp(
            100,
            router_id=ip_address("9.9.9.9"),  # type: ignore[arg-type]  # an IPv4 address
            k_values=(1, 1, 1, 0, 0),
            redistribute=(Redistribution("ospf", process="1", eigrp_metric=(10000, 100, 255, 1, 1500)),),
            default_metric=(1, 2, 3, 4, 5),
            distance_internal=80,
            distance_external=160,
            maximum_paths=6,
            variance=2,
            auto_summary=True,
            stub=("connected", "summary"),
            offsets=(OffsetList("in", 100, "5", "GigabitEthernet0/1"),),
        ),
    )
    assert device.interfaces["GigabitEthernet0/0"].eigrp == (EigrpInterface(100, passive=True),)
    assert device.interfaces["GigabitEthernet0/1"].eigrp == ()


def test_eigrp_networks_without_a_wildcard_are_classful() -> None:
    device = read(ADDRESSES + "router eigrp 1\n network 10.0.0.0\n")
    assert all(each.eigrp for each in device.interfaces.values())


def test_eigrp_in_a_vrf_of_classic_mode() -> None:
    text = (
        "interface GigabitEthernet0/0\n vrf forwarding RED\n ip address 10.1.0.1 255.255.255.0\n"
        " ip summary-address eigrp 5 10.0.0.0 255.0.0.0\n no ip split-horizon eigrp 5\n"
        "router eigrp 1\n address-family ipv4 vrf RED\n  network 10.0.0.0\n  autonomous-system 5\n"
    )
    device = read(text)
    assert [(each.asn, each.vrf, each.wide) for each in device.eigrp] == [(1, "default", False), (5, "RED", False)]
    assert device.interfaces["GigabitEthernet0/0"].eigrp == (EigrpInterface(5, summaries=(TEN,), split_horizon=False),)


NAMED = ADDRESSES + (
    "router eigrp WAN\n !\n address-family ipv4 unicast autonomous-system 100\n  !\n"
    "  af-interface default\n   passive-interface\n   hello-interval 5\n  exit-af-interface\n  !\n"
    "  af-interface GigabitEthernet0/0\n   no passive-interface\n   summary-address 10.0.0.0 255.0.0.0\n"
    "   authentication key-chain KEYS\n   authentication mode md5\n  exit-af-interface\n  !\n"
    "  topology base\n   redistribute static route-map RM\n   distribute-list prefix PL out\n   variance 4\n"
    "  exit-af-topology\n  network 10.0.0.0\n  eigrp router-id 1.1.1.1\n exit-address-family\n"
    " !\n address-family ipv6 unicast vrf RED autonomous-system 200\n exit-address-family\n"
)


def test_named_eigrp() -> None:
    device = read(NAMED)
    four, six = device.eigrp
    assert (four.asn, four.name, four.wide, four.variance) == (100, "WAN", True, 4)
    assert four.redistribute == (Redistribution("static", route_map="RM"),)
    assert four.filters == (Filter("out", prefix_list="PL"),)
    assert (six.asn, six.family, six.vrf) == (200, 6, "RED")
    assert device.interfaces["GigabitEthernet0/0"].eigrp == (EigrpInterface(100, summaries=(TEN,), key_chain="KEYS"),)
    assert device.interfaces["GigabitEthernet0/1"].eigrp == (EigrpInterface(100, passive=True),)


# IS-IS and RIP


ISIS = (
    "interface Loopback0\n ip address 1.1.1.1 255.255.255.255\n"
    "interface GigabitEthernet0/0\n ip router isis CORE\n ipv6 router isis CORE\n isis circuit-type level-2-only\n"
    " isis metric 30\n isis metric 40 level-2\n isis network point-to-point\n isis priority 100\n"
    " isis password sesame\n"
    "router isis CORE\n net 49.0001.0000.0000.0001.00\n is-type level-2-only\n metric-style wide\n"
    " passive-interface Loopback0\n redistribute static ip level-1 metric 5\n"
    " redistribute isis ip level-2 into level-1 route-map LEAK\n summary-address 10.0.0.0 255.0.0.0 level-1\n"
    " set-overload-bit on-startup 300\n default-information originate\n authentication mode md5\n"
    " address-family ipv6\n  multi-topology\n  summary-prefix 2001:DB8::/32\n exit-address-family\n"
)


def test_isis() -> None:
    device = read(ISIS)
    (made,) = device.isis
    assert (made.process, made.area, made.level, made.wide) == ("CORE", "49.0001", 2, True)
    assert (made.families, made.multi_topology, made.overload, made.authenticated) == ((4, 6), True, False, True)
    assert made.redistribute == (Redistribution("static", 5, level=1),)
    assert made.leaks == (IsisLeak(2, 1, "LEAK"),)
    assert made.summaries == (IsisSummary(TEN, 1), IsisSummary(ip_network("2001:db8::/32")))
    assert made.default_originate is not None
    assert device.interfaces["Loopback0"].isis == (IsisInterface("CORE", passive=True, families=(4,)),)
    assert device.interfaces["GigabitEthernet0/0"].isis == (
        IsisInterface(
            "CORE",
            2,
            (30, 40),
            point_to_point=True,
            families=(4, 6),
            priority=100,
            secret=Secret.of_value("sesame"),
        ),
    )


def test_rip() -> None:
    text = ADDRESSES + (
        "router rip\n version 2\n network 10.0.0.0\n passive-interface GigabitEthernet0/1\n no auto-summary\n"
        " redistribute static metric 3\n default-information originate\n distance 130\n"
        " address-family ipv4 vrf RED\n  network 172.16.0.0\n exit-address-family\n"
    )
    device = read(text)
    assert device.rip == (
        Rip(
            2,
            redistribute=(Redistribution("static", 3),),
            default_originate=DefaultOriginate(always=True),
            distance=130,
        ),
        Rip(2, "RED", auto_summary=True),
    )
    assert device.interfaces["GigabitEthernet0/1"].rip == (RipInterface(passive=True),)
    assert read("router rip\n network 10.0.0.0\n").rip == (Rip(1, auto_summary=True),)


def test_ripng() -> None:
    device = read(
        "interface GigabitEthernet0/0\n ipv6 rip SIX enable\n ipv6 rip SIX metric-offset 3\nipv6 router rip SIX\n"
    )
    assert device.interfaces["GigabitEthernet0/0"].rip == (RipInterface(6, "SIX", metric=3),)
    assert [(each.family, each.process) for each in device.rip] == [(6, "SIX")]


# What is not understood


@pytest.mark.parametrize(
    "text",
    [
        "frobnicate everything\n",
        "interface GigabitEthernet0/1\n ip address 10.0.0.1 255.0.255.0\n",
        "interface GigabitEthernet0/1\n ip policy route-map PBR\n",
        "interface GigabitEthernet0/1\n zone-member security INSIDE\n",
        "interface GigabitEthernet0/1\n glbp 1 ip 10.0.0.1\n",
        "router ospf 1\n area 1 nssa translate type7 always\n",
        "router ospf 1\n distance 80 1.1.1.1 0.0.0.0 5\n",
        "router bgp 65000\n neighbor 10.0.0.1 frobnicate\n",
        "router bgp 65000\n bgp suppress-inactive\n",
        "ip route 10.0.0.0 255.0.0.0\n",
        "ip prefix-list A seq 5 permit 10.0.0.0/8 le 4\n",
        "route-map A permit 10\n set ip default next-hop 10.0.0.1\n",
    ],
)
def test_the_rest_is_reported_with_its_place(text: str) -> None:
    parsed = parse(text, "r1", "r1.cfg")
    assert [each.location.line for each in parsed.unknown] == [text.count("\n")]
    assert parsed.unknown[0].text == text.splitlines()[-1].strip()
    assert parsed.coverage.lines == text.count("\n")


def test_what_stands_beneath_an_unknown_line_is_reported_with_it() -> None:
    parsed = parse("frobnicate\n deep\n  deeper\nhostname r9\n", "r1", "r1.cfg")
    assert [each.location.line for each in parsed.unknown] == [1, 2, 3]
    assert parsed.device.hostname == "r9"
