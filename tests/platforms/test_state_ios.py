"""What an IOS device shows, from small outputs of our own making."""

from __future__ import annotations

from ipaddress import ip_address, ip_interface, ip_network

import pytest

from netops.model import Adjacency, ArpEntry, BgpSession, LldpNeighbor, MacEntry, NextHop, Route
from netops.platforms import get_platform
from netops.platforms.ios.names import full_name
from netops.platforms.ios.state import read

ROUTES = """\
Codes: L - local, C - connected, S - static, R - RIP, M - mobile, B - BGP
       D - EIGRP, EX - EIGRP external, O - OSPF, IA - OSPF inter area
       i - IS-IS, su - IS-IS summary, L1 - IS-IS level-1, L2 - IS-IS level-2

Gateway of last resort is 10.0.0.2 to network 0.0.0.0

O*E2  0.0.0.0/0 [110/1] via 10.0.0.2, 1d02h, GigabitEthernet0/0
      10.0.0.0/8 is variably subnetted, 4 subnets, 2 masks
C        10.0.0.0/24 is directly connected, GigabitEthernet0/0
L        10.0.0.1/32 is directly connected, GigabitEthernet0/0
D EX     10.3.0.0/24
           [170/2816] via 10.0.0.2, 00:00:12, GigabitEthernet0/0
           [170/2816] via 10.0.1.2, 00:00:12, GigabitEthernet0/1
O        10.4.0.0/16 is a summary, 00:01:00, Null0
      172.16.0.0/24 is subnetted, 2 subnets
i L1     172.16.1.0 [115/20] via 10.0.0.2, 00:01:00, GigabitEthernet0/0
S        172.16.2.0 is directly connected, Null0
B     192.168.1.0/24 [200/0] via 192.0.2.1, 00:01:00
S   + 192.168.2.0/24 [1/0] via 10.0.0.9 (RED)
"""

EXPECTED = {
    "0.0.0.0/0": ("ospf", 110, 1, "E2", {("10.0.0.2", "GigabitEthernet0/0")}),
    "10.0.0.0/24": ("connected", 0, 0, "", {(None, "GigabitEthernet0/0")}),
    "10.0.0.1/32": ("local", 0, 0, "", {(None, "GigabitEthernet0/0")}),
    "10.3.0.0/24": (
        "eigrp",
        170,
        2816,
        "external",
        {("10.0.0.2", "GigabitEthernet0/0"), ("10.0.1.2", "GigabitEthernet0/1")},
    ),
    "10.4.0.0/16": ("ospf", 110, 0, "summary", {None}),
    "172.16.1.0/24": ("isis", 115, 20, "L1", {("10.0.0.2", "GigabitEthernet0/0")}),
    "172.16.2.0/24": ("static", 1, 0, "", {None}),
    "192.168.1.0/24": ("bgp", 200, 0, "ibgp", {("192.0.2.1", None)}),
    "192.168.2.0/24": ("static", 1, 0, "", {("10.0.0.9", None)}),
}


def shown(route: Route) -> tuple[str, int, int, str, set[tuple[str | None, str | None] | None]]:
    hops = {
        None if hop.blackhole else (None if hop.address is None else str(hop.address), hop.interface)
        for hop in route.next_hops
    }
    return route.protocol, route.distance, route.metric, route.detail, hops


def test_routes() -> None:
    state = read("r1", {"show ip route": ROUTES})
    assert {str(prefix): shown(route) for prefix, route in state.routes.items()} == EXPECTED
    assert [each for each in state.unread if each.startswith("show ip route")] == []


def test_routes_of_vrfs_whether_asked_for_or_shown_together() -> None:
    one = "Routing Table: RED\nCodes: L - local\n\nC        10.0.0.0/24 is directly connected, Loopback0\n"
    for command in ("show ip route vrf RED", "show ip route vrf *"):
        ribs = read("r1", {command: one}).ribs
        assert ribs is not None
        assert list(ribs["RED"]) == [ip_network("10.0.0.0/24")]


def test_routes_of_ipv6() -> None:
    text = (
        "IPv6 Routing Table - default - 4 entries\nCodes: C - Connected, L - Local, S - Static\n"
        "C   2001:DB8::/64 [0/0]\n     via GigabitEthernet0/0, directly connected\n"
        "L   2001:DB8::1/128 [0/0]\n     via GigabitEthernet0/0, receive\n"
        "OI  2001:DB8:1::/64 [110/2]\n     via FE80::2, GigabitEthernet0/0\n"
        "L   FF00::/8 [0/0]\n     via Null0, receive\n"
    )
    routes = read("r1", {"show ipv6 route": text}).routes
    assert {str(prefix): shown(route)[:4] for prefix, route in routes.items()} == {
        "2001:db8::/64": ("connected", 0, 0, ""),
        "2001:db8::1/128": ("local", 0, 0, ""),
        "2001:db8:1::/64": ("ospf", 110, 2, "inter"),
    }
    hop = NextHop(ip_address("fe80::2"), "GigabitEthernet0/0")
    assert routes[ip_network("2001:db8:1::/64")].next_hops == frozenset({hop})


def test_what_is_no_route_is_unread() -> None:
    state = read(
        "r1", {"show ip route": ROUTES + "something else entirely\nC        10.9.0.0/40 is directly connected\n"}
    )
    assert [each for each in state.unread if each.startswith("show ip route")] == [
        "show ip route: something else entirely",
        "show ip route: C        10.9.0.0/40 is directly connected",
    ]


INTERFACES = """\
GigabitEthernet0/0 is up, line protocol is up (connected)
  Hardware is iGbE, address is 0c14.17fc.a300 (bia 0c14.17fc.a300)
  Description: to r2
  Internet address is 10.0.0.1/24
  MTU 1500 bytes, BW 1000000 Kbit/sec, DLY 10 usec,
  Full Duplex, 100Mbps, link type is auto, media type is RJ45
     13948 packets input, 1079267 bytes, 0 no buffer
     7 input errors, 0 CRC, 0 frame, 0 overrun, 0 ignored
     13991 packets output, 1030374 bytes, 0 underruns
     0 output errors, 0 collisions, 0 interface resets
GigabitEthernet0/1 is administratively down, line protocol is down
  MTU 9000 bytes, BW 1000000 Kbit/sec, DLY 10 usec,
Loopback9 is deleted, line protocol is down
"""


def test_interfaces() -> None:
    interfaces = read("r1", {"show interfaces": INTERFACES}).interfaces
    assert interfaces is not None
    first, second = interfaces.values()
    assert (first.name, first.admin_up, first.oper_up, first.mtu, first.speed) == (
        "GigabitEthernet0/0",
        True,
        True,
        1500,
        100,
    )
    assert (first.mac, first.addresses) == ("0c:14:17:fc:a3:00", (ip_interface("10.0.0.1/24"),))
    assert (first.description, first.counters["rx_errors"], first.counters["tx_bytes"]) == ("to r2", 7, 1030374)
    assert (second.admin_up, second.oper_up, second.mtu) == (False, False, 9000)


def test_ospf_neighbours() -> None:
    outputs = {
        "show ip ospf neighbor": (
            "Neighbor ID     Pri   State           Dead Time   Address         Interface\n"
            "1.1.1.1           1   FULL/DR         00:00:37    10.0.0.2        GigabitEthernet0/0\n"
            "2.2.2.2           0   2WAY/DROTHER    00:00:37    10.0.0.3        GigabitEthernet0/0\n"
        ),
        "show ip ospf interface brief": (
            "Interface    PID   Area            IP Address/Mask    Cost  State Nbrs F/C\n"
            "Gi0/0        1     5               10.0.0.1/24        1     BDR   2/2\n"
        ),
    }
    first, second = (
        Adjacency("GigabitEthernet0/0", router, 2, "0.0.0.5", state, ip_address(address))  # type: ignore[arg-type]
        for router, state, address in (
            (ip_address("1.1.1.1"), "full", "10.0.0.2"),
            (ip_address("2.2.2.2"), "two-way", "10.0.0.3"),
        )  # IPv4 addresses
    )
    assert read("r1", outputs).adjacencies == (first, second)


BGP = """\
For address family: IPv4 Unicast
BGP neighbor is 10.0.0.2,  remote AS 65002, external link
  BGP version 4, remote router ID 2.2.2.2
  BGP state = Established, up for 00:13:55
  Neighbor capabilities:
    Address family IPv4 Unicast: advertised and received
    Opens:                  1          2
  Connections established 3; dropped 2
  Last reset 00:14:00, due to Active open failed
BGP neighbor is 10.0.0.3,  vrf RED,  remote AS 65003,  local AS 65100, external link
  BGP state = Idle
  Last reset 00:00:10, due to Peer closed the session
For address family: IPv6 Unicast
BGP neighbor is 10.0.0.2,  remote AS 65002, external link
  BGP state = Established, up for 00:13:55
"""


@pytest.mark.parametrize("command", ["show ip bgp all neighbors", "show ip bgp all neighbor", "show bgp all neighbors"])
def test_bgp_sessions(command: str) -> None:
    state = read(
        "r1", {command: BGP, "show running-config": "router bgp 65001\n neighbor 10.0.0.2 password 7 SESAME\n"}
    )
    assert state.sessions == (
        BgpSession(ip_address("10.0.0.2"), 65002, 65001, "established", (4,)),
        BgpSession(ip_address("10.0.0.3"), 65003, 65100, "idle"),
    )
    assert state.sessions[1].reason == "Peer closed the session"
    assert state.sessions[0].counters == {"opens_sent": 1, "opens_received": 2, "established": 3, "dropped": 2}
    assert state.configuration is not None
    assert "SESAME" not in state.configuration


def test_neighbourhood() -> None:
    state = read(
        "r1",
        {
            "show ip arp": (
                "Protocol  Address          Age (min)  Hardware Addr   Type   Interface\n"
                "Internet  10.0.0.2                5   aabb.cc00.0100  ARPA   GigabitEthernet0/0\n"
                "Internet  10.0.0.3                0   Incomplete      ARPA\n"
            ),
            "show mac address-table": (
                "Vlan    Mac Address       Type        Ports\n----    -----------       --------    -----\n"
                "  10    aabb.cc00.0100    DYNAMIC     Gi0/1\n All    0100.0ccc.cccc    STATIC      CPU\n"
            ),
            "show lldp neighbors": (
                "Device ID           Local Intf     Hold-time  Capability      Port ID\n"
                "r2                  Gi0/0          120        B,R             Gi0/5\n"
            ),
        },
    )
    assert state.arp == (
        ArpEntry("GigabitEthernet0/0", ip_address("10.0.0.2"), "aa:bb:cc:00:01:00"),
        ArpEntry("", ip_address("10.0.0.3"), None),
    )
    assert state.macs == (MacEntry(10, "aa:bb:cc:00:01:00", "GigabitEthernet0/1"),)
    assert state.lldp == (LldpNeighbor("GigabitEthernet0/0", "r2", "GigabitEthernet0/5"),)


def test_what_a_device_does_not_know_was_not_collected() -> None:
    state = read(
        "r1", {"show ip bgp all neighbors": "% BGP not active\n", "show ip route": "% Invalid input detected\n"}
    )
    assert state.sessions is None
    assert state.ribs is None


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Gi1/0/1", "GigabitEthernet1/0/1"),
        ("Te1/1", "TenGigabitEthernet1/1"),
        ("Fa0/1.5", "FastEthernet0/1.5"),
        ("Et0/0", "Ethernet0/0"),
        ("Po7", "Port-channel7"),
        ("Vl10", "Vlan10"),
        ("Lo0", "Loopback0"),
        ("Tu1", "Tunnel1"),
        ("Se0/0/0:0", "Serial0/0/0:0"),
        ("GigabitEthernet0/0", "GigabitEthernet0/0"),
        ("Null0", "Null0"),
    ],
)
def test_names_are_those_of_the_configuration(short: str, full: str) -> None:
    assert full_name(short) == full


def test_metrics_of_interfaces_that_do_not_say() -> None:
    from netops.model import Interface

    traits = get_platform("ios").traits
    metrics = {
        name: (traits.bandwidth(Interface(name)), traits.delay(Interface(name)))
        for name in ("Loopback0", "GigabitEthernet0/0", "FastEthernet0/0", "Ethernet0/0", "Serial0/0", "Tunnel0")
    }
    assert metrics == {
        "Loopback0": (8_000_000, 500),
        "GigabitEthernet0/0": (1_000_000, 1),
        "FastEthernet0/0": (100_000, 10),
        "Ethernet0/0": (10_000, 100),
        "Serial0/0": (1_544, 2_000),
        "Tunnel0": (100, 5_000),
    }
    slow = Interface("GigabitEthernet0/0", speed=100)
    assert (traits.bandwidth(slow), traits.delay(slow)) == (100_000, 10)
