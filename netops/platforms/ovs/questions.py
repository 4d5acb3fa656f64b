"""What a switch is asked, as its shell takes it: the state, and the tables of OVSDB that it stands in."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from netops.platforms.ovs.database import LIST_COMMANDS, TABLES

__all__ = ["DATABASE", "FDB", "PORTS", "RSTP", "SELECTED", "VERSION"]

_PORTS = ("name", "ofport", "link_speed", "error")

PORTS = f"ovs-vsctl --format=json --columns={','.join(_PORTS)} list Interface"
FDB = 'bridges=$(ovs-vsctl list-br) && for each in $bridges; do echo "bridge $each"; ovs-appctl fdb/show $each; done'
RSTP = "ovs-appctl rstp/show"
VERSION = "ovs-appctl version"

DATABASE: Mapping[str, str] = {table: shlex.join(command) for table, command in LIST_COMMANDS.items()}
"""The command that lists it, by table: what the running configuration is made of."""

SELECTED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    PORTS: ("Interface", _PORTS),
    **{command: (table, TABLES[table]) for table, command in DATABASE.items()},
}
"""Table and columns of OVSDB by the command that lists them."""
