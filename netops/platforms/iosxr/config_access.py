"""``ipv4 access-list`` and ``ipv6 access-list``."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

from netops.model import (
    AccessList,
    AccessListEntry,
    Action,
    IPPrefix,
)
from netops.platforms.configuration.grammar import Grammar
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, ignore, type_of

__all__ = ["FILTER_GRAMMAR", "access_list_draft", "access_lists"]

_PORTS = {
    "bgp": 179, "domain": 53, "ftp": 21, "ftp-data": 20, "ntp": 123, "snmp": 161, "snmptrap": 162, "ssh": 22,
    "syslog": 514, "tacacs": 49, "telnet": 23, "tftp": 69, "www": 80, "smtp": 25, "bootps": 67, "bootpc": 68,
}  # fmt: skip
_LAST = 65535


def access_list_draft(family: int) -> Any:
    def opener(draft: Fields, held: Fields) -> Fields:
        key = (held["name"], family)
        inner: Fields = draft.setdefault("access_lists", {}).setdefault(key, {"entries": {}, "family": family})
        return inner

    return opener


def _filter_line(draft: Fields, held: Fields) -> None:
    words: list[str] = list(held["words"])
    sequence, family = held["sequence"], draft["family"]
    if len(words) < 2 or words[0] not in ("permit", "deny"):
        raise Mismatch("expected permit or deny")
    said: Fields = {"action": Action(words.pop(0))}
    protocol = words[0]
    if protocol in ("any", "host") or "/" in protocol or "." in protocol:
        protocol = "ip"  # a line of the source alone
        words.append("any")
    else:
        words.pop(0)
    said["protocol"] = {"ipv4": "ip", "ipv6": "ip"}.get(protocol, protocol)
    for side in ("source", "destination"):
        said[side] = _prefix(words, family)
        if ports := _ports(words):
            said[f"{side}_ports"] = ports
    said["established"] = "established" in words
    said["opaque"] = " ".join(word for word in words if word not in ("established", "log", "log-input"))
    draft["entries"][sequence] = AccessListEntry(sequence, **said)


def _prefix(words: list[str], family: int) -> IPPrefix | None:
    if not words:
        raise Mismatch("the line ends too early")
    word = words.pop(0)
    kind = "network4" if family == 4 else "network6"
    made: IPPrefix
    if word == "any":
        return None
    if word == "host" and words:
        made = type_of(kind, words.pop(0))
        return made
    if "/" in word:
        made = type_of(kind, word)
        return made
    if family == 4 and words:
        wildcard = int(type_of("address4", words.pop(0)))
        if wildcard & (wildcard + 1):
            raise Mismatch("a wildcard that is not at the end is not understood")
        return ip_network((int(type_of("address4", word)) & ~wildcard, 32 - wildcard.bit_length()))
    raise Mismatch(f"{word!r} is no prefix")


def _ports(words: list[str]) -> tuple[int, int] | None:
    if not words or words[0] not in ("eq", "gt", "lt", "range"):
        return None
    kind = words.pop(0)
    low = _port(words)
    if kind == "range":
        return low, _port(words)
    return {"eq": (low, low), "gt": (low + 1, _LAST), "lt": (0, low - 1)}[kind]


def _port(words: list[str]) -> int:
    if not words:
        raise Mismatch("a port is missing")
    word = words.pop(0)
    number = _PORTS[word] if word in _PORTS else type_of("number", word)
    return min(int(number), _LAST)


FILTER_GRAMMAR = Grammar(
    Rules(("<sequence:number> remark <rest:options>", ignore), ("<sequence:number> <words:options>", _filter_line))
)


def access_lists(top: Fields) -> tuple[AccessList, ...]:
    return tuple(
        AccessList(name, family, tuple(draft["entries"][number] for number in sorted(draft["entries"])))
        for (name, family), draft in top.get("access_lists", {}).items()
    )
