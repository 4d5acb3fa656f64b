"""Interface names of VRP and Comware: what kind they tell, and the short forms of show outputs."""

from __future__ import annotations

import re
from collections.abc import Mapping

from netops.model import Interface, InterfaceKind, OspfNetworkType
from netops.platforms.configuration.rules import Mismatch

__all__ = ["SHORT_NAMES", "full_name", "joined", "kind_of", "media_of", "network_type", "parent_of"]

_KINDS = {
    "loopback": InterfaceKind.LOOPBACK,
    "vlanif": InterfaceKind.SVI,
    "vlan-interface": InterfaceKind.SVI,
    "vbdif": InterfaceKind.SVI,
    "vsi-interface": InterfaceKind.SVI,
    "eth-trunk": InterfaceKind.LAG,
    "bridge-aggregation": InterfaceKind.LAG,
    "route-aggregation": InterfaceKind.LAG,
    "tunnel": InterfaceKind.TUNNEL,
    "nve": InterfaceKind.TUNNEL,
}

SHORT_NAMES = {
    "eth": "Ethernet",
    "ge": "GigabitEthernet",
    "gi": "GigabitEthernet",
    "xge": "XGigabitEthernet",
    "loop": "LoopBack",
    "inloop": "InLoopBack",
    "eth-trunk": "Eth-Trunk",
    "tun": "Tunnel",
}


def media_of(name: str) -> str:
    """The name without its numbers: "GigabitEthernet", "10GE"."""
    found = re.match(r"\d*[A-Za-z][A-Za-z-]*", name)
    return found[0] if found else name


def full_name(name: str, short_names: Mapping[str, str]) -> str:
    """The name as the running configuration writes it; one that is not known stays as it is.

    >>> full_name("GE0/0/1", SHORT_NAMES), full_name("10GE1/0/1", SHORT_NAMES), full_name("Vlanif10", SHORT_NAMES)
    ('GigabitEthernet0/0/1', '10GE1/0/1', 'Vlanif10')
    """
    media = media_of(name)
    return short_names.get(media.lower(), media) + name[len(media) :]


def joined(words: list[str]) -> str:
    """``GigabitEthernet 0/0/1``, as it may be typed, in one word; what stands behind it (``mode gre``) is no name."""
    if not words:
        raise Mismatch("expected an interface")
    if len(words) > 1 and words[1][0].isdigit() and not any(each.isdigit() for each in words[0][1:]):
        return words[0] + words[1]
    return words[0]


def parent_of(name: str) -> str | None:
    """The interface that a subinterface stands on, or None."""
    parent, dot, _ = name.partition(".")
    return parent if dot else None


def kind_of(name: str) -> InterfaceKind:
    """What the name tells of the interface."""
    if "." in name:
        return InterfaceKind.SUBINTERFACE
    return _KINDS.get(media_of(name).rstrip("-").lower(), InterfaceKind.ETHERNET)


_POINT_TO_POINT = ("serial", "pos", "dialer", "mp-group", "virtual-template", "cellular")


def network_type(interface: Interface) -> OspfNetworkType:
    """Broadcast for Ethernet, point-to-point for PPP, HDLC and tunnels (both vendors: ``ospf network-type``)."""
    point_to_point = (
        interface.kind in (InterfaceKind.LOOPBACK, InterfaceKind.TUNNEL)
        or media_of(interface.name).lower() in _POINT_TO_POINT
    )
    return OspfNetworkType.POINT_TO_POINT if point_to_point else OspfNetworkType.BROADCAST
