"""``route-map``: what the clauses match and set."""

from __future__ import annotations

from typing import Any

from netops.model import Match, RouteMap, RouteMapClause, Set
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, ignore, put, type_of
from netops.platforms.ios.actions import refuse
from netops.platforms.ios.asn import asn
from netops.platforms.ios.config_policy import action_of, community_words
from netops.platforms.ios.names import full_name

__all__ = ["ROUTE_MAP_BLOCKS", "route_maps"]


def _add_match(draft: Fields, kind: str, arguments: tuple[str, ...]) -> None:
    """Lines of one kind are alternatives, as the words of one line are."""
    matches = draft.setdefault("matches", {})
    earlier = matches.get(kind)
    known = earlier.arguments if earlier else ()
    matches[kind] = Match(kind, tuple(dict.fromkeys((*known, *arguments))))


def _match(kind: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        _add_match(draft, kind, tuple(held["names"].split()))

    return action


def _match_numbers(kind: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        _add_match(draft, kind, tuple(str(type_of("number", each)) for each in held["names"].split()))

    return action


def _match_interface(draft: Fields, held: Fields) -> None:
    _add_match(draft, "interface", tuple(full_name(each) for each in held["names"].split()))


_ROUTE_TYPES = {
    ("external", "type-1"): ("type-1",),
    ("external", "type-2"): ("type-2",),
    ("nssa-external", "type-1"): ("nssa-type-1",),
    ("nssa-external", "type-2"): ("nssa-type-2",),
    ("nssa-external", ""): ("nssa-type-1", "nssa-type-2"),
}


def _match_route_type(draft: Fields, held: Fields) -> None:
    words = held["names"].split()
    while words:
        word = words.pop(0)
        further = words.pop(0) if words and words[0] in ("type-1", "type-2") else ""
        if further and (word, further) not in _ROUTE_TYPES:
            raise Mismatch(f"{word} {further} is no kind of route")
        _add_match(draft, "route-type", _ROUTE_TYPES.get((word, further), (word,)))


def _match_protocol(draft: Fields, held: Fields) -> None:
    """The process' number may follow the protocol: netops tells protocols apart, not their processes."""
    _add_match(draft, "source-protocol", tuple(word for word in held["names"].split() if not word.isdecimal()))


def _add_set(draft: Fields, kind: str, *arguments: str) -> None:
    draft.setdefault("sets", {})[kind] = Set(kind, arguments)


def _set(kind: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        _add_set(draft, kind, held["value"])

    return action


def _set_number(kind: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        _add_set(draft, kind, str(held["value"]))

    return action


def _set_metric(draft: Fields, held: Fields) -> None:
    words = held["value"].split()
    if len(words) == 5:
        _add_set(draft, "eigrp-metric", *(str(type_of("number", word)) for word in words))
        return
    if len(words) != 1 or not words[0].lstrip("+-").isdecimal():
        raise Mismatch("a metric is one number, or five of EIGRP's")
    _add_set(draft, "metric", words[0])


def _set_metric_type(draft: Fields, held: Fields) -> None:
    kinds = {"type-1": "1", "type-2": "2"}
    if held["value"] == "internal":
        _add_set(draft, "metric", "igp")  # the IGP's metric to the next hop becomes the MED
    elif held["value"] in kinds:
        _add_set(draft, "metric-type", kinds[held["value"]])
    else:
        raise Mismatch(f"{held['value']!r} is no metric type netops understands")


def _set_community(draft: Fields, held: Fields) -> None:
    words = held["value"].split()
    additive = ("additive",) if "additive" in words else ()
    values = community_words([word for word in words if word not in ("additive", "none")])
    _add_set(draft, "community", *(("none",) if words == ["none"] else (*values, *additive)))


def _set_extended(draft: Fields, held: Fields) -> None:
    """Route targets and sites of origin, each on its own line, add up."""
    words = [held["kind"], *held["value"].split()]
    additive = ("additive",) if "additive" in words else ()
    values = community_words([word for word in words if word != "additive"], "extended")
    earlier = draft.get("sets", {}).get("extended-community")
    known = tuple(each for each in earlier.arguments if each != "additive") if earlier else ()
    _add_set(draft, "extended-community", *known, *values, *additive)


def _set_large(draft: Fields, held: Fields) -> None:
    words = held["value"].split()
    additive = ("additive",) if "additive" in words else ()
    values = community_words([word for word in words if word not in ("additive", "none")], "large")
    _add_set(draft, "large-community", *(("none",) if words == ["none"] else (*values, *additive)))


def _set_prepend(draft: Fields, held: Fields) -> None:
    words = held["value"].split()
    if words[0] == "last-as":
        _add_set(draft, "as-path-prepend-last-as", words[1] if len(words) == 2 else "1")
    else:
        _add_set(draft, "as-path-prepend", *(str(asn(word)) for word in words))


def _set_replace(draft: Fields, held: Fields) -> None:
    words = held["value"].split()
    _add_set(draft, "as-path-replace", *(word if word == "any" else str(asn(word)) for word in words))


def _set_next_hop(kind: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        word = held["value"]
        if word not in ("peer-address", "self", "unchanged"):
            word = str(type_of("address", word))
        _add_set(draft, kind, word)

    return action


def _continue(draft: Fields, held: Fields) -> None:
    draft["on_match"] = str(held["sequence"])


_POLICY_ROUTING = refuse("this belongs to policy routing, which netops does not understand")

_CLAUSE = Grammar(
    Rules(
        ("description <description:rest>", put()),
        ("continue", put(on_match="next")),
        ("continue <sequence:number>", _continue),
        ("match ip address prefix-list <names:rest>", _match("prefix-list")),
        ("match ip address <names:rest>", _match("access-list")),
        ("match ipv6 address prefix-list <names:rest>", _match("prefix-list-ipv6")),
        ("match ipv6 address <names:rest>", _match("access-list-ipv6")),
        ("match ip next-hop prefix-list <names:rest>", _match("next-hop-prefix-list")),
        ("match ip next-hop <names:rest>", _match("next-hop-access-list")),
        ("match ip route-source prefix-list <names:rest>", _match("route-source-prefix-list")),
        ("match ip route-source <names:rest>", _match("route-source-access-list")),
        ("match community <names:rest>", _match("community")),
        ("match extcommunity <names:rest>", _match("extended-community")),
        ("match large-community <names:rest>", _match("large-community")),
        ("match as-path <names:rest>", _match("as-path")),
        ("match metric <names:rest>", _match_numbers("metric")),
        ("match local-preference <names:rest>", _match_numbers("local-preference")),
        ("match tag <names:rest>", _match_numbers("tag")),
        ("match interface <names:rest>", _match_interface),
        ("match route-type <names:rest>", _match_route_type),
        ("match source-protocol <names:rest>", _match_protocol),
        ("match length <rest:rest>", _POLICY_ROUTING),
        ("set local-preference <value:number>", _set_number("local-preference")),
        ("set weight <value:number>", _set_number("weight")),
        ("set tag <value:word>", _set("tag")),
        ("set metric <value:rest>", _set_metric),
        ("set metric-type <value:word>", _set_metric_type),
        ("set origin <value:word>", _set("origin")),
        ("set origin egp <number:number>", lambda draft, _: _add_set(draft, "origin", "egp")),
        ("set community <value:rest>", _set_community),
        ("set comm-list <value:word> delete", _set("delete-community")),
        ("set extcommunity <kind:word> <value:rest>", _set_extended),
        ("set extcomm-list <value:word> delete", _set("delete-extended-community")),
        ("set large-community <value:rest>", _set_large),
        ("set large-comm-list <value:word> delete", _set("delete-large-community")),
        ("set as-path prepend <value:rest>", _set_prepend),
        ("set as-path replace <value:rest>", _set_replace),
        ("set as-path tag", lambda draft, _: _add_set(draft, "as-path-tag")),
        ("set ip next-hop <value:word>", _set_next_hop("next-hop")),
        ("set ipv6 next-hop <value:word>", _set_next_hop("next-hop-ipv6")),
        ("set ip|ipv6 default|vrf|global|next-hop <rest:rest>", _POLICY_ROUTING),
        ("set interface|vrf|default <rest:rest>", _POLICY_ROUTING),
        ("set global", _POLICY_ROUTING),
        ("set level <value:word>", _set("level")),
        ("set dampening|traffic-index|mpls-label|qos-group <rest:options>", ignore),
        ("set ip|ipv6 precedence|tos|df|qos-group <rest:options>", ignore),
    )
)


def _open(top: Fields, held: Fields) -> Fields:
    permit = action_of(held["action"])
    maps = top.setdefault("route_maps", {})
    clause: Fields = maps.setdefault(held["name"], {}).setdefault(held.get("sequence", 10), {})
    clause["action"] = permit
    return clause


ROUTE_MAP_BLOCKS = (
    Block("route-map <name:word> <action:word> <sequence:number>", _open, _CLAUSE, "route-map:{name}:{sequence}"),
    Block("route-map <name:word> <action:word>", _open, _CLAUSE, "route-map:{name}:10"),
)


def route_maps(top: Fields) -> tuple[RouteMap, ...]:
    return tuple(_made(name, clauses) for name, clauses in top.get("route_maps", {}).items())


def _made(name: str, clauses: dict[int, Any]) -> RouteMap:
    return RouteMap(name, tuple(_clause(sequence, clauses[sequence]) for sequence in sorted(clauses)))


def _clause(sequence: int, draft: Fields) -> RouteMapClause:
    fields = {key: value for key, value in draft.items() if key not in ("matches", "sets")}
    matches, sets = (tuple(draft.get(key, {}).values()) for key in ("matches", "sets"))
    return RouteMapClause(sequence, matches=matches, sets=sets, **fields)
