"""Interface names of IOS-XR: what kind they tell, and the short forms of show commands."""

from __future__ import annotations

import re
from functools import lru_cache

from netops.model import Interface, InterfaceKind, OspfNetworkType

__all__ = ["full_name", "kind_of", "network_type", "parent_of"]

_KINDS = {
    "loopback": InterfaceKind.LOOPBACK,
    "bvi": InterfaceKind.SVI,
    "bundle-ether": InterfaceKind.LAG,
    "bundle-pos": InterfaceKind.LAG,
    "tunnel-ip": InterfaceKind.TUNNEL,
    "tunnel-te": InterfaceKind.TUNNEL,
    "tunnel-mte": InterfaceKind.TUNNEL,
    "nve": InterfaceKind.TUNNEL,
}
_SHORT = {
    "be": "Bundle-Ether", "bp": "Bundle-POS", "bv": "BVI", "bvi": "BVI", "fo": "FortyGigE", "gi": "GigabitEthernet",
    "hu": "HundredGigE", "lo": "Loopback", "mg": "MgmtEth", "nu": "Null", "pos": "POS", "se": "Serial",
    "te": "TenGigE", "tf": "TwentyFiveGigE", "ti": "tunnel-ip", "tt": "tunnel-te", "th": "TwoHundredGigE",
    "fh": "FourHundredGigE",
}  # fmt: skip


@lru_cache(maxsize=65536)
def full_name(name: str) -> str:
    """The name as the running configuration writes it; one that is not short stays as it is.

    >>> full_name("Gi0/0/0/1"), full_name("BE23"), full_name("Lo0")
    ('GigabitEthernet0/0/0/1', 'Bundle-Ether23', 'Loopback0')
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
    """The OSPF network type that IOS-XR gives an interface."""
    serial = interface.name.startswith(("POS", "Serial", "Bundle-POS"))
    point_to_point = serial or interface.kind in (InterfaceKind.LOOPBACK, InterfaceKind.TUNNEL)
    return OspfNetworkType.POINT_TO_POINT if point_to_point else OspfNetworkType.BROADCAST
