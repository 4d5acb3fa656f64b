"""``ip route-static`` and ``ipv6 route-static``.

Sources: Huawei command reference "Static route configuration commands"; H3C "Static routing commands".
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from netops.model import StaticRoute
from netops.platforms.configuration.rules import Fields, Mismatch, ignore, put, type_of
from netops.platforms.huawei_vrp.names import joined
from netops.platforms.huawei_vrp.values import prefix_of

__all__ = ["STATIC_LINES", "static_routes"]

_VALUES = {"preference": ("distance", "number"), "tag": ("tag", "number"), "track": ("track", "word")}


def _static(draft: Fields, held: Fields) -> None:
    """``[vpn-instance A] X MASK [INTERFACE] [[vpn-instance B] NEXT-HOP] [public] [preference N] [tag N] …``."""
    words: list[str] = list(held["words"])
    fields: Fields = {"vrf": "default"}
    if words[:1] == ["vpn-instance"] and len(words) > 1:
        fields["vrf"] = words[1]
        del words[:2]
    if len(words) < 3:
        raise Mismatch("expected a prefix and where it leads")
    fields["prefix"] = prefix_of(words[0], words[1])
    del words[:2]
    while words:
        _static_word(words, fields)
    made = StaticRoute(**fields)
    draft.setdefault("static_routes", {})[made.vrf, made.prefix, made.next_hop, made.interface] = made


def _static_word(words: list[str], fields: Fields) -> None:
    word = words.pop(0)
    if word in _VALUES and words:
        name, kind = _VALUES[word]
        fields[name] = type_of(kind, " ".join(words) if word == "track" and len(words) == 1 else words[0])
        if word == "track" and words[0] in ("bfd-session", "nqa", "efm-state") and len(words) > 1:
            fields[name] = words.pop(1)
        words.pop(0)
    elif word == "vpn-instance" and words:
        fields["next_hop_vrf"] = words.pop(0)
    elif word == "public":
        fields["next_hop_vrf"] = "default"
    elif word == "description":
        fields["name"] = " ".join(words)
        words.clear()
    elif word in ("bfd", "permanent", "no-advertise", "no-install", "inter-protocol-ecmp", "enable", "dhcp"):
        if word in ("no-install", "dhcp"):
            raise Mismatch(f"{word!r} is not understood here")
        if word == "bfd" and words[:1] != ["enable"]:
            words.clear()
    elif word.upper() == "NULL0" or (word.upper() == "NULL" and words[:1] == ["0"]):
        fields["blackhole"] = True
        del words[: word.upper() == "NULL"]
    elif word[0].isalpha() and ":" not in word and any(each.isdigit() for each in word):
        fields["interface"] = word
    elif word[0].isalpha() and words and words[0][0].isdigit():
        fields["interface"] = joined([word, words.pop(0)])
    elif "interface" not in fields and any(each.isalpha() for each in word) and "/" in word:
        fields["interface"] = word  # 10GE1/0/1
    else:
        fields["next_hop"] = type_of("address", word)


STATIC_LINES: tuple[tuple[str, Any], ...] = (
    ("ip route-static default-preference <static_distance:number>", put()),
    ("ip route-static bfd|frr|track|fast-reroute|recursive-lookup|selection-rule <rest:options>", ignore),
    ("ip|ipv6 route-static <words:options>", _static),
)


def static_routes(top: Fields) -> tuple[StaticRoute, ...]:
    """A preference of 60 where none is said (both vendors)."""
    default = top.get("static_distance", 60)
    said = top.get("static_routes", {}).values()
    return tuple(replace(each, distance=default) if each.distance == 1 else each for each in said)
