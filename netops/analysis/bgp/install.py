"""BGP's routes as they enter the main RIB (RFC 4271 section 9.1.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from netops.analysis.bgp.memory import Memory, Run, Way, WayQuery
from netops.analysis.bgp.origin import originated
from netops.analysis.bgp.path import Learned, Path
from netops.analysis.bgp.propagate import Selections, Speakers, propagate
from netops.analysis.bgp.session import Peerings, Router, Session
from netops.analysis.forwarding import Forwarding
from netops.analysis.rib import resolve
from netops.model import BgpSession, Device, IPPrefix, NextHop, Route
from netops.platforms import get_platform

__all__ = ["BgpTables"]


@dataclass(slots=True)
class _Reach:
    """How each router gets to next hops, in one round; asked once a router and next hop."""

    found: list[Router]
    sessions: list[Session]
    forwarding: Forwarding
    known: dict[WayQuery, tuple[int, Path, Way | None]] = field(default_factory=dict)  # asked so far: for whom, answer

    def metric(self, position: int, path: Path) -> float | None:
        """The IGP metric to the path's next hop; None where there is no way."""
        if path.learned is Learned.LOCAL or path.next_hop is None:
            return 0.0
        way = self.way(position, path)
        return None if way is None else way[0]

    def hops(self, position: int, path: Path) -> frozenset[NextHop]:
        way = self.way(position, path)
        return frozenset() if way is None else way[1]

    def way(self, position: int, path: Path) -> Way | None:
        session = self.sessions[path.session] if path.session is not None else None
        strict = session is not None and session.external and not session.neighbor.ebgp_multihop
        assert path.next_hop is not None
        key = (position, path.next_hop, path.link_local, strict)
        if (known := self.known.get(key)) is None:
            known = self.known[key] = (position, path, self._way(position, path, session, strict))
        return known[2]

    def _way(self, position: int, path: Path, session: Session | None, strict: bool) -> Way | None:
        assert path.next_hop is not None
        if path.link_local is not None and session is not None and session.interface is not None:
            return 0.0, frozenset({NextHop(path.link_local, session.interface)})
        rib = self.forwarding.ribs[self.found[position].device.name]
        found = resolve(rib, self.forwarding.prefixes, path.next_hop)
        if found is None or (strict and found.route.protocol != "connected"):
            return None  # an external neighbour's next hop must be on a subnet of ours
        return float(found.route.metric), found.next_hops


class BgpTables:
    """The BGP speakers of a network; :meth:`routes` computes what they install, given everyone's present tables."""

    def __init__(self, devices: Iterable[Device], memory: Memory) -> None:
        self.routers = [each for device in devices if (each := memory.router(device)) is not None]
        self.memory = memory
        self._peerings = Peerings(self.routers)

    def routes(self, forwarding: Forwarding) -> dict[str, dict[IPPrefix, Route]]:
        """By device: the routes that BGP offers to the main RIB."""
        if not self.routers:
            return {}
        found = self._peerings.sessions(forwarding)
        peering = self.memory.peering(self.routers, found)
        reach = _Reach(self.routers, found, forwarding)
        origins = originated(self.routers, forwarding.ribs, self.memory.origins)
        if (known := peering.recall(origins, reach.way)) is not None:
            return known
        selections = propagate(Speakers(self.routers, found, reach.metric, self.memory, peering), origins)
        installed = self._installed(selections, reach)
        peering.remember(Run(origins, tuple(reach.known.values()), installed))
        return installed

    def states(self) -> dict[str, list[BgpSession]]:
        """By device: the sessions of the last round."""
        found: dict[str, list[BgpSession]] = {router.device.name: [] for router in self.routers}
        for session in self._peerings.last:
            found[self.routers[session.local].device.name].append(session.state())
        return found

    def _installed(self, selections: Selections, reach: _Reach) -> dict[str, dict[IPPrefix, Route]]:
        tables: dict[str, dict[IPPrefix, Route]] = {router.device.name: {} for router in self.routers}
        for prefix, selected in selections.items():
            for position, paths in enumerate(selected):
                if paths and (route := self._route(position, prefix, paths, reach)) is not None:
                    tables[self.routers[position].device.name][prefix] = route
        return tables

    def _route(self, position: int, prefix: IPPrefix, paths: tuple[Path, ...], reach: _Reach) -> Route | None:
        best, router = paths[0], self.routers[position]
        distances: Mapping[str, int] = get_platform(router.device.platform).distances
        if best.learned is Learned.LOCAL:
            if not best.aggregate:
                return None
            hops = frozenset({NextHop(blackhole=True)})
            return Route(prefix, "bgp", distances["ibgp"], best.med or 0, hops, "aggregate")
        external = best.learned is Learned.EXTERNAL
        usable = paths[: self._maximum_paths(router, prefix.version, external)]
        hops = frozenset(hop for path in usable for hop in reach.hops(position, path))
        distance = best.distance or distances["ebgp" if external else "ibgp"]
        gateways = tuple(path.next_hop for path in usable if path.next_hop is not None)
        detail = "ebgp" if external else "ibgp"
        return Route(prefix, "bgp", distance, best.med or 0, hops, detail, gateways) if hops else None

    def _maximum_paths(self, router: Router, family: int, external: bool) -> int:
        settings = router.process.family(family)
        configured = settings.maximum_paths if external else settings.maximum_paths_ibgp
        return configured or get_platform(router.device.platform).bgp_maximum_paths
