"""What a device that is Linux underneath shows of itself: iproute2's JSON and lldpd's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address, ip_interface
from typing import Any

from netops.model import ArpEntry, InterfaceState, IPInterface, LldpNeighbor
from netops.platforms.reading import Reading

__all__ = [
    "ADDRESSES",
    "LLDP",
    "NEIGHBORS",
    "TCP",
    "address_order",
    "process_rows",
    "read_counters",
    "read_interfaces",
    "read_lldp",
    "read_neighbors",
    "read_processes",
    "read_tcp",
]

ADDRESSES = "ip -j -s address show"
NEIGHBORS = "ip -j neigh show"
TCP = "grep ^TcpExt: /proc/net/netstat"
_MD5 = {"TCPMD5Failure": "failure", "TCPMD5NotFound": "not-found", "TCPMD5Unexpected": "unexpected"}
LLDP = "lldpcli -f json0 show neighbors"
_PASSING = ("UP", "UNKNOWN")  # RFC 2863; a dormant port has a carrier and passes nothing; the loopback's is unknown


def read_interfaces(reading: Reading, speeds: Mapping[str, int]) -> dict[str, InterfaceState] | None:
    """Interfaces by name, their addresses without the link-local ones; ``speeds`` are Mbit/s, where known."""
    rows = reading.rows(ADDRESSES)
    if rows is None:
        return None
    found = reading.each(ADDRESSES, rows, lambda row: _interface(row, speeds))
    return {state.name: state for state in found}


def read_counters(reading: Reading) -> dict[str, dict[str, int]]:
    """Each interface's counters: ``rx_packets``, ``tx_bytes`` … as Linux counts them."""
    rows = reading.rows(ADDRESSES) or []
    return dict(reading.each(ADDRESSES, rows, lambda row: (str(row["ifname"]), _counters(row))))


def process_rows(*beginnings: str) -> str:
    """A shell command that prints the rows of /proc of the processes whose names begin so; it starts no process."""
    pattern = "|".join(f'*"({each}"*' for each in beginnings)
    return (
        "for each in /proc/[0-9]*/stat; do read -r row < $each && case $row in "
        f'{pattern}) echo "$row";; esac; done; true'
    )


def read_processes(reading: Reading, command: str) -> frozenset[str] | None:
    """The names in the answer to :func:`process_rows`; those that have ended and wait for their parent do not run."""
    text = reading.text(command)
    if text is None:
        return None
    rows = (re.match(r"\d+ \((.*)\) (\S)", line) for line in text.splitlines())
    return frozenset(row[1] for row in rows if row and row[2] not in "ZX")


def read_tcp(reading: Reading) -> dict[str, str]:
    """How many TCP segments were refused for their MD5 signature (RFC 2385), since the start of the device.

    A BGP session with two passwords and one whose port is blocked look the same to both daemons; these tell them apart:
    ``tcp.md5.failure`` (another password), ``tcp.md5.not-found`` (the peer has none), ``tcp.md5.unexpected`` (we have).
    """
    lines = [line.split() for line in (reading.text(TCP) or "").splitlines()]
    if len(lines) != 2 or len(lines[0]) != len(lines[1]):
        return {}
    counted = dict(zip(*lines, strict=True))
    return {f"tcp.md5.{word}": counted[name] for name, word in _MD5.items() if name in counted}


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
        oper_up="UP" in flags and "LOWER_UP" in flags and row.get("operstate") in _PASSING,
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
