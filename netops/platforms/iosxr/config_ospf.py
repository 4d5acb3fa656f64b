"""``router ospf`` and ``router ospfv3``: processes, their areas, and the interfaces in these.

What a process says holds for its areas, and what an area says for its interfaces, where these say nothing themselves.
"""

from __future__ import annotations

from typing import Any

from netops.model import DefaultOriginate, Ospf, OspfArea, OspfAreaKind, OspfInterface, OspfNetworkType, OspfRange
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, ignore, options, put
from netops.platforms.iosxr.config_redistribute import redistribute
from netops.platforms.iosxr.names import full_name

__all__ = ["OSPF_GRAMMAR", "ospf_interfaces", "ospf_process"]

_INHERITED = ("cost", "network_type", "hello_interval", "dead_interval", "priority", "passive", "mtu_ignore")


def _network(draft: Fields, held: Fields) -> None:
    kinds = {
        "point-to-point": OspfNetworkType.POINT_TO_POINT,
        "broadcast": OspfNetworkType.BROADCAST,
        "non-broadcast": OspfNetworkType.NON_BROADCAST,
        "point-to-multipoint": OspfNetworkType.POINT_TO_MULTIPOINT,
    }
    if held["kind"] not in kinds:
        raise Mismatch(f"OSPF network type {held['kind']!r} is not known")
    draft["network_type"] = kinds[held["kind"]]


def _passive(draft: Fields, held: Fields) -> None:
    draft["passive"] = held["words"] != ["disable"]


def _mtu_ignore(draft: Fields, held: Fields) -> None:
    draft["mtu_ignore"] = held["words"] != ["disable"]


def _authentication(draft: Fields, held: Fields) -> None:
    draft["authenticated"] = held["words"][:1] != ["null"]


_SETTINGS = (
    ("cost <cost:number>", put()),
    ("network <kind:word> <rest:options>", _network),
    ("hello-interval <hello_interval:number>", put()),
    ("dead-interval <dead_interval:number>", put()),
    ("priority <priority:number>", put()),
    ("passive <words:options>", _passive),
    ("mtu-ignore <words:options>", _mtu_ignore),
    ("authentication <words:options>", _authentication),
    ("authentication-key|message-digest-key|retransmit-interval <rest:options>", ignore),
    ("transmit-delay|bfd|fast-reroute <rest:options>", ignore),
    ("mpls|packet-size|prefix-suppression|security|demand-circuit|flood-reduction|weight|snmp <rest:options>", ignore),
    ("loopback <rest:options>", put(advertise_subnet=True)),
    ("segment-routing|prefix-sid|adjacency-sid|link-down|affinity|cost-fallback|ucmp <rest:options>", ignore),
)


def _area(draft: Fields, held: Fields) -> Fields:
    inner: Fields = draft.setdefault("areas", {}).setdefault(held["area"], {})
    return inner


def _interface(draft: Fields, held: Fields) -> Fields:
    inner: Fields = draft.setdefault("interfaces", {}).setdefault(full_name(held["name"]), {})
    return inner


def _stub(draft: Fields, held: Fields) -> None:
    draft["kind"] = OspfAreaKind.TOTALLY_STUBBY if "no-summary" in held["words"] else OspfAreaKind.STUB


def _nssa(draft: Fields, held: Fields) -> None:
    words = held["words"]
    draft["kind"] = OspfAreaKind.TOTALLY_NSSA if "no-summary" in words else OspfAreaKind.NSSA
    draft["no_redistribution"] = "no-redistribution" in words
    if "default-information-originate" in words:
        draft["originate_default"] = DefaultOriginate()


def _range(draft: Fields, held: Fields) -> None:
    said = options(held["words"], {"not-advertise": "", "advertise": "", "cost": "number"})
    made = OspfRange(held["prefix"], "not_advertise" not in said, said.get("cost"))
    draft.setdefault("ranges", {})[held["prefix"]] = made


def _virtual_link(draft: Fields, held: Fields) -> None:
    draft.setdefault("virtual_links", {})[held["router"]] = None


def _opened_link(draft: Fields, held: Fields) -> Fields:
    _virtual_link(draft, held)
    return {}


def _policy(field: str) -> Any:
    def action(draft: Fields, held: Fields) -> None:
        draft[field] = held["policy"]

    return action


_INTERFACE = Grammar(Rules(*_SETTINGS), silent=("bfd", "fast-reroute", "authentication-key"))
_AREA = Grammar(
    Rules(
        *_SETTINGS,
        ("interface <name:word>", lambda draft, held: _ignore_result(_interface(draft, held))),
        ("stub <words:options>", _stub),
        ("nssa <words:options>", _nssa),
        ("default-cost <default_cost:number>", put()),
        ("range <prefix:network> <words:options>", _range),
        ("route-policy <policy:word> in", _policy("filter_in")),
        ("route-policy <policy:word> out", _policy("filter_out")),
        ("virtual-link <router:address4>", _virtual_link),
    ),
    (
        Block("interface <name:word>", _interface, _INTERFACE),
        Block("virtual-link <router:address4>", _opened_link, Grammar(Rules(*_SETTINGS))),
    ),
)


def _ignore_result(_inner: Fields) -> None:
    """A line alone opens the interface's draft: it takes part."""


def _default(draft: Fields, held: Fields) -> None:
    known = {"always": "", "metric": "number", "metric-type": "number", "route-policy": "word"}
    said = options([word for word in held["words"] if word != "tag"], known)
    said["route_map"] = said.pop("route_policy", None)
    draft["default_originate"] = DefaultOriginate(**said)


def _distance(draft: Fields, held: Fields) -> None:
    known = {"intra-area": "number", "inter-area": "number", "external": "number"}
    names = {"intra_area": "distance_intra", "inter_area": "distance_inter", "external": "distance_external"}
    draft.update((names[key], value) for key, value in options(held["words"], known).items())


def _max_metric(draft: Fields, held: Fields) -> None:
    """Only while it starts, where the line says so: then it is over by the time that anybody looks."""
    if "on-startup" not in held["words"]:
        draft["max_metric"] = True


def _summary(draft: Fields, held: Fields) -> None:
    draft.setdefault("summaries", {})[held["prefix"]] = OspfRange(held["prefix"], "not-advertise" not in held["words"])


_PROCESS = (
    *_SETTINGS,
    ("router-id <router_id:address4>", put()),
    ("router-id <name:word>", ignore),
    ("redistribute <words:options>", redistribute),
    ("default-information originate <words:options>", _default),
    ("default-metric <default_metric:number>", put()),
    ("auto-cost reference-bandwidth <reference_bandwidth:number>", put()),
    ("auto-cost disable", put(reference_bandwidth=0)),
    ("maximum paths <maximum_paths:number>", put()),
    ("distance ospf <words:options>", _distance),
    ("distance <distance:number>", put()),
    ("max-metric router-lsa <words:options>", _max_metric),
    ("summary-prefix <prefix:network> <words:options>", _summary),
    ("capability vrf-lite", put(vrf_lite=True)),
    ("compatible rfc1583 <rest:options>", put(rfc1583=True)),
    ("log adjacency <rest:rest>", put(log_adjacency_changes=True)),
)
_PROCESS_SILENT = (
    *(
        "address-family",
        "distribute",
        "ignore",
        "log",
        "maximum",
        "max-lsa",
        "microloop",
        "monitor-convergence",
        "nsf",
        "nsr",
    ),
    *(
        "protocol",
        "queue",
        "spf",
        "timers",
        "trace",
        "ucmp",
        "affinity-map",
        "flex-algo",
        "domain-id",
        "graceful-restart",
    ),
)


def _vrf(draft: Fields, held: Fields) -> Fields:
    inner: Fields = draft["vrfs"].setdefault(held["vrf"], {})
    return inner


_AREAS = Block("area <area:area>", _area, _AREA)
_MAX = Block("max-metric <words:options>", lambda _draft, _held: None, None)
_VRF = Grammar(Rules(*_PROCESS), (_AREAS,), silent=_PROCESS_SILENT)
OSPF_GRAMMAR = Grammar(Rules(*_PROCESS), (_AREAS, Block("vrf <vrf:word>", _vrf, _VRF)), silent=_PROCESS_SILENT)
_FIELDS = (
    *("router_id", "default_originate", "default_metric", "reference_bandwidth", "maximum_paths", "distance"),
    *("distance_intra", "distance_inter", "distance_external", "max_metric", "vrf_lite", "rfc1583"),
    "log_adjacency_changes",
)


def ospf_process(version: int, process: str, vrf: str, draft: Fields) -> Ospf:
    """The process as drafted; IOS-XR's reference bandwidth is 100 Mbit/s."""
    fields = {key: draft[key] for key in _FIELDS if key in draft}
    return Ospf(
        version,
        vrf=vrf,
        process=process,
        areas=tuple(_made(area, each) for area, each in draft.get("areas", {}).items()),
        redistribute=tuple(draft.get("redistribute", {}).values()),
        summaries=tuple(draft.get("summaries", {}).values()),
        **{"reference_bandwidth": 100, **fields},
    )


def _made(area: str, draft: Fields) -> OspfArea:
    names = ("kind", "default_cost", "originate_default", "no_redistribution", "filter_in", "filter_out")
    return OspfArea(
        area,
        ranges=tuple(draft.get("ranges", {}).values()),
        virtual_links=tuple(draft.get("virtual_links", {})),
        **{name: draft[name] for name in names if name in draft},
    )


def ospf_interfaces(process: str, draft: Fields) -> dict[str, OspfInterface]:
    """The interfaces that take part, each with what its area and its process say where it is silent."""
    found: dict[str, OspfInterface] = {}
    for area, each in draft.get("areas", {}).items():
        for name, own in each.get("interfaces", {}).items():
            fields: Fields = {}
            for level in (draft, each, own):
                fields |= {key: level[key] for key in _INHERITED if key in level}
            fields.setdefault("dead_interval", 4 * fields.get("hello_interval", 10))
            found[name] = OspfInterface(area, process=process, **fields)
    return found
