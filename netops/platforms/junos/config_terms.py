"""A policy's terms: what they match (``from``, ``to``) and what they do (``then``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ipaddress import ip_address
from typing import Any

from netops.model import Set
from netops.platforms.configuration.rules import Action, Fields, Mismatch, ignore, type_of
from netops.platforms.junos.grammar import Section, collect
from netops.platforms.junos.route_filters import read_filter
from netops.platforms.junos.values import as_number, table, unit_name, within_instance

__all__ = ["FROM", "PROTOCOLS", "THEN", "TO", "act"]

PROTOCOLS = {
    "direct": ("connected",),
    "ospf": ("ospf", "ospf6"),
    "ospf2": ("ospf",),
    "ospf3": ("ospf6",),
    "ripng": ("rip",),
}
"""Junos' names of protocols where they are not the model's."""

_FAMILIES = {"inet": "4", "inet6": "6"}


def _alternatives(kind: str, read: Callable[[str], str] = str) -> Action:
    """A condition with several values, of which one has to hold."""

    def action(draft: Fields, held: Fields) -> None:
        collect(draft.setdefault("any", {}), kind, read(held["value"]))

    return action


def _one(*kinds: str, read: Callable[[str], Sequence[str]] = lambda text: (text,)) -> Action:
    """A condition of one value: the last that is given."""

    def action(draft: Fields, held: Fields) -> None:
        for kind, value in zip(kinds, read(held["value"]), strict=True):
            draft.setdefault("one", {})[kind] = value

    return action


def _always(kind: str, *arguments: str) -> Action:
    def action(draft: Fields, _held: Fields) -> None:
        draft.setdefault("one", {})[kind] = arguments[0] if len(arguments) == 1 else arguments

    return action


def _protocol(draft: Fields, held: Fields) -> None:
    for each in PROTOCOLS.get(held["value"], (held["value"],)):
        collect(draft.setdefault("any", {}), "source-protocol", each)


def _address(text: str) -> str:
    return str(type_of("address", text))


def _area(text: str) -> str:
    return str(type_of("area", text))


def _number(text: str) -> str:
    return str(type_of("number", text))


def _interface(text: str) -> str:
    """A logical interface, or the address of one."""
    try:
        return str(ip_address(text))
    except ValueError:
        return unit_name(text)


def _table(text: str) -> Sequence[str]:
    vrf, family = table(text)
    return vrf, str(family)


def _family(text: str) -> Sequence[str]:
    return (_FAMILIES.get(text, "never"),)


def _counted(kind: str) -> Action:
    """``as-path-calc-length 5 orhigher``: as (least, most)."""

    def action(draft: Fields, held: Fields) -> None:
        number = type_of("number", held["value"])
        bounds = {"equal": (number, number), "orhigher": (number, 2**32 - 1), "orlower": (0, number)}
        if held["how"] not in bounds:
            raise Mismatch(f"{held['how']!r} is not understood here")
        draft.setdefault("one", {})[kind] = tuple(map(str, bounds[held["how"]]))

    return action


def _external(draft: Fields, held: Fields) -> None:
    words = [each for each in held["words"] if each != "type"]
    if not words:
        draft.setdefault("one", {})["route-type"] = "external"
    elif words in (["1"], ["2"]):
        draft.setdefault("one", {})["route-type"] = f"type-{words[0]}"
    else:
        raise Mismatch(f"{' '.join(words)!r} is no type of external routes")


def _filter(draft: Fields, held: Fields) -> None:
    collect(draft, "filters", read_filter(held["prefix"], held["words"]))


def _list_filter(draft: Fields, held: Fields) -> None:
    if held["kind"] not in ("exact", "longer", "orlonger"):
        raise Mismatch(f"{held['kind']!r} is no kind of match of a prefix list")
    collect(draft, "list_filters", (held["name"], held["kind"], tuple(held["words"])))


def _filter_list(draft: Fields, held: Fields) -> None:
    collect(draft, "filter_lists", (held["name"], tuple(held["words"])))


def _not_understood(draft: Fields, held: Fields) -> None:
    """Whether the term matches cannot be told: it must not look as if it could."""
    collect(draft.setdefault("any", {}), "unknown", held["words"])
    raise Mismatch("netops does not know this condition")


FROM = Section(
    (
        ("protocol <value:word>", _protocol),
        ("route-filter <prefix:word> <words:options>", _filter),
        ("prefix-list <value:word>", _alternatives("prefix-list")),
        ("prefix-list-filter <name:word> <kind:word> <words:options>", _list_filter),
        ("route-filter-list <name:word> <words:options>", _filter_list),
        ("community <value:word>", _alternatives("community")),
        ("as-path <value:word>", _alternatives("as-path")),
        ("as-path-group <value:word>", _alternatives("as-path")),
        ("neighbor <value:word>", _alternatives("peer", _address)),
        ("interface <value:word>", _alternatives("interface", _interface)),
        ("next-hop <value:word>", _alternatives("next-hop", _address)),
        ("policy <value:word>", _alternatives("policy")),
        ("tag <value:word>", _alternatives("tag", _number)),
        ("condition <value:word>", _alternatives("condition")),
        ("area <value:word>", _alternatives("area", _area)),
        ("instance <value:word>", _alternatives("vrf", within_instance)),
        ("rib <value:word>", _one("vrf", "family", read=_table)),
        ("rib <value:word>", _always("never")),
        ("family <value:word>", _one("family", read=_family)),
        ("metric <value:word>", _one("metric", read=lambda text: (_number(text),))),
        ("local-preference <value:word>", _one("local-preference", read=lambda text: (_number(text),))),
        ("preference <value:word>", _one("distance", read=lambda text: (_number(text),))),
        ("color <value:word>", _one("color", read=lambda text: (_number(text),))),
        ("level <value:word>", _one("route-type", read=lambda text: (f"level-{_number(text)}",))),
        *((f"origin {each}", _always("origin", each)) for each in ("igp", "egp", "incomplete")),
        *((f"route-type {each}", _always("route-type", each)) for each in ("internal", "external")),
        ("external <words:options>", _external),
        ("as-path-calc-length <value:word> <how:word>", _counted("as-path-length")),
        ("community-count <value:word> <how:word>", _counted("community-count")),
        ("<words:rest>", _not_understood),
    )
)


def _into_level(draft: Fields, held: Fields) -> None:
    draft.setdefault("one", {})["into-level"] = f"level-{held['level']}"


TO = Section(
    (
        ("level <level:number>", _into_level),
        ("<words:rest>", _not_understood),
    )
)
"""What a ``from`` and a ``to`` tell is a draft of ``any`` (kind -> alternatives), ``one`` (kind -> value), ``filters``,
``list_filters`` (name, kind, action) and ``filter_lists`` (name, action)."""


def _change(draft: Fields, key: str, change: Set) -> None:
    """One change of its kind: the last that is given, where the first one stood."""
    draft.setdefault("then", {})[key] = change


def _amount(kind: str) -> Action:
    """``metric 5``, ``metric add 5``, ``metric subtract 5``."""

    def action(draft: Fields, held: Fields) -> None:
        words = list(held["words"])
        sign = {"add": "+", "subtract": "-"}.get(words[0], "") if words else ""
        rest = words[1:] if sign else words
        if len(rest) != 1:
            raise Mismatch(f"expected a number, or add or subtract and a number, not {' '.join(words)!r}")
        _change(draft, kind, Set(kind, (sign + _number(rest[0]),)))

    return action


def _metric(draft: Fields, held: Fields) -> None:
    words = list(held["words"])
    if words[:1] == ["igp"] and len(words) <= 2:
        offset = words[1] if len(words) == 2 else ""
        if offset and not offset.lstrip("+-").isdigit():
            raise Mismatch(f"{offset!r} is not a number")
        _change(draft, "metric", Set("metric", ("igp",)))
        if offset:
            _change(draft, "metric-offset", Set("metric", (offset if offset[0] in "+-" else f"+{offset}",)))
    elif words[:2] == ["expression", "metric"] and len(words) % 2 == 0 and len(words) > 2:
        for part, value in zip(words[2::2], words[3::2], strict=True):
            _expression(draft, part, value)
    else:
        _amount("metric")(draft, held)


def _expression(draft: Fields, part: str, value: str) -> None:
    """``multiplier`` and ``offset`` stand on lines of their own."""
    place = {"multiplier": 0, "offset": 1}.get(part)
    if place is None or not value.lstrip("-").isdigit():
        raise Mismatch(f"{part!r} {value!r} is no part of an expression that netops knows")
    present = draft.setdefault("then", {}).get("metric")
    arguments = list(present.arguments) if present is not None and present.kind == "metric-expression" else ["1", "0"]
    arguments[place] = value
    _change(draft, "metric", Set("metric-expression", tuple(arguments)))


def _numbers(text: str) -> tuple[str, ...]:
    return tuple(str(as_number(each)) for each in text.split())


def _prepend(draft: Fields, held: Fields) -> None:
    _change(draft, "as-path-prepend", Set("as-path-prepend", _numbers(" ".join(held["words"]))))


def _expand(draft: Fields, held: Fields) -> None:
    words = " ".join(held["words"]).split()
    if words[:1] == ["last-as"]:
        count = type_of("number", words[2]) if words[1:2] == ["count"] and len(words) == 3 else 1
        _change(draft, "as-path-expand", Set("as-path-prepend-last-as", (str(count),)))
    else:
        _change(draft, "as-path-expand", Set("as-path-prepend", _numbers(" ".join(words))))


def _next_hop(draft: Fields, held: Fields) -> None:
    word = held["hop"]
    if word in ("self", "peer-address", "discard", "reject"):
        _change(draft, "next-hop", Set("next-hop", (word,)))
        return
    address = type_of("address", word)
    _change(draft, "next-hop", Set("next-hop" if address.version == 4 else "next-hop-ipv6", (str(address),)))


_COMMUNITY = {"add": "add", "+": "add", "set": "set", "=": "set", "delete": "delete", "-": "delete"}


def _community(draft: Fields, held: Fields) -> None:
    """Which communities are meant is known once all of them are read."""
    how = _COMMUNITY.get(held["how"])
    if how is None:
        raise Mismatch(f"{held['how']!r} is neither add, set nor delete")
    draft.setdefault("then", {}).setdefault(("community", how, held["name"]), (how, held["name"]))


def _ends(how: str, key: str = "ends") -> Action:
    def action(draft: Fields, _held: Fields) -> None:
        draft[key] = how

    return action


def _set(key: str, kind: str, *arguments: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        _change(draft, key, Set(kind, tuple(each.format_map(held) for each in arguments)))

    return action


def _no_such_action(draft: Fields, held: Fields) -> None:
    _change(draft, held["words"], Set("unknown", (held["words"],)))
    raise Mismatch("netops does not know this action")


_NO_EFFECT = (
    # How packets are counted, queued, or spread over the ways that the table holds anyway.
    *("load-balance", "install-nexthop", "forwarding-class", "source-class", "destination-class", "class", "priority"),
    *(
        "cos-next-hop-map",
        "trace",
        "count",
        "log",
        "multipath-resolve",
        "tunnel-attribute",
        "validation-state",
        "damping",
    ),
    *("no-entropy-label-capability", "prefix-segment", "map-to-interface", "p2mp-lsp-root", "analyze", "ssm-source"),
    *("bgp-output-queue-priority", "dynamic-tunnel-attributes", "no-route-localize", "aigp-originate", "aigp-adjust"),
)
THEN = Section(
    (
        ("accept", _ends("accept")),
        ("reject", _ends("reject")),
        ("next term", _ends("term", "next")),
        ("next-term", _ends("term", "next")),
        ("next policy", _ends("policy", "next")),
        ("next-policy", _ends("policy", "next")),
        ("default-action accept", _set("default-action", "default-action", "permit")),
        ("default-action reject", _set("default-action", "default-action", "deny")),
        ("metric <words:options>", _metric),
        *(
            (f"{kind} <words:options>", _amount(kind))
            for kind in ("local-preference", "metric2", "preference2", "color")
        ),
        ("preference <words:options>", _amount("distance")),
        ("tag <words:options>", _amount("tag")),
        ("tag2 <words:options>", _amount("tag2")),
        ("color2 <number:number>", ignore),
        ("as-path-prepend <words:options>", _prepend),
        ("as-path-expand <words:options>", _expand),
        *((f"origin {each}", _set("origin", "origin", each)) for each in ("igp", "egp", "incomplete")),
        ("community <how:word> <name:word>", _community),
        ("next-hop <hop:word>", _next_hop),
        ("external type <type:number>", _set("metric-type", "metric-type", "{type}")),
        ("<words:rest>", _no_such_action),
    ),
    silent=_NO_EFFECT,
)
"""What a ``then`` tells: ``then`` (the changes by what they change, in order), ``ends`` (accept or reject) and ``next``
(term or policy)."""


def act(words: Sequence[str]) -> Any:
    """The draft of an action that a route filter has of its own."""
    draft: Fields = {}
    text = list(words)
    while text:
        length = 2 if text[0] in ("next", "default-action") else 1 if text[0] in ("accept", "reject") else len(text)
        THEN.leaf(draft, text[:length], 0)
        text = text[length:]
    return draft
