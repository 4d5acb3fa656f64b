"""Interfaces, their counters and their neighbours: zebra, the kernel (iproute2) and lldpd."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address, ip_interface
from typing import Any

from netops.model import ArpEntry, InterfaceState, LldpNeighbor
from netops.platforms.reading import Reading

__all__ = ["INTERFACES", "LINKS", "LLDP", "NEIGHBORS", "read_interfaces", "read_lldp", "read_neighbors"]

INTERFACES = "show interface json"
LINKS = "ip -j -s link show"
NEIGHBORS = "ip -j neigh show"
LLDP = "lldpcli -f json0 show neighbors"

_UNKNOWN_SPEED = {0, 0xFFFFFFFF}


def read_interfaces(reading: Reading) -> dict[str, InterfaceState] | None:
    """Interfaces by name, their addresses without the link-local ones."""
    shown = reading.tables(INTERFACES)
    counters = dict(reading.each(LINKS, reading.rows(LINKS) or [], _counters))
    if shown is None:
        return None

    def read(item: tuple[str, dict[str, Any]]) -> InterfaceState:
        return _interface(*item, counters.get(item[0], {}))

    return {state.name: state for state in reading.each(INTERFACES, shown.items(), read)}


def read_neighbors(reading: Reading) -> tuple[ArpEntry, ...] | None:
    """The ARP and neighbour discovery caches, by interface and address."""
    rows = reading.rows(NEIGHBORS)
    if rows is None:
        return None
    found = reading.each(NEIGHBORS, rows, _neighbor)
    return tuple(sorted(found, key=lambda each: (each.interface, each.address.version, int(each.address))))


def read_lldp(reading: Reading, outputs: Mapping[str, str]) -> tuple[LldpNeighbor, ...] | None:
    """LLDP neighbours by interface; None where lldpd does not run, which is no fault."""
    if not outputs.get(LLDP, "").strip():
        return None
    table = reading.tables(LLDP)
    if table is None:
        return None
    groups = table.get("lldp") or []
    entries = [
        each for found in reading.each(LLDP, groups, lambda group: list(group.get("interface", []))) for each in found
    ]
    return tuple(sorted(reading.each(LLDP, entries, _lldp), key=lambda each: (each.interface, each.neighbor)))


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
        addresses=tuple(sorted((each for each in addresses if not each.is_link_local), key=_order)),
        description=str(entry.get("description", "")),
        counters=counters,
    )


def _order(address: Any) -> tuple[int, int]:
    return (address.version, int(address))


def _counters(row: dict[str, Any]) -> tuple[str, dict[str, int]]:
    """``rx_packets``, ``tx_bytes`` … as Linux counts them."""
    directions = row.get("stats64", {})
    named = {f"{way}_{name}": int(value) for way in ("rx", "tx") for name, value in directions.get(way, {}).items()}
    return str(row["ifname"]), named


def _neighbor(row: dict[str, Any]) -> ArpEntry | None:
    if "NOARP" in row.get("state", []):
        return None
    mac = row.get("lladdr")
    return ArpEntry(
        interface=str(row["dev"]),
        address=ip_address(row["dst"]),
        mac=None if mac is None else str(mac).lower(),
        state=" ".join(str(each) for each in row.get("state", [])).lower(),
    )


def _lldp(entry: dict[str, Any]) -> LldpNeighbor:
    chassis, port = entry["chassis"][0], entry["port"][0]
    named = chassis.get("name") or chassis["id"]
    return LldpNeighbor(
        interface=str(entry["name"]),
        neighbor=str(named[0]["value"]),
        neighbor_interface=str((port.get("descr") or port["id"])[0]["value"]),
    )
