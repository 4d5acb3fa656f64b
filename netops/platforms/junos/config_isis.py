"""``protocols isis``, ``rip`` and ``ripng``."""

from __future__ import annotations

from netops.model import Secret
from netops.platforms.configuration.rules import Fields, ignore, put
from netops.platforms.junos.grammar import LEAF, Block, Section, at, collect
from netops.platforms.junos.values import bits, unit_name

__all__ = ["ISIS", "RIP"]


def _exported(draft: Fields, held: Fields) -> Fields:
    collect(draft, "export", held["policy"])
    return {}


def _export(into: str) -> Block:
    return Block("export <policy:word>", _exported, LEAF, source=f"redistribute:{into}:{{vrf}}:any")


def _reference(draft: Fields, held: Fields) -> None:
    draft["reference_bandwidth"] = max(1, bits(held["text"]) // 10**6)


def _interface(draft: Fields, held: Fields) -> Fields:
    held["name"] = unit_name(held["name"])
    inner: Fields = draft.setdefault("interfaces", {}).setdefault(held["name"], {})
    return inner


def _secret(draft: Fields, held: Fields) -> None:
    draft["secret"] = Secret.of_value(held["secret"])


_AUTHENTICATION = (
    ("authentication-key <secret:word>", _secret),
    ("authentication-key-chain <secret:word>", _secret),
    ("authentication-type <kind:word>", ignore),
    ("hello-authentication-key <secret:word>", _secret),
    ("hello-authentication-key-chain <secret:word>", _secret),
    ("hello-authentication-type <kind:word>", ignore),
)
_LEVEL_OF_INTERFACE = Section(
    (
        ("disable", put(disabled=True)),
        ("metric <metric:number>", put()),
        ("ipv6-unicast-metric <metric6:number>", put()),
        ("passive", put(passive=True)),
        ("hello-interval <hello_interval:number>", put()),
        ("hold-time <hold_time:number>", put()),
        ("priority <priority:number>", put()),
        ("te-metric <metric:number>", ignore),
        *_AUTHENTICATION,
    ),
    silent=("ipv4-adjacency-segment", "ipv6-adjacency-segment", "post-convergence-lfa", "application-specific"),
)
_INTERFACE = Section(
    (
        ("point-to-point", put(point_to_point=True)),
        ("passive", put(passive=True)),
        ("disable", put(disabled=True)),
        ("hello-interval <hello_interval:number>", put()),
        ("no-ipv4-multicast|no-unicast-topology", put(no4=True)),
        ("no-ipv6-unicast|no-ipv6-multicast", put(no6=True)),
        ("family inet|inet6 bfd-liveness-detection <rest:options>", ignore),
        *_AUTHENTICATION,
    ),
    blocks=(Block("level <level:number>", at("levels", "level"), _LEVEL_OF_INTERFACE),),
    silent=(
        *("lsp-interval", "csnp-interval", "mesh-group", "checksum", "bfd-liveness-detection", "ldp-synchronization"),
        *("link-protection", "node-link-protection", "no-adjacency-down-notification", "family", "hello-padding"),
        *("no-eligible-backup", "no-advertise-adjacency-segment", "max-hello-size"),
    ),
)
_LEVEL = Section(
    (
        ("disable", put(disabled=True)),
        ("wide-metrics-only", put(wide=True)),
        ("preference <distance:number>", put()),
        ("external-preference <external:number>", put()),
        ("no-csnp-authentication|no-hello-authentication|no-psnp-authentication", ignore),
        *_AUTHENTICATION,
    ),
    silent=("prefix-export-limit", "source-packet-routing"),
)
ISIS = Section(
    (
        ("reference-bandwidth <text:word>", _reference),
        ("overload <rest:options>", put(overload=True)),
        ("ignore-attached-bit", put(ignore_attached=True)),
        ("suppress-attached-bit", put(attached=False)),
        ("no-ipv4-routing", put(no4=True)),
        ("no-ipv6-routing", put(no6=True)),
        ("topologies ipv6-unicast", put(multi_topology=True)),
        ("rib-group inet <rib_group:word>", put()),
        ("rib-group inet6 <rib_group6:word>", put()),
        ("disable", put(disabled=True)),
        ("traffic-engineering disable", ignore),
        *_AUTHENTICATION,
    ),
    blocks=(
        Block("interface <name:word>", _interface, _INTERFACE, source="igp:{name}"),
        Block("level <level:number>", at("levels", "level"), _LEVEL),
        _export("isis"),
    ),
    silent=(
        *("traceoptions", "graceful-restart", "spf-options", "lsp-lifetime", "max-lsp-size", "no-adjacency-holddown"),
        *("backup-spf-options", "source-packet-routing", "loose-authentication-check", "max-areas", "clns-routing"),
        *(
            "no-authentication-check",
            "max-hello-size",
            "interface-group-holddown-delay",
            "layer2-map",
            "context-identifier",
        ),
        *("log-adjacency-changes", "strict-dual-isis", "purge-originator"),
    ),
)
"""The draft: the process, its ``levels``, and its ``interfaces`` by name, each with its own ``levels``."""

_NEIGHBOR = Section(
    (
        ("metric-in <metric:number>", put()),
        ("send none", put(passive=True)),
        ("send multicast|broadcast|version-1", ignore),
        ("receive both|version-1|version-2|none", ignore),
        ("authentication-key <secret:word>", _secret),
        ("authentication-type <kind:word>", ignore),
    ),
    silent=("update-interval", "message-size", "bfd-liveness-detection", "check-zero", "any-sender", "route-timeout"),
)


def _neighbor(draft: Fields, held: Fields) -> Fields:
    held["name"] = unit_name(held["name"])
    inner: Fields = draft.setdefault("neighbors", {}).setdefault(held["name"], {})
    return inner


_GROUP = Section(
    (("preference <distance:number>", put()),),
    blocks=(Block("neighbor <name:word>", _neighbor, _NEIGHBOR, source="igp:{name}"), _export("rip")),
    silent=("update-interval", "route-timeout", "bfd-liveness-detection", "max-retrans-time", "demand-circuit"),
)
RIP = Section(
    (
        ("send multicast|broadcast|version-1", ignore),
        ("receive both|version-1|version-2", ignore),
        ("metric-in <metric:number>", put()),
        ("authentication-key <secret:word>", _secret),
        ("authentication-type <kind:word>", ignore),
        ("rib-group <rib_group:word>", put()),
    ),
    blocks=(Block("group <group:word>", at("groups", "group"), _GROUP),),
    silent=(
        "traceoptions",
        "graceful-restart",
        "update-interval",
        "holddown",
        "route-timeout",
        "message-size",
        "check-zero",
    ),
)
"""The draft: ``groups`` by name, each with its ``neighbors``, which are interfaces."""
