"""What a device is for, as far as its configuration tells: a guess that the engineer corrects in hosts.yaml."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from netops.model import Device, InterfaceKind, IPAddress, Link, Role

__all__ = ["guess_roles"]


def guess_roles(devices: Mapping[str, Device], links: Iterable[Link]) -> dict[str, Role]:
    """What a name says ("core1", "b03-dist"); else, edge: external BGP with somebody who is not here; access: switches,
    and routes nothing between others; core: of the rest those with the most neighbours; distribution: all others.
    """
    ours: set[IPAddress] = {
        each.ip for device in devices.values() for port in device.interfaces.values() for each in port.addresses
    }
    degree = Counter(end.device for link in links for end in (link.a, link.b))
    roles = {name: _by_name(name) or _by_itself(device, ours) for name, device in devices.items()}
    rest = [name for name, role in roles.items() if role is None]
    most = max((degree[name] for name in rest), default=0)
    return {
        name: role or (Role.CORE if degree[name] == most and len(rest) > 1 else Role.DISTRIBUTION)
        for name, role in roles.items()
    }


_WORDS = (
    ("isp|provider|upstream|internet", Role.ISP),
    ("edge|border|bdr|wan|pe|gw|fw", Role.EDGE),
    ("core|spine|rr|backbone", Role.CORE),
    ("dist|distribution|agg|aggregation", Role.DISTRIBUTION),
    ("acc|access|leaf|tor|sw", Role.ACCESS),
)


def _by_name(name: str) -> Role | None:
    """The role that a word of the name tells, numbers left out; of two the last one."""
    words = re.findall(r"[a-z]+", name.lower())
    found = [role for word in words for known, role in _WORDS if word in known.split("|")]
    return found[-1] if found else None


def _by_itself(device: Device, ours: set[IPAddress]) -> Role | None:
    for process in device.bgp:
        if any(peer.remote_as not in (0, process.asn) and peer.address not in ours for peer in process.neighbors):
            return Role.EDGE
    ports = device.interfaces.values()
    switched = [each for each in ports if each.switchport is not None and each.enabled]
    routed = [each for each in ports if each.addresses and each.kind is not InterfaceKind.LOOPBACK and each.enabled]
    routes = bool(device.ospf or device.bgp or device.isis or device.eigrp or device.rip)
    if switched and len(routed) <= 1 and not routes:
        return Role.ACCESS
    if len(device.interfaces) > 0 and not device.forwarding:
        return Role.HOST
    return None
