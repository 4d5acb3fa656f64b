"""Routes that need no protocol: connected prefixes, virtual addresses, and static routes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from ipaddress import ip_network

from netops.analysis.layer2 import Layer2
from netops.analysis.rib import Prefixes, RouterRib, resolve
from netops.model import (
    Device,
    Endpoint,
    IPPrefix,
    Network,
    NextHop,
    Route,
    StaticRoute,
    VrrpState,
)
from netops.platforms import get_platform

__all__ = ["connected_routes", "static_routes", "virtual_routers"]


def connected_routes(device: Device, layer2: Layer2, vrrp: Iterable[VrrpState]) -> dict[IPPrefix, Route]:
    """The prefixes of interfaces that are up, and the virtual addresses of which this router is master."""
    platform = get_platform(device.platform)
    distance = platform.distances["connected"]
    hops: defaultdict[IPPrefix, set[NextHop]] = defaultdict(set)
    up = layer2.up_on(device.name)
    for interface in device.interfaces.values():
        if interface.name in up and interface.vrf == "default":
            for address in interface.addresses:
                host = address.ip
                if not host.is_link_local and not host.is_loopback:
                    hops[address.network].add(NextHop(interface=interface.name))
    for state in vrrp:
        inside = device.interfaces[state.interface].vrf == "default"
        if inside and state.state == "master" and platform.vrrp_interface is not None:
            name = platform.vrrp_interface(state.interface, state.group, state.family)
            for virtual in state.addresses:
                if not virtual.is_link_local:
                    hops[ip_network(virtual)].add(NextHop(interface=name))
    return {prefix: Route(prefix, "connected", distance, 0, frozenset(found)) for prefix, found in hops.items()}


def virtual_routers(network: Network, layer2: Layer2) -> Mapping[str, tuple[VrrpState, ...]]:
    """The highest priority, then the highest address, is master (RFC 5798)."""
    rivals: defaultdict[tuple[int, int, int], list[tuple[int, int, Endpoint]]] = defaultdict(list)
    for end, domain in layer2.domain.items():
        interface = network.devices[end.device].interfaces[end.interface]
        for group in interface.vrrp:
            own = [int(each.ip) for each in interface.addresses if each.version == group.family]
            rivals[domain, group.group, group.family].append((group.priority, max(own, default=0), end))
    masters = {key: max(found)[2] for key, found in rivals.items()}
    states: dict[str, tuple[VrrpState, ...]] = {}
    for name, device in network.devices.items():
        states[name] = tuple(
            VrrpState(
                interface=interface.name,
                group=group.group,
                family=group.family,
                state=_vrrp_state(Endpoint(name, interface.name), group.group, group.family, layer2, masters),
                priority=group.priority,
                addresses=group.addresses,
            )
            for interface in device.interfaces.values()
            for group in interface.vrrp
        )
    return states


def _vrrp_state(
    end: Endpoint, group: int, family: int, layer2: Layer2, masters: Mapping[tuple[int, int, int], Endpoint]
) -> str:
    if end not in layer2.domain:
        return "initialize"
    return "master" if masters[layer2.domain[end], group, family] == end else "backup"


def static_routes(device: Device, rib: RouterRib, prefixes: Prefixes, layer2: Layer2) -> dict[IPPrefix, Route]:
    """The active static routes: of each prefix those with the least distance that lead somewhere, as one route."""
    by_prefix: defaultdict[IPPrefix, dict[int, Route]] = defaultdict(dict)
    for static in device.static_routes:
        if static.vrf == "default" and (hops := _static_hops(device, static, rib, prefixes, layer2)):
            found = by_prefix[static.prefix]
            present = found.get(static.distance, Route(static.prefix, "static", static.distance, 0, frozenset()))
            gateways = present.gateways if static.next_hop is None else (*present.gateways, static.next_hop)
            found[static.distance] = replace(present, next_hops=present.next_hops | hops, gateways=gateways)
    return {prefix: found[min(found)] for prefix, found in by_prefix.items()}


def _static_hops(
    device: Device, static: StaticRoute, rib: RouterRib, prefixes: Prefixes, layer2: Layer2
) -> frozenset[NextHop]:
    if static.blackhole:
        return frozenset({NextHop(blackhole=True)})
    if static.interface is not None:
        up = Endpoint(device.name, static.interface) in layer2.up
        return frozenset({NextHop(static.next_hop, static.interface)}) if up else frozenset()
    if static.next_hop is None:
        return frozenset()
    found = resolve(rib, prefixes, static.next_hop, excluding=static.prefix)
    return found.next_hops if found else frozenset()
