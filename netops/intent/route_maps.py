"""Route maps: clauses of matches and sets, in the model's vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from netops.intent.border import Locator, validate
from netops.intent.estate import Named, Table
from netops.intent.mistakes import Mistakes, nearest, shown
from netops.intent.schema_routing import ClauseSpec
from netops.model import Match, RouteMap, RouteMapClause, Set

__all__ = ["check_references", "read_route_map", "references"]

_STEP = 10  # between sequence numbers, as vendors count
_MATCHES = frozenset(
    {
        "prefix-list", "prefix-list-ipv6", "next-hop-prefix-list", "community", "as-path", "metric",
        "local-preference", "tag", "interface", "source-protocol", "peer", "route-type", "origin",
    }
)  # fmt: skip
_SETS = frozenset(
    {
        "local-preference", "metric", "metric-type", "tag", "weight", "origin", "community", "as-path-prepend",
        "as-path-prepend-last-as", "next-hop", "next-hop-ipv6", "delete-community", "distance",
    }
)  # fmt: skip


def read_route_map(name: str, entries: list[Any], locate: Locator, mistakes: Mistakes) -> RouteMap | None:
    """The map, or None where a clause is wrong: half a policy would be another policy."""
    clauses = [_clause(name, index, entry, locate, mistakes) for index, entry in enumerate(entries)]
    good = [clause for clause in clauses if clause is not None]
    if len(good) < len(clauses):
        return None
    for index, (before, after) in enumerate(pairwise(good)):
        if before.sequence >= after.sequence:
            expected, actual = f"more than {before.sequence}", str(after.sequence)
            where, problem = locate((index + 1,)), "sequence does not rise"
            mistakes.add("estate-value", f"route map {name}", problem, expected=expected, actual=actual, location=where)
            return None
    return RouteMap(name, tuple(good))


def _clause(name: str, index: int, entry: Any, locate: Locator, mistakes: Mistakes) -> RouteMapClause | None:
    subject = f"route map {name} clause {index + 1}"
    spec = validate(ClauseSpec, entry, subject=subject, locate=lambda path: locate((index, *path)), mistakes=mistakes)
    if spec is None:
        return None
    told = [
        _check_words(subject, key, words, known, lambda path: locate((index, *path)), mistakes)
        for key, words, known in (("match", spec.match, _MATCHES), ("set", spec.set, _SETS))
    ]
    if not all(told):
        return None
    return RouteMapClause(
        sequence=spec.sequence or _STEP * (index + 1),
        action=spec.action,
        matches=tuple(Match(kind, tuple(words.split())) for kind, words in sorted(spec.match.items())),
        sets=tuple(Set(kind, tuple(words.split())) for kind, words in sorted(spec.set.items())),
        on_match=spec.on_match,
        call=spec.call,
        description=spec.description,
    )


def _check_words(
    subject: str, key: str, words: Mapping[str, str], known: frozenset[str], locate: Locator, mistakes: Mistakes
) -> bool:
    """Whether each match (or set) is one of the model's, and has an argument."""
    for word, arguments in words.items():
        where = locate((key, word))
        if word not in known:
            expected = nearest(word, known) or f"one of {', '.join(sorted(known))}"
            problem = f"unknown {key} {shown(word)}"
            mistakes.add("estate-unknown-key", subject, problem, expected=expected, location=where)
        elif not arguments.split():
            mistakes.add("estate-value", subject, f"{key} {word} has no argument", location=where)
    return all(word in known and arguments.split() for word, arguments in words.items())


def references(clause: RouteMapClause) -> list[tuple[str, str, tuple[str, str]]]:
    """(kind of list, name, (match or set, its kind)) for each list that a clause names."""
    found = []
    for match in clause.matches:
        if "prefix-list" in match.kind:
            found.append(("prefix-list", match.arguments[0], ("match", match.kind)))
        elif match.kind in {"as-path", "community"}:
            found.append((match.kind, match.arguments[0], ("match", match.kind)))
    return found + [
        ("community", each.arguments[0], ("set", each.kind)) for each in clause.sets if each.kind == "delete-community"
    ]


def check_references(each: Named[RouteMap], tables: Mapping[str, Table[Any]], mistakes: Mistakes) -> None:
    """Report lists and maps that nobody declared."""
    subject = f"route map {each.name}"
    for index, clause in enumerate(each.value.clauses):  # sequences rise, so the order is the file's
        for kind, name, path in references(clause):
            tables[kind].get(name, mistakes, subject=subject, location=each.locate((index, *path)))
        if clause.call is not None:
            tables["route-map"].get(clause.call, mistakes, subject=subject, location=each.locate((index, "call")))
