"""``ip nat``: pools and rules."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import Any

from netops.model import NatPool, NatRule
from netops.platforms.configuration.rules import Fields, Mismatch, append, ignore, options, type_of
from netops.platforms.ios.acl_words import port
from netops.platforms.ios.addresses import network
from netops.platforms.ios.names import full_name

__all__ = ["NAT_LINES"]

_DIRECTIONS = {
    ("inside", "source"): "inside",
    ("outside", "source"): "outside",
    ("inside", "destination"): "destination",
}
_QUIET = {"extendable": "", "no-alias": "", "no-payload": "", "add-route": "", "reversible": "", "forced": ""}


def _pool(draft: Fields, held: Fields) -> None:
    if held["first"] > held["last"]:
        raise Mismatch("the pool ends before it begins")
    append("nat_pools", NatPool)(draft, {name: held[name] for name in ("name", "first", "last")})


def _rule(draft: Fields, held: Fields) -> None:
    """``ip nat inside|outside source|destination list|route-map|static ...``."""
    words: list[str] = held["words"].split()
    direction = _DIRECTIONS.get((held["side"], words.pop(0) if words else ""))
    if direction is None:
        raise Mismatch("not understood")
    said = _static(words[1:]) if words[:1] == ["static"] else _dynamic(words)
    append("nat_rules", NatRule)(draft, {"direction": direction, **said})


def _dynamic(words: list[str]) -> Fields:
    known = {"list": "word", "route-map": "word", "pool": "word", "interface": "word", "vrf": "word"}
    said = options(words, {**known, "overload": "", "oer": "", "match-in-vrf": "", **_QUIET})
    fields: Fields = {name: said[name] for name in ("route_map", "pool", "overload", "vrf") if name in said}
    if "list" in said:
        fields["access_list"] = said["list"]
    if "interface" in said:
        fields["interface"] = full_name(said["interface"])
    if not fields.keys() & {"access_list", "route_map"}:
        raise Mismatch("expected list or route-map")
    return fields


def _static(words: list[str]) -> Fields:
    """``[tcp|udp|network|esp] LOCAL [PORT] GLOBAL|interface NAME [PORT] [vrf NAME] [options]``."""
    words = list(words)
    kind = words.pop(0) if words and words[0] in ("tcp", "udp", "network", "esp") else ""
    try:
        return _static_fields(kind, words)
    except IndexError:
        raise Mismatch("the line ends too early") from None


def _static_fields(kind: str, words: list[str]) -> Fields:
    fields: Fields = {"protocol": kind} if kind in ("tcp", "udp") else {"protocol": "50"} if kind == "esp" else {}
    local = type_of("address4", words.pop(0))
    if kind in ("tcp", "udp"):
        fields["local_port"] = port(kind, words.pop(0))
    if words[0] == "interface":
        fields["interface"] = full_name(words[1])
        del words[:2]
        globally = None
    else:
        globally = type_of("address4", words.pop(0))
    if kind in ("tcp", "udp"):
        fields["global_port"] = port(kind, words.pop(0))
    mask = _mask(words) if kind == "network" else 32
    fields["local"] = IPv4Network((int(local), mask), strict=False)
    if globally is not None:
        fields["global_"] = IPv4Network((int(globally), mask), strict=False)
    said = options(words, {"vrf": "word", "route-map": "word", "redundancy": "word", "match-in-vrf": "", **_QUIET})
    return {**fields, **{name: said[name] for name in ("vrf", "route_map") if name in said}}


def _mask(words: list[str]) -> int:
    """The prefix length of ``/24``, or of a mask."""
    word = words.pop(0)
    if word.startswith("/"):
        length: int = type_of("number", word[1:])
        if length > 32:
            raise Mismatch(f"{word!r} is no prefix length")
        return length
    return network(type_of("address4", "0.0.0.0"), type_of("address4", word)).prefixlen


NAT_LINES: tuple[tuple[str, Any], ...] = (
    ("ip nat pool <name:word> <first:address4> <last:address4> <how:options>", _pool),
    ("ip nat translation|log|service|settings|create|switchover|portmap|piggyback-support <how:options>", ignore),
    ("no ip nat service|create|settings <how:options>", ignore),
    ("ip nat <side:word> <words:rest>", _rule),
)
