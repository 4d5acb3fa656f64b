"""Policies and their sets: ``prefix-set … end-set``, ``route-policy … end-policy``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from netops.model import (
    Action,
    AsPathList,
    AsPathListEntry,
    CommunityList,
    CommunityListEntry,
    PrefixList,
    PrefixListEntry,
    RouteMap,
)
from netops.platforms.configuration.blocks import Line
from netops.platforms.configuration.grammar import Account
from netops.platforms.configuration.rules import Fields, Mismatch, type_of
from netops.platforms.iosxr.rpl import parse_policy
from netops.platforms.iosxr.rpl_maps import Policy, route_map
from netops.platforms.iosxr.rpl_tests import Sets, as_path_regex, community_entry

__all__ = ["Policies", "read_policies", "take_sets"]

_SETS = ("prefix-set", "community-set", "as-path-set", "extcommunity-set", "large-community-set", "rd-set", "tag-set")


def take_sets(lines: list[Line], draft: Fields, account: Account) -> list[Line]:
    """Read the sets and policies among these lines into the draft; the rest of the lines."""
    rest: list[Line] = []
    for line in lines:
        word = line.words[0]
        if word not in (*_SETS, "route-policy", "as-path-set"):
            rest.append(line)
            continue
        try:
            if word == "route-policy":
                _policy(line, draft, account)
            else:
                _set(line, draft, account)
        except Mismatch as mismatch:
            account.refuse(line, str(mismatch))
    return rest


def _policy(line: Line, draft: Fields, account: Account) -> None:
    found = re.fullmatch(r"route-policy ([^\s(]+)\s*(?:\(([^)]*)\))?", line.text)
    if found is None:
        raise Mismatch("expected route-policy NAME")
    body = [(each.number, each.text) for each in list(line.walk())[1:] if not each.text.startswith("#")]
    parameters = tuple(word.strip() for word in (found[2] or "").split(",") if word.strip())
    draft.setdefault("policies", {})[found[1]] = Policy(found[1], parameters, parse_policy(body), line.number)
    account.note(f"route-map:{found[1]}:10", line)
    account.understood += 1 + len(body)


def _set(line: Line, draft: Fields, account: Account) -> None:
    kind, name = line.words[0], line.words[-1]
    if len(line.words) < 2:
        raise Mismatch("the name of the set is missing")
    if kind in ("rd-set", "tag-set"):
        raise Mismatch(f"netops does not know what a {kind} matches")
    if kind == "extcommunity-set" and line.words[1] not in ("rt", "soo"):
        raise Mismatch(f"extended communities of the kind {line.words[1]!r} are not understood")
    members = [each for each in list(line.walk())[1:] if each.text.strip(",")]
    items = [(each, [word for word in each.text.rstrip(",").split() if word]) for each in members]
    draft.setdefault(kind, {})[name] = (line.words[1:-1], items)
    account.understood += 1 + len(members)
    account.note(
        {"prefix-set": f"prefix-list:{name}:5", "as-path-set": f"as-path-list:{name}"}.get(
            kind, f"community-list:{name}"
        ),
        line,
    )


class Policies:
    """All sets and policies as the model's lists and route maps."""

    def __init__(self, draft: Fields, account: Account) -> None:
        self._draft, self._account = draft, account
        self.prefix_lists = tuple(self._prefix_lists())
        lists = list(self._community_lists())
        sets = Sets(
            prefixes={
                name: frozenset(each.family for each in self.prefix_lists if each.name == name)
                for name in draft.get("prefix-set", {})
            },
            communities={each.name: each for each in lists if each.kind == "standard"},
        )
        as_paths = list(self._as_path_lists())
        self.route_maps = tuple(self._route_maps(sets))
        self.community_lists = (*lists, *sets.community_lists.values())
        self.as_path_lists = (*as_paths, *sets.as_path_lists.values())

    def _entries(self, kind: str, name: str) -> Iterator[tuple[int, Line, list[str]]]:
        for number, (line, words) in enumerate(self._draft.get(kind, {})[name][1], start=1):
            yield 5 * number, line, words

    def _refuse(self, line: Line, reason: str) -> None:
        self._account.understood -= 1
        self._account.refuse(line, reason)

    def _prefix_lists(self) -> Iterator[PrefixList]:
        for name in self._draft.get("prefix-set", {}):
            by_family: dict[int, list[PrefixListEntry]] = {}
            for sequence, line, words in self._entries("prefix-set", name):
                try:
                    entry = _prefix(sequence, words)
                except Mismatch as mismatch:
                    self._refuse(line, str(mismatch))
                    continue
                by_family.setdefault(entry.prefix.version, []).append(entry)
            for family, entries in sorted(by_family.items()):
                yield PrefixList(name, family, tuple(entries))

    def _community_lists(self) -> Iterator[CommunityList]:
        for kind, ours in (
            ("community-set", "standard"),
            ("extcommunity-set", "extended"),
            ("large-community-set", "large"),
        ):
            for name, (words_of, _) in self._draft.get(kind, {}).items():
                entries = []
                for sequence, line, words in self._entries(kind, name):
                    try:
                        said = (
                            community_entry(words) if ours == "standard" else ((":".join((*words_of, words[0])),), None)
                        )
                    except Mismatch as mismatch:
                        self._refuse(line, str(mismatch))
                        continue
                    entries.append(CommunityListEntry(sequence, Action.PERMIT, *said))
                yield CommunityList(name, tuple(entries), ours)

    def _as_path_lists(self) -> Iterator[AsPathList]:
        for name in self._draft.get("as-path-set", {}):
            entries = []
            for sequence, line, words in self._entries("as-path-set", name):
                try:
                    entries.append(AsPathListEntry(sequence, Action.PERMIT, as_path_regex(words)))
                except Mismatch as mismatch:
                    self._refuse(line, str(mismatch))
            yield AsPathList(name, tuple(entries))

    def _route_maps(self, sets: Sets) -> Iterator[RouteMap]:
        policies = self._draft.get("policies", {})
        refused: list[tuple[int, str]] = []
        for policy in policies.values():
            if policy.parameters:
                continue  # it means nothing until it is applied with their values
            yield route_map(policy, policies, sets, refused)
        for number, reason in sorted(set(refused)):
            self._refuse(Line(number, reason, reason.split()), reason)


def read_policies(draft: Fields, account: Account) -> Policies:
    return Policies(draft, account)


def _prefix(sequence: int, words: list[str]) -> PrefixListEntry:
    prefix = type_of("network", words[0] if "/" in words[0] else f"{words[0]}/{128 if ':' in words[0] else 32}")
    said = dict(zip(words[1::2], words[2::2], strict=False))
    if set(said) - {"eq", "ge", "le"} or len(words) % 2 == 0:
        raise Mismatch(f"{' '.join(words)!r} of a prefix set is not understood")
    low = type_of("number", said["eq"] if "eq" in said else said["ge"]) if {"eq", "ge"} & said.keys() else None
    high = type_of("number", said["eq"] if "eq" in said else said["le"]) if {"eq", "le"} & said.keys() else None
    if low is not None and high is None:
        high = prefix.max_prefixlen
    return PrefixListEntry(sequence, Action.PERMIT, prefix, low, high)
