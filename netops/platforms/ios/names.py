"""Interface names of IOS: what kind they tell, and the short forms of show commands."""

from __future__ import annotations

import re
from functools import lru_cache

from netops.model import Interface, InterfaceKind, OspfNetworkType

__all__ = ["full_name", "kind_of", "network_type", "parent_of"]

_KINDS = {
    "loopback": InterfaceKind.LOOPBACK,
    "vlan": InterfaceKind.SVI,
    "bvi": InterfaceKind.SVI,
    "bdi": InterfaceKind.SVI,
    "port-channel": InterfaceKind.LAG,
    "tunnel": InterfaceKind.TUNNEL,
    "tunnel-te": InterfaceKind.TUNNEL,
}

_POINT_TO_POINT = (
    "serial",
    "pos",
    "dialer",
    "multilink",
    "virtual-template",
    "virtual-access",
    "bri",
    "async",
    "tunnel",
)

_SHORT = {
    "ap": "AppGigabitEthernet",
    "as": "Async",
    "at": "ATM",
    "bd": "BDI",
    "bv": "BVI",
    "bvi": "BVI",
    "ce": "Cellular",
    "di": "Dialer",
    "et": "Ethernet",
    "fa": "FastEthernet",
    "fi": "FiveGigabitEthernet",
    "fif": "FiftyGigE",
    "fo": "FortyGigabitEthernet",
    "four": "FourHundredGigE",
    "gi": "GigabitEthernet",
    "hu": "HundredGigE",
    "lo": "Loopback",
    "mu": "Multilink",
    "nu": "Null",
    "nv": "nve",
    "po": "Port-channel",
    "pos": "POS",
    "se": "Serial",
    "te": "TenGigabitEthernet",
    "tu": "Tunnel",
    "tw": "TwoGigabitEthernet",
    "twe": "TwentyFiveGigE",
    "two": "TwoHundredGigE",
    "vi": "Virtual-Access",
    "vl": "Vlan",
    "vt": "Virtual-Template",
}


@lru_cache(maxsize=65536)
def full_name(name: str) -> str:
    """The name as the running configuration writes it; one that is not short stays as it is.

    >>> full_name("Gi0/1"), full_name("Po1"), full_name("TenGigabitEthernet1/0/1")
    ('GigabitEthernet0/1', 'Port-channel1', 'TenGigabitEthernet1/0/1')
    """
    found = re.fullmatch(r"([A-Za-z-]+?)\s*([0-9].*)", name)
    if not found:
        return name
    return _SHORT.get(found[1].lower(), found[1]) + found[2]


def _stem(name: str) -> str:
    return name.rstrip("0123456789/.:").lower()


def parent_of(name: str) -> str | None:
    """The interface that a subinterface stands on, or None.

    >>> parent_of("GigabitEthernet0/0.100")
    'GigabitEthernet0/0'
    """
    parent, dot, _ = name.partition(".")
    return parent if dot else None


def kind_of(name: str) -> InterfaceKind:
    """What the name tells of the interface."""
    if "." in name:
        return InterfaceKind.SUBINTERFACE
    return _KINDS.get(_stem(name), InterfaceKind.ETHERNET)


def network_type(interface: Interface) -> OspfNetworkType:
    """The OSPF network type that IOS gives an interface: point-to-point for serial lines and tunnels."""
    point_to_point = interface.kind is InterfaceKind.LOOPBACK or _stem(interface.name) in _POINT_TO_POINT
    return OspfNetworkType.POINT_TO_POINT if point_to_point else OspfNetworkType.BROADCAST
