"""What one router tells another: a path as it leaves, and as it arrives (RFC 4271 section 5, RFC 4456, RFC 8212)."""

from __future__ import annotations

from dataclasses import replace

from netops.analysis.bgp.path import Learned, Path
from netops.analysis.bgp.session import Router, Session
from netops.analysis.policy import Context
from netops.errors import PredictionError
from netops.model import BgpNeighborFamily, IPPrefix

__all__ = ["accept", "announce", "announce_default"]

_PRIVATE = (range(64512, 65535), range(4200000000, 4294967295))  # RFC 6996


def announce(router: Router, session: Session, prefix: IPPrefix, best: Path) -> Path | None:
    """The path as this router sends it over this session, or None where it does not."""
    settings = session.family(prefix.version)
    if not _may_pass(session, settings, best):
        return None
    if session.external and router.process.ebgp_requires_policy and not _has_policy(settings, "out"):
        return None
    if settings.prefix_list_out is not None and not router.policy.prefix_list(settings.prefix_list_out, prefix):
        return None
    reflected = best.learned is Learned.INTERNAL and not session.external
    path = _leaving(router, session, best, reflected)
    if settings.route_map_out is not None:
        changed = router.policy.apply(
            settings.route_map_out, prefix, replace(path, peer=session.neighbor.address), Context(session.own_as)
        )
        if changed is None:
            return None
        own_next_hop = changed.next_hop != path.next_hop
        path = changed
    else:
        own_next_hop = False
    path = _as_path(session, settings, path)
    if not own_next_hop:
        path = _next_hop(session, settings, path, reflected)
    if not settings.send_community:
        path = replace(path, communities=frozenset())
    return path


def announce_default(router: Router, session: Session, family: int) -> Path:
    """The route of ``default-originate``; no outbound filter sees it, nor RFC 8212 (FRR, bgpd/bgp_updgrp_adv.c).

    Raises PredictionError where it hangs on a route map: that asks for any route of BGP's table.
    """
    settings = session.family(family)
    if settings.default_originate_route_map is not None:
        name = router.device.name
        raise PredictionError(
            f"{name}: default-originate with a route map ({session.neighbor.address}) is not predicted"
        )
    path = _leaving(router, session, Path(med=0), reflected=False)
    return _next_hop(session, settings, _as_path(session, settings, path), reflected=False)


def _may_pass(session: Session, settings: BgpNeighborFamily, best: Path) -> bool:
    if best.session is not None and best.peer == session.neighbor.address:
        return False
    if "no-advertise" in best.communities:
        return False
    if session.external:
        return not best.communities & {"no-export", "local-AS"}
    if best.learned is Learned.INTERNAL:
        return best.from_client or settings.route_reflector_client
    return True


def _has_policy(settings: BgpNeighborFamily, direction: str) -> bool:
    names = (getattr(settings, f"route_map_{direction}"), getattr(settings, f"prefix_list_{direction}"))
    return any(name is not None for name in names)


def _leaving(router: Router, session: Session, best: Path, reflected: bool) -> Path:
    """The attributes before policy: what is local to this router goes, what reflection adds comes."""
    preference, med, originator, clusters = best.local_preference, best.med, best.originator, best.clusters
    if session.external:
        preference, originator, clusters = None, None, ()
        med = med if best.learned is Learned.LOCAL else None
    else:
        preference = router.process.default_local_preference if preference is None else preference
        if reflected:
            originator, clusters = best.originator or best.peer_id, (router.cluster_id, *best.clusters)
    return Path(  # spelled out, as here and in accept() dataclasses.replace would take most of a prediction
        as_path=best.as_path,
        next_hop=best.next_hop,
        link_local=best.link_local,
        origin=best.origin,
        local_preference=preference,
        med=med,
        communities=best.communities,
        originator=originator,
        clusters=clusters,
        learned=best.learned,
        tag=best.tag,
        metric_type=best.metric_type,
        distance=best.distance,
        protocol=best.protocol,
        interface=best.interface,
    )


def _as_path(session: Session, settings: BgpNeighborFamily, path: Path) -> Path:
    if not session.external:
        return path
    numbers = path.as_path
    if settings.remove_private_as and all(any(n in span for span in _PRIVATE) for n in numbers):
        numbers = ()
    if settings.as_override:
        numbers = tuple(session.own_as if n == session.neighbor.remote_as else n for n in numbers)
    return replace(path, as_path=(session.own_as, *numbers))


def _next_hop(session: Session, settings: BgpNeighborFamily, path: Path, reflected: bool) -> Path:
    """Ourselves to external peers, unless the next hop is on the subnet that we share; else unchanged (5.1.3)."""
    shared = (
        session.external
        and session.interface is not None
        and path.next_hop is not None
        and path.next_hop.version == session.neighbor.address.version
        and _on_shared_subnet(session, path)
    )
    forced = settings.next_hop_self_force or (settings.next_hop_self and not reflected)
    if path.next_hop is None or forced or (session.external and not shared):
        return replace(path, next_hop=session.address, link_local=session.link_local if session.interface else None)
    return replace(path, link_local=None)


def _on_shared_subnet(session: Session, path: Path) -> bool:
    # The third party must be reachable by the peer directly: same interface as the one towards the peer.
    return path.interface is not None and path.interface == session.interface


def accept(router: Router, number: int, session: Session, sender: Router, prefix: IPPrefix, sent: Path) -> Path | None:
    """The path as this router keeps it, or None where it refuses; ``number`` is its session's."""
    settings = session.family(prefix.version)
    if _loops(router, session, settings, sent) or sent.next_hop in router.owned:
        return None
    if session.external and router.process.ebgp_requires_policy and not _has_policy(settings, "in"):
        return None
    path = Path(
        as_path=sent.as_path,
        next_hop=sent.next_hop,
        link_local=sent.link_local,
        origin=sent.origin,
        local_preference=None if session.external else sent.local_preference,
        med=sent.med,
        communities=sent.communities,
        weight=settings.weight or 0,
        originator=sent.originator,
        clusters=sent.clusters,
        learned=Learned.EXTERNAL if session.external else Learned.INTERNAL,
        session=number,
        peer=session.neighbor.address,
        peer_id=sender.router_id,
        from_client=settings.route_reflector_client and not session.external,
        aggregate=sent.aggregate,
        metric_type=sent.metric_type,
        distance=sent.distance,
        interface=session.interface,
    )
    if settings.prefix_list_in is not None and not router.policy.prefix_list(settings.prefix_list_in, prefix):
        return None
    if settings.route_map_in is not None:
        return router.policy.apply(settings.route_map_in, prefix, path, Context(session.own_as))
    return path


def _loops(router: Router, session: Session, settings: BgpNeighborFamily, sent: Path) -> bool:
    if sent.as_path.count(router.process.asn) > (settings.allowas_in or 0):
        return True
    if session.own_as != router.process.asn and session.own_as in sent.as_path:
        return True
    return not session.external and (sent.originator == router.router_id or router.cluster_id in sent.clusters)
