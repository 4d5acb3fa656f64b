"""What a policy's term matches: ``from`` and ``to``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ipaddress import ip_address

from netops.platforms.configuration.rules import Action, Fields, Mismatch, type_of
from netops.platforms.junos.grammar import Section, collect
from netops.platforms.junos.route_filters import read_filter
from netops.platforms.junos.values import table, unit_name, within_instance

__all__ = ["FROM", "PROTOCOLS", "TO"]

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
