"""VRP and Comware configurations: what lines mean, what is not understood, and that nothing breaks the reader."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address, ip_interface, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.model import Action, Device, LldpNeighbor, Match, NextHop, OspfAreaKind, Set, SwitchMode
from netops.platforms import get_platform
from netops.platforms.recognise import recognise

VRP = """\
!Software Version V200R010C00SPC600
#
sysname core1
#
router id 1.1.1.1
#
vlan batch 10 20 to 22
#
stp mode rstp
stp instance 0 root primary
#
ip vpn-instance blue
 ipv4-family
  route-distinguisher 65001:1
  vpn-target 65001:1 export-extcommunity
  vpn-target 65001:1 65001:2 import-extcommunity
#
acl number 2000
 rule 5 permit source 10.0.0.0 0.255.255.255
acl name WEB 3001
 rule 10 deny tcp source 10.1.0.1 0 destination-port eq www
 rule permit ip
#
aaa
 local-user admin password irreversible-cipher $1a$secret$
 local-user admin privilege level 15
 domain default
  authentication-scheme default
#
interface Vlanif10
 ip address 10.0.10.2 255.255.255.0
 vrrp vrid 1 virtual-ip 10.0.10.1
 vrrp vrid 1 priority 120
 dhcp select relay
 dhcp relay server-ip 10.9.9.9
#
interface Eth-Trunk1
 port link-type trunk
 undo port trunk allow-pass vlan 1
 port trunk allow-pass vlan 10 20 to 22
#
interface GigabitEthernet0/0/1
 undo portswitch
 description up
 ip binding vpn-instance blue
 ip address 10.0.0.1 255.255.255.252
 ip address 10.0.1.1 30 sub
 traffic-filter inbound acl name WEB
 mtu 9000
#
interface GigabitEthernet0/0/2
 eth-trunk 1
#
interface GigabitEthernet0/0/3
 port link-type access
 port default vlan 10
 shutdown
#
interface GigabitEthernet0/0/4.30
 dot1q termination vid 30
 ip address 10.0.30.1 255.255.255.0
 ospf cost 7
 ospf network-type p2p
 isis enable 1
#
interface LoopBack0
 ip address 1.1.1.1 255.255.255.255
 ospf enable 1 area 0.0.0.0
#
bgp 65001
 router-id 1.1.1.1
 group RR internal
 peer RR connect-interface LoopBack0
 peer 2.2.2.2 as-number 65001
 peer 2.2.2.2 group RR
 peer 10.0.0.2 as-number 65002
 peer 10.0.0.2 fake-as 65100
 #
 ipv4-family unicast
  undo synchronization
  network 10.0.10.0 255.255.255.0 route-policy RP
  import-route ospf 1 med 5
  aggregate 10.0.0.0 255.0.0.0 detail-suppressed
  maximum load-balancing ebgp 4
  peer RR enable
  peer RR next-hop-local
  peer 2.2.2.2 enable
  peer 10.0.0.2 enable
  peer 10.0.0.2 route-policy RP import
  peer 10.0.0.2 advertise-community
 #
 ipv4-family vpn-instance blue
  import-route direct
  peer 10.7.0.2 as-number 65007
#
ospf 1 router-id 9.9.9.9
 import-route static cost 5 type 1 route-policy RP
 import-route bgp permit-ibgp
 silent-interface Vlanif10
 area 0.0.0.0
  network 10.0.0.0 0.255.255.255
 area 0.0.0.1
  network 10.0.30.0 0.0.0.255
  nssa no-summary
  abr-summary 10.1.0.0 255.255.0.0 not-advertise
#
isis 1
 network-entity 49.0001.0000.0000.0001.00
#
ip route-static 0.0.0.0 0.0.0.0 10.0.0.2 preference 70 tag 3
ip route-static vpn-instance blue 10.9.0.0 16 NULL0
ip route-static 10.8.0.0 16 10GE1/0/1 10.0.0.9
#
route-policy RP permit node 10
 if-match ip-prefix PL
 if-match as-path-filter 1
 if-match as-path-filter 2
 apply cost 20
 apply as-path 65001 65001 additive
 apply community 65001:1 additive
 goto next-node
route-policy RP deny node 20
#
ip ip-prefix PL index 10 permit 10.0.0.0 8 greater-equal 16 less-equal 24
ip as-path-filter 1 permit ^65001_
ip community-filter 1 permit 65001:1
#
snmp-agent community read cipher %^%#secret%^%#
ntp-service unicast-server 10.9.9.8
#
return
"""


def _device(text: str, platform: str = "huawei_vrp") -> Device:
    parsed = get_platform(platform).parse(text, "r1", "r1.cfg")
    assert not parsed.unknown, parsed.unknown
    return parsed.device


def test_interfaces() -> None:
    found = _device(VRP).interfaces
    first = found["GigabitEthernet0/0/1"]
    assert first.addresses == (ip_interface("10.0.0.1/30"), ip_interface("10.0.1.1/30"))
    assert (first.vrf, first.mtu, first.acl_in, first.switchport, first.ospf) == ("blue", 9000, "WEB", None, None)
    trunk = found["Eth-Trunk1"].switchport
    assert trunk is not None
    assert (trunk.mode, trunk.trunk_vlans, trunk.native_vlan) == (SwitchMode.TRUNK, (10, 20, 21, 22), None)
    assert found["GigabitEthernet0/0/2"].lag == "Eth-Trunk1"
    access = found["GigabitEthernet0/0/3"]
    assert access.switchport is not None
    assert (access.switchport.access_vlan, access.enabled) == (10, False)
    sub = found["GigabitEthernet0/0/4.30"]
    assert (sub.parent, sub.vlan) == ("GigabitEthernet0/0/4", 30)
    assert sub.ospf is not None
    assert (sub.ospf.area, sub.ospf.cost, sub.ospf.mtu_ignore) == ("0.0.0.1", 7, True)
    svi = found["Vlanif10"]
    assert (svi.vlan, svi.helpers) == (10, (ip_address("10.9.9.9"),))
    assert (svi.vrrp[0].priority, svi.vrrp[0].addresses) == (120, (ip_address("10.0.10.1"),))
    assert svi.ospf is not None
    assert svi.ospf.passive


def test_routing() -> None:
    device = _device(VRP)
    ospf = device.ospf[0]
    assert (ospf.router_id, ospf.reference_bandwidth) == (IPv4Address("9.9.9.9"), 100)
    assert (ospf.area("0.0.0.1").kind, ospf.area("0.0.0.1").ranges[0].advertise) == (OspfAreaKind.TOTALLY_NSSA, False)
    assert (ospf.redistribute[0].metric, ospf.redistribute[0].metric_type) == (5, 1)
    main, blue = device.bgp
    inner, outer = main.neighbors
    assert (inner.remote_as, inner.update_source, inner.group) == (65001, "LoopBack0", "RR")
    assert inner.families[0].next_hop_self
    assert (outer.local_as, outer.replace_as, outer.no_prepend) == (65100, True, True)
    assert (outer.families[0].route_map_in, outer.families[0].send_community) == ("RP", True)
    assert not inner.families[0].send_community
    family = main.family(4)
    assert (family.maximum_paths, family.maximum_paths_ibgp, family.redistribute_internal) == (4, None, True)
    assert family.aggregates[0].summary_only
    assert (blue.vrf, blue.neighbors[0].remote_as, blue.family(4).redistribute[0].protocol) == (
        *("blue", 65007, "connected"),
    )
    default, blackhole, odd = device.static_routes
    assert (default.distance, default.tag) == (70, 3)
    assert (blackhole.vrf, blackhole.blackhole, blackhole.distance) == ("blue", True, 60)
    assert (odd.interface, odd.next_hop) == ("10GE1/0/1", ip_address("10.0.0.9"))
    assert device.vrfs["blue"].family(4).imports == {"65001:1", "65001:2"}


def test_policy() -> None:
    device = _device(VRP)
    first, second = device.route_maps[0].clauses
    assert first.matches == (Match("prefix-list", ("PL",)), Match("as-path", ("1", "2")))
    assert first.sets == (
        *(Set("metric", ("20",)), Set("as-path-prepend", ("65001", "65001"))),
        Set("community", ("65001:1", "additive")),
    )
    assert (first.on_match, second.action) == ("next", Action.DENY)
    entry = device.prefix_lists[0].entries[0]
    assert (entry.sequence, entry.prefix, entry.ge, entry.le) == (10, ip_network("10.0.0.0/8"), 16, 24)
    basic, web = device.access_lists
    assert (basic.standard, basic.unmatched, web.unmatched) == (True, Action.DENY, Action.PERMIT)
    assert [each.sequence for each in web.entries] == [10, 15]
    assert web.entries[0].destination_ports == (80, 80)


COMWARE = """\
#
 version 7.1.070, Release 3506P06
#
 sysname core2
#
 irf mac-address persistent timer
#
ospf 1
 area 0.0.0.0
  network 10.0.0.0 0.0.0.255
#
vlan 10
 name users
#
interface Bridge-Aggregation1
 port link-type trunk
 port trunk permit vlan 1 10
#
interface Vlan-interface10
 ip address 10.0.10.1 255.255.255.0
#
interface GigabitEthernet1/0/1
 port link-mode route
 ip address 10.0.0.1 255.255.255.252
 bandwidth 100000
#
interface GigabitEthernet1/0/2
 port link-mode bridge
 port link-aggregation group 1
#
bgp 65001
 peer 10.0.0.2 as-number 65002
 peer 10.0.0.6 as-number 65003
 #
 address-family ipv4 unicast
  balance 4
  peer 10.0.0.2 enable
  peer 10.0.0.2 prefix-list PL import
 #
 ip vpn-instance blue
  peer 10.7.0.2 as-number 65007
  #
  address-family ipv4 unicast
   peer 10.7.0.2 enable
#
 ip prefix-list PL index 10 permit 10.0.0.0 8
 ip route-static 0.0.0.0 0 10.0.0.2
#
acl advanced 3000
 rule 0 permit ip
#
local-user admin class manage
 password hash $h$6$secret
 authorization-attribute user-role network-admin
#
return
"""


def test_comware() -> None:
    device = _device(COMWARE, "hp_comware")
    assert device.hostname == "core2"
    routed = device.interfaces["GigabitEthernet1/0/1"]
    assert (routed.switchport, routed.bandwidth) == (None, 100000)
    assert routed.ospf is not None
    assert device.interfaces["GigabitEthernet1/0/2"].lag == "Bridge-Aggregation1"
    assert device.interfaces["Vlan-interface10"].vlan == 10
    main, blue = device.bgp
    assert [bool(each.families) for each in main.neighbors] == [True, False]
    assert main.neighbors[0].families[0].prefix_list_in == "PL"
    assert (blue.vrf, len(blue.neighbors[0].families)) == ("blue", 1)
    assert device.static_routes[0].distance == 60
    assert device.administration.users[0].privilege == "network-admin"


def test_the_two_are_told_apart() -> None:
    assert (recognise(VRP), recognise(COMWARE)) == ("huawei_vrp", "hp_comware")


def test_what_is_not_understood_is_reported() -> None:
    parsed = get_platform("huawei_vrp").parse("interface LoopBack0\n frobnicate 7\n#\nnonsense cipher hush\n", "r", "f")
    assert [(each.location.line, each.text) for each in parsed.unknown] == [
        *((2, "frobnicate 7"), (4, "nonsense cipher <redacted>")),
    ]


def test_secrets_are_scrubbed() -> None:
    for text in (VRP, COMWARE):
        assert "secret" not in get_platform("huawei_vrp").scrub(text)
    assert "$1a$" not in repr(_device(VRP).administration)


ROUTES = """\
Routing Tables: Public
         Destinations : 6        Routes : 7
Destination/Mask    Proto   Pre  Cost      Flags NextHop         Interface
        1.1.1.1/32  Direct  0    0           D   127.0.0.1       LoopBack0
       10.0.0.0/24  Direct  0    0           D   10.0.0.1        GigabitEthernet0/0/0
       10.0.0.1/32  Direct  0    0           D   127.0.0.1       GigabitEthernet0/0/0
     10.0.0.255/32  Direct  0    0           D   127.0.0.1       GigabitEthernet0/0/0
      127.0.0.0/8   Direct  0    0           D   127.0.0.1       InLoopBack0
       20.0.0.0/24  OSPF    10   2           D   10.0.0.2        GigabitEthernet0/0/0
                    OSPF    10   2           D   10.0.1.2        GigabitEthernet0/0/1
       30.0.0.0/8   Static  60   0           D   0.0.0.0         NULL0
"""


def test_routes() -> None:
    state = get_platform("huawei_vrp").read("r1", {"display ip routing-table": ROUTES})
    routes = {str(prefix): route for prefix, route in state.routes.items()}
    assert {prefix: route.protocol for prefix, route in routes.items()} == {
        "1.1.1.1/32": "connected", "10.0.0.0/24": "connected", "10.0.0.1/32": "local", "20.0.0.0/24": "ospf",
        "30.0.0.0/8": "static",
    }  # fmt: skip
    assert len(routes["20.0.0.0/24"].next_hops) == 2
    assert routes["30.0.0.0/8"].next_hops == {NextHop(blackhole=True)}
    assert not [each for each in state.unread if "routing-table" in each]


OSPF_PEERS = """\
          OSPF Process 1 with Router ID 1.1.1.1
                  Neighbors
 Area 0.0.0.0 interface 10.0.0.1(GigabitEthernet0/0/0)'s neighbors
 Router ID: 2.2.2.2          Address: 10.0.0.2
   State: Full  Mode:Nbr is  Master  Priority: 1
"""
BGP_PEERS = """\
 BGP local router ID : 1.1.1.1
 Local AS number : 65001
 Total number of peers : 2                 Peers in established state : 1

  Peer            V          AS  MsgRcvd  MsgSent  OutQ  Up/Down       State PrefRcv

  2.2.2.2         4       65001       20       22     0 00:18:01 Established       3
  10.0.0.2        4       65002        0        0     0 00:18:01        Idle       0
"""
BRIEF = """\
PHY: Physical
*down: administratively down
Interface                   PHY   Protocol InUti OutUti   inErrors  outErrors
GigabitEthernet0/0/0        up    up          0%     0%          0          0
GigabitEthernet0/0/1        *down down        0%     0%          0          0
"""


def test_neighbours_and_interfaces() -> None:
    outputs = {"display ospf peer": OSPF_PEERS, "display bgp peer": BGP_PEERS, "display interface brief": BRIEF}
    state = get_platform("huawei_vrp").read("r1", outputs)
    assert state.adjacencies is not None
    assert state.sessions is not None
    assert state.interfaces is not None
    (peer,) = state.adjacencies
    assert (peer.interface, str(peer.neighbor_id), peer.area, peer.up) == (
        *("GigabitEthernet0/0/0", "2.2.2.2", "0.0.0.0", True),
    )
    assert [(each.remote_as, each.local_as, each.state) for each in state.sessions] == [
        *((65001, 65001, "established"), (65002, 65001, "idle")),
    ]
    assert {name: (each.admin_up, each.oper_up) for name, each in state.interfaces.items()} == {
        "GigabitEthernet0/0/0": (True, True),
        "GigabitEthernet0/0/1": (False, False),
    }


COMWARE_OUTPUTS = {
    "display ip routing-table": """\
Destinations : 5        Routes : 5

Destination/Mask   Proto   Pre Cost        NextHop         Interface
1.1.1.1/32         Direct  0   0           127.0.0.1       InLoop0
10.0.0.0/24        Direct  0   0           10.0.0.1        XGE1/0/1
10.0.0.1/32        Direct  0   0           127.0.0.1       InLoop0
10.0.0.255/32      Direct  0   0           10.0.0.1        XGE1/0/1
20.0.0.0/24        O_INTRA 10  2           10.0.0.2        XGE1/0/1
""",
    "display interface brief": "Loop0    UP   UP(s)   1.1.1.1\nXGE1/0/1  ADM  DOWN  10.0.0.1\n",
    "display ospf peer": """\
 Area: 0.0.0.0
 Router ID       Address         Pri Dead-Time  State             Interface
 2.2.2.2         10.0.0.2        1   35         Full/DR           XGE1/0/1
""",
    "display bgp peer ipv4": """\
 Local AS number: 65001
  Peer                    AS  MsgRcvd  MsgSent OutQ PrefRcv Up/Down  State
  10.0.0.2             65002       13       16    0       0 00:10:34 Established
""",
}


def test_what_comware_shows() -> None:
    state = get_platform("hp_comware").read("r1", COMWARE_OUTPUTS)
    found = {str(prefix): (route.protocol, *map(str, route.next_hops)) for prefix, route in state.routes.items()}
    assert found == {
        "1.1.1.1/32": ("connected", "LoopBack0"),
        "10.0.0.0/24": ("connected", "Ten-GigabitEthernet1/0/1"),
        "10.0.0.1/32": ("local", "Ten-GigabitEthernet1/0/1"),
        "20.0.0.0/24": ("ospf", "10.0.0.2 Ten-GigabitEthernet1/0/1"),
    }
    assert state.adjacencies is not None
    assert [(each.interface, each.state) for each in state.adjacencies] == [("Ten-GigabitEthernet1/0/1", "full")]
    assert state.sessions is not None
    assert [(each.remote_as, each.state) for each in state.sessions] == [(65002, "established")]
    assert state.interfaces is not None
    assert not state.interfaces["Ten-GigabitEthernet1/0/1"].admin_up


def test_lldp() -> None:
    vrp = "Local Intf   Neighbor Dev   Neighbor Intf   Exptime (s)\nGE0/0/1   core2   GE0/0/2   101\n"
    comware = "System Name  Local Interface Chassis ID  Port ID\ncore2  XGE1/0/1  3822-d666-ba00  XGE1/0/2\n"
    state = get_platform("huawei_vrp").read("r1", {"display lldp neighbor brief": vrp})
    assert state.lldp == (LldpNeighbor("GigabitEthernet0/0/1", "core2", "GigabitEthernet0/0/2"),)
    state = get_platform("hp_comware").read("r1", {"display lldp neighbor-information list": comware})
    assert state.lldp == (LldpNeighbor("Ten-GigabitEthernet1/0/1", "core2", "Ten-GigabitEthernet1/0/2"),)


def test_a_default_of_packet_filters_is_reported() -> None:
    assert get_platform("hp_comware").parse("packet-filter default deny\n", "r1", "r1.cfg").unknown


def test_a_banner_is_its_text() -> None:
    assert _device('header login information "hello\n# there"\nsysname r\n').banner == "hello\n# there"


@pytest.mark.parametrize(
    "text", ["bgp x", "route-policy R allow node 1", "interface", "acl", "ip route-static 1.1.1.1 8"]
)
def test_half_a_line_breaks_nothing(text: str) -> None:
    assert get_platform("huawei_vrp").parse(text, "r1", "r1.cfg").unknown


@pytest.mark.parametrize("platform", ["huawei_vrp", "hp_comware"])
@given(data=st.data())
def test_any_text_gives_a_result(platform: str, data: st.DataObject) -> None:
    lines = st.sampled_from((VRP + COMWARE).splitlines()) | st.text(max_size=20)
    cut = st.integers(0, 40)
    text = "\n".join(line[: size or None] for line, size in data.draw(st.lists(st.tuples(lines, cut), max_size=30)))
    get_platform(platform).parse(text, "r1", "r1.cfg")
    get_platform(platform).read("r1", {"display ip routing-table": text, "display ospf peer": text})
