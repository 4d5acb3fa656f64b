"""What an IOS-XR router shows, as a DeviceState.  Outputs of IOS XR 6.x."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from ipaddress import IPv4Address, ip_address, ip_interface

from netops.model import Adjacency, BgpSession, DeviceState, InterfaceState
from netops.platforms.iosxr.names import full_name
from netops.platforms.iosxr.state_routes import ROUTES, read_ribs
from netops.platforms.reading import Reading

__all__ = ["SHOW_COMMANDS", "read"]

RUNNING = "show running-config"
INTERFACES = "show interfaces"
OSPF = "show ospf neighbor"
BGP = "show bgp all all neighbors"

SHOW_COMMANDS = (INTERFACES, *ROUTES, OSPF, BGP, RUNNING)

_HEADING = re.compile(r"^(\S+) is (up|down|administratively down), line protocol is (\S+)")
_MTU = re.compile(r"MTU (\d+) bytes, BW (\d+) Kbit")
_MAC = re.compile(r"address is ([0-9a-f.]{14})")
_ADDRESS = re.compile(r"Internet address is (\d\S*)")
_NEIGHBOR = re.compile(r"^(\d+\.\d+\.\d+\.\d+)\s+\d+\s+(\S+)/\s*(\S+)\s+\S+\s+(\S+)\s+(\S+)\s*$")
_PEER = re.compile(r"^BGP neighbor is (\S+)")
_NUMBERS = re.compile(r"Remote AS (\d+), local AS (\d+)")
_STATE = re.compile(r"BGP state = (\w+)")


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
    size, mac = _MTU.search(text), _MAC.search(text)
    digits = mac[1].replace(".", "") if mac else ""
    return InterfaceState(
        full_name(found[1]),
        admin_up=not found[2].startswith("admin"),
        oper_up=found[3].rstrip(",") == "up",
        mtu=int(size[1]) if size else None,
        speed=int(size[2]) // 1000 if size else None,
        mac=":".join(digits[place : place + 2] for place in range(0, 12, 2)) if digits else None,
        addresses=tuple(ip_interface(each[1]) for each in _ADDRESS.finditer(text)),
    )


def _adjacencies(reading: Reading) -> tuple[Adjacency, ...] | None:
    text = reading.text(OSPF)
    if text is None:
        return None
    found = filter(None, map(_NEIGHBOR.match, text.splitlines()))
    return tuple(reading.each(OSPF, found, _adjacency))


def _adjacency(found: re.Match[str]) -> Adjacency:
    state = {"2WAY": "two-way"}.get(found[2], found[2].lower())
    return Adjacency(full_name(found[5]), IPv4Address(found[1]), 2, "", state, ip_address(found[4]), found[3].lower())


def _sessions(reading: Reading) -> tuple[BgpSession, ...] | None:
    text = reading.text(BGP)
    if text is None:
        return None
    return tuple(reading.each(BGP, _blocks(text, _PEER), _session))


def _session(block: tuple[re.Match[str], str]) -> BgpSession:
    found, text = block
    numbers, state = _NUMBERS.search(text), _STATE.search(text)
    remote, local = (int(numbers[1]), int(numbers[2])) if numbers else (0, 0)
    return BgpSession(ip_address(found[1]), remote, local, state[1].lower() if state else "idle")
