"""What passes a bundle passes its members, while one of them is left; a VXLAN tunnel is a port of its VLANs."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_interface

from netops.analysis import Failures
from netops.analysis.layer2 import broadcast_domains
from netops.model import (
    Device,
    Endpoint,
    Interface,
    InterfaceKind,
    Link,
    Network,
    SwitchMode,
    SwitchPort,
    Vlan,
)

TRUNK = SwitchPort(SwitchMode.TRUNK, trunk_vlans=(10, 20), native_vlan=1)


def switch(name: str, address: str, port: SwitchPort | None = TRUNK) -> Device:
    """With a VLAN interface over a bundle of two, and one of a VLAN that no port carries."""
    made = (
        Interface("Ethernet1", lag="Port-Channel1"),
        Interface("Ethernet2", lag="Port-Channel1"),
        Interface("Port-Channel1", InterfaceKind.LAG, switchport=port),
        Interface("Vlan10", InterfaceKind.SVI, vlan=10, addresses=(ip_interface(address),)),
        Interface("Vlan30", InterfaceKind.SVI, vlan=30, addresses=(ip_interface("10.0.30.1/24"),)),
    )
    return Device(name, "eos", interfaces={each.name: each for each in made})


def pair(one: Device, other: Device) -> Network:
    links = (Link(Endpoint("a", each), Endpoint("b", each)) for each in ("Ethernet1", "Ethernet2"))
    return Network(devices={"a": one, "b": other}, links=tuple(links))


A, B = switch("a", "10.0.10.1/24"), switch("b", "10.0.10.2/24")
HERE, THERE = Endpoint("a", "Vlan10"), Endpoint("b", "Vlan10")


def failing(*interfaces: str) -> Failures:
    return Failures(interfaces=frozenset(Endpoint("a", each) for each in interfaces))


def test_vlans_pass_a_bundle_while_a_member_is_left() -> None:
    network = pair(A, B)
    assert broadcast_domains(network).neighbors(HERE) == (THERE,)
    assert broadcast_domains(network, failing("Ethernet1")).neighbors(HERE) == (THERE,)
    assert broadcast_domains(network, failing("Ethernet2")).neighbors(HERE) == (THERE,)
    assert HERE not in broadcast_domains(network, failing("Ethernet1", "Ethernet2")).up
    assert HERE not in broadcast_domains(network, failing("Port-Channel1")).up


def test_a_vlan_that_one_bundle_does_not_carry_does_not_pass() -> None:
    narrow = switch("b", "10.0.10.2/24", SwitchPort(SwitchMode.TRUNK, trunk_vlans=(20,)))
    assert broadcast_domains(pair(A, narrow)).neighbors(HERE) == ()


def test_a_routed_bundle_meets_its_neighbour() -> None:
    def routed(device: Device, address: str) -> Device:
        bundle = Interface("Port-Channel1", InterfaceKind.LAG, addresses=(ip_interface(address),))
        return replace(device, interfaces={**device.interfaces, "Port-Channel1": bundle})

    network = pair(routed(A, "10.1.0.0/31"), routed(B, "10.1.0.1/31"))
    ends = Endpoint("a", "Port-Channel1"), Endpoint("b", "Port-Channel1")
    assert broadcast_domains(network).neighbors(ends[0]) == (ends[1],)
    assert broadcast_domains(network, failing("Ethernet2")).neighbors(ends[0]) == (ends[1],)


def test_a_vlan_interface_is_up_by_its_vxlan_tunnel_alone() -> None:
    alone = Endpoint("a", "Vlan30")
    assert alone not in broadcast_domains(pair(A, B)).up
    stretched = replace(A, vlans={30: Vlan(30, vni=10030)})
    assert alone in broadcast_domains(pair(stretched, B)).up
