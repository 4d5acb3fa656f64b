"""``show route`` and its kin: the best routes by VRF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address, ip_network

from netops.model import IPPrefix, NextHop, Rib, Route
from netops.platforms.iosxr.names import full_name
from netops.platforms.reading import Reading

__all__ = ["ROUTES", "read_ribs"]

ROUTES = ("show route", "show route vrf all", "show route ipv6", "show route vrf all ipv6")

_CODES = {
    "C": ("connected", ""), "S": ("static", ""), "R": ("rip", ""), "B": ("bgp", ""), "L": ("local", ""),
    "D": ("eigrp", "internal"), "D EX": ("eigrp", "external"), "O": ("ospf", "intra"), "O IA": ("ospf", "inter"),
    "O N1": ("ospf", "N1"), "O N2": ("ospf", "N2"), "O E1": ("ospf", "E1"), "O E2": ("ospf", "E2"),
    "i L1": ("isis", "L1"), "i L2": ("isis", "L2"), "i ia": ("isis", "inter"), "i su": ("isis", "summary"),
    "a": ("application", ""), "A": ("subscriber", ""),
}  # fmt: skip
_VRF = re.compile(r"^VRF: (\S+)")
_ROUTE = re.compile(r"^([A-Za-z](?: [A-Za-z0-9]{1,2})?)\*?\s+(?:\(\S+\)\s+)?([0-9a-fA-F.:]+/\d+)(.*)$")
_DIRECT = re.compile(r"^ is directly connected, [^,]+(?:, (\S+))?")
_VIA = re.compile(r"^\s*\[(\d+)/(\d+)\] via ([0-9a-fA-F.:]+)(?: \([^)]*\))?, [^,]+(?:, (\S+))?")
_SKIPPED = ("Codes:", "Gateway of last resort", "% ", "RP/")


def read_ribs(reading: Reading) -> dict[str, Rib] | None:
    """The ribs by VRF, without multicast and link-local prefixes; None where no table was given."""
    given = [command for command in ROUTES if reading.given(command)]
    if not given:
        reading.text(ROUTES[0])
        return None
    ribs: dict[str, dict[IPPrefix, Route]] = {"default": {}}
    for command in given:
        for vrf, route in _routes(reading, command):
            if not (route.prefix.is_multicast or route.prefix.is_link_local):
                table = ribs.setdefault(vrf, {})
                before = table.get(route.prefix)
                hops = route.next_hops | (before.next_hops if before is not None else frozenset())
                table[route.prefix] = Route(
                    route.prefix, route.protocol, route.distance, route.metric, hops, route.detail
                )
    return dict(ribs)


def _routes(reading: Reading, command: str) -> Iterator[tuple[str, Route]]:
    """A route for each of its ways."""
    vrf, protocol, detail = "default", "", ""
    prefix: IPPrefix | None = None
    legend = True
    for line in (reading.text(command) or "").splitlines():
        if found := _VRF.match(line):
            vrf, legend = found[1], True
            continue
        rest = line
        if found := _ROUTE.match(line):
            legend = False
            protocol, detail = _CODES.get(found[1].strip(), ("", ""))
            prefix, rest = ip_network(found[2]), found[3]
            if not protocol:
                reading.unread.append(f"{command}: {line.strip()[:60]}")
        if prefix is not None and protocol and (way := _way(rest)) is not None:
            distance, metric, hop = way
            yield (
                vrf,
                Route(
                    prefix, protocol, distance if distance >= 0 else _usual(protocol), metric, frozenset({hop}), detail
                ),
            )
        elif line.strip() and not legend and rest.strip() and not line.startswith(_SKIPPED):
            reading.unread.append(f"{command}: {line.strip()[:60]}")


def _usual(protocol: str) -> int:
    """The distance that ``is directly connected`` leaves out."""
    return 1 if protocol == "static" else 0


def _way(text: str) -> tuple[int, int, NextHop] | None:
    if found := _DIRECT.match(text):
        name = full_name(found[1]) if found[1] else None
        return -1, 0, NextHop(blackhole=True) if name == "Null0" else NextHop(None, name)
    if found := _VIA.match(text):
        name = full_name(found[4]) if found[4] else None
        hop = NextHop(blackhole=True) if name == "Null0" else NextHop(ip_address(found[3]), name)
        return int(found[1]), int(found[2]), hop
    return None
