"""Policies as route maps: each statement becomes a clause that holds where its path through the branches does.

Conditions look at the route as it came, whatever was set before them (RouteMap.original); a route that some statement
changed or passed, and none dropped, is permitted (RouteMap.set_permits).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from netops.model import Action, Match, RouteMap, RouteMapClause, Set
from netops.platforms.configuration.rules import Mismatch, type_of
from netops.platforms.iosxr.rpl import Apply, Branch, Change, Statement, Verdict
from netops.platforms.iosxr.rpl_tests import Sets, community_entry, match_of

__all__ = ["Policy", "route_map"]

_DEEPEST = 16  # policies that apply each other


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy's parameters ("$as") and statements; ``line`` is where it begins."""

    name: str
    parameters: tuple[str, ...]
    statements: tuple[Statement, ...]
    line: int


@dataclass
class _Maker:
    policies: Mapping[str, Policy]
    sets: Sets
    refused: list[tuple[int, str]]
    clauses: list[RouteMapClause] = field(default_factory=list)

    def add(
        self,
        path: tuple[Match, ...],
        action: Action,
        *,
        sets: tuple[Set, ...] = (),
        goes_on: str | None = None,
        decides: bool = True,
    ) -> None:
        number = 10 * (len(self.clauses) + 1)
        self.clauses.append(RouteMapClause(number, action, path, sets, on_match=goes_on, decides=decides))

    def walk(
        self, statements: Sequence[Statement], path: tuple[Match, ...], depth: int, values: Mapping[str, str]
    ) -> None:
        for each in statements:
            if isinstance(each, Verdict):
                self._verdict(each, path)
            elif isinstance(each, Branch):
                self._branch(each, path, depth, values)
            elif isinstance(each, Apply):
                self._apply(each, path, depth, values)
            else:
                self._change(each, path, values)

    def _verdict(self, verdict: Verdict, path: tuple[Match, ...]) -> None:
        if verdict.word == "pass":
            self.add(path, Action.PERMIT, goes_on="next")
        else:
            self.add(path, Action.PERMIT if verdict.word == "done" else Action.DENY)

    def _branch(self, branch: Branch, path: tuple[Match, ...], depth: int, values: Mapping[str, str]) -> None:
        refuted: tuple[Match, ...] = ()
        for condition, statements in branch.arms:
            if condition is None:
                self.walk(statements, (*path, *refuted), depth, values)
                return
            match = match_of(condition, self.sets)
            self.walk(statements, (*path, *refuted, match), depth, values)
            refuted = (*refuted, Match("not", (), (match,)))

    def _apply(self, apply: Apply, path: tuple[Match, ...], depth: int, values: Mapping[str, str]) -> None:
        policy = self.policies.get(apply.policy)
        if policy is None or depth >= _DEEPEST:
            reason = f"there is no policy {apply.policy}" if policy is None else "policies apply each other in a circle"
            self.refused.append((apply.line, reason))
            return
        given = dict(zip(policy.parameters, apply.arguments, strict=False))
        self.walk(policy.statements, path, depth + 1, {**values, **given})

    def _change(self, change: Change, path: tuple[Match, ...], values: Mapping[str, str]) -> None:
        words = [values.get(word, word) for word in change.words]
        try:
            sets = tuple(_sets(words))
        except Mismatch as mismatch:
            self.refused.append((change.line, str(mismatch)))
            return
        if sets:
            self.add(path, Action.PERMIT, sets=sets, decides=False)


def route_map(policy: Policy, policies: Mapping[str, Policy], sets: Sets, refused: list[tuple[int, str]]) -> RouteMap:
    """The policy as a route map; what is not understood of it goes to ``refused`` with its line."""
    maker = _Maker(policies, sets, refused)
    try:
        maker.walk(policy.statements, (), 0, {})
    except Mismatch as mismatch:
        refused.append((policy.line, f"route-policy {policy.name}: {mismatch}"))
    return RouteMap(policy.name, tuple(maker.clauses), Action.DENY, set_permits=True, original=True)


def _sets(words: Sequence[str]) -> Iterator[Set]:
    """What a statement changes; nothing for what has no effect on routes.  Raises Mismatch."""
    for length in (2, 1):
        if (made := _CHANGES.get(" ".join(words[:length]))) is not None:
            yield from made(words[length:])
            return
    raise Mismatch(f"{' '.join(words)!r} is not understood")


def _one(kind: str) -> Callable[[Sequence[str]], Iterator[Set]]:
    def made(words: Sequence[str]) -> Iterator[Set]:
        if len(words) != 1:
            raise Mismatch(f"expected one value for {kind}")
        if words[0] != "igp-cost":
            type_of("number", words[0].lstrip("+-*"))
        yield Set(kind, ("igp",) if words[0] == "igp-cost" else (words[0],))

    return made


def _word(kind: str, known: Mapping[str, str]) -> Callable[[Sequence[str]], Iterator[Set]]:
    def made(words: Sequence[str]) -> Iterator[Set]:
        if len(words) != 1 or words[0] not in known:
            raise Mismatch(f"{' '.join(words)!r} is no {kind}")
        yield Set(kind, (known[words[0]],))

    return made


def _community(words: Sequence[str]) -> Iterator[Set]:
    """``set community (65000:1, no-export) additive``."""
    additive = ("additive",) if words[-1:] in (["additive"], ("additive",)) else ()
    items = [word for word in words if word not in ("(", ")", ",", "additive")]
    values: list[str] = []
    for item in items:
        communities, regex = community_entry([item])
        if regex is not None:
            raise Mismatch(f"{item!r} cannot be set")
        values += communities
    yield Set("community", (*values, *additive) or ("none",))


def _delete_community(words: Sequence[str]) -> Iterator[Set]:
    if words == ["all"] or words == ("all",):
        yield Set("community", ("none",))
    elif words[:1] in (["in"], ("in",)) and len(words) == 2:
        yield Set("delete-community", (words[1],))
    else:
        raise Mismatch("expected delete community all, or in and the name of a set")


def _extended(words: Sequence[str]) -> Iterator[Set]:
    additive = ("additive",) if "additive" in words else ()
    values = [f"rt:{word}" for word in words if word not in ("(", ")", ",", "additive")]
    yield Set("extended-community", (*values, *additive))


def _prepend(words: Sequence[str]) -> Iterator[Set]:
    if not words:
        raise Mismatch("expected an AS number")
    count = type_of("number", words[1]) if len(words) > 1 else 1
    if words[0] == "most-recent":
        yield Set("as-path-prepend-last-as", (str(count),))
    elif words[0] == "own-as":
        yield Set("as-path-prepend-own", (str(count),))
    else:
        type_of("number", words[0])
        yield Set("as-path-prepend", (words[0],) * min(count, 64))


def _next_hop(words: Sequence[str]) -> Iterator[Set]:
    if words[:1] in (["discard"], ["self"], ["peer-address"], ["unchanged"]):
        yield Set("next-hop", (words[0],))
    elif words:
        yield Set("next-hop", (str(type_of("address", words[0])),))
    else:
        raise Mismatch("expected a next hop")


def _nothing(_words: Sequence[str]) -> Iterator[Set]:
    yield from ()


_CHANGES: Mapping[str, Callable[[Sequence[str]], Iterator[Set]]] = {
    "set local-preference": _one("local-preference"),
    "set med": _one("metric"),
    "set metric": _one("metric"),
    "set ospf-metric": _one("metric"),
    "set isis-metric": _one("metric"),
    "set rip-metric": _one("metric"),
    "set eigrp-metric": lambda words: iter((Set("eigrp-metric", tuple(words)),)),
    "set metric-type": _word(
        "metric-type", {"type-1": "1", "type-2": "2", "internal": "internal", "external": "external"}
    ),
    "set tag": _one("tag"),
    "set rip-tag": _one("tag"),
    "set weight": _one("weight"),
    "set administrative-distance": _one("distance"),
    "set origin": _word("origin", {"igp": "igp", "egp": "egp", "incomplete": "incomplete"}),
    "set level": _word("level", {"level-1": "level-1", "level-2": "level-2", "level-1-2": "level-1-2"}),
    "set community": _community,
    "set extcommunity": lambda words: _extended(words[1:]),
    "set next-hop": _next_hop,
    "set path-selection": _nothing,
    "set dampening": _nothing,
    "set label": _nothing,
    "set label-index": _nothing,
    "set qos-group": _nothing,
    "set traffic-index": _nothing,
    "set load-balance": _nothing,
    "set spf-priority": _nothing,
    "delete community": _delete_community,
    "prepend as-path": _prepend,
}
