"""What an Open vSwitch switch shows, as a DeviceState.  Outputs of Open vSwitch 3.1 and iproute2 6.1."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from netops.errors import ConfigError
from netops.model import DeviceState, MacEntry
from netops.platforms.kernel import (
    ADDRESSES,
    LLDP,
    NEIGHBORS,
    process_rows,
    read_interfaces,
    read_lldp,
    read_neighbors,
    read_processes,
)
from netops.platforms.ovs.database import canonical
from netops.platforms.ovs.questions import DATABASE, FDB, PORTS, RSTP, VERSION
from netops.platforms.reading import Reading

__all__ = ["SHOW_COMMANDS", "read"]

PROCESSES = process_rows("ovs")

SHOW_COMMANDS = (ADDRESSES, PORTS, FDB, RSTP, NEIGHBORS, VERSION, *DATABASE.values(), PROCESSES, LLDP)

_FDB_ROW = re.compile(r"\s*(?P<port>\d+|LOCAL)\s+(?P<vlan>\d+)\s+(?P<mac>(?:[0-9a-f]{2}:){5}[0-9a-f]{2})\s+\S+\s*")
_RSTP_ROW = re.compile(r"\s+(?P<port>\S+)\s+(?P<role>[A-Z][a-z]+)\s+(?P<state>[A-Z][a-z]+)\s+\d+\s+\S+\s*")


def read(name: str, outputs: Mapping[str, str]) -> DeviceState:
    """The state of switch ``name`` from its outputs by command; tables without an answer are None."""
    reading = Reading(outputs)
    ports = _ports(reading)
    speeds = {port: int(row["link_speed"]) // 1_000_000 for port, row in ports.items() if _number(row["link_speed"])}
    return DeviceState(
        name=name,
        interfaces=read_interfaces(reading, speeds),
        lldp=read_lldp(reading, outputs),
        arp=read_neighbors(reading),
        macs=_macs(reading, {str(row["ofport"]): port for port, row in ports.items()}),
        processes=read_processes(reading, PROCESSES),
        configuration=_configuration(reading, outputs),
        facts={**_version(reading), **_rstp(reading), **_errors(ports)},
        unread=tuple(reading.unread),
    )


def _ports(reading: Reading) -> dict[str, dict[str, Any]]:
    """The rows of OVSDB's table Interface by name."""
    table = reading.tables(PORTS) or {}
    rows = reading.each(PORTS, table.get("data", []), lambda row: dict(zip(table["headings"], row, strict=True)))
    return {str(row["name"]): row for row in rows}


def _number(value: object) -> bool:
    return isinstance(value, int) and value > 0


def _macs(reading: Reading, ports: Mapping[str, str]) -> tuple[MacEntry, ...] | None:
    """The forwarding database; it numbers ports as OpenFlow does, and calls the bridge's own LOCAL."""
    text = reading.text(FDB)
    if text is None:
        return None
    found: list[MacEntry] = []
    bridge = ""
    for line in text.splitlines():
        if line.startswith("bridge "):
            bridge = line.removeprefix("bridge ").strip()
        elif row := _FDB_ROW.fullmatch(line):
            port = bridge if row["port"] == "LOCAL" else ports.get(row["port"], "")
            if port:
                found.append(MacEntry(int(row["vlan"]), row["mac"], port))
            else:
                reading.unread.append(f"{FDB}: no port has number {row['port']}")
        elif line.strip() and line.split()[:2] != ["port", "VLAN"]:
            reading.unread.append(f"{FDB}: {line.strip()[:60]}")
    return tuple(sorted(found, key=lambda each: (each.vlan, each.mac, each.interface)))


def _configuration(reading: Reading, outputs: Mapping[str, str]) -> str | None:
    known = {table: outputs[command] for table, command in DATABASE.items() if command in outputs}
    try:
        return canonical(known)
    except (ConfigError, RecursionError) as error:
        reading.unread.append(f"ovs-vsctl list: {error}")
        return None


def _version(reading: Reading) -> dict[str, str]:
    found = re.search(r"\(Open vSwitch\) (\S+)", reading.text(VERSION) or "")
    return {"vendor": "Open vSwitch", "version": found[1]} if found else {}


def _rstp(reading: Reading) -> dict[str, str]:
    """Spanning tree's role and state of each port: ``rstp.eth1``: "root forwarding"."""
    rows = (_RSTP_ROW.fullmatch(line) for line in (reading.text(RSTP) or "").splitlines())
    return {f"rstp.{row['port']}": f"{row['role']} {row['state']}".lower() for row in rows if row}


def _errors(ports: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Why ovs-vswitchd cannot set up a port: ``error.eth9``."""
    return {
        f"error.{port}": row["error"] for port, row in ports.items() if isinstance(row["error"], str) and row["error"]
    }
