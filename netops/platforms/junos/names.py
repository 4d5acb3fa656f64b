"""What the names of Junos' interfaces tell."""

from __future__ import annotations

import re

from netops.model import Interface, InterfaceKind

__all__ = ["bandwidth", "has_port", "kind_of_port", "kind_of_unit"]

_LOOPBACKS = frozenset({"lo0"})
_VLAN_INTERFACES = frozenset({"irb", "vlan"})
_TUNNEL = re.compile(r"(gr|ip|ipip|gre|mt|st|vt|lt|si|fti|pd|pe|ud)[-\d]")
_LAG = re.compile(r"(ae|reth|bond)\d+$")
_SPEEDS = {
    "fe": 100,
    "ge": 1000,
    "mge": 2500,
    "xe": 10_000,
    "xle": 40_000,
    "et": 100_000,
    "fxp": 1000,
    "em": 1000,
    "me": 1000,
}
"""Mbit/s that a port's name tells."""


def kind_of_port(name: str) -> InterfaceKind:
    if name in _LOOPBACKS:
        return InterfaceKind.LOOPBACK
    if name in _VLAN_INTERFACES:
        return InterfaceKind.SVI
    if _LAG.match(name):
        return InterfaceKind.LAG
    return InterfaceKind.TUNNEL if _TUNNEL.match(name) else InterfaceKind.ETHERNET


def has_port(name: str) -> bool:
    """Whether there is something to plug a cable into, or a bundle of such: units of others stand by themselves."""
    return kind_of_port(name) in (InterfaceKind.ETHERNET, InterfaceKind.LAG)


def kind_of_unit(port: str) -> InterfaceKind:
    """A unit of a port stands on it, tagged or not; one of others is what they are."""
    return InterfaceKind.SUBINTERFACE if has_port(port) else kind_of_port(port)


def bandwidth(interface: Interface) -> int:
    """kbit/s of an interface that does not say, for metrics: what the kind of port does."""
    name = interface.parent or interface.name
    known = _SPEEDS.get(re.split(r"[^a-z]", name, maxsplit=1)[0], 1000)
    return (interface.speed or known) * 1000
