"""Why a router does not send a path over a session, and why its peer does not keep what is sent.

That it is so, the engine has said (:func:`~netops.analysis.bgp.announce.announce`,
:func:`~netops.analysis.bgp.accept.accept`); here it gets its words, in the order in which the engine asks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from netops.analysis.bgp.accept import arriving, has_policy
from netops.analysis.bgp.announce import announce, leaving
from netops.analysis.bgp.as_path import been_here
from netops.analysis.bgp.path import Learned, Path
from netops.analysis.bgp.propagate import Speakers
from netops.analysis.bgp.router import Router
from netops.analysis.bgp.session import Session
from netops.analysis.policy import Context
from netops.analysis.why.answer import Line
from netops.analysis.why.clauses import Clauses
from netops.analysis.why.places import Places
from netops.model import Action, BgpNeighborFamily, IPPrefix

__all__ = ["Passing", "neighbor_key"]

Refusal = tuple[str, Line]


def neighbor_key(session: Session) -> str:
    """Where a session's neighbour is configured."""
    return f"bgp-neighbor:VRF:{session.neighbor.address}"


@dataclass(frozen=True, slots=True)
class Passing:
    """Over the sessions of a network, by their numbers on the receiving side."""

    speakers: Speakers
    places: Places

    def kept_back(self, number: int, prefix: IPPrefix, best: Path, offered: Path | None) -> Refusal:
        """Why what a router has is not sent to the session's local side; ``offered`` None: nothing was offered."""
        sender, session = self._sender(number)
        line = self.places.line(sender.device.name, f"neighbor {session.neighbor.address}", neighbor_key(session))
        if offered is None:
            hidden = "an aggregate suppresses it, or the active route is another protocol's"
            return f"{sender.device.name} keeps it back: {hidden}", line
        settings = session.family(prefix.version)
        if (told := _not_passed(sender, session, settings, best)) is not None:
            return f"{sender.device.name} does not pass it on: {told}", line
        if session.external and sender.process.ebgp_requires_policy and not has_policy(settings, "out"):
            return f"{sender.device.name} has no outbound policy for this external peer (RFC 8212)", line
        found = self._by_lists(sender, "out", settings, prefix, best) or self._by_policy_out(
            sender, session, settings, prefix, best
        )
        return found or (f"{sender.device.name} does not send it", line)

    def refused(self, number: int, prefix: IPPrefix, offered: Path) -> Refusal:
        """Why the session's local side does not keep what was sent."""
        sender, back = self._sender(number)
        session = self.speakers.sessions[number]
        router, settings = self.speakers.routers[session.local], session.family(prefix.version)
        name = router.device.name
        line = self.places.line(name, f"neighbor {session.neighbor.address}", neighbor_key(session))
        sent = announce(sender, back, prefix, offered)
        if sent is None:
            return self.kept_back(number, prefix, offered, offered)
        if been_here(router, session, settings, sent):
            return f"{name} refuses it: {_loop(router, sent)}", line
        if sent.next_hop in router.owned:
            return f"{name} refuses it: the next hop {sent.next_hop} is its own address", line
        if session.external and router.process.ebgp_requires_policy and not has_policy(settings, "in"):
            return f"{name} has no inbound policy for this external peer (RFC 8212)", line
        path = arriving(number, session, settings, sender, sent)
        found = self._by_lists(router, "in", settings, prefix, path)
        if found is None:
            context = Context(session.own_as, session.address, session.peer_as, exists=router.exists)
            names = [settings.route_map_in] if settings.route_map_in is not None else settings.policies_in
            found = self._by_maps(router, "in", names, prefix, path, context)
        return found or (f"{name} does not keep it", line)

    def changed(self, number: int, prefix: IPPrefix, offered: Path) -> tuple[Line, ...]:
        """The clauses that gave a path its attributes on its last way: the sender's, then the receiver's."""
        sender, back = self._sender(number)
        session = self.speakers.sessions[number]
        router, settings, theirs = (
            self.speakers.routers[session.local],
            session.family(prefix.version),
            back.family(prefix.version),
        )
        out, into = Clauses(sender, self.places), Clauses(router, self.places)
        found: list[Line] = []
        left = leaving(sender, back, offered, _reflected(offered, back))
        context = Context(back.own_as, back.address, back.peer_as, exists=sender.exists)
        for name in _maps(theirs.route_map_out, theirs.policies_out):
            found += out.changes(name, prefix, left, context)
        sent = announce(sender, back, prefix, offered)
        if sent is not None:
            path = arriving(number, session, settings, sender, sent)
            context = Context(session.own_as, session.address, session.peer_as, exists=router.exists)
            for name in _maps(settings.route_map_in, settings.policies_in):
                found += into.changes(name, prefix, path, context)
        return tuple(found)

    def _sender(self, number: int) -> tuple[Router, Session]:
        session = self.speakers.sessions[number]
        assert session.remote is not None
        assert session.reverse is not None
        return self.speakers.routers[session.remote], self.speakers.sessions[session.reverse]

    def _by_lists(
        self, router: Router, way: str, settings: BgpNeighborFamily, prefix: IPPrefix, path: Path
    ) -> Refusal | None:
        clauses, policy = Clauses(router, self.places), router.policy
        prefixes, access = getattr(settings, f"prefix_list_{way}"), getattr(settings, f"distribute_{way}")
        paths = getattr(settings, f"filter_{way}")
        if prefixes is not None and not policy.prefix_list(prefixes, prefix):
            return _of(router, way, clauses.prefix_list(prefixes, prefix))
        if access is not None and not policy.access_list(access, prefix):
            return _of(router, way, clauses.access_list(access, prefix))
        if paths is not None and not policy.as_path_list(paths, path):
            return _of(router, way, clauses.as_path_list(paths))
        return None

    def _by_policy_out(
        self, sender: Router, session: Session, settings: BgpNeighborFamily, prefix: IPPrefix, best: Path
    ) -> Refusal | None:
        path = leaving(sender, session, best, _reflected(best, session))
        context = Context(session.own_as, session.address, session.peer_as, exists=sender.exists)
        names = _maps(settings.route_map_out, settings.policies_out)
        return self._by_maps(sender, "out", names, prefix, path, context)

    def _by_maps(
        self, router: Router, way: str, names: Iterable[str], prefix: IPPrefix, path: Path, context: Context
    ) -> Refusal | None:
        """The policy that denies; where none of a chain does, the last, which leaves it to the default."""
        clauses, last = Clauses(router, self.places), None
        for name in names:
            last = _of(router, way, clauses.denied(name, prefix, path, context))
            held = clauses.deciding(name, prefix, path, context)
            if any(each.decides and each.action is Action.DENY for each in held):
                return last
        return last


def _of(router: Router, way: str, found: Refusal) -> Refusal:
    return f"{found[0]} ({way}bound, on {router.device.name})", found[1]


def _maps(route_map: str | None, policies: Iterable[str]) -> tuple[str, ...]:
    return (route_map,) if route_map is not None else tuple(policies)


def _reflected(best: Path, session: Session) -> bool:
    return best.learned is Learned.INTERNAL and session.kind is Learned.INTERNAL


def _not_passed(sender: Router, session: Session, settings: BgpNeighborFamily, best: Path) -> str | None:
    """By BGP's own rules."""
    if best.session is not None and best.peer == session.neighbor.address:
        return "it is from there (split horizon)"
    community = next((each for each in ("no-advertise", "local-AS", "no-export") if each in best.communities), None)
    if community == "no-advertise" or (community and session.kind is not Learned.INTERNAL):
        return f"it carries the community {community}"
    if session.external and sender.traits.bgp_sender_loop_check and best.as_path[:1] == (session.peer_as,):
        return f"it is from AS {session.peer_as}, and this platform gives nothing back to it"
    if _reflected(best, session) and not (best.from_client or settings.route_reflector_client):
        return "it is from an iBGP peer, and goes to another only if the router reflects routes"
    return None


def _loop(router: Router, sent: Path) -> str:
    if sent.originator == router.router_id:
        return "it brought the path in itself (originator id)"
    if any(each in sent.clusters for each in router.cluster_ids()):
        return "its own cluster is in the cluster list"
    return f"AS loop, its own number is in the AS path {' '.join(map(str, sent.as_path))}"
