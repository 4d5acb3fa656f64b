"""What OVSDB holds, as configuration text."""

from __future__ import annotations

import json
from collections.abc import Mapping

from netops.errors import ConfigError
from netops.platforms.ovs.rows import Configuration, Port, Settings, text

TYPE_CHECKING = False  # as type checkers understand it; typing is not worth its time at each start on a device
if TYPE_CHECKING:
    from typing import Any

__all__ = ["DEFAULTS", "LIST_COMMANDS", "TABLES", "canonical"]

# The columns that configure; all others are OVSDB's view of the state.  A value that is the default is not said.
_COLUMNS = {
    "Bridge": (
        *("name", "ports", "datapath_type", "rstp_enable", "stp_enable", "mcast_snooping_enable", "fail_mode"),
        *("protocols", "other_config", "external_ids"),
    ),
    "Port": (
        *("name", "interfaces", "vlan_mode", "tag", "trunks", "cvlans", "bond_mode", "lacp", "protected"),
        *("other_config", "external_ids"),
    ),
    "Interface": ("name", "type", "mtu_request", "options", "lldp", "other_config", "external_ids"),
}
DEFAULTS = {
    "datapath_type": "",
    "mcast_snooping_enable": "false",
    "protected": "false",
    "rstp_enable": "false",
    "stp_enable": "false",
    "type": "",
}
"""What a column that cannot be cleared is set to instead."""

TABLES: Mapping[str, tuple[str, ...]] = {table: ("_uuid", *columns) for table, columns in _COLUMNS.items()}
"""The columns to ask for, by table."""

LIST_COMMANDS: Mapping[str, tuple[str, ...]] = {
    table: ("ovs-vsctl", "--format=json", f"--columns={','.join(columns)}", "list", table)
    for table, columns in TABLES.items()
}
"""What to run on the switch, by table, for :func:`canonical`."""


def canonical(outputs: Mapping[str, str]) -> str:
    """The running configuration, of the outputs of :data:`LIST_COMMANDS` by table, in its canonical form.

    A bridge's own port, which has the bridge's name, is left out: add-br makes it.  Raises ConfigError for an output
    that is not ovs-vsctl's.
    """
    try:
        tables = {table: _rows(outputs[table]) for table in _COLUMNS}
        return text(_configuration(tables))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ConfigError(f"ovs-vsctl's answer cannot be read: {type(error).__name__}") from None


def _configuration(tables: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Configuration:
    made = Configuration()
    for bridge in tables["Bridge"].values():
        made.bridges[bridge["name"]] = _settings(bridge)
        for port in (tables["Port"][each] for each in _members(bridge["ports"])):
            if port["name"] == bridge["name"]:
                continue
            interfaces = [tables["Interface"][each] for each in _members(port["interfaces"])]
            own = next((each for each in interfaces if each["name"] == port["name"]), None)
            settings = _settings(port)
            if own is None or len(interfaces) > 1:
                settings["interfaces"] = ",".join(sorted(each["name"] for each in interfaces))
            made.ports[port["name"]] = Port(bridge["name"], settings, _settings(own) if own else {})
    return made


def _rows(output: str) -> dict[str, dict[str, Any]]:
    """A table's rows by UUID."""
    table = json.loads(output)
    rows = [dict(zip(table["headings"], row, strict=True)) for row in table["data"]]
    return {row["_uuid"][1]: row for row in rows}


def _settings(row: Mapping[str, Any]) -> Settings:
    settings: Settings = {}
    for column, value in row.items():
        if column in ("_uuid", "name", "ports", "interfaces"):
            continue
        if isinstance(value, list) and value[0] == "map":
            settings |= {f"{column}:{_atom(key)}": _atom(each) for key, each in value[1]}
        else:
            said = ",".join(_members(value))
            if said and said != DEFAULTS.get(column):
                settings[column] = said
    return settings


def _members(value: Any) -> list[str]:
    """A set's members; a set of one stands as that one (RFC 7047, section 5.1)."""
    if isinstance(value, list) and value[0] == "set":
        return [_atom(each) for each in value[1]]
    return [_atom(value)]


def _atom(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value[1]) if isinstance(value, list) else str(value)
