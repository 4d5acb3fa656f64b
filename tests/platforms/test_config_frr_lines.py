"""What FRR and its operators write beyond our templates: each line is understood, without effect, or reported."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest

from netops.model import BgpNeighbor, BgpNeighborFamily, Device, InterfaceKind, OspfAreaKind, OspfInterface, Secret
from netops.platforms.frr.config import parse


def read(text: str) -> Device:
    parsed = parse(text, "r1", "r1.conf")
    assert parsed.unknown == ()
    return parsed.device


def areas(text: str) -> dict[str, OspfInterface | None]:
    return {name: each.ospf for name, each in read(text).interfaces.items()}


ADDRESSES = "interface eth0\n ip address 10.1.0.1/24\ninterface eth1\n ip address 10.2.0.1/24\nexit\n"


def test_networks_are_resolved_onto_interfaces() -> None:
    text = ADDRESSES + "router ospf\n network 10.1.0.0/16 area 0\n network 10.0.0.0/8 area 1.0.0.0\n"
    assert areas(text) == {"eth0": OspfInterface("0.0.0.0"), "eth1": OspfInterface("1.0.0.0")}


def test_an_area_on_the_interface_holds_over_a_network() -> None:
    text = "interface eth0\n ip address 10.1.0.1/24\n ip ospf area 7\nrouter ospf\n network 10.0.0.0/8 area 0\n"
    assert areas(text) == {"eth0": OspfInterface("0.0.0.7")}


def test_passive_interfaces() -> None:
    process = "router ospf\n network 10.0.0.0/8 area 0\n"
    one = areas(ADDRESSES + process + " passive-interface eth1\n")
    assert {name: each and each.passive for name, each in one.items()} == {"eth0": False, "eth1": True}
    default = areas(ADDRESSES + process + " passive-interface default\n no passive-interface eth1\n")
    assert {name: each and each.passive for name, each in default.items()} == {"eth0": True, "eth1": False}
    own = areas("interface eth0\n ip ospf area 0\n no ip ospf passive\nrouter ospf\n passive-interface default\n")
    assert own["eth0"] == OspfInterface("0.0.0.0")


def test_an_area_may_authenticate_all_of_its_interfaces() -> None:
    key = "interface eth0\n ip ospf area 0\n ip ospf message-digest-key 3 md5 sesame\n"
    with_area = areas(key + "router ospf\n area 0 authentication message-digest\n")["eth0"]
    assert with_area is not None
    assert with_area.authentication is not None
    assert (with_area.authentication.key_id, with_area.authentication.key) == (3, Secret.of_value("sesame"))
    assert areas(key) == {"eth0": OspfInterface("0.0.0.0")}
    without = key + " ip ospf authentication null\nrouter ospf\n area 0 authentication message-digest\n"
    assert areas(without) == {"eth0": OspfInterface("0.0.0.0")}


PEER_GROUP = """\
router bgp 65001
 neighbor CORE peer-group
 neighbor CORE remote-as internal
 neighbor CORE update-source lo
 neighbor CORE timers 3 9
 neighbor 10.0.0.2 peer-group CORE
 neighbor 10.0.0.3 peer-group CORE
 neighbor 10.0.0.3 timers 10 30
 neighbor 10.0.0.4 remote-as 65004
 address-family ipv4 unicast
  neighbor CORE next-hop-self
  neighbor CORE route-map IN in
  neighbor 10.0.0.3 route-map THREE in
  no neighbor 10.0.0.4 activate
 exit-address-family
 address-family ipv6 unicast
  neighbor CORE activate
 exit-address-family
"""


def test_peer_groups_are_flattened() -> None:
    two, three, four = read(PEER_GROUP).bgp[0].neighbors
    common = {"remote_as": 65001, "update_source": "lo"}
    assert two == BgpNeighbor(
        ip_address("10.0.0.2"),
        **common,
        keepalive=3,
        hold_time=9,
        families=(BgpNeighborFamily(4, route_map_in="IN", next_hop_self=True), BgpNeighborFamily(6)),
    )
    assert three == BgpNeighbor(
        ip_address("10.0.0.3"),
        **common,
        keepalive=10,
        hold_time=30,
        families=(BgpNeighborFamily(4, route_map_in="THREE", next_hop_self=True), BgpNeighborFamily(6)),
    )
    assert four == BgpNeighbor(ip_address("10.0.0.4"), 65004)


def test_ipv4_unicast_is_the_default_unless_it_is_not() -> None:
    text = "router bgp 1\n neighbor 10.0.0.1 remote-as 2\n"
    assert read(text).bgp[0].neighbors[0].families == (BgpNeighborFamily(4),)
    assert read(text + " no bgp default ipv4-unicast\n").bgp[0].neighbors[0].families == ()


def test_families_lines_may_stand_with_the_process() -> None:
    """FRR takes them for IPv4 unicast, as its elders did."""
    text = "router bgp 1\n network 10.0.0.0/8\n neighbor 10.0.0.1 remote-as 2\n neighbor 10.0.0.1 route-map A in\n"
    process = read(text).bgp[0]
    assert [each.prefix for each in process.family(4).networks] == [ip_network("10.0.0.0/8")]
    assert process.neighbors[0].families == (BgpNeighborFamily(4, route_map_in="A"),)


def test_names_tell_kinds() -> None:
    text = "".join(f"interface {name}\n shutdown\n" for name in ("lo", "eth0", "eth0.12", "eth0.5000", ".1"))
    kinds = {name: (each.kind, each.parent, each.vlan) for name, each in read(text).interfaces.items()}
    ethernet = (InterfaceKind.ETHERNET, None, None)
    assert kinds == {
        "lo": (InterfaceKind.LOOPBACK, None, None),
        "eth0": ethernet,
        "eth0.12": (InterfaceKind.SUBINTERFACE, "eth0", 12),
        "eth0.5000": ethernet,
        ".1": ethernet,
    }


def test_sequences_are_counted_where_they_are_not_told() -> None:
    device = read("ip prefix-list A permit 10.0.0.0/8\nip prefix-list A seq 20 deny any\nip prefix-list A permit any\n")
    assert [each.sequence for each in device.prefix_lists[0].entries] == [5, 20, 25]


def test_a_totally_nssa_is_one_whichever_line_comes_last() -> None:
    text = "router ospf\n area 4 nssa \n area 4 nssa no-summary\n area 4 nssa\n"
    assert [each.kind for each in read(text).ospf[0].areas] == [OspfAreaKind.TOTALLY_NSSA]


def test_ranges_may_be_told_in_parts() -> None:
    text = (
        "router ospf\n area 1 range 10.0.0.0/8\n area 1 range 10.0.0.0/8 cost 5\n area 1 range 11.0.0.0/8 advertise\n"
    )
    assert [(each.cost, each.advertise) for each in read(text).ospf[0].areas[0].ranges] == [(5, True), (None, True)]


def test_the_old_way_to_place_an_interface_in_ospf6() -> None:
    text = "interface eth0\n description x\nexit\nrouter ospf6\n interface eth0 area 0.0.0.3\n interface eth9 area 1\n"
    interfaces = read(text).interfaces
    assert {name: each.ospf6 and each.ospf6.area for name, each in interfaces.items()} == {
        "eth0": "0.0.0.3",
        "eth9": "0.0.0.1",
    }


def test_routes_of_a_vrf() -> None:
    device = read("vrf red\n ip route 10.0.0.0/8 Null0\nexit-vrf\nip route 10.0.0.0/8 eth0 7\n")
    assert [(each.vrf, each.blackhole, each.interface, each.distance) for each in device.static_routes] == [
        ("default", False, "eth0", 7),
        ("red", True, None, 1),
    ]


def test_system() -> None:
    device = read("hostname edge\nno ip forwarding\nno ipv6 forwarding\nbanner motd line Keep  out\n")
    assert (device.hostname, device.forwarding, device.banner) == ("edge", False, "Keep out")
    assert read("").hostname == "r1"


def test_lines_without_effect() -> None:
    text = """\
Building configuration...

Current configuration:
!
frr version 8.4.4
frr defaults traditional
log file /var/log/frr/frr.log
log syslog informational
service integrated-vtysh-config
no service integrated-vtysh-config
password sesame
enable password 8 sesame
debug ospf event
# a comment
interface eth0
 no shutdown
 no link-detect
 ipv6 nd ra-interval 10
 no ipv6 nd suppress-ra
 ip ospf retransmit-interval 5
exit
router bgp 1
 bgp graceful-restart
 neighbor 10.0.0.1 remote-as 2
 address-family ipv4 unicast
  neighbor 10.0.0.1 send-community large
 exit-address-family
line vty
 exec-timeout 0 0
end
"""
    assert list(read(text).interfaces) == []


UNKNOWN = {
    "top": ("frobnicate", "not understood"),
    "number": ("interface eth0\n ip ospf cost x", "'x' is not a number"),
    "address": ("interface eth0\n ip address 10.0.0/24", "Expected 4 octets"),
    "area": ("interface eth0\n ip ospf area backbone", "Expected 4 octets"),
    "network type": ("interface eth0\n ip ospf network lan", "OSPF network type 'lan' is not known"),
    "label": ("interface eth0\n ip address 10.0.0.1/24 label x", "not understood"),
    "bandwidth": ("interface eth0\n bandwidth 1000", "not understood"),
    "other process": ("router rip", "netops does not know router rip"),
    "bfd": ("bfd", "netops does not know bfd"),
    "option": ("router ospf\n redistribute static tag 5", "'tag' is not understood here"),
    "lacking": ("router ospf\n redistribute static metric", "'metric' lacks its value"),
    "no-prepend": ("router bgp 1\n neighbor 10.0.0.1 local-as 5 no-prepend", "not understood"),
    "warning": (
        "router bgp 1\n address-family ipv4\n  neighbor 10.0.0.1 maximum-prefix 5 warning-only",
        "not understood",
    ),
    "direction": ("router bgp 1\n address-family ipv4\n  neighbor 10.0.0.1 route-map A inward", "neither in nor out"),
    "family": ("router bgp 1\n address-family ipv4\n  network fd00::/8", "not of this address family"),
    "evpn": ("router bgp 1\n address-family l2vpn evpn\n  advertise-all-vni", "not understood"),
    "second AS": ("router bgp 1\nexit\nrouter bgp 2", "BGP runs already, with AS number 1"),
    "route map": ("route-map A permit", "expected route-map NAME permit|deny SEQUENCE"),
    "action": ("route-map A allow 10", "'allow' is neither permit nor deny"),
    "match": ("route-map A permit 10\n match ip address 7", "not understood"),
    "metric type": ("route-map A permit 10\n set metric-type type-3", "neither type-1 nor type-2"),
    "prepend": ("route-map A permit 10\n set as-path prepend last-as", "missing or too many"),
    "ge": ("ip prefix-list A seq 5 permit 10.0.0.0/8 ge 4", "not within"),
    "reject": ("ip route 10.0.0.0/8 reject", "'reject' is not understood here"),
    "no hop": ("ip route 10.0.0.0/8", "a next hop or an interface is missing"),
    "onlink": ("ip route 10.0.0.0/8 10.1.0.1 onlink", "'onlink' is not a number"),
    "wildcard": ("access-list A seq 5 permit ip 10.0.0.0 0.255.0.255 any", "not the wildcard of a prefix"),
    "exact": ("access-list A seq 5 permit 10.0.0.0/8 exact-match", "'exact-match' is not understood here"),
}


@pytest.mark.parametrize(("text", "reason"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_not_understood_is_reported(text: str, reason: str) -> None:
    parsed = parse(text, "r1", "r1.conf")
    told = parsed.unknown[-1]
    number = len(text.splitlines())
    assert (str(told.location), told.text) == (f"r1.conf:{number}", text.splitlines()[-1].strip())
    assert reason in told.reason


PROBLEMS = {
    "interface peer": (
        "router bgp 1\n neighbor eth0 remote-as 5",
        "bgp default",
        "neighbor eth0: it is neither an address nor told to be an interface, so it is left out",
    ),
    "no AS": (
        "router bgp 1\n neighbor 10.0.0.1 description x",
        "bgp default",
        "neighbor 10.0.0.1: its AS number is not told, so it is left out",
    ),
    "no group": (
        "router bgp 1\n neighbor 10.0.0.1 remote-as 2\n neighbor 10.0.0.1 peer-group A",
        "bgp default",
        "neighbor 10.0.0.1: there is no peer group A",
    ),
    "no area": (
        "interface eth0\n ip ospf cost 5",
        "interface eth0",
        "ospf has no area here, so it does not run: its settings are left out",
    ),
}


@pytest.mark.parametrize(("text", "subject", "reason"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_cannot_be_held_is_reported(text: str, subject: str, reason: str) -> None:
    told = parse(text, "r1", "r1.conf").unknown
    assert [(str(each.location), each.text, each.reason) for each in told] == [("r1.conf:1", subject, reason)]


def test_all_lines_of_an_unknown_block_are_reported() -> None:
    told = parse("router isis a\n net 49.0001\n hostname x\nexit\nhostname r2\n", "r1", "r1.conf")
    assert [each.location.line for each in told.unknown] == [1, 2, 3]
    assert told.device.hostname == "r2"


def test_sources_tell_where_things_stand() -> None:
    text = "interface eth0\n shutdown\nexit\nrouter ospf\nexit\nrouter bgp 1\nexit\nroute-map A permit 10\n"
    sources = {key: str(each) for key, each in parse(text, "r1", "r1.conf").sources.items()}
    assert sources == {
        "interface:eth0": "r1.conf:1",
        "ospf:2:default": "r1.conf:4",
        "bgp:default": "r1.conf:6",
        "route-map:A:10": "r1.conf:8",
    }


@pytest.mark.parametrize("line", ["address-family", "address-family l2vpn evpn", "address-family ipv4 vpn"])
def test_an_address_family_that_is_not_known_is_told_with_what_is_in_it(line: str) -> None:
    text = f"router bgp 65001\n {line}\n  neighbor 192.0.2.1 activate\n exit-address-family\n"
    assert [each.text for each in parse(text, "r1", "r1.conf").unknown] == [line, "neighbor 192.0.2.1 activate"]
