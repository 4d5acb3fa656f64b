"""What a routing process takes from the others of its router: the routes, and what policies make of them."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address

from netops.analysis.bgp.path import Path
from netops.analysis.policy import Context, Policy
from netops.analysis.rib import RouterRib
from netops.model import Device, IPPrefix, Redistribution, Route
from netops.platforms import get_platform

__all__ = ["classful", "decide", "source_routes"]

NO_CONTEXT = Context()
_NAMES = {"ospf6": "ospf", "ospfv3": "ospf", "ripng": "rip", "direct": "connected"}
_MATCH = {"E1": "external-1", "E2": "external-2", "N1": "nssa-external-1", "N2": "nssa-external-2"}


def source_routes(
    rib: RouterRib, wanted: Redistribution, device: Device, family: int, own: str | None = None
) -> Iterator[Route]:
    """The best routes that a redistribution asks for, before its policies.

    ``own``: the OSPF process that asks, None where another protocol does; what is its own it does not take.
    """
    protocol = _NAMES.get(wanted.protocol, wanted.protocol)
    if protocol == "any":
        found: Iterator[tuple[IPPrefix, Route]] = (each for each in rib.items() if each[0].version == family)
    else:
        found = rib.of_protocol(protocol, family)
    for _, route in found:
        if route.protocol == "ospf" and own is not None and route.process == own:
            continue
        if wanted.process and route.process and wanted.process != route.process:
            continue
        if route.detail == "discard" or not _matches(wanted, route) or not _internal_bgp(device, route, wanted):
            continue
        if wanted.subnets or classful(route.prefix) == route.prefix:
            yield route


def _matches(wanted: Redistribution, route: Route) -> bool:
    """Of OSPF's routes those that ``match`` names; "external" names are of both types."""
    return not wanted.match or route.protocol != "ospf" or _MATCH.get(route.detail, "internal") in wanted.match


def _internal_bgp(device: Device, route: Route, wanted: Redistribution) -> bool:
    """Whether an internal BGP route may go into an IGP at all; NX-OS lets it where the route map asks for it."""
    if route.protocol != "bgp" or route.detail != "ibgp":
        return True
    process = device.bgp_process()
    families = process.families if process is not None else ()
    family = next((each for each in families if each.family == route.prefix.version), None)
    configured = family.redistribute_internal if family is not None else None
    traits = get_platform(device.platform).traits
    if configured is None and traits.redistributes_ibgp_on_request and _asks_for_internal(device, wanted.route_map):
        return True
    return traits.redistributes_ibgp if configured is None else configured


def _asks_for_internal(device: Device, name: str | None) -> bool:
    return any(
        match.kind == "route-type" and "internal" in match.arguments
        for each in device.route_maps
        if each.name == name
        for clause in each.clauses
        for match in clause.matches
    )


def classful(prefix: IPPrefix) -> IPPrefix:
    """The network that the address was of before there were masks; an IPv6 prefix is its own."""
    if prefix.version == 6 or prefix.prefixlen == 0:
        return prefix
    assert isinstance(prefix.network_address, IPv4Address)
    first = int(prefix.network_address) >> 24
    length = 8 if first < 128 else 16 if first < 192 else 24
    return prefix if prefix.prefixlen <= length else prefix.supernet(new_prefix=length)


def decide(
    policy: Policy, wanted: Redistribution, route: Route, path: Path, context: Context = NO_CONTEXT
) -> Path | None:
    """What the redistribution's route map, or its chain of policies, makes of a route."""
    if wanted.route_map is not None:
        return policy.apply(wanted.route_map, route.prefix, path, context)
    if wanted.policies:
        return policy.chain(wanted.policies, route.prefix, path, context, default=False)
    return path
