"""``distribute-list`` and ``offset-list``: what a process takes in, gives out, and adds to."""

from __future__ import annotations

from typing import Any

from netops.model import Filter, OffsetList
from netops.platforms.configuration.rules import Action, Fields, Mismatch, append, type_of
from netops.platforms.ios.names import full_name

__all__ = ["distribute_list", "filter_rules", "offset_list"]

_PROTOCOLS = {"connected", "static", "ospf", "eigrp", "bgp", "isis", "rip"}
_PREFIXED = {"prefix": "prefix_list", "prefix-list": "prefix_list", "route-map": "route_map"}


def distribute_list(family: int = 4) -> Action:
    """``distribute-list [prefix | route-map] NAME in|out [INTERFACE | PROTOCOL [PROCESS]]``."""

    def action(draft: Fields, held: Fields) -> None:
        words: list[str] = held["words"].split()
        if "gateway" in words:
            raise Mismatch("which neighbour's routes are taken ('gateway') is not understood")
        field = _PREFIXED.get(words[0], "access_list")
        name, direction, *where = words[field != "access_list" :]
        if direction not in ("in", "out"):
            raise Mismatch(f"{direction!r} is neither in nor out")
        said: dict[str, Any] = {field: name, "family": family, **_where(where)}
        append("filters", Filter)(draft, {"direction": direction, **said})

    def guarded(draft: Fields, held: Fields) -> None:
        try:
            action(draft, held)
        except ValueError:
            raise Mismatch("expected distribute-list NAME in|out") from None

    return guarded


def _where(words: list[str]) -> Fields:
    if not words:
        return {}
    if words[0] in _PROTOCOLS:
        return {"protocol": words[0]}
    return {"interface": full_name("".join(words))}


def offset_list(draft: Fields, held: Fields) -> None:
    """``offset-list LIST in|out OFFSET [INTERFACE]``; list 0 stands for all routes."""
    if held["direction"] not in ("in", "out"):
        raise Mismatch(f"{held['direction']!r} is neither in nor out")
    name = None if held["list"] == "0" else held["list"]
    interface = full_name("".join(held["interface"])) if held["interface"] else None
    offset = type_of("number", held["offset"])
    append("offsets", OffsetList)(
        draft, {"direction": held["direction"], "offset": offset, "access_list": name, "interface": interface}
    )


def filter_rules(family: int = 4) -> tuple[tuple[str, Action], ...]:
    """The rules of both lines."""
    return (
        ("distribute-list <words:rest>", distribute_list(family)),
        ("offset-list <list:word> <direction:word> <offset:word> <interface:options>", offset_list),
    )
