"""Asking Open vSwitch over its own sockets: JSON-RPC (RFC 7047, section 4), and no process for each question.

The answers are what ``ovs-vsctl --format=json list`` and ``ovs-appctl`` print.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Mapping, Sequence

TYPE_CHECKING = False  # as type checkers understand it; typing is not worth its time at each start on a device
if TYPE_CHECKING:
    from typing import Any

__all__ = ["appctl", "select"]

TIMEOUT = 30.0
CHUNK = 1 << 20


def select(tables: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    """Each (table, columns) of one moment as ovs-vsctl prints it.  OSError, ValueError where there is no answer."""
    operations = [{"op": "select", "table": table, "where": [], "columns": [*columns]} for table, columns in tables]
    told = _call("db.sock", "transact", ["Open_vSwitch", *operations])
    if len(told) != len(tables) or any("rows" not in each for each in told):
        raise ValueError("OVSDB refuses the question")
    return [_printed(columns, each["rows"]) for (_, columns), each in zip(tables, told)]  # noqa: B905 - as long as those


def appctl(command: str, *arguments: str) -> str:
    """What ovs-vswitchd answers.  OSError, ValueError where it does not."""
    with open(_path("ovs-vswitchd.pid"), encoding="ascii") as stream:
        process = int(stream.read())
    return str(_call(f"ovs-vswitchd.{process}.ctl", command, [*arguments]))


def _path(name: str) -> str:
    return os.path.join(os.environ.get("OVS_RUNDIR", "/var/run/openvswitch"), name)


def _printed(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps({"headings": [*columns], "data": [[row[column] for column in columns] for row in rows]})


def _call(name: str, method: str, parameters: list[Any]) -> Any:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(TIMEOUT)
        line.connect(_path(name))
        line.sendall(json.dumps({"id": 0, "method": method, "params": parameters}).encode())
        text = b""
        while True:
            part = line.recv(CHUNK)
            if not part:
                raise ValueError("the answer ends early")
            text += part
            if (answer := _whole(text)) is not None:
                break
    if answer.get("error") is not None:
        raise ValueError("the question was refused")
    return answer["result"]


def _whole(text: bytes) -> dict[str, Any] | None:
    """The answer, once it is all there."""
    if not text.rstrip().endswith(b"}"):
        return None
    try:
        return dict(json.loads(text))
    except ValueError:
        return None
