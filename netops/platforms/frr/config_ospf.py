"""``router ospf`` and ``router ospf6``."""

from __future__ import annotations

from netops.model import DefaultOriginate, IPPrefix, Ospf, OspfArea, OspfAreaKind, OspfRange, Redistribution
from netops.platforms.configuration.rules import Action, Fields, Rules, append, ignore, options, put

__all__ = ["OSPF6_RULES", "OSPF_RULES", "process", "redistribution"]

_METRICS = {"metric": "number", "metric-type": "number", "route-map": "word"}


def redistribution(draft: Fields, held: Fields) -> None:
    """``redistribute PROTOCOL [metric N] [metric-type N] [route-map NAME]``; the last word on a protocol holds."""
    said = options(held["options"], _METRICS)
    draft.setdefault("redistribute", {})[held["protocol"]] = Redistribution(held["protocol"], **said)


def _default_originate(draft: Fields, held: Fields) -> None:
    draft["default_originate"] = DefaultOriginate(**options(held["options"], {"always": "", **_METRICS}))


def _distances(draft: Fields, held: Fields) -> None:
    said = options(held["options"], {"intra-area": "number", "inter-area": "number", "external": "number"})
    draft.update({f"distance_{name.removesuffix('_area')}": value for name, value in said.items()})


def _throttle(draft: Fields, held: Fields) -> None:
    draft["spf_throttle"] = (held["delay"], held["initial"], held["maximum"])


def _area(draft: Fields, held: Fields) -> Fields:
    area: Fields = draft.setdefault("areas", {}).setdefault(held["area"], {})
    return area


def _kind(plain: OspfAreaKind, total: OspfAreaKind) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        said = options(held["options"], {"no-summary": ""})
        area = _area(draft, held)
        area["kind"] = total if said or area.get("kind") is total else plain

    return action


def _range(draft: Fields, held: Fields) -> None:
    prefix: IPPrefix = held["prefix"]
    words = [word for word in held["options"] if word != "advertise"]
    said = options(words, {"cost": "number", "not-advertise": ""})
    area = _area(draft, held)
    earlier = area.setdefault("ranges", {}).get(prefix, OspfRange(prefix))
    cost = said.get("cost", earlier.cost)
    area["ranges"][prefix] = OspfRange(prefix, earlier.advertise and "not_advertise" not in said, cost)


def _default_cost(draft: Fields, held: Fields) -> None:
    _area(draft, held)["default_cost"] = held["cost"]


def _virtual_link(draft: Fields, held: Fields) -> None:
    _area(draft, held).setdefault("virtual_links", {})[held["router"]] = None


def _digest(draft: Fields, held: Fields) -> None:
    draft.setdefault("digest_areas", set()).add(held["area"])


def _passive(passive: bool) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        draft.setdefault("passive", {})[held["interface"]] = passive

    return action


_BOTH = (
    ("log-adjacency-changes", put(log_adjacency_changes=True)),
    ("log-adjacency-changes detail", put(log_adjacency_changes=True)),
    ("auto-cost reference-bandwidth <reference_bandwidth:number>", put()),
    ("timers throttle spf <delay:number> <initial:number> <maximum:number>", _throttle),
    ("maximum-paths <maximum_paths:number>", put()),
    ("redistribute <protocol:word> <options:options>", redistribution),
    ("default-information originate <options:options>", _default_originate),
    ("distance <distance:number>", put()),
    ("area <area:area> stub <options:options>", _kind(OspfAreaKind.STUB, OspfAreaKind.TOTALLY_STUBBY)),
    ("area <area:area> nssa <options:options>", _kind(OspfAreaKind.NSSA, OspfAreaKind.TOTALLY_NSSA)),
    ("area <area:area> default-cost <cost:number>", _default_cost),
)

OSPF_RULES = Rules(
    *_BOTH,
    ("ospf router-id <router_id:address4>", put()),
    ("router-id <router_id:address4>", put()),
    ("default-metric <default_metric:number>", put()),
    ("distance ospf <options:options>", _distances),
    ("timers throttle lsa all <lsa_throttle:number>", put()),
    ("area <area:area> range <prefix:network4> <options:options>", _range),
    ("area <area:area> virtual-link <router:address4>", _virtual_link),
    ("area <area:area> authentication message-digest", _digest),
    ("network <prefix:network4> area <area:area>", append("networks", lambda prefix, area: (prefix, area))),
    ("passive-interface default", put(passive_default=True)),
    ("passive-interface <interface:word>", _passive(True)),
    ("no passive-interface <interface:word>", _passive(False)),
    ("capability opaque", ignore),
    ("ospf opaque-lsa", ignore),
    ("compatible rfc1583", ignore),
    ("timers lsa <rest:rest>", ignore),
    ("refresh timer <seconds:number>", ignore),
)

OSPF6_RULES = Rules(
    *_BOTH,
    ("ospf6 router-id <router_id:address4>", put()),
    ("distance ospf6 <options:options>", _distances),
    ("timers lsa min-arrival <lsa_throttle:number>", put()),
    ("area <area:area> range <prefix:network6> <options:options>", _range),
    ("interface <name:word> area <area:area>", append("interfaces", lambda name, area: (name, area))),
)

_OWN = ("digest_areas", "interfaces", "networks", "passive", "passive_default")


def process(version: int, vrf: str, name: str, draft: Fields) -> Ospf:
    """The process as drafted."""
    fields = {key: value for key, value in draft.items() if key not in _OWN}
    areas = tuple(_made_area(area, each) for area, each in fields.pop("areas", {}).items())
    redistribute = tuple(fields.pop("redistribute", {}).values())
    return Ospf(version, vrf=vrf, process=name, areas=areas, redistribute=redistribute, **fields)


def _made_area(area: str, draft: Fields) -> OspfArea:
    fields = dict(draft)
    ranges = tuple(fields.pop("ranges", {}).values())
    return OspfArea(area, ranges=ranges, virtual_links=tuple(fields.pop("virtual_links", {})), **fields)
