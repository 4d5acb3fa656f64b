"""What an IOS-XR router shows, as a DeviceState.  Outputs of IOS XR 6.x."""

from __future__ import annotations

import re
from collections.abc import Mapping

from netops.model import DeviceState
from netops.platforms.cisco_shows import InterfaceWords, read_adjacencies, read_interfaces, read_sessions
from netops.platforms.iosxr.names import full_name
from netops.platforms.iosxr.state_routes import ROUTES, read_ribs
from netops.platforms.reading import Reading

__all__ = ["SHOW_COMMANDS", "read"]

RUNNING = "show running-config"
INTERFACES = "show interfaces"
OSPF = "show ospf neighbor"
BGP = "show bgp all all neighbors"

SHOW_COMMANDS = (INTERFACES, *ROUTES, OSPF, BGP, RUNNING)

_PEER = re.compile(r"^BGP neighbor is (\S+)")
_REMOTE_AS = re.compile(r"Remote AS (\d+)")
_LOCAL_AS = re.compile(r"local AS (\d+)")

_WORDS = InterfaceWords(
    heading=re.compile(r"^(\S+) is (up|down|administratively down), line protocol is (\w+)"),
    mtu=re.compile(r"MTU (\d+) bytes"),
    bandwidth=re.compile(r"BW (\d+) Kbit"),
    mac=re.compile(r"address is ([0-9a-f.]{14})"),
    address=re.compile(r"Internet address is (\d\S*)"),
    admin_up=lambda heading, _body: not heading[2].startswith("admin"),
    oper_up=lambda heading: heading[3] == "up",
)


def read(name: str, outputs: Mapping[str, str]) -> DeviceState:
    """The state of device ``name`` from its outputs by command; tables without an answer are None."""
    reading = Reading(outputs)
    return DeviceState(
        name,
        interfaces=read_interfaces(reading, INTERFACES, _WORDS, full_name),
        ribs=read_ribs(reading),
        adjacencies=read_adjacencies(reading, OSPF, full_name),
        sessions=read_sessions(reading, BGP, _PEER, _REMOTE_AS, _LOCAL_AS),
        configuration=outputs.get(RUNNING),
        unread=tuple(reading.unread),
    )
