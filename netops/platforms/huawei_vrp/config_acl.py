"""``acl``: basic and advanced lists, by number and by name.

Basic: 2000-2999, advanced: 3000-3999 (both vendors).  Rules are asked in the order of their numbers, which step by
five where nothing is said.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from netops.model import AccessList, AccessListEntry, Action
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, ignore, type_of
from netops.platforms.huawei_vrp.config_policy import action_of
from netops.platforms.huawei_vrp.values import prefix_of, wildcard_prefix

__all__ = ["ACL_BLOCKS", "access_lists"]

_PORTS = {
    "bgp": 179, "bootpc": 68, "bootps": 67, "dns": 53, "domain": 53, "ftp": 21, "ftp-data": 20, "ntp": 123, "pop3": 110,
    "rip": 520, "smtp": 25, "snmp": 161, "snmptrap": 162, "ssh": 22, "syslog": 514, "tacacs": 49, "telnet": 23,
    "tftp": 69, "www": 80, "https": 443, "sunrpc": 111, "login": 513, "shell": 514, "time": 37, "whois": 43,
}  # fmt: skip
_ICMP = {"echo": (8, 0), "echo-reply": (0, 0), "ttl-exceeded": (11, 0), "net-unreachable": (3, 0),
         "host-unreachable": (3, 1), "port-unreachable": (3, 3)}  # fmt: skip
_WITHOUT_CONDITION = ("logging", "counting", "log")


def _port(word: str) -> int:
    port = _PORTS[word] if word in _PORTS else int(type_of("number", word))
    if port > 65535:
        raise Mismatch(f"{word!r} is no port")
    return port


def _take(words: list[str]) -> str:
    if not words:
        raise Mismatch("the line ends too early")
    return words.pop(0)


def _address(words: list[str], side: str) -> dict[str, Any]:
    word = _take(words)
    if word == "any":
        return {}
    if ":" in word:
        address, slash, length = word.partition("/")
        return {side: prefix_of(address, length if slash else _take(words))}
    if word in ("address-set", "object-group", "ip-pool"):
        raise Mismatch("sets of addresses are not understood")
    prefix, odd = wildcard_prefix(word, _take(words))
    return {side: prefix, f"{side}_wildcard": odd}


def _ports(words: list[str], side: str) -> dict[str, Any]:
    way = _take(words)
    first = _port(_take(words))
    field = f"{side}_ports"
    if way == "neq":
        return {field: (0, first - 1), f"more_{field}": ((first + 1, 65535),)}
    ranges = {"eq": (first, first), "gt": (first + 1, 65535), "lt": (0, first - 1)}
    if way == "range":
        return {field: (first, _port(_take(words)))}
    if way not in ranges:
        raise Mismatch(f"{way!r} is not understood here")
    return {field: ranges[way]}


def _entry(sequence: int, words: list[str]) -> AccessListEntry:
    """``permit [PROTOCOL] [source A W] [source-port eq P] [destination …] …`` in any order."""
    said: dict[str, Any] = {"action": action_of(_take(words))}
    if words and words[0] not in (
        "source",
        "destination",
        *_WITHOUT_CONDITION,
        "fragment",
        "time-range",
        "vpn-instance",
    ):
        protocol = _take(words)
        said["protocol"] = {"ipv6": "ip", "icmpv6": "icmp"}.get(protocol, protocol)
    opaque: list[str] = []
    while words:
        word = _take(words)
        if word in ("source", "destination"):
            said.update(_address(words, word))
        elif word in ("source-port", "destination-port"):
            said.update(_ports(words, word.removesuffix("-port")))
        elif word == "established":
            said["established"] = True
        elif word in ("icmp-type", "icmp6-type"):
            said["icmp"] = _icmp(words)
        elif word not in _WITHOUT_CONDITION:
            opaque.append(word)
    return AccessListEntry(sequence, opaque=" ".join(opaque), **said)


def _icmp(words: list[str]) -> tuple[int, int | None]:
    word = _take(words)
    if word in _ICMP:
        return _ICMP[word]
    return type_of("number", word), int(words.pop(0)) if words and words[0].isdigit() else None


def _rule(draft: Fields, held: Fields) -> None:
    words: list[str] = list(held["words"])
    if words[1:2] in (["description"], ["comment"]):
        return
    entries: dict[int, Any] = draft["entries"]
    step = draft.get("step", 5)
    following = (max(entries) // step + 1) * step if entries else draft.get("first", 0)
    sequence = type_of("number", words.pop(0)) if words and words[0].isdigit() else following
    entries[sequence] = _entry(sequence, words)


_LINES = Grammar(
    Rules(
        ("rule <words:options>", _rule),
        ("step <step:number> <rest:options>", lambda draft, held: draft.update(step=max(1, held["step"]))),
        ("description|undo <rest:options>", ignore),
    )
)


def _opener(family: int) -> Any:
    """``number 2000``, ``name X [basic|advance|NUMBER]``, ``basic|advanced 2000|name X``."""

    def opener(draft: Fields, held: Fields) -> Fields:
        words = [word for word in held["words"] if word not in ("number", "name")]
        for extra in ("match-order", "config", "auto"):
            if extra == "auto" and "auto" in words:
                raise Mismatch("rules that the device orders are not understood")
            words = [word for word in words if word != extra]
        kinds = [word for word in words if word in ("basic", "advance", "advanced")]
        words = [word for word in words if word not in kinds]
        if not words or any(word in ("mac", "link", "user", "user-defined", "ucl") for word in words[:2]):
            raise Mismatch("this kind of access list is not understood")
        number = next((int(word) for word in words if word.isdigit()), 0)
        standard = "basic" in kinds or 2000 <= number < 3000
        inner: Fields = draft.setdefault("access_lists", {}).setdefault((words[0], family), {"entries": {}})
        inner["standard"] = standard
        held["name"] = words[0]
        return inner

    return opener


ACL_BLOCKS = (
    Block("acl ipv6 <words:options>", _opener(6), _LINES),
    Block("acl mac|link|user-defined <rest:options>", lambda _draft, _held: None, None),
    Block("acl <words:options>", _opener(4), _LINES),
)


def access_lists(top: Fields, filters: Collection[str]) -> tuple[AccessList, ...]:
    """What no rule matches is not taken by a routing policy, but passes a packet filter (both vendors)."""
    return tuple(
        AccessList(
            name,
            family,
            tuple(draft["entries"][number] for number in sorted(draft["entries"])),
            draft["standard"],
            Action.PERMIT if name in filters else Action.DENY,
        )
        for (name, family), draft in top.get("access_lists", {}).items()
    )
