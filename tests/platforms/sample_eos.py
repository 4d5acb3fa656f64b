"""Parts of EOS configurations."""

from __future__ import annotations

ACCESS = """\
ip access-list FILTER
   statistics per-entry
   10 remark web
   10 permit tcp any host 10.0.0.1 eq https 8080 established
   20 deny udp 10.0.0.0/8 range 100 200 192.168.0.0 0.0.255.255 gt 1024
   permit icmp any any echo
   40 permit ip any any dscp 46
   deny ospf host 10.0.0.9 any log
ip access-list standard FEW
   10 permit 10.0.0.0/24
   permit host 10.1.0.1
   deny 10.0.0.0 0.0.255.0
ipv6 access-list SIX
   10 permit ipv6 2001:db8::/32 any
"""

GROUPS = """\
no bgp default ipv4-unicast
neighbor LEAF peer group
neighbor LEAF remote-as 65010
neighbor LEAF send-community
neighbor LEAF route-map ALL in
neighbor OLD peer-group
neighbor OLD remote-as 65020
neighbor 10.0.0.1 peer group LEAF
neighbor 10.0.0.2 peer group LEAF
neighbor 10.0.0.2 remote-as 65011
neighbor 10.0.0.2 route-map ONE in
neighbor 10.0.0.3 peer-group OLD
address-family ipv4
   neighbor LEAF activate
   neighbor 10.0.0.2 route-map TWO in
address-family evpn
   neighbor LEAF activate
   neighbor LEAF route-map E out"""

OSPF = """\
interface Ethernet1
   no switchport
   ip address 10.1.0.1/24
   ip ospf cost 7
   ip ospf network point-to-point
interface Ethernet2
   no switchport
   ip address 10.2.0.1/24
   ip ospf area 0.0.0.9
interface Loopback0
   ip address 10.3.0.1/32
router ospf 1
   router-id 10.3.0.1
   passive-interface default
   no passive-interface Ethernet1
   network 10.1.0.0/16 area 0.0.0.0
   network 10.0.0.0 0.255.255.255 area 5
   max-lsa 12000
"""

VRF = """\
vrf instance RED
vlan 10-12
router bgp 65001
   no bgp default ipv4-unicast
   neighbor PEER peer group
   neighbor PEER remote-as 65001
   neighbor PEER next-hop-self
   !
   vlan 12
      rd 1.1.1.1:12
      route-target both 12:12
      redistribute learned
   !
   vlan-aware-bundle TENANT
      rd 1.1.1.1:10
      route-target import 10:10
      route-target export 10:11
      redistribute learned
      vlan 10-11
   !
   address-family ipv4
      neighbor PEER activate
   !
   vrf RED
      rd 1.1.1.1:5
      route-target import evpn 5:5
      route-target export evpn 5:6
      route-target import vpn-ipv4 7:7
      route-target export vpn-ipv4 route-map X
      router-id 9.9.9.9
      neighbor 10.0.0.2 peer group PEER
      redistribute connected
      !
      address-family ipv6
         network 2001:db8::/32
"""
