"""``ospf N [router-id X] [vpn-instance Y]`` and ``ospfv3 N``.  A process belongs to one VRF.

Sources: Huawei command reference "OSPF configuration commands"; H3C layer 3 IP routing command reference, OSPF.
"""

from __future__ import annotations

from typing import Any

from netops.model import DefaultOriginate, Filter, Ospf, OspfArea, OspfAreaKind, OspfRange
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, ignore, options, put, type_of
from netops.platforms.huawei_vrp.config_interface_protocols import authentication
from netops.platforms.huawei_vrp.config_redistribute import default_advertise, filter_policy, import_route
from netops.platforms.huawei_vrp.names import joined
from netops.platforms.huawei_vrp.values import direction, prefix_of, wildcard_prefix

__all__ = ["OSPF_BLOCKS", "ospf_process"]


def _network(draft: Fields, held: Fields) -> None:
    prefix, odd = wildcard_prefix(held["address"], held["wildcard"])
    if odd is not None:
        raise Mismatch("a wildcard with gaps is not understood here")
    draft.setdefault("networks", {})[prefix] = None


def _stub(draft: Fields, held: Fields) -> None:
    words = [word for word in held["words"] if word not in ("default-route-advertise", "backbone-peer-ignore")]
    said = options(words, {"no-summary": ""})
    draft["kind"] = OspfAreaKind.TOTALLY_STUBBY if said else OspfAreaKind.STUB


_NSSA_WITHOUT_EFFECT = ("translate-always", "translator-always", "suppress-forwarding-address", "set-n-bit",
                        "zero-address-forwarding", "suppress-default-route", "flush-waiting-timer",
                        "translator-interval", "translate-never", "translator-stability-interval")  # fmt: skip


def _nssa(draft: Fields, held: Fields) -> None:
    words = [word for word in held["words"] if word not in _NSSA_WITHOUT_EFFECT]
    known = {"no-summary": "", "no-import-route": "", "default-route-advertise": "", "cost": "number", "type": "number",
             "route-policy": "word", "backbone-peer-ignore": "", "nssa-only": ""}  # fmt: skip
    said = options(words, known)
    draft["kind"] = OspfAreaKind.TOTALLY_NSSA if "no_summary" in said else OspfAreaKind.NSSA
    draft["no_redistribution"] = "no_import_route" in said
    if "default_route_advertise" in said:
        draft["originate_default"] = DefaultOriginate(
            metric=said.get("cost"), metric_type=said.get("type"), route_map=said.get("route_policy")
        )


def _range(part: str) -> Any:
    def action(draft: Fields, held: Fields) -> None:
        words: list[str] = list(held["words"])
        address, slash, mask = held["address"].partition("/")
        if not slash:
            mask = words.pop(0) if words else ""
        known = {"not-advertise": "", "advertise": "", "cost": "number", "tag": "number", "cost-effective": "",
                 "generate-null0-route": "", "nssa-only": "", "distribute-delay": "number", "hold-max-cost": "number",
                 "inherit-minimum": ""}  # fmt: skip
        said = options(words, known)
        prefix = prefix_of(address, mask)
        draft.setdefault(part, {})[prefix] = OspfRange(prefix, "not_advertise" not in said, said.get("cost"))

    return action


def _filter(draft: Fields, held: Fields) -> None:
    """``filter ip-prefix X import`` (VRP), ``filter prefix-list X import`` (Comware)."""
    if held["kind"] not in ("ip-prefix", "prefix-list", "ipv6-prefix"):
        raise Mismatch(f"filters of an area by {held['kind']} are not understood")
    draft[f"filter_{direction(held['direction'])}"] = held["name"]


def _area_key(draft: Fields, held: Fields) -> None:
    draft["key"] = authentication(held["words"])


def _virtual_link(draft: Fields, held: Fields) -> None:
    draft.setdefault("virtual_links", {})[held["router"]] = None


_AREA_RULES = (
    ("network <address:word> <wildcard:word> <rest:options>", _network),
    ("stub <words:options>", _stub),
    ("nssa <words:options>", _nssa),
    ("default-cost <default_cost:number>", put()),
    ("abr-summary <address:word> <words:options>", _range("ranges")),
    ("filter <kind:word> <name:word> <direction:word>", _filter),
    ("authentication-mode <words:options>", _area_key),
    ("vlink-peer <router:address4> <rest:options>", _virtual_link),
    ("description|mpls-te|undo|spf-priority|te <rest:options>", ignore),
)
_AREA = Grammar(Rules(*_AREA_RULES), silent=("mpls-te",))


def _area(draft: Fields, held: Fields) -> Fields:
    inner: Fields = draft.setdefault("areas", {}).setdefault(held["area"], {})
    return inner


def _silent_interface(draft: Fields, held: Fields) -> None:
    draft.setdefault("silent", {})[joined(held["words"])] = held.get("silent", True)


def _not_silent(draft: Fields, held: Fields) -> None:
    _silent_interface(draft, {**held, "silent": False})


def _preference(draft: Fields, held: Fields) -> None:
    """``preference [ase] [route-policy X] N``; one that a policy sets by route is not understood."""
    words = list(held["words"])
    external = "ase" in words
    words = [word for word in words if word != "ase"]
    if len(words) != 1:
        raise Mismatch("a preference by route policy is not understood")
    draft["distance_external" if external else "distance"] = type_of("number", words[0])


def _defaults(draft: Fields, held: Fields) -> None:
    """``default cost N [tag N] [type N]``."""
    said = options([word for word in held["words"] if word != "inherit-metric"],
                   {"cost": "number", "tag": "number", "type": "number", "limit": "number"})  # fmt: skip
    if "cost" in said:
        draft["default_metric"] = said["cost"]


_SILENT = (
    *(
        "bfd",
        "database-filter",
        "description",
        "dn-bit-check",
        "dn-bit-set",
        "domain-id",
        "dscp",
        "enable",
        "eca-route",
    ),
    *("event-log", "fast-reroute", "flooding-control", "frr", "graceful-restart", "helper-role", "import-route-limit"),
    *("isolate", "lsa-arrival-interval", "lsa-generation-interval", "lsa-originate-interval", "lsdb-overflow-interval"),
    *("lsdb-overflow-limit", "maximum-routes", "mesh-group", "mpls", "non-stop-routing", "opaque-capability", "opaque"),
    *("opaque-type", "prefix-priority", "prefix-suppression", "retransmission-limit", "route-tag", "router-lsa"),
    *(
        "segment-routing",
        "snmp",
        "spf-schedule-interval",
        "stub-delay",
        "suppress-flapping",
        "timer",
        "transmit-pacing",
    ),
    *(
        "traffic-engineering",
        "traffic-adjustment",
        "trap",
        "undo-opaque",
        "ispf",
        "database",
        "sham-hello",
        "advertise",
    ),
)
_PROCESS = (
    ("router-id <router_id:address4>", put()),
    ("import-route limit <rest:rest>", ignore),
    ("import-route <words:options>", import_route),
    ("default-route-advertise <words:options>", default_advertise),
    ("default <words:options>", _defaults),
    ("default-cost <default_metric:number>", put()),
    ("bandwidth-reference <reference_bandwidth:number>", put()),
    ("bandwidth-config enable", put(bandwidth_config=True)),
    ("maximum load-balancing <maximum_paths:number>", put()),
    ("maximum-routes <rest:rest>", ignore),
    ("preference <words:options>", _preference),
    ("filter-policy <words:options>", filter_policy),
    ("asbr-summary <address:word> <words:options>", _range("summaries")),
    ("silent-interface <words:options>", _silent_interface),
    ("undo silent-interface <words:options>", _not_silent),
    ("stub-router on-startup <rest:options>", ignore),
    ("stub-router <rest:options>", put(max_metric=True)),
    ("rfc1583 compatible", put(rfc1583=True)),
    ("undo rfc1583 compatible", put(rfc1583=False)),
    ("vpn-instance-capability simple", put(vrf_lite=True)),
    ("log-peer-change", put(log_adjacency_changes=True)),
    ("log-peer-change <rest:rest>", put(log_adjacency_changes=True)),
    ("peer <address:address4> <rest:options>", ignore),
    ("discard-route <rest:rest>", ignore),
    ("shutdown process", put(shutdown=True)),
    (f"undo {'|'.join(_SILENT)} <rest:options>", ignore),
)
_GRAMMAR = Grammar(Rules(*_PROCESS), (Block("area <area:area>", _area, _AREA),), silent=_SILENT)


def _process(part: str) -> Any:
    def opener(draft: Fields, held: Fields) -> Fields:
        words = held["words"]
        process = str(type_of("number", words[0])) if words and words[0][0].isdigit() else "1"
        known = {"router-id": "address4", "vpn-instance": "word"}
        said = options(words[1:] if words and words[0][0].isdigit() else words, known)
        inner: Fields = draft.setdefault(part, {}).setdefault(process, {})
        inner.update(vrf=said.pop("vpn_instance", inner.get("vrf", "default")), **said)
        held["process"], held["vrf"] = process, inner["vrf"]
        return inner

    return opener


OSPF_BLOCKS = (
    Block("ospf <words:options>", _process("ospf"), _GRAMMAR),
    Block("ospfv3 <words:options>", _process("ospf6"), _GRAMMAR),
)

_OWN = frozenset(Ospf.__dataclass_fields__) - {"areas", "redistribute", "summaries", "filters"}


def ospf_process(version: int, process: str, draft: Fields, router_id: Any) -> Ospf:
    """The process as drafted; the router id is its own, or the one that ``router id`` gives the whole device."""
    fields = {key: value for key, value in draft.items() if key in _OWN}
    filters: tuple[Filter, ...] = tuple(draft.get("filters", ()))
    return Ospf(
        version,
        process=process,
        areas=tuple(_made(area, each) for area, each in draft.get("areas", {}).items() if _special(each)),
        redistribute=tuple(draft.get("redistribute", {}).values()),
        summaries=tuple(draft.get("summaries", {}).values()),
        filters=filters,
        **{"reference_bandwidth": 100, "router_id": router_id, **fields},
    )


_PLAIN = ("networks", "key")


def _special(draft: Fields) -> bool:
    return any(key not in _PLAIN for key in draft)


def _made(area: str, draft: Fields) -> OspfArea:
    fields = {key: value for key, value in draft.items() if key not in (*_PLAIN, "ranges", "virtual_links")}
    return OspfArea(
        area,
        ranges=tuple(draft.get("ranges", {}).values()),
        virtual_links=tuple(draft.get("virtual_links", {})),
        **fields,
    )
