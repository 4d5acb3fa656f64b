"""Configurations of the test lab's devices."""

from __future__ import annotations

__all__ = ["SECRET", "router_text", "switch_text"]

SECRET = "correct-horse-battery"


def router_text(number: int, description: str = "to the other", extra: str = "") -> str:
    other = 3 - number
    return f"""frr version 8.4.4
frr defaults traditional
hostname r{number}
service integrated-vtysh-config
!
ip route 192.0.2.0/24 Null0
ip route 198.51.100.0/24 10.9.{other}.1
ipv6 route 2001:db8:dead::/48 blackhole
!
interface eth1
 description {description}
 ip address 10.1.0.{number}/24
 ip ospf area 0.0.0.0
 ip ospf authentication message-digest
 ip ospf dead-interval 4
 ip ospf hello-interval 1
 ip ospf message-digest-key 1 md5 {SECRET[:16]}
 ip ospf network point-to-point
 ipv6 address 2001:db8:1::{number}/64
 ipv6 ospf6 area 0.0.0.0
 ipv6 ospf6 dead-interval 4
 ipv6 ospf6 hello-interval 1
exit
!
interface lo
 ip address 10.9.{number}.1/32
 ip ospf area 0.0.0.0
 ipv6 address 2001:db8:9::{number}/128
 ipv6 ospf6 area 0.0.0.0
exit
!
interface mgmt0
 ip address 10.255.0.{number}/24
exit
!
router bgp 6500{number}
 bgp router-id 10.9.{number}.1
 no bgp ebgp-requires-policy
 neighbor 10.1.0.{other} remote-as 6500{other}
 neighbor 10.1.0.{other} password {SECRET}
 neighbor 10.1.0.77 remote-as 65077
 !
 address-family ipv4 unicast
  network 192.0.2.0/24
 exit-address-family
exit
!
router ospf
 ospf router-id 10.9.{number}.1
exit
!
router ospf6
 ospf6 router-id 10.9.{number}.1
exit
!
{extra}"""


def switch_text(description: str = "to r1", extra: str = "") -> str:
    return f"""add-br br0 -- set Bridge br0 datapath_type=netdev rstp_enable=true external_ids:hostname=s1
add-port br0 eth1 -- set Port eth1 vlan_mode=access tag=10 external_ids:description="{description}"
add-port br0 eth2 -- set Port eth2 vlan_mode=access tag=10
{extra}"""
