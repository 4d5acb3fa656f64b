"""What OSPF routers bring in from elsewhere: redistribution and default routes (RFC 2328 section 12.4.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from netops.analysis.filtering import as_path, permitted
from netops.analysis.ospf.port import Speaker
from netops.analysis.ospf.summary import NSSA_KINDS, default_prefix
from netops.analysis.ospf.table import External
from netops.analysis.policy import Policy
from netops.analysis.rib import RouterRib
from netops.analysis.sources import decide, source_routes
from netops.model import DefaultOriginate, IPAddress, IPPrefix, Ospf, OspfRange, Redistribution, Route, within
from netops.platforms import get_platform
from netops.platforms.traits import Traits

__all__ = ["boundary_routers", "externals"]


def boundary_routers(speakers: list[Speaker]) -> list[int]:
    """Positions of the routers that may announce externals: also those that stand between an NSSA and other areas."""
    return [
        position
        for position, speaker in enumerate(speakers)
        if speaker.process.redistribute
        or speaker.process.default_originate
        or any(each.kind in NSSA_KINDS for each in speaker.process.areas)
    ]


@dataclass(frozen=True, slots=True)
class _Source:
    position: int
    speaker: Speaker
    rib: RouterRib
    policy: Policy

    @property
    def traits(self) -> Traits:
        return get_platform(self.speaker.device.platform).traits


def externals(position: int, speaker: Speaker, rib: RouterRib, policy: Policy) -> Iterator[tuple[IPPrefix, External]]:
    """The AS-external LSAs of one router, from its present routes; one a prefix, summarised where that is asked for."""
    source = _Source(position, speaker, rib, policy)
    found: dict[IPPrefix, External] = {}
    for wanted in speaker.process.redistribute:
        for prefix, external in _redistributed(source, wanted):
            found.setdefault(prefix, external)
    yield from summarised(speaker.process.summaries, found)
    if speaker.process.default_originate is not None:
        yield from _default(source, speaker.process.default_originate, default_prefix(speaker.process.version))


def _redistributed(source: _Source, wanted: Redistribution) -> Iterator[tuple[IPPrefix, External]]:
    speaker = source.speaker
    default = default_prefix(speaker.process.version)
    for route in source_routes(source.rib, wanted, speaker.device, default.version, speaker.process.process):
        if route.prefix == default and wanted.protocol != "any":
            continue
        if route.protocol == "connected" and _runs_ospf(speaker, route.prefix):
            continue
        if _given_out(source, route):
            yield from _external(source, wanted, route, _usual_metric(source, route))


def _given_out(source: _Source, route: Route) -> bool:
    """Whether the distribute lists let it out."""
    family = route.prefix.version
    return all(
        permitted(source.policy, each, route)
        for each in source.speaker.process.filters
        if each.direction == "out" and each.family == family and each.protocol in (None, route.protocol)
    )


def _usual_metric(source: _Source, route: Route) -> int:
    traits = source.traits
    usual = traits.ospf_redistribute_bgp_metric if route.protocol == "bgp" else traits.ospf_redistribute_metric
    return route.metric if usual is None else usual


def summarised(summaries: Iterable[OspfRange], found: dict[IPPrefix, External]) -> Iterator[tuple[IPPrefix, External]]:
    """Externals as their router announces them: what is inside of a summary gives way to it, at the least metric."""
    covered: dict[OspfRange, list[External]] = {}
    ordered = sorted(summaries, key=lambda each: -each.prefix.prefixlen)
    for prefix, external in found.items():
        summary = next((each for each in ordered if within(prefix, each.prefix)), None)
        if summary is None:
            yield prefix, external
        else:
            covered.setdefault(summary, []).append(external)
    for summary, members in covered.items():
        if summary.advertise:
            least = min(members, key=lambda each: (each.metric_type, each.metric))
            metric = least.metric if summary.cost is None else summary.cost
            yield summary.prefix, replace(least, metric=metric, forwarding=None)


def _runs_ospf(speaker: Speaker, prefix: IPPrefix) -> bool:
    """A connected prefix on which OSPF runs is announced as such, and not again as external."""
    return any(each.network == prefix for port in speaker.ports for each in port.prefixes)


def _external(
    source: _Source, wanted: Redistribution, route: Route, metric: int
) -> Iterator[tuple[IPPrefix, External]]:
    process = source.speaker.process
    value = wanted.metric if wanted.metric is not None else process.default_metric
    given = as_path(
        route,
        med=metric if value is None else value,
        metric_type=wanted.metric_type or 2,
        protocol=route.protocol if wanted.protocol == "any" else wanted.protocol,
        tag=route.tag if wanted.tag is None else wanted.tag,
    )
    attributes = decide(source.policy, wanted, route, given)
    if attributes is not None:
        kind, value = attributes.metric_type or 2, attributes.med or 0
        way = _forwarding(source.speaker, route)
        yield route.prefix, External(source.position, kind, value, way, attributes.tag)


def _forwarding(speaker: Speaker, route: Route) -> IPAddress | None:
    """The route's next hop, where it is on a subnet on which OSPF runs: others may go there directly."""
    if len(route.gateways) != 1 or speaker.process.version != 2:
        return None
    hop = route.gateways[0]
    on_subnet = any(hop in each.network for port in speaker.ports for each in port.prefixes)
    return hop if on_subnet else None


def _default(source: _Source, wanted: DefaultOriginate, default: IPPrefix) -> Iterator[tuple[IPPrefix, External]]:
    as_redistribution = Redistribution("default", wanted.metric, wanted.metric_type, wanted.route_map)
    process, traits = source.speaker.process, source.traits
    route = source.rib.get_route(default)
    # FRR's ospf6d does not ask where the default is from: it also passes on one that it has from OSPF.
    own = route if route is not None and (default.version == 6 or not _same_process(route, process)) else None
    if wanted.always:
        bare = Route(default, "default", 0, 0, frozenset())
        yield from _external(source, as_redistribution, bare, traits.ospf_default_always_metric)
    elif own is not None:
        yield from _external(source, as_redistribution, own, traits.ospf_default_route_metric)


def _same_process(route: Route, process: Ospf) -> bool:
    return route.protocol == "ospf" and route.process == process.process
