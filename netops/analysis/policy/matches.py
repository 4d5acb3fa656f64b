"""Conditions of route maps as functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from ipaddress import ip_address, ip_network

from netops.analysis.bgp.path import Learned, Path
from netops.analysis.policy.communities import community_test
from netops.analysis.policy.definitions import Definitions
from netops.analysis.policy.lists import in_range
from netops.analysis.policy.patterns import as_path_test
from netops.analysis.policy.subject import Context, PrefixTest, Test
from netops.model import Action, IPAddress, IPPrefix, Match

__all__ = ["UNFIT", "compile_match"]

UNFIT = (ValueError, KeyError, IndexError, re.error)
"""What an argument raises that a device may know and we do not: ``set metric rtt``, a POSIX regular expression."""

ORIGINS = {"igp": 0, "egp": 1, "incomplete": 2}

_Make = Callable[[Definitions, tuple[str, ...]], Test]


def compile_match(match: Match, known: Definitions, called: Callable[[str], Test]) -> Test:
    """The condition as a function.  Raises one of UNFIT where it cannot be predicted.

    ``called``: whether a route map of that name permits.
    """
    if match.kind in _INNER:
        return _INNER[match.kind]([compile_match(each, known, called) for each in match.inner])
    if match.kind == "policy":
        return _any([called(name) for name in match.arguments])
    return _KINDS[match.kind](known, match.arguments)


def _any(tests: Iterable[Test]) -> Test:
    found = tuple(tests)
    if len(found) == 1:
        return found[0]
    return lambda prefix, path, context: any(test(prefix, path, context) for test in found)


def _all(tests: Iterable[Test]) -> Test:
    found = tuple(tests)
    return lambda prefix, path, context: all(test(prefix, path, context) for test in found)


def _none(tests: Iterable[Test]) -> Test:
    found = tuple(tests)
    return lambda prefix, path, context: not any(test(prefix, path, context) for test in found)


_INNER: Mapping[str, Callable[[Iterable[Test]], Test]] = {"all": _all, "any": _any, "not": _none}


def _of_prefix(tests: Iterable[PrefixTest]) -> Test:
    found = tuple(tests)
    if len(found) == 1:
        only = found[0]
        return lambda prefix, _, __: only(prefix)
    return lambda prefix, _, __: any(test(prefix) for test in found)


def _prefix_lists(family: int) -> _Make:
    def make(known: Definitions, names: tuple[str, ...]) -> Test:
        return _of_prefix(_of_family(family, known.prefix_list(name, family)) for name in names)

    return make


def _access_lists(family: int) -> _Make:
    def make(known: Definitions, names: tuple[str, ...]) -> Test:
        return _of_prefix(_of_family(family, known.access_list(name, family)) for name in names)

    return make


def _of_family(family: int, test: PrefixTest) -> PrefixTest:
    return lambda prefix: prefix.version == family and test(prefix)


def _written_range(_: Definitions, arguments: tuple[str, ...]) -> Test:
    net, low, high = ip_network(arguments[0]), int(arguments[1]), int(arguments[2])
    return lambda prefix, _, __: in_range(net, low, high, prefix)


def _of_address(lists: str, field: str) -> _Make:
    """A list over an address of the path, as a host."""

    def make(known: Definitions, names: tuple[str, ...]) -> Test:
        find = known.prefix_list if lists == "prefix" else known.access_list
        tests = {family: [find(name, family) for name in names] for family in (4, 6)}

        def holds(_: IPPrefix, path: Path, __: Context) -> bool:
            address: IPAddress | None = getattr(path, field)
            return address is not None and any(test(ip_network(address)) for test in tests[address.version])

        return holds

    return make


def _communities(kind: str, field: str) -> _Make:
    def make(known: Definitions, arguments: tuple[str, ...]) -> Test:
        exact = "exact-match" in arguments
        names = [each for each in arguments if each != "exact-match"]
        tests = [community_test(known.community_list(name, kind), exact, known.undefined_match) for name in names]
        return lambda _, path, __: any(test(getattr(path, field)) for test in tests)

    return make


def _as_paths(known: Definitions, names: tuple[str, ...]) -> Test:
    tests = [_as_path_list(known, name) for name in names]
    return lambda _, path, __: any(test(path) for test in tests)


def _as_path_list(known: Definitions, name: str) -> Callable[[Path], bool]:
    found = known.as_path_lists.get(name)
    if found is None:
        answer = known.undefined_match
        return lambda _: answer
    entries = [(as_path_test(each.regex, known.as_path_by_number), each.action) for each in found.entries]

    def permits(path: Path) -> bool:
        return next((action is Action.PERMIT for test, action in entries if test(path)), False)

    return permits


def _number(field: str, absent: int | None = None) -> _Make:
    """One of several numbers, or ranges of them ("10-20")."""

    def make(_: Definitions, arguments: tuple[str, ...]) -> Test:
        spans = [_span(each) for each in arguments]
        spans[0]  # a condition without a number is none

        def holds(_: IPPrefix, path: Path, __: Context) -> bool:
            value = getattr(path, field)
            value = absent if value is None else value
            return value is not None and any(low <= value <= high for low, high in spans)

        return holds

    return make


def _span(text: str) -> tuple[int, int]:
    low, dash, high = text.partition("-")
    return (int(low), int(high)) if dash else (int(low), int(low))


def _between(measure: Callable[[Path], int]) -> _Make:
    def make(_: Definitions, arguments: tuple[str, ...]) -> Test:
        low, high = int(arguments[0]), int(arguments[1])
        return lambda _, path, __: low <= measure(path) <= high

    return make


def _text(field: str) -> _Make:
    return lambda _, arguments: lambda _, path, __: getattr(path, field) in arguments


def _address(field: str) -> _Make:
    def make(_: Definitions, arguments: tuple[str, ...]) -> Test:
        wanted = {ip_address(each) for each in arguments}
        return lambda _, path, __: getattr(path, field) in wanted

    return make


def _as_at(place: Callable[[tuple[int, ...]], tuple[int, ...]]) -> _Make:
    """A number among those at a place of the AS path."""

    def make(_: Definitions, arguments: tuple[str, ...]) -> Test:
        spans = [_span(each) for each in arguments]
        return lambda _, path, __: any(low <= n <= high for n in place(path.as_path) for low, high in spans)

    return make


def _route_type(_: Definitions, arguments: tuple[str, ...]) -> Test:
    wanted = {each.removeprefix("ospf-") for each in arguments}
    return lambda _, path, __: not wanted.isdisjoint(_types(path))


def _types(path: Path) -> set[str]:
    found = {path.route_type, path.level or ""}
    if path.learned is not Learned.LOCAL:
        found.add("external" if path.learned is Learned.EXTERNAL else "internal")
    elif path.protocol == "bgp" and not path.route_type:
        found.add("local")
    if path.metric_type is not None:
        number = path.metric_type
        found |= {f"type-{number}", f"type{number}"}
        if path.route_type.startswith("nssa"):
            found.add(f"nssa-type-{number}")
    return found


def _origin(_: Definitions, arguments: tuple[str, ...]) -> Test:
    wanted = {ORIGINS[each] for each in arguments}
    return lambda _, path, __: path.origin in wanted


def _family(_: Definitions, arguments: tuple[str, ...]) -> Test:
    wanted = {int(each) for each in arguments}
    return lambda prefix, _, __: prefix.version in wanted


def _exists(_: Definitions, arguments: tuple[str, ...]) -> Test:
    vrf, wanted = arguments[0], ip_network(arguments[1])
    return lambda _, __, context: context.exists(vrf, wanted)


_KINDS: Mapping[str, _Make] = {
    "prefix-list": _prefix_lists(4),
    "prefix-list-ipv6": _prefix_lists(6),
    "access-list": _access_lists(4),
    "access-list-ipv6": _access_lists(6),
    "prefix": _written_range,
    "next-hop-prefix-list": _of_address("prefix", "next_hop"),
    "next-hop-access-list": _of_address("access", "next_hop"),
    "route-source-prefix-list": _of_address("prefix", "peer"),
    "route-source-access-list": _of_address("access", "peer"),
    "community": _communities("standard", "communities"),
    "extended-community": _communities("extended", "extended"),
    "large-community": _communities("large", "large"),
    "community-count": _between(lambda path: len(path.communities)),
    "as-path": _as_paths,
    "as-path-length": _between(lambda path: path.length),
    "as-path-neighbor": _as_at(lambda numbers: numbers[:1]),
    "as-path-origin": _as_at(lambda numbers: numbers[-1:]),
    "as-path-passes": _as_at(lambda numbers: numbers),
    "as-path-local": lambda _, __: lambda _, path, __: not path.as_path,
    "metric": _number("med", 0),
    "local-preference": _number("local_preference"),
    "weight": _number("weight"),
    "tag": _number("tag"),
    "distance": _number("distance"),
    "color": _number("color"),
    "interface": _text("interface"),
    "source-protocol": _text("protocol"),
    "area": _text("area"),
    "vrf": _text("vrf"),
    "peer": _address("peer"),
    "next-hop": _address("next_hop"),
    "route-type": _route_type,
    "origin": _origin,
    "family": _family,
    "route-exists": _exists,
    "into-level": lambda _, arguments: lambda _, __, context: context.into_level in arguments,
    "never": lambda _, __: lambda _, __, ___: False,
}
