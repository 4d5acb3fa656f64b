"""The paths that routers bring into BGP themselves: network statements, redistribution and aggregates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from netops.analysis.bgp.path import Path
from netops.analysis.bgp.session import Router
from netops.analysis.forwarding import Forwarding
from netops.analysis.policy import Context
from netops.analysis.rib import RouterRib
from netops.model import BgpFamily, IPAddress, IPPrefix, Redistribution, Route, within

__all__ = ["OriginMemory", "Origins", "aggregated", "originated"]

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


@dataclass(frozen=True, slots=True)
class Origins:
    """What all routers bring in: by router (position) and prefix, and by prefix the (router, path) pairs."""

    brought: list[dict[IPPrefix, Path]]
    by_prefix: dict[IPPrefix, tuple[tuple[int, Path], ...]]


def originated(found: list[Router], forwarding: Forwarding, known: OriginMemory, whole: Origins | None) -> Origins:
    """From network statements and redistribution; equal paths are one object.

    ``whole``: of the whole network, where ``forwarding`` knows what differs from it; routers whose tables do not, bring
    in what they did.
    """
    brought = [
        _brought(router, forwarding.ribs.get(router.device.name), known)
        if whole is None
        else _brought_since(router, forwarding, known, whole.brought[position])
        for position, router in enumerate(found)
    ]
    if whole is None:
        every = {prefix: None for each in brought for prefix in each}
        return Origins(brought, {prefix: _pairs(brought, prefix) for prefix in every})
    changed = {
        prefix
        for now, before in zip(brought, whole.brought, strict=True)
        if now is not before
        for prefix in now.keys() | before.keys()
        if now.get(prefix) is not before.get(prefix)
    }
    if not changed:
        return whole
    by_prefix = {**whole.by_prefix, **{prefix: _pairs(brought, prefix) for prefix in changed}}
    return Origins(brought, {prefix: paths for prefix, paths in by_prefix.items() if paths})


def _brought_since(
    router: Router, forwarding: Forwarding, known: OriginMemory, before: dict[IPPrefix, Path]
) -> dict[IPPrefix, Path]:
    """As in the whole network, but for the prefixes to which the router has other routes."""
    name = router.device.name
    rib, changed = forwarding.ribs.get(name), forwarding.since.changes.of(name) if forwarding.since else None
    if rib is None or changed is None:
        return _brought(router, rib, known)
    paths = {prefix: _path_of(router, rib, known, prefix) for prefix in changed}
    if all(before.get(prefix) is path for prefix, path in paths.items()):
        return before
    found = {**before, **paths}
    return {prefix: path for prefix, path in found.items() if path is not None}


def _path_of(router: Router, rib: RouterRib, known: OriginMemory, prefix: IPPrefix) -> Path | None:
    """What a router brings in for one prefix."""
    found: Path | None = None
    route = rib.get_route(prefix)
    for family in router.process.families:
        if family.family == prefix.version and route is not None:
            for wanted in family.redistribute:
                if found is None and route.protocol == ("ospf" if wanted.protocol == "ospf6" else wanted.protocol):
                    found = known.from_route(router, wanted, route)
        for _, path in _networks(router, family, rib, prefix):
            found = known.one(path)
    return found


def _pairs(brought: list[dict[IPPrefix, Path]], prefix: IPPrefix) -> tuple[tuple[int, Path], ...]:
    return tuple((position, each[prefix]) for position, each in enumerate(brought) if prefix in each)


def _brought(router: Router, rib: RouterRib | None, known: OriginMemory) -> dict[IPPrefix, Path]:
    """By one router; none by one without power."""
    found: dict[IPPrefix, Path] = {}
    for family in router.process.families if rib is not None else ():
        assert rib is not None
        for prefix, path in _redistributed(router, family, rib, known):
            found.setdefault(prefix, path)
        for prefix, path in _networks(router, family, rib):
            found[prefix] = known.one(path)
    return found


def _networks(
    router: Router, family: BgpFamily, rib: RouterRib, only: IPPrefix | None = None
) -> Iterable[tuple[IPPrefix, Path]]:
    for network in family.networks:
        if only is not None and network.prefix != only:
            continue
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
