"""Lines of ovs-vsctl's own language, and the rows they make in OVSDB.

A configuration is one object a line: a bridge with its settings, or a port with its own and its interface's::

    add-br br0 -- set Bridge br0 datapath_type=netdev rstp_enable=true external_ids:hostname=acc-b01
    add-port br0 eth5 -- set Port eth5 vlan_mode=access tag=10 -- set Interface eth5 external_ids:enabled=false

A setting is ``column=value`` or, in a map, ``column:key=value``.  A value is a bare word or a JSON string (RFC 7047,
section 3.1; ovs-vsctl(8), "Database Values").
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

__all__ = ["Configuration", "LineError", "Port", "Settings", "order", "quoted", "read_line", "text", "words", "written"]

Settings = dict[str, str]
"""Values by column, or by ``column:key``; a set's members are joined by commas."""

_WORD = re.compile(r'(?:[^\s"]|"(?:[^"\\]|\\.)*")+|"')
_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*|[0-9]+(?:,[0-9]+)*")
_SETTING = re.compile(r"(?P<column>[a-z_]+(?::(?:[^=\"\s]+|\"(?:[^\"\\]|\\.)*\"))?)=(?P<value>.*)", re.DOTALL)


class LineError(Exception):
    """A line that is not of this language; the text says why."""


class Port:
    """A port's settings, and those of the interface that has its name."""

    __slots__ = ("bridge", "interface", "port")

    def __init__(self, bridge: str, port: Settings | None = None, interface: Settings | None = None) -> None:
        self.bridge = bridge
        self.port: Settings = {} if port is None else port
        self.interface: Settings = {} if interface is None else interface


class Configuration:
    """Bridges' settings by name, and ports by name: names are unique over all bridges."""

    __slots__ = ("bridges", "ports")

    def __init__(self) -> None:
        self.bridges: dict[str, Settings] = {}
        self.ports: dict[str, Port] = {}


def words(line: str) -> list[str]:
    """The words of a line; blanks inside of double quotes do not part them."""
    return _WORD.findall(line)


def read_line(line: str, into: Configuration) -> tuple[str, str]:
    """Add what the line says; ("bridge" or "port", its name).  Raises LineError, and then adds nothing."""
    commands = list(_commands(words(line)))
    first = commands[0] if commands else []
    if len(first) == 2 and first[0] == "add-br":
        tables = {"Bridge": into.bridges.get(first[1], {})}
        into.bridges[first[1]] = _set(commands[1:], first[1], tables)["Bridge"]
        return "bridge", first[1]
    if len(first) == 3 and first[0] == "add-port":
        _, bridge, name = first
        port = into.ports.get(name, Port(bridge))
        tables = _set(commands[1:], name, {"Port": port.port, "Interface": port.interface})
        if port.bridge != bridge:
            raise LineError(f"port {name} is on bridge {port.bridge} already")
        into.ports[name] = Port(bridge, tables["Port"], tables["Interface"])
        return "port", name
    raise LineError("expected add-br BRIDGE or add-port BRIDGE PORT, with settings after --")


def _commands(parts: list[str]) -> Iterator[list[str]]:
    """The words between the ``--``."""
    command: list[str] = []
    for part in [*parts, "--"]:
        if part != "--":
            command.append(part)
        elif command:
            yield command
            command = []


def _set(commands: list[list[str]], name: str, tables: dict[str, Settings]) -> dict[str, Settings]:
    """The tables' settings with those of the ``set TABLE NAME SETTING...`` commands."""
    changed = {table: dict(settings) for table, settings in tables.items()}
    for command in commands:
        if command[0] != "set" or len(command) < 3 or command[1] not in tables or command[2] != name:
            raise LineError(f"expected set {' or '.join(tables)} {name} SETTING..., not {' '.join(command[:3])}")
        for setting in command[3:]:
            key, value = _setting(setting)
            if value in ("[]", "{}"):
                changed[command[1]].pop(key, None)
            else:
                changed[command[1]][key] = value
    return changed


def _setting(setting: str) -> tuple[str, str]:
    found = _SETTING.fullmatch(setting)
    if found is None:
        raise LineError(f"{setting!r} is no COLUMN=VALUE or COLUMN:KEY=VALUE")
    column, colon, key = found["column"].partition(":")
    return f"{column}{colon}{_value(key)}", _value(found["value"])


def _value(written: str) -> str:
    if not written.startswith('"'):
        return written
    try:
        value = json.loads(written)
    except ValueError:
        raise LineError(f"{written} is no string") from None
    return str(value)


def text(configuration: Configuration) -> str:
    """The configuration in its one canonical form: bridges, then their ports, all in order."""
    lines = []
    for bridge in sorted(configuration.bridges, key=order):
        settings = configuration.bridges[bridge]
        lines.append(f"add-br {bridge}" + _said("Bridge", bridge, settings))
        ports = [name for name, port in configuration.ports.items() if port.bridge == bridge]
        for name in sorted(ports, key=order):
            port = configuration.ports[name]
            said = _said("Port", name, port.port) + _said("Interface", name, port.interface)
            lines.append(f"add-port {bridge} {name}{said}")
    return "".join(f"{line}\n" for line in lines)


def _said(table: str, name: str, settings: Mapping[str, str]) -> str:
    return "".join([f" -- set {table} {name}", *(f" {each}" for each in written(settings))]) if settings else ""


def written(settings: Mapping[str, str]) -> Iterator[str]:
    """Settings as ovs-vsctl takes them: plain columns first, then maps by key."""
    for key in sorted(settings, key=_setting_order):
        column, colon, name = key.partition(":")
        named = f":{quoted(name)}" if colon else ""
        yield f"{column}{named}={quoted(settings[key])}"


def quoted(value: str) -> str:
    """A value as ovs-vsctl takes it: a bare word, or a JSON string."""
    return value if _BARE.fullmatch(value) else json.dumps(value, ensure_ascii=False)


_FIRST = ("type", "datapath_type", "rstp_enable", "vlan_mode", "tag", "trunks")


def _setting_order(key: str) -> tuple[object, ...]:
    column, colon, name = key.partition(":")
    place = _FIRST.index(column) if column in _FIRST else len(_FIRST)
    return (bool(colon), place, column != "other_config", column, order(name))


def order(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key in which numbers count by value: eth2 before eth10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", name)
    return tuple((0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part) for part in parts)
