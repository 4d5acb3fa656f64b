"""What OSPF routers bring in from elsewhere: redistribution and default routes (RFC 2328 section 12.4.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from netops.analysis.bgp.path import Path
from netops.analysis.ospf.port import Speaker
from netops.analysis.ospf.summary import NSSA_KINDS, default_prefix
from netops.analysis.ospf.table import External
from netops.analysis.policy import Policy
from netops.analysis.rib import RouterRib
from netops.model import DefaultOriginate, IPAddress, IPPrefix, Redistribution, Route

__all__ = ["boundary_routers", "externals"]

_METRIC, _METRIC_DEFAULT_ROUTE, _METRIC_ALWAYS = 20, 10, 1  # ospfd/ospf_asbr.h


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


def externals(position: int, speaker: Speaker, rib: RouterRib, policy: Policy) -> Iterator[tuple[IPPrefix, External]]:
    """The AS-external LSAs of one router, from its present routes."""
    source = _Source(position, speaker, rib, policy)
    default = default_prefix(speaker.process.version)
    for wanted in speaker.process.redistribute:
        for prefix, route in rib.of_protocol(wanted.protocol, default.version):
            if prefix != default and not (wanted.protocol == "connected" and _runs_ospf(speaker, prefix)):
                yield from _external(source, wanted, route, _METRIC)
    if speaker.process.default_originate is not None:
        yield from _default(source, speaker.process.default_originate, default)


def _runs_ospf(speaker: Speaker, prefix: IPPrefix) -> bool:
    """A connected prefix on which OSPF runs is announced as such, and not again as external."""
    return any(each.network == prefix for port in speaker.ports for each in port.prefixes)


def _external(
    source: _Source, wanted: Redistribution, route: Route, metric: int
) -> Iterator[tuple[IPPrefix, External]]:
    process = source.speaker.process
    value = wanted.metric if wanted.metric is not None else process.default_metric
    attributes: Path | None = Path(
        med=metric if value is None else value,
        metric_type=wanted.metric_type or 2,
        protocol=wanted.protocol,
        interface=next((hop.interface for hop in route.next_hops), None),
        next_hop=next(iter(route.gateways), None),
    )
    if wanted.route_map is not None and attributes is not None:
        attributes = source.policy.apply(wanted.route_map, route.prefix, attributes)
    if attributes is not None:
        yield (
            route.prefix,
            External(
                source.position, attributes.metric_type or 2, attributes.med or 0, _forwarding(source.speaker, route)
            ),
        )


def _forwarding(speaker: Speaker, route: Route) -> IPAddress | None:
    """The route's next hop, where it is on a subnet on which OSPF runs: others may go there directly."""
    if len(route.gateways) != 1 or speaker.process.version != 2:
        return None
    hop = route.gateways[0]
    on_subnet = any(hop in each.network for port in speaker.ports for each in port.prefixes)
    return hop if on_subnet else None


def _default(source: _Source, wanted: DefaultOriginate, default: IPPrefix) -> Iterator[tuple[IPPrefix, External]]:
    as_redistribution = Redistribution("default", wanted.metric, wanted.metric_type, wanted.route_map)
    route = source.rib.get_route(default)
    # FRR's ospf6d does not ask where the default is from: it also passes on one that it has from OSPF.
    own = route if route is not None and (route.protocol != "ospf" or default.version == 6) else None
    if wanted.always:
        bare = Route(default, "default", 0, 0, frozenset())
        yield from _external(source, as_redistribution, bare, _METRIC_ALWAYS)
    elif own is not None:
        yield from _external(source, as_redistribution, own, _METRIC_DEFAULT_ROUTE)
