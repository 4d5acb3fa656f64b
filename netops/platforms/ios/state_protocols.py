"""OSPF neighbours and BGP sessions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from ipaddress import IPv4Address, ip_address

from netops.model import Adjacency, BgpSession
from netops.platforms.configuration.rules import Mismatch
from netops.platforms.ios.asn import asn
from netops.platforms.ios.names import full_name
from netops.platforms.reading import Reading

__all__ = ["BGP", "OSPF", "OSPF6", "OSPF_AREAS", "read_adjacencies", "read_sessions"]

OSPF = "show ip ospf neighbor"
OSPF6 = "show ipv6 ospf neighbor"
OSPF_AREAS = "show ip ospf interface brief"
BGP = ("show ip bgp all neighbors", "show ip bgp all neighbor", "show bgp all neighbors")

_STATES = {"2way": "two-way", "full": "full", "exstart": "exstart", "exchange": "exchange", "loading": "loading"}
_NEIGHBOR = re.compile(r"(\d+\.\d+\.\d+\.\d+)\s+\d+\s+([A-Z0-9]+)/\s*(\S+)\s+\S+\s+(\S+)\s+(\S+)$")


def read_adjacencies(reading: Reading) -> tuple[Adjacency, ...] | None:
    """Of both versions; the area is empty where the device was not asked for its interfaces' areas."""
    if not reading.given(OSPF) and not reading.given(OSPF6):
        return () if reading.text(OSPF) is not None else None
    areas = _areas(reading)
    found: list[Adjacency] = []
    for command, version in ((OSPF, 2), (OSPF6, 3)):
        lines = (reading.text(command) or "").splitlines() if reading.given(command) else []
        matches = (match for line in lines if (match := _NEIGHBOR.match(line.strip())))
        found += reading.each(command, matches, partial(_adjacency, version, areas))
    return tuple(found)


def _adjacency(version: int, areas: dict[str, str], found: re.Match[str]) -> Adjacency:
    interface = full_name(found[5])
    state = found[2].lower()
    role = "" if found[3] == "-" else found[3]
    address = ip_address(found[4]) if version == 2 else None
    return Adjacency(
        interface, IPv4Address(found[1]), version, areas.get(interface, ""), _STATES.get(state, state), address, role
    )


def _areas(reading: Reading) -> dict[str, str]:
    """``INTERFACE PROCESS AREA ADDRESS/MASK COST STATE NEIGHBOURS``."""
    if not reading.given(OSPF_AREAS):
        return {}
    rows = (line.split() for line in (reading.text(OSPF_AREAS) or "").splitlines()[1:])
    return {full_name(row[0]): _quad(row[2]) for row in rows if len(row) > 3}


def _quad(area: str) -> str:
    return str(IPv4Address(int(area))) if re.fullmatch(r"[0-9]{1,9}", area) else area


_PEER = re.compile(
    r"BGP neighbor is (\*?\S+?),\s+(?:vrf (\S+),\s+)?remote AS (\S+),(?:\s+local AS (\S+?),?(?: .*?,)?)?\s"
)
_STATE = re.compile(r"BGP state = (\w+)")
_FAMILY = re.compile(r"Address family (IPv[46]) Unicast: advertised and received")
_RECEIVED = re.compile(r"Prefixes Current:\s+\d+\s+(\d+)")
_RESET = re.compile(r"Last reset (?!never)[^\n]*?due to ([^\n]+)")
_OPENS = re.compile(r"^\s+Opens:\s+(\d+)\s+(\d+)", re.MULTILINE)
_NOTIFICATIONS = re.compile(r"^\s+Notifications:\s+(\d+)\s+(\d+)", re.MULTILINE)
_TIMES = re.compile(r"Connections established (\d+); dropped (\d+)")


def read_sessions(reading: Reading, commands: Iterable[str], own: int) -> tuple[BgpSession, ...] | None:
    """Each session once, though it is shown under every family; ``own`` is the AS number of the process."""
    command = next((each for each in BGP if each in commands), None)
    if command is None:
        return None
    found: dict[tuple[str, str], BgpSession] = {}
    for text in _blocks(reading.text(command) or ""):
        for match, session in reading.each(command, [text], lambda text: _session(text, own)):
            found.setdefault((match[2] or "default", match[1]), session)
    return tuple(found.values())


def _blocks(text: str) -> Iterator[str]:
    """The text of each neighbour."""
    starts = [match.start() for match in re.finditer(r"^BGP neighbor is ", text, re.MULTILINE)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=False):
        yield text[start:end]


def _session(text: str, own: int) -> tuple[re.Match[str], BgpSession]:
    peer, state = _PEER.match(text), _STATE.search(text)
    if peer is None or state is None:
        raise ValueError(text[:60])
    families = tuple(sorted({int(each[3]) for each in _FAMILY.findall(text)}))
    remote = _number(peer[3])
    local = _number(peer[4]) if peer[4] else remote if "internal link" in text.partition("\n")[0] else own
    up = state[1] == "Established"
    reset = _RESET.search(text)
    return peer, BgpSession(
        ip_address(peer[1].lstrip("*")),
        remote,
        local,
        state[1].lower(),
        families if up else (),
        reason="" if up or reset is None else reset[1].strip(),
        counters=_counters(text),
    )


def _number(text: str) -> int:
    """An AS number.  Raises ValueError."""
    try:
        return asn(text)
    except Mismatch as mismatch:
        raise ValueError(str(mismatch)) from None


def _counters(text: str) -> dict[str, int]:
    opens, notes, times = _OPENS.search(text), _NOTIFICATIONS.search(text), _TIMES.search(text)
    found: dict[str, int] = {}
    if opens:
        found.update(opens_sent=int(opens[1]), opens_received=int(opens[2]))
    if notes:
        found.update(notifications_sent=int(notes[1]), notifications_received=int(notes[2]))
    if times:
        found.update(established=int(times[1]), dropped=int(times[2]))
    return found
