"""``router ospf`` and OSPFv3: processes, and which interfaces they run on."""

from __future__ import annotations

from typing import Any

from netops.model import (
    DefaultOriginate,
    Filter,
    IPPrefix,
    OspfAreaKind,
    OspfRange,
    Redistribution,
)
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, append, ignore, options, put, type_of
from netops.platforms.eos.names import expand, interface_range

__all__ = ["OSPF_BLOCKS", "default_originate", "redistribution"]

_PROTOCOLS = {
    **{each: each for each in ("connected", "static", "bgp", "rip", "isis", "ospf", "dynamic")},
    "attached-host": "attached-host",
    "ospfv3": "ospf",
    "ospf3": "ospf",
    "dhcp": "dhcp",
    "user": "user",
}


def redistribution(draft: Fields, held: Fields) -> None:
    """``redistribute PROTOCOL [level-2] [match TYPE] [include leaked] [route-map NAME] [metric N] [tag N]``.

    A later line of the same protocol and match takes the place of an earlier one.
    """
    words = list(held["options"])
    protocol = _PROTOCOLS.get(held["protocol"])
    if protocol is None:
        raise Mismatch(f"{held['protocol']!r} is no source of routes that netops knows")
    process = words.pop(0) if words and words[0].isdigit() else ""
    levels = {"level-1": 1, "level-2": 2, "level-1-2": None}
    level = levels[words.pop(0)] if words and words[0] in levels else None
    if words[:1] == ["leaked"]:
        raise Mismatch("only what came from other VRFs: that is not in the model")
    words = [each for each in words if each not in ("include", "leaked", "instance")]
    match = _match(words)
    known = {"route-map": "word", "metric": "number", "metric-type": "word", "tag": "number"}
    said = options(words, known)
    if "metric_type" in said:
        said["metric_type"] = _metric_type(said["metric_type"])
    made = Redistribution(protocol, process=process, level=level, match=match, **said)
    draft.setdefault("redistribute", {})[protocol, process, match] = made


def _match(words: list[str]) -> tuple[str, ...]:
    """``match internal|external [1|2]|nssa-external [1|2]``, taken out of the words."""
    if words[:1] != ["match"]:
        return ()
    kind = words[1] if len(words) > 1 else ""
    numbers = words[2:3] if words[2:3] and words[2] in ("1", "2") else []
    del words[: 2 + len(numbers)]
    if kind == "internal":
        return ("internal",)
    if kind not in ("external", "nssa-external"):
        raise Mismatch(f"{kind!r} is no kind of OSPF route")
    return tuple(f"{kind}-{each}" for each in numbers or ["1", "2"])


def _metric_type(word: str) -> int:
    digit = word.removeprefix("type-")
    if digit not in ("1", "2"):
        raise Mismatch(f"metric type {word!r} is neither 1 nor 2")
    return int(digit)


def default_originate(draft: Fields, held: Fields) -> None:
    """``default-information originate [always] [metric N] [metric-type N] [route-map NAME]``."""
    known = {"always": "", "metric": "number", "metric-type": "word", "route-map": "word"}
    said = options(held["options"], known)
    if "metric_type" in said:
        said["metric_type"] = _metric_type(said["metric_type"])
    draft["default_originate"] = DefaultOriginate(**said)


def _area(draft: Fields, held: Fields) -> Fields:
    area: Fields = draft.setdefault("areas", {}).setdefault(held["area"], {})
    return area


def _stub(draft: Fields, held: Fields) -> None:
    said, area = options(held["options"], {"no-summary": ""}), _area(draft, held)
    total = said or area.get("kind") is OspfAreaKind.TOTALLY_STUBBY
    area["kind"] = OspfAreaKind.TOTALLY_STUBBY if total else OspfAreaKind.STUB


def _nssa(draft: Fields, held: Fields) -> None:
    known = {"no-summary": "", "default-information-originate": "", "metric": "number", "metric-type": "word"}
    said = options([each for each in held["options"] if each != "nssa-only"], known)
    area = _area(draft, held)
    total = "no_summary" in said or area.get("kind") is OspfAreaKind.TOTALLY_NSSA
    area["kind"] = OspfAreaKind.TOTALLY_NSSA if total else OspfAreaKind.NSSA
    if "default_information_originate" in said:
        kind = _metric_type(said["metric_type"]) if "metric_type" in said else None
        area["originate_default"] = DefaultOriginate(metric=said.get("metric"), metric_type=kind)


def _nssa_alone(draft: Fields, held: Fields) -> None:
    _nssa(draft, held | {"options": []})


def _range(draft: Fields, held: Fields) -> None:
    prefix: IPPrefix = held["prefix"]
    said = options(held["options"], {"advertise": "", "cost": "number", "not-advertise": ""})
    ranges = _area(draft, held).setdefault("ranges", {})
    earlier = ranges.get(prefix, OspfRange(prefix))
    advertise = "not_advertise" not in said and ("advertise" in said or earlier.advertise)
    ranges[prefix] = OspfRange(prefix, advertise, said.get("cost", earlier.cost))


def _default_cost(draft: Fields, held: Fields) -> None:
    _area(draft, held)["default_cost"] = held["cost"]


def _area_filter(draft: Fields, held: Fields) -> None:
    _area(draft, held)["filter_in"] = held["name"]


def _virtual_link(draft: Fields, held: Fields) -> None:
    _area(draft, held).setdefault("virtual_links", {})[held["router"]] = None


def _summary(draft: Fields, held: Fields) -> None:
    said = options(held["options"], {"not-advertise": "", "tag": "number", "attribute-map": "word"})
    made = OspfRange(held["prefix"], "not_advertise" not in said)
    draft.setdefault("summaries", {})[held["prefix"]] = made


def _passive(passive: bool) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        names = interface_range(held["interface"]) or (expand(held["interface"]),)
        draft.setdefault("passive", {}).update(dict.fromkeys(names, passive))

    return action


def _filter(field: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        append("filters", Filter)(draft, {"direction": held["direction"], field: held["name"]})

    return action


def _reference(draft: Fields, held: Fields) -> None:
    draft["reference_bandwidth"] = held["bandwidth"]


def _throttle(draft: Fields, held: Fields) -> None:
    draft["spf_throttle"] = (held["delay"], held["initial"], held["maximum"])


def _network(draft: Fields, held: Fields) -> None:
    """``network PREFIX area A``, or with an address and a wildcard."""
    words = held["words"].split()
    if "area" not in words or words.index("area") not in (1, 2) or len(words) != words.index("area") + 2:
        raise Mismatch("expected network PREFIX area AREA")
    place = words.index("area")
    prefix = type_of("network4", f"{words[0]}/{_length(words[1])}" if place == 2 else words[0])
    entry = (prefix, type_of("area", words[-1]))
    if entry not in draft.setdefault("networks", []):
        draft["networks"].append(entry)


def _length(wildcard: str) -> int:
    """The prefix length that a wildcard leaves."""
    bits = int(type_of("address4", wildcard))
    if bits & (bits + 1):
        raise Mismatch(f"{wildcard} is not the wildcard of a prefix")
    return 32 - bits.bit_length()


def _max_metric(draft: Fields, _held: Fields) -> None:
    draft["max_metric"] = True


def _log_changes(on: bool) -> Action:
    def action(draft: Fields, _held: Fields) -> None:
        draft["log_adjacency_changes"] = on

    return action


_PROCESS: tuple[tuple[str, Action], ...] = (
    ("router-id <router_id:address4>", put()),
    ("shutdown", put(shutdown=True)),
    ("no shutdown", put(shutdown=False)),
    ("auto-cost reference-bandwidth <bandwidth:number>", _reference),
    ("redistribute <protocol:word> <options:options>", redistribution),
    ("default-information originate <options:options>", default_originate),
    ("default-metric <default_metric:number>", put()),
    ("maximum-paths <maximum_paths:number>", put()),
    ("distance ospf intra-area <distance_intra:number>", put()),
    ("distance ospf inter-area <distance_inter:number>", put()),
    ("distance ospf external <distance_external:number>", put()),
    ("distance ospf <distance:number>", put()),
    ("passive-interface default", put(passive_default=True)),
    ("no passive-interface default", put(passive_default=False)),
    ("passive-interface <interface:word>", _passive(True)),
    ("no passive-interface <interface:word>", _passive(False)),
    ("area <area:area> stub <options:options>", _stub),
    ("area <area:area> nssa <options:options>", _nssa),
    ("area <area:area> default-cost <cost:number>", _default_cost),
    ("area <area:area> virtual-link <router:address4>", _virtual_link),
    ("timers spf delay initial <delay:number> <initial:number> <maximum:number>", _throttle),
    ("timers throttle spf <delay:number> <initial:number> <maximum:number>", _throttle),
    ("timers <rest:rest>", ignore),
    ("log-adjacency-changes <options:options>", _log_changes(True)),
    ("no log-adjacency-changes <options:options>", _log_changes(False)),
    ("adjacency <rest:rest>", ignore),
    ("max-lsa <rest:rest>", ignore),
    ("bfd <rest:rest>", ignore),
    ("no bfd <rest:rest>", ignore),
    ("graceful-restart <rest:options>", ignore),
    ("graceful-restart-helper", ignore),
    ("no graceful-restart-helper", ignore),
    ("fips restrictions", ignore),
    ("mpls ldp sync default", ignore),
)
_V2 = Grammar(
    Rules(
        ("network <words:rest>", _network),
        ("area <area:area> range <prefix:network4> <options:options>", _range),
        ("area <area:area> filter prefix-list <name:word>", _area_filter),
        ("area <area:area> not-so-stubby lsa type-7 convert type-5", _nssa_alone),
        ("area <area:area> not-so-stubby <options:options>", _nssa),
        ("summary-address <prefix:network4> <options:options>", _summary),
        ("distribute-list prefix-list <name:word> <direction:word>", _filter("prefix_list")),
        ("distribute-list route-map <name:word> <direction:word>", _filter("route_map")),
        ("max-metric router-lsa", put(max_metric=True)),
        ("max-metric router-lsa external-lsa|include-stub|summary-lsa <rest:options>", _max_metric),
        ("max-metric router-lsa on-startup <rest:rest>", ignore),  # for a while after a start
        ("compatible rfc1583", put(rfc1583=True)),
        ("no compatible rfc1583", put(rfc1583=False)),
        ("dn-bit-ignore", put(vrf_lite=True)),
        ("point-to-point routes", ignore),
        *_PROCESS,
    )
)
_V3_RULES: tuple[tuple[str, Action], ...] = (
    ("area <area:area> range <prefix:network6> <options:options>", _range),
    ("passive-interface", put(passive_default=True)),
    *_PROCESS,
)


def _open(version: int) -> Any:
    def opener(draft: Fields, held: Fields) -> Fields:
        key = (version, held.get("vrf", "default"), str(held.get("process", "")))
        process: Fields = draft.setdefault("ospf", {}).setdefault(key, {})
        return process

    return opener


_V3 = Grammar(Rules(*_V3_RULES))
_V3_FAMILIES = Grammar(
    Rules(*_V3_RULES),
    [
        Block("address-family ipv6", lambda draft, _: draft, _V3),
        Block("address-family ipv6 unicast", lambda draft, _: draft, _V3),
    ],
)
OSPF_BLOCKS = (
    Block("router ospf <process:number>", _open(2), _V2, "ospf:default:{process}"),
    Block("router ospf <process:number> vrf <vrf:word>", _open(2), _V2, "ospf:{vrf}:{process}"),
    Block("ipv6 router ospf <process:number>", _open(3), _V3, "ospf:default:{process}"),
    Block("ipv6 router ospf <process:number> vrf <vrf:word>", _open(3), _V3, "ospf:{vrf}:{process}"),
    Block("router ospfv3", _open(3), _V3_FAMILIES, "ospf:default:"),
    Block("router ospfv3 vrf <vrf:word>", _open(3), _V3_FAMILIES, "ospf:{vrf}:"),
)
