"""``router ospf``, ``ipv6 router ospf`` and ``router ospfv3``."""

from __future__ import annotations

from typing import Any

from netops.model import DefaultOriginate, IPPrefix, Ospf, OspfArea, OspfAreaKind, OspfRange
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, ignore, options, put
from netops.platforms.ios.actions import mark
from netops.platforms.ios.addresses import network
from netops.platforms.ios.config_ospf_area import area_line, area_off
from netops.platforms.ios.filters import filter_rules
from netops.platforms.ios.names import full_name
from netops.platforms.ios.redistribute import redistribute

__all__ = ["OSPF6_GRAMMAR", "OSPFV3_GRAMMAR", "OSPF_GRAMMAR", "ospf_process", "passive_rules"]

_METRICS = {"metric": "number", "metric-type": "number", "route-map": "word"}


def _default_originate(draft: Fields, held: Fields) -> None:
    """``default-information originate`` with its options, which may stand before the word as well."""
    said = options(held["options"], {"originate": "", "always": "", **_METRICS})
    if not said.pop("originate", False):
        raise Mismatch("not understood")
    draft["default_originate"] = DefaultOriginate(**said)


def _distances(draft: Fields, held: Fields) -> None:
    said = options(held["options"], {"intra-area": "number", "inter-area": "number", "external": "number"})
    draft.update({f"distance_{name.removesuffix('_area')}": value for name, value in said.items()})


def _throttle(draft: Fields, held: Fields) -> None:
    draft["spf_throttle"] = (held["delay"], held["initial"], held["maximum"])


def _summary(prefix_of: Any) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        prefix: IPPrefix = prefix_of(held)
        said = options(held["options"], {"not-advertise": "", "nssa-only": "", "tag": "number"})
        if "nssa_only" in said:
            raise Mismatch("'nssa-only' is not understood here")
        draft.setdefault("summaries", {})[prefix] = OspfRange(prefix, "not_advertise" not in said)

    return action


def _network(draft: Fields, held: Fields) -> None:
    draft.setdefault("networks", []).append((held["address"], held["wildcard"], held["area"]))


def _max_metric(draft: Fields, held: Fields) -> None:
    """At start-up alone it does not describe the device as it runs."""
    draft["max_metric"] = "on-startup" not in held["options"]


def _refuse_distance(_draft: Fields, _held: Fields) -> None:
    raise Mismatch("a distance for some neighbours' routes alone is not understood")


def passive_rules() -> tuple[tuple[str, Action], ...]:
    """``passive-interface`` of any protocol."""

    def passive(passive: bool) -> Action:
        def action(draft: Fields, held: Fields) -> None:
            draft.setdefault("passive", {})[full_name("".join(held["interface"].split()))] = passive

        return action

    return (
        ("passive-interface default", put(passive_default=True)),
        ("no passive-interface default", put(passive_default=False)),
        ("passive-interface <interface:rest>", passive(True)),
        ("no passive-interface <interface:rest>", passive(False)),
    )


_BOTH: tuple[tuple[str, Any], ...] = (
    ("router-id <router_id:address4>", put()),
    ("log-adjacency-changes <options:options>", mark(log_adjacency_changes=True)),
    ("no log-adjacency-changes <options:options>", mark(log_adjacency_changes=False)),
    ("auto-cost reference-bandwidth <reference_bandwidth:number>", put()),
    ("maximum-paths <maximum_paths:number>", put()),
    ("redistribute maximum-prefix <rest:rest>", ignore),
    ("default-information <options:options>", _default_originate),
    ("default-metric <default_metric:number>", put()),
    ("distance <distance:number>", put()),
    ("distance <distance:number> <where:rest>", _refuse_distance),
    ("distance ospf <options:options>", _distances),
    ("area <area:area> <words:rest>", area_line),
    ("no area <area:area> <words:rest>", area_off),
    ("timers throttle spf <delay:number> <initial:number> <maximum:number>", _throttle),
    ("timers <rest:rest>", ignore),
    ("no timers <rest:rest>", ignore),
    ("max-metric router-lsa <options:options>", _max_metric),
    ("compatible rfc1583", put(rfc1583=True)),
    ("no compatible rfc1583", put(rfc1583=False)),
    ("capability vrf-lite", put(vrf_lite=True)),
    ("no capability vrf-lite", put(vrf_lite=False)),
    ("capability <rest:rest>", ignore),
    ("no capability <rest:rest>", ignore),
    ("shutdown", put(shutdown=True)),
    ("no shutdown", ignore),
    *passive_rules(),
    *filter_rules(),
)

_SILENT = (
    *("adjacency", "bfd", "domain-id", "event-log", "fast-reroute", "graceful-restart", "ignore", "ispf", "limit"),
    *("max-lsa", "microloop", "mpls", "nsf", "nsr", "prefix-priority", "queue-depth", "segment-routing", "snmp"),
    *("traffic-share", "ttl-security", "neighbor", "lsa-group-pacing", "process-min-time", "log-adj-changes"),
)  # fmt: skip
_OFF = f"no {'|'.join((*_SILENT, 'auto-cost', 'maximum-paths', 'redistribute', 'default-information'))} <rest:options>"

OSPF_GRAMMAR = Grammar(
    Rules(
        *_BOTH,
        ("network <address:address4> <wildcard:address4> area <area:area>", _network),
        ("redistribute <protocol:word> <options:options>", redistribute(subnets=False)),
        (
            "summary-address <address:address4> <mask:address4> <options:options>",
            _summary(lambda held: network(held["address"], held["mask"])),
        ),
        (_OFF, ignore),
    ),
    silent=_SILENT,
)

_V6_LINES = (
    *_BOTH,
    ("redistribute <protocol:word> <options:options>", redistribute()),
    ("summary-prefix <prefix:network6> <options:options>", _summary(lambda held: held["prefix"])),
    (_OFF, ignore),
)
OSPF6_GRAMMAR = Grammar(Rules(*_V6_LINES), silent=_SILENT)


def _family6(draft: Fields, held: Fields) -> Fields:
    """``address-family ipv6 unicast [vrf NAME]`` of ``router ospfv3``: what follows is of that VRF's process."""
    words = held["words"]
    vrf = words[words.index("vrf") + 1] if "vrf" in words[:-1] else "default"
    inner: Fields = draft["all"].setdefault((3, vrf, draft["process"]), {"shared": draft})
    return inner


def _family4(_draft: Fields, _held: Fields) -> Fields:
    raise Mismatch("OSPFv3 for IPv4 is not understood")


OSPFV3_GRAMMAR = Grammar(
    Rules(*_V6_LINES),
    (
        Block("address-family ipv6 <words:options>", _family6, OSPF6_GRAMMAR),
        Block("address-family ipv4 <words:options>", _family4, OSPF6_GRAMMAR),
    ),
    silent=_SILENT,
)

_OWN = ("networks", "passive", "passive_default", "digest_areas", "shutdown", "shared", "all", "process")


def ospf_process(version: int, vrf: str, name: str, draft: Fields) -> Ospf:
    """The process as drafted; IOS' reference bandwidth is 100 Mbit/s, and it logs adjacencies unless told not to."""
    fields = {key: value for key, value in draft.items() if key not in _OWN}
    areas = tuple(_area(area, each) for area, each in fields.pop("areas", {}).items())
    redistributions = tuple(fields.pop("redistribute", {}).values())
    summaries = tuple(fields.pop("summaries", {}).values())
    filters = tuple(fields.pop("filters", ()))
    fields.setdefault("reference_bandwidth", 100)
    fields.setdefault("log_adjacency_changes", True)
    return Ospf(
        version, vrf=vrf, process=name, areas=areas, redistribute=redistributions, summaries=summaries,
        filters=filters, **fields,
    )  # fmt: skip


def _area(area: str, draft: Fields) -> OspfArea:
    fields = dict(draft)
    ranges = tuple(fields.pop("ranges", {}).values())
    kind = fields.pop("kind", OspfAreaKind.NORMAL)
    return OspfArea(area, kind, ranges=ranges, virtual_links=tuple(fields.pop("virtual_links", {})), **fields)
