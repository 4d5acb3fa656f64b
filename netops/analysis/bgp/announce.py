"""A path as it leaves: whether, and how (RFC 4271 section 5, RFC 4456, RFC 5065, RFC 8212)."""

from __future__ import annotations

from dataclasses import replace

from netops.analysis.bgp.accept import has_policy
from netops.analysis.bgp.as_path import leaving_as_path
from netops.analysis.bgp.path import Learned, Path
from netops.analysis.bgp.router import Router
from netops.analysis.bgp.session import Session
from netops.analysis.policy import Context
from netops.model import BgpNeighborFamily, IPPrefix

__all__ = ["announce", "announce_default", "leaving"]

_NONE: frozenset[str] = frozenset()


def announce(router: Router, session: Session, prefix: IPPrefix, best: Path, igp: int | None = None) -> Path | None:
    """The path as this router sends it over this session, or None where it does not.

    ``igp``: the metric to its next hop.
    """
    settings = session.family(prefix.version)
    if not _may_pass(router, session, settings, best):
        return None
    if session.external and router.process.ebgp_requires_policy and not has_policy(settings, "out"):
        return None
    if not _passes_lists(router, settings, prefix, best) or _held_back(router, session, settings, prefix, best):
        return None
    reflected = best.learned is Learned.INTERNAL and session.kind is Learned.INTERNAL
    path = leaving(router, session, best, reflected)
    if settings.route_map_out is not None or settings.policies_out or router.traits.bgp_exports_table:
        changed = _through_policies(router, session, settings, prefix, path, igp)
        if changed is None:
            return None
        path = changed
    path = leaving_as_path(router, session, settings, path)
    if not path.next_hop_decided:
        path = _next_hop(session, settings, path, reflected)
    return _finished(session, settings, path, igp)


def _through_policies(
    router: Router, session: Session, settings: BgpNeighborFamily, prefix: IPPrefix, path: Path, igp: int | None
) -> Path | None:
    """What the export policies leave of a path; without a decision, only what BGP itself has goes out."""
    context = Context(session.own_as, session.address, session.peer_as, igp, exists=router.exists)
    asked = replace(path, peer=session.neighbor.address)
    if settings.route_map_out is not None:
        return router.policy.apply(settings.route_map_out, prefix, asked, context)
    own = path.protocol == "bgp" or not router.traits.bgp_exports_table
    return router.policy.chain(settings.policies_out, prefix, asked, context, default=own)


def announce_default(router: Router, session: Session, prefix: IPPrefix) -> Path | None:
    """The route of ``default-originate``; no outbound filter sees it, nor RFC 8212 (FRR, bgpd/bgp_updgrp_adv.c).

    Where it hangs on a route map, the session's conditions tell whether any route passes that.
    """
    settings = session.family(prefix.version)
    if not session.condition(prefix.version, -1):
        return None
    path = leaving(router, session, Path(med=0), reflected=False)
    if settings.default_originate_route_map is not None:
        path = router.policy.apply(settings.default_originate_route_map, prefix, path, Context(session.own_as)) or path
    path = leaving_as_path(router, session, settings, path)
    return _finished(session, settings, _next_hop(session, settings, path, reflected=False), None)


def _may_pass(router: Router, session: Session, settings: BgpNeighborFamily, best: Path) -> bool:
    if best.session is not None and best.peer == session.neighbor.address:
        return False
    if "no-advertise" in best.communities:
        return False
    if session.kind is not Learned.INTERNAL:
        if "local-AS" in best.communities:
            return False
        if session.kind is Learned.CONFEDERATE:
            return True
        if "no-export" in best.communities:
            return False
        return not _returns(router, session, settings, best)
    if best.learned is Learned.INTERNAL:
        reflects = best.from_client or settings.route_reflector_client
        between_clients = best.from_client and settings.route_reflector_client
        return reflects and (router.process.client_to_client_reflection or not between_clients)
    return True


def _returns(router: Router, session: Session, settings: BgpNeighborFamily, best: Path) -> bool:
    """Whether it came from the peer's AS, and this platform gives nothing back."""
    if not router.traits.bgp_sender_loop_check or session.neighbor.advertise_peer_as or settings.as_override:
        return False
    return best.as_path[:1] == (session.peer_as,)


def _passes_lists(router: Router, settings: BgpNeighborFamily, prefix: IPPrefix, best: Path) -> bool:
    policy = router.policy
    if settings.prefix_list_out is not None and not policy.prefix_list(settings.prefix_list_out, prefix):
        return False
    if settings.distribute_out is not None and not policy.access_list(settings.distribute_out, prefix):
        return False
    return settings.filter_out is None or policy.as_path_list(settings.filter_out, best)


def _held_back(router: Router, session: Session, settings: BgpNeighborFamily, prefix: IPPrefix, best: Path) -> bool:
    """Whether a conditional advertisement is about this path, and its condition is not met."""
    return any(
        not session.condition(settings.family, number)
        and router.policy.apply(each.advertise, prefix, best, Context(session.own_as)) is not None
        for number, each in enumerate(settings.conditions)
    )


def leaving(router: Router, session: Session, best: Path, reflected: bool) -> Path:
    """The attributes before policy: what is local to this router goes, what reflection adds comes."""
    preference, med, originator, clusters = best.local_preference, best.med, best.originator, best.clusters
    if session.external:
        preference, originator, clusters = None, None, ()
        med = med if best.learned is Learned.LOCAL else None
    else:
        own = session.neighbor.local_preference
        own = router.process.default_local_preference if own is None else own
        preference = own if preference is None else preference
        if reflected:
            originator = best.originator or best.peer_id
            clusters = (router.cluster_id(session.neighbor), *best.clusters)
    return Path(  # spelled out, as here and on arrival dataclasses.replace would take most of a prediction
        as_path=best.as_path,
        next_hop=best.next_hop if best.table is None else best.endpoint,  # of another table, it is nobody else's
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
        protocol=best.protocol,
        interface=best.interface,
        extended=best.extended,
        large=best.large,
        confederation=best.confederation,
        as_set=best.as_set,
        next_hop_decided=best.table is not None
        and best.endpoint is not None,  # where the tunnel ends, whoever tells it
        route_type=best.route_type,
        level=best.level,
        area=best.area,
    )


def _next_hop(session: Session, settings: BgpNeighborFamily, path: Path, reflected: bool) -> Path:
    """Ourselves to external peers, unless the next hop is on the subnet that we share; else unchanged (5.1.3)."""
    if settings.next_hop_unchanged and path.next_hop is not None:
        return replace(path, link_local=None)
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


def _finished(session: Session, settings: BgpNeighborFamily, path: Path, igp: int | None) -> Path:
    """With what the neighbour as a whole is given, and without the communities that it is not sent."""
    neighbor = session.neighbor
    if neighbor.med_out_igp and igp is not None:
        path = replace(path, med=max(0, igp + (neighbor.med_out or 0)))
    elif neighbor.med_out is not None:
        path = replace(path, med=neighbor.med_out)
    if not settings.send_community and path.communities:
        path = replace(path, communities=_NONE)
    if not settings.send_extended_community and path.extended:
        path = replace(path, extended=_NONE)
    if not settings.send_large_community and path.large:
        path = replace(path, large=_NONE)
    return path
