"""How routers get to the next hops of BGP paths."""

from __future__ import annotations

from dataclasses import dataclass, field

from netops.analysis.bgp.memory import Run, Way, WayQuery, Ways
from netops.analysis.bgp.path import Learned, Path
from netops.analysis.bgp.router import Router
from netops.analysis.bgp.session import UNKNOWN_LINK_LOCAL, Session
from netops.analysis.forwarding import Forwarding
from netops.analysis.rib import resolve
from netops.model import IPAddress, NextHop

__all__ = ["Reach"]


@dataclass(slots=True)
class Reach:
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
        strict = session is not None and session.external and session.direct and path.table is None
        assert path.next_hop is not None
        if path.link_local is not None and session is not None and session.interface is not None:
            address = None if path.link_local == UNKNOWN_LINK_LOCAL else path.link_local
            return 0.0, frozenset({NextHop(address, session.interface)})
        key = (position if path.table is None else path.table, path.next_hop, path.link_local, strict)
        if (known := self.known.get(key)) is None:
            known = self.whole.get(key) if self._as_before(position, path) else None
            if known is None:
                known = (position, path, self._way(key[0], path, strict))
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

    def _way(self, position: int, path: Path, strict: bool) -> Way | None:
        assert path.next_hop is not None
        rib = self.forwarding.ribs[self.found[position].device.name]
        router = self.found[position]
        accepts = None if strict else router.policy.resolution(router.vrf, path.next_hop.version)
        found = resolve(rib, self.forwarding.prefixes, path.next_hop, accepts=accepts)
        if found is None or (strict and found.route.protocol != "connected"):
            return None  # an external neighbour's next hop must be on a subnet of ours
        return float(found.route.metric), found.next_hops
