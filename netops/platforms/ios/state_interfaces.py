"""Interfaces, from ``show interfaces``; ARP and MAC tables, and LLDP neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address, ip_interface

from netops.model import ArpEntry, InterfaceState, LldpNeighbor, MacEntry
from netops.platforms.ios.names import full_name
from netops.platforms.reading import Reading

__all__ = ["ARP", "INTERFACES", "LLDP", "MACS", "read_arp", "read_interfaces", "read_lldp", "read_macs"]

INTERFACES = "show interfaces"
ARP = "show ip arp"
MACS = "show mac address-table"
LLDP = "show lldp neighbors"

_FIRST = re.compile(r"(\S+) is (administratively down|up|down|deleted|reset|standby mode)[^,]*, line protocol is (\w+)")
_MAC = re.compile(r"address is ([0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})", re.IGNORECASE)
_COUNTERS = {
    "rx_packets": re.compile(r"(\d+) packets input"),
    "rx_bytes": re.compile(r"packets input, (\d+) bytes"),
    "rx_errors": re.compile(r"(\d+) input errors"),
    "tx_packets": re.compile(r"(\d+) packets output"),
    "tx_bytes": re.compile(r"packets output, (\d+) bytes"),
    "tx_errors": re.compile(r"(\d+) output errors"),
}


def mac_of(text: str) -> str:
    """ "0c14.17fc.a300" as six octets with colons."""
    digits = text.replace(".", "").lower()
    return ":".join(digits[place : place + 2] for place in range(0, 12, 2))


def _blocks(text: str) -> Iterator[list[str]]:
    """The lines of each interface: the first one is not indented."""
    block: list[str] = []
    for line in text.splitlines():
        if line and not line[0].isspace() and block:
            yield block
            block = []
        if line.strip():
            block.append(line)
    if block:
        yield block


def read_interfaces(reading: Reading) -> dict[str, InterfaceState] | None:
    """Interfaces by name; what was deleted is not there."""
    text = reading.text(INTERFACES)
    if text is None:
        return None
    states = reading.each(INTERFACES, _blocks(text), _interface)
    return {state.name: state for state in states}


def _interface(lines: list[str]) -> InterfaceState | None:
    first = _FIRST.match(lines[0])
    if first is None:
        raise ValueError(lines[0])
    if first[2] == "deleted":
        return None
    rest = "\n".join(lines[1:])
    admin_up = first[2] != "administratively down"
    mtu, mac = re.search(r"MTU (\d+)", rest), _MAC.search(rest)
    description = re.search(r"^\s*Description: (.*)$", rest, re.MULTILINE)
    addresses = re.findall(r"(?:Internet address is|Secondary address) ([0-9.]+/[0-9]+)", rest)
    counters = {name: int(found[1]) for name, pattern in _COUNTERS.items() if (found := pattern.search(rest))}
    return InterfaceState(
        name=full_name(first[1]),
        admin_up=admin_up,
        oper_up=admin_up and first[3] == "up",
        mtu=int(mtu[1]) if mtu else None,
        speed=_speed(rest),
        mac=mac_of(mac[1]) if mac else None,
        addresses=tuple(map(ip_interface, addresses)),
        description=description[1].strip() if description else "",
        counters=counters,
    )


def _speed(text: str) -> int | None:
    """Mbit/s as negotiated or set; the bandwidth is what metrics count with, and no speed."""
    found = re.search(r"(?:Full|Half|Auto)[- ][Dd]uplex, (\d+)\s?([MG])b(?:ps|/s)", text)
    return int(found[1]) * (1000 if found[2] == "G" else 1) if found else None


def read_arp(reading: Reading) -> tuple[ArpEntry, ...] | None:
    """The ARP cache of the global table."""
    if not reading.given(ARP):
        return None
    lines = [line for line in (reading.text(ARP) or "").splitlines() if line.startswith("Internet")]
    return tuple(reading.each(ARP, lines, _arp))


def _arp(line: str) -> ArpEntry:
    """``Internet ADDRESS AGE MAC ARPA INTERFACE``."""
    words = line.split()
    mac = None if words[3] == "Incomplete" else mac_of(words[3])
    return ArpEntry(full_name(words[5]) if len(words) > 5 else "", ip_address(words[1]), mac)


def read_macs(reading: Reading) -> tuple[MacEntry, ...] | None:
    """What was learned, or set, on ports; not the switch's own addresses."""
    if not reading.given(MACS):
        return None
    found = re.findall(
        r"^[*\s]*(\d{1,4})\s+([0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})\s+(?:DYNAMIC|STATIC|dynamic|static)\s+(?:.*\s)?(\S+)$",
        reading.text(MACS) or "",
        re.MULTILINE,
    )
    return tuple(MacEntry(int(vlan), mac_of(mac), full_name(port)) for vlan, mac, port in found if port != "CPU")


def read_lldp(reading: Reading) -> tuple[LldpNeighbor, ...] | None:
    """``DEVICE LOCAL-PORT HOLD CAPABILITY PORT``; the first column is cut at 20 characters."""
    if not reading.given(LLDP):
        return None
    found = re.findall(r"^(\S+)\s*?\s(\S+\d)\s+(\d+)\s+(?:[A-Z,]+\s+)?(\S+)$", reading.text(LLDP) or "", re.MULTILINE)
    return tuple(LldpNeighbor(full_name(port), name, full_name(other)) for name, port, _, other in found)
