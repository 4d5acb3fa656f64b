"""A small network with everything the lab builds: two routers, a switch with a trunk, subinterfaces, VRRP, hosts."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address, ip_interface, ip_network

from netops.model import (
    Device,
    Endpoint,
    Interface,
    InterfaceKind,
    Link,
    Network,
    Ospf,
    OspfInterface,
    Role,
    StaticRoute,
    planned_mac,
)

CORE = "r1:eth1--r2:eth1"
TRUNK = "r1:eth2--s1:eth1"


def port(name: str, *addresses: str, kind: InterfaceKind = InterfaceKind.ETHERNET) -> Interface:
    return Interface(name, kind, addresses=tuple(ip_interface(each) for each in addresses))


def link(a: str, b: str) -> Link:
    return Link(Endpoint(*a.split(":")), Endpoint(*b.split(":")))


def router(number: int, *more: Interface) -> Device:
    name = f"r{number}"
    core = Interface(
        "eth1",
        addresses=(ip_interface(f"10.1.0.{number - 1}/31"), ip_interface(f"2001:db8:1::{number - 1}/127")),
        mac=planned_mac(name, "eth1"),
        ospf=OspfInterface("0.0.0.0", hello_interval=1, dead_interval=4),
    )
    tagged = Interface(
        "eth2.10",
        InterfaceKind.SUBINTERFACE,
        parent="eth2",
        vlan=10,
        mac=planned_mac(name, "eth2"),
        addresses=(ip_interface(f"10.10.0.{number + 1}/24"),),
    )
    ports = (
        port("lo", f"10.0.0.{number}/32", kind=InterfaceKind.LOOPBACK),
        port("mgmt0", f"10.255.0.{number}/24"),
        port("eth2"),
        port("eth8"),
        core,
        tagged,
        *more,
    )
    return Device(
        name,
        "frr",
        Role.CORE,
        management=ip_address(f"10.255.0.{number}"),
        hostname=name,
        interfaces={each.name: each for each in ports},
        ospf=(Ospf(2, IPv4Address(f"10.0.0.{number}"), lsa_throttle=200),),
    )


def switch() -> Device:
    names = ("eth1", "eth2", "eth3", "eth9")
    ports = (port("mgmt0", "10.255.0.11/24"), *(port(each) for each in names))
    return Device(
        "s1",
        "ovs",
        Role.ACCESS,
        management=ip_address("10.255.0.11"),
        hostname="s1",
        interfaces={each.name: each for each in ports},
    )


def host(name: str, address: str, gateway: str) -> Device:
    return Device(
        name,
        "linux",
        managed=False,
        interfaces={"eth0": port("eth0", address)},
        static_routes=(StaticRoute(ip_network("0.0.0.0/0"), ip_address(gateway)),),
        forwarding=False,
    )


def small_network() -> Network:
    devices = (
        router(1),
        router(2, port("eth3", "10.20.0.1/24")),
        switch(),
        host("h1", "10.10.0.100/24", "10.10.0.1"),
        host("h2", "10.20.0.100/24", "10.20.0.1"),
    )
    links = (
        link("r1:eth1", "r2:eth1"),
        link("r1:eth2", "s1:eth1"),
        link("r2:eth2", "s1:eth2"),
        link("h1:eth0", "s1:eth3"),
        link("h2:eth0", "r2:eth3"),
    )
    return Network("small", {each.name: each for each in devices}, links)


def frr(number: int, priority: int, more: str = "") -> str:
    return f"""\
frr defaults traditional
hostname r{number}
banner motd line For the tests
!
interface lo
 ip address 10.0.0.{number}/32
 ip ospf area 0.0.0.0
exit
interface mgmt0
 ip address 10.255.0.{number}/24
exit
interface eth1
 ip address 10.1.0.{number - 1}/31
 ip ospf area 0.0.0.0
 ip ospf network point-to-point
 ip ospf hello-interval 1
 ip ospf dead-interval 4
 ipv6 address 2001:db8:1::{number - 1}/127
exit
interface eth2.10
 ip address 10.10.0.{number + 1}/24
 ip ospf area 0.0.0.0
 ip ospf passive
 vrrp 10
 vrrp 10 priority {priority}
 vrrp 10 ip 10.10.0.1
exit
{more}router ospf
 ospf router-id 10.0.0.{number}
 timers throttle spf 50 100 1000
 timers throttle lsa all 200
 timers lsa min-arrival 100
exit
"""


_R2 = """\
interface eth3
 ip address 10.20.0.1/24
 ip ospf area 0.0.0.0
 ip ospf passive
exit
"""

_S1 = """\
add-br br0 -- set Bridge br0 datapath_type=netdev rstp_enable=true external_ids:hostname=s1
add-port br0 eth1 -- set Port eth1 vlan_mode=trunk trunks=10 external_ids:description="to r1 eth2"
add-port br0 eth2 -- set Port eth2 vlan_mode=trunk trunks=10 external_ids:description="to r2 eth2"
add-port br0 eth3 -- set Port eth3 vlan_mode=access tag=10 other_config:rstp-port-admin-edge=true
"""


def small_configs() -> dict[str, str]:
    return {"r1": frr(1, 200), "r2": frr(2, 100, _R2), "s1": _S1}
