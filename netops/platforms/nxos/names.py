"""Interface names of NX-OS: what kind they tell, and the short forms of show commands."""

from __future__ import annotations

import re
from functools import lru_cache

from netops.model import Interface, InterfaceKind, OspfNetworkType

__all__ = ["full_name", "kind_of", "network_type", "parent_of"]

_KINDS = {
    "loopback": InterfaceKind.LOOPBACK,
    "vlan": InterfaceKind.SVI,
    "port-channel": InterfaceKind.LAG,
    "tunnel": InterfaceKind.TUNNEL,
    "nve": InterfaceKind.TUNNEL,
}

_SHORT = {
    "eth": "Ethernet",
    "ethernet": "Ethernet",
    "lo": "loopback",
    "loopback": "loopback",
    "mgmt": "mgmt",
    "null": "Null",
    "nve": "nve",
    "po": "port-channel",
    "port-channel": "port-channel",
    "tu": "Tunnel",
    "tunnel": "Tunnel",
    "vlan": "Vlan",
}


@lru_cache(maxsize=65536)
def full_name(name: str) -> str:
    """The name as the running configuration writes it; one that is not known stays as it is.

    >>> full_name("Eth1/1"), full_name("Lo0"), full_name("Po10.5"), full_name("vlan20")
    ('Ethernet1/1', 'loopback0', 'port-channel10.5', 'Vlan20')
    """
    found = re.fullmatch(r"([A-Za-z-]+?)\s*([0-9].*)", name)
    if not found:
        return name
    return _SHORT.get(found[1].lower(), found[1]) + found[2]


def parent_of(name: str) -> str | None:
    """The interface that a subinterface stands on, or None."""
    parent, dot, _ = name.partition(".")
    return parent if dot else None


def kind_of(name: str) -> InterfaceKind:
    """What the name tells of the interface."""
    if "." in name:
        return InterfaceKind.SUBINTERFACE
    return _KINDS.get(name.rstrip("0123456789/").lower(), InterfaceKind.ETHERNET)


def network_type(interface: Interface) -> OspfNetworkType:
    """The OSPF network type that NX-OS gives an interface: point-to-point for tunnels."""
    point_to_point = interface.kind in (InterfaceKind.LOOPBACK, InterfaceKind.TUNNEL)
    return OspfNetworkType.POINT_TO_POINT if point_to_point else OspfNetworkType.BROADCAST
