"""Conditions of the routing policy language as the model's matches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from netops.model import Action, AsPathList, AsPathListEntry, CommunityList, CommunityListEntry, Match
from netops.platforms.configuration.rules import Mismatch, type_of
from netops.platforms.iosxr.rpl import Condition, Test

__all__ = ["Sets", "match_of"]

_MOST = 2**32 - 1


@dataclass
class Sets:
    """The sets that there are, and the lists that the matches of inline sets need, by name."""

    prefixes: Mapping[str, frozenset[int]] = field(default_factory=dict)  # the families that a prefix set holds
    communities: Mapping[str, CommunityList] = field(default_factory=dict)
    community_lists: dict[str, CommunityList] = field(default_factory=dict)
    as_path_lists: dict[str, AsPathList] = field(default_factory=dict)


def match_of(condition: Condition | Test, sets: Sets) -> Match:
    """The condition as one match.  Raises Mismatch for a test that netops does not know."""
    if isinstance(condition, Condition):
        return Match(condition.kind, (), tuple(match_of(each, sets) for each in condition.parts))
    words = condition.words
    for length in (2, 1):
        if (found := _TESTS.get(" ".join(words[:length]))) is not None:
            return found(words[length:], sets)
    raise Mismatch(f"the condition {' '.join(words)!r} is not understood")


def _inline(words: Sequence[str]) -> list[list[str]] | None:
    """The items of a list in parentheses, each as its words; None for the name of a set."""
    if not words or words[0] != "(":
        return None
    items: list[list[str]] = [[]]
    for word in words[1:-1]:
        if word == ",":
            items.append([])
        else:
            items[-1].append(word)
    return [each for each in items if each]


def _prefixes(kinds: tuple[str, str]) -> Callable[[Sequence[str], Sets], Match]:
    def made(words: Sequence[str], sets: Sets) -> Match:
        if words[:1] == ("in",):
            words = words[1:]
        items = _inline(words)
        if items is not None:
            if kinds[0] != "prefix-list":
                raise Mismatch("a list written out is understood for destinations alone")
            return Match("any", (), tuple(_range(each) for each in items))
        if len(words) != 1:
            raise Mismatch("expected the name of a prefix set")
        families = sets.prefixes.get(words[0], frozenset({4}))
        return Match("any", (), tuple(Match(kinds[family == 6], (words[0],)) for family in sorted(families)))

    return made


def _range(words: Sequence[str]) -> Match:
    """``10.0.0.0/8 ge 16 le 24``."""
    prefix = type_of("network", words[0])
    said = dict(zip(words[1::2], words[2::2], strict=False))
    low = int(said.get("eq", said.get("ge", prefix.prefixlen)))
    high = said.get("eq", said.get("le"))
    most = int(high) if high is not None else prefix.max_prefixlen if "ge" in said else low
    return Match("prefix", (str(prefix), str(low), str(most)))


def _number(kind: str) -> Callable[[Sequence[str], Sets], Match]:
    """``med eq 10``, ``is``, ``ge`` and ``le``."""

    def made(words: Sequence[str], _sets: Sets) -> Match:
        if len(words) != 2 or words[0] not in ("eq", "is"):
            raise Mismatch(f"{kind} {' '.join(words)} is not understood: only one value is compared with")
        type_of("number", words[1])
        return Match(kind, (words[1],))

    return made


def _length(words: Sequence[str], _sets: Sets) -> Match:
    if len(words) != 2:
        raise Mismatch("expected as-path length is|eq|ge|le N")
    number = type_of("number", words[1])
    low, high = {"is": (number, number), "eq": (number, number), "ge": (number, _MOST), "le": (0, number)}.get(
        words[0], (None, None)
    )
    if low is None:
        raise Mismatch(f"{words[0]!r} compares nothing")
    return Match("as-path-length", (str(low), str(high)))


def _as_path_set(words: Sequence[str], sets: Sets) -> Match:
    items = _inline(words)
    if items is None:
        return Match("as-path", (words[0],)) if words else Match("never")
    name = f"({' '.join(' '.join(each) for each in items)})"
    entries = tuple(
        AsPathListEntry(5 * number, Action.PERMIT, as_path_regex(each)) for number, each in enumerate(items, 1)
    )
    sets.as_path_lists[name] = AsPathList(name, entries)
    return Match("as-path", (name,))


def as_path_regex(words: Sequence[str]) -> str:
    """One member of an AS-path set as a regular expression over numbers with ``_`` between them."""
    kind, rest = words[0], " ".join(words[1:]).strip("'\"")
    if kind in ("ios-regex", "dfa-regex"):
        return rest
    numbers = rest.replace("exact", "").strip().strip("'\"").split()
    shape = {"passes-through": "_{}_", "originates-from": "_{}$", "neighbor-is": "^{}_"}.get(kind)
    if shape is None or not numbers or not all(each.isdigit() for each in numbers):
        raise Mismatch(f"{' '.join(words)!r} of an AS-path set is not understood")
    return shape.format("_".join(numbers))


def _as_path(shape: str) -> Callable[[Sequence[str], Sets], Match]:
    def made(words: Sequence[str], sets: Sets) -> Match:
        return _as_path_set(("(", shape, *words, ")"), sets)

    return made


def _any_community(words: Sequence[str], sets: Sets) -> Match:
    return Match("community", (_community_list(words, sets),))


def _every_community(words: Sequence[str], sets: Sets) -> Match:
    """Each member of the set is matched by some community of the route."""
    items = _inline(words)
    entries = (
        tuple(community_entry(each) for each in items)
        if items is not None
        else tuple((each.communities, each.regex) for each in _known(words, sets).entries)
    )
    inner = []
    for communities, regex in entries:
        name = f"({regex or ' '.join(communities)})"
        sets.community_lists[name] = CommunityList(name, (CommunityListEntry(5, Action.PERMIT, communities, regex),))
        inner.append(Match("community", (name,)))
    return Match("all", (), tuple(inner))


def _known(words: Sequence[str], sets: Sets) -> CommunityList:
    if len(words) != 1 or words[0] not in sets.communities:
        raise Mismatch(f"there is no community set {' '.join(words)}")
    return sets.communities[words[0]]


def _community_list(words: Sequence[str], sets: Sets) -> str:
    items = _inline(words)
    if items is None:
        return _known(words, sets).name
    name = f"({', '.join(' '.join(each) for each in items)})"
    entries = tuple(
        CommunityListEntry(5 * number, Action.PERMIT, *community_entry(each)) for number, each in enumerate(items, 1)
    )
    sets.community_lists[name] = CommunityList(name, entries)
    return name


def community_entry(words: Sequence[str]) -> tuple[tuple[str, ...], str | None]:
    """One member of a community set: communities, or a regular expression."""
    if words[0] in ("ios-regex", "dfa-regex"):
        return (), " ".join(words[1:]).strip("'\"")
    text = words[0]
    if text in ("internet", "no-export", "no-advertise", "local-AS", "local-as", "graceful-shutdown"):
        return ("local-AS" if text.lower() == "local-as" else text,), None
    high, colon, low = text.partition(":")
    if not colon:
        number = type_of("number", text)
        return (f"{number >> 16}:{number & 0xFFFF}",), None
    if high.isdigit() and low.isdigit():
        return (text,), None
    if {high, low} <= {"*"} or (high == "*" and low.isdigit()) or (low == "*" and high.isdigit()):
        return (), f"^{high.replace('*', '[0-9]+')}:{low.replace('*', '[0-9]+')}$"
    raise Mismatch(f"the community {text!r} is not understood")


def _plain(kind: str) -> Callable[[Sequence[str], Sets], Match]:
    """``protocol in (static, bgp 65000)``, ``route-type is interarea``: names."""

    def made(words: Sequence[str], _sets: Sets) -> Match:
        if words[:1] in (("is",), ("in",), ("eq",)):
            words = words[1:]
        items = _inline(words)
        names = [each[0] for each in items] if items is not None else list(words[:1])
        if not names:
            raise Mismatch(f"{kind} is compared with nothing")
        return Match(kind, tuple(_NAMES.get(each, each) for each in names))

    return made


_NAMES = {
    "interarea": "inter-area", "ospf-inter-area": "inter-area", "ospf-intra-area": "intra-area",
    "ospf-external-type-1": "type-1", "ospf-external-type-2": "type-2", "ospf-nssa-type-1": "nssa-type-1",
    "ospf-nssa-type-2": "nssa-type-2", "type-1": "type-1", "type-2": "type-2", "level-1": "level-1",
    "level-2": "level-2", "local": "local", "connected": "connected",
}  # fmt: skip


def _empty(words: Sequence[str], sets: Sets) -> Match:
    sets.community_lists["(any)"] = CommunityList("(any)", (CommunityListEntry(5, Action.PERMIT, (), "[0-9]+:[0-9]+"),))
    del words
    return Match("not", (), (Match("community", ("(any)",)),))


_TESTS: Mapping[str, Callable[[Sequence[str], Sets], Match]] = {
    "destination": _prefixes(("prefix-list", "prefix-list-ipv6")),
    "next-hop": _prefixes(("next-hop-prefix-list", "next-hop-prefix-list")),
    "source": _prefixes(("route-source-prefix-list", "route-source-prefix-list")),
    "as-path in": _as_path_set,
    "as-path length": _length,
    "as-path is-local": lambda _words, _sets: Match("as-path-local"),
    "as-path passes-through": _as_path("passes-through"),
    "as-path originates-from": _as_path("originates-from"),
    "as-path neighbor-is": _as_path("neighbor-is"),
    "community matches-any": _any_community,
    "community matches-every": _every_community,
    "community is-empty": _empty,
    "med": _number("metric"),
    "metric": _number("metric"),
    "local-preference": _number("local-preference"),
    "weight": _number("weight"),
    "tag": _number("tag"),
    "origin": _plain("origin"),
    "protocol": _plain("source-protocol"),
    "route-type": _plain("route-type"),
}
