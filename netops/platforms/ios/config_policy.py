"""Prefix, AS-path and community lists."""

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
from netops.platforms.ios.entries import Entries

__all__ = [
    "LIST_BLOCKS",
    "LIST_LINES",
    "action_of",
    "as_path_lists",
    "community_lists",
    "community_words",
    "prefix_lists",
]

_WELL_KNOWN = {"internet", "no-export", "no-advertise", "local-AS", "gshut", "graceful-shutdown"}


def action_of(word: str) -> Action:
    """permit or deny.  Raises Mismatch for any other word."""
    if word not in ("permit", "deny"):
        raise Mismatch(f"{word!r} is neither permit nor deny")
    return Action(word)


def _prefix_entry(family: int) -> config_rules.Action:
    def action(draft: Fields, held: Fields) -> None:
        bounds = options(held["options"], {"ge": "number", "le": "number"})
        prefix = type_of(f"network{family}", held["prefix"])
        if any(not prefix.prefixlen <= each <= prefix.max_prefixlen for each in bounds.values()):
            raise Mismatch("ge and le are not within the prefix's own length and the longest")
        permit = action_of(held["action"])
        entries = draft.setdefault("prefix_lists", {}).setdefault((family, held["name"]), Entries())
        sequence = entries.place(held.get("sequence"))
        entries[sequence] = PrefixListEntry(sequence, permit, prefix, **bounds)

    return action


def _as_path_entry(draft: Fields, held: Fields) -> None:
    permit = action_of(held["action"])
    entries = draft.setdefault("as_path_lists", {}).setdefault(held["name"], Entries())
    sequence = entries.place(None)
    entries[sequence] = AsPathListEntry(sequence, permit, held["regex"])


def community_words(words: list[str], kind: str = "standard") -> tuple[str, ...]:
    """Community values in the model's form: "65000:1", "rt:65000:1", well-known names.  Raises Mismatch."""
    if kind == "extended":
        return tuple(_extended(words))
    return tuple(_large(word) if kind == "large" else _community(word) for word in words)


def _community(word: str) -> str:
    if word in _WELL_KNOWN:
        return word
    if word.isdecimal():
        number = type_of("number", word)
        return f"{number >> 16}:{number & 0xFFFF}"
    high, colon, low = word.partition(":")
    if not colon or not (high.isdecimal() and low.isdecimal()):
        raise Mismatch(f"{word!r} is no community")
    return word


def _large(word: str) -> str:
    if word.count(":") != 2 or not word.replace(":", "").isdecimal():
        raise Mismatch(f"{word!r} is no large community")
    return word


def _extended(words: list[str]) -> list[str]:
    """``rt 65000:1 65000:2 soo 65000:3``: a kind holds for what follows it."""
    kind, found = "", []
    for word in words:
        if word in ("rt", "soo"):
            kind = word
        elif not kind or ":" not in word:
            raise Mismatch(f"{word!r} is no extended community")
        else:
            found.append(f"{kind}:{word}")
    return found


def _add_community(draft: Fields, name: str, kind: str, expanded: bool | None, held: Fields) -> None:
    """An entry; a numbered list is a standard one up to 99, a named one says what it is."""
    if expanded is None:
        expanded = not name.isdecimal() or int(name) > 99
    permit, regex = action_of(held["action"]), held["value"] if expanded else None
    values = () if expanded else community_words(held["value"].split(), kind)
    found = draft.setdefault("community_lists", {}).setdefault(name, {"kind": kind, "entries": Entries()})
    sequence = found["entries"].place(held.get("sequence"))
    found["entries"][sequence] = CommunityListEntry(sequence, permit, values, regex)


def _community_entry(kind: str, expanded: bool | None = None) -> config_rules.Action:
    def action(draft: Fields, held: Fields) -> None:
        _add_community(draft, held["name"], kind, expanded, held)

    return action


def _any_community(draft: Fields, held: Fields) -> None:
    """``permit`` without a value: every route."""
    _add_community(draft, held["name"], "standard", True, {**held, "value": ".*"})


def _block_entry(draft: Fields, held: Fields) -> None:
    _add_community(draft["top"], draft["name"], draft["kind"], draft["expanded"], held)


def _list_block(kind: str, expanded: bool) -> Any:
    def opener(top: Fields, held: Fields) -> Fields:
        return {"top": top, "name": held["name"], "kind": kind, "expanded": expanded}

    return opener


_BLOCK_LINES = Grammar(
    Rules(
        ("<sequence:number> <action:word> <value:rest>", _block_entry),
        ("<action:word> <value:rest>", _block_entry),
    )
)

# Named extended lists are blocks in the running configuration: "ip extcommunity-list standard NAME", then the entries.
LIST_BLOCKS = tuple(
    Block(
        f"ip {word} {style} <name:word>", _list_block(kind, style == "expanded"), _BLOCK_LINES, "community-list:{name}"
    )
    for word, kind in (("extcommunity-list", "extended"), ("large-community-list", "large"))
    for style in ("standard", "expanded")
)

_KINDS = (("community-list", "standard"), ("extcommunity-list", "extended"), ("large-community-list", "large"))

LIST_LINES: tuple[tuple[str, Any], ...] = (
    ("ip prefix-list sequence-number", ignore),
    ("no ip prefix-list sequence-number", ignore),
    ("ipv6 prefix-list sequence-number", ignore),
    *(
        line
        for word, family in (("ip", 4), ("ipv6", 6))
        for line in (
            (f"{word} prefix-list <name:word> description <rest:rest>", ignore),
            (
                f"{word} prefix-list <name:word> seq <sequence:number> <action:word> <prefix:word> <options:options>",
                _prefix_entry(family),
            ),
            (f"{word} prefix-list <name:word> <action:word> <prefix:word> <options:options>", _prefix_entry(family)),
        )
    ),
    ("ip as-path access-list <name:word> <action:word> <regex:rest>", _as_path_entry),
    *(
        line
        for word, kind in _KINDS
        for line in (
            (f"ip {word} standard <name:word> <action:word> <value:rest>", _community_entry(kind, False)),
            (f"ip {word} expanded <name:word> <action:word> <value:rest>", _community_entry(kind, True)),
        )
    ),
    ("ip community-list standard <name:word> <action:word>", _any_community),
    ("ip community-list <name:word> <action:word> <value:rest>", _community_entry("standard")),
    ("ip extcommunity-list <name:word> <action:word> <value:rest>", _community_entry("extended")),
    ("ip large-community-list <name:word> <action:word> <value:rest>", _community_entry("large")),
)


def prefix_lists(draft: Fields) -> tuple[PrefixList, ...]:
    drafted = draft.get("prefix_lists", {}).items()
    return tuple(PrefixList(name, family, entries.ordered()) for (family, name), entries in drafted)


def community_lists(draft: Fields) -> tuple[CommunityList, ...]:
    return tuple(
        CommunityList(name, each["entries"].ordered(), each["kind"])
        for name, each in draft.get("community_lists", {}).items()
    )


def as_path_lists(draft: Fields) -> tuple[AsPathList, ...]:
    return tuple(AsPathList(name, each.ordered()) for name, each in draft.get("as_path_lists", {}).items())
