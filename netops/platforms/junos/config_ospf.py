"""``protocols ospf`` and ``ospf3``: areas and their interfaces."""

from __future__ import annotations

from ipaddress import IPv4Address

from netops.model import OspfAuthentication, OspfNetworkType, OspfRange, Secret
from netops.platforms.configuration.rules import Action, Fields, Mismatch, ignore, put, type_of
from netops.platforms.junos.grammar import LEAF, Block, Section, collect, part, same
from netops.platforms.junos.values import bits, network, unit_name

__all__ = ["OSPF", "OSPF3"]

_TYPES = {
    "p2p": OspfNetworkType.POINT_TO_POINT,
    "p2mp": OspfNetworkType.POINT_TO_MULTIPOINT,
    "p2mp-over-lan": OspfNetworkType.POINT_TO_MULTIPOINT,
    "nbma": OspfNetworkType.NON_BROADCAST,
}


def _collected(key: str, place: str = "policy") -> Action:
    def action(draft: Fields, held: Fields) -> None:
        collect(draft, key, held[place])

    return action


def _exported(draft: Fields, held: Fields) -> Fields:
    collect(draft, "export", held["policy"])
    return {}


def _reference(draft: Fields, held: Fields) -> None:
    draft["reference_bandwidth"] = max(1, bits(held["text"]) // 10**6)


def _area(draft: Fields, held: Fields) -> Fields:
    inner: Fields = draft.setdefault("areas", {}).setdefault(held["area"], {})
    return inner


def _interface(draft: Fields, held: Fields) -> Fields:
    name = held["name"]
    try:
        name = str(IPv4Address(name))  # of a router's own, or a neighbour's on a line that has one
    except ValueError:
        name = unit_name(name)
    held["name"] = name
    inner: Fields = draft.setdefault("interfaces", {}).setdefault(name, {})
    return inner


def _type(draft: Fields, held: Fields) -> None:
    if held["kind"] not in _TYPES:
        raise Mismatch(f"{held['kind']!r} is no type of OSPF interfaces")
    draft["network_type"] = _TYPES[held["kind"]]


def _metric(draft: Fields, held: Fields) -> None:
    draft["cost"] = held["metric"]


def _digest(draft: Fields, held: Fields) -> None:
    words = held["words"]  # a start time may follow, when there are several keys
    draft.setdefault("keys", {})[held["key"]] = OspfAuthentication(held["key"], Secret.of_value(held["secret"]))
    if words and words[0] != "start-time":
        raise Mismatch(f"{words[0]!r} is not understood here")


def _authentication(draft: Fields, held: Fields) -> None:
    draft["authentication"] = OspfAuthentication(0, Secret.of_value(held["secret"]))


def _range(nssa: bool) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        ranges = draft.setdefault("ranges", {})
        key = (network(held["prefix"]), nssa)
        present = ranges.get(key, OspfRange(key[0], nssa=nssa))
        words = list(held["words"])
        advertise, cost = present.advertise, present.cost
        while words:
            word = words.pop(0)
            if word == "restrict":
                advertise = False
            elif word == "override-metric" and words:
                cost = type_of("number", words.pop(0))
                words = words[2:] if words[:1] == ["type"] else words
            elif word != "exact":
                raise Mismatch(f"{word!r} is not understood here")
        ranges[key] = OspfRange(key[0], advertise, cost, nssa)

    return action


def _virtual_link(draft: Fields, held: Fields) -> Fields:
    """It stands with the backbone in Junos, and with the area that it crosses in the model."""
    collect(draft, "virtual_links", (held["transit"], held["neighbor"]))
    return {}


_DEFAULT = (
    ("default-metric <metric:number>", put()),
    ("metric-type <metric_type:number>", put()),
    ("type-7", put()),
)
_TIMERS = ("retransmit-interval", "transit-delay", "poll-interval")
_INTERFACE = Section(
    (
        ("metric <metric:number>", _metric),
        ("interface-type <kind:word>", _type),
        ("passive", put(passive=True)),
        ("disable", put(shutdown=True)),
        ("hello-interval <hello_interval:number>", put()),
        ("dead-interval <dead_interval:number>", put()),
        ("priority <priority:number>", put()),
        ("authentication md5 <key:number> key <secret:word> <words:options>", _digest),
        ("authentication simple-password <secret:word>", _authentication),
        ("authentication-key <secret:word> <rest:options>", _authentication),
        ("no-advertise-adjacency-segment|no-interface-state-traps", ignore),
        ("te-metric <metric:number>", ignore),
        ("strict-bfd|no-eligible-backup|no-eligible-remote-backup", ignore),
    ),
    blocks=(Block("passive traffic-engineering", same, None),),
    silent=(
        *_TIMERS,
        *(
            "bfd-liveness-detection",
            "ldp-synchronization",
            "link-protection",
            "node-link-protection",
            "flood-reduction",
        ),
        *("backup-neighbor", "traffic-engineering", "own-router-lsa", "ipv4-adjacency-segment", "post-convergence-lfa"),
    ),
)
_AREA = Section(
    (
        ("area-range <prefix:word> <words:options>", _range(nssa=False)),
        ("stub", put(kind="stub")),
        ("stub no-summaries", put(kind="stub", no_summaries=True)),
        ("stub summaries", put(kind="stub")),
        ("stub default-metric <default_cost:number>", put(kind="stub")),
        ("stub default-metric <default_cost:number> no-summaries", put(kind="stub", no_summaries=True)),
        ("nssa", put(kind="nssa")),
        ("nssa no-summaries", put(kind="nssa", no_summaries=True)),
        ("nssa summaries", put(kind="nssa")),
        ("nssa area-range <prefix:word> <words:options>", _range(nssa=True)),
        ("network-summary-import <filter_in:word>", put()),
        ("network-summary-export <filter_out:word>", put()),
        ("inter-area-prefix-import <filter_in:word>", put()),
        ("inter-area-prefix-export <filter_out:word>", put()),
        ("authentication-type <kind:word>", ignore),  # each interface says it itself, with its key
    ),
    blocks=(
        Block("interface <name:word>", _interface, _INTERFACE, source="igp:{name}"),
        Block("nssa default-lsa", part("default_lsa"), Section(_DEFAULT)),
        Block(
            "virtual-link neighbor-id <neighbor:address4> transit-area <transit:area>",
            _virtual_link,
            Section(silent=("hello-interval", "dead-interval", *_TIMERS, "authentication", "topology")),
        ),
    ),
    silent=("label-switched-path-statistics", "context-identifier", "no-context-identifier-advertisement"),
)
_RULES = (
    ("import <policy:word>", _collected("import")),
    ("reference-bandwidth <text:word>", _reference),
    ("external-preference <external_preference:number>", put()),
    ("preference <distance:number>", put()),
    ("overload <rest:options>", put(max_metric=True)),
    ("no-rfc-1583", put(rfc1583=False)),
    ("rib-group <rib_group:word>", put()),
    ("disable", put(disabled=True)),
    ("traffic-engineering", ignore),
    ("prefix-export-limit <limit:number>", ignore),
    ("domain-vpn-tag <tag:number>", ignore),
)
OSPF = Section(
    _RULES,
    blocks=(
        Block("area <area:area>", _area, _AREA),
        Block("export <policy:word>", _exported, LEAF, source="redistribute:ospf:{vrf}:any"),
    ),
    silent=(
        *("traceoptions", "graceful-restart", "spf-options", "lsa-refresh-interval", "database-protection"),
        *("no-nssa-abr", "backup-spf-options", "source-packet-routing", "topology", "forwarding-address-to-broadcast"),
        *("sham-link-no-advertise", "vrf-import-check", "log-adjacency-changes"),
    ),
)
OSPF3 = OSPF
"""The draft: what holds for the process, and ``areas`` by number, each with its ``interfaces``."""
