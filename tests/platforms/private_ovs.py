"""One real Open vSwitch, with the userspace datapath, in namespaces of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SCHEMA = "/usr/share/openvswitch/vswitch.ovsschema"

_INIT = """
set -e
mount --make-rprivate /
mkdir -p /run/openvswitch
mount -t tmpfs none /run/openvswitch
cd /run/openvswitch
ip link set lo up
{links}
ovsdb-tool create conf.db {schema}
ovsdb-server --remote=punix:db.sock --pidfile --detach --no-chdir --log-file=/run/openvswitch/db.log conf.db
ovs-vsctl --no-wait init
ovs-vswitchd --disable-system --pidfile --detach --no-chdir --log-file=/run/openvswitch/vswitchd.log
touch {box}/ready
exec sleep 3600
"""


def missing() -> str:
    """Why such a switch cannot be made here; empty where it can."""
    if os.geteuid() != 0:
        return "needs root"
    if shutil.which("ovs-vswitchd") is None or not Path(SCHEMA).exists():
        return "needs the package openvswitch-switch"
    return "" if shutil.which("unshare") else "needs unshare of util-linux"


@dataclass(frozen=True)
class PrivateOvs:
    pid: int

    def run(self, argv: Sequence[str]) -> str:
        """The command's output, run on the switch."""
        done = subprocess.run(
            ["nsenter", "-t", str(self.pid), "-a", *argv], text=True, capture_output=True, check=False, timeout=60
        )
        assert done.returncode == 0, f"{argv}: exit {done.returncode}: {done.stdout}{done.stderr}"
        return done.stdout


@contextmanager
def private_ovs(directory: Path, interfaces: Sequence[str]) -> Iterator[PrivateOvs]:
    """A switch with these Ethernet interfaces (veth pairs, far ends ``far0``, ``far1``, ...) and no bridge."""
    links = "\n".join(
        f"ip link add {name} type veth peer name far{index}; ip link set {name} up; ip link set far{index} up"
        for index, name in enumerate(interfaces)
    )
    script = _INIT.format(box=directory, links=links, schema=SCHEMA)
    unshare = ["unshare", "--net", "--mount", "--uts", "--ipc", "--pid", "--fork", "--kill-child", "--mount-proc"]
    with (directory / "init.log").open("w") as log:
        process = subprocess.Popen([*unshare, "bash", "-c", script], stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 30
        while not (directory / "ready").exists():
            alive = process.poll() is None and time.monotonic() < deadline
            assert alive, (directory / "init.log").read_text()
            time.sleep(0.05)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        yield PrivateOvs(int(children[0]))
    finally:
        process.kill()
        process.wait()
