"""Changes of route maps as functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from ipaddress import ip_address

from netops.analysis.bgp.path import Path
from netops.analysis.policy.communities import community_test
from netops.analysis.policy.definitions import Definitions
from netops.analysis.policy.matches import ORIGINS
from netops.analysis.policy.subject import NOWHERE, Change, Context
from netops.model import Set

__all__ = ["compile_set"]

_MOST = 2**32 - 1

_Make = Callable[[Definitions, tuple[str, ...]], Change]


def compile_set(change: Set, known: Definitions) -> Change:
    """The change as a function.  Raises KeyError, ValueError or IndexError where it cannot be predicted."""
    made = _KINDS[change.kind](known, change.arguments)
    made(Path(), NOWHERE)  # what an argument is not fit for shows at once
    return made


def _with(path: Path, field: str, value: object) -> Path:
    return replace(path, **{field: value})  # type: ignore[arg-type]  # each of its own type, by name


def _number(field: str) -> _Make:
    """A number, or what is to be added to or taken from the present one (FRR, bgpd/bgp_routemap.c)."""

    def make(_: Definitions, arguments: tuple[str, ...]) -> Change:
        text = arguments[0]
        sign, value = text[:1], int(text.lstrip("+-"))
        if sign == "+":
            return lambda path, _: _with(path, field, min(_MOST, (getattr(path, field) or 0) + value))
        if sign == "-":
            return lambda path, _: _with(path, field, max(0, (getattr(path, field) or 0) - value))
        return lambda path, _: _with(path, field, value)

    return make


def _metric(known: Definitions, arguments: tuple[str, ...]) -> Change:
    if arguments[0] in {"igp", "igp-metric"}:
        return lambda path, context: replace(path, med=path.med if context.igp is None else context.igp)
    return _number("med")(known, arguments)


def _metric_expression(_: Definitions, arguments: tuple[str, ...]) -> Change:
    factor, offset = Fraction(arguments[0]), int(arguments[1])
    return lambda path, _: replace(path, med=min(_MOST, max(0, int((path.med or 0) * factor) + offset)))


def _eigrp_metric(_: Definitions, arguments: tuple[str, ...]) -> Change:
    metric = tuple(map(int, arguments[:5]))
    return lambda path, _: replace(path, eigrp_metric=metric)


def _metric_type(_: Definitions, arguments: tuple[str, ...]) -> Change:
    number = int(arguments[0].removeprefix("type-"))
    return lambda path, _: replace(path, metric_type=number)


def _origin(_: Definitions, arguments: tuple[str, ...]) -> Change:
    number = ORIGINS[arguments[0]]
    return lambda path, _: replace(path, origin=number)


def _communities(field: str) -> _Make:
    def make(_: Definitions, arguments: tuple[str, ...]) -> Change:
        values = frozenset(arguments) - {"additive", "none"}
        if "additive" in arguments:
            return lambda path, _: _with(path, field, values | getattr(path, field))
        return lambda path, _: _with(path, field, values)

    return make


def _without_communities(kind: str, field: str) -> _Make:
    def make(known: Definitions, arguments: tuple[str, ...]) -> Change:
        doomed = [community_test(known.community_list(name, kind), exact=False, undefined=False) for name in arguments]
        doomed[0]  # a change without a list is none

        def change(path: Path, _: Context) -> Path:
            kept = {each for each in getattr(path, field) if not any(test({each}) for test in doomed)}
            return _with(path, field, frozenset(kept))

        return change

    return make


def _prepend(_: Definitions, arguments: tuple[str, ...]) -> Change:
    numbers = tuple(map(int, arguments))
    return lambda path, _: replace(path, as_path=numbers + path.as_path)


def _prepend_last(_: Definitions, arguments: tuple[str, ...]) -> Change:
    count = int(arguments[0])
    return lambda path, context: replace(
        path, as_path=(path.as_path[0] if path.as_path else context.own_as,) * count + path.as_path
    )


def _prepend_own(_: Definitions, arguments: tuple[str, ...]) -> Change:
    count = int(arguments[0])
    return lambda path, context: replace(path, as_path=(context.own_as,) * count + path.as_path)


def _replace_numbers(_: Definitions, arguments: tuple[str, ...]) -> Change:
    doomed = None if "any" in arguments else {int(each) for each in arguments}

    def change(path: Path, context: Context) -> Path:
        numbers = (context.own_as if doomed is None or each in doomed else each for each in path.as_path)
        return replace(path, as_path=tuple(numbers))

    return change


def _exclude_numbers(_: Definitions, arguments: tuple[str, ...]) -> Change:
    doomed = {int(each) for each in arguments}
    return lambda path, _: replace(path, as_path=tuple(each for each in path.as_path if each not in doomed))


def _next_hop(_: Definitions, arguments: tuple[str, ...]) -> Change:
    wanted = arguments[0]
    if wanted == "unchanged":
        return lambda path, _: replace(path, next_hop_decided=True)
    if wanted == "peer-address":
        return lambda path, _: replace(path, next_hop=path.peer, link_local=None, next_hop_decided=True)
    if wanted == "self":
        return lambda path, context: replace(
            path, next_hop=context.local, link_local=None, next_hop_decided=context.local is not None
        )
    if wanted in {"discard", "reject"}:
        return lambda path, _: replace(path, discard=True)
    address = ip_address(wanted)
    return lambda path, _: replace(path, next_hop=address, link_local=None, next_hop_decided=True)


def _level(_: Definitions, arguments: tuple[str, ...]) -> Change:
    level = arguments[0]
    return lambda path, _: replace(path, level=level)


def _nothing(_: Definitions, __: tuple[str, ...]) -> Change:
    return lambda path, _: path


_KINDS: Mapping[str, _Make] = {
    "local-preference": _number("local_preference"),
    "metric": _metric,
    "metric-expression": _metric_expression,
    "metric-type": _metric_type,
    "eigrp-metric": _eigrp_metric,
    "tag": _number("tag"),
    "weight": _number("weight"),
    "distance": _number("distance"),
    "color": _number("color"),
    "origin": _origin,
    "community": _communities("communities"),
    "extended-community": _communities("extended"),
    "large-community": _communities("large"),
    "delete-community": _without_communities("standard", "communities"),
    "delete-extended-community": _without_communities("extended", "extended"),
    "delete-large-community": _without_communities("large", "large"),
    "as-path-prepend": _prepend,
    "as-path-prepend-last-as": _prepend_last,
    "as-path-prepend-own": _prepend_own,
    "as-path-replace": _replace_numbers,
    "as-path-exclude": _exclude_numbers,
    "next-hop": _next_hop,
    "next-hop-ipv6": _next_hop,
    "level": _level,
    "traffic-index": _nothing,
    "label": _nothing,
    "preference2": _nothing,  # decides between routes of one protocol that are equal in all else
    "default-action": _nothing,  # the map itself sees to it
}
