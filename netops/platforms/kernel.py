"""What a device that is Linux underneath shows of itself: iproute2's JSON and lldpd's."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address, ip_interface
from typing import Any

from netops.model import ArpEntry, InterfaceState, IPInterface, LldpNeighbor
from netops.platforms.reading import Reading

__all__ = [
    "ADDRESSES",
    "LINKS",
    "LLDP",
    "NEIGHBORS",
    "address_order",
    "read_counters",
    "read_interfaces",
    "read_lldp",
    "read_neighbors",
]

ADDRESSES = "ip -j -s address show"
LINKS = "ip -j -s link show"
NEIGHBORS = "ip -j neigh show"
LLDP = "lldpcli -f json0 show neighbors"


def read_interfaces(reading: Reading, speeds: Mapping[str, int]) -> dict[str, InterfaceState] | None:
    """Interfaces by name, their addresses without the link-local ones; ``speeds`` are Mbit/s, where known."""
    rows = reading.rows(ADDRESSES)
    if rows is None:
        return None
    found = reading.each(ADDRESSES, rows, lambda row: _interface(row, speeds))
    return {state.name: state for state in found}


def read_counters(reading: Reading) -> dict[str, dict[str, int]]:
    """Each interface's counters: ``rx_packets``, ``tx_bytes`` … as Linux counts them."""
    return dict(reading.each(LINKS, reading.rows(LINKS) or [], lambda row: (str(row["ifname"]), _counters(row))))


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
    groups = reading.each(LLDP, [table], lambda each: list(each.get("lldp") or []))
    interfaces = [each for group in groups for each in reading.each(LLDP, group, lambda part: part.get("interface"))]
    entries = [entry for each in interfaces for entry in (each if isinstance(each, list) else [each])]
    return tuple(sorted(reading.each(LLDP, entries, _lldp), key=lambda each: (each.interface, each.neighbor)))


def address_order(address: IPInterface) -> tuple[int, int]:
    """IPv4 first, then by value."""
    return (address.version, int(address))


def _interface(row: dict[str, Any], speeds: Mapping[str, int]) -> InterfaceState:
    name, flags = str(row["ifname"]), row["flags"]
    addresses = (ip_interface(f"{each['local']}/{each['prefixlen']}") for each in row.get("addr_info", []))
    return InterfaceState(
        name=name,
        admin_up="UP" in flags,
        oper_up="UP" in flags and "LOWER_UP" in flags,
        mtu=int(row["mtu"]),
        speed=speeds.get(name),
        mac=str(row["address"]).lower() if row.get("link_type") == "ether" else None,
        addresses=tuple(sorted((each for each in addresses if _told(each)), key=address_order)),
        description=str(row.get("ifalias", "")),
        counters=_counters(row),
    )


def _told(address: IPInterface) -> bool:
    """Link-local and loopback addresses are there without anybody's doing."""
    return not address.ip.is_link_local and not address.ip.is_loopback


def _counters(row: dict[str, Any]) -> dict[str, int]:
    directions = row.get("stats64", {})
    return {f"{way}_{name}": int(value) for way in ("rx", "tx") for name, value in directions.get(way, {}).items()}


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
    """lldpcli's json0 wraps every value in a list."""
    chassis, port = entry["chassis"][0], entry["port"][0]
    named = chassis.get("name") or chassis["id"]
    return LldpNeighbor(
        interface=str(entry["name"]),
        neighbor=str(named[0]["value"]),
        neighbor_interface=str((port.get("descr") or port["id"])[0]["value"]),
    )
