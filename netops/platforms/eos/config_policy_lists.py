"""Prefix lists, community lists and AS-path lists."""

from __future__ import annotations

from typing import Any

from netops.model import (
    Action,
    AsPathList,
    AsPathListEntry,
    CommunityList,
    CommunityListEntry,
    PrefixList,
    PrefixListEntry,
)
from netops.platforms.configuration import rules as config_rules
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, ignore, options, type_of

__all__ = [
    "LIST_BLOCKS",
    "LIST_RULES",
    "action_of",
    "as_path_lists",
    "communities_of",
    "community_lists",
    "next_sequence",
    "prefix_lists",
]

_STEP = 10  # EOS counts the entries of a list without numbers so


def action_of(word: str) -> Action:
    """permit or deny.  Raises Mismatch for any other word."""
    if word not in ("permit", "deny"):
        raise Mismatch(f"{word!r} is neither permit nor deny")
    return Action(word)


def next_sequence(entries: dict[int, Any], sequence: int | None) -> int:
    """The sequence number of an entry: as told, or ten after the last."""
    return sequence if sequence is not None else max(entries, default=0) + _STEP


def _prefix_entry(family: int) -> config_rules.Action:
    longest = 32 if family == 4 else 128

    def action(draft: Fields, held: Fields) -> None:
        entries = draft.setdefault("prefix_lists", {}).setdefault((family, held["name"]), {})
        bounds = options(held["options"], {"ge": "number", "le": "number", "eq": "number"})
        if "eq" in bounds:
            exact = bounds.pop("eq")
            bounds = {"ge": exact, "le": exact}
        prefix = _prefix(held["prefix"], family)
        if held["prefix"] == "any":
            bounds = {"le": longest}
        if any(not prefix.prefixlen <= each <= longest for each in bounds.values()):
            raise Mismatch("ge, le and eq are not within the prefix's own length and the longest")
        sequence = next_sequence(entries, held.get("sequence"))
        entries[sequence] = PrefixListEntry(sequence, action_of(held["action"]), prefix, **bounds)

    return action


def _prefix(word: str, family: int) -> Any:
    if word == "any":
        word = "0.0.0.0/0" if family == 4 else "::/0"
    return type_of(f"network{family}", word)


def _open_prefix_list(family: int) -> Any:
    def opener(draft: Fields, held: Fields) -> Fields:
        draft.setdefault("prefix_lists", {}).setdefault((family, held["name"]), {})
        draft["open_list"] = held["name"]
        return draft

    return opener


def _in_block(family: int) -> Grammar:
    entry = _prefix_entry(family)

    def action(draft: Fields, held: Fields) -> None:
        entry(draft, held | {"name": draft["open_list"]})

    rules = (
        ("seq <sequence:number> remark <rest:options>", ignore),
        ("seq <sequence:number> <action:word> <prefix:word> <options:options>", action),
        ("<action:word> <prefix:word> <options:options>", action),
        ("remark <rest:rest>", ignore),
    )
    return Grammar(Rules(*rules))


_WELL_KNOWN = {
    "internet": "internet",
    "local-as": "local-AS",
    "no-advertise": "no-advertise",
    "no-export": "no-export",
    "GSHUT": "graceful-shutdown",
    "gshut": "graceful-shutdown",
    "accept-own": "accept-own",
    "blackhole": "blackhole",
    "no-llgr": "no-llgr",
    "llgr-stale": "llgr-stale",
}


def communities_of(words: list[str]) -> tuple[str, ...]:
    """Community values as the model writes them: "65000:1" for 4259840001 as well."""
    return tuple(_community(each) for each in words)


def _community(word: str) -> str:
    if word in _WELL_KNOWN:
        return _WELL_KNOWN[word]
    if word.isdigit():
        number = type_of("number", word)
        return f"{number >> 16}:{number & 0xFFFF}"
    if word.replace(":", "").isdigit():
        return word
    raise Mismatch(f"{word!r} is no community")


def _community_entry(kind: str, expanded: bool) -> config_rules.Action:
    def action(draft: Fields, held: Fields) -> None:
        entries = draft.setdefault("community_lists", {}).setdefault((kind, held["name"]), {})
        words = held["value"].split()
        sequence = next_sequence(entries, held.get("sequence"))
        permit = action_of(held["action"])
        if expanded:
            entries[sequence] = CommunityListEntry(sequence, permit, regex=held["value"])
        else:
            values = communities_of(words) if kind == "standard" else _extended(words, kind)
            entries[sequence] = CommunityListEntry(sequence, permit, values)

    return action


def _extended(words: list[str], kind: str) -> tuple[str, ...]:
    """``rt 65000:1 soo 65000:2`` as "rt:65000:1", "soo:65000:2"; large communities as they are."""
    if kind == "large":
        return tuple(words)
    found, rest = [], iter(words)
    for word in rest:
        name, colon, value = word.partition(":")
        if name in ("rt", "soo") and colon:
            found.append(f"{name}:{value}")
        elif word in ("rt", "soo") and (value := next(rest, "")):
            found.append(f"{word}:{value}")
        else:
            raise Mismatch(f"{word!r} is no extended community that netops knows")
    return tuple(found)


def _list_rules(command: str, kind: str) -> tuple[tuple[str, config_rules.Action], ...]:
    """Both spellings: ``ip community-list NAME …`` and ``ip community-list standard|expanded NAME …``."""
    plain, regex = _community_entry(kind, False), _community_entry(kind, True)
    rest = "<action:word> <value:rest>"
    return tuple(
        (f"{command} {word}<name:word> {sequence}{rest}", action)
        for word, action in (("regexp ", regex), ("expanded ", regex), ("standard ", plain), ("", plain))
        for sequence in ("seq <sequence:number> ", "")
    )


def _as_path_entry(draft: Fields, held: Fields) -> None:
    entries = draft.setdefault("as_path_lists", {}).setdefault(held["name"], {})
    sequence = next_sequence(entries, held.get("sequence"))
    words = held["regex"].split()
    if len(words) > 1 and words[-1] in ("any", "igp", "egp", "incomplete"):
        if words[-1] != "any":
            raise Mismatch(f"an AS path's origin ({words[-1]}) is not in the model of a list")
        words.pop()
    entries[sequence] = AsPathListEntry(sequence, action_of(held["action"]), " ".join(words))


LIST_RULES = (
    ("ip prefix-list <name:word> seq <sequence:number> remark <rest:options>", ignore),
    ("ip prefix-list <name:word> remark <rest:rest>", ignore),
    (
        "ip prefix-list <name:word> seq <sequence:number> <action:word> <prefix:word> <options:options>",
        _prefix_entry(4),
    ),
    ("ip prefix-list <name:word> <action:word> <prefix:word> <options:options>", _prefix_entry(4)),
    (
        "ipv6 prefix-list <name:word> seq <sequence:number> <action:word> <prefix:word> <options:options>",
        _prefix_entry(6),
    ),
    ("ipv6 prefix-list <name:word> <action:word> <prefix:word> <options:options>", _prefix_entry(6)),
    *_list_rules("ip community-list", "standard"),
    *_list_rules("ip extcommunity-list", "extended"),
    *_list_rules("ip large-community-list", "large"),
    ("ip as-path access-list <name:word> seq <sequence:number> <action:word> <regex:rest>", _as_path_entry),
    ("ip as-path access-list <name:word> <action:word> <regex:rest>", _as_path_entry),
    ("ip as-path regex-mode <mode:word>", ignore),
)
LIST_BLOCKS = (
    Block("ip prefix-list <name:word>", _open_prefix_list(4), _in_block(4)),
    Block("ipv6 prefix-list <name:word>", _open_prefix_list(6), _in_block(6)),
)


def prefix_lists(draft: Fields) -> tuple[PrefixList, ...]:
    drafted = draft.get("prefix_lists", {}).items()
    return tuple(PrefixList(name, family, _ordered(entries)) for (family, name), entries in drafted)


def community_lists(draft: Fields) -> tuple[CommunityList, ...]:
    drafted = draft.get("community_lists", {}).items()
    return tuple(CommunityList(name, _ordered(entries), kind) for (kind, name), entries in drafted)


def as_path_lists(draft: Fields) -> tuple[AsPathList, ...]:
    return tuple(AsPathList(name, _ordered(each)) for name, each in draft.get("as_path_lists", {}).items())


def _ordered(entries: dict[int, Any]) -> tuple[Any, ...]:
    return tuple(entries[sequence] for sequence in sorted(entries))
