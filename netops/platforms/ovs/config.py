"""Open vSwitch configuration text -> Device.

The text is ovs-vsctl's own language, one object a line (:mod:`netops.platforms.ovs.rows`), so that a line diff says
what changes, and a replace is one transaction of OVSDB (:mod:`netops.platforms.ovs.transaction`).  The running
configuration is made of OVSDB's rows in the same form (:mod:`netops.platforms.ovs.database`).

What stands where:

- a switch has one bridge, ``br0``; ``datapath_type=netdev`` is the userspace datapath;
- ``external_ids`` of the bridge: ``hostname``, ``banner``, and ``vlan-N`` for each VLAN with its name;
- RSTP: ``rstp_enable``, ``other_config:rstp-priority``; an edge port has ``other_config:rstp-port-admin-edge=true``;
- an access port: ``vlan_mode=access tag=N``; a trunk: ``vlan_mode=trunk trunks=N,N``, with a native VLAN
  ``vlan_mode=native-untagged tag=N`` as well; OVS takes no ``trunks`` for all VLANs, so that a trunk for none says
  ``trunks=4095``, which IEEE 802.1Q reserves;
- a VLAN interface of the switch (SVI): a port with ``type=internal``, its addresses in ``external_ids:addresses``;
- a port that is shut down: ``external_ids:enabled=false`` of its interface (OVSDB has no column for it; see
  :func:`netops.platforms.ovs.transaction.system_commands`);
- descriptions: ``external_ids:description`` of the port.

A port that is not on the bridge is no part of it: neither unused ones nor ``mgmt0``, which belongs to the system;
:meth:`netops.model.Device.with_configuration` keeps them with the box.  Source: ovs-vswitchd.conf.db(5).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import ip_interface
from typing import Any

from netops.model import (
    Device,
    Interface,
    InterfaceKind,
    IPInterface,
    Location,
    SpanningTree,
    SwitchMode,
    SwitchPort,
    Vlan,
)
from netops.platforms.base import ParsedConfig, UnknownLine
from netops.platforms.ovs.canonical import canonical
from netops.platforms.ovs.rows import Configuration, LineError, Port, Settings, read_line

__all__ = ["NO_VLAN", "parse"]

NO_VLAN = 4095


@dataclass
class _Row:
    """A row that is being read: what of it is not read yet, and what cannot be."""

    location: Location
    line: str
    left: Settings
    problems: list[UnknownLine] = field(default_factory=list)

    def take(self, key: str) -> str | None:
        return self.left.pop(key, None)

    def number(self, key: str, low: int, high: int, default: int | None = None) -> int | None:
        written = self.take(key)
        if written is None:
            return default
        if written.isascii() and written.isdigit() and low <= int(written[:6]) <= high:
            return int(written)
        self.report(f"{key}={written}: expected a number from {low} to {high}")
        return default

    def flag(self, key: str, default: bool = False) -> bool:
        written = self.take(key)
        if written not in (None, "true", "false"):
            self.report(f"{key}={written}: expected true or false")
        return default if written is None else written == "true"

    def report(self, reason: str) -> None:
        self.problems.append(UnknownLine(self.location, self.line, reason))

    def finish(self) -> list[UnknownLine]:
        for key in self.left:
            self.report(f"{key} is not understood")
        return self.problems


def parse(text: str, name: str, file: str) -> ParsedConfig:
    """The switch ``name`` as this text describes it.  Any text at all gives a result: ``unknown`` holds the rest."""
    rows = Configuration()
    unknown: list[UnknownLine] = []
    places: dict[tuple[str, str], tuple[Location, str]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            place = Location(file, number), line.strip()
            try:
                places.setdefault(read_line(line, rows), place)
            except LineError as error:
                unknown.append(UnknownLine(*place, str(error)))
    device, problems = _device(name, rows, places)
    sources = {f"interface:{port}": where for (kind, port), (where, _) in places.items() if kind == "port"}
    ordered = sorted([*unknown, *problems], key=lambda each: (each.location.line or 0, each.reason))
    return ParsedConfig(device, tuple(ordered), sources)


def _device(
    name: str, rows: Configuration, places: dict[tuple[str, str], tuple[Location, str]]
) -> tuple[Device, list[UnknownLine]]:
    problems: list[UnknownLine] = []
    fields: dict[str, Any] = {}
    for bridge, settings in rows.bridges.items():
        row = _Row(*places["bridge", bridge], dict(settings))
        if bridge == next(iter(rows.bridges)):
            fields = _bridge(row)
            problems += row.finish()
        else:
            row.report("a second bridge is not understood")
            problems += row.problems
    interfaces: dict[str, Interface] = {}
    for port, said in rows.ports.items():
        row = _Row(*places["port", port], {})
        interfaces[port] = _interface(port, said, row)
        problems += row.problems
    return canonical(Device(name, "ovs", interfaces=interfaces, **fields)), problems


def _bridge(row: _Row) -> dict[str, Any]:
    """The device's fields that stand with the bridge."""
    if row.take("datapath_type") != "netdev":
        row.report("expected datapath_type=netdev")
    enabled = row.flag("rstp_enable")
    priority = row.number("other_config:rstp-priority", 0, 61440)
    tree = SpanningTree(enabled, 32768 if priority is None else priority) if enabled or priority is not None else None
    return {
        "hostname": row.take("external_ids:hostname") or "",
        "banner": row.take("external_ids:banner") or "",
        "spanning_tree": tree,
        "vlans": {vlan.vlan: vlan for vlan in _vlans(row)},
    }


def _vlans(row: _Row) -> Iterator[Vlan]:
    for key in [key for key in row.left if key.startswith("external_ids:vlan-")]:
        tag = key.removeprefix("external_ids:vlan-")
        if tag.isascii() and tag.isdigit() and 1 <= int(tag[:5]) <= 4094:
            yield Vlan(int(tag), row.left.pop(key))


def _interface(name: str, said: Port, row: _Row) -> Interface:
    row.left = dict(said.interface)
    internal = row.take("type")
    if internal not in (None, "internal"):
        row.report(f"type={internal} is not understood")
    enabled = row.flag("external_ids:enabled", True)
    mtu = row.number("mtu_request", 68, 65535)
    addresses = _addresses(row)
    row.finish()
    row.left = dict(said.port)
    description = row.take("external_ids:description") or ""
    switchport = _switchport(row)
    row.finish()
    if internal is None:
        return Interface(
            name, enabled=enabled, description=description, mtu=mtu, addresses=addresses, switchport=switchport
        )
    vlan = switchport.access_vlan if switchport else None
    if vlan is None:
        row.report("expected the one VLAN of an internal port")
    return Interface(
        name, InterfaceKind.SVI, enabled=enabled, description=description, mtu=mtu, addresses=addresses, vlan=vlan
    )


def _addresses(row: _Row) -> tuple[IPInterface, ...]:
    made: list[IPInterface] = []
    for each in (row.take("external_ids:addresses") or "").split():
        try:
            made.append(ip_interface(each))
        except ValueError as error:
            row.report(str(error))
    return tuple(made)


def _switchport(row: _Row) -> SwitchPort | None:
    mode = row.take("vlan_mode")
    tag = row.number("tag", 1, 4094)
    trunks = _trunks(row)
    edge = row.flag("other_config:rstp-port-admin-edge")
    if mode == "access" or (mode is None and tag is not None):
        if trunks:
            row.report("trunks have no effect on an access port")
        return SwitchPort(SwitchMode.ACCESS, access_vlan=tag, edge=edge)
    if mode not in (None, "trunk", "native-untagged"):
        row.report(f"vlan_mode={mode} is not understood")
    elif not trunks:
        row.report("a port without tag and trunks carries every VLAN: expected them to be named")
    native = tag if mode == "native-untagged" else None
    return SwitchPort(SwitchMode.TRUNK, trunk_vlans=trunks or (), native_vlan=native, edge=edge)


def _trunks(row: _Row) -> tuple[int, ...] | None:
    """The VLANs of a trunk; None where none are named, which OVS takes for all of them."""
    written = row.take("trunks")
    if written is None:
        return None
    made = []
    for each in written.strip("[]").replace(" ", "").split(","):
        if each.isascii() and each.isdigit() and int(each[:6]) in (*range(1, 4095), NO_VLAN):
            made.append(int(each))
        else:
            row.report(f"{each!r} is no VLAN")
    return tuple(made)
