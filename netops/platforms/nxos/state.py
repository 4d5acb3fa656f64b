"""What an NX-OS device shows, as a DeviceState.  Outputs of NX-OS 9.2 and 9.3."""

from __future__ import annotations

import re
from collections.abc import Mapping

from netops.model import DeviceState
from netops.platforms.cisco_shows import InterfaceWords, read_adjacencies, read_interfaces, read_sessions
from netops.platforms.nxos.names import full_name
from netops.platforms.nxos.state_routes import IPV4_ROUTES, IPV6_ROUTES, read_ribs
from netops.platforms.reading import Reading

__all__ = ["SHOW_COMMANDS", "read"]

RUNNING = "show running-config"
INTERFACES = "show interface"
OSPF = "show ip ospf neighbor"
BGP = "show ip bgp all neighbor"

SHOW_COMMANDS = (INTERFACES, IPV4_ROUTES, IPV6_ROUTES, OSPF, BGP, RUNNING)

_ADMIN = re.compile(r"admin state is (up|down)")
_PEER = re.compile(r"^BGP neighbor is ([^,\s]+),")
_REMOTE_AS = re.compile(r"remote AS (\d+)")
_LOCAL_AS = re.compile(r"local AS (\d+)")


def _admin_up(heading: re.Match[str], body: str) -> bool:
    found = _ADMIN.search(body)
    return found[1] == "up" if found else not heading[2].startswith("admin")


_WORDS = InterfaceWords(
    heading=re.compile(r"^(\S+) is (up|down|administratively down)\b.*$"),
    mtu=re.compile(r"MTU (\d+) bytes"),
    bandwidth=re.compile(r"BW (\d+) Kbit"),
    mac=re.compile(r"address: ([0-9a-f.]{14})"),
    address=re.compile(r"Internet Address is (\S+)"),
    admin_up=_admin_up,
    oper_up=lambda heading: heading[2] == "up",
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
