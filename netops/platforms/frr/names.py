"""What the names of an FRR router's interfaces tell, and the names of those that VRRP needs."""

from __future__ import annotations

import hashlib
import re

from netops.model import InterfaceKind

__all__ = ["interface_order", "kind_of", "vrrp_interface"]

_LONGEST = 15  # IFNAMSIZ - 1, linux/if.h


def vrrp_interface(parent: str, group: int, family: int) -> str:
    """The macvlan of a virtual router: ``v4-1-eth3.101``.  ``family`` is 4 or 6.

    Where that would be longer than Linux allows, a stable digest stands for the parent's name.  (vrrpd finds the device
    by its MAC address, so the name is for people.)

    >>> vrrp_interface("eth3.101", 1, 4)
    'v4-1-eth3.101'
    """
    name = f"v{family}-{group}-{parent}"
    if len(name) <= _LONGEST:
        return name
    digest = hashlib.blake2b(parent.encode(), digest_size=4, person=b"netops-vrrp").hexdigest()
    return f"v{family}-{group}-{digest}"


def interface_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key: letters alphabetically, numbers by value (eth2 before eth10), as FRR lists interfaces."""
    parts = re.findall(r"[0-9]+|[^0-9]+", name)
    return tuple((0, int(part), "") if part.isdigit() and part.isascii() else (1, 0, part) for part in parts)


def kind_of(name: str) -> tuple[InterfaceKind, str | None, int | None]:
    """(kind, parent, VLAN) as Linux's customs of naming tell them: ``lo``, ``eth3.101``."""
    if name == "lo":
        return InterfaceKind.LOOPBACK, None, None
    parent, dot, tag = name.rpartition(".")
    if dot and parent and tag.isascii() and tag.isdigit() and 1 <= int(tag[:5]) <= 4094:
        return InterfaceKind.SUBINTERFACE, parent, int(tag)
    return InterfaceKind.ETHERNET, None, None
