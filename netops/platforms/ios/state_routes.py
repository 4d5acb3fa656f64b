"""The routing tables of all VRFs, from ``show ip route`` and ``show ipv6 route``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from netops.model import IPAddress, IPPrefix, NextHop, Rib, Route
from netops.platforms.ios.names import full_name
from netops.platforms.reading import Reading

__all__ = ["read_ribs"]

_CODES: dict[str, tuple[str, str]] = {
    "C": ("connected", ""), "L": ("local", ""), "LC": ("connected", ""), "S": ("static", ""), "U": ("static", ""),
    "o": ("odr", ""), "R": ("rip", ""), "M": ("mobile", ""), "B": ("bgp", ""), "H": ("nhrp", ""),
    "a": ("application", ""),
    "D": ("eigrp", "internal"), "D EX": ("eigrp", "external"), "EX": ("eigrp", "external"),
    "O": ("ospf", "intra"), "O IA": ("ospf", "inter"), "OI": ("ospf", "inter"),
    "O E1": ("ospf", "E1"), "OE1": ("ospf", "E1"), "O E2": ("ospf", "E2"), "OE2": ("ospf", "E2"),
    "O N1": ("ospf", "N1"), "ON1": ("ospf", "N1"), "O N2": ("ospf", "N2"), "ON2": ("ospf", "N2"),
    "i L1": ("isis", "L1"), "I1": ("isis", "L1"), "i L2": ("isis", "L2"), "I2": ("isis", "L2"),
    "i ia": ("isis", "ia"), "IA": ("isis", "ia"), "i su": ("isis", "summary"), "IS": ("isis", "summary"),
    "i": ("isis", ""), "ND": ("nd", ""), "NDp": ("nd", ""), "NDr": ("nd", ""), "P": ("static", ""), "l": ("lisp", ""),
    "m": ("omp", ""), "n": ("nat", ""), "n Ni": ("nat", ""), "n No": ("nat", ""), "n Nd": ("nat", ""),
}  # fmt: skip
_UNSAID = {"connected": 0, "local": 0, "static": 1, "bgp": 20, "eigrp": 5, "ospf": 110, "isis": 115, "rip": 120}
"""The distance of a route that shows none: connected ones, summaries, and what was leaked from another VRF."""

_TABLE = re.compile(r"Routing Table: (\S+)|IPv6 Routing Table - (\S+) - ")
_HEADER = re.compile(r"\s+(\d+\.\d+\.\d+\.\d+)/(\d{1,3}) is (variably )?subnetted")
_ROUTE = re.compile(
    r"(?P<code>[A-Za-z][A-Za-z0-9]*(?:[\s*](?:EX|IA|E1|E2|N1|N2|L1|L2|ia|su|Ni|No|Nd))?)(?P<flags>[*\s+%p&~]*?)\s+"
    r"(?P<prefix>\d+\.\d+\.\d+\.\d+|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*)(?:/(?P<length>\d+))?(?P<rest>\s.*|)"
)
_METRICS = re.compile(r"\[(\d{1,9})/(\d{1,19})\]")
_TIME = re.compile(r"\d+:\d\d:\d\d|(?:\d+[ywdhm])+|never")


@dataclass(slots=True)
class _Entry:
    """A route while its lines are read."""

    vrf: str
    prefix: IPPrefix
    code: str
    text: str


def read_ribs(reading: Reading, commands: Iterable[str]) -> dict[str, Rib] | None:
    """The ribs by VRF ("default" the global one); None where no table was shown."""
    shown = [command for command in commands if reading.given(command)]
    if not shown:
        return None
    ribs: dict[str, dict[IPPrefix, Route]] = {"default": {}}
    for command in shown:
        text = reading.text(command) or ""
        entries = list(_entries(reading, command, text))
        for entry, route in zip(entries, map(_route, entries), strict=True):
            if route is None:
                reading.unread.append(f"{command}: {entry.code} {entry.prefix}{entry.text}"[:100])
            elif not route.prefix.is_link_local and not route.prefix.is_multicast:
                ribs.setdefault(entry.vrf, {})[route.prefix] = route
    return dict(ribs)


def _vrf_asked(command: str) -> str:
    found = re.search(r"\bvrf (\S+)", command)
    return "default" if found is None or found[1] in ("*", "all") else found[1]


def _entries(reading: Reading, command: str, text: str) -> Iterator[_Entry]:
    """The routes with all of their lines; legends and headers are passed over."""
    vrf, length, entry = _vrf_asked(command), 32, None
    legend = False
    for line in text.splitlines():
        if found := _TABLE.match(line):
            vrf, legend = found[1] or found[2], True
        elif line.startswith("Codes:"):
            legend = True
        elif line.startswith(("Gateway of last resort", "Default gateway")):
            legend = False
        elif found := _HEADER.match(line):
            length = int(found[2])
        elif (found := _ROUTE.match(line)) and _code(found) in _CODES and not (legend and " - " in line):
            legend = False
            if entry is not None:
                yield entry
            entry = _begun(reading, command, vrf, found, length)
        elif line.strip() and not legend:
            entry = _continued(reading, command, entry, line)
    if entry is not None:
        yield entry


def _code(found: re.Match[str]) -> str:
    """ "O IA" also of "O*IA", a candidate for the default route."""
    return " ".join(found["code"].replace("*", " ").split())


def _begun(reading: Reading, command: str, vrf: str, found: re.Match[str], length: int) -> _Entry | None:
    """The prefix length is the header's where the line has none."""
    try:
        prefix = ip_network(f"{found['prefix']}/{found['length'] or length}", strict=False)
    except ValueError:
        reading.unread.append(f"{command}: {found[0].strip()}"[:100])
        return None
    return _Entry(vrf, prefix, _code(found), found["rest"])


def _continued(reading: Reading, command: str, entry: _Entry | None, line: str) -> _Entry | None:
    if entry is not None and line[0].isspace() and ("via " in line or "[" in line or "directly" in line):
        entry.text += "\n" + line
    elif not line.startswith(("%", "IPv6 Routing Table", "show ", "!")) or line.startswith("% Invalid"):
        reading.unread.append(f"{command}: {line.strip()}"[:100])
    return entry


def _route(entry: _Entry) -> Route | None:
    protocol, detail = _CODES[entry.code]
    metrics = _METRICS.search(entry.text)
    distance = int(metrics[1]) if metrics else _UNSAID.get(protocol, 0)
    hops = frozenset(_hops(entry.text))
    if not hops:
        return None
    if protocol == "bgp":
        detail = "ibgp" if distance == 200 else "ebgp"
    if "is a summary" in entry.text:
        detail = "summary"
    return Route(entry.prefix, protocol, distance, int(metrics[2]) if metrics else 0, hops, detail)


def _hops(text: str) -> Iterator[NextHop]:
    """A hop for each line: ``via A, 00:01:00, IF``, ``is directly connected, IF``, ``via IF, directly connected``."""
    for line in text.splitlines():
        words = [part.strip() for part in line.replace("is directly connected", ",").split(",")]
        interface = next((word for word in reversed(words) if _is_interface(word)), None)
        via = re.search(r"via (\S+?)(?:,|$|\s)", line)
        address = _address(via[1]) if via else None
        if via and address is None and interface is None:
            interface = via[1]
        if interface is not None and interface.lower().startswith("null"):
            yield NextHop(blackhole=True)
        elif address is not None or interface is not None:
            yield NextHop(address, None if interface is None else full_name(interface))


def _is_interface(word: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z][A-Za-z-]*[0-9][0-9/.:]*", word)) and not _TIME.fullmatch(word)


def _address(word: str) -> IPAddress | None:
    try:
        return ip_address(word.partition("%")[0])
    except ValueError:
        return None
