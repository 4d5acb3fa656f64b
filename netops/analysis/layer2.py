"""Layers 1 and 2: which interfaces have a carrier, and which of them hear each other.

Spanning tree never parts what is joined, so a broadcast domain is the connected component of ports, wires and VLANs
(IEEE 802.1Q); which ports RSTP blocks plays no part in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field

from netops.analysis.failures import Failures
from netops.model import Device, Endpoint, Interface, InterfaceKind, Link, Network, SwitchMode

__all__ = ["Layer2", "Wiring", "broadcast_domains", "domains_among", "wire_tags"]


@dataclass(frozen=True, slots=True)
class Layer2:
    """``up``: interfaces that are enabled and have a carrier, of devices that run.

    ``domain`` maps each routed interface that is up to the number of its broadcast domain, ``members`` back.
    """

    up: frozenset[Endpoint]
    domain: Mapping[Endpoint, int]
    members: Mapping[int, tuple[Endpoint, ...]]
    vlans: Mapping[tuple[str, int], int] = field(default_factory=dict)  # (switch, VLAN) that reaches a routed interface
    ports: Mapping[str, Set[str]] = field(default_factory=dict)  # the names of ``up`` by device

    def up_on(self, device: str) -> Set[str]:
        """The names of a device's interfaces that are up: who looks at all of them needs no Endpoint for each."""
        return self.ports.get(device, frozenset())

    def neighbors(self, end: Endpoint) -> tuple[Endpoint, ...]:
        """The other routed interfaces in the broadcast domain."""
        number = self.domain.get(end)
        return () if number is None else tuple(each for each in self.members[number] if each != end)


def broadcast_domains(network: Network, failures: Failures | None = None) -> Layer2:
    """Layer 2 of the network with these failures; cost is linear in ports times VLANs."""
    return Wiring(network).under(failures or Failures())


def domains_among(network: Network, up: frozenset[Endpoint]) -> Layer2:
    """Layer 2 of the network where exactly these interfaces are up, whoever says so."""
    return Wiring(network).among(up)


_Vertex = tuple[Endpoint | str, int | None]
"""(port, tag on its wire) or (switch, VLAN)."""


class Wiring:
    """What of layer 2 hangs on the configurations alone: worked out once, for any number of failures.

    Vertices are numbered, so that joining them needs no hashing.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        numbers: defaultdict[_Vertex, int] = defaultdict(lambda: len(numbers))
        self._lines = [
            (link.a, link.b, [(numbers[link.a, tag], numbers[link.b, tag]) for tag in _tags_of(network, link)])
            for link in network.links
        ]
        members = [(device.name, each) for device in network.devices.values() for each in _switch_memberships(device)]
        self._members = [(end, numbers[end, tag], numbers[name, vlan]) for name, (end, vlan, tag) in members]
        self._vlans = {(name, vlan): numbers[name, vlan] for name, (_, vlan, _) in members}
        self._attached = [
            (Endpoint(name, interface.name), numbers[vertex])
            for name, device in sorted(network.devices.items())
            for interface in device.interfaces.values()
            if (vertex := _attachment(device, interface)) is not None
        ]
        self._count = len(numbers)

    def under(self, failures: Failures) -> Layer2:
        """With these failures."""
        return self.among(_interfaces_up(self.network, failures))

    def among(self, up: frozenset[Endpoint]) -> Layer2:
        """Where exactly these interfaces are up."""
        union = _UnionFind(self._count)
        for a, b, pairs in self._lines:
            if a in up and b in up:
                for one, other in pairs:
                    union.join(one, other)
        for end, port, vlan in self._members:
            if end in up:
                union.join(port, vlan)
        found: defaultdict[int, list[Endpoint]] = defaultdict(list)
        for end, vertex in self._attached:
            if end in up:
                found[union.find(vertex)].append(end)
        members = dict(enumerate(map(tuple, found.values())))
        numbers = {root: number for number, root in enumerate(found)}
        reached = {each: numbers[root] for each, at in self._vlans.items() if (root := union.find(at)) in numbers}
        ports: defaultdict[str, set[str]] = defaultdict(set)
        for end in up:
            ports[end.device].add(end.interface)
        domain = {end: number for number, ends in members.items() for end in ends}
        return Layer2(up, domain, members, reached, ports)


class _UnionFind:
    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def find(self, vertex: int) -> int:
        parent = self._parent
        while (above := parent[vertex]) != vertex:
            parent[vertex] = vertex = parent[above]  # halve the way for the next who asks
        return vertex

    def join(self, one: int, other: int) -> None:
        self._parent[self.find(one)] = self.find(other)


def _tags_of(network: Network, link: Link) -> list[int | None]:
    """What may pass both ends of a line."""
    one, other = wire_tags(network, link.a), wire_tags(network, link.b)
    return [tag for tag in one if tag in other]


def _interfaces_up(network: Network, failures: Failures) -> frozenset[Endpoint]:
    enabled = {
        Endpoint(device.name, interface.name)
        for device in network.devices.values()
        if device.name not in failures.devices
        for interface in device.interfaces.values()
        if interface.enabled
    } - failures.interfaces
    carrier = {
        end
        for link in network.links
        if link.name not in failures.links and link.a in enabled and link.b in enabled
        for end in (link.a, link.b)
    }
    return frozenset(end for end in enabled if _has_carrier(network, end, enabled, carrier))


def _has_carrier(network: Network, end: Endpoint, enabled: set[Endpoint], carrier: set[Endpoint]) -> bool:
    device = network.devices[end.device]
    interface = device.interfaces[end.interface]
    if interface.kind is InterfaceKind.SUBINTERFACE and interface.parent is not None:
        parent = Endpoint(end.device, interface.parent)
        return parent in carrier and parent in enabled
    if interface.kind is InterfaceKind.ETHERNET:
        return end in carrier or _is_management(device, interface)
    if interface.kind is InterfaceKind.LAG:
        members = [Endpoint(end.device, each.name) for each in device.interfaces.values() if each.lag == interface.name]
        return end in carrier or any(member in carrier for member in members)
    return True


def _is_management(device: Device, interface: Interface) -> bool:
    """The out-of-band port is wired to a network of its own, which the estate does not draw."""
    return device.management is not None and any(each.ip == device.management for each in interface.addresses)


def wire_tags(network: Network, end: Endpoint) -> dict[int | None, int | None]:
    """What may pass this end of a wire: the tags in use, None for untagged frames.

    Each with the VLAN that it means to a switch; to a router it means a subinterface, and the VLAN is None.  Nothing
    passes a port that is not there.
    """
    device = network.devices.get(end.device)
    interface = device.interfaces.get(end.interface) if device is not None else None
    if device is None or interface is None:
        return {}
    if interface.switchport is not None:
        return {tag: vlan for _, vlan, tag in _port_memberships(device, interface)}
    return dict.fromkeys((None, *(each.vlan for each in device.interfaces.values() if each.parent == end.interface)))


def _switch_memberships(device: Device) -> Iterator[tuple[Endpoint, int, int | None]]:
    for interface in device.interfaces.values():
        if interface.switchport is not None:
            yield from _port_memberships(device, interface)


def _port_memberships(device: Device, interface: Interface) -> Iterator[tuple[Endpoint, int, int | None]]:
    """(port, VLAN, tag on the wire) for each VLAN that the port carries."""
    port = interface.switchport
    assert port is not None
    end = Endpoint(device.name, interface.name)
    if port.mode is SwitchMode.ACCESS:
        if port.access_vlan is not None:
            yield end, port.access_vlan, None
        return
    for vlan in port.trunk_vlans:
        if vlan != port.native_vlan:
            yield end, vlan, vlan
    if port.native_vlan is not None:
        yield end, port.native_vlan, None


def _attachment(device: Device, interface: Interface) -> _Vertex | None:
    """Where a routed interface touches layer 2; None where it does not."""
    if not interface.addresses or interface.kind is InterfaceKind.LOOPBACK:
        return None
    if interface.kind is InterfaceKind.SVI:
        return (device.name, interface.vlan)
    if interface.kind is InterfaceKind.SUBINTERFACE and interface.parent is not None:
        return (Endpoint(device.name, interface.parent), interface.vlan)
    if _is_management(device, interface):
        return ("out-of-band", None)
    return (Endpoint(device.name, interface.name), None)
