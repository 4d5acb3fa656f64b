"""Names of EOS interfaces: what they tell, the short forms that commands and outputs use, and ranges of them."""

from __future__ import annotations

import re
from functools import lru_cache

from netops.model import InterfaceKind

__all__ = ["expand", "interface_range", "kind_of", "numbers"]

_FULL = {
    "et": "Ethernet",
    "lo": "Loopback",
    "ma": "Management",
    "po": "Port-Channel",
    "tu": "Tunnel",
    "vl": "Vlan",
    "vx": "Vxlan",
}
_SHORT = re.compile(r"([A-Za-z-]+)\s*([0-9][0-9/.]*)")
_KINDS = {
    "Loopback": InterfaceKind.LOOPBACK,
    "Port-Channel": InterfaceKind.LAG,
    "Tunnel": InterfaceKind.TUNNEL,
    "Vxlan": InterfaceKind.TUNNEL,
    "Vlan": InterfaceKind.SVI,
}
_LARGEST = 4096  # interfaces or VLANs in one range: more are a mistake


@lru_cache(maxsize=4096)
def expand(name: str) -> str:
    """The name as the running configuration writes it; one that is not known stays as it is.

    >>> expand("Et1/1"), expand("po10"), expand("Ethernet3")
    ('Ethernet1/1', 'Port-Channel10', 'Ethernet3')
    """
    found = _SHORT.fullmatch(name)
    if found is None:
        return name
    written, number = found[1].lower(), found[2]
    full = _FULL.get(written[:2])
    return full + number if full is not None and full.lower().startswith(written) else name


@lru_cache(maxsize=4096)
def kind_of(name: str) -> tuple[InterfaceKind, str | None, int | None]:
    """(kind, parent, VLAN) as the name tells them; a subinterface's VLAN stands in its own configuration.

    >>> kind_of("Vlan10"), kind_of("Ethernet1.7")[:2]
    ((<InterfaceKind.SVI: 'svi'>, None, 10), (<InterfaceKind.SUBINTERFACE: 'subinterface'>, 'Ethernet1'))
    """
    parent, dot, _ = name.partition(".")
    if dot:
        return InterfaceKind.SUBINTERFACE, parent, None
    kind = _KINDS.get(name.rstrip("0123456789"), InterfaceKind.ETHERNET)
    digits = name[4:]
    vlan = int(digits) if kind is InterfaceKind.SVI and 0 < len(digits) < 5 else None
    return kind, None, vlan


@lru_cache(maxsize=1024)
def numbers(text: str) -> tuple[int, ...] | None:
    """ "1-3,7" as its numbers, ascending; None where it is no such list.

    >>> numbers("7,1-3")
    (1, 2, 3, 7)
    """
    found: set[int] = set()
    for part in text.split(","):
        bounds = re.fullmatch(r"([0-9]{1,5})(?:-([0-9]{1,5}))?", part)
        if bounds is None:
            return None
        low, high = int(bounds[1]), int(bounds[2] or bounds[1])
        if high < low or high - low > _LARGEST:
            return None
        found.update(range(low, high + 1))
    return tuple(sorted(found))


def interface_range(text: str) -> tuple[str, ...] | None:
    """The interfaces of a range, "Et1-3,5" or "Ethernet1/1-4"; None where it is none.

    >>> interface_range("Et1/1-2,4")
    ('Ethernet1/1', 'Ethernet1/2', 'Ethernet1/4')
    """
    found = re.fullmatch(r"([A-Za-z-]*[A-Za-z])\s*((?:[0-9]+/)*)([0-9,-]+)", text)
    listed = numbers(found[3]) if found else None
    if found is None or listed is None:
        return (expand(text),) if _SHORT.fullmatch(text) else None
    return tuple(expand(f"{found[1]}{found[2]}{each}") for each in listed)
