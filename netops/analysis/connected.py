"""Routes that interfaces alone make: connected prefixes, the router's own addresses, and virtual ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from ipaddress import ip_network

from netops.analysis.layer2 import Layer2
from netops.model import (
    Device,
    Endpoint,
    Interface,
    IPAddress,
    IPInterface,
    IPPrefix,
    Network,
    NextHop,
    Route,
    VrrpState,
)
from netops.platforms import get_platform

__all__ = ["connected_routes", "virtual_routers"]

_Hops = defaultdict[IPPrefix, set[NextHop]]


def connected_routes(device: Device, layer2: Layer2, vrrp: Iterable[VrrpState]) -> dict[IPPrefix, Route]:
    """The prefixes of interfaces that are up, the router's own addresses, and the virtual ones that it answers for."""
    traits = get_platform(device.platform).traits
    up = layer2.up_on(device.name)
    ports = [each for each in device.interfaces.values() if each.name in up and each.vrf == "default"]
    networks: _Hops = defaultdict(set)
    hosts: _Hops = defaultdict(set)
    standby: _Hops = defaultdict(set)
    for port in ports:
        for address in _own(port):
            whole = address.network.prefixlen == address.network.max_prefixlen
            if not (whole and traits.host_as_local):
                networks[address.network].add(NextHop(interface=port.name))
            if traits.local_routes:
                hosts[ip_network(address.ip)].add(NextHop(interface=port.name))
        if traits.hsrp_routes:
            for virtual in _hot_standby(port):
                standby[ip_network(virtual)].add(NextHop(interface=port.name))
    for name, virtual in _answered(device, vrrp):
        networks[ip_network(virtual)].add(NextHop(interface=name))
    return _routes(device, "local", hosts) | _routes(device, "hsrp", standby) | _routes(device, "connected", networks)


def _routes(device: Device, protocol: str, found: Mapping[IPPrefix, set[NextHop]]) -> dict[IPPrefix, Route]:
    distance = get_platform(device.platform).distances.get(protocol, 0)
    return {prefix: Route(prefix, protocol, distance, 0, frozenset(hops)) for prefix, hops in found.items()}


def _own(port: Interface) -> Iterator[IPInterface]:
    """Its addresses as far as they make routes; an anycast gateway's subnet is connected as well."""
    for address in port.addresses:
        if not address.ip.is_link_local and not address.ip.is_loopback:
            yield address
    for address in port.virtual_addresses:
        if address.network.prefixlen < address.network.max_prefixlen:
            yield address


def _hot_standby(port: Interface) -> Iterator[IPAddress]:
    for group in port.hsrp:
        yield from (each for each in group.addresses if not each.is_link_local)


def _answered(device: Device, vrrp: Iterable[VrrpState]) -> Iterator[tuple[str, IPAddress]]:
    """Virtual addresses of which this router is master, with the interface that holds them."""
    holder = get_platform(device.platform).vrrp_interface
    for state in vrrp:
        if holder is not None and state.state == "master" and device.interfaces[state.interface].vrf == "default":
            name = holder(state.interface, state.group, state.family)
            yield from ((name, each) for each in state.addresses if not each.is_link_local)


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
