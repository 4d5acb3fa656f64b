"""Route maps and the lists that they match on, applied to one route at a time.

Undefined names behave as FRR's (lib/plist.c, lib/routemap.c, bgpd/bgp_route.c): an undefined prefix list or route map
permits nothing, an empty prefix list everything, and a match on an undefined list never holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from ipaddress import ip_address, ip_network

from netops.analysis.bgp.path import Path
from netops.errors import PredictionError
from netops.model import (
    Action,
    CommunityList,
    Device,
    IPPrefix,
    Match,
    PrefixList,
    PrefixListEntry,
    RouteMap,
    RouteMapClause,
    Set,
    within,
)

__all__ = ["Policy", "permits"]

_ORIGINS = {"igp": 0, "egp": 1, "incomplete": 2}


def permits(prefixes: PrefixList | None, prefix: IPPrefix) -> bool:
    """What a prefix list says of a prefix; the first entry that matches decides."""
    if prefixes is None:
        return False
    return _permits(prefixes.entries, prefix)


@lru_cache(maxsize=262144)
def _permits(entries: tuple[PrefixListEntry, ...], prefix: IPPrefix) -> bool:
    for entry in entries:
        if _covers(entry, prefix):
            return entry.action is Action.PERMIT
    return not entries


def _covers(entry: PrefixListEntry, prefix: IPPrefix) -> bool:
    net, low, high = entry.prefix, entry.ge, entry.le
    if prefix.prefixlen < net.prefixlen or not within(prefix, net):
        return False
    if low is None and high is None:
        return prefix.prefixlen == net.prefixlen
    return (low or net.prefixlen) <= prefix.prefixlen <= (high or prefix.max_prefixlen)


class Policy:
    """The route maps and lists of one device, by name."""

    def __init__(self, device: Device) -> None:
        self.device = device.name
        self._prefix_lists = {(each.name, each.family): each for each in device.prefix_lists}
        self._communities = {each.name: each for each in device.community_lists}
        self._as_paths = {each.name: each for each in device.as_path_lists}
        self._maps = {each.name: each for each in device.route_maps}

    def prefix_list(self, name: str, prefix: IPPrefix) -> bool:
        """Whether the list of this name and of the prefix's family permits it."""
        return permits(self._prefix_lists.get((name, prefix.version)), prefix)

    def apply(self, name: str, prefix: IPPrefix, path: Path, own_as: int = 0) -> Path | None:
        """The path as the route map leaves it, or None where it is denied."""
        found = self._maps.get(name)
        return None if found is None else self._walk(found, prefix, path, own_as, depth=0)

    def _walk(self, found: RouteMap, prefix: IPPrefix, path: Path, own_as: int, depth: int) -> Path | None:
        skip_to = 0
        permitted = False
        for clause in found.clauses:
            if clause.sequence < skip_to or not self._holds(clause, prefix, path):
                continue
            if clause.action is Action.DENY:
                return None
            path, permitted = self._changed(clause, path, own_as), True
            if clause.call is not None:
                called = self._maps.get(clause.call) if depth < _DEEPEST else None
                result = self._walk(called, prefix, path, own_as, depth + 1) if called else None
                if result is None:
                    return None
                path = result
            if clause.on_match is None:
                return path
            skip_to = clause.sequence + 1 if clause.on_match == "next" else int(clause.on_match)
        return path if permitted else None

    def _holds(self, clause: RouteMapClause, prefix: IPPrefix, path: Path) -> bool:
        return all(self._matches(match, prefix, path) for match in clause.matches)

    def _matches(self, match: Match, prefix: IPPrefix, path: Path) -> bool:
        try:
            test = _MATCHES[match.kind]
        except KeyError:
            raise PredictionError(f"{self.device}: route maps that match {match.kind!r} cannot be predicted") from None
        try:
            return test(self, match.arguments, prefix, path)
        except _UNFIT:
            raise PredictionError(f"{self.device}: 'match {_words(match)}' cannot be predicted") from None

    def _changed(self, clause: RouteMapClause, path: Path, own_as: int) -> Path:
        for change in clause.sets:
            path = self._set(change, path, own_as)
        return path

    def _set(self, change: Set, path: Path, own_as: int) -> Path:
        if change.kind == "as-path-prepend-last-as":
            last = path.as_path[0] if path.as_path else own_as
            return replace(path, as_path=(last,) * int(change.arguments[0]) + path.as_path)
        if change.kind == "delete-community":
            doomed = self._communities.get(change.arguments[0])
            kept = (each for each in path.communities if not _community_permits(doomed, frozenset({each})))
            return replace(path, communities=frozenset(kept))
        try:
            make = _SETS[change.kind]
        except KeyError:
            raise PredictionError(f"{self.device}: route maps that set {change.kind!r} cannot be predicted") from None
        try:
            return make(path, change.arguments)
        except _UNFIT:
            raise PredictionError(f"{self.device}: 'set {_words(change)}' cannot be predicted") from None

    def match_list(self, arguments: tuple[str, ...], prefix: IPPrefix, family: int) -> bool:
        found = self._prefix_lists.get((arguments[0], family))
        return found is not None and prefix.version == family and permits(found, prefix)

    def match_next_hop(self, arguments: tuple[str, ...], path: Path) -> bool:
        return path.next_hop is not None and self.match_list(
            arguments, ip_network(path.next_hop), path.next_hop.version
        )

    def match_community(self, arguments: tuple[str, ...], path: Path) -> bool:
        found = self._communities.get(arguments[0])
        if "exact-match" in arguments[1:]:
            return found is not None and any(
                entry.action is Action.PERMIT and frozenset(entry.communities) == path.communities
                for entry in found.entries
            )
        return _community_permits(found, path.communities)

    def match_as_path(self, arguments: tuple[str, ...], path: Path) -> bool:
        found = self._as_paths.get(arguments[0])
        text = " ".join(map(str, path.as_path))
        for entry in found.entries if found else ():
            if _as_path_pattern(entry.regex).search(text):
                return entry.action is Action.PERMIT
        return False


_UNFIT = (ValueError, KeyError, IndexError, re.error)
"""What an argument raises that FRR may know and we do not: ``set metric rtt``, a POSIX regular expression."""


def _words(rule: Match | Set) -> str:
    return " ".join((rule.kind, *rule.arguments))


_DEEPEST = 16  # calls of route maps from route maps, as FRR limits them


def _community_permits(found: CommunityList | None, communities: frozenset[str]) -> bool:
    for entry in found.entries if found else ():
        if entry.regex is not None:
            text = " ".join(sorted(communities))
            hit = bool(_as_path_pattern(entry.regex).search(text))
        else:
            hit = set(entry.communities) - {"internet"} <= communities
        if hit:
            return entry.action is Action.PERMIT
    return False


@lru_cache(maxsize=4096)
def _as_path_pattern(regex: str) -> re.Pattern[str]:
    """A vendor's regular expression, in which ``_`` is any delimiter, an end included."""
    return re.compile(regex.replace("_", r"(?:^|[ ,{}()]|$)"))


_MOST = 2**32 - 1

_Test = Callable[[Policy, tuple[str, ...], IPPrefix, Path], bool]

_MATCHES: Mapping[str, _Test] = {
    "prefix-list": lambda policy, arguments, prefix, _: policy.match_list(arguments, prefix, 4),
    "prefix-list-ipv6": lambda policy, arguments, prefix, _: policy.match_list(arguments, prefix, 6),
    "next-hop-prefix-list": lambda policy, arguments, _, path: policy.match_next_hop(arguments, path),
    "community": lambda policy, arguments, _, path: policy.match_community(arguments, path),
    "as-path": lambda policy, arguments, _, path: policy.match_as_path(arguments, path),
    "metric": lambda _, arguments, __, path: (path.med or 0) == int(arguments[0]),
    "local-preference": lambda _, arguments, __, path: path.local_preference == int(arguments[0]),
    "tag": lambda _, arguments, __, path: path.tag == int(arguments[0]),
    "interface": lambda _, arguments, __, path: path.interface == arguments[0],
    "source-protocol": lambda _, arguments, __, path: path.protocol == arguments[0],
    "peer": lambda _, arguments, __, path: str(path.peer) == arguments[0],
    "route-type": lambda _, arguments, __, path: (
        arguments[0] in {f"type-{path.metric_type}", f"type{path.metric_type}"}
    ),
    "origin": lambda _, arguments, __, path: path.origin == _ORIGINS[arguments[0]],
}


def _adjusted(value: str, present: int | None) -> int:
    """A number, or what is to be added to or taken from the present one (FRR, bgpd/bgp_routemap.c)."""
    if value.startswith("+"):
        return min(_MOST, (present or 0) + int(value[1:]))
    if value.startswith("-"):
        return max(0, (present or 0) - int(value[1:]))
    return int(value)


def _community(path: Path, arguments: tuple[str, ...]) -> Path:
    values = frozenset(arguments) - {"additive", "none"}
    return replace(path, communities=values | path.communities if "additive" in arguments else values)


def _next_hop(path: Path, arguments: tuple[str, ...]) -> Path:
    if arguments[0] == "unchanged":
        return path
    if arguments[0] == "peer-address":
        return replace(path, next_hop=path.peer, link_local=None)
    return replace(path, next_hop=ip_address(arguments[0]), link_local=None)


_SETS: Mapping[str, Callable[[Path, tuple[str, ...]], Path]] = {
    "local-preference": lambda path, arguments: replace(
        path, local_preference=_adjusted(arguments[0], path.local_preference)
    ),
    "metric": lambda path, arguments: replace(path, med=_adjusted(arguments[0], path.med)),
    "metric-type": lambda path, arguments: replace(path, metric_type=int(arguments[0].removeprefix("type-"))),
    "tag": lambda path, arguments: replace(path, tag=int(arguments[0])),
    "weight": lambda path, arguments: replace(path, weight=int(arguments[0])),
    "origin": lambda path, arguments: replace(path, origin=_ORIGINS[arguments[0]]),
    "community": _community,
    "as-path-prepend": lambda path, arguments: replace(path, as_path=tuple(map(int, arguments)) + path.as_path),
    "next-hop": _next_hop,
    "next-hop-ipv6": _next_hop,
    "distance": lambda path, arguments: replace(path, distance=int(arguments[0])),
}
