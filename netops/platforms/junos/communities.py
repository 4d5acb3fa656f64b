"""Junos' named communities as community lists, and as what a policy adds, sets and deletes.

A community is matched by a route that has all of its members; its members may be standard, extended and large ones, and
regular expressions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from netops.model import Action, CommunityList, CommunityListEntry, Match, Set
from netops.platforms.junos.regexes import community_regex, is_regex

__all__ = ["Community", "canonical_member"]

KINDS = ("standard", "extended", "large")
_PREFIX = {"standard": "", "extended": "extended-", "large": "large-"}
_EXTENDED = {"target": "rt", "origin": "soo"}
_OTHER_EXTENDED = frozenset({"bandwidth", "domain-id", "src-as", "rt-import", "color", "encapsulation", "traffic-rate"})
_WELL_KNOWN = {"no-export-subconfed": "local-AS"}
_ANY = " (any)"
"""What the list is called that takes communities one by one, as a deletion does."""


@dataclass(frozen=True, slots=True)
class Community:
    name: str
    members: tuple[str, ...] = ()
    invert: bool = False

    def of_kind(self, kind: str) -> tuple[str, ...]:
        return tuple(each for each in self.members if _kind(each) == kind)

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(kind for kind in KINDS if self.of_kind(kind)) or ("standard",)

    def match(self) -> Match:
        """What holds for routes that have it."""
        parts = tuple(Match(f"{_PREFIX[kind]}community", (self.name,)) for kind in self.kinds)
        whole = parts[0] if len(parts) == 1 else Match("all", inner=parts)
        return Match("not", inner=(whole,)) if self.invert else whole

    def added(self, additive: bool) -> Iterator[Set]:
        """Its values put in the place of those that a route has, or beside them."""
        for kind in self.kinds:
            values = tuple(canonical_member(each) for each in self.of_kind(kind) if not is_regex(each))
            if values or not additive:
                yield Set(f"{_PREFIX[kind]}community", (*(values or ("none",)), *(["additive"] if additive else [])))

    def deleted(self) -> Iterator[Set]:
        for kind in self.kinds:
            yield Set(f"delete-{_PREFIX[kind]}community", (self._list_to_delete(kind),))

    def _list_to_delete(self, kind: str) -> str:
        return self.name if len(self.of_kind(kind)) <= 1 and not self.invert else self.name + _ANY

    def lists(self) -> Iterator[CommunityList]:
        for kind in self.kinds:
            members = self.of_kind(kind)
            values = tuple(canonical_member(each) for each in members if not is_regex(each))
            regexes = tuple(_regex(each) for each in members if is_regex(each))
            entries = (CommunityListEntry(5, Action.PERMIT, values, regexes=regexes),) if members else ()
            yield CommunityList(self.name, entries, kind)
            if self._list_to_delete(kind) != self.name:
                yield CommunityList(self.name + _ANY, tuple(self._singly(members)), kind)

    def _singly(self, members: Sequence[str]) -> Iterator[CommunityListEntry]:
        """An entry for each member; where the match is inverted, what is none of them is taken."""
        action = Action.DENY if self.invert else Action.PERMIT
        for number, each in enumerate(members, start=1):
            if is_regex(each):
                yield CommunityListEntry(5 * number, action, regexes=(_regex(each),))
            else:
                yield CommunityListEntry(5 * number, action, (canonical_member(each),))
        if self.invert:
            yield CommunityListEntry(5 * len(members) + 5, Action.PERMIT)


def _kind(member: str) -> str:
    first = member.lstrip("^(").partition(":")[0]
    if first == "large":
        return "large"
    if first in _EXTENDED or first in _OTHER_EXTENDED or first.startswith("0x"):
        return "extended"
    return "extended" if member.count(":") == 2 and not is_regex(member) else "standard"


def canonical_member(member: str) -> str:
    """As the model writes it: ``target:65000L:1`` is "rt:65000:1", ``large:1:2:3`` is "1:2:3".

    >>> canonical_member("target:672277L:36867"), canonical_member("large:1:2:3"), canonical_member("65000:1")
    ('rt:672277:36867', '1:2:3', '65000:1')
    """
    first, colon, rest = member.partition(":")
    if first == "large":
        return rest
    text = _EXTENDED.get(first, first) + colon + rest
    return _WELL_KNOWN.get(text, re.sub(r"(?<=[0-9])L(?=:|$)", "", text))


def _regex(member: str) -> str:
    """The expression over a community as the model writes it."""
    anchor = "^" if member.startswith("^") else ""
    first, colon, rest = member.removeprefix("^").partition(":")
    if first == "large":
        return community_regex(anchor + rest)
    return community_regex(anchor + _EXTENDED.get(first, first) + colon + rest)
