"""``show ip route vrf all`` and ``show ipv6 route vrf all``: the best routes by VRF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network

from netops.model import IPPrefix, NextHop, Rib, Route
from netops.platforms.nxos.names import full_name
from netops.platforms.reading import Reading

__all__ = ["IPV4_ROUTES", "IPV6_ROUTES", "read_ribs"]

IPV4_ROUTES = "show ip route vrf all"
IPV6_ROUTES = "show ipv6 route vrf all"

_VRF = re.compile(r'^IP(?:v6)? Routing Table for VRF "([^"]+)"|^IP Route Table for VRF "([^"]+)"')
_PREFIX = re.compile(r"^(\S+/\d+),? ubest/mbest: (\d+)/(\d+)")
_VIA = re.compile(r"^\s+(\*)?\*?via ([^,]+),(?: ([^,\[]+),)? \[(\d+)/(\d+)\], [^,]+, ([^,]+)(?:, (.*))?$")
_PROTOCOLS = {"direct": "connected", "broadcast": "", "am": "", "hmm": "hmm", "discard": "static"}
_DETAILS = {
    "intra": "intra", "inter": "inter", "type-1": "E1", "type-2": "E2", "nssa type-1": "N1", "nssa type-2": "N2",
    "external": "external", "internal": "internal", "L1": "L1", "L2": "L2", "summary": "summary", "discard": "discard",
}  # fmt: skip
_RANK = ("connected",)  # a loopback's own prefix is also its local route: told once


@dataclass
class _Entry:
    """One prefix with its ways."""

    vrf: str
    prefix: IPPrefix
    ways: list[tuple[str, str, int, int, NextHop]] = field(default_factory=list)

    def route(self) -> Route | None:
        """The best of them; None where none of them is a unicast route of its own."""
        protocols = {way[0] for way in self.ways}
        chosen = next((each for each in _RANK if each in protocols), None)
        ways = [way for way in self.ways if way[0] == (chosen or self.ways[0][0])]
        if not ways or not ways[0][0]:
            return None
        protocol, detail, distance, metric, _ = ways[0]
        return Route(self.prefix, protocol, distance, metric, frozenset(way[4] for way in ways), detail)


def read_ribs(reading: Reading) -> dict[str, Rib] | None:
    """The ribs by VRF, without multicast and link-local prefixes; None where IPv4 was not read."""
    if not reading.given(IPV4_ROUTES):
        reading.text(IPV4_ROUTES)
        return None
    ribs: dict[str, dict[IPPrefix, Route]] = {"default": {}}
    for command in (IPV4_ROUTES, IPV6_ROUTES):
        if reading.given(command):
            for entry in _entries(reading, command, reading.text(command) or "", ribs):
                route = entry.route() if entry.ways else None
                if route is not None and not (entry.prefix.is_multicast or entry.prefix.is_link_local):
                    ribs[entry.vrf][entry.prefix] = route
    return dict(ribs)


def _entries(reading: Reading, command: str, text: str, ribs: dict[str, dict[IPPrefix, Route]]) -> Iterator[_Entry]:
    vrf, entry = "default", None
    for line in text.splitlines():
        if found := _VRF.match(line):
            vrf = found[1] or found[2]
            ribs.setdefault(vrf, {})
        elif found := _PREFIX.match(line):
            if entry is not None:
                yield entry
            entry = _Entry(vrf, ip_network(found[1]))
        elif found := _VIA.match(line):
            if entry is not None and found[1]:
                entry.ways.append(_way(found))
        elif line.strip() and not line.startswith(("'", "IP", "Codes")):
            reading.unread.append(f"{command}: {line.strip()[:60]}")
    if entry is not None:
        yield entry


def _way(found: re.Match[str]) -> tuple[str, str, int, int, NextHop]:
    word = found[6].strip()
    name = word.partition("-")[0]
    detail = _DETAILS.get((found[7] or "").split(",")[0].strip(), "")
    hop = _hop(found[2], found[3])
    protocol = _PROTOCOLS.get(name, name)
    return protocol, detail, int(found[4]), int(found[5]), hop


def _hop(via: str, interface: str | None) -> NextHop:
    """``10.0.0.1%VRF``, an interface, or Null0."""
    target = via.partition("%")[0].strip()
    if target.startswith("Null"):
        return NextHop(blackhole=True)
    name = full_name(interface.strip()) if interface else None
    try:
        return NextHop(ip_address(target), name)
    except ValueError:
        return NextHop(None, full_name(target))
