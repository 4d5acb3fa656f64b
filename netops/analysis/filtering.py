"""Distribute lists: which routes a routing process takes in, or gives out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from netops.analysis.bgp.path import Path
from netops.analysis.policy import Policy
from netops.model import Filter, Route

__all__ = ["as_path", "permitted", "taken"]

_METRIC_TYPES = {"E1": 1, "N1": 1, "E2": 2, "N2": 2}
_KINDS = {
    **dict.fromkeys(("intra", "inter", "ibgp", "internal"), "internal"),
    **dict.fromkeys(("E1", "E2", "ebgp", "external"), "external"),
    **dict.fromkeys(("N1", "N2"), "nssa-external"),
}
_LEVELS = {"L1": "level-1", "L2": "level-2", "ia": "level-1"}


def permitted(policy: Policy, each: Filter, route: Route) -> bool:
    """Whether a filter lets this route pass."""
    if each.prefix_list is not None:
        return policy.prefix_list(each.prefix_list, route.prefix)
    if each.route_map is not None:
        return policy.apply(each.route_map, route.prefix, as_path(route)) is not None
    if each.access_list is not None:
        return policy.access_list(each.access_list, route.prefix)
    return True


def taken(policy: Policy, filters: Iterable[Filter], route: Route) -> Route | None:
    """What of a route the filters let in: one on an interface takes away the ways over it; None: nothing is left."""
    for each in filters:
        if each.direction != "in" or each.family != route.prefix.version or permitted(policy, each, route):
            continue
        if each.interface is None:
            return None
        left = frozenset(hop for hop in route.next_hops if hop.interface != each.interface)
        if not left:
            return None
        route = replace(route, next_hops=left)
    return route


def as_path(route: Route, **changes: object) -> Path:
    """The route as policies see it."""
    path = Path(
        med=route.metric,
        metric_type=_METRIC_TYPES.get(route.detail),
        route_type=_KINDS.get(route.detail, ""),
        level=_LEVELS.get(route.detail, ""),
        protocol=route.protocol,
        tag=route.tag,
        interface=next((hop.interface for hop in route.next_hops), None),
        next_hop=next(iter(route.gateways), None) or next((hop.address for hop in route.next_hops), None),
    )
    return replace(path, **changes) if changes else path  # type: ignore[arg-type]  # any field
