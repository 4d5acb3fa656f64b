"""FRR's side of :class:`~netops.devices.scripted.ScriptedDriver`: where it keeps what."""

from __future__ import annotations

from collections.abc import Mapping

from netops.devices.login import Login
from netops.devices.scripted import RunningCommands, ScriptedDriver
from netops.devices.session import Session, SshSession
from netops.errors import DeviceError
from netops.platforms import get_platform
from netops.platforms.frr.vtysh import join

__all__ = ["DIRECTORY", "RUNNING", "frr_driver", "read_running"]

DIRECTORY = "/etc/frr/netops"  # beside the configuration, with its protection, and kept over a reboot
RUNNING = "show running-config no-header"
VTYSH = "cat /etc/frr/vtysh.conf"


def frr_driver(login: Login, session: Session | None = None, sudo: bool = False) -> ScriptedDriver:
    """The driver for the router that this login leads to."""
    return ScriptedDriver(
        login.name, get_platform("frr"), session or SshSession(login), DIRECTORY,
        RunningCommands((RUNNING, VTYSH), lambda outputs: read_running(login.name, outputs)), sudo,
    )  # fmt: skip


def read_running(name: str, outputs: Mapping[str, str]) -> str:
    """The running configuration, with the lines that vtysh alone holds."""
    if not outputs.get(RUNNING, "").strip():
        raise DeviceError(name, "vtysh cannot show the running configuration: are the daemons running?")
    return join(outputs[RUNNING] + "\n", outputs.get(VTYSH, ""))
