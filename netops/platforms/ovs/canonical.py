"""A switch as Open vSwitch's configuration can say it: one form for what means the same."""

from __future__ import annotations

from dataclasses import replace

from netops.model import Device, Interface, InterfaceKind, SwitchMode, SwitchPort
from netops.platforms.ovs.rows import order

__all__ = ["canonical"]

_NO_VLAN = 4095  # see netops.platforms.ovs.config


def canonical(device: Device) -> Device:
    """The device in the form in which :func:`netops.platforms.ovs.config.parse` gives it.

    Only ports on the bridge are left, and nothing of routing: a switch does none.
    """
    ordered = sorted(device.interfaces, key=order)
    interfaces = {name: _interface(device.interfaces[name]) for name in ordered}
    bare = Device(device.name, device.platform)
    return replace(
        bare,
        hostname=device.hostname or device.name,
        banner=device.banner,
        interfaces={name: each for name, each in interfaces.items() if each is not None},
        vlans={vlan: device.vlans[vlan] for vlan in sorted(device.vlans)},
        spanning_tree=device.spanning_tree,
    )


def _interface(each: Interface) -> Interface | None:
    """The port, or None where it is not on the bridge."""
    svi = each.kind is InterfaceKind.SVI
    if each.switchport is None and not svi:
        return None
    return Interface(
        each.name,
        InterfaceKind.SVI if svi else InterfaceKind.ETHERNET,
        enabled=each.enabled,
        description=each.description,
        mtu=each.mtu,
        addresses=each.addresses,
        vlan=each.vlan if svi else None,
        switchport=_switchport(each.switchport) if each.switchport and not svi else None,
    )


def _switchport(each: SwitchPort) -> SwitchPort:
    """The native VLAN is carried in any case, whether or not it is among the trunk's."""
    if each.mode is SwitchMode.ACCESS:
        return replace(each, trunk_vlans=(), native_vlan=None)
    trunks = tuple(sorted({*each.trunk_vlans} - {each.native_vlan, _NO_VLAN}))
    return replace(each, access_vlan=None, trunk_vlans=trunks)
