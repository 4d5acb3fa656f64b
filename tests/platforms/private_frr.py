"""One real FRR router in namespaces of its own, for tests of configuration text."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

DAEMONS = ("zebra", "staticd", "ospfd", "ospf6d", "bgpd", "vrrpd")
RELOAD = "/usr/lib/frr/frr-reload.py"

_INIT = """
set -e
mount --make-rprivate /
for each in etc run log; do mkdir -p {box}/$each; done
mount --bind {box}/etc /etc/frr
mkdir -p /run/frr /var/log/frr
mount -t tmpfs none /run/frr
chown frr:frr /run/frr {box}/etc {box}/log
mount --bind {box}/log /var/log/frr
mkdir -p /var/tmp/frr
mount -t tmpfs none /var/tmp/frr
chown frr:frr /var/tmp/frr
hostname {name}
ip link set lo up
sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
{links}
touch /etc/frr/vtysh.conf /etc/frr/frr.conf
for each in {daemons}; do /usr/lib/frr/$each -d -A 127.0.0.1; done
touch {box}/ready
exec sleep 3600
"""


def missing() -> str:
    """Why such a router cannot be made here; empty where it can."""
    if os.geteuid() != 0:
        return "needs root"
    if not Path("/usr/lib/frr/zebra").exists():
        return "needs the package frr"
    if not Path(RELOAD).exists():
        return "needs the package frr-pythontools"
    return "" if shutil.which("unshare") else "needs unshare of util-linux"


@dataclass(frozen=True)
class PrivateFrr:
    pid: int
    directory: Path

    def run(self, argv: Sequence[str], check: bool = True) -> str:
        """The command's output (both streams), run on the router."""
        done = subprocess.run(
            ["nsenter", "-t", str(self.pid), "-a", *argv], text=True, capture_output=True, check=False, timeout=60
        )
        output = done.stdout + done.stderr
        assert not check or done.returncode == 0, f"{argv}: exit {done.returncode}: {output}"
        return output

    def vtysh(self, *commands: str) -> str:
        return self.run(["vtysh", *(word for command in commands for word in ("-c", command))])

    def running(self) -> str:
        return self.vtysh("show running-config no-header")

    def candidate(self, text: str) -> str:
        """The candidate's path on the router."""
        (self.directory / "etc" / "candidate.conf").write_text(text)
        return "/etc/frr/candidate.conf"

    def syntax(self, text: str) -> str:
        """What vtysh has against it; empty where it is right."""
        return self.run(["vtysh", "-C", "-f", self.candidate(text)], check=False).strip()

    def load(self, text: str) -> str:
        """Reload; what the tool said."""
        return self.run([RELOAD, "--reload", self.candidate(text)], check=False)

    def residual(self, text: str) -> str:
        """What frr-reload would still change; empty when the router holds exactly this configuration."""
        told = self.run([RELOAD, "--test", self.candidate(text)])
        lines = [line for line in told.splitlines() if line.strip() and " INFO: " not in line]
        return "\n".join(line for line in lines if not line.startswith("Lines To") and set(line) != {"="})


@contextmanager
def private_frr(directory: Path, interfaces: Sequence[str] = (), name: str = "box") -> Iterator[PrivateFrr]:
    """A router with these Ethernet interfaces (veth pairs, far ends ``far0``, ``far1``, ...)."""
    links = "\n".join(
        f"ip link add {name} type veth peer name far{index}; ip link set {name} up; ip link set far{index} up"
        for index, name in enumerate(interfaces)
    )
    script = _INIT.format(box=directory, name=name, links=links, daemons=" ".join(DAEMONS))
    unshare = ["unshare", "--net", "--mount", "--uts", "--ipc", "--pid", "--fork", "--kill-child", "--mount-proc"]
    with (directory / "init.log").open("w") as log:
        process = subprocess.Popen([*unshare, "bash", "-c", script], stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 30
        while not (directory / "ready").exists():
            alive = process.poll() is None and time.monotonic() < deadline
            assert alive, (directory / "init.log").read_text()
            time.sleep(0.1)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        yield PrivateFrr(int(children[0]), directory)
    finally:
        process.kill()
        process.wait()
