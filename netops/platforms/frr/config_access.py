"""``access-list`` and ``ipv6 access-list``: FRR's, which know addresses only."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network

from netops.model import AccessList, AccessListEntry, IPPrefix
from netops.platforms.configuration.rules import Action, Fields, Mismatch, type_of
from netops.platforms.frr.config_policy import action_of, place

__all__ = ["ACCESS_RULES", "access_lists"]


def _entry(family: int) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        entries = draft.setdefault("access_lists", {}).setdefault((family, held["name"]), {})
        sequence = place(entries, held.get("sequence"))
        source, destination = _addresses(family, held["words"].split())
        permit = action_of(held["action"])
        entries[sequence] = AccessListEntry(sequence, permit, source=source, destination=destination)

    return action


def _addresses(family: int, words: list[str]) -> tuple[IPPrefix | None, IPPrefix | None]:
    """``any``, ``PREFIX``, ``ADDRESS WILDCARD`` or ``ip SOURCE DESTINATION``."""
    extended = family == 4 and words[0] == "ip"
    source, words = _one(family, words[1:] if extended else words)
    destination = None
    if extended:
        destination, words = _one(family, words)
    if words:
        raise Mismatch(f"{words[0]!r} is not understood here")
    return source, destination


def _one(family: int, words: list[str]) -> tuple[IPPrefix | None, list[str]]:
    if not words:
        raise Mismatch("an address is missing")
    if words[0] == "any":
        return None, words[1:]
    if family == 4 and words[0] == "host" and len(words) > 1:
        return type_of("network4", words[1]), words[2:]
    if "/" in words[0]:
        return type_of(f"network{family}", words[0]), words[1:]
    if family == 4 and len(words) > 1:
        return _of_wildcard(words[0], words[1]), words[2:]
    return type_of(f"network{family}", words[0]), words[1:]


def _of_wildcard(address: str, wildcard: str) -> IPv4Network:
    host = int(type_of("address4", wildcard))
    if host & (host + 1):
        raise Mismatch(f"{wildcard} is not the wildcard of a prefix")
    return IPv4Network((int(IPv4Address(type_of("address4", address))) & ~host, 32 - host.bit_length()))


def _remark(family: int) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        draft.setdefault("access_lists", {}).setdefault((family, held["name"]), {})
        draft.setdefault("remarks", {})[(family, held["name"])] = held["remark"]

    return action


def _rules(command: str, family: int) -> tuple[tuple[str, Action], ...]:
    return (
        (f"{command} <name:word> remark <remark:rest>", _remark(family)),
        (f"{command} <name:word> seq <sequence:number> <action:word> <words:rest>", _entry(family)),
        (f"{command} <name:word> <action:word> <words:rest>", _entry(family)),
    )


ACCESS_RULES = (*_rules("access-list", 4), *_rules("ipv6 access-list", 6))


def access_lists(draft: Fields) -> tuple[AccessList, ...]:
    """The lists as drafted; a list's remark stands with its first entry."""
    return tuple(
        AccessList(name, family, _with_remark(entries, draft.get("remarks", {}).get((family, name), "")))
        for (family, name), entries in draft.get("access_lists", {}).items()
    )


def _with_remark(entries: dict[int, AccessListEntry], remark: str) -> tuple[AccessListEntry, ...]:
    ordered = [entries[sequence] for sequence in sorted(entries)]
    return tuple(replace(each, remark=remark if index == 0 else "") for index, each in enumerate(ordered))
