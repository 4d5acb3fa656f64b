"""An estate whose devices are as their configurations say: inventory, lines and configurations, secrets scrubbed."""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from netops.errors import InputError
from netops.model import Device, Link, Role
from netops.store import write_atomic, write_configurations

__all__ = ["write_estate"]

_HEAD = """\
# Read from the devices' configurations; each device is as its file in configs/running says.
# Correct role and site, give each a hostname (its management address), and the rest is netops' work.
"""
_LINES = """\
# The lines between ports, each with how it is known.  What is not here is taken from common subnets.
"""


def write_estate(
    folder: Path,
    devices: Mapping[str, Device],
    roles: Mapping[str, Role],
    links: tuple[Link, ...],
    texts: Mapping[str, str],
) -> tuple[Path, ...]:
    """Write the files; those written, relative to ``folder``.

    Raises InputError where there is an estate already, StoreError.
    """
    present = [folder / name for name in ("inventory", "topology") if (folder / name).exists()]
    if present:
        raise InputError(f"{present[0]} exists: netops import overwrites nothing")
    files = {
        Path("inventory/hosts.yaml"): _HEAD + _yaml(_hosts(devices, roles)),
        Path("inventory/groups.yaml"): _yaml(_groups(roles)),
        Path("inventory/defaults.yaml"): _yaml({"data": {"configuration": "running"}}),
        Path("topology/links.yaml"): _LINES + _yaml({"links": [_line(link) for link in links]}),
        Path(".gitignore"): ".netops/\n",
    }
    for name, content in files.items():
        write_atomic(folder / name, content)
    platforms = {name: device.platform for name, device in devices.items()}
    running = folder / "configs" / "running"
    written = write_configurations(running, texts, platforms)
    return (*sorted(files), *(path.relative_to(folder) for path in written))


def _yaml(value: Any) -> str:
    from ruamel.yaml import YAML

    writer = YAML()
    writer.default_flow_style = False
    writer.width = 120
    stream = StringIO()
    writer.dump(value, stream)
    return stream.getvalue()


def _hosts(devices: Mapping[str, Device], roles: Mapping[str, Role]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, device in sorted(devices.items()):
        host: dict[str, Any] = {"platform": device.platform, "groups": [str(roles[name])]}
        if device.management is not None:
            host["hostname"] = str(device.management)
        found[name] = host
    return found


def _groups(roles: Mapping[str, Role]) -> dict[str, Any]:
    return {str(role): {"data": {"role": str(role)}} for role in sorted(set(roles.values()))}


def _line(link: Link) -> dict[str, Any]:
    return {"a": str(link.a), "b": str(link.b), "description": link.description}
