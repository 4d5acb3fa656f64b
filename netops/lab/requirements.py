"""What the lab needs of the machine; everything missing is told at once."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from netops.errors import LabError

__all__ = ["check_requirements", "missing_requirements"]

FRR_DAEMONS = Path("/usr/lib/frr")

# (what is looked for, Debian's package of it)
_COMMON = (("ip", "iproute2"), ("nft", "nftables"), ("nsenter", "util-linux"), ("unshare", "util-linux"))
_BY_PLATFORM = {
    "frr": (
        (str(FRR_DAEMONS / "zebra"), "frr"),
        ("vtysh", "frr"),
        (str(FRR_DAEMONS / "frr-reload.py"), "frr-pythontools"),
        ("/usr/sbin/sshd", "openssh-server"),
        ("ssh-keygen", "openssh-client"),
        ("ovs-vswitchd", "openvswitch-switch"),  # 802.1Q subinterfaces stand on it
    ),
    "ovs": (
        ("ovs-vswitchd", "openvswitch-switch"),
        ("ovsdb-server", "openvswitch-switch"),
        ("/usr/sbin/sshd", "openssh-server"),
        ("ssh-keygen", "openssh-client"),
    ),
    "linux": (),
}


def missing_requirements(platforms: Iterable[str]) -> tuple[str, ...]:
    """One sentence for each thing that these platforms need and this machine has not, or none."""
    told: list[str] = []
    if sys.platform != "linux":
        return (f"real routers and switches run on Linux only, and this is {sys.platform}",)
    if os.geteuid() != 0:
        told.append("network namespaces need root: run it with sudo, or as root in a virtual machine or container")
    wanted = {*_COMMON, *(each for platform in platforms for each in _BY_PLATFORM.get(platform, ()))}
    absent = {(program, package) for program, package in wanted if _find(program) is None}
    if absent:
        programs = ", ".join(sorted(Path(program).name for program, _ in absent))
        packages = " ".join(sorted({package for _, package in absent}))
        told.append(f"not installed: {programs}; on Debian or Ubuntu: apt-get install {packages}")
    return tuple(told)


def check_requirements(platforms: Iterable[str]) -> None:
    """Raise LabError that names everything missing."""
    missing = missing_requirements(platforms)
    if missing:
        raise LabError("the lab cannot run here: " + "; ".join(missing))


def _find(program: str) -> str | None:
    # The daemons stand in directories that an ordinary user's PATH leaves out.
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin", "/usr/local/sbin"))
    return shutil.which(program, path=path)
