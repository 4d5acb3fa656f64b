"""VRFs (``vrf definition``, and ``ip vrf`` of IPv4 alone) and static routes."""

from __future__ import annotations

from typing import Any

from netops.model import IPPrefix, StaticRoute, Vrf, VrfFamily, VrfLeak
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, ignore, put, type_of
from netops.platforms.ios.addresses import network_of
from netops.platforms.ios.names import full_name

__all__ = ["GLOBAL_FAMILY", "STATIC_LINES", "VRF_GRAMMAR", "VRF_OLD_GRAMMAR", "made_vrf"]


def _target(draft: Fields, held: Fields) -> None:
    ways = {"import": ("imports",), "export": ("exports",), "both": ("imports", "exports")}
    if held["way"] not in ways:
        raise Mismatch(f"{held['way']!r} is none of import, export and both")
    for way in ways[held["way"]]:
        draft.setdefault(way, []).append(held["target"])


def _both(draft: Fields, held: Fields) -> None:
    _target(draft, {"way": "both", "target": held["target"]})


def _leak(source: str, protocol: str, words: list[str]) -> VrfLeak:
    if words[:1] != ["map"] and words[1:2] == ["map"]:
        words = words[1:]  # the most prefixes that are taken
    if words[:1] != ["map"] or len(words) != 2:
        raise Mismatch("expected the route map")
    return VrfLeak(source, protocol, (words[1],))


def _import_global(draft: Fields, held: Fields) -> None:
    draft.setdefault("leaks", []).append(_leak("default", "bgp", held["words"]))


def _export_global(draft: Fields, held: Fields) -> None:
    draft.setdefault("to_global", []).append(_leak("", "bgp", held["words"]).policies)


def _replicate(draft: Fields, held: Fields) -> None:
    """``route-replicate from [vrf NAME | vrf global] unicast|multicast PROTOCOL [PROCESS] [route-map NAME]``."""
    words: list[str] = held["words"]
    source = "default"
    if words[:1] == ["vrf"] and len(words) > 1:
        source = "default" if words[1] == "global" else words[1]
        words = words[2:]
    if words[:1] == ["unicast"]:
        words = words[1:]
    if not words or words[0] == "multicast":
        raise Mismatch("expected unicast and a protocol")
    maps = (words[words.index("route-map") + 1],) if "route-map" in words[:-1] else ()
    protocol = "" if words[0] == "all" else words[0]
    draft.setdefault("leaks", []).append(VrfLeak(source, protocol, maps))


def _maximum(draft: Fields, held: Fields) -> None:
    draft["maximum_routes"] = held["number"]


_FAMILY: tuple[tuple[str, Any], ...] = (
    ("route-target <way:word> <target:word>", _target),
    ("route-target <way:word> <target:word> stitching", _target),
    ("route-target <target:word>", _both),
    ("import map <import_map:word>", put()),
    ("export map <export_map:word>", put()),
    ("import ipv4|ipv6 unicast <words:options>", _import_global),
    ("export ipv4|ipv6 unicast <words:options>", _export_global),
    ("route-replicate from <words:options>", _replicate),
    ("maximum routes <number:number> <options:options>", _maximum),
    ("mdt|inter-as-hybrid|bgp|snmp|fallback|mvpn|mldp|vpn <options:options>", ignore),
)
_HEAD: tuple[tuple[str, Any], ...] = (
    ("rd <rd:word>", put()),
    ("description <description:rest>", put()),
    ("vnet|snmp|vpn <options:options>", ignore),
)


def _open(family: int) -> Any:
    def opener(draft: Fields, _held: Fields) -> Fields:
        inner: Fields = draft.setdefault("families", {}).setdefault(family, {})
        return inner

    return opener


_FAMILY_GRAMMAR = Grammar(Rules(*_FAMILY))
VRF_GRAMMAR = Grammar(
    Rules(*_HEAD, *_FAMILY),
    (
        Block("address-family ipv4 <options:options>", _open(4), _FAMILY_GRAMMAR),
        Block("address-family ipv6 <options:options>", _open(6), _FAMILY_GRAMMAR),
    ),
)
VRF_OLD_GRAMMAR = Grammar(Rules(*_HEAD, *_FAMILY))
GLOBAL_FAMILY = _FAMILY_GRAMMAR


def made_vrf(name: str, draft: Fields, old: bool) -> Vrf:
    """The VRF as drafted; route targets that stand with the VRF itself are those of all of its families."""
    families = {4: {}} if old else draft.get("families", {})
    made = tuple(_family(family, draft, each) for family, each in sorted(families.items()))
    return Vrf(name, draft.get("rd", ""), draft.get("description", ""), made)


def _family(family: int, vrf: Fields, draft: Fields) -> VrfFamily:
    """An address family that names route targets of its own has no others."""
    targets = draft if {"imports", "exports"} & draft.keys() else vrf
    said: Fields = {**vrf, **draft}
    return VrfFamily(
        family,
        frozenset(targets.get("imports", ())),
        frozenset(targets.get("exports", ())),
        said.get("import_map"),
        said.get("export_map"),
        tuple(said.get("leaks", ())),
        said.get("maximum_routes"),
    )


def _static(family: int) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        words: list[str] = held["words"].split()
        vrf = "default"
        if words[0] == "vrf" and len(words) > 2:
            vrf, words = words[1], words[2:]
        prefix, words = _destination(family, words)
        route = _route(prefix, vrf, words)
        draft.setdefault("static", {})[route] = None

    return action


def _destination(family: int, words: list[str]) -> tuple[IPPrefix, list[str]]:
    if family == 6:
        return type_of("network6", words[0]), words[1:]
    if len(words) < 2:
        raise Mismatch("expected the destination's mask")
    return network_of(words[0], words[1]), words[2:]


def _route(prefix: IPPrefix, vrf: str, words: list[str]) -> StaticRoute:
    """``[INTERFACE] [NEXT-HOP] [DISTANCE] [OPTIONS]``."""
    said: Fields = {}
    rest = list(words)
    if rest and not _is_address(rest[0]):
        said.update(_interface(rest.pop(0)))
    if rest and _is_address(rest[0]):
        said["next_hop"] = type_of("address", rest.pop(0))
    while rest:
        _option(rest, said)
    if not said.keys() & {"next_hop", "interface", "blackhole"}:
        raise Mismatch("the next hop is missing")
    return StaticRoute(prefix, vrf=vrf, **said)


def _is_address(word: str) -> bool:
    return ("." in word and word[0].isdecimal()) or ":" in word


def _interface(word: str) -> Fields:
    if word == "dhcp":
        raise Mismatch("a next hop that DHCP tells is not in the configuration")
    if word.isdecimal():
        raise Mismatch("the next hop is missing")
    return {"blackhole": True} if word.lower().startswith("null") else {"interface": full_name(word)}


_VALUES = {"tag": "tag", "name": "name", "track": "track", "nexthop-vrf": "next_hop_vrf"}


def _option(rest: list[str], said: Fields) -> None:
    word = rest.pop(0)
    if word.isdecimal():
        said["distance"] = type_of("number", word)
    elif word in _VALUES and rest:
        value = rest.pop(0)
        said[_VALUES[word]] = type_of("number", value) if word == "tag" else value
    elif word == "global":
        said["next_hop_vrf"] = "default"
    elif word not in ("permanent", "unicast"):
        raise Mismatch(f"{word!r} is not understood here")


STATIC_LINES: tuple[tuple[str, Any], ...] = (
    ("ip route static <rest:rest>", ignore),
    ("ip route profile <rest:options>", ignore),
    ("ip route <words:rest>", _static(4)),
    ("ipv6 route static <rest:rest>", ignore),
    ("ipv6 route <words:rest>", _static(6)),
)
