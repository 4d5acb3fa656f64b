"""NAPALM getters of interfaces and of what is at their other end."""

from __future__ import annotations

from datetime import datetime
from ipaddress import ip_interface
from typing import Any

from napalm.base.exceptions import CommandErrorException  # type: ignore[import-untyped]  # NAPALM ships no types
from napalm.base.helpers import mac  # type: ignore[import-untyped]  # NAPALM ships no types

from netops.devices.frr.asking import Getters

__all__ = ["InterfaceGetters"]

INTERFACES = "show interface json"
LINKS = "ip -j -s link show"
LLDP = "lldpcli -f json0 show neighbors details"
UNKNOWN = -1  # NAPALM's word for a number that the device does not tell


class InterfaceGetters(Getters):
    def get_interfaces(self) -> dict[str, dict[str, Any]]:
        (table,) = self._tables(INTERFACES)
        return {name: _interface(entry) for name, entry in table.items()}

    def get_interfaces_ip(self) -> dict[str, dict[str, Any]]:
        (table,) = self._tables(INTERFACES)
        found: dict[str, dict[str, Any]] = {}
        for name, entry in table.items():
            for each in entry.get("ipAddresses", []):
                address = ip_interface(each["address"])
                family = found.setdefault(name, {}).setdefault(f"ipv{address.version}", {})
                family[str(address.ip)] = {"prefix_length": address.network.prefixlen}
        return found

    def get_interfaces_counters(self) -> dict[str, dict[str, int]]:
        (rows,) = self._tables(LINKS)
        return {row["ifname"]: _counters(row["stats64"]) for row in rows}

    def get_arp_table(self, vrf: str = "") -> list[dict[str, Any]]:
        """Linux does not tell an entry's age (-1).  ``vrf``: the entries of its interfaces alone."""
        return [_neighbor(row) for row in self._neighbors(4, vrf)]

    def get_ipv6_neighbors_table(self) -> list[dict[str, Any]]:
        return [{**_neighbor(row), "state": " ".join(row["state"])} for row in self._neighbors(6, "")]

    def get_lldp_neighbors(self) -> dict[str, list[dict[str, str]]]:
        found: dict[str, list[dict[str, str]]] = {}
        for local, entry in self._lldp():
            known = {"hostname": entry["remote_system_name"], "port": entry["remote_port"]}
            found.setdefault(local, []).append(known)
        return found

    def get_lldp_neighbors_detail(self, interface: str = "") -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for local, entry in self._lldp():
            if interface in ("", local):
                found.setdefault(local, []).append(entry)
        return found

    def _neighbors(self, family: int, vrf: str) -> list[dict[str, Any]]:
        rows, table = self._tables(f"ip -{family} -j neigh show", INTERFACES)
        inside = {name for name, entry in table.items() if vrf in ("", entry.get("vrfName"))}
        return [row for row in rows if "lladdr" in row and row["dev"] in inside]

    def _lldp(self) -> list[tuple[str, dict[str, Any]]]:
        (text,) = [self.device.ask(LLDP).get(LLDP)]
        if text is None:
            raise CommandErrorException("lldpd does not run on the device")
        (table,) = self._tables(LLDP)
        groups = table.get("lldp", [])
        return [(entry["name"], _lldp(entry)) for group in groups for entry in group.get("interface", [])]


def _interface(entry: dict[str, Any]) -> dict[str, Any]:
    enabled = entry["administrativeStatus"] == "up"
    speed = entry.get("speed", 0)
    return {
        "is_up": enabled and entry["operationalStatus"] == "up",
        "is_enabled": enabled,
        "description": entry.get("description", ""),
        "last_flapped": _flapped(entry),
        "mtu": entry.get("mtu", UNKNOWN),
        "speed": float(UNKNOWN if speed in (0, 0xFFFFFFFF) else speed),
        "mac_address": mac(entry["hardwareAddress"]) if "hardwareAddress" in entry else "",
    }


def _flapped(entry: dict[str, Any]) -> float:
    """Seconds since the epoch of the last change that zebra saw; its clock is taken to tell UTC."""
    times = [entry[key] for key in ("lastLinkUp", "lastLinkDown") if entry.get(key)]
    try:
        return max(datetime.strptime(f"{each}+0000", "%Y/%m/%d %H:%M:%S.%f%z").timestamp() for each in times)
    except ValueError:  # none, or another form
        return float(UNKNOWN)


def _counters(stats: dict[str, dict[str, int]]) -> dict[str, int]:
    """Linux counts multicast among what is received alone, and broadcast not at all."""
    received, sent = stats["rx"], stats["tx"]
    return {
        "rx_octets": received["bytes"],
        "rx_unicast_packets": received["packets"] - received.get("multicast", 0),
        "rx_multicast_packets": received.get("multicast", UNKNOWN),
        "rx_broadcast_packets": UNKNOWN,
        "rx_errors": received["errors"],
        "rx_discards": received["dropped"],
        "tx_octets": sent["bytes"],
        "tx_unicast_packets": sent["packets"],
        "tx_multicast_packets": UNKNOWN,
        "tx_broadcast_packets": UNKNOWN,
        "tx_errors": sent["errors"],
        "tx_discards": sent["dropped"],
    }


def _neighbor(row: dict[str, Any]) -> dict[str, Any]:
    return {"interface": row["dev"], "mac": mac(row["lladdr"]), "ip": row["dst"], "age": float(UNKNOWN)}


def _lldp(entry: dict[str, Any]) -> dict[str, Any]:
    chassis, port = entry["chassis"][0], entry["port"][0]
    capabilities = chassis.get("capability", [])
    return {
        "parent_interface": "",
        "remote_port": _value(port, "id"),
        "remote_port_description": _value(port, "descr"),
        "remote_chassis_id": _value(chassis, "id"),
        "remote_system_name": _value(chassis, "name"),
        "remote_system_description": _value(chassis, "descr"),
        "remote_system_capab": sorted(each["type"].lower() for each in capabilities),
        "remote_system_enable_capab": sorted(each["type"].lower() for each in capabilities if each.get("enabled")),
    }


def _value(entry: dict[str, Any], key: str) -> str:
    """lldpcli's json0 wraps every value in a list."""
    return str(entry[key][0].get("value", "")) if entry.get(key) else ""
