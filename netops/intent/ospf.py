"""OSPF processes: on every router with an interface in an area."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv4Address

from netops.intent.border import validate
from netops.intent.document import Document
from netops.intent.drafts import Draft
from netops.intent.estate import Table, locator
from netops.intent.fields import read_area
from netops.intent.inventory import Host
from netops.intent.mistakes import Mistakes
from netops.intent.policies import Policies
from netops.intent.schema_inventory import RedistributionSpec
from netops.intent.schema_routing import DefaultOriginateSpec, OspfAreaSpec, OspfRoutingSpec
from netops.model import DefaultOriginate, Interface, Ospf, OspfArea, OspfRange, Redistribution

__all__ = ["OspfPlan", "read_ospf", "redistribution", "router_id"]


class OspfPlan:
    """What the estate says of OSPF as a whole."""

    def __init__(self, spec: OspfRoutingSpec, areas: Mapping[str, OspfAreaSpec]) -> None:
        self._spec = spec
        self._areas = areas

    def processes(self, draft: Draft, interfaces: Mapping[str, Interface]) -> tuple[Ospf, ...]:
        """The device's processes: version 2, 3, both or none."""
        used = {
            2: {port.ospf.area for port in interfaces.values() if port.ospf},
            3: {port.ospf6.area for port in interfaces.values() if port.ospf6},
        }
        return tuple(self._process(draft, version, areas) for version, areas in used.items() if areas)

    def route_maps(self, device: str) -> list[str]:
        """The route maps that the device's processes use."""
        named = [each.route_map for each in self._spec.redistribute.get(device, [])]
        default = self._spec.default_originate.get(device)
        return [name for name in (*named, default.route_map if default else None) if name is not None]

    def _process(self, draft: Draft, version: int, areas: set[str]) -> Ospf:
        spec, default = self._spec, self._spec.default_originate.get(draft.name)
        return Ospf(
            version=version,
            router_id=router_id(draft),
            reference_bandwidth=spec.reference_bandwidth,
            areas=tuple(
                _area(area, self._areas[area], version)
                for area in sorted(areas, key=IPv4Address)
                if area in self._areas
            ),
            redistribute=tuple(redistribution(each) for each in spec.redistribute.get(draft.name, [])),
            default_originate=_default_originate(default, version),
            default_metric=spec.default_metric,
            maximum_paths=spec.maximum_paths,
            distance=spec.distance,
            distance_intra=spec.distance_intra,
            distance_inter=spec.distance_inter,
            distance_external=spec.distance_external,
            spf_throttle=spec.spf_throttle,
            lsa_throttle=spec.lsa_throttle,
            log_adjacency_changes=spec.log_adjacency_changes,
        )


def router_id(draft: Draft) -> IPv4Address | None:
    """The first IPv4 loopback address."""
    found = (each.ip for each in draft.host.value.data.loopback)
    return next((each for each in found if isinstance(each, IPv4Address)), None)


def _default_originate(spec: DefaultOriginateSpec | None, version: int) -> DefaultOriginate | None:
    if spec is None or (4 if version == 2 else 6) not in spec.families:
        return None
    return DefaultOriginate(**spec.model_dump(exclude={"families"}))


def redistribution(spec: RedistributionSpec) -> Redistribution:
    return Redistribution(spec.protocol, spec.metric, spec.metric_type, spec.route_map)


def _area(area: str, spec: OspfAreaSpec, version: int) -> OspfArea:
    family = 4 if version == 2 else 6
    ranges = tuple(
        OspfRange(each.prefix, each.advertise, each.cost) for each in spec.ranges if each.prefix.version == family
    )
    return OspfArea(area, spec.kind, spec.default_cost, ranges, tuple(spec.virtual_links))


def read_ospf(document: Document, hosts: Table[Host], policies: Policies, mistakes: Mistakes) -> OspfPlan:
    """The section ``ospf``; what is wrong in it is reported and left at its default."""
    raw = dict(document.section("ospf", mistakes))
    areas = _read_areas(document, raw.pop("areas", None), mistakes)
    locate = locator(document, ("ospf",))
    spec = validate(OspfRoutingSpec, raw, subject="ospf", locate=locate, mistakes=mistakes)
    spec = spec or OspfRoutingSpec()
    for section, names in (("default_originate", spec.default_originate), ("redistribute", spec.redistribute)):
        for name in names:
            hosts.get(name, mistakes, subject=f"ospf {section}", location=locate((section, name)))
    for name, default in spec.default_originate.items():
        if default.route_map:
            where = locate(("default_originate", name, "route_map"))
            policies.route_maps.get(default.route_map, mistakes, subject="ospf default_originate", location=where)
    for name, many in spec.redistribute.items():
        for index, each in enumerate(many):
            if each.route_map:
                where = locate(("redistribute", name, index, "route_map"))
                policies.route_maps.get(each.route_map, mistakes, subject="ospf redistribute", location=where)
    return OspfPlan(spec, areas)


def _read_areas(document: Document, raw: object, mistakes: Mistakes) -> dict[str, OspfAreaSpec]:
    if raw is None:
        return {}
    locate = locator(document, ("ospf", "areas"))
    if not isinstance(raw, dict):
        mistakes.add("estate-value", "ospf", "areas is not valid", expected="a map", location=locate(()))
        return {}
    found: dict[str, OspfAreaSpec] = {}
    for name, value in raw.items():
        try:
            area = read_area(int(name) if name.isdecimal() and len(name) < 11 else name)
        except ValueError as error:
            mistakes.add("estate-value", "ospf", "unfit area", expected=str(error), location=locate((name,)))
            continue
        spec = validate(
            OspfAreaSpec,
            {} if value is None else value,
            subject=f"area {area}",
            locate=locator(document, ("ospf", "areas", name)),
            mistakes=mistakes,
        )
        if spec is not None:
            found[area] = spec
    return found
