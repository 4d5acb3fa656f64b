"""``router static``."""

from __future__ import annotations

from netops.model import (
    StaticRoute,
)
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, ignore, type_of
from netops.platforms.iosxr.names import full_name

__all__ = ["STATIC_GRAMMAR", "static_draft", "static_routes"]


def _route(draft: Fields, held: Fields) -> None:
    """``PREFIX [vrf NAME] [INTERFACE] [NEXT-HOP] [DISTANCE] [tag N] [description X] [track N] [metric N]``."""
    words: list[str] = list(held["words"])
    fields: Fields = {"prefix": held["prefix"], "vrf": draft["vrf"]}
    while words:
        word = words.pop(0)
        if word in ("tag", "metric", "vrf", "track", "description", "tunnel-id", "vrflabel", "bfd", "permanent"):
            _option(word, words, fields)
        elif word.isdigit():
            fields["distance"] = int(word)
        elif word.lower() == "null0":
            fields["blackhole"] = True
        elif word[0].isalpha() and ":" not in word:
            fields["interface"] = full_name(word)
        else:
            fields["next_hop"] = type_of("address", word)
    made = StaticRoute(**fields)
    draft["routes"][made.vrf, made.prefix, made.next_hop, made.interface] = made


def _option(word: str, words: list[str], fields: Fields) -> None:
    if word == "bfd":
        words.clear()  # it makes a route go faster, and says nothing else
        return
    if word == "permanent":
        return
    if not words:
        raise Mismatch(f"{word!r} lacks its value")
    value = words.pop(0)
    if word == "description":
        fields["name"] = value
    elif word == "vrf":
        fields["next_hop_vrf"] = value
    elif word == "track":
        fields["track"] = value
    elif word == "tag":
        fields["tag"] = type_of("number", value)
    elif word == "metric":
        fields["metric"] = type_of("number", value)
    else:
        raise Mismatch(f"{word!r} is not understood")


def _in_vrf(draft: Fields, held: Fields) -> Fields:
    return {"routes": draft["routes"], "vrf": held["vrf"]}


def static_draft(draft: Fields, _held: Fields) -> Fields:
    return {"routes": draft.setdefault("static_routes", {}), "vrf": "default"}


_ROUTES = Grammar(Rules(("<prefix:network> <words:options>", _route)))
_STATIC_FAMILY = Block("address-family ipv4|ipv6 unicast", lambda draft, _held: draft, _ROUTES)
STATIC_GRAMMAR = Grammar(
    Rules(("maximum path <rest:options>", ignore)),
    (
        _STATIC_FAMILY,
        Block("vrf <vrf:word>", _in_vrf, Grammar(Rules(("maximum <rest:rest>", ignore)), (_STATIC_FAMILY,))),
    ),
)


def static_routes(top: Fields) -> tuple[StaticRoute, ...]:
    return tuple(top.get("static_routes", {}).values())
