"""What an NX-OS device shows, as a DeviceState.  Outputs of NX-OS 9.2 and 9.3."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from ipaddress import IPv4Address, ip_address, ip_interface

from netops.model import Adjacency, BgpSession, DeviceState, InterfaceState
from netops.platforms.nxos.names import full_name
from netops.platforms.nxos.state_routes import IPV4_ROUTES, IPV6_ROUTES, read_ribs
from netops.platforms.reading import Reading

__all__ = ["SHOW_COMMANDS", "read"]

RUNNING = "show running-config"
INTERFACES = "show interface"
OSPF = "show ip ospf neighbor"
BGP = "show ip bgp all neighbor"

SHOW_COMMANDS = (INTERFACES, IPV4_ROUTES, IPV6_ROUTES, OSPF, BGP, RUNNING)

_HEADING = re.compile(r"^(\S+) is (up|down|administratively down)\b.*$")
_ADMIN = re.compile(r"admin state is (up|down)")
_MTU = re.compile(r"MTU (\d+) bytes")
_BANDWIDTH = re.compile(r"BW (\d+) Kbit")
_MAC = re.compile(r"address: ([0-9a-f.]{14})")
_ADDRESS = re.compile(r"Internet Address is (\S+)")
_NEIGHBOR = re.compile(r"^\s*(\d+\.\d+\.\d+\.\d+)\s+\d+\s+(\w+)/\s*(\S+)\s+\S+\s+(\S+)\s+(\S+)")
_PEER = re.compile(r"^BGP neighbor is ([^,\s]+),\s+remote AS (\d+)")
_STATE = re.compile(r"BGP state = (\w+)")
_LOCAL_AS = re.compile(r"local AS (\d+)")


def read(name: str, outputs: Mapping[str, str]) -> DeviceState:
    """The state of device ``name`` from its outputs by command; tables without an answer are None."""
    reading = Reading(outputs)
    return DeviceState(
        name,
        interfaces=_interfaces(reading),
        ribs=read_ribs(reading),
        adjacencies=_adjacencies(reading),
        sessions=_sessions(reading),
        configuration=outputs.get(RUNNING),
        unread=tuple(reading.unread),
    )


def _blocks(text: str, heading: re.Pattern[str]) -> Iterator[tuple[re.Match[str], str]]:
    """The parts of a text that begin with such a line."""
    found: re.Match[str] | None = None
    lines: list[str] = []
    for line in text.splitlines():
        if begins := heading.match(line):
            if found is not None:
                yield found, "\n".join(lines)
            found, lines = begins, []
        lines.append(line)
    if found is not None:
        yield found, "\n".join(lines)


def _interfaces(reading: Reading) -> dict[str, InterfaceState] | None:
    text = reading.text(INTERFACES)
    if text is None:
        return None
    return {each.name: each for each in reading.each(INTERFACES, _blocks(text, _HEADING), _interface)}


def _interface(block: tuple[re.Match[str], str]) -> InterfaceState:
    found, text = block
    admin = _ADMIN.search(text)
    mtu, bandwidth, mac = _MTU.search(text), _BANDWIDTH.search(text), _MAC.search(text)
    digits = mac[1].replace(".", "") if mac else ""
    return InterfaceState(
        full_name(found[1]),
        admin_up=admin[1] == "up" if admin else "dministratively" not in text.splitlines()[0],
        oper_up=found[2] == "up",
        mtu=int(mtu[1]) if mtu else None,
        speed=int(bandwidth[1]) // 1000 if bandwidth else None,
        mac=":".join(digits[place : place + 2] for place in range(0, 12, 2)) if digits else None,
        addresses=tuple(ip_interface(each[1]) for each in _ADDRESS.finditer(text)),
    )


def _adjacencies(reading: Reading) -> tuple[Adjacency, ...] | None:
    """OSPF's neighbours; a device on which OSPF does not run answers with a note."""
    text = reading.text(OSPF)
    if text is None:
        return None
    found = filter(None, map(_NEIGHBOR.match, text.splitlines()))
    return tuple(reading.each(OSPF, found, _adjacency))


def _adjacency(found: re.Match[str]) -> Adjacency:
    states = {"TWOWAY": "two-way"}
    state = states.get(found[2], found[2].lower())
    return Adjacency(full_name(found[5]), IPv4Address(found[1]), 2, "", state, ip_address(found[4]), found[3].lower())


def _sessions(reading: Reading) -> tuple[BgpSession, ...] | None:
    text = reading.text(BGP)
    if text is None:
        return None
    return tuple(reading.each(BGP, _blocks(text, _PEER), _session))


def _session(block: tuple[re.Match[str], str]) -> BgpSession:
    found, text = block
    state, local = _STATE.search(text), _LOCAL_AS.search(text)
    return BgpSession(
        ip_address(found[1]),
        int(found[2]),
        int(local[1]) if local else 0,
        state[1].lower() if state else "idle",
    )
