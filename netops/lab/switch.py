"""An emulated switch: Open vSwitch with its userspace datapath in namespaces of its own."""

from __future__ import annotations

import shlex
from pathlib import Path

from netops.lab.access import sshd_start, write_access
from netops.lab.boot import READY, boot_head, ports_batch, write_script
from netops.model import Device
from netops.platforms.ovs.transaction import transaction

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
{shlex.join(transaction("", config)) or ":"}
fi
chgrp netops /run/openvswitch/*
{_SYSTEM}
{sshd_start(files, logs)}
trap - EXIT
: > "$here/{READY}"
# The shell reaps every process that is left to it while it waits for its own.
while :; do sleep 86400 & wait $!; done
"""


# What OVSDB has no column for is kept in external_ids (netops.platforms.ovs.config) and done at each boot.  The login
# user may do the same: `ip` is root's for the group netops, in this device's eyes only.
_SYSTEM = """\
for port in $(ovs-vsctl --bare --columns=name find Interface external_ids:enabled=false); do
  ip link set dev $port down
done
for port in $(ovs-vsctl --bare --columns=name find Interface type=internal); do
  for address in $(ovs-vsctl --if-exists get Interface $port external_ids:addresses | tr -d '"'); do
    ip address replace $address dev $port
    ip link set dev $port up
  done
done
real=$(readlink -f "$(command -v ip)")
cp "$real" /run/netops/ip
chgrp netops /run/netops/ip
chmod 4755 /run/netops/ip
mount --bind /run/netops/ip "$real"
"""
