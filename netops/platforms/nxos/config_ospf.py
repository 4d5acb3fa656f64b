"""``router ospf`` and ``router ospfv3``: one draft for each VRF of a process."""

from __future__ import annotations

from typing import Any

from netops.model import DefaultOriginate, Filter, Ospf, OspfArea, OspfAreaKind, OspfRange
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, ignore, options, put
from netops.platforms.nxos.config_redistribute import default_originate, redistribute

__all__ = ["OSPF3_GRAMMAR", "OSPF_GRAMMAR", "ospf_process"]

_REFERENCE_BANDWIDTH = 40_000  # Mbit/s
_MAXIMUM_PATHS = 8


def _area(draft: Fields, area: str) -> Fields:
    inner: Fields = draft.setdefault("areas", {}).setdefault(area, {})
    return inner


def _stub(draft: Fields, held: Fields) -> None:
    said = options(held["words"], {"no-summary": ""})
    kind = OspfAreaKind.TOTALLY_STUBBY if said else OspfAreaKind.STUB
    _area(draft, held["area"])["kind"] = kind


def _nssa(draft: Fields, held: Fields) -> None:
    words = held["words"]
    known = {"no-summary": "", "no-redistribution": "", "default-information-originate": "", "route-map": "word"}
    said = options([word for word in words if word not in ("translate", "type7", "always", "never")], known)
    area = _area(draft, held["area"])
    area["kind"] = OspfAreaKind.TOTALLY_NSSA if "no_summary" in said else OspfAreaKind.NSSA
    area["no_redistribution"] = "no_redistribution" in said
    if "default_information_originate" in said:
        area["originate_default"] = DefaultOriginate(route_map=said.get("route_map"))


def _range(draft: Fields, held: Fields) -> None:
    said = options(held["words"], {"not-advertise": "", "advertise": "", "cost": "number"})
    made = OspfRange(held["prefix"], "not_advertise" not in said, said.get("cost"))
    _area(draft, held["area"]).setdefault("ranges", {})[held["prefix"]] = made


def _default_cost(draft: Fields, held: Fields) -> None:
    _area(draft, held["area"])["default_cost"] = held["cost"]


def _filter_list(draft: Fields, held: Fields) -> None:
    if held["direction"] not in ("in", "out"):
        raise Mismatch(f"{held['direction']!r} is neither in nor out")
    _area(draft, held["area"])[f"filter_{held['direction']}"] = held["name"]


def _virtual_link(draft: Fields, held: Fields) -> Fields:
    _area(draft, held["area"]).setdefault("virtual_links", {})[held["router"]] = None
    return {}


def _virtual_link_line(draft: Fields, held: Fields) -> None:
    _virtual_link(draft, held)


def _digest(draft: Fields, held: Fields) -> None:
    _area(draft, held["area"])["digest"] = True


def _reference(draft: Fields, held: Fields) -> None:
    unit = {"": 1, "mbps": 1, "gbps": 1000}.get("".join(held["unit"]).lower())
    if unit is None:
        raise Mismatch("expected Mbps or Gbps")
    draft["reference_bandwidth"] = held["value"] * unit


def _summary(draft: Fields, held: Fields) -> None:
    said = options(held["words"], {"no-advertise": "", "tag": "number"})
    draft.setdefault("summaries", {})[held["prefix"]] = OspfRange(held["prefix"], "no_advertise" not in said)


def _table_map(draft: Fields, held: Fields) -> None:
    if held["words"] != ["filter"]:
        raise Mismatch("a table map that changes routes is not understood; one that filters is")
    draft.setdefault("filters", []).append(Filter("in", route_map=held["name"]))


_SILENT = (
    *("bfd", "flush-routes", "graceful-restart", "isolate", "log-adjacency-changes", "mpls", "name-lookup", "timers"),
    *("snmp", "discard-route", "down-bit-ignore", "address-family"),
)

_RULES: tuple[tuple[str, Any], ...] = (
    ("router-id <router_id:address4>", put()),
    ("area <area:area> stub <words:options>", _stub),
    ("area <area:area> nssa <words:options>", _nssa),
    ("area <area:area> range <prefix:network> <words:options>", _range),
    ("area <area:area> default-cost <cost:number>", _default_cost),
    ("area <area:area> filter-list route-map <name:word> <direction:word>", _filter_list),
    ("area <area:area> authentication message-digest", _digest),
    ("area <area:area> authentication <rest:options>", ignore),
    ("area <area:area> virtual-link <router:address4>", _virtual_link_line),
    ("redistribute <words:options>", redistribute),
    ("redistribute maximum-prefix <rest:rest>", ignore),
    ("default-information originate <words:options>", default_originate()),
    ("default-metric <default_metric:number>", put()),
    ("auto-cost reference-bandwidth <value:number> <unit:options>", _reference),
    ("maximum-paths <maximum_paths:number>", put()),
    ("distance <distance:number>", put()),
    ("summary-address <prefix:network> <words:options>", _summary),
    ("passive-interface default", put(passive_default=True)),
    ("max-metric router-lsa <rest:options>", put(max_metric=True)),
    ("table-map <name:word> <words:options>", _table_map),
    ("capability vrf-lite <rest:options>", put(vrf_lite=True)),
    ("rfc1583compatibility", put(rfc1583=True)),
    ("no rfc1583compatibility", put(rfc1583=False)),
    ("shutdown", put(shutdown=True)),
    ("no shutdown", ignore),
    (f"no {'|'.join(_SILENT)} <rest:options>", ignore),
)
_TIMERS = ("authentication", "authentication-key", "dead-interval", "hello-interval", "message-digest-key")
_VIRTUAL_LINK = Grammar(Rules(("no shutdown", ignore)), silent=(*_TIMERS, "retransmit-interval", "transmit-delay"))
_VIRTUAL = Block("area <area:area> virtual-link <router:address4>", _virtual_link, _VIRTUAL_LINK)


def _vrf(draft: Fields, held: Fields) -> Fields:
    inner: Fields = draft["vrfs"].setdefault(held["vrf"], {})
    return inner


def _same(draft: Fields, _held: Fields) -> Fields:
    return draft


_FAMILY = Grammar(Rules(*_RULES), (_VIRTUAL,), silent=_SILENT[:-1])
_IPV6 = Block("address-family ipv6 unicast", _same, _FAMILY)
_VRF = Grammar(Rules(*_RULES), (_VIRTUAL,), silent=_SILENT)
_VRF3 = Grammar(Rules(*_RULES), (_VIRTUAL, _IPV6), silent=_SILENT[:-1])
OSPF_GRAMMAR = Grammar(Rules(*_RULES), (_VIRTUAL, Block("vrf <vrf:word>", _vrf, _VRF)), silent=_SILENT)
OSPF3_GRAMMAR = Grammar(Rules(*_RULES), (_VIRTUAL, _IPV6, Block("vrf <vrf:word>", _vrf, _VRF3)), silent=_SILENT[:-1])

_OWN = ("areas", "redistribute", "summaries", "filters", "passive_default", "shutdown", "vrfs")


def ospf_process(version: int, process: str, vrf: str, draft: Fields) -> Ospf:
    """The process as drafted."""
    fields = {key: value for key, value in draft.items() if key not in _OWN}
    return Ospf(
        version,
        vrf=vrf,
        process=process,
        areas=tuple(_made(area, each) for area, each in draft.get("areas", {}).items()),
        redistribute=tuple(draft.get("redistribute", {}).values()),
        summaries=tuple(draft.get("summaries", {}).values()),
        filters=tuple(draft.get("filters", ())),
        **{"reference_bandwidth": _REFERENCE_BANDWIDTH, "maximum_paths": _MAXIMUM_PATHS, **fields},
    )


def _made(area: str, draft: Fields) -> OspfArea:
    fields = {key: value for key, value in draft.items() if key not in ("ranges", "virtual_links", "digest")}
    return OspfArea(
        area,
        ranges=tuple(draft.get("ranges", {}).values()),
        virtual_links=tuple(draft.get("virtual_links", {})),
        **fields,
    )
