"""Interfaces as ``show interfaces | json`` has them."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_interface
from typing import Any

from netops.model import InterfaceState, IPInterface
from netops.platforms.reading import Reading

__all__ = ["INTERFACES", "read_interfaces"]

INTERFACES = "show interfaces | json"

_COUNTERS = {
    "rx_bytes": "inOctets",
    "tx_bytes": "outOctets",
    "rx_packets": "inTotalPkts",
    "tx_packets": "outTotalPkts",
    "rx_errors": "totalInErrors",
    "tx_errors": "totalOutErrors",
    "rx_dropped": "inDiscards",
    "tx_dropped": "outDiscards",
}
_NONE = "0.0.0.0"  # EOS' word for no address


def read_interfaces(reading: Reading) -> dict[str, InterfaceState] | None:
    """Interfaces by name, their addresses without the link-local ones."""
    shown = reading.tables(INTERFACES)
    if shown is None or not isinstance(shown.get("interfaces"), dict):
        if shown is not None:
            reading.unread.append(f"{INTERFACES}: no interfaces")
        return None
    entries = shown["interfaces"].items()
    return {state.name: state for state in reading.each(INTERFACES, entries, lambda item: _interface(*item))}


def _interface(name: str, entry: dict[str, Any]) -> InterfaceState:
    admin_up = entry["interfaceStatus"] not in ("disabled", "adminDown")
    counted = entry.get("interfaceCounters", {})
    return InterfaceState(
        name=name,
        admin_up=admin_up,
        oper_up=admin_up and entry["lineProtocolStatus"] == "up",
        mtu=int(entry["mtu"]) or None if "mtu" in entry else None,
        speed=int(entry.get("bandwidth", 0)) // 1_000_000 or None,
        mac=str(entry["physicalAddress"]).lower() if entry.get("physicalAddress") else None,
        addresses=tuple(dict.fromkeys(_addresses(entry))),
        description=str(entry.get("description", "")),
        counters={name: int(counted[key]) for name, key in _COUNTERS.items() if key in counted},
    )


def _addresses(entry: dict[str, Any]) -> Iterator[IPInterface]:
    """The primary address, the secondary ones, and those that ``ip address virtual`` gave."""
    for group in entry.get("interfaceAddress", ()):
        pairs = (group.get("primaryIp", {}), group.get("virtualIp", {}))
        more = (*group.get("secondaryIpsOrderedList", ()), *group.get("virtualSecondaryIpsOrderedList", ()))
        for each in (*pairs, *more):
            if each.get("address", _NONE) != _NONE:
                yield ip_interface(f"{each['address']}/{each['maskLen']}")
    for each in entry.get("interfaceAddressIp6", {}).get("globalUnicastIp6s", ()):
        yield ip_interface(f"{each['address']}/{str(each['subnet']).partition('/')[2]}")
