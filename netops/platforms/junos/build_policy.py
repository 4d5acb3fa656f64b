"""The drafts of ``policy-options`` as route maps and lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from netops.model import (
    Action,
    AsPathList,
    AsPathListEntry,
    CommunityList,
    IPPrefix,
    Match,
    PrefixList,
    PrefixListEntry,
    RouteMap,
    RouteMapClause,
    Set,
)
from netops.platforms.configuration.rules import Fields, Mismatch
from netops.platforms.junos.communities import Community
from netops.platforms.junos.config_then import act
from netops.platforms.junos.route_filters import RouteFilter, RouteFilters

__all__ = ["Policies", "as_path_lists", "prefix_lists"]

_STEP = 10


def prefix_lists(draft: Fields) -> tuple[PrefixList, ...]:
    """A list of both families is two of one name; an empty one matches nothing."""
    return tuple(
        _prefix_list(name, family, [each for each in prefixes if each.version == family])
        for name, prefixes in draft.get("prefix_lists", {}).items()
        for family in _families(prefixes)
    )


def _families(prefixes: Sequence[IPPrefix]) -> tuple[int, ...]:
    return tuple(sorted({each.version for each in prefixes})) or (4,)


def _prefix_list(name: str, family: int, prefixes: Sequence[IPPrefix]) -> PrefixList:
    numbered = enumerate(prefixes, start=1)
    return PrefixList(name, family, tuple(PrefixListEntry(5 * n, Action.PERMIT, each) for n, each in numbered))


def as_path_lists(draft: Fields) -> tuple[AsPathList, ...]:
    return tuple(
        AsPathList(name, tuple(AsPathListEntry(5 * n, Action.PERMIT, each) for n, each in enumerate(regexes, start=1)))
        for name, regexes in draft.get("as_paths", {}).items()
    )


class Policies:
    """Route maps of the policies of one device; ``problems`` are (source key, why) of what they name in vain."""

    def __init__(self, draft: Fields) -> None:
        self._draft = draft
        self._prefix_lists: Mapping[str, Sequence[IPPrefix]] = draft.get("prefix_lists", {})
        self.communities = {
            name: Community(name, tuple(each.get("members", ())), each.get("invert", False))
            for name, each in draft.get("communities", {}).items()
        }
        self._given: set[str] = set()  # names of communities that terms only set
        self._asked: set[str] = set()
        self.problems: list[tuple[str, str]] = []

    def community_lists(self) -> tuple[CommunityList, ...]:
        """Of all communities but those that policies only set: their values stand with the policies."""
        kept = [each for name, each in self.communities.items() if name in self._asked or name not in self._given]
        return tuple(found for each in kept for found in each.lists())

    def route_maps(self) -> tuple[RouteMap, ...]:
        return tuple(self._policy(name, draft) for name, draft in self._draft.get("policies", {}).items())

    def _policy(self, name: str, draft: Fields) -> RouteMap:
        clauses: list[RouteMapClause] = []
        terms = [*draft.get("terms", {}).items(), *([("", draft["last"])] if "last" in draft else [])]
        for term, each in terms:
            try:
                found = list(self._clauses(term, each, _STEP * (len(clauses) + 1)))
            except Mismatch as mismatch:
                self.problems.append((f"term:{name}:{term}", str(mismatch)))
                found = [RouteMapClause(_STEP * (len(clauses) + 1), Action.DENY, _UNKNOWN, name=term)]
            clauses += found
        last = str(_STEP * (len(clauses) + 1))
        placed = (_placed(each, last) for each in clauses)
        return RouteMap(name, tuple(placed), unmatched=None)

    def _clauses(self, term: str, draft: Fields, sequence: int) -> Iterator[RouteMapClause]:
        """A term: one clause, and one more for each kind of action that its route filters have of their own."""
        conditions = tuple(self._conditions(draft))
        filters = RouteFilters(self._filters(draft))
        for action in filters.actions():
            if action:
                matches = (*_any(filters.taken(action)), *conditions)
                yield self._clause(term, sequence, matches, act(action))
                sequence += _STEP
        own = (*self._listed(draft), *filters.taken(()))
        if own or not any(action for action in filters.actions()):
            asks = any(key in draft for key in ("filters", "filter_lists", "list_filters"))
            yield self._clause(term, sequence, (*(_any(own) if own or asks else ()), *conditions), draft)

    def _clause(self, term: str, sequence: int, matches: tuple[Match, ...], draft: Fields) -> RouteMapClause:
        """``next`` holds over ``accept`` and ``reject``, where a term has both (measured on Junos 25.4)."""
        follows = draft.get("next", "")
        ends = "" if follows else draft.get("ends", "")
        return RouteMapClause(
            sequence,
            Action.DENY if ends == "reject" else Action.PERMIT,
            matches,
            tuple(self._sets(draft.get("then", {}))),
            on_match=_PAST if follows == "policy" else None,
            name=term,
            decides=ends in ("accept", "reject"),
        )

    def _filters(self, draft: Fields) -> list[RouteFilter]:
        """A term's route filters, those of lists among them."""
        found: list[RouteFilter] = list(draft.get("filters", ()))
        for name, action in draft.get("filter_lists", ()):
            listed: Sequence[RouteFilter] = self._draft.get("filter_lists", {}).get(name, ())
            found += (RouteFilter(each.prefix, each.least, each.most, each.through, action) for each in listed)
        for name, kind, action in draft.get("list_filters", ()):
            for prefix in self._prefix_lists.get(name, ()):
                low = prefix.prefixlen + (kind == "longer")
                high = prefix.prefixlen if kind == "exact" else prefix.max_prefixlen
                found.append(RouteFilter(prefix, low, high, action=action))
        return found

    def _listed(self, draft: Fields) -> tuple[Match, ...]:
        """The prefix lists of a term: alternatives to its route filters."""
        names = draft.get("any", {}).get("prefix-list", ())
        found = []
        for family, kind in ((4, "prefix-list"), (6, "prefix-list-ipv6")):
            of_family = tuple(each for each in names if family in _families(self._prefix_lists.get(each, ())))
            if of_family:
                found.append(Match(kind, of_family))
        return tuple(found)

    def _conditions(self, draft: Fields) -> Iterator[Match]:
        """All conditions but those on prefixes; each has to hold."""
        for kind, values in draft.get("any", {}).items():
            if kind == "community":
                self._asked.update(values)
                yield from _any(tuple(self._community(each).match() for each in values))
            elif kind == "condition":
                yield from (self._exists(each) for each in values)
            elif kind == "unknown":
                yield from (Match("unknown", tuple(each.split())) for each in values)
            elif kind != "prefix-list":
                yield Match(kind, tuple(values))
        for kind, value in draft.get("one", {}).items():
            if value == "never" or kind == "never":
                yield Match("never")
            else:
                yield Match(kind, value if isinstance(value, tuple) else (value,))

    def _exists(self, name: str) -> Match:
        condition = self._draft.get("conditions", {}).get(name, {})
        if "prefix" not in condition or "table" not in condition:
            raise Mismatch(f"there is no condition {name!r} with a prefix and a table")
        return Match("route-exists", (condition["table"][0], str(condition["prefix"])))

    def _community(self, name: str) -> Community:
        if name not in self.communities:
            raise Mismatch(f"there is no community {name!r}")
        return self.communities[name]

    def _sets(self, then: Mapping[object, object]) -> Iterator[Set]:
        """The changes; a path grows by what ``as-path-prepend`` says first, whatever order they stand in.

        (Measured on Junos 25.4, which also shows them in that order.)  Communities that are set side by side are one.
        """
        before: object = None
        for key in sorted(then, key=lambda each: each == "as-path-expand"):
            change = then[key]
            if isinstance(change, Set):
                yield change
            elif isinstance(change, tuple):
                how, name = change
                community = self._community(name)
                (self._asked if how == "delete" else self._given).add(name)
                if how == "delete":
                    yield from community.deleted()
                else:
                    yield from community.added(additive=how == "add" or before == "set")
                before = how


_PAST = "past"
_UNKNOWN = (Match("unknown"),)


def _placed(clause: RouteMapClause, last: str) -> RouteMapClause:
    return replace(clause, on_match=last) if clause.on_match == _PAST else clause


def _any(alternatives: tuple[Match, ...]) -> tuple[Match, ...]:
    """One match that holds where one of these does; none is one that never does."""
    if len(alternatives) == 1:
        return alternatives
    return (Match("any", inner=alternatives),) if alternatives else (Match("never"),)
