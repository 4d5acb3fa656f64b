"""The scripts that power an emulated device on: written by the lab, run by the device itself.

One generated script a device, run once, costs far less than as many commands sent to it.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path

from netops.lab.wiring import MANAGEMENT, management_address
from netops.model import Device

__all__ = ["FAILED", "READY", "boot_head", "launch_line", "ports_batch", "write_script"]

READY, FAILED = "ready", "failed"
"""Files by which a device tells that it is up, or (with its reason) that it is not going to be."""

_HEAD = """\
set -e
here={here}
log={log}
trap 'tail -n 5 "$log/console.log" > "$here/{failed}"' EXIT
mount --make-rprivate /
mount -t sysfs sysfs /sys
mount -t tmpfs -o mode=0755 tmpfs /run
mount -t tmpfs -o mode=1777 tmpfs /var/tmp
mkdir -p /run/netops /run/lock /run/user
for file in passwd shadow group hostname; do mount --bind "$here/$file" /etc/$file; done
hostname -F /etc/hostname
"""


def boot_head(files: Path, logs: Path, binds: Iterable[tuple[Path, str]]) -> str:
    """The start of a device's script: its own mounts, accounts and name; a failure is told in the file ``failed``."""
    head = _HEAD.format(here=shlex.quote(str(files)), log=shlex.quote(str(logs)), failed=FAILED)
    mounts = "".join(f"mount --bind {shlex.quote(str(source))} {target}\n" for source, target in binds)
    return f'{head}{mounts}ip -batch "$here/ports.batch"\n'


def ports_batch(device: Device, ports: Iterable[str]) -> str:
    """Lines that put the ports in service, and the management address on its own."""
    lines = ["link set dev lo up", *(f"link set dev {port} up" for port in ports)]
    address = management_address(device)
    if address is not None:
        lines.append(f"address replace {address} dev {MANAGEMENT}")
    return "\n".join(lines) + "\n"


def write_script(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o700)


def launch_line(netns: str, script: Path, log: Path) -> str:
    """A shell line that starts a device's process 1, detached from whoever started it."""
    return (
        f"setsid -f nsenter --net=/run/netns/{netns} "
        "unshare --mount --uts --ipc --pid --fork --kill-child --mount-proc "
        f"/bin/sh {shlex.quote(str(script))} </dev/null >{shlex.quote(str(log))} 2>&1"
    )
