"""BGP's routes as they enter the main RIB (RFC 4271 section 9.1.3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from netops.analysis.bgp.memory import Installed, Memory, Outcome, Peering, Run, Way, WayQuery, Ways
from netops.analysis.bgp.origin import originated
from netops.analysis.bgp.path import Learned, Path
from netops.analysis.bgp.propagate import Selections, Speakers, propagate
from netops.analysis.bgp.session import Peered, Peerings, Router, Session
from netops.analysis.forwarding import Forwarding
from netops.analysis.rib import resolve, varied
from netops.model import BgpSession, Device, IPAddress, IPPrefix, NextHop, Route
from netops.platforms import get_platform

__all__ = ["BgpTables", "Settled"]


@dataclass(slots=True)
class _Reach:
    """How each router gets to next hops, in one round; asked once a router and next hop."""

    found: list[Router]
    sessions: list[Session]
    forwarding: Forwarding
    whole: Ways = field(default_factory=dict)  # the whole network's answers
    known: dict[WayQuery, tuple[int, Path, Way | None]] = field(default_factory=dict)  # asked so far: for whom, answer
    _steady: dict[IPAddress, bool] = field(default_factory=dict)

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
            known = self.whole.get(key) if self._as_before(position, path) else None
            if known is None:
                known = (position, path, self._way(position, path, session, strict))
            self.known[key] = known
        return known[2]

    def same_as(self, run: Run) -> bool:
        """Whether all answers of the whole network are those of now."""
        return all(
            self.steady(hop) or all(self.way(position, path) == answer for position, path, answer in found)
            for hop, found in run.by_hop.items()
        )

    def moved(self) -> frozenset[int]:
        """The routers for whom any answer is not the whole network's."""
        return frozenset(
            key[0]
            for key, found in self.known.items()
            if found is not (known := self.whole.get(key)) and (known is None or found[2] != known[2])
        )

    def steady(self, hop: IPAddress) -> bool:
        """Whether nobody's routes changed that may lead to this next hop."""
        if (known := self._steady.get(hop)) is None:
            since = self.forwarding.since
            prefixes = self.forwarding.prefixes.covering(hop)
            known = self._steady[hop] = since is not None and since.changes.prefixes.isdisjoint(prefixes)
        return known

    def _as_before(self, position: int, path: Path) -> bool:
        """Whether a router gets to a next hop as it does in the whole network."""
        since, hop = self.forwarding.since, path.next_hop
        if since is None or hop is None or path.link_local is not None:
            return False
        prefixes = self.forwarding.prefixes.covering(hop)
        return self.steady(hop) or since.same_route(self.found[position].device.name, prefixes)

    def _way(self, position: int, path: Path, session: Session | None, strict: bool) -> Way | None:
        assert path.next_hop is not None
        if path.link_local is not None and session is not None and session.interface is not None:
            return 0.0, frozenset({NextHop(path.link_local, session.interface)})
        rib = self.forwarding.ribs[self.found[position].device.name]
        found = resolve(rib, self.forwarding.prefixes, path.next_hop)
        if found is None or (strict and found.route.protocol != "connected"):
            return None  # an external neighbour's next hop must be on a subnet of ours
        return float(found.route.metric), found.next_hops


@dataclass(frozen=True, slots=True)
class Settled:
    """BGP in one round: the sessions with what is known of their state, and the run of the protocol over these."""

    peered: Peered
    peering: Peering
    run: Run


class BgpTables:
    """The BGP speakers of a network; :meth:`routes` computes what they install, given everyone's present tables.

    Speakers without power are among them, so that every router and session has one number under all failures.
    """

    def __init__(self, devices: Iterable[Device], memory: Memory) -> None:
        self.routers = [each for device in devices if (each := memory.router(device)) is not None]
        self.memory = memory
        self._peerings = Peerings(self.routers)

    def routes(self, forwarding: Forwarding, whole: Settled | None = None) -> Settled | None:
        """What BGP offers to the main RIB, if anybody speaks it.

        ``whole``: of the whole network in this round, where ``forwarding`` knows what differs from it.
        """
        if not self.routers:
            return None
        peered = self._peerings.sessions(forwarding, whole.peered if whole else None)
        origins = originated(self.routers, forwarding, self.memory.origins, whole.run.origins if whole else None)
        same = whole is not None and peered.sessions is whole.peered.sessions
        peering = whole.peering if whole is not None and same else self.memory.peering(self.routers, peered.sessions)
        reach = _Reach(self.routers, peered.sessions, forwarding, whole.run.ways if whole else {})
        if whole is not None and same and origins is whole.run.origins and reach.same_as(whole.run):
            return Settled(peered, peering, whole.run)
        run = peering.recall(origins, reach.way)
        if run is None:
            speakers = Speakers(self.routers, peered.sessions, reach.metric, self.memory, peering)
            selections = propagate(speakers, origins.by_prefix)
            run = Run(
                origins, reach.known, selections, self._installed(selections, reach, whole.run if whole else None)
            )
            peering.remember(run)
        return Settled(peered, peering, run)

    def states(self) -> dict[str, list[BgpSession]]:
        """By device: the sessions of the last round."""
        found: dict[str, list[BgpSession]] = {router.device.name: [] for router in self.routers}
        for session in self._peerings.last.sessions:
            found[self.routers[session.local].device.name].append(self.memory.shown(session))
        return found

    def _installed(self, selections: Selections, reach: _Reach, whole: Run | None) -> Installed:
        if whole is not None:
            return self._installed_since(selections, reach, whole)
        tables: dict[str, dict[IPPrefix, Route]] = {router.device.name: {} for router in self.routers}
        for prefix, selected in selections.items():
            for position, paths in enumerate(selected):
                if paths and (route := self._route(position, prefix, paths, reach)) is not None:
                    tables[self.routers[position].device.name][prefix] = route
        return tables

    def _installed_since(self, selections: Selections, reach: _Reach, whole: Run) -> Installed:
        """As in the whole network, but where a router selects other paths or gets to next hops on other ways."""
        tables = dict(whole.installed)
        for position, prefixes in self._differing(selections, reach, whole).items():
            name = self.routers[position].device.name
            tables[name] = varied(
                whole.installed[name],
                ((prefix, self._route_of(position, prefix, selections, reach)) for prefix in prefixes),
            )
        return tables

    def _route_of(self, position: int, prefix: IPPrefix, selections: Selections, reach: _Reach) -> Route | None:
        paths = selections[prefix][position] if prefix in selections else ()
        return self._route(position, prefix, paths, reach) if paths else None

    def _differing(self, selections: Selections, reach: _Reach, whole: Run) -> Mapping[int, set[IPPrefix]]:
        """By router, the prefixes of which its route may differ from that in the whole network."""
        found: defaultdict[int, set[IPPrefix]] = defaultdict(set)
        known: dict[tuple[int, int], list[int]] = {}
        nothing: Outcome = ((),) * len(self.routers)
        for prefix in selections.keys() | whole.selections.keys():
            now, before = selections.get(prefix, nothing), whole.selections.get(prefix, nothing)
            if now is before:
                continue
            if (at := known.get((id(now), id(before)))) is None:
                at = [position for position, (one, other) in enumerate(zip(now, before, strict=True)) if one != other]
                known[id(now), id(before)] = at
            for position in at:
                found[position].add(prefix)
        for position in reach.moved():
            found[position] = set(selections.keys() | whole.selections.keys())
        return found

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
