"""A path as it arrives (RFC 4271 section 9.1, RFC 8212)."""

from __future__ import annotations

from netops.analysis.bgp.as_path import been_here, received_as_path
from netops.analysis.bgp.path import Learned, Path
from netops.analysis.bgp.router import Router
from netops.analysis.bgp.session import Session
from netops.analysis.policy import Context
from netops.model import BgpNeighborFamily, IPPrefix

__all__ = ["accept", "arriving", "has_policy"]


def accept(router: Router, number: int, session: Session, sender: Router, prefix: IPPrefix, sent: Path) -> Path | None:
    """The path as this router keeps it, or None where it refuses; ``number`` is its session's."""
    settings = session.family(prefix.version)
    if been_here(router, session, settings, sent) or sent.next_hop in router.owned:
        return None
    if session.external and router.process.ebgp_requires_policy and not has_policy(settings, "in"):
        return None
    path = arriving(number, session, settings, sender, sent)
    return _filtered(router, session, settings, prefix, path)


def arriving(number: int, session: Session, settings: BgpNeighborFamily, sender: Router, sent: Path) -> Path:
    """The attributes before policy."""
    neighbor = session.neighbor
    preference = neighbor.local_preference if session.external else sent.local_preference
    return Path(
        as_path=received_as_path(session, sent),
        next_hop=sent.next_hop,
        link_local=sent.link_local,
        origin=sent.origin,
        local_preference=preference,
        med=sent.med,
        communities=sent.communities,
        weight=settings.weight or 0,
        originator=sent.originator,
        clusters=sent.clusters,
        learned=session.kind,
        session=number,
        peer=neighbor.address,
        peer_id=sender.router_id,
        from_client=settings.route_reflector_client and session.kind is Learned.INTERNAL,
        aggregate=sent.aggregate,
        metric_type=sent.metric_type,
        distance=neighbor.distance,
        interface=session.interface,
        extended=sent.extended,
        large=sent.large,
        confederation=sent.confederation,
        as_set=sent.as_set,
    )


def _filtered(
    router: Router, session: Session, settings: BgpNeighborFamily, prefix: IPPrefix, path: Path
) -> Path | None:
    policy = router.policy
    if settings.prefix_list_in is not None and not policy.prefix_list(settings.prefix_list_in, prefix):
        return None
    if settings.distribute_in is not None and not policy.access_list(settings.distribute_in, prefix):
        return None
    if settings.filter_in is not None and not policy.as_path_list(settings.filter_in, path):
        return None
    if settings.route_map_in is None and not settings.policies_in:
        return path
    context = Context(session.own_as, session.address, session.peer_as, exists=router.exists)
    if settings.route_map_in is not None:
        return policy.apply(settings.route_map_in, prefix, path, context)
    return policy.chain(settings.policies_in, prefix, path, context, default=router.traits.bgp_default_import)


def has_policy(settings: BgpNeighborFamily, direction: str) -> bool:
    """Whether anything is configured that filters what goes this way (RFC 8212)."""
    names = ("route_map", "prefix_list", "distribute", "filter")
    if any(getattr(settings, f"{name}_{direction}") is not None for name in names):
        return True
    return bool(settings.policies_in if direction == "in" else settings.policies_out)
