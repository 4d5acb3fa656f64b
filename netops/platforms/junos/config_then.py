"""What a policy's term does: ``then``, and the actions that route filters have of their own."""

from __future__ import annotations

from collections.abc import Sequence

from netops.model import Set
from netops.platforms.configuration.rules import Action, Fields, Mismatch, ignore, type_of
from netops.platforms.junos.grammar import Section
from netops.platforms.junos.values import as_number

__all__ = ["THEN", "act"]


def _number(text: str) -> str:
    return str(type_of("number", text))


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


def act(words: Sequence[str]) -> Fields:
    """The draft of an action that a route filter has of its own."""
    draft: Fields = {}
    text = list(words)
    while text:
        length = 2 if text[0] in ("next", "default-action") else 1 if text[0] in ("accept", "reject") else len(text)
        THEN.leaf(draft, text[:length], 0)
        text = text[length:]
    return draft
