"""``routing-options``: configured routes, router id and AS number, tables and what passes between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import ip_address

from netops.platforms.configuration.rules import Action, Fields, Mismatch, ignore, put, type_of
from netops.platforms.junos.grammar import Block, Section, at, collect, part, same
from netops.platforms.junos.values import as_number, network, table, unit_name

__all__ = ["ROUTING_OPTIONS", "hop_of"]

_SILENT = (
    *("traceoptions", "graceful-restart", "nonstop-routing", "route-distinguisher-id", "options", "ppm", "bmp"),
    *("route-record", "flow", "multicast", "source-routing", "nsr-phantom-holdtime", "warm-standby", "fate-sharing"),
    *(
        "transport-class",
        "med-igp-update-interval",
        "indirect-next-hop",
        "enable-sensors",
        "kernel-options",
        "lsp-telemetry",
    ),
    *("localized-fib", "dynamic-tunnels-statistics", "krt-nexthop-ack-timeout", "no-bfd-triggered-local-repair"),
)


def hop_of(text: str) -> Fields:
    """A next hop: an address, or an interface."""
    try:
        return {"next_hop": ip_address(text)}
    except ValueError:
        if re.match(r"[a-z]+[\w-]*[/.\d]", text) is None:
            raise Mismatch(f"{text!r} is neither an address nor an interface") from None
        return {"interface": unit_name(text)}


def _next_hop(draft: Fields, held: Fields) -> None:
    collect(draft, "hops", hop_of(held["hop"]))


def _qualified(draft: Fields, held: Fields) -> Fields:
    hop = hop_of(held["hop"])
    inner: Fields = draft.setdefault("qualified", {}).setdefault(held["hop"], hop)
    return inner


def _next_table(draft: Fields, held: Fields) -> None:
    draft["next_vrf"] = table(held["table"])[0]


def _destination(draft: Fields, held: Fields) -> Fields:
    prefix = network(held["prefix"])
    held["prefix"] = prefix
    inner: Fields = draft.setdefault("routes", {}).setdefault(prefix, {})
    return inner


def _community(draft: Fields, held: Fields) -> None:
    collect(draft, "communities", held["community"])


_KEPT = ("retain", "no-retain", "active", "passive", "bfd-liveness-detection", "longest-match")
_PREFERENCES = (
    ("preference <distance:number>", put()),
    ("metric <metric:number>", put()),
    ("metric <metric:number> type <type:number>", put()),
    ("tag <tag:number>", put()),
)
_ATTRIBUTES = (
    *_PREFERENCES,
    ("community <community:word>", _community),
    ("resolve", put(resolve=True)),
    ("no-resolve", put(resolve=False)),
    ("install", put(install=True)),
    ("no-install", put(install=False)),
    ("readvertise", put(readvertise=True)),
    ("no-readvertise", put(readvertise=False)),
)
_STATIC_ROUTE = Section(
    (
        *_ATTRIBUTES,
        ("next-hop <hop:word>", _next_hop),
        ("discard", put(blackhole=True)),
        ("reject", put(blackhole=True, reject=True)),
        ("next-table <table:word>", _next_table),
    ),
    blocks=(
        Block(
            "qualified-next-hop <hop:word>",
            _qualified,
            Section((*_PREFERENCES, ("interface <interface:word>", put())), silent=("bfd-liveness-detection",)),
        ),
    ),
    silent=_KEPT,
)
_STATIC = Section(
    (
        ("rib-group <group:word>", lambda draft, held: draft.update(held)),
        ("defaults discard", put(default_blackhole=True)),
    ),
    blocks=(
        Block("route <prefix:word>", _destination, _STATIC_ROUTE, source="static:{vrf}:{prefix}"),
        Block("defaults", part("defaults"), Section(_ATTRIBUTES, silent=_KEPT)),
    ),
)


def _policy(draft: Fields, held: Fields) -> None:
    collect(draft, "policies", held["policy"])


def _as_path(_draft: Fields, _held: Fields) -> None:
    raise Mismatch("netops gives no configured route an AS path or an aggregator")


_AGGREGATE_ROUTE = Section(
    (
        *_PREFERENCES,
        ("policy <policy:word>", _policy),
        ("discard", put(blackhole=True)),
        ("reject", put(blackhole=False)),
        ("community <community:word>", _community),
        ("brief", put(brief=True)),
        ("full", put(brief=False)),
        ("next-table <table:word>", _next_table),
        ("as-path <words:rest>", _as_path),
    ),
    silent=("active", "passive", "retain", "no-retain"),
)
_AGGREGATE = Section(
    blocks=(
        Block("route <prefix:word>", _destination, _AGGREGATE_ROUTE),
        Block("defaults", part("defaults"), _AGGREGATE_ROUTE),
    )
)


def _own(words: Sequence[str], draft: Fields) -> None:
    """``autonomous-system N``, and what may stand after it, on the same line or on lines of its own."""
    rest = list(words)
    if rest and rest[0][:1].isdigit():
        draft["asn"] = as_number(rest.pop(0))
    while rest:
        word = rest.pop(0)
        if word == "loops" and rest:
            draft["loops"] = type_of("number", rest.pop(0))
        elif word not in ("asdot-notation", "independent-domain", "no-attrset"):
            raise Mismatch(f"{word!r} is not understood here")


def _autonomous_system(draft: Fields, held: Fields) -> None:
    _own(held["words"], draft)


def _confederation(draft: Fields, held: Fields) -> None:
    words = list(held["words"])
    if words and words[0] != "members":
        draft["confederation"] = as_number(words.pop(0))
    if words and words[0] == "members":
        for each in words[1:]:
            collect(draft, "members", as_number(each))
    elif words:
        raise Mismatch(f"{words[0]!r} is not understood here")


def _rib(draft: Fields, held: Fields) -> Fields:
    """A table's own routes: of the family that its name tells, and of the instance that it stands in or names."""
    vrf, family = table(held["rib"])
    home: Fields = draft["instances"].setdefault(vrf, {"vrf": vrf, "instances": draft["instances"]})
    if vrf != "default" and vrf != draft["vrf"] and draft["vrf"] != "default":
        raise Mismatch(f"table {held['rib']!r} belongs to another instance")
    return {"instance": home, "family": family}


def _of_instance(name: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        inner = draft["instance"].setdefault(name, {}).setdefault(draft["family"], {})
        inner.update(held)

    return action


def _interface_routes(draft: Fields, held: Fields) -> None:
    family = {"inet": 4, "inet6": 6}.get(held["family"])
    if family is None:
        raise Mismatch(f"{held['family']!r} is neither inet nor inet6")
    draft.setdefault("interface_routes", {})[family] = held["group"]


def _add(key: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        for value in held.values():
            collect(draft, key, value)

    return action


def _resolution(draft: Fields, held: Fields) -> None:
    vrf, family = table(held["rib"])
    home = draft["instances"].setdefault(vrf, {"vrf": vrf, "instances": draft["instances"]})
    collect(home.setdefault("resolution", {}), str(family), held["policy"])


def _routes(name: str) -> Block:
    """Of the table that a ``rib`` names, or of the instance's own one for IPv4."""

    def opener(draft: Fields, _held: Fields) -> Fields:
        family = draft.get("family", 4)
        inner: Fields = draft.get("instance", draft).setdefault(name if family == 4 else f"{name}6", {})
        return inner

    return Block(name, opener, _STATIC if name == "static" else _AGGREGATE)


_RIB = Section(
    (("maximum-prefixes <maximum:number> <rest:options>", _of_instance("maximum")),),
    blocks=tuple(_routes(name) for name in ("static", "aggregate", "generate")),
    silent=("multipath",),
)
ROUTING_OPTIONS = Section(
    (
        ("router-id <router_id:address4>", put()),
        ("autonomous-system <words:options>", _autonomous_system),
        ("confederation <words:options>", _confederation),
        ("interface-routes rib-group <family:word> <group:word>", _interface_routes),
        ("instance-import <policy:word>", _add("instance_import")),
        ("instance-export <policy:word>", _add("instance_export")),
        ("auto-export", put(auto_export=True)),
        ("auto-export disable", put(auto_export=False)),
        ("resolution rib <rib:word> import <policy:word>", _resolution),
        ("resolution rib <rib:word> resolution-ribs <table:word>", ignore),
        ("forwarding-table export <policy:word>", ignore),  # how packets are spread over the ways that the table holds
        ("maximum-prefixes <maximum:number> <rest:options>", put()),
        ("maximum-paths <paths:number> <rest:options>", put()),
        ("multipath <rest:options>", put(multipath=True)),
    ),
    blocks=(
        *(_routes(name) for name in ("static", "aggregate", "generate")),
        Block("rib <rib:word>", _rib, _RIB),
        Block(
            "rib-groups <group:word>",
            lambda draft, held: (
                draft["instances"]["default"].setdefault("rib_groups", {}).setdefault(held["group"], {})
            ),
            Section(
                (
                    ("import-rib <rib:word>", _add("imports")),
                    ("export-rib <rib:word>", put()),
                    ("import-policy <policy:word>", _add("policies")),
                )
            ),
        ),
        Block("forwarding-table", same, None),
        Block("interface <name:word>", at("te_interfaces", "name"), None),
    ),
    silent=_SILENT,
)
"""The draft is that of an instance; ``instances`` in it are all of them."""
