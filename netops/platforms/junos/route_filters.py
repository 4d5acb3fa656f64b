"""Route filters: the prefixes that a term takes.

Of a term's filters, the one with the longest prefix around a route decides alone whether the term matches: where its
kind of match does not hold, no shorter one is asked.  (Junos documentation, "Understanding Route Filters".)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import ip_network

from netops.model import IPPrefix, Match, within
from netops.platforms.configuration.rules import Mismatch, type_of
from netops.platforms.junos.values import network

__all__ = ["RouteFilter", "RouteFilters", "prefix_match", "read_filter"]


@dataclass(frozen=True, slots=True)
class RouteFilter:
    """The prefixes inside of ``prefix`` with lengths from ``least`` to ``most``; ``action``: its own words."""

    prefix: IPPrefix
    least: int
    most: int
    through: IPPrefix | None = None  # those on the way to this one, ends included
    action: tuple[str, ...] = ()

    @property
    def matches(self) -> tuple[Match, ...]:
        """What holds for exactly the filter's prefixes, whatever other filters say: alternatives."""
        if self.through is None:
            return (prefix_match(self.prefix, self.least, self.most),) if self.least <= self.most else ()
        lengths = range(self.prefix.prefixlen, self.through.prefixlen + 1)
        way = (ip_network((self.through.network_address, length), strict=False) for length in lengths)
        return tuple(prefix_match(each, each.prefixlen, each.prefixlen) for each in way)

    @property
    def everything(self) -> bool:
        """Whether it takes all that lies inside of its prefix."""
        return self.through is None and self.least == self.prefix.prefixlen and self.most == self.prefix.max_prefixlen


def prefix_match(prefix: IPPrefix, least: int, most: int) -> Match:
    return Match("prefix", (str(prefix), str(least), str(most)))


def read_filter(text: str, words: Sequence[str]) -> RouteFilter:
    """``10.0.0.0/8 orlonger``, and what else there is, with an action behind it."""
    prefix = network(text, strict=False)
    kind, rest = (words[0], list(words[1:])) if words else ("", [])
    if kind == "through":
        if not rest:
            raise Mismatch("'through' lacks its prefix")
        end = network(rest.pop(0), strict=False)
        if not within(end, prefix):
            raise Mismatch(f"{end} is not inside of {prefix}")
        return RouteFilter(prefix, prefix.prefixlen, prefix.prefixlen, end, tuple(rest))
    least, most = _lengths(prefix, kind, rest)
    return RouteFilter(prefix, least, most, action=tuple(rest))


def _lengths(prefix: IPPrefix, kind: str, rest: list[str]) -> tuple[int, int]:
    """The lengths that match; takes its arguments off ``rest``."""
    own, longest = prefix.prefixlen, prefix.max_prefixlen
    if kind in ("exact", "longer", "orlonger"):
        return {"exact": (own, own), "longer": (own + 1, longest), "orlonger": (own, longest)}[kind]
    if kind not in ("upto", "prefix-length-range"):
        raise Mismatch(f"{kind!r} is no kind of match that netops knows")
    if not rest:
        raise Mismatch(f"{kind!r} lacks its length")
    low, _, high = rest.pop(0).partition("-")
    if kind == "upto":
        return own, _length(low)
    return _length(low), _length(high)


def _length(text: str) -> int:
    number: int = type_of("number", text.removeprefix("/"))
    return number


class RouteFilters:
    """The filters of one term, and which lies in which: each under the shortest way up."""

    def __init__(self, filters: Sequence[RouteFilter]) -> None:
        self.filters = filters
        self._by_prefix: defaultdict[IPPrefix, list[RouteFilter]] = defaultdict(list)
        for each in filters:
            self._by_prefix[each.prefix].append(each)
        self._inside: defaultdict[IPPrefix, list[IPPrefix]] = defaultdict(list)
        if len(self._by_prefix) > 1:
            self._nest()

    def _nest(self) -> None:
        keys = {_key(prefix, prefix.prefixlen): prefix for prefix in self._by_prefix}
        for prefix in self._by_prefix:
            above = (_key(prefix, length) for length in range(prefix.prefixlen - 1, -1, -1))
            if (outer := next((keys[key] for key in above if key in keys), None)) is not None:
                self._inside[outer].append(prefix)

    def actions(self) -> tuple[tuple[str, ...], ...]:
        """The filters' own actions, in their order; empty for those that leave it to the term."""
        return tuple(dict.fromkeys(each.action for each in self.filters))

    def taken(self, action: tuple[str, ...]) -> tuple[Match, ...]:
        """What holds for the routes that the filters with this action take: alternatives."""
        found: list[Match] = []
        for each in self.filters:
            if each.action == action:
                longer = tuple(prefix_match(p, p.prefixlen, p.max_prefixlen) for p in self._decided(each, each.prefix))
                found += (_without(match, longer) for match in each.matches)
        return tuple(dict.fromkeys(found))

    def _decided(self, outer: RouteFilter, place: IPPrefix) -> Iterator[IPPrefix]:
        """The prefixes beneath ``place`` for which others decide, and not as ``outer`` would."""
        for prefix in self._inside.get(place, ()):
            if prefix.prefixlen > outer.most and outer.through is None:
                continue  # what lies in there is too long for the outer one anyway
            if any(each.everything and each.action == outer.action for each in self._by_prefix[prefix]):
                yield from self._decided(outer, prefix)
            else:
                yield prefix


def _without(match: Match, longer: tuple[Match, ...]) -> Match:
    return Match("all", inner=(match, Match("not", inner=longer))) if longer else match


def _key(prefix: IPPrefix, length: int) -> tuple[int, int, int]:
    """The network of this length around the prefix."""
    return prefix.version, length, int(prefix.network_address) >> (prefix.max_prefixlen - length)
