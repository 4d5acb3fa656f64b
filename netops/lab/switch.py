"""An emulated switch: Open vSwitch with its userspace datapath in namespaces of its own."""

from __future__ import annotations

import shlex
from pathlib import Path

from netops.lab.access import sshd_start, write_access
from netops.lab.boot import READY, boot_head, ports_batch, write_script
from netops.model import Device

__all__ = ["write_switch"]


def write_switch(device: Device, config: str, ports: tuple[str, ...], files: Path, logs: Path, lab: Path) -> str:
    """Write everything the switch needs to boot; its public host key ("" where it is not managed).

    ``files/ovs`` becomes /etc/openvswitch: the database in it is the startup configuration, and survives a power cycle.
    """
    (files / "ovs").mkdir(parents=True)
    (files / "ports.batch").write_text(ports_batch(device, ports), encoding="utf-8")
    write_script(files / "boot.sh", _boot(config, files, logs))
    return write_access(device, files, lab, (), vtysh=False)


def _boot(config: str, files: Path, logs: Path) -> str:
    head = boot_head(files, logs, ((files / "ovs", "/etc/openvswitch"), (logs, "/var/log/openvswitch")))
    return f"""{head}
umask 007
mkdir -p /run/openvswitch
chgrp netops /run/openvswitch /etc/openvswitch
chmod 2775 /run/openvswitch /etc/openvswitch
new=
[ -e /etc/openvswitch/conf.db ] || new=1
[ -z "$new" ] || ovsdb-tool create
ovsdb-server --remote=punix:/run/openvswitch/db.sock --no-chdir --detach --pidfile --log-file -vconsole:off
ovs-vsctl --no-wait init
ovs-vswitchd --disable-system --no-chdir --detach --pidfile --log-file -vconsole:off
if [ -n "$new" ]; then
{startup_commands(config)}
fi
chgrp netops /run/openvswitch/*
{sshd_start(files, logs)}
trap - EXIT
: > "$here/{READY}"
# The shell reaps every process that is left to it while it waits for its own.
while :; do sleep 86400 & wait $!; done
"""


def startup_commands(config: str) -> str:
    """One ovs-vsctl transaction that makes the whole configuration, with every bridge on the userspace datapath."""
    words: list[str] = []
    for line in config.splitlines():
        command = shlex.split(line, comments=True)
        if not command:
            continue
        words += ["--", *command]
        if command[0] == "add-br":
            words += ["--", "set", "Bridge", command[1], "datapath_type=netdev"]
    return shlex.join(["ovs-vsctl", *words]) if words else ":"
