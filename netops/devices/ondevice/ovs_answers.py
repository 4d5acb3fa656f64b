"""What Open vSwitch answers over its own sockets to the commands that netops would otherwise start processes for."""

from __future__ import annotations

import json
from collections.abc import Sequence

from netops.devices.ondevice.openvswitch import appctl, select
from netops.platforms.ovs.questions import FDB, RSTP, SELECTED, VERSION

__all__ = ["listed", "ovs_answers"]


def listed(commands: Sequence[str]) -> dict[str, str]:
    """The answers to those commands that list a table of OVSDB, all of one moment; none where OVSDB does not answer."""
    asked = [command for command in commands if command in SELECTED]
    try:
        return dict(zip(asked, select([SELECTED[command] for command in asked]))) if asked else {}  # noqa: B905 - as long
    except (OSError, ValueError):
        return {}


def ovs_answers(commands: Sequence[str]) -> dict[str, str]:
    """The answers that can be had so; the others are for the shell to find, or to fail at."""
    found = listed(commands)
    for command, ask in ((FDB, _forwarding), (RSTP, lambda: appctl("rstp/show")), (VERSION, lambda: appctl("version"))):
        if command in commands:
            try:
                found[command] = ask().strip("\n")
            except (OSError, ValueError):
                continue
    return found


def _forwarding() -> str:
    """Each bridge's forwarding database below its name."""
    names = [name for (name,) in json.loads(select([("Bridge", ("name",))])[0])["data"]]
    return "".join(f"bridge {name}\n{appctl('fdb/show', name)}" for name in sorted(names))
