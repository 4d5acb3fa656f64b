"""Prefix, community and AS-path lists, and route maps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
from netops.platforms.nxos.names import full_name

__all__ = ["POLICY_LINES", "ROUTE_MAP", "route_maps"]


def action_of(word: str) -> Action:
    if word not in ("permit", "deny"):
        raise Mismatch(f"{word!r} is neither permit nor deny")
    return Action(word)


def _entries(draft: Fields, part: str, key: Any, sequence: int | None, entry: Any) -> None:
    """Put an entry into a list, behind the last one where the line has no sequence number."""
    entries = draft.setdefault(part, {}).setdefault(key, {})
    entries[sequence if sequence is not None else max(entries, default=0) + 5] = entry


def _prefix_list(draft: Fields, held: Fields) -> None:
    prefix = held["prefix"]
    said = options(held["words"], {"ge": "number", "le": "number", "eq": "number", "mask": "word"})
    if "mask" in said:
        raise Mismatch("a mask that is not the prefix' own is not understood")
    low, high = said.get("eq", said.get("ge")), said.get("eq", said.get("le"))
    if high is None and low is not None:
        high = prefix.max_prefixlen
    _entries(
        draft,
        "prefix_lists",
        (held["name"], prefix.version),
        held.get("sequence"),
        (action_of(held["action"]), prefix, low, high),
    )


def _community_list(kind: str, *, expanded: bool) -> Any:
    def action(draft: Fields, held: Fields) -> None:
        said = (action_of(held["action"]), *_members(kind, held["words"], expanded))
        _entries(draft, "community_lists", (held["name"], kind), held.get("sequence"), said)

    return action


def _members(kind: str, words: Sequence[str], expanded: bool) -> tuple[tuple[str, ...], str | None]:
    if expanded:
        return (), " ".join(words).strip('"')
    if kind == "extended":
        return tuple(extended_communities(words)), None
    return tuple(words) if kind == "large" else tuple(map(community, words)), None


def community(text: str) -> str:
    """A standard community as the model writes it: "65000:1", or its name."""
    known = {"internet", "no-export", "no-advertise", "local-AS", "graceful-shutdown", "blackhole", "accept-own"}
    if text in known:
        return text
    if re.fullmatch(r"\d+:\d+", text):
        return text
    number = type_of("number", text)
    return f"{number >> 16}:{number & 0xFFFF}"


def extended_communities(words: Sequence[str]) -> Iterator[str]:
    """``rt 65000:1 rt 65000:2 soo …`` as "rt:65000:1" …"""
    rest = iter(words)
    for word in rest:
        if word not in ("rt", "soo"):
            raise Mismatch(f"{word!r} is no extended community that netops knows")
        yield f"{word}:{next(rest, '')}"


def _as_path(draft: Fields, held: Fields) -> None:
    entry = (action_of(held["action"]), held["regex"].strip('"'))
    _entries(draft, "as_path_lists", held["name"], held.get("sequence"), entry)


def _listed(command: str, rest: str, action: Any) -> tuple[tuple[str, Any], ...]:
    return (
        (f"{command} <name:word> seq <sequence:number> <action:word> {rest}", action),
        (f"{command} <name:word> <action:word> {rest}", action),
    )


POLICY_LINES: tuple[tuple[str, Any], ...] = (
    ("ip prefix-list <name:word> description <rest:rest>", ignore),
    ("ipv6 prefix-list <name:word> description <rest:rest>", ignore),
    *_listed("ip prefix-list", "<prefix:network4> <words:options>", _prefix_list),
    *_listed("ipv6 prefix-list", "<prefix:network6> <words:options>", _prefix_list),
    *_listed("ip community-list standard", "<words:options>", _community_list("standard", expanded=False)),
    *_listed("ip community-list expanded", "<words:options>", _community_list("standard", expanded=True)),
    *_listed("ip extcommunity-list standard", "<words:options>", _community_list("extended", expanded=False)),
    *_listed("ip extcommunity-list expanded", "<words:options>", _community_list("extended", expanded=True)),
    *_listed("ip large-community-list standard", "<words:options>", _community_list("large", expanded=False)),
    *_listed("ip large-community-list expanded", "<words:options>", _community_list("large", expanded=True)),
    *_listed("ip as-path access-list", "<regex:rest>", _as_path),
)


def _match(kind: str) -> Any:
    def action(draft: Fields, held: Fields) -> None:
        words = tuple(held["words"])
        draft.setdefault("matches", []).append(Match(kind, words))

    return action


def _match_number(kind: str) -> Any:
    def action(draft: Fields, held: Fields) -> None:
        for word in held["words"]:
            type_of("number", word)
        draft.setdefault("matches", []).append(Match(kind, tuple(held["words"])))

    return action


def _match_interface(draft: Fields, held: Fields) -> None:
    draft.setdefault("matches", []).append(Match("interface", tuple(map(full_name, held["words"]))))


_ROUTE_TYPES = {
    "external": "external", "internal": "internal", "inter-area": "inter-area", "intra-area": "intra-area",
    "level-1": "level-1", "level-2": "level-2", "local": "local", "type-1": "type-1", "type-2": "type-2",
    "nssa-external": "nssa-external",
}  # fmt: skip


def _match_route_type(draft: Fields, held: Fields) -> None:
    for word in held["words"]:
        if word not in _ROUTE_TYPES:
            raise Mismatch(f"{word!r} is no type of route")
    draft.setdefault("matches", []).append(Match("route-type", tuple(_ROUTE_TYPES[word] for word in held["words"])))


def _set(kind: str) -> Any:
    def action(draft: Fields, held: Fields) -> None:
        draft.setdefault("sets", []).append(Set(kind, tuple(held["words"])))

    return action


def _set_metric(draft: Fields, held: Fields) -> None:
    words = held["words"]
    kind = {1: "metric", 5: "eigrp-metric"}.get(len(words))
    if kind is None or not all(re.fullmatch(r"[+-]?\d+", word) for word in words):
        raise Mismatch("a metric is one number, or five of EIGRP's")
    draft.setdefault("sets", []).append(Set(kind, tuple(words)))


def _set_community(draft: Fields, held: Fields) -> None:
    words = held["words"]
    values = tuple(word if word in ("additive", "none") else community(word) for word in words)
    draft.setdefault("sets", []).append(Set("community", values))


def _set_extended(draft: Fields, held: Fields) -> None:
    words = [word for word in held["words"] if word != "additive"]
    values = words if words == ["none"] else list(extended_communities(words))
    additive = ["additive"] if "additive" in held["words"] else []
    draft.setdefault("sets", []).append(Set("extended-community", (*values, *additive)))


def _set_prepend(draft: Fields, held: Fields) -> None:
    words = held["words"]
    if words[:1] == ["last-as"]:
        draft.setdefault("sets", []).append(Set("as-path-prepend-last-as", tuple(words[1:])))
        return
    for word in words:
        type_of("number", word)
    draft.setdefault("sets", []).append(Set("as-path-prepend", tuple(words)))


def _set_next_hop(draft: Fields, held: Fields) -> None:
    words = [word for word in held["words"] if word not in ("load-share", "force-order")]
    if len(words) != 1:
        raise Mismatch("one next hop is understood")
    if words[0] not in ("peer-address", "unchanged", "self"):
        type_of("address", words[0])
    draft.setdefault("sets", []).append(Set("next-hop", (words[0],)))


def _set_type(draft: Fields, held: Fields) -> None:
    kinds = {"type-1": "1", "type-2": "2", "internal": "internal", "external": "external"}
    if held["kind"] not in kinds:
        raise Mismatch(f"{held['kind']!r} is no type of metric")
    draft.setdefault("sets", []).append(Set("metric-type", (kinds[held["kind"]],)))


_CLAUSE = Rules(
    ("description <description:rest>", put()),
    ("match ip address prefix-list <words:options>", _match("prefix-list")),
    ("match ipv6 address prefix-list <words:options>", _match("prefix-list-ipv6")),
    ("match ip address <words:options>", _match("access-list")),
    ("match ipv6 address <words:options>", _match("access-list-ipv6")),
    ("match ip next-hop prefix-list <words:options>", _match("next-hop-prefix-list")),
    ("match ip route-source prefix-list <words:options>", _match("route-source-prefix-list")),
    ("match as-path <words:options>", _match("as-path")),
    ("match community <words:options>", _match("community")),
    ("match extcommunity <words:options>", _match("extended-community")),
    ("match large-community <words:options>", _match("large-community")),
    ("match metric <words:options>", _match_number("metric")),
    ("match tag <words:options>", _match_number("tag")),
    ("match local-preference <words:options>", _match_number("local-preference")),
    ("match interface <words:options>", _match_interface),
    ("match route-type <words:options>", _match_route_type),
    ("match source-protocol <words:options>", _match("source-protocol")),
    ("set metric <words:options>", _set_metric),
    ("set metric-type <kind:word>", _set_type),
    ("set local-preference <words:options>", _set("local-preference")),
    ("set tag <words:options>", _set("tag")),
    ("set weight <words:options>", _set("weight")),
    ("set origin <words:options>", _set("origin")),
    ("set level <words:options>", _set("level")),
    ("set as-path prepend <words:options>", _set_prepend),
    ("set as-path tag", _set("as-path-tag")),
    ("set community <words:options>", _set_community),
    ("set extcommunity <words:options>", _set_extended),
    (
        "set comm-list <name:word> delete",
        lambda draft, held: draft.setdefault("sets", []).append(Set("delete-community", (held["name"],))),
    ),
    ("set ip next-hop <words:options>", _set_next_hop),
    ("set ipv6 next-hop <words:options>", _set_next_hop),
    ("set distance <words:options>", _set("distance")),
    ("set dampening|path-selection|label-index <rest:options>", ignore),
    ("continue <on_match:word>", put()),
    ("continue", put(on_match="next")),
)


def _clause(draft: Fields, held: Fields) -> Fields:
    action = action_of(held["action"])  # first: a line that is refused leaves no clause
    inner: Fields = draft.setdefault("route_maps", {}).setdefault(held["name"], {}).setdefault(held["sequence"], {})
    inner["action"] = action
    return inner


def _first_clause(draft: Fields, held: Fields) -> Fields:
    return _clause(draft, {**held, "sequence": 10})


ROUTE_MAP = (
    Block(
        "route-map <name:word> <action:word> <sequence:number>",
        _clause,
        Grammar(_CLAUSE),
        "route-map:{name}:{sequence}",
    ),
    Block("route-map <name:word> <action:word>", _first_clause, Grammar(_CLAUSE), "route-map:{name}:10"),
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
        tuple(draft.get("matches", ())),
        tuple(draft.get("sets", ())),
        on_match=draft.get("on_match"),
        description=draft.get("description", ""),
    )
