"""Route maps, and peer filters."""

from __future__ import annotations

from collections.abc import Callable

from netops.model import Match, RouteMap, RouteMapClause, Set
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, ignore, put, type_of
from netops.platforms.eos.config_numbers import number_of
from netops.platforms.eos.config_policy_lists import action_of, communities_of
from netops.platforms.eos.names import expand

__all__ = ["ROUTE_MAP_BLOCK", "route_maps"]

_Words = Callable[[list[str]], tuple[str, ...]]


def _match(kind: str, make: _Words = tuple) -> Action:
    """One condition; of several of a kind the last one holds."""

    def action(draft: Fields, held: Fields) -> None:
        draft.setdefault("matches", {})[kind] = Match(kind, make(held["arguments"].split()))

    return action


def _not(kind: str) -> Action:
    """``match invert-result …``."""

    def action(draft: Fields, held: Fields) -> None:
        made = Match("not", inner=(Match(kind, tuple(held["arguments"].split())),))
        draft.setdefault("matches", {})["not " + kind] = made

    return action


def _set(kind: str, make: _Words = tuple) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        draft.setdefault("sets", {})[kind] = Set(kind, make(held["arguments"].split()))

    return action


def _number(words: list[str]) -> tuple[str, ...]:
    return tuple(str(type_of("number", each)) for each in words)


def _as_number(words: list[str]) -> tuple[str, ...]:
    return tuple(str(number_of(each)) for each in words)


def _signed(words: list[str]) -> tuple[str, ...]:
    """``100``, ``+10``, ``-10``."""
    for each in words:
        type_of("number", each.lstrip("+-"))
    return tuple(words)


def _metric(words: list[str]) -> tuple[str, ...]:
    return ("igp",) if words in (["igp-metric"], ["igp-nexthop-cost"]) else _signed(words)


def _interfaces(words: list[str]) -> tuple[str, ...]:
    return tuple(expand(each) for each in words)


def _type(words: list[str]) -> tuple[str, ...]:
    digit = words[0].removeprefix("type-") if len(words) == 1 else ""
    if digit not in ("1", "2"):
        raise Mismatch(f"metric type {' '.join(words)!r} is neither type-1 nor type-2")
    return (digit,)


def _route_types(words: list[str]) -> tuple[str, ...]:
    if set(words) <= {"internal", "external", "local", "level-1", "level-2"}:
        return tuple(words)
    raise Mismatch(f"route type {' '.join(words)!r} is not in the model")


_PROTOCOLS = {"ospfv3": "ospf", "ospf3": "ospf"}


def _protocols(words: list[str]) -> tuple[str, ...]:
    return tuple(_PROTOCOLS.get(each, each) for each in words[:1])


def _lengths(draft: Fields, held: Fields) -> None:
    """``match as-path length = 3``, ``>= 2``, ``<= 4``."""
    bounds = {"=": (held["length"],) * 2, ">=": (held["length"], 4095), "<=": (0, held["length"])}
    if held["sign"] not in bounds:
        raise Mismatch(f"{held['sign']!r} is neither =, >= nor <=")
    made = Match("as-path-length", tuple(str(each) for each in bounds[held["sign"]]))
    draft.setdefault("matches", {})["as-path-length"] = made


def _lists(kind: str) -> Action:
    """``match community A B [or-results] [exact-match]``: all of the lists hold, unless one is enough."""

    def action(draft: Fields, held: Fields) -> None:
        words = held["arguments"].split()
        options = {each for each in words if each in ("or-results", "exact-match")}
        exact = ("exact-match",) if "exact-match" in options else ()
        names = [each for each in words if each not in options]
        if len(names) == 1 or "or-results" in options:
            made = Match(kind, (*names, *exact))
        else:
            made = Match("all", inner=tuple(Match(kind, (each, *exact)) for each in names))
        draft.setdefault("matches", {})[kind] = made

    return action


def _set_community(draft: Fields, held: Fields) -> None:
    """``set community 65000:1 [additive | delete]``, ``none``, or the values of community lists."""
    words = held["arguments"].split()
    if words[0] == "community-list":
        if words[-1] != "delete" or len(words) != 3:
            raise Mismatch("values taken from a community list are not in the model")
        draft.setdefault("sets", {})["delete-community"] = Set("delete-community", (words[1],))
        return
    if words[-1] == "delete":
        raise Mismatch("communities that are taken away one by one are not in the model")
    additive = ("additive",) if words[-1] == "additive" else ()
    values = ("none",) if words == ["none"] else communities_of(words[: len(words) - len(additive)])
    draft.setdefault("sets", {})["community"] = Set("community", (*values, *additive))


def _set_extended(draft: Fields, held: Fields) -> None:
    words = held["arguments"].split()
    additive = ("additive",) if words[-1] == "additive" else ()
    if words[-1] == "delete" or words[0] not in ("rt", "soo", "none"):
        raise Mismatch("only rt, soo and none are in the model")
    values = words[: len(words) - len(additive)]
    pairs = zip(values[::2], values[1::2], strict=False)
    made = ("none",) if words == ["none"] else (*(f"{kind}:{value}" for kind, value in pairs), *additive)
    draft.setdefault("sets", {})["extended-community"] = Set("extended-community", made)


def _set_large(draft: Fields, held: Fields) -> None:
    words = held["arguments"].split()
    if words[-1] == "delete" or words[0] == "large-community-list":
        raise Mismatch("values that are taken away or from a list are not in the model")
    draft.setdefault("sets", {})["large-community"] = Set("large-community", tuple(words))


def _prepend(draft: Fields, held: Fields) -> None:
    words = held["arguments"].split()
    if words[:1] == ["last-as"] and len(words) == 2:
        made = Set("as-path-prepend-last-as", _number(words[1:]))
    elif len(words) == 3 and words[0] == "auto" and words[1] == "repeat":
        made = Set("as-path-prepend-own", _number(words[2:]))
    else:
        numbers, _, times = held["arguments"].partition(" repeat ")
        repeat = type_of("number", times) if times else 1
        if repeat > 64:
            raise Mismatch("nobody prepends so often")
        if "auto" in numbers.split():
            if set(numbers.split()) != {"auto"}:
                raise Mismatch("the own number among others is not in the model")
            made = Set("as-path-prepend-own", (str(len(numbers.split()) * repeat),))
        else:
            made = Set("as-path-prepend", tuple(str(number_of(each)) for each in numbers.split()) * repeat)
    draft.setdefault("sets", {})[made.kind] = made


def _continue(draft: Fields, held: Fields) -> None:
    draft["on_match"] = str(held["sequence"])


def _next_hop(words: list[str]) -> tuple[str, ...]:
    if words in (["peer-address"], ["unchanged"], ["self"]):
        return tuple(words)
    return tuple(str(type_of("address", each)) for each in words)


_CLAUSE = Grammar(
    Rules(
        ("description <description:rest>", put()),
        ("sub-route-map <call:word>", put()),
        ("continue", put(on_match="next")),
        ("continue <sequence:number>", _continue),
        ("match ip address prefix-list <arguments:word>", _match("prefix-list")),
        ("match ip address access-list <arguments:word>", _match("access-list")),
        ("match ipv6 address prefix-list <arguments:word>", _match("prefix-list-ipv6")),
        ("match ipv6 address access-list <arguments:word>", _match("access-list-ipv6")),
        ("match ip next-hop prefix-list <arguments:word>", _match("next-hop-prefix-list")),
        ("match ip next-hop access-list <arguments:word>", _match("next-hop-access-list")),
        ("match ip next-hop <arguments:rest>", _match("next-hop", _next_hop)),
        ("match ip resolved-next-hop prefix-list <arguments:word>", _match("next-hop-prefix-list")),
        ("match community <arguments:rest>", _lists("community")),
        ("match extcommunity <arguments:rest>", _lists("extended-community")),
        ("match large-community <arguments:rest>", _lists("large-community")),
        ("match as-path length <sign:word> <length:number>", _lengths),
        ("match as <arguments:word>", _match("as-path-neighbor", _as_number)),
        ("match as-path <arguments:word>", _match("as-path")),
        ("match metric <arguments:word>", _match("metric", _number)),
        ("match local-preference <arguments:word>", _match("local-preference", _number)),
        ("match weight <arguments:word>", _match("weight", _number)),
        ("match tag <arguments:word>", _match("tag", _number)),
        ("match interface <arguments:rest>", _match("interface", _interfaces)),
        ("match source-protocol <arguments:rest>", _match("source-protocol", _protocols)),
        ("match route-type <arguments:rest>", _match("route-type", _route_types)),
        ("match metric-type <arguments:rest>", _match("route-type", lambda words: (f"type-{_type(words)[0]}",))),
        ("match isis level <arguments:word>", _match("route-type", _route_types)),
        ("match origin <arguments:word>", _match("origin")),
        ("match invert-result as-path <arguments:word>", _not("as-path")),
        ("match invert-result community <arguments:rest>", _not("community")),
        ("match invert-result extcommunity <arguments:rest>", _not("extended-community")),
        ("match invert-result large-community <arguments:rest>", _not("large-community")),
        ("set local-preference <arguments:word>", _set("local-preference", _signed)),
        ("set metric <arguments:word>", _set("metric", _metric)),
        ("set metric-type <arguments:rest>", _set("metric-type", _type)),
        ("set tag <arguments:word>", _set("tag", _number)),
        ("set weight <arguments:word>", _set("weight", _number)),
        ("set distance <arguments:word>", _set("distance", _number)),
        ("set origin <arguments:word>", _set("origin")),
        ("set community <arguments:rest>", _set_community),
        ("set extcommunity <arguments:rest>", _set_extended),
        ("set large-community <arguments:rest>", _set_large),
        ("set as-path prepend <arguments:rest>", _prepend),
        ("set ip next-hop <arguments:word>", _set("next-hop", _next_hop)),
        ("set ipv6 next-hop <arguments:word>", _set("next-hop-ipv6", _next_hop)),
        ("set isis level <arguments:word>", _set("level")),
        ("set segment-index <rest:rest>", ignore),
    )
)


def _open(draft: Fields, held: Fields) -> Fields:
    action = action_of(held["action"])  # first: a line that is refused leaves no clause
    clause: Fields = draft.setdefault("route_maps", {}).setdefault(held["name"], {}).setdefault(held["sequence"], {})
    clause["action"] = action
    return clause


ROUTE_MAP_BLOCK = Block(
    "route-map <name:word> <action:word> <sequence:number>", _open, _CLAUSE, "route-map:{name}:{sequence}"
)


def route_maps(top: Fields) -> tuple[RouteMap, ...]:
    return tuple(RouteMap(name, _clauses(drafts)) for name, drafts in top.get("route_maps", {}).items())


def _clauses(drafts: dict[int, Fields]) -> tuple[RouteMapClause, ...]:
    return tuple(_clause(sequence, drafts[sequence], frozenset(drafts)) for sequence in sorted(drafts))


def _clause(sequence: int, draft: Fields, known: frozenset[int]) -> RouteMapClause:
    """A clause; where it continues at one that is not there, EOS ends the map with it (measured: 4.23)."""
    fields = {key: value for key, value in draft.items() if key not in ("matches", "sets")}
    target = fields.get("on_match")
    if target not in (None, "next") and int(str(target)) not in known:
        fields["on_match"] = None
    matches, sets = (tuple(draft.get(key, {}).values()) for key in ("matches", "sets"))
    return RouteMapClause(sequence, matches=matches, sets=sets, **fields)
