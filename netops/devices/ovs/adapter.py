"""Open vSwitch's side of :class:`~netops.devices.scripted.ScriptedDriver`: where it keeps what."""

from __future__ import annotations

import shlex

from netops.devices.collection import collect
from netops.devices.login import Login
from netops.devices.netmiko_session import NetmikoSession
from netops.devices.scripted import ScriptedDriver
from netops.devices.session import Session
from netops.errors import ConfigError, DeviceError
from netops.platforms import get_platform
from netops.platforms.ovs.database import LIST_COMMANDS, canonical

__all__ = ["DIRECTORY", "ovs_driver", "read_running"]

DIRECTORY = "/etc/openvswitch/netops"  # beside the database, and kept over a reboot like it


def ovs_driver(login: Login, session: Session | None = None, sudo: bool = False) -> ScriptedDriver:
    """The driver for the switch that this login leads to."""
    opened = session or NetmikoSession(login, "linux")
    return ScriptedDriver(
        login.name, get_platform("ovs"), opened, DIRECTORY, lambda each: read_running(login.name, each), sudo
    )


def read_running(name: str, session: Session) -> str:
    """The running configuration, made of the database's rows."""
    commands = {table: shlex.join(command) for table, command in LIST_COMMANDS.items()}
    outputs = collect(session, tuple(commands.values()))
    try:
        return canonical({table: outputs[command] for table, command in commands.items() if command in outputs})
    except ConfigError as error:
        raise DeviceError(name, str(error)) from None
