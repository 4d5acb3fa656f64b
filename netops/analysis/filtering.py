"""Distribute lists: which routes a routing process takes in, or gives out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from netops.analysis.bgp.path import Path
from netops.analysis.policy import Policy
from netops.model import AccessList, Action, Device, Filter, IPPrefix, Route

__all__ = ["as_path", "list_permits", "permitted", "taken"]

_TYPES = {"E1": 1, "N1": 1, "E2": 2, "N2": 2}


def permitted(device: Device, policy: Policy, each: Filter, route: Route) -> bool:
    """Whether a filter lets this route pass."""
    if each.prefix_list is not None:
        return policy.prefix_list(each.prefix_list, route.prefix)
    if each.route_map is not None:
        return policy.apply(each.route_map, route.prefix, as_path(route)) is not None
    if each.access_list is not None:
        return list_permits(device, each.access_list, route.prefix)
    return True


def taken(device: Device, policy: Policy, filters: Iterable[Filter], route: Route) -> Route | None:
    """What of a route the filters let in: one on an interface takes away the ways over it; None: nothing is left."""
    for each in filters:
        if each.direction != "in" or each.family != route.prefix.version or permitted(device, policy, each, route):
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
        metric_type=_TYPES.get(route.detail),
        protocol=route.protocol,
        tag=route.tag,
        interface=next((hop.interface for hop in route.next_hops), None),
        next_hop=next(iter(route.gateways), None) or next((hop.address for hop in route.next_hops), None),
    )
    return replace(path, **changes) if changes else path  # type: ignore[arg-type]  # any field


def list_permits(device: Device, name: str, prefix: IPPrefix) -> bool:
    """What an access list says of a route: a standard one sees the network, an extended one its mask besides.

    One that is not defined permits all, as on IOS.
    """
    found = next((each for each in device.access_lists if each.name == name and each.family == prefix.version), None)
    return True if found is None else _entries_permit(found, prefix)


def _entries_permit(found: AccessList, prefix: IPPrefix) -> bool:
    for entry in found.entries:
        network, mask = prefix.network_address, prefix.netmask
        here = entry.source is None or network in entry.source
        there = entry.destination is None or mask in entry.destination
        if here and there:
            return entry.action is Action.PERMIT
    return found.unmatched is Action.PERMIT
