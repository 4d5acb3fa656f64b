"""A switch that uses all that Open vSwitch can say of the model."""

from __future__ import annotations

from ipaddress import ip_address, ip_interface

from netops.model import Device, Interface, InterfaceKind, SpanningTree, SwitchMode, SwitchPort, Vlan

INTERFACES = ("eth1", "eth2", "eth3", "eth4", "eth5", "eth10", "mgmt0")

SWITCH = Device(
    name="acc-b01",
    platform="ovs",
    hostname="acc-b01",
    banner='Staff of "Sunny Gardens" only.\nAll is recorded.',
    spanning_tree=SpanningTree(True, 4096),
    vlans={
        each.vlan: each for each in (Vlan(10, "residents"), Vlan(20, "CCTV cameras"), Vlan(30), Vlan(4000, "Gäste"))
    },
    management=ip_address("10.255.0.9"),
    interfaces={
        each.name: each
        for each in (
            Interface(
                "eth1", description='to dist1 "eth3", é', switchport=SwitchPort(SwitchMode.TRUNK, trunk_vlans=(10, 20))
            ),
            Interface("eth2", switchport=SwitchPort(SwitchMode.TRUNK, trunk_vlans=(10, 20), native_vlan=30)),
            Interface("eth3", switchport=SwitchPort(SwitchMode.TRUNK)),
            Interface("eth4", switchport=SwitchPort(SwitchMode.TRUNK, native_vlan=10)),
            Interface("eth5"),
            Interface(
                "eth10",
                enabled=False,
                mtu=1400,
                switchport=SwitchPort(SwitchMode.ACCESS, access_vlan=10, edge=True),
            ),
            Interface("mgmt0", addresses=(ip_interface("10.255.0.9/24"),)),
            Interface(
                "vlan30",
                InterfaceKind.SVI,
                vlan=30,
                addresses=(ip_interface("10.3.0.1/24"), ip_interface("fd00::1/64")),
            ),
        )
    },
)
