"""Static routes, and Junos' aggregate and generated ones: what is there as long as something else is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from netops.analysis.bgp.path import Path
from netops.analysis.policy import Context
from netops.analysis.rib import Prefixes, Resolution, RouterRib, resolve
from netops.analysis.routing import Running
from netops.model import AggregateRoute, Device, IPPrefix, NextHop, Route, StaticRoute, within

__all__ = ["Statics"]

_NEVER = 255  # an administrative distance of a route that is not to be used


@dataclass(frozen=True, slots=True)
class Statics:
    """The routers' tables at one moment, as static routes look into them."""

    running: Running
    ribs: Mapping[str, RouterRib]
    prefixes: Prefixes

    def routes(self, router: Device) -> dict[IPPrefix, Route]:
        """The active routes: of each prefix those with the least distance that lead somewhere, as one route."""
        by_prefix: defaultdict[IPPrefix, dict[int, Route]] = defaultdict(dict)
        for static in router.static_routes:
            if static.distance < _NEVER and (hops := self._hops(router, static)):
                found = by_prefix[static.prefix]
                bare = Route(static.prefix, "static", static.distance, static.metric, frozenset(), tag=static.tag or 0)
                present = found.get(static.distance, bare)
                gateways = present.gateways if static.next_hop is None else (*present.gateways, static.next_hop)
                found[static.distance] = replace(present, next_hops=present.next_hops | hops, gateways=gateways)
        best = {prefix: found[min(found)] for prefix, found in by_prefix.items()}
        for aggregate in router.aggregates:
            route = self._aggregate(router, aggregate)
            present_one = best.get(aggregate.prefix)
            if route is not None and (present_one is None or route.distance < present_one.distance):
                best[aggregate.prefix] = route
        return best

    def _hops(self, router: Device, static: StaticRoute) -> frozenset[NextHop]:
        if static.track is not None:
            name = self.running.split.device(router.name)
            self.running.assumptions.add(
                name, f"static route {static.prefix} hangs on track {static.track}", "taken as up"
            )
        if static.blackhole or static.reject:
            return frozenset({NextHop(blackhole=True)})
        if static.interface is not None:
            return (
                frozenset({NextHop(static.next_hop, static.interface)})
                if self._is_up(router, static.interface)
                else frozenset()
            )
        found = self._resolution(router, static)
        if found is None or not (static.resolve or found.route.protocol == "connected"):
            return frozenset()
        return found.next_hops

    def _is_up(self, router: Device, interface: str) -> bool:
        """Whether an interface is up, which may be one of another VRF."""
        split = self.running.split
        routers = split.of_device(split.device(router.name)).values()
        return any(interface in self.running.layer2.up_on(each) for each in routers)

    def _resolution(self, router: Device, static: StaticRoute) -> Resolution | None:
        """How its next hop is reached; without one, its destination in the other VRF."""
        vrf = static.next_hop_vrf
        table = router.name if vrf is None else self.running.split.sibling(router.name, vrf)
        if table is None or table not in self.ribs:
            return None
        if static.next_hop is not None:
            excluded = static.prefix if table == router.name else None
            found = resolve(self.ribs[table], self.prefixes, static.next_hop, excluding=excluded)
            if found is None or found.route.protocol == "connected":
                return found
            split = self.running.split
            accepts = self.running.policies[table].resolution(split.vrf(table), static.next_hop.version)
            if accepts is None:
                return found
            return resolve(self.ribs[table], self.prefixes, static.next_hop, excluding=excluded, accepts=accepts)
        return None if vrf is None else resolve(self.ribs[table], self.prefixes, static.prefix.network_address)

    def _aggregate(self, router: Device, aggregate: AggregateRoute) -> Route | None:
        contributors = sorted(self._contributors(router, aggregate), key=lambda each: (each.distance, each.prefix))
        if not contributors:
            return None
        first = contributors[0]
        hops = first.next_hops if aggregate.generate else frozenset({NextHop(blackhole=True)})
        gateways = first.gateways if aggregate.generate else ()
        return Route(aggregate.prefix, "aggregate", aggregate.distance, aggregate.metric, hops, gateways=gateways)

    def _contributors(self, router: Device, aggregate: AggregateRoute) -> Iterator[Route]:
        """More specific active routes that its policies accept; a generated one's have to lead somewhere."""
        policy = self.running.policies[router.name]
        for prefix, route in self.ribs[router.name].items():
            if prefix == aggregate.prefix or not within(prefix, aggregate.prefix):
                continue
            if aggregate.generate and not any(hop.address is not None for hop in route.next_hops):
                continue
            path = Path(med=route.metric, protocol=route.protocol, tag=route.tag, distance=route.distance)
            if policy.chain(aggregate.policies, prefix, path, Context(), default=True) is not None:
                yield route
