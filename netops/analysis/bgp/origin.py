"""The paths that routers bring into BGP themselves: network statements, redistribution and aggregates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from netops.analysis.bgp.path import Path
from netops.analysis.bgp.session import Router
from netops.analysis.policy import Context
from netops.analysis.rib import RouterRib
from netops.model import BgpFamily, IPAddress, IPPrefix, Redistribution, Route, within

__all__ = ["OriginMemory", "aggregated", "originated"]

_INCOMPLETE = 2


@dataclass(slots=True)
class OriginMemory:
    """Paths that were brought in before: equal ones are one object, which spares comparing all of their attributes."""

    paths: dict[Path, Path] = field(default_factory=dict)
    # By router and the identities of statement and route; the route is held, so that no other gets its identity.
    redistributed: dict[tuple[str, int, int], tuple[Route, Path | None]] = field(default_factory=dict)

    def one(self, path: Path) -> Path:
        """The first path that was equal to this."""
        return self.paths.setdefault(path, path)

    def from_route(self, router: Router, wanted: Redistribution, route: Route) -> Path | None:
        """What the router makes of a route that it redistributes."""
        key = (router.device.name, id(wanted), id(route))
        if (known := self.redistributed.get(key)) is None:
            path = _from_route(router, wanted, route)
            known = self.redistributed[key] = (route, None if path is None else self.one(path))
        return known[1]


def originated(
    found: list[Router], ribs: Mapping[str, RouterRib], known: OriginMemory
) -> dict[IPPrefix, tuple[tuple[int, Path], ...]]:
    """(router, path) pairs by prefix, from network statements and redistribution; equal paths are one object."""
    result: defaultdict[IPPrefix, dict[int, Path]] = defaultdict(dict)
    for position, router in enumerate(found):
        rib = ribs[router.device.name]
        for family in router.process.families:
            for prefix, path in _redistributed(router, family, rib, known):
                result[prefix].setdefault(position, path)
            for prefix, path in _networks(router, family, rib):
                result[prefix][position] = known.one(path)
    return {prefix: tuple(sorted(paths.items(), key=lambda each: each[0])) for prefix, paths in result.items()}


def _networks(router: Router, family: BgpFamily, rib: RouterRib) -> Iterable[tuple[IPPrefix, Path]]:
    for network in family.networks:
        route = rib.get_route(network.prefix)
        if router.process.network_import_check and (route is None or route.protocol == "bgp"):
            continue
        path: Path | None = Path(med=0)
        if network.route_map is not None:
            path = router.policy.apply(network.route_map, network.prefix, Path(med=0), Context(router.process.asn))
        if path is not None:
            yield network.prefix, path


def _redistributed(
    router: Router, family: BgpFamily, rib: RouterRib, known: OriginMemory
) -> Iterable[tuple[IPPrefix, Path]]:
    for wanted in family.redistribute:
        for prefix, route in rib.of_protocol(wanted.protocol, family.family):
            if (path := known.from_route(router, wanted, route)) is not None:
                yield prefix, path


def _from_route(router: Router, wanted: Redistribution, route: Route) -> Path | None:
    hops = sorted(route.next_hops, key=str)
    path: Path | None = Path(
        origin=_INCOMPLETE,
        med=route.metric if wanted.metric is None else wanted.metric,
        next_hop=_gateway(route),
        protocol=wanted.protocol,
        interface=hops[0].interface if hops else None,
    )
    if wanted.route_map is not None and path is not None:
        path = router.policy.apply(wanted.route_map, route.prefix, path, Context(router.process.asn))
    return path


def _gateway(route: Route) -> IPAddress | None:
    """The next hop that a redistributed route brings along, as it was before resolution."""
    known = route.gateways or tuple(sorted(hop.address for hop in route.next_hops if hop.address is not None))
    return next((each for each in known if not each.is_link_local), None)


def aggregated(
    found: list[Router], tables: Mapping[IPPrefix, tuple[tuple[Path, ...], ...]]
) -> tuple[dict[IPPrefix, list[tuple[int, Path]]], set[tuple[int, IPPrefix]]]:
    """Active aggregates by prefix, and the (router, prefix) pairs that a summary-only aggregate suppresses."""
    active: defaultdict[IPPrefix, list[tuple[int, Path]]] = defaultdict(list)
    suppressed: set[tuple[int, IPPrefix]] = set()
    for position, router in enumerate(found):
        for family in router.process.families:
            for aggregate in family.aggregates:
                inside = [
                    prefix
                    for prefix, selected in tables.items()
                    if selected[position] and _inside(prefix, aggregate.prefix)
                ]
                if not inside:
                    continue
                origin = max(tables[prefix][position][0].origin for prefix in inside)
                active[aggregate.prefix].append((position, Path(origin=origin, aggregate=True)))
                if aggregate.summary_only:
                    suppressed |= {(position, prefix) for prefix in inside}
    return dict(active), suppressed


def _inside(prefix: IPPrefix, aggregate: IPPrefix) -> bool:
    return prefix != aggregate and within(prefix, aggregate)
