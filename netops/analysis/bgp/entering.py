"""What BGP selects, as routes of the main RIB (RFC 4271 section 9.1.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network

from netops.analysis.bgp.path import Learned, Path
from netops.analysis.bgp.reach import Reach
from netops.analysis.bgp.router import Router
from netops.analysis.policy import Context
from netops.model import IPAddress, IPPrefix, NextHop, Route
from netops.platforms import get_platform

__all__ = ["Entering"]

_Made = tuple[int, int, frozenset[NextHop], str, tuple[IPAddress, ...], str, int]
"""The fields of a route behind its prefix and protocol."""

_UNMADE: _Made = (0, 0, frozenset(), "", (), "", 0)


@dataclass(frozen=True, slots=True)
class Entering:
    """Routes of paths, as routers get to their next hops in one round."""

    reach: Reach
    _made: dict[tuple[int, int], _Made | None] = field(default_factory=dict)

    def own_addresses(self, position: int, prefix: IPPrefix, best: Path) -> dict[IPPrefix, Route]:
        """The router's addresses in a connected prefix of another VRF, where they come with it."""
        if best.table is None or not best.local_there or not self.reach.found[position].traits.vrf_leaks_local:
            return {}
        rib = self.reach.forwarding.ribs[self.reach.found[best.table].device.name]
        route = rib.get_route(prefix)
        if route is None or route.protocol != "connected":
            return {}
        device = self.reach.found[best.table].device
        names = {hop.interface for hop in route.next_hops}
        ports = (port for port in device.interfaces.values() if port.name in names)
        hosts = (ip_network(each.ip) for port in ports for each in port.addresses if each.network == prefix)
        found = {host: rib.get_route(host) for host in hosts if host != prefix}
        return {host: own for host, own in found.items() if own is not None}

    def route(self, position: int, prefix: IPPrefix, paths: tuple[Path, ...]) -> Route | None:
        """The route of a router for the paths that it selected; None where the main RIB gets none.

        Prefixes that are selected alike hold the same tuple of paths: what is no affair of the prefix is made once.
        """
        key = (position, id(paths))
        if (made := self._made.get(key, _UNMADE)) is _UNMADE:
            made = self._make(position, prefix, paths)
            if not self._of_prefix(position, prefix, paths[0]):
                self._made[key] = made
        return None if made is None else Route(prefix, "bgp", *made)

    def _of_prefix(self, position: int, prefix: IPPrefix, best: Path) -> bool:
        """Whether another prefix with the same paths may have another route."""
        table_map = self.reach.found[position].process.family(prefix.version).table_map
        return table_map is not None or best.local_there

    def _make(self, position: int, prefix: IPPrefix, paths: tuple[Path, ...]) -> _Made | None:
        best, router = paths[0], self.reach.found[position]
        if best.learned is Learned.LOCAL:
            return self._aggregate(router, prefix, best)
        external = best.learned is Learned.EXTERNAL
        detail = "ebgp" if external else "ibgp"
        usable = paths[: self._maximum_paths(router, prefix.version, best)]
        hops = frozenset(hop for path in usable for hop in self._hops(position, prefix, path))
        gateways = tuple(path.next_hop for path in usable if path.next_hop is not None)
        kept = self._through_table_map(router, prefix, best)
        if kept is None or not hops:
            return None
        distance = kept.distance or self._distance(router, prefix.version, detail)
        return distance, kept.med or 0, hops, detail, gateways, "", kept.tag

    def _hops(self, position: int, prefix: IPPrefix, path: Path) -> frozenset[NextHop]:
        if path.discard:
            return frozenset({NextHop(blackhole=True)})
        if path.table is not None and path.local_there:
            found = self.reach.forwarding.ribs[self.reach.found[path.table].device.name].get_route(prefix)
            return frozenset() if found is None else found.next_hops
        return self.reach.hops(position, path) if path.next_hop is not None else frozenset()

    def _aggregate(self, router: Router, prefix: IPPrefix, best: Path) -> _Made | None:
        if not best.aggregate or not router.traits.bgp_aggregate_discard:
            return None
        hops = frozenset({NextHop(blackhole=True)})
        return self._distance(router, prefix.version, "local"), best.med or 0, hops, "aggregate", (), "", 0

    def _through_table_map(self, router: Router, prefix: IPPrefix, best: Path) -> Path | None:
        name = router.process.family(prefix.version).table_map
        return best if name is None else router.policy.apply(name, prefix, best, Context(router.process.asn))

    def _distance(self, router: Router, family: int, kind: str) -> int:
        """As configured, else the platform's; an aggregate's, where it has none of its own, is that of iBGP."""
        settings = router.process.family(family)
        distances: Mapping[str, int] = get_platform(router.device.platform).distances
        if kind == "ebgp":
            return settings.distance_external or distances["ebgp"]
        if kind == "ibgp":
            return settings.distance_internal or distances["ibgp"]
        return settings.distance_local or distances.get("bgp-local", distances["ibgp"])

    def _maximum_paths(self, router: Router, family: int, best: Path) -> int:
        settings = router.process.family(family)
        configured = settings.maximum_paths if best.learned is Learned.EXTERNAL else settings.maximum_paths_ibgp
        neighbor = self.reach.sessions[best.session].neighbor if best.session is not None else None
        if neighbor is not None and neighbor.multipath is False:
            return 1
        return configured or get_platform(router.device.platform).bgp_maximum_paths
