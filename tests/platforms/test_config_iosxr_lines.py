"""IOS-XR configurations: what lines and policies mean, what is not understood, and that nothing breaks the reader."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_interface, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.model import Action, Device, Match, OspfNetworkType, Redistribution, RouteMap, Set, StaticRoute
from netops.platforms import get_platform
from netops.platforms.base import ParsedConfig


def _parse(text: str) -> ParsedConfig:
    return get_platform("iosxr").parse(text, "xr1", "xr1.cfg")


def _device(text: str) -> Device:
    parsed = _parse(text)
    assert not parsed.unknown, parsed.unknown
    return parsed.device


INTERFACES = """\
hostname xr1
vrf BLUE
 address-family ipv4 unicast
  import route-target
   65000:1
   65000:2
  !
  export route-target
   65000:1
  !
 !
!
interface Bundle-Ether1
 mtu 9014
 vrf BLUE
 ipv4 address 10.0.0.1 255.255.255.252
!
interface Bundle-Ether1.20
 ipv4 address 10.0.20.1/24
 encapsulation dot1q 20
!
interface GigabitEthernet0/0/0/1
 bundle id 1 mode active
!
interface GigabitEthernet0/0/0/2
 shutdown
!
router static
 address-family ipv4 unicast
  0.0.0.0/0 10.0.0.2 200 tag 7
  10.9.0.0/16 Null0
 !
 vrf BLUE
  address-family ipv4 unicast
   10.8.0.0/16 vrf default GigabitEthernet0/0/0/3 10.0.0.6
  !
 !
!
"""
ROUTING = """\
router ospf CORE
 router-id 192.0.2.1
 cost 30
 network point-to-point
 redistribute connected route-policy ALL
 area 0
  interface Bundle-Ether1
   cost 5
  !
  interface Loopback0
   passive enable
  !
 !
 area 1
  cost 7
  nssa no-summary default-information-originate
  range 10.1.0.0/16 not-advertise
  interface GigabitEthernet0/0/0/2
  !
 !
!
router isis CORE
 net 49.0001.1921.6800.1001.00
 is-type level-2-only
 address-family ipv4 unicast
  metric-style wide
  propagate level 2 into level 1 route-policy ALL
 !
 interface Bundle-Ether1
  point-to-point
  address-family ipv4 unicast
   metric 20 level 2
  !
 !
!
router bgp 65000
 bgp router-id 192.0.2.1
 address-family ipv4 unicast
  network 10.0.0.0/8 route-policy ALL
  aggregate-address 10.0.0.0/8 summary-only
  redistribute isis CORE route-policy ALL
 !
 af-group COMMON address-family ipv4 unicast
  next-hop-self
 !
 neighbor-group RR
  remote-as 65000
  update-source Loopback0
  address-family ipv4 unicast
   use af-group COMMON
   route-policy ALL in
  !
 !
 neighbor 192.0.2.9
  use neighbor-group RR
  address-family ipv4 unicast
   route-policy NONE in
  !
 !
 neighbor 10.0.0.2
  remote-as 65001
  address-family ipv4 unicast
   send-community-ebgp
  !
 !
 vrf BLUE
  rd 65000:1
  neighbor 10.0.0.9
   remote-as 65002
   address-family ipv4 unicast
   !
  !
 !
!
"""


def test_interfaces_vrfs_and_static_routes() -> None:
    device = _device(INTERFACES)
    bundle = device.interfaces["Bundle-Ether1"]
    assert (bundle.mtu, bundle.vrf, bundle.addresses) == (9000, "BLUE", (ip_interface("10.0.0.1/30"),))
    assert device.interfaces["Bundle-Ether1.20"].vlan == 20
    assert device.interfaces["GigabitEthernet0/0/0/1"].lag == "Bundle-Ether1"
    assert not device.interfaces["GigabitEthernet0/0/0/2"].enabled
    family = device.vrfs["BLUE"].family(4)
    assert (family.imports, family.exports) == ({"65000:1", "65000:2"}, {"65000:1"})
    default, null, leaked = device.static_routes
    assert default == StaticRoute(ip_network("0.0.0.0/0"), IPv4Address("10.0.0.2"), distance=200, tag=7)
    assert null.blackhole
    assert (leaked.vrf, leaked.next_hop_vrf, leaked.interface) == ("BLUE", "default", "GigabitEthernet0/0/0/3")


def test_what_a_process_and_an_area_say_holds_for_interfaces() -> None:
    device = _device(INTERFACES + ROUTING)
    first = device.interfaces["Bundle-Ether1"].ospf
    second = device.interfaces["GigabitEthernet0/0/0/2"].ospf
    assert first is not None
    assert (first.area, first.cost, first.network_type) == ("0.0.0.0", 5, OspfNetworkType.POINT_TO_POINT)
    assert second is not None
    assert (second.area, second.cost) == ("0.0.0.1", 7)
    process = device.ospf[0]
    assert process.redistribute == (Redistribution("connected", route_map="ALL"),)
    assert process.area("0.0.0.1").originate_default is not None
    assert not process.area("0.0.0.1").ranges[0].advertise


def test_isis() -> None:
    device = _device(INTERFACES + ROUTING)
    process = device.isis[0]
    assert (process.level, process.wide, process.area, process.system_id) == (2, True, "49.0001", "1921.6800.1001")
    assert (process.leaks[0].source, process.leaks[0].target) == (2, 1)
    (settings,) = device.interfaces["Bundle-Ether1"].isis
    assert (settings.metric, settings.point_to_point) == ((None, 20), True)


def test_bgp_neighbours_take_what_their_groups_say() -> None:
    process, blue = _device(ROUTING).bgp
    reflector, outside = process.neighbors
    assert (reflector.remote_as, reflector.update_source) == (65000, "Loopback0")
    assert reflector.families[0].next_hop_self
    assert reflector.families[0].route_map_in == "NONE"
    assert reflector.families[0].send_community  # to an internal peer, without being told
    assert outside.families[0].send_community
    assert not outside.families[0].send_extended_community
    assert process.ebgp_requires_policy
    assert process.family(4).redistribute == (Redistribution("isis", process="CORE", route_map="ALL"),)
    assert blue.vrf == "BLUE"


POLICIES = """\
prefix-set OURS
  10.0.0.0/8 le 24,
  2001:db8::/32 eq 48
end-set
community-set CUSTOMER
  65000:1,
  65000:*
end-set
as-path-set NEAR
  ios-regex '^65001_',
  passes-through '65002'
end-set
route-policy INNER($value)
  set local-preference $value
end-policy
route-policy OUTER
  if destination in OURS and not as-path in NEAR then
    apply INNER(200)
  elseif community matches-any CUSTOMER or med eq 10 then
    set community (65000:9) additive
    pass
  else
    drop
  endif
end-policy
"""


def _map(name: str) -> RouteMap:
    return next(each for each in _device(POLICIES).route_maps if each.name == name)


def test_branches_become_clauses_that_hold_on_their_path() -> None:
    found = _map("OUTER")
    assert found.set_permits
    assert found.original
    preferred, marked, passed, dropped = found.clauses
    first = Match(
        "all",
        (),
        (
            Match("any", (), (Match("prefix-list", ("OURS",)), Match("prefix-list-ipv6", ("OURS",)))),
            Match("not", (), (Match("as-path", ("NEAR",)),)),
        ),
    )
    second = Match("any", (), (Match("community", ("CUSTOMER",)), Match("metric", ("10",))))
    assert preferred.matches == (first,)
    assert preferred.sets == (Set("local-preference", ("200",)),)  # of the policy that it applies
    assert marked.matches == (Match("not", (), (first,)), second)
    assert marked.sets == (Set("community", ("65000:9", "additive")),)
    assert (passed.action, passed.on_match) == (Action.PERMIT, "next")
    assert dropped.action is Action.DENY
    assert dropped.matches == (Match("not", (), (first,)), Match("not", (), (second,)))


def test_sets_become_lists() -> None:
    device = _device(POLICIES)
    four, six = sorted(device.prefix_lists, key=lambda each: each.family)
    assert (four.entries[0].ge, four.entries[0].le) == (None, 24)
    assert (six.entries[0].ge, six.entries[0].le) == (48, 48)
    communities = {each.name: each for each in device.community_lists}
    assert communities["CUSTOMER"].entries[0].communities == ("65000:1",)
    assert communities["CUSTOMER"].entries[1].regex == "^65000:[0-9]+$"
    assert [each.regex for each in device.as_path_lists[0].entries] == ["^65001_", "_65002_"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("route-policy P\n  if destination in X then\n    pass\nend-policy\n", 1),  # no endif
        ("route-policy P\n  set frobnication 7\nend-policy\n", 2),
        ("route-policy P\n  apply NOWHERE\nend-policy\n", 2),
        ("rd-set R\n  65000:1\nend-set\n", 1),
        ("router bgp 65000\n glow in-the-dark\n!\n", 2),
        ("interface GigabitEthernet0/0/0/1\n encapsulation dot1q 20 second-dot1q 30\n", 2),
    ],
)
def test_what_is_not_understood_is_told_with_its_line(text: str, line: int) -> None:
    assert _parse(text).unknown[0].location.line == line


def test_secrets_do_not_pass() -> None:
    text = "username admin\n secret 5 $1$hush\n!\nrouter bgp 65000\n neighbor 10.0.0.2\n  password encrypted 0822455D\n"
    assert "hush" not in get_platform("iosxr").scrub(text)
    assert "0822455D" not in get_platform("iosxr").scrub(text)
    assert "hush" not in repr(_parse(text))


_WORDS = st.sampled_from(
    sorted({word for line in (INTERFACES + ROUTING + POLICIES).splitlines() for word in line.split()})
)
_LINES = st.lists(
    st.builds(lambda depth, words: " " * depth + " ".join(words), st.integers(0, 4), st.lists(_WORDS, max_size=7)),
    max_size=30,
)


@given(st.one_of(st.text(), _LINES.map("\n".join)))
def test_any_text_gives_a_device(text: str) -> None:
    assert _parse(text).device.name == "xr1"


ROUTES = """\
Codes: C - connected, S - static, R - RIP, B - BGP, (>) - Diversion path

Gateway of last resort is not set

B    10.0.0.0/8 [200/0] via 0.0.0.0, 00:03:38, Null0
L    10.10.10.100/32 is directly connected, 00:08:38, Loopback100
O IA 10.188.248.24/30 [110/35002] via 10.188.248.18, 00:01:22, Bundle-Ether23
                      [110/35002] via 10.188.248.22, 00:01:22, Bundle-Ether45
B    172.16.0.0/16 [200/0] via 10.188.62.4, 00:01:21
i L2 192.0.2.9/32 [115/20] via 10.0.0.2, 00:01:00, GigabitEthernet0/0/0/1
mystery line
"""


def test_routes_are_read() -> None:
    state = get_platform("iosxr").read("xr1", {"show route": ROUTES})
    assert state.ribs is not None
    found = {str(prefix): route for prefix, route in state.ribs["default"].items()}
    assert str(next(iter(found["10.0.0.0/8"].next_hops))) == "blackhole"
    assert found["10.10.10.100/32"].protocol == "local"
    assert len(found["10.188.248.24/30"].next_hops) == 2
    assert (found["10.188.248.24/30"].detail, found["10.188.248.24/30"].metric) == ("inter", 35002)
    assert (found["192.0.2.9/32"].protocol, found["192.0.2.9/32"].detail) == ("isis", "L2")
    assert any(each.startswith("show route: mystery") for each in state.unread)
