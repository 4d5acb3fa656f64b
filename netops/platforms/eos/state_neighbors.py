"""LLDP, ARP and MAC address tables."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from netops.model import ArpEntry, LldpNeighbor, MacEntry
from netops.platforms.eos.names import expand
from netops.platforms.reading import Reading

__all__ = ["ARP", "LLDP", "MACS", "read_arp", "read_lldp", "read_macs"]

LLDP = "show lldp neighbors | json"
ARP = "show ip arp vrf all | json"
MACS = "show mac address-table | json"


def read_lldp(reading: Reading) -> tuple[LldpNeighbor, ...] | None:
    shown = reading.tables(LLDP)
    if shown is None:
        return None
    rows = [row for table in reading.each(LLDP, [shown], _lldp_rows) for row in table]
    found = reading.each(LLDP, rows, _neighbor)
    return tuple(sorted(found, key=lambda each: (each.interface, each.neighbor)))


def _lldp_rows(shown: dict[str, Any]) -> list[dict[str, Any]]:
    return list(shown.get("lldpNeighbors", ()))


def _neighbor(entry: dict[str, Any]) -> LldpNeighbor:
    device = str(entry["neighborDevice"]).partition(".")[0]
    return LldpNeighbor(expand(str(entry["port"])), device, expand(str(entry["neighborPort"])))


def read_arp(reading: Reading) -> tuple[ArpEntry, ...] | None:
    shown = reading.tables(ARP)
    if shown is None:
        return None
    rows = [row for table in reading.each(ARP, [shown], _arp_rows) for row in table]
    return tuple(reading.each(ARP, rows, _arp))


def _arp_rows(shown: dict[str, Any]) -> list[dict[str, Any]]:
    tables = shown.get("vrfs", {"default": shown})
    return [row for each in tables.values() for row in each.get("ipV4Neighbors", ())]


def _arp(entry: dict[str, Any]) -> ArpEntry:
    """An entry; behind an SVI, EOS names the port as well."""
    interface = str(entry["interface"]).partition(",")[0]
    return ArpEntry(expand(interface), ip_address(entry["address"]), _mac(entry.get("hwAddress")))


def _mac(text: object) -> str | None:
    """``0c87.a671.2808`` as six octets with colons."""
    digits = str(text or "").replace(".", "").replace(":", "").lower()
    if len(digits) != 12:
        return None
    return ":".join(digits[place : place + 2] for place in range(0, 12, 2))


def read_macs(reading: Reading) -> tuple[MacEntry, ...] | None:
    shown = reading.tables(MACS)
    if shown is None:
        return None
    rows = [row for table in reading.each(MACS, [shown], _mac_rows) for row in table]
    return tuple(reading.each(MACS, rows, _entry))


def _mac_rows(shown: dict[str, Any]) -> list[dict[str, Any]]:
    return list(shown.get("unicastTable", {}).get("tableEntries", ()))


def _entry(entry: dict[str, Any]) -> MacEntry | None:
    """What was learned: the switch's own and the router's addresses stand at no port."""
    mac = _mac(entry["macAddress"])
    if mac is None or not entry.get("interface") or entry["interface"] in ("Router", "Cpu"):
        return None
    return MacEntry(int(entry["vlanId"]), mac, expand(str(entry["interface"])))
