"""``route-policy``, and the lists it names: prefixes, AS paths, communities.

Sources: Huawei command reference "Routing policy configuration commands"; H3C "Routing policy commands".
"""

from __future__ import annotations

import re
from typing import Any

from netops.model import (
    Action,
    Match,
    RouteMap,
    RouteMapClause,
    Set,
)
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, ignore, options, put, type_of
from netops.platforms.huawei_vrp.names import joined
from netops.platforms.huawei_vrp.values import asn_of, prefix_of

__all__ = [
    "POLICY_LINES",
    "ROUTE_POLICY",
    "action_of",
    "route_maps",
]


def action_of(word: str) -> Action:
    if word not in ("permit", "deny"):
        raise Mismatch(f"{word!r} is neither permit nor deny")
    return Action(word)


def _community(word: str) -> str:
    """``65000:1``, a well-known name, or one number of 32 bits."""
    if word in ("internet", "no-advertise", "no-export"):
        return word
    if word in ("no-export-subconfed", "local-as"):
        return "local-as"
    if word.isdigit():
        number = type_of("number", word)
        return f"{number >> 16}:{number & 0xFFFF}"
    if not re.fullmatch(r"\d+:\d+", word):
        raise Mismatch(f"{word!r} is no community")
    return word


def _extended(words: list[str]) -> list[str]:
    """``rt 65000:1`` pairs as ``rt:65000:1``."""
    if not words or len(words) % 2 or not all(kind in ("rt", "soo") for kind in words[::2]):
        raise Mismatch("expected rt or soo, each with its value")
    return [f"{kind}:{value}" for kind, value in zip(words[::2], words[1::2], strict=True)]


def _enter(draft: Fields, part: str, key: Any, sequence: int | None, entry: tuple[Any, ...]) -> None:
    entries: dict[int, Any] = draft.setdefault(part, {}).setdefault(key, {})
    entries[sequence if sequence is not None else max(entries, default=0) + 10] = entry


def _prefix(draft: Fields, held: Fields) -> None:
    """``[index N] permit X LENGTH [greater-equal N] [less-equal N]``; 0.0.0.0 0 alone is the default route."""
    words: list[str] = list(held["words"])
    index = type_of("number", words[1]) if words[:1] == ["index"] and len(words) > 1 else None
    action, address, *rest = words[2:] if index is not None else words
    address, slash, mask = address.partition("/")
    if not slash:
        mask = rest.pop(0) if rest else ""
    known = {"greater-equal": "number", "less-equal": "number"}
    said = options([word for word in rest if word != "match-network"], known)
    prefix = prefix_of(address, mask)
    ge, le = said.get("greater_equal"), said.get("less_equal")
    if ge is not None and le is None:
        le = prefix.max_prefixlen
    _enter(draft, "prefix_lists", (held["name"], prefix.version), index, (action_of(action), prefix, ge, le))


def _guarded(action: Any) -> Any:
    """Too few words are a line that is not understood."""

    def guarded(draft: Fields, held: Fields) -> None:
        try:
            action(draft, held)
        except (ValueError, IndexError):
            raise Mismatch("the line ends too early") from None

    return guarded


def _as_path(draft: Fields, held: Fields) -> None:
    words: list[str] = list(held["words"])
    index = type_of("number", words[1]) if words[:1] == ["index"] else None
    action, *regex = words[2:] if index is not None else words
    _enter(draft, "as_path_lists", held["name"], index, (action_of(action), " ".join(regex).strip('"')))


def _communities(kind: str) -> Any:
    def action(draft: Fields, held: Fields) -> None:
        words: list[str] = list(held["words"])
        advanced = words[0] == "advanced"
        if words[0] in ("basic", "advanced"):
            words.pop(0)
        name = words.pop(0)
        advanced = advanced or (name.isdigit() and int(name) > 99)  # 1-99 are basic, 100-199 (500) advanced
        index = type_of("number", words[1]) if words[0] == "index" else None
        verdict, *values = words[2:] if index is not None else words
        if advanced:
            entry: tuple[Any, ...] = (action_of(verdict), (), " ".join(values).strip('"'))
        else:
            made = _extended(values) if kind == "extended" else [_community(each) for each in values]
            entry = (action_of(verdict), tuple(made), None)
        _enter(draft, "community_lists", (name, kind), index, entry)

    return action


_STANDARD, _EXTENDED = _guarded(_communities("standard")), _guarded(_communities("extended"))
POLICY_LINES: tuple[tuple[str, Any], ...] = (
    ("ip ip-prefix|prefix-list <name:word> description <rest:rest>", ignore),
    ("ip ip-prefix|prefix-list <name:word> <words:options>", _guarded(_prefix)),
    ("ip ipv6-prefix <name:word> <words:options>", _guarded(_prefix)),
    ("ipv6 prefix-list <name:word> <words:options>", _guarded(_prefix)),
    ("ip as-path-filter|as-path <name:word> <words:options>", _guarded(_as_path)),
    ("ip community-filter|community-list <words:options>", _STANDARD),
    ("ip extcommunity-filter|extcommunity-list <words:options>", _EXTENDED),
)

_ALTERNATIVES = ("as-path", "community", "extended-community", "interface", "route-type")


def _match(kind: str) -> Any:
    """Several clauses of these kinds are alternatives; of others, the last one holds (both vendors: ``if-match``)."""

    def action(draft: Fields, held: Fields) -> None:
        words = ["exact-match" if word == "whole-match" else word for word in held["words"] if word != "name"]
        if not words:
            raise Mismatch("expected what to match")
        matches = draft.setdefault("matches", {})
        before = matches[kind].arguments if kind in matches and kind in _ALTERNATIVES else ()
        matches[kind] = Match(kind, tuple(dict.fromkeys((*before, *words))))

    return action


def _match_interface(draft: Fields, held: Fields) -> None:
    _match("interface")(draft, {"words": [joined(held["words"])]})


_TYPES = {
    "external-type1": ("type-1",), "external-type2": ("type-2",), "external-type1or2": ("type-1", "type-2"),
    "internal": ("internal",), "is-is-level-1": ("level-1",), "is-is-level-2": ("level-2",),
    "nssa-external-type1": ("nssa-type-1",), "nssa-external-type2": ("nssa-type-2",),
    "nssa-external-type1or2": ("nssa-type-1", "nssa-type-2"),
}  # fmt: skip


def _match_type(draft: Fields, held: Fields) -> None:
    if any(word not in _TYPES for word in held["words"]):
        raise Mismatch("the type of route is not known")
    _match("route-type")(draft, {"words": [each for word in held["words"] for each in _TYPES[word]]})


def _set(kind: str, *values: str) -> Any:
    def action(draft: Fields, held: Fields) -> None:
        draft.setdefault("sets", []).append(Set(kind, values or tuple(held["words"])))

    return action


def _set_cost(draft: Fields, held: Fields) -> None:
    value = "".join(held["words"])
    if not re.fullmatch(r"[+-]?\d+", value):
        raise Mismatch("expected a cost")
    _set("metric", value)(draft, held)


def _set_type(draft: Fields, held: Fields) -> None:
    value = held["kind"].removeprefix("type-")
    if value not in ("1", "2", "internal", "external"):
        raise Mismatch(f"{held['kind']!r} is no type of cost")
    _set("metric-type", value)(draft, held)


def _set_communities(draft: Fields, held: Fields) -> None:
    words = [word if word in ("additive", "none") else _community(word) for word in held["words"]]
    _set("community", *words)(draft, held)


def _set_extended(draft: Fields, held: Fields) -> None:
    words = [word for word in held["words"] if word != "additive"]
    additive = ["additive"] if "additive" in held["words"] else []
    _set("extended-community", *_extended(words), *additive)(draft, held)


def _set_path(draft: Fields, held: Fields) -> None:
    """``A B additive`` (VRP) and ``A B`` (Comware) go before the path; ``overwrite`` and ``replace`` replace it."""
    numbers = [str(asn_of(word)) for word in held["words"] if word not in ("additive", "overwrite", "replace", "none")]
    replaced = held["words"][-1:] in (["overwrite"], ["replace"])
    _set("as-path-replace" if replaced else "as-path-prepend")(draft, {"words": numbers})


def _set_next_hop(draft: Fields, held: Fields) -> None:
    value: str = "discard" if held["value"] == "blackhole" else held["value"]
    if value not in ("peer-address", "discard"):
        type_of("address", value)
    _set("next-hop", value)(draft, held)


_LISTS = ("ip-prefix|prefix-list", "prefix-list"), ("acl", "access-list")
_CLAUSE = Rules(
    ("description <description:rest>", put()),
    ("if-match ip-prefix <words:options>", _match("prefix-list")),
    ("if-match acl <words:options>", _match("access-list")),
    ("if-match ip address prefix-list <words:options>", _match("prefix-list")),
    ("if-match ip address acl <words:options>", _match("access-list")),
    ("if-match ipv6 address prefix-list <words:options>", _match("prefix-list-ipv6")),
    ("if-match ipv6 address ipv6-prefix <words:options>", _match("prefix-list-ipv6")),
    ("if-match ipv6 address acl <words:options>", _match("access-list-ipv6")),
    *((f"if-match ip next-hop {words} <words:options>", _match(f"next-hop-{kind}")) for words, kind in _LISTS),
    *((f"if-match ip route-source|group-address {words} <words:options>", _match(f"route-source-{kind}"))
      for words, kind in _LISTS),
    ("if-match as-path-filter|as-path <words:options>", _match("as-path")),
    ("if-match community-filter|community <words:options>", _match("community")),
    ("if-match extcommunity-filter|extcommunity <words:options>", _match("extended-community")),
    ("if-match cost <words:options>", _match("metric")),
    ("if-match tag <words:options>", _match("tag")),
    ("if-match local-preference <words:options>", _match("local-preference")),
    ("if-match preference <words:options>", _match("distance")),
    ("if-match interface <words:options>", _match_interface),
    ("if-match route-type <words:options>", _match_type),
    ("apply cost-type <kind:word>", _set_type),
    ("apply cost <words:options>", _set_cost),
    ("apply local-preference <words:options>", _set("local-preference")),
    ("apply tag <words:options>", _set("tag")),
    ("apply preference <words:options>", _set("distance")),
    ("apply preferred-value <words:options>", _set("weight")),
    ("apply origin igp", _set("origin", "igp")),
    ("apply origin incomplete", _set("origin", "incomplete")),
    ("apply origin egp <rest:options>", _set("origin", "egp")),
    ("apply community <words:options>", _set_communities),
    ("apply comm-filter|comm-list <name:word> delete",
     lambda draft, held: _set("delete-community", held["name"])(draft, held)),
    ("apply extcommunity <words:options>", _set_extended),
    ("apply as-path <words:options>", _set_path),
    ("apply ip-address next-hop <value:word>", _set_next_hop),
    ("apply ipv6 next-hop <value:word>", _set_next_hop),
    ("apply isis <words:options>", _set("level")),
    ("apply traffic-index|mpls-label|qos-local-id|ip-precedence|fast-reroute|dampening|behavior <rest:options>",
     ignore),
    ("goto next-node <on_match:word>", put()),
    ("goto next-node", put(on_match="next")),
    ("continue <on_match:word>", put()),
    ("continue", put(on_match="next")),
)  # fmt: skip


def _clause(draft: Fields, held: Fields) -> Fields:
    action = action_of(held["action"])
    inner: Fields = draft.setdefault("route_maps", {}).setdefault(held["name"], {}).setdefault(held["sequence"], {})
    inner["action"] = action
    return inner


ROUTE_POLICY = (
    Block(
        "route-policy <name:word> <action:word> node <sequence:number>",
        _clause,
        Grammar(_CLAUSE),
        "route-map:{name}:{sequence}",
    ),
)


def route_maps(top: Fields) -> tuple[RouteMap, ...]:
    return tuple(
        RouteMap(name, tuple(_made(number, clauses[number]) for number in sorted(clauses)))
        for name, clauses in top.get("route_maps", {}).items()
    )


def _made(sequence: int, draft: Fields) -> RouteMapClause:
    return RouteMapClause(
        sequence,
        draft["action"],
        tuple(draft.get("matches", {}).values()),
        tuple(draft.get("sets", ())),
        on_match=draft.get("on_match"),
        description=draft.get("description", ""),
    )
