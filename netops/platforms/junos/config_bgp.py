"""``protocols bgp``: the process, its groups, and their neighbours; what each says holds for those beneath it."""

from __future__ import annotations

from collections.abc import Sequence

from netops.model import Secret
from netops.platforms.configuration.rules import Action, Fields, Mismatch, ignore, put, type_of
from netops.platforms.junos.grammar import Block, Section, at, collect, part, same
from netops.platforms.junos.values import as_number, network

__all__ = ["BGP"]

_FAMILIES = {
    "inet unicast": (4, "unicast"),
    "inet6 unicast": (6, "unicast"),
    "inet any": (4, "unicast"),
    "inet6 any": (6, "unicast"),
    "inet labeled-unicast": (4, "labeled-unicast"),
    "inet6 labeled-unicast": (6, "labeled-unicast"),
    "inet-vpn unicast": (4, "vpn"),
    "inet6-vpn unicast": (6, "vpn"),
    "inet-vpn any": (4, "vpn"),
    "inet6-vpn any": (6, "vpn"),
    "evpn signaling": (4, "evpn"),
    "inet multicast": (4, "multicast"),
    "inet6 multicast": (6, "multicast"),
    "route-target": (4, "route-target"),
    "l2vpn signaling": (4, "l2vpn"),
    "l2vpn auto-discovery-only": (4, "l2vpn"),
    "inet-mvpn signaling": (4, "mvpn"),
    "inet6-mvpn signaling": (6, "mvpn"),
    "inet flow": (4, "flow"),
    "inet6 flow": (6, "flow"),
    "inet-mdt signaling": (4, "mdt"),
    "traffic-engineering unicast": (4, "traffic-engineering"),
    "inet segment-routing-te": (4, "segment-routing"),
    "inet6 segment-routing-te": (6, "segment-routing"),
}
_MULTIHOP_TTL = 64


def _chain(key: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        if held["policy"][:1] in ("", "(", "!") or "&&" in held["policy"]:
            raise Mismatch("netops does not know expressions of policies")
        collect(draft, key, held["policy"])

    return action


def _number_of(key: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        draft[key] = as_number(held["asn"])

    return action


def _local_as(draft: Fields, held: Fields) -> None:
    """The number, and what may stand after it, on the same line or on lines of its own."""
    inner = draft.setdefault("local_as", {})
    rest = list(held["words"])
    if rest and rest[0][:1].isdigit():
        inner["asn"] = as_number(rest.pop(0))
    while rest:
        word = rest.pop(0)
        if word == "loops" and rest:
            inner["loops"] = type_of("number", rest.pop(0))
        elif word in ("private", "alias", "no-prepend-global-as"):
            inner[word.replace("-", "_")] = True
        else:
            raise Mismatch(f"{word!r} is not understood here")


def _metric_out(draft: Fields, held: Fields) -> None:
    words: Sequence[str] = held["words"]
    if words[:1] == ["igp"] and len(words) <= 2 and "delay-med-update" not in words:
        draft["med_out_igp"] = True
        draft["med_out"] = int(words[1]) if len(words) == 2 and words[1].lstrip("-").isdigit() else None
    elif len(words) == 1:
        draft["med_out"], draft["med_out_igp"] = type_of("number", words[0]), False
    else:
        raise Mismatch("netops knows metric-out with a number, and with igp")


def _multihop(draft: Fields, held: Fields) -> None:
    draft.setdefault("multihop", _MULTIHOP_TTL)
    words = list(held["words"])
    while words:
        word = words.pop(0)
        if word == "ttl" and words:
            draft["multihop"] = type_of("number", words.pop(0))
        elif word == "no-nexthop-change":
            draft["next_hop_unchanged"] = True
        elif word != "no-nexthop-self":
            raise Mismatch(f"{word!r} is not understood here")


def _multipath(draft: Fields, held: Fields) -> None:
    draft["multipath"] = "disable" not in held["words"]
    for word in held["words"]:
        if word == "multiple-as":
            draft["multiple_as"] = True
        elif word not in ("disable", "vpn-unequal-cost", "equal-external-internal"):
            raise Mismatch(f"{word!r} is not understood here")


def _remove_private(draft: Fields, held: Fields) -> None:
    inner = draft.setdefault("remove_private", {})
    for word in held["words"]:
        if word not in ("all", "replace", "nearest", "no-peer-loop-check"):
            raise Mismatch(f"{word!r} is not understood here")
        inner[word] = True


def _secret(draft: Fields, held: Fields) -> None:
    draft["password"] = Secret.of_value(held["secret"])


def _allow(draft: Fields, held: Fields) -> None:
    text = held["prefix"]
    for each in ("0.0.0.0/0", "::/0") if text == "all" else (text,):
        collect(draft, "allow", network(each, strict=False))


def _peers(draft: Fields, held: Fields) -> None:
    collect(draft, "peer_as_lists", held["list"])


def _path_selection(draft: Fields, held: Fields) -> None:
    known = {
        "always-compare-med": "always_compare_med",
        "cisco-non-deterministic": "non_deterministic_med",
        "external-router-id": "compare_router_id",
        "as-path-ignore": "as_path_ignore",
    }
    if held["word"] not in known:
        raise Mismatch(f"netops does not know the path selection {held['word']!r}")
    draft[known[held["word"]]] = True


def _family_block(name: str) -> Block:
    def opener(draft: Fields, _held: Fields) -> Fields:
        inner: Fields = draft.setdefault("families", {}).setdefault(_FAMILIES[name], {})
        return inner

    return Block(f"family {name}", opener, _FAMILY)


def _limit(draft: Fields, held: Fields) -> None:
    draft["maximum_prefix"] = held["maximum"]


def _rib_group(draft: Fields, held: Fields) -> None:
    draft["rib_group"] = held["group"]


_LIMIT = (
    ("maximum <maximum:number>", _limit),
    ("teardown <rest:options>", put(teardown=True)),
    ("drop-excess <rest:options>", put(teardown=True)),
    ("hide-excess <rest:options>", put(teardown=True)),
)
_FAMILY = Section(
    (
        ("add-path receive", put(add_paths_receive=True)),
        ("add-path send path-count <add_paths_send:number>", put()),
        ("loops <loops:number>", put()),
        ("rib-group <group:word>", _rib_group),
        ("resolve-vpn|per-prefix-label|per-group-label", ignore),
        ("rib inet.3|inet6.3", ignore),  # labelled routes into a table that resolves next hops alone
        ("explicit-null <rest:options>", ignore),
        ("no-validate <policy:word>", ignore),
        ("extended-nexthop", put(extended_next_hop=True)),
    ),
    blocks=(
        Block("prefix-limit", same, Section(_LIMIT)),
        Block("accepted-prefix-limit", same, Section(_LIMIT)),
    ),
    silent=(
        "nexthop-resolution",
        "damping",
        "output-queue-priority",
        "graceful-restart",
        "protection",
        "aggregate-label",
    ),
)
_COMMON = (
    ("description <description:word>", put()),
    ("type internal", put(internal=True)),
    ("type external", put(internal=False)),
    ("peer-as <asn:word>", _number_of("peer_as")),
    ("local-address <local_address:address>", put()),
    ("local-interface <local_interface:word>", put()),
    ("local-as <words:options>", _local_as),
    ("import <policy:word>", _chain("import")),
    ("export <policy:word>", _chain("export")),
    ("cluster <cluster:address4>", put()),
    ("hold-time <hold_time:number>", put()),
    ("passive", put(passive=True)),
    ("ttl <ttl:number>", put()),
    ("multihop <words:options>", _multihop),
    ("multipath <words:options>", _multipath),
    ("preference <distance:number>", put()),
    ("local-preference <local_preference:number>", put()),
    ("metric-out <words:options>", _metric_out),
    ("advertise-inactive", put(advertise_inactive=True)),
    ("no-advertise-inactive", put(advertise_inactive=False)),
    ("advertise-peer-as", put(advertise_peer_as=True)),
    ("no-advertise-peer-as", put(advertise_peer_as=False)),
    ("as-override", put(as_override=True)),
    ("no-as-override", put(as_override=False)),
    ("remove-private <words:options>", _remove_private),
    ("authentication-key <secret:word>", _secret),
    ("authentication-key-chain <secret:word>", _secret),
    ("authentication-algorithm <algorithm:word>", ignore),
    ("out-delay <out_delay:number>", put()),
    ("allow <prefix:word>", _allow),
    ("peer-as-list <list:word>", _peers),
    ("no-client-reflect", put(client_reflection=False)),
    ("enforce-first-as", put(enforce_first_as=True)),
    ("no-enforce-first-as", put(enforce_first_as=False)),
    ("shutdown <rest:options>", put(shutdown=True)),
    ("disable", put(shutdown=True)),
    ("vpn-apply-export", ignore),  # that policies hold for VPN routes as well: netops exchanges none
    ("include-mp-next-hop", ignore),
    ("accept-remote-nexthop", put(accept_remote_next_hop=True)),
    ("path-selection <word:word>", _path_selection),
)
_SILENT = (
    *(
        "traceoptions",
        "log-updown",
        "graceful-restart",
        "bfd-liveness-detection",
        "mtu-discovery",
        "tcp-mss",
        "damping",
    ),
    *("keep", "no-aggregator-id", "error-tolerance", "bgp-error-tolerance", "idle-after-switch-over", "ipsec-sa"),
    *(
        "tcp-aggressive-transmission",
        "send-addpath-optimization",
        "hold-down-interval",
        "traffic-statistics",
        "monitor",
    ),
    *(
        "graceful-shutdown",
        "precision-timers",
        "output-queue-priority",
        "rfc6514-compliant-safi129",
        "update-threading",
    ),
    *("drop-path-attributes", "snmp-options", "group-split-size", "connect-retry-interval", "minimum-hold-time"),
)
_FAMILY_BLOCKS = tuple(map(_family_block, _FAMILIES))
_NEIGHBOR = Section(_COMMON, _FAMILY_BLOCKS, _SILENT)
_GROUP = Section(
    _COMMON,
    (
        Block(
            "neighbor <address:address>", at("neighbors", "address"), _NEIGHBOR, source="bgp-neighbor:{vrf}:{address}"
        ),
        Block("dynamic-neighbor <name:word>", at("dynamic", "name"), _NEIGHBOR),
        *_FAMILY_BLOCKS,
    ),
    _SILENT,
)


def _group(draft: Fields, held: Fields) -> Fields:
    inner: Fields = draft.setdefault("groups", {}).setdefault(held["group"], {})
    return inner


BGP = Section(
    _COMMON,
    (
        Block("group <group:word>", _group, _GROUP),
        Block("bgp-identifier", part("identifier"), None),
        *_FAMILY_BLOCKS,
    ),
    _SILENT,
)
"""The draft: what holds for all, and ``groups`` with what holds for their ``neighbors``."""
