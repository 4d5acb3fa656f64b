"""What NX-OS and IOS-XR show alike, in other words: interfaces, OSPF neighbours and BGP peers as blocks of text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_address, ip_interface

from netops.model import Adjacency, BgpSession, InterfaceState
from netops.platforms.reading import Reading

__all__ = ["InterfaceWords", "read_adjacencies", "read_interfaces", "read_sessions"]

_STATE = re.compile(r"BGP state = (\w+)")
_TWO_WAY = frozenset({"twoway", "2way"})
_NEIGHBOR = re.compile(r"^\s*(\d+\.\d+\.\d+\.\d+)\s+\d+\s+(\w+)/\s*(\S+)\s+\S+\s+(\S+)\s+(\S+)\s*$")


@dataclass(frozen=True, slots=True)
class InterfaceWords:
    """Where a system's ``show interface`` says what; ``heading`` holds the name, and what of it is up.

    ``admin_up`` and ``oper_up`` tell from the heading and the whole block.
    """

    heading: re.Pattern[str]
    mtu: re.Pattern[str]
    bandwidth: re.Pattern[str]  # kbit/s
    mac: re.Pattern[str]  # four digits three times
    address: re.Pattern[str]
    admin_up: Callable[[re.Match[str], str], bool]
    oper_up: Callable[[re.Match[str]], bool]


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


def read_interfaces(
    reading: Reading, command: str, words: InterfaceWords, full_name: Callable[[str], str]
) -> dict[str, InterfaceState] | None:
    """The interfaces by their whole names; None where there was no answer."""
    text = reading.text(command)
    if text is None:
        return None

    def read(block: tuple[re.Match[str], str]) -> InterfaceState:
        heading, body = block
        mtu, bandwidth, mac = words.mtu.search(body), words.bandwidth.search(body), words.mac.search(body)
        digits = mac[1].replace(".", "") if mac else ""
        return InterfaceState(
            full_name(heading[1]),
            admin_up=words.admin_up(heading, body),
            oper_up=words.oper_up(heading),
            mtu=int(mtu[1]) if mtu else None,
            speed=int(bandwidth[1]) // 1000 if bandwidth else None,
            mac=":".join(digits[place : place + 2] for place in range(0, 12, 2)) if digits else None,
            addresses=tuple(ip_interface(each[1]) for each in words.address.finditer(body)),
        )

    return {each.name: each for each in reading.each(command, _blocks(text, words.heading), read)}


def read_adjacencies(reading: Reading, command: str, full_name: Callable[[str], str]) -> tuple[Adjacency, ...] | None:
    """OSPF's neighbours; a device on which OSPF does not run answers with a note."""
    text = reading.text(command)
    if text is None:
        return None

    def read(found: re.Match[str]) -> Adjacency:
        state = "two-way" if found[2].lower() in _TWO_WAY else found[2].lower()
        identity, address = IPv4Address(found[1]), ip_address(found[4])
        return Adjacency(full_name(found[5]), identity, 2, "", state, address, found[3].lower())

    return tuple(reading.each(command, filter(None, map(_NEIGHBOR.match, text.splitlines())), read))


def read_sessions(
    reading: Reading, command: str, heading: re.Pattern[str], remote: re.Pattern[str], local: re.Pattern[str]
) -> tuple[BgpSession, ...] | None:
    """BGP's peers; ``heading`` begins with the peer's address, the others find the AS numbers in its block."""
    text = reading.text(command)
    if text is None:
        return None

    def read(block: tuple[re.Match[str], str]) -> BgpSession:
        found, body = block
        state, theirs, ours = _STATE.search(body), remote.search(body), local.search(body)
        return BgpSession(
            ip_address(found[1]),
            int(theirs[1]) if theirs else 0,
            int(ours[1]) if ours else 0,
            state[1].lower() if state else "idle",
        )

    return tuple(reading.each(command, _blocks(text, heading), read))
