"""Interfaces as zebra shows them, from ``show interface json``."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_interface
from typing import Any

from netops.model import InterfaceState
from netops.platforms.kernel import address_order, read_counters
from netops.platforms.kernel import read_interfaces as read_kernel
from netops.platforms.reading import Reading

__all__ = ["INTERFACES", "read_interfaces"]

INTERFACES = "show interface json"

_UNKNOWN_SPEED = {0, 0xFFFFFFFF}


def read_interfaces(reading: Reading) -> dict[str, InterfaceState] | None:
    """Interfaces by name, their addresses without the link-local ones."""
    shown = reading.tables(INTERFACES)
    counters = read_counters(reading)
    if shown is None:
        return None
    if not shown:  # zebra does not run; the kernel's interfaces are there all the same
        return read_kernel(reading, {})

    def read(item: tuple[str, dict[str, Any]]) -> InterfaceState:
        return _interface(*item, counters.get(item[0], {}))

    return {state.name: state for state in reading.each(INTERFACES, shown.items(), read)}


def _interface(name: str, entry: dict[str, Any], counters: Mapping[str, int]) -> InterfaceState:
    speed = int(entry.get("speed", 0))
    admin_up = entry["administrativeStatus"] == "up"
    addresses = (ip_interface(each["address"]) for each in entry.get("ipAddresses", []))
    return InterfaceState(
        name=name,
        admin_up=admin_up,
        oper_up=admin_up and entry["operationalStatus"] == "up",
        mtu=int(entry["mtu"]) if "mtu" in entry else None,
        speed=None if speed in _UNKNOWN_SPEED else speed,
        mac=str(entry["hardwareAddress"]).lower() if "hardwareAddress" in entry else None,
        addresses=tuple(sorted((each for each in addresses if not each.is_link_local), key=address_order)),
        description=str(entry.get("description", "")),
        counters=counters,
    )
