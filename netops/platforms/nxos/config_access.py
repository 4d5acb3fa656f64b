"""``ip access-list`` and ``ipv6 access-list``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import Any

from netops.model import AccessList, AccessListEntry, IPPrefix
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, ignore, type_of
from netops.platforms.nxos.config_policy import action_of

__all__ = ["ACCESS_LISTS", "access_lists"]

_PORTS = {
    "bgp": 179, "bootpc": 68, "bootps": 67, "domain": 53, "ftp": 21, "ftp-data": 20, "isakmp": 500, "ntp": 123,
    "non500-isakmp": 4500, "pop3": 110, "rip": 520, "smtp": 25, "snmp": 161, "snmptrap": 162, "ssh": 22, "syslog": 514,
    "tacacs": 49, "telnet": 23, "tftp": 69, "www": 80, "https": 443, "ldap": 389, "kerberos": 88, "sunrpc": 111,
}  # fmt: skip
_ICMP = {
    "echo": (8, None), "echo-reply": (0, None), "unreachable": (3, None), "time-exceeded": (11, None),
    "ttl-exceeded": (11, 0), "redirect": (5, None), "packet-too-big": (3, 4), "port-unreachable": (3, 3),
}  # fmt: skip
_PORT_LAST = 65535
# They say how packets are counted or marked, and choose none.
_NO_CONDITION = {"log"}


@dataclass
class _Words:
    """What is left of a line."""

    rest: list[str] = field(default_factory=list)

    def take(self) -> str:
        if not self.rest:
            raise Mismatch("the line ends too early")
        return self.rest.pop(0)

    def takes(self, *words: str) -> bool:
        """Whether the next word is one of these; then it is taken."""
        if self.rest and self.rest[0] in words:
            self.rest.pop(0)
            return True
        return False


def _entry(sequence: int, words: Sequence[str], family: int) -> AccessListEntry:
    line = _Words(list(words))
    action = action_of(line.take())
    protocol = line.take()
    said: dict[str, Any] = {"protocol": {"ipv6": "ip"}.get(protocol, protocol)}
    source = _address(line, family)
    said.update(zip(("source", "source_wildcard"), source, strict=True))
    said.update(_ports(line, "source"))
    destination = _address(line, family)
    said.update(zip(("destination", "destination_wildcard"), destination, strict=True))
    said.update(_ports(line, "destination"))
    opaque: list[str] = []
    while line.rest:
        word = line.take()
        if word == "established":
            said["established"] = True
        elif word in _ICMP and said["protocol"] == "icmp":
            said["icmp"] = _ICMP[word]
        elif word.isdigit() and said["protocol"] == "icmp":
            said["icmp"] = (int(word), int(line.take()) if line.rest and line.rest[0].isdigit() else None)
        elif word not in _NO_CONDITION:
            opaque.append(word)
    return AccessListEntry(sequence, action, opaque=" ".join(opaque), **said)


def _address(line: _Words, family: int) -> tuple[IPPrefix | None, int | None]:
    """A prefix, and the bits of a wildcard that do not count where they are not at its end."""
    word = line.take()
    if word == "any":
        return None, None
    if word == "addrgroup":
        raise Mismatch("object groups are not understood")
    if word == "host":
        return _network(line.take(), family), None
    if "/" in word or family == 6:
        return _network(word, family), None
    wildcard = int(type_of("address4", line.take()))
    if wildcard & (wildcard + 1):
        return ip_network(word), wildcard
    return ip_network((int(type_of("address4", word)) & ~wildcard, 32 - wildcard.bit_length())), None


def _network(text: str, family: int) -> IPPrefix:
    found: IPPrefix = type_of("network4" if family == 4 else "network6", text)
    return found


def _ports(line: _Words, side: str) -> dict[str, Any]:
    field_, more = f"{side}_ports", f"more_{side}_ports"
    if line.takes("eq"):
        port = _port(line.take())
        return {field_: (port, port)}
    if line.takes("gt"):
        return {field_: (_port(line.take()) + 1, _PORT_LAST)}
    if line.takes("lt"):
        return {field_: (0, _port(line.take()) - 1)}
    if line.takes("range"):
        return {field_: (_port(line.take()), _port(line.take()))}
    if line.takes("neq"):
        port = _port(line.take())
        return {field_: (0, port - 1), more: ((port + 1, _PORT_LAST),)}
    if line.takes("portgroup"):
        raise Mismatch("object groups are not understood")
    return {}


def _port(word: str) -> int:
    port = _PORTS[word] if word in _PORTS else type_of("number", word)
    if port > _PORT_LAST:
        raise Mismatch(f"{word!r} is no port")
    return int(port)


def _numbered(draft: Fields, held: Fields) -> None:
    draft["entries"][held["sequence"]] = _entry(held["sequence"], held["words"], draft["family"])


def _opener(family: int) -> Any:
    def opener(draft: Fields, held: Fields) -> Fields:
        inner: Fields = draft.setdefault("access_lists", {}).setdefault((held["name"], family), {"entries": {}})
        inner["family"] = family
        return inner

    return opener


_LINES = Grammar(
    Rules(
        ("<sequence:number> remark <text:rest>", ignore),
        ("<sequence:number> <words:options>", _numbered),
        ("statistics|fragments|ignore <rest:options>", ignore),
    )
)
ACCESS_LISTS = (
    Block("ip access-list <name:word>", _opener(4), _LINES, "access-list:{name}"),
    Block("ipv6 access-list <name:word>", _opener(6), _LINES, "access-list:{name}"),
)


def access_lists(top: Fields) -> tuple[AccessList, ...]:
    return tuple(
        AccessList(name, family, tuple(draft["entries"][number] for number in sorted(draft["entries"])))
        for (name, family), draft in top.get("access_lists", {}).items()
    )
