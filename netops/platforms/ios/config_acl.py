"""Access lists, numbered and named, of IPv4 and IPv6; and object groups."""

from __future__ import annotations

from ipaddress import summarize_address_range
from typing import Any

from netops.model import AccessList, AccessListEntry, Action
from netops.platforms.configuration import rules as config_rules
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, ignore, type_of
from netops.platforms.ios import acl_entry
from netops.platforms.ios.acl_entry import Words
from netops.platforms.ios.acl_words import ICMP6_MESSAGES
from netops.platforms.ios.actions import refuse
from netops.platforms.ios.addresses import network
from netops.platforms.ios.config_policy import action_of
from netops.platforms.ios.entries import Entries

__all__ = ["ACL_BLOCKS", "ACL_LINES", "access_lists"]


def _is_standard(number: str) -> bool:
    """Numbers 1-99 and 1300-1999 are standard lists, 100-199 and 2000-2699 extended ones.  Raises Mismatch."""
    if number.isdecimal():
        if 1 <= int(number) <= 99 or 1300 <= int(number) <= 1999:
            return True
        if 100 <= int(number) <= 199 or 2000 <= int(number) <= 2699:
            return False
    raise Mismatch(f"{number!r} is no number of an IP access list")


def _list(top: Fields, name: str, family: int, standard: bool) -> Fields:
    lists = top.setdefault("access_lists", {})
    made: Fields = lists.setdefault((family, name), {"standard": standard, "entries": Entries()})
    return made


def _numbered(top: Fields, held: Fields) -> None:
    """``access-list N permit|deny ...``."""
    standard = _is_standard(held["number"])
    words = held["words"].split()
    if words[0] == "remark":
        return
    entries = _list(top, held["number"], 4, standard)["entries"]
    _add(top, entries, standard, 4, entries.place(None, 10), words)


def _groups(top: Fields) -> tuple[acl_entry.Addresses, acl_entry.Services]:
    return top.get("network_groups", {}), top.get("service_groups", {})


def _add(top: Fields, entries: Entries, standard: bool, family: int, sequence: int, words: list[str]) -> None:
    action, rest = action_of(words[0]), Words(words[1:])
    if standard:
        entries[sequence] = acl_entry.standard(sequence, action, rest)
    else:
        entries[sequence] = acl_entry.extended(sequence, action, rest, _groups(top), family)


def _open(family: int, standard: bool) -> Any:
    def opener(top: Fields, held: Fields) -> Fields:
        entries = _list(top, held["name"], family, standard)["entries"]
        return {"top": top, "entries": entries, "family": family, "standard": standard}

    return opener


def _line(draft: Fields, held: Fields) -> None:
    """An entry; IPv6 lists write its number at the end."""
    words = [held["action"], *held["words"].split()]
    sequence = held.get("sequence")
    if "sequence" in words[:-1]:
        sequence = type_of("number", words[words.index("sequence") + 1])
    at = draft["entries"].place(sequence, 10)
    _add(draft["top"], draft["entries"], draft["standard"], draft["family"], at, words)


def _flat(action: str) -> config_rules.Action:
    def add(draft: Fields, held: Fields) -> None:
        _line(draft, {"action": action, "words": held["words"]})

    return add


_ENTRIES = Grammar(
    Rules(
        ("permit <words:rest>", _flat("permit")),
        ("deny <words:rest>", _flat("deny")),
        ("<sequence:number> remark <text:options>", ignore),
        ("<sequence:number> <action:word> <words:rest>", _line),
        ("sequence <sequence:number> remark <text:options>", ignore),
        ("sequence <sequence:number> <action:word> <words:rest>", _line),
        ("evaluate <name:rest>", refuse("reflexive access lists are not understood")),
    ),
    silent=("remark",),
)


def _open_group(part: str) -> Any:
    def opener(top: Fields, held: Fields) -> Fields:
        members = top.setdefault(part, {})
        members.setdefault(held["name"], ())
        return {"groups": members, "name": held["name"]}

    return opener


def _extend(draft: Fields, members: tuple[Any, ...]) -> None:
    draft["groups"][draft["name"]] += members


def _host(draft: Fields, held: Fields) -> None:
    _extend(draft, ((type_of("network", held["address"]), None),))


def _net(draft: Fields, held: Fields) -> None:
    _extend(draft, ((network(held["address"], held["mask"]), None),))


def _prefix(draft: Fields, held: Fields) -> None:
    _extend(draft, ((held["prefix"], None),))


def _any(draft: Fields, _held: Fields) -> None:
    _extend(draft, ((None, None),))


def _range(draft: Fields, held: Fields) -> None:
    if held["low"] > held["high"]:
        raise Mismatch("the range ends before it begins")
    _extend(draft, tuple((each, None) for each in summarize_address_range(held["low"], held["high"])))


def _nested(draft: Fields, held: Fields) -> None:
    if held["group"] not in draft["groups"]:
        raise Mismatch(f"there is no object group {held['group']}")
    _extend(draft, draft["groups"][held["group"]])


def _service(draft: Fields, held: Fields) -> None:
    _extend(draft, tuple(acl_entry.service(Words(held["words"].split()))))


_NETWORK_GROUP = Grammar(
    Rules(
        ("description <text:rest>", ignore),
        ("host <address:word>", _host),
        ("any", _any),
        ("range <low:address4> <high:address4>", _range),
        ("group-object <group:word>", _nested),
        ("<prefix:network6>", _prefix),
        ("<address:address4> <mask:address4>", _net),
    )
)
_SERVICE_GROUP = Grammar(
    Rules(
        ("description <text:rest>", ignore),
        ("group-object <group:word>", _nested),
        ("<words:rest>", _service),
    )
)

ACL_BLOCKS = (
    Block("ip access-list standard <name:word>", _open(4, True), _ENTRIES, "access-list:{name}"),
    Block("ip access-list extended <name:word>", _open(4, False), _ENTRIES, "access-list:{name}"),
    Block("ipv6 access-list <name:word>", _open(6, False), _ENTRIES, "access-list:{name}"),
    Block("object-group network <name:word>", _open_group("network_groups"), _NETWORK_GROUP),
    Block("object-group v6-network <name:word>", _open_group("network_groups"), _NETWORK_GROUP),
    Block("object-group service <name:word>", _open_group("service_groups"), _SERVICE_GROUP),
    Block("object-group v6-service <name:word>", _open_group("service_groups"), _SERVICE_GROUP),
)

ACL_LINES: tuple[tuple[str, Any], ...] = (
    ("access-list <number:word> <words:rest>", _numbered),
    ("ip access-list resequence|log-update|logging|helper|persistent <options:options>", ignore),
    ("ipv6 access-list log-update <options:options>", ignore),
)


def access_lists(top: Fields) -> tuple[AccessList, ...]:
    return tuple(_made(name, family, each) for (family, name), each in top.get("access_lists", {}).items())


def _made(name: str, family: int, draft: Fields) -> AccessList:
    entries = draft["entries"]
    lines = [entry for each in entries.ordered() for entry in each]
    if family == 6:
        lines += _discovery(entries.place(None, 10))
    return AccessList(name, family, tuple(lines), draft["standard"])


def _discovery(sequence: int) -> list[AccessListEntry]:
    """Neighbour discovery passes an IPv6 list that does not deny it: IOS permits it before the final deny."""
    messages = (ICMP6_MESSAGES["nd-na"], ICMP6_MESSAGES["nd-ns"])
    return [AccessListEntry(sequence + place, Action.PERMIT, "58", icmp=each) for place, each in enumerate(messages)]
