"""Cumulus: /etc/network/interfaces beside FRR's own lines, its profile of defaults, and neighbours by interface."""

from __future__ import annotations

from ipaddress import ip_address, ip_interface, ip_network

from hypothesis import given
from hypothesis import strategies as st

from netops.model import InterfaceKind, StaticRoute, SwitchMode
from netops.platforms import get_platform
from netops.platforms.base import ParsedConfig

BUNDLE = """\
leaf1
# /etc/network/interfaces
source /etc/network/interfaces.d/*.intf
auto lo
iface lo inet loopback
    address 192.0.2.1/32
auto eth0
iface eth0 inet dhcp
    vrf mgmt
auto mgmt
iface mgmt
    vrf-table auto
auto swp1
iface swp1
    address 10.0.0.1/30
    mtu 9216
auto swp2
iface swp2
    bridge-access 20
auto bond0
iface bond0
    bond-slaves swp3 swp4
auto bridge
iface bridge
    bridge-ports swp2 bond0
    bridge-vlan-aware yes
    bridge-vids 10 20-22
auto vlan10
iface vlan10
    address 10.0.10.2/24
    address-virtual 00:00:5e:00:01:01 10.0.10.1/24
    gateway 10.0.10.9
    vlan-id 10
    vlan-raw-device bridge
frr version 4.0+cl3u8
frr defaults datacenter
hostname leaf1
interface swp1
 ip ospf cost 7
router ospf
 ospf router-id 192.0.2.1
 network 10.0.0.0/30 area 0
router bgp 65001
 neighbor FABRIC peer-group
 neighbor FABRIC remote-as external
 neighbor swp5 interface peer-group FABRIC
 neighbor 10.0.0.2 remote-as 65002
 bgp listen range 10.9.0.0/24 peer-group FABRIC
ip community-list 11 permit 65001:1
ip community-list 111 permit 65001:.*
"""


def _parse(text: str) -> ParsedConfig:
    return get_platform("frr").parse(text, "leaf1", "leaf1.cfg")


def test_stanzas_say_what_frr_does_not_hold() -> None:
    parsed = _parse(BUNDLE)
    assert not parsed.unknown
    found = parsed.device.interfaces
    assert found["lo"].addresses == (ip_interface("192.0.2.1/32"),)
    assert (found["eth0"].dhcp, found["eth0"].vrf) == (True, "mgmt")
    assert "mgmt" in parsed.device.vrfs
    assert (found["swp1"].mtu, found["swp1"].addresses) == (9216, (ip_interface("10.0.0.1/30"),))
    assert found["swp3"].lag == "bond0"
    assert found["bond0"].kind is InterfaceKind.LAG
    access, trunk = found["swp2"].switchport, found["bond0"].switchport
    assert access is not None
    assert (access.mode, access.access_vlan) == (SwitchMode.ACCESS, 20)
    assert trunk is not None
    assert (trunk.trunk_vlans, trunk.native_vlan) == ((10, 20, 21, 22), 1)
    gateway = found["vlan10"]
    assert (gateway.kind, gateway.vlan) == (InterfaceKind.SVI, 10)
    assert gateway.virtual_addresses == (ip_interface("10.0.10.1/24"),)
    assert StaticRoute(ip_network("0.0.0.0/0"), ip_address("10.0.10.9")) in parsed.device.static_routes


def test_network_statements_find_the_addresses_of_stanzas() -> None:
    settings = _parse(BUNDLE).device.interfaces["swp1"].ospf
    assert settings is not None
    assert (settings.area, settings.cost) == ("0.0.0.0", 7)


def test_version_and_profile_say_what_bgp_does_in_silence() -> None:
    process = _parse(BUNDLE).device.bgp[0]
    assert not process.ebgp_requires_policy
    assert not process.network_import_check
    assert process.multipath_relax
    current = _parse("frr version 8.4\nfrr defaults traditional\nrouter bgp 65001\n").device.bgp[0]
    assert current.ebgp_requires_policy
    assert current.network_import_check


def test_neighbours_by_interface_and_by_range() -> None:
    process = _parse(BUNDLE).device.bgp[0]
    (peer,) = process.unnumbered
    assert (peer.interface, peer.settings.remote_as_kind) == ("swp5", "external")
    (listen,) = process.dynamic
    assert (listen.prefix, listen.settings.remote_as_kind) == (ip_network("10.9.0.0/24"), "external")
    assert [str(each.address) for each in process.neighbors] == ["10.0.0.2"]


def test_numbered_community_lists() -> None:
    standard, expanded = sorted(_parse(BUNDLE).device.community_lists, key=lambda each: each.name)
    assert standard.entries[0].communities == ("65001:1",)
    assert expanded.entries[0].regex == "65001:.*"


def test_what_is_not_understood_of_a_stanza_is_told() -> None:
    parsed = _parse("auto swp1\niface swp1\n    post-up ip route add 10.0.0.0/8 dev swp1\n")
    assert [(each.location.line, each.text.split()[0]) for each in parsed.unknown] == [(3, "post-up")]


_WORDS = st.sampled_from(sorted(set(BUNDLE.split())))


@given(st.lists(st.lists(_WORDS, max_size=6).map(" ".join), max_size=30).map("\n".join))
def test_any_stanzas_give_a_device(text: str) -> None:
    assert _parse(text).device.name == "leaf1"
