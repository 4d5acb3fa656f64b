"""Ports and units as Junos shows them, from ``show interfaces | display json``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from ipaddress import ip_interface
from typing import Any

from netops.model import InterfaceState, IPInterface
from netops.platforms.junos.answers import data, tables
from netops.platforms.reading import Reading

__all__ = ["INTERFACES", "read_interfaces"]

INTERFACES = "show interfaces | display json"
_ETHERNET = 14  # octets of the header, which a port's MTU counts
_OWN_UNITS = 16384  # from here on, units are Junos' own
_FACTORS = {"mbps": 1, "gbps": 1000, "kbps": 0.001}


def read_interfaces(reading: Reading) -> dict[str, InterfaceState] | None:
    """Interfaces by name, their addresses without the link-local ones."""
    if not reading.given(INTERFACES):
        return None
    ports = tables(reading, INTERFACES, "interface-information", "physical-interface")
    if ports is None:
        return None
    states = [state for each in reading.each(INTERFACES, ports, _port) for state in each]
    return {state.name: state for state in states}


def _port(entry: Mapping[str, Any]) -> list[InterfaceState]:
    """A port, and its units that Junos has not made for itself."""
    name = data(entry, "name")
    if not name:
        raise ValueError("a port without a name")
    admin_up = data(entry, "admin-status") == "up"
    mtu = _number(data(entry, "mtu"))
    ethernet = "Ethernet" in (data(entry, "link-level-type"), data(entry, "if-type"))
    port = InterfaceState(
        name=name,
        admin_up=admin_up,
        oper_up=admin_up and data(entry, "oper-status") == "up",
        mtu=mtu - _ETHERNET if mtu is not None and ethernet else mtu,
        speed=_speed(data(entry, "speed")),
        mac=(data(entry, "current-physical-address") or data(entry, "hardware-physical-address") or "").lower() or None,
        description=data(entry, "description") or "",
    )
    return [port, *_units(port, entry)]


def _units(port: InterfaceState, entry: Mapping[str, Any]) -> Iterator[InterfaceState]:
    for unit in entry.get("logical-interface", []):
        name = data(unit, "name") or ""
        number = name.rpartition(".")[2]
        if not number.isdecimal() or int(number) >= _OWN_UNITS:
            continue
        families = unit.get("address-family", [])
        flags = {flag for each in unit.get("if-config-flags", []) for flag in each}
        enabled = port.admin_up and "iff-down" not in flags
        inet = [each for each in families if data(each, "address-family-name") in ("inet", "inet6")]
        mtus = [mtu for each in inet if (mtu := _number(data(each, "mtu"))) is not None]
        yield InterfaceState(
            name=name,
            admin_up=enabled,
            oper_up=enabled and port.oper_up and not any("down" in each for each in flags),
            mtu=min(mtus, default=None),
            speed=port.speed,
            mac=port.mac,
            addresses=tuple(address for each in inet for address in _addresses(each)),
            description=data(unit, "description") or "",
        )


def _addresses(family: Mapping[str, Any]) -> Iterator[IPInterface]:
    for each in family.get("interface-address", []):
        local, destination = data(each, "ifa-local"), data(each, "ifa-destination") or ""
        if local:
            length = destination.rpartition("/")[2] if "/" in destination else ""
            address = ip_interface(f"{local}/{length}" if length else local)
            if not address.is_link_local:
                yield address


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() else None


def _speed(text: str | None) -> int | None:
    """Mbit/s of ``10Gbps``."""
    found = re.fullmatch(r"(\d+)([gmk]bps)", (text or "").lower())
    return int(int(found[1]) * _FACTORS[found[2]]) if found else None
