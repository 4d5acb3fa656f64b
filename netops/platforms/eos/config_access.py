"""``ip access-list`` and ``ipv6 access-list``, standard and extended."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Network
from itertools import pairwise
from typing import Any

from netops.model import AccessList, AccessListEntry
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, ignore, type_of
from netops.platforms.eos.config_access_ports import ICMP, port
from netops.platforms.eos.config_policy_lists import action_of, next_sequence

__all__ = ["ACCESS_BLOCKS", "access_lists"]

_PROTOCOLS = frozenset(
    {"ip", "ipv6", "tcp", "udp", "icmp", "icmpv6", "ospf", "vrrp", "igmp", "pim", "gre", "ahp", "esp", "sctp", "rsvp"}
)
_PORTED = frozenset({"tcp", "udp", "sctp", "6", "17", "132"})


class _Words:
    """The words of an entry that are still to be read."""

    def __init__(self, words: list[str], family: int) -> None:
        self._words, self._family, self._place = words, family, 0

    def peek(self) -> str:
        return self._words[self._place] if self._place < len(self._words) else ""

    def take(self) -> str:
        if self._place >= len(self._words):
            raise Mismatch("the entry ends too early")
        self._place += 1
        return self._words[self._place - 1]

    def rest(self) -> list[str]:
        left = self._words[self._place :]
        self._place = len(self._words)
        return left

    def address(self) -> Fields:
        """``any``, ``host A``, ``P/L``, ``A WILDCARD`` or a lone address, as prefix and odd wildcard."""
        word = self.take()
        if word == "any":
            return {}
        if word == "host":
            return {"": type_of(f"network{self._family}", self.take())}
        if self._family == 4 and "/" not in word and self.peek().count(".") == 3:
            return _wildcard(word, self.take())
        return {"": type_of(f"network{self._family}", word)}

    def ports(self) -> list[tuple[int, int]]:
        """``eq P [P …]``, ``range P P``, ``gt P``, ``lt P``, ``neq P [P …]`` as inclusive ranges; none: all."""
        word = self.peek()
        if word in ("gt", "lt", "range"):
            self.take()
            first = port(self.take())
            if word == "range":
                return [(first, port(self.take()))]
            return [(first + 1, 65535)] if word == "gt" else [(0, first - 1)]
        if word not in ("eq", "neq"):
            return []
        self.take()
        listed = [port(self.take())]
        while (number := _port_or_none(self.peek())) is not None:
            listed.append(number)
            self.take()
        return [(each, each) for each in listed] if word == "eq" else _others(sorted(listed))


def _port_or_none(word: str) -> int | None:
    try:
        return port(word) if word else None
    except Mismatch:
        return None


def _others(listed: list[int]) -> list[tuple[int, int]]:
    edges = [-1, *listed, 65536]
    return [(low + 1, high - 1) for low, high in pairwise(edges) if low + 1 <= high - 1]


def _wildcard(address: str, wildcard: str) -> Fields:
    host = int(type_of("address4", wildcard))
    base = int(type_of("address4", address)) & ~host
    if host & (host + 1) == 0:
        return {"": IPv4Network((base, 32 - host.bit_length()))}
    return {"": IPv4Network((base & ~((1 << host.bit_length()) - 1), 32 - host.bit_length())), "_wildcard": host}


def _entry(draft: Fields, held: Fields) -> None:
    entries = draft["entries"]
    sequence = next_sequence(entries, held.get("sequence"))
    words = _Words(held["words"].split(), draft["family"])
    permit = action_of(held["action"])
    made = _standard(words) if draft["standard"] else _extended(words)
    entries[sequence] = AccessListEntry(sequence, permit, **made)


def _standard(words: _Words) -> Fields:
    source = {f"source{key}": value for key, value in words.address().items()}
    return source | _conditions(words.rest())


def _extended(words: _Words) -> Fields:
    protocol = words.take()
    if protocol == "vlan":
        raise Mismatch("entries of a VLAN are not in the model")
    if protocol not in _PROTOCOLS and not protocol.isdigit():
        raise Mismatch(f"{protocol!r} is no protocol that netops knows")
    fields: Fields = {"protocol": "ip" if protocol == "ipv6" else protocol}
    for side in ("source", "destination"):
        fields |= {f"{side}{key}": value for key, value in words.address().items()}
        if protocol in _PORTED:
            fields |= _ports(side, words.ports())
    if protocol in ("icmp", "icmpv6"):
        fields |= _icmp(words)
    return fields | _conditions(words.rest())


def _ports(side: str, found: list[tuple[int, int]]) -> Fields:
    if not found:
        return {}
    return {f"{side}_ports": found[0]} | ({f"more_{side}_ports": tuple(found[1:])} if len(found) > 1 else {})


def _icmp(words: _Words) -> Fields:
    """A message by name, or by type and code."""
    word = words.peek()
    if word in ICMP:
        words.take()
        return {"icmp": ICMP[word]}
    if word.isdigit():
        kind = type_of("number", words.take())
        code = type_of("number", words.take()) if words.peek().isdigit() else None
        return {"icmp": (kind, code)}
    return {}


def _conditions(words: list[str]) -> Fields:
    """The words after the addresses: ``established`` and ``log`` are known, all others make the entry opaque."""
    left = [each for each in words if each not in ("established", "log")]
    fields: Fields = {"established": True} if "established" in words else {}
    return fields | ({"opaque": " ".join(left)} if left else {})


def _remark(draft: Fields, held: Fields) -> None:
    draft["remarks"][next_sequence(draft["entries"], held.get("sequence"))] = held["remark"]


_GRAMMAR = Grammar(
    Rules(
        ("<sequence:number> remark <remark:rest>", _remark),
        ("<sequence:number> <action:word> <words:rest>", _entry),
        ("remark <remark:rest>", _remark),
        ("statistics per-entry", ignore),
        ("counters per-entry", ignore),
        ("fragment-rules", ignore),
        ("permit response traffic nat", ignore),
        ("<action:word> <words:rest>", _entry),
    )
)


def _open(family: int, standard: bool) -> Any:
    def opener(draft: Fields, held: Fields) -> Fields:
        fresh = {"family": family, "standard": standard, "entries": {}, "remarks": {}}
        made: Fields = draft.setdefault("access_lists", {}).setdefault((family, held["name"]), fresh)
        return made

    return opener


ACCESS_BLOCKS = (
    Block("ip access-list standard <name:word>", _open(4, True), _GRAMMAR, "access-list:{name}"),
    Block("ip access-list <name:word>", _open(4, False), _GRAMMAR, "access-list:{name}"),
    Block("ipv6 access-list standard <name:word>", _open(6, True), _GRAMMAR, "access-list:{name}"),
    Block("ipv6 access-list <name:word>", _open(6, False), _GRAMMAR, "access-list:{name}"),
)


def access_lists(top: Fields) -> tuple[AccessList, ...]:
    """The lists as drafted; a remark stands with the entry that follows it."""
    return tuple(
        AccessList(name, family, _ordered(draft), draft["standard"])
        for (family, name), draft in top.get("access_lists", {}).items()
    )


def _ordered(draft: Fields) -> tuple[AccessListEntry, ...]:
    waiting = sorted(draft["remarks"].items())
    made = []
    for sequence in sorted(draft["entries"]):
        entry = draft["entries"][sequence]
        while waiting and waiting[0][0] <= sequence:
            entry = replace(entry, remark=waiting.pop(0)[1])
        made.append(entry)
    return tuple(made)
