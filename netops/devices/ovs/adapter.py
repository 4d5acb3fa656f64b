"""Open vSwitch's side of :class:`~netops.devices.scripted.ScriptedDriver`: where it keeps what."""

from __future__ import annotations

from collections.abc import Mapping

from netops.devices.login import Login
from netops.devices.netmiko_session import NetmikoSession
from netops.devices.scripted import RunningCommands, ScriptedDriver
from netops.devices.session import Session
from netops.errors import ConfigError, DeviceError
from netops.platforms import get_platform
from netops.platforms.ovs.database import canonical
from netops.platforms.ovs.questions import DATABASE

__all__ = ["DIRECTORY", "ovs_driver", "read_running"]

DIRECTORY = "/etc/openvswitch/netops"  # beside the database, and kept over a reboot like it


def ovs_driver(login: Login, session: Session | None = None, sudo: bool = False) -> ScriptedDriver:
    """The driver for the switch that this login leads to."""
    opened = session or NetmikoSession(login, "linux")
    shown = RunningCommands(tuple(DATABASE.values()), lambda outputs: read_running(login.name, outputs))
    return ScriptedDriver(login.name, get_platform("ovs"), opened, DIRECTORY, shown, sudo)


def read_running(name: str, outputs: Mapping[str, str]) -> str:
    """The running configuration, made of the database's rows."""
    try:
        return canonical({table: outputs[command] for table, command in DATABASE.items() if command in outputs})
    except ConfigError as error:
        raise DeviceError(name, str(error)) from None
