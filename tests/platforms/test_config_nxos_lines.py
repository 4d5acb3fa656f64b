"""NX-OS configurations: what lines mean, what is not understood, and that nothing breaks the reader."""

from __future__ import annotations

import json
from ipaddress import IPv4Address, ip_address, ip_interface, ip_network
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.model import (
    Action,
    Device,
    HsrpGroup,
    Match,
    OspfAreaKind,
    Redistribution,
    Set,
    StaticRoute,
    SwitchMode,
    VrfLeak,
)
from netops.platforms import get_platform
from netops.platforms.base import ParsedConfig

RECORDED = Path(__file__).parents[3] / "shared" / "data" / "lab-validation"


def _parse(text: str) -> ParsedConfig:
    return get_platform("nxos").parse(text, "sw1", "sw1.cfg")


def _device(text: str) -> Device:
    parsed = _parse(text)
    assert not parsed.unknown, parsed.unknown
    return parsed.device


INTERFACES = """\
interface Ethernet1/1
  no switchport
  mtu 9216
  vrf member blue
  ip address 10.0.0.1/30
  ip address 10.0.1.1/30 secondary
  ip ospf cost 7
  ip ospf network point-to-point
  ip router ospf 1 area 0.0.0.0
  ip router eigrp 10
  ip passive-interface eigrp 10
  no shutdown
interface Ethernet1/2
  no switchport
interface Ethernet1/3
interface Ethernet1/4
  switchport mode trunk
  switchport trunk allowed vlan 10,20-22
  switchport trunk native vlan 99
  channel-group 5 mode active
interface Vlan10
  no shutdown
  ip address 10.0.10.2/24
  hsrp version 2
  hsrp 10
    ip 10.0.10.1
    priority 110
    preempt delay minimum 60
interface port-channel5.30
  encapsulation dot1q 30
  ip address 10.0.30.1/24
  no shutdown
router eigrp 10
"""


def test_interfaces() -> None:
    found = _device(INTERFACES).interfaces
    first = found["Ethernet1/1"]
    assert (first.enabled, first.mtu, first.vrf, first.switchport) == (True, 9216, "blue", None)
    assert first.addresses == (ip_interface("10.0.0.1/30"), ip_interface("10.0.1.1/30"))
    assert first.ospf is not None
    assert (first.ospf.area, first.ospf.cost, first.ospf.process) == ("0.0.0.0", 7, "1")
    assert (first.eigrp[0].asn, first.eigrp[0].passive) == (10, True)
    trunk = found["Ethernet1/4"].switchport
    assert trunk is not None
    assert (trunk.mode, trunk.trunk_vlans, trunk.native_vlan) == (SwitchMode.TRUNK, (10, 20, 21, 22), 99)
    assert found["Ethernet1/4"].lag == "port-channel5"
    group = HsrpGroup(10, (ip_address("10.0.10.1"),), priority=110, preempt=True, version=2)
    assert found["Vlan10"].hsrp == (group,)
    assert (found["port-channel5.30"].parent, found["port-channel5.30"].vlan) == ("port-channel5", 30)


def test_what_is_up_where_nothing_is_said() -> None:
    """A port switches and is up; one that routes is down until it is told otherwise."""
    found = _device(INTERFACES).interfaces
    assert not found["Ethernet1/2"].enabled
    assert found["Ethernet1/3"].enabled
    access = found["Ethernet1/3"].switchport
    assert access is not None
    assert (access.mode, access.access_vlan) == (SwitchMode.ACCESS, 1)


ROUTING = """\
vrf context blue
  rd 65001:1
  ip route 0.0.0.0/0 10.0.0.2 track 5 200
  ip route 10.9.0.0/16 Null0 tag 7
  address-family ipv4 unicast
    route-target import 65001:2
    route-target both 65001:1
    import map IN
    import vrf default map LEAK
ip route 10.8.0.0/16 Ethernet1/1 10.0.0.2 vrf blue name far
router ospf 1
  router-id 192.0.2.1
  area 0.0.0.1 nssa no-summary default-information-originate
  area 0.0.0.2 stub
  area 0.0.0.1 range 10.1.0.0/16 not-advertise
  redistribute direct route-map ALL
  default-information originate always
  auto-cost reference-bandwidth 100 Gbps
  vrf blue
    router-id 192.0.2.2
    redistribute bgp 65001 route-map ALL
router bgp 65001
  router-id 192.0.2.1
  bestpath as-path multipath-relax
  address-family ipv4 unicast
    network 10.1.0.0/16 route-map ALL
    redistribute eigrp 10 route-map ALL
    aggregate-address 10.0.0.0/8 summary-only
    maximum-paths 4
  template peer LEAF
    remote-as 65002
    update-source loopback0
    address-family ipv4 unicast
      route-map ALL in
      send-community
      send-community extended
  neighbor 10.0.0.2
    inherit peer LEAF
    address-family ipv4 unicast
      route-map NONE in
      next-hop-self
  neighbor 10.0.0.6 remote-as 65003
    local-as 65100 no-prepend replace-as
    remove-private-as all
    address-family ipv4 unicast
      disable-peer-as-check
      weight 10
  neighbor 10.5.0.0/24
    remote-as 65004
    address-family ipv4 unicast
  vrf blue
    address-family ipv4 unicast
      redistribute ospf 1 route-map ALL
    neighbor 10.0.0.9
      remote-as 65005
      address-family ipv4 unicast
"""


def test_static_routes_and_vrfs() -> None:
    device = _device(ROUTING)
    family = device.vrfs["blue"].family(4)
    assert device.vrfs["blue"].rd == "65001:1"
    assert family.imports == {"65001:1", "65001:2"}
    assert family.exports == {"65001:1"}
    assert (family.import_map, family.leaks) == ("IN", (VrfLeak("default", "bgp", ("LEAK",)),))
    default, null, far = device.static_routes
    assert (default.vrf, default.distance, default.track) == ("blue", 200, "5")
    assert null == StaticRoute(ip_network("10.9.0.0/16"), blackhole=True, tag=7, vrf="blue")
    assert (far.interface, far.next_hop, far.next_hop_vrf) == ("Ethernet1/1", IPv4Address("10.0.0.2"), "blue")


def test_ospf() -> None:
    process, blue = _device(ROUTING).ospf
    assert (process.reference_bandwidth, process.maximum_paths) == (100_000, 8)
    assert process.area("0.0.0.1").kind is OspfAreaKind.TOTALLY_NSSA
    assert process.area("0.0.0.1").originate_default is not None
    assert not process.area("0.0.0.1").ranges[0].advertise
    assert process.area("0.0.0.2").kind is OspfAreaKind.STUB
    assert process.redistribute == (Redistribution("connected", route_map="ALL"),)
    assert (blue.vrf, blue.router_id) == ("blue", IPv4Address("192.0.2.2"))
    assert blue.redistribute == (Redistribution("bgp", process="65001", route_map="ALL"),)


def test_bgp() -> None:
    process, blue = _device(ROUTING).bgp
    assert process.multipath_relax
    assert process.family(4).aggregates[0].summary_only
    first, second = process.neighbors
    assert (first.remote_as, first.update_source) == (65002, "loopback0")
    assert first.families[0].route_map_in == "NONE"  # its own word over the template's
    assert first.families[0].send_community
    assert first.families[0].next_hop_self
    assert (second.local_as, second.no_prepend, second.replace_as) == (65100, True, True)
    assert second.advertise_peer_as
    assert second.families[0].remove_private_as_all
    assert not second.families[0].send_community
    assert process.dynamic[0].prefix == ip_network("10.5.0.0/24")
    assert [each.address for each in blue.neighbors] == [IPv4Address("10.0.0.9")]


POLICY = """\
ip prefix-list P seq 5 permit 10.0.0.0/8 le 24
ip prefix-list P seq 10 deny 0.0.0.0/0 eq 32
ip community-list standard C seq 10 permit 65001:1 no-export
ip as-path access-list A seq 10 permit "^65001_"
route-map M permit 10
  match ip address prefix-list P Q
  match community C exact-match
  set metric 1000 10 255 1 1500
  set as-path prepend 65001 65001
  set community 65001:2 additive
  continue 30
route-map M deny 20
ip access-list F
  10 permit tcp 10.0.0.0/8 any eq 22 established
  20 deny ip 10.1.1.0 0.0.0.255 host 192.0.2.1
"""


def test_policies() -> None:
    device = _device(POLICY)
    entry, last = device.prefix_lists[0].entries
    assert (entry.action, entry.ge, entry.le) == (Action.PERMIT, None, 24)
    assert (last.ge, last.le) == (32, 32)
    assert device.community_lists[0].entries[0].communities == ("65001:1", "no-export")
    assert device.as_path_lists[0].entries[0].regex == "^65001_"
    clause, denied = device.route_maps[0].clauses
    assert clause.matches == (Match("prefix-list", ("P", "Q")), Match("community", ("C", "exact-match")))
    assert clause.sets == (
        Set("eigrp-metric", ("1000", "10", "255", "1", "1500")),
        Set("as-path-prepend", ("65001", "65001")),
        Set("community", ("65001:2", "additive")),
    )
    assert clause.on_match == "30"
    assert denied.action is Action.DENY
    first, second = device.access_lists[0].entries
    assert (first.source, first.destination_ports, first.established) == (ip_network("10.0.0.0/8"), (22, 22), True)
    assert (second.source, second.destination) == (ip_network("10.1.1.0/24"), ip_network("192.0.2.1/32"))


def test_what_is_not_understood_is_told_with_its_line_and_without_secrets() -> None:
    parsed = _parse("hostname sw1\nfrobnicate password 7 hunter2\nrouter bgp 65001\n  glow in-the-dark\n    brightly\n")
    assert [each.location.line for each in parsed.unknown] == [2, 4, 5]
    assert "hunter2" not in parsed.unknown[0].text
    assert parsed.coverage.lines == 5


def test_secrets_do_not_pass_the_scrubber() -> None:
    text = (
        "username admin password 5 $5$secret  role network-admin\nsnmp-server community hush group network-operator\n"
    )
    scrubbed = get_platform("nxos").scrub(text)
    assert "secret" not in scrubbed
    assert "hush" not in scrubbed


_WORDS = st.sampled_from(
    sorted({word for line in (INTERFACES + ROUTING + POLICY).splitlines() for word in line.split()})
)
_LINES = st.lists(
    st.builds(lambda depth, words: " " * depth + " ".join(words), st.integers(0, 6), st.lists(_WORDS, max_size=8)),
    max_size=30,
)


@given(st.one_of(st.text(), _LINES.map("\n".join)))
def test_any_text_gives_a_device(text: str) -> None:
    assert _parse(text).device.name == "sw1"


def _recorded() -> list[Path]:
    found = []
    for names in sorted(RECORDED.glob("*/show/host_nos.txt")):
        systems = json.loads(names.read_text())
        found += [names.parents[1] / "configs" / name for name, system in systems.items() if system == "nx"]
    return found


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded networks are not beside this repository")
def test_every_line_of_recorded_devices_is_accounted_for() -> None:
    for folder in _recorded():
        for path in folder.iterdir():
            parsed = get_platform("nxos").parse(path.read_text(), folder.name, path.name)
            assert not parsed.unknown, (folder, parsed.unknown[:5])


ROUTES = """\
IP Route Table for VRF "default"
'*' denotes best ucast next-hop

10.0.0.0/30, ubest/mbest: 1/0, attached
    *via 10.0.0.1, Eth1/1, [0/0], 23:04:09, direct
10.0.0.1/32, ubest/mbest: 1/0, attached
    *via 10.0.0.1, Eth1/1, [0/0], 23:04:09, local
192.0.2.1/32, ubest/mbest: 2/0, attached
    *via 192.0.2.1, Lo0, [0/0], 23:04:53, local
    *via 192.0.2.1, Lo0, [0/0], 23:04:53, direct
192.0.2.5/32, ubest/mbest: 2/0
    *via 10.0.0.2, Eth1/1, [110/41], 23:03:55, ospf-1, intra
    *via 10.0.0.6, Eth1/2, [110/41], 23:03:55, ospf-1, intra
192.0.2.6/32, ubest/mbest: 1/0
    *via 10.0.0.2, [20/0], 01:51:00, bgp-65001, external, tag 65002
10.7.0.0/16, ubest/mbest: 1/0
    *via Null0, [220/0], 00:10:00, bgp-65001, discard, tag 65001

IP Route Table for VRF "blue"

10.1.0.0/24, ubest/mbest: 1/0
    *via 192.0.2.9%default, [200/0], 00:03:14, bgp-65001, internal, tag 65001, segid: 50001 encap: VXLAN
what is this
"""


def test_routes_are_read() -> None:
    state = get_platform("nxos").read("sw1", {"show ip route vrf all": ROUTES})
    assert state.ribs is not None
    default = {str(prefix): route for prefix, route in state.ribs["default"].items()}
    assert default["192.0.2.1/32"].protocol == "connected"
    assert default["10.0.0.1/32"].protocol == "local"
    assert {str(hop) for hop in default["192.0.2.5/32"].next_hops} == {"10.0.0.2 Ethernet1/1", "10.0.0.6 Ethernet1/2"}
    assert (default["192.0.2.5/32"].distance, default["192.0.2.5/32"].metric) == (110, 41)
    assert {str(hop) for hop in default["192.0.2.6/32"].next_hops} == {"10.0.0.2"}
    assert {str(hop) for hop in default["10.7.0.0/16"].next_hops} == {"blackhole"}
    assert {str(prefix) for prefix in state.ribs["blue"]} == {"10.1.0.0/24"}
    assert any("what is this" in each for each in state.unread)


@pytest.mark.parametrize("platform", ["eos", "frr", "ios", "nxos", "huawei_vrp", "hp_comware"])
def test_a_clause_whose_action_is_none_leaves_no_clause(platform: str) -> None:
    word = "route-policy" if platform in ("huawei_vrp", "hp_comware") else "route-map"
    node = "node 10" if word == "route-policy" else "10"
    parsed = get_platform(platform).parse(f"{word} M perhaps {node}\n", "sw1", "sw1.cfg")
    assert not parsed.device.route_maps
    assert [each.location.line for each in parsed.unknown] == [1]
