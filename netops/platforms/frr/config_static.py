"""``ip route`` and ``ipv6 route``."""

from __future__ import annotations

from netops.model import StaticRoute
from netops.platforms.configuration.rules import Action, Fields, Mismatch, options, type_of

__all__ = ["ROUTE_RULES"]

_BLACKHOLE = ("Null0", "blackhole", "null0")


def _route(family: int) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        words = held["options"]
        target: Fields = {}
        if words[:1] and words[0] in _BLACKHOLE:
            target = {"blackhole": True}
            words = words[1:]
        else:
            target, words = _target(family, words)
        route = StaticRoute(held["prefix"], vrf=draft.get("vrf", "default"), **target, **_ending(words))
        routes = draft.setdefault("static_routes", {})
        routes[(route.vrf, route.prefix, route.next_hop, route.interface)] = route

    return action


def _target(family: int, words: list[str]) -> tuple[Fields, list[str]]:
    """``GATEWAY``, ``INTERFACE`` or ``GATEWAY INTERFACE``, and the words after it."""
    target: Fields = {}
    if words:
        try:
            target["next_hop"] = type_of(f"address{family}", words[0])
            words = words[1:]
        except Mismatch:
            pass
    if words and not words[0].isdigit() and words[0] not in ("tag", "onlink"):
        if words[0] in ("reject", "label", "table", "nexthop-vrf", "color", "bfd"):
            raise Mismatch(f"{words[0]!r} is not understood here")
        target["interface"] = words[0]
        words = words[1:]
    if not target:
        raise Mismatch("a next hop or an interface is missing")
    return target, words


def _ending(words: list[str]) -> Fields:
    """``[tag N] [DISTANCE]`` in any order."""
    fields: Fields = {}
    while words:
        if words[0] == "tag":
            fields |= options(words[:2], {"tag": "number"})
            words = words[2:]
        else:
            fields["distance"] = type_of("number", words[0])
            words = words[1:]
    return fields


ROUTE_RULES = (
    ("ip route <prefix:network4> <options:options>", _route(4)),
    ("ipv6 route <prefix:network6> <options:options>", _route(6)),
)
