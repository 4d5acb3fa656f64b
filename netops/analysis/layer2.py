"""Layers 1 and 2: which interfaces have a carrier, and which of them hear each other.

Spanning tree never parts what is joined, so a broadcast domain is the connected component of ports, wires and VLANs
(IEEE 802.1Q); which ports RSTP blocks plays no part in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cached_property

from netops.analysis.carrier import interfaces_up, is_management
from netops.analysis.failures import Failures
from netops.model import Device, Endpoint, Interface, InterfaceKind, Link, Network, SwitchMode

__all__ = ["Layer2", "Wiring", "broadcast_domains", "domains_among", "wire_tags"]


@dataclass(frozen=True, slots=True)
class Layer2:
    """``up``: interfaces that are enabled and have a carrier, of devices that run.

    ``domain`` maps each routed interface that is up to the number of its broadcast domain, ``members`` back.
    ``moved``: where it is known what differs from the whole network, the interfaces that are down, or parted from most
    of those that they were with.  Any two others are in one domain here if and only if they are in the whole network.
    """

    up: frozenset[Endpoint]
    domain: Mapping[Endpoint, int]
    members: Mapping[int, tuple[Endpoint, ...]]
    vlans: Mapping[tuple[str, int], int] = field(default_factory=dict)  # (switch, VLAN) that reaches a routed interface
    ports: Mapping[str, Set[str]] = field(default_factory=dict)  # the names of ``up`` by device
    moved: frozenset[Endpoint] | None = None

    def up_on(self, device: str) -> Set[str]:
        """The names of a device's interfaces that are up: who looks at all of them needs no Endpoint for each."""
        return self.ports.get(device, frozenset())

    def neighbors(self, end: Endpoint) -> tuple[Endpoint, ...]:
        """The other routed interfaces in the broadcast domain."""
        number = self.domain.get(end)
        return () if number is None else tuple(each for each in self.members[number] if each != end)


def broadcast_domains(network: Network, failures: Failures | None = None) -> Layer2:
    """Layer 2 of the network with these failures; cost is linear in ports times VLANs."""
    up = interfaces_up(network, failures or Failures(), network.devices, network.links)
    return domains_among(network, up)


def domains_among(network: Network, up: frozenset[Endpoint]) -> Layer2:
    """Layer 2 of the network where exactly these interfaces are up, whoever says so."""
    return Wiring(network).among(up)


_Vertex = tuple[Endpoint | str, int | None]
"""(port, tag on its wire) or (switch, VLAN)."""


class Wiring:
    """What of layer 2 hangs on the configurations alone: worked out once, for any number of failures.

    Vertices are numbered, so that joining them needs no hashing.  Failures only take away, so under them no more than
    the domains that lost something are joined anew.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        numbers: defaultdict[_Vertex, int] = defaultdict(lambda: len(numbers))
        lines = [
            (link.a, link.b, [(numbers[link.a, tag], numbers[link.b, tag]) for tag in _tags_of(network, link)])
            for link in network.links
        ]
        members = [(device.name, each) for device in network.devices.values() for each in _switch_memberships(device)]
        memberships = [(end, numbers[end, tag], numbers[name, vlan]) for name, (end, vlan, tag) in members]
        memberships += [(end, numbers[end, tag], numbers[bundle, tag]) for end, bundle, tag in _bundled(network)]
        vlans = {(name, vlan): numbers[name, vlan] for name, (_, vlan, _) in members}
        attached = [
            (Endpoint(name, interface.name), numbers[vertex])
            for name, device in sorted(network.devices.items())
            for interface in device.interfaces.values()
            if (vertex := _attachment(device, interface)) is not None
        ]
        vertex_of = dict(attached)
        for index, cloud in enumerate(network.clouds):
            heard = [end for end in cloud.ends if end in vertex_of]
            memberships += [(end, vertex_of[end], numbers[f"cloud {index}", None]) for end in heard if len(heard) > 1]
        self._ends = {link.name: (link.a, link.b) for link in network.links}
        self._links: defaultdict[str, list[Link]] = defaultdict(list)
        for link in network.links:
            self._links[link.a.device].append(link)
            self._links[link.b.device].append(link)
        self._all = _Part(lines, memberships, attached, list(vlans.items()))
        self._count = len(numbers)

    def under(self, failures: Failures) -> Layer2:
        """With these failures."""
        whole, parts = self._whole
        if not failures:
            return whole
        lost = self._lost(whole, failures)
        touched = {number: part for end in lost for number, part in parts.get(end, ())}
        return _without(whole, lost, touched.values(), _UnionFind(self._count))

    def _lost(self, whole: Layer2, failures: Failures) -> frozenset[Endpoint]:
        """What goes down: on the devices where something fails, and on those that they are wired to."""
        at = failures.devices | {end.device for end in failures.interfaces}
        at |= {end.device for name in failures.links for end in self._ends.get(name, ())}
        near = (
            at | {link.other(name).device for name in at for link in self._links[name]}
        ) & self.network.devices.keys()
        links = {link.name: link for name in near for link in self._links[name]}
        left = interfaces_up(self.network, failures, near, links.values())
        were = (Endpoint(name, port) for name in near for port in whole.up_on(name))
        return frozenset(end for end in were if end not in left)

    def among(self, up: frozenset[Endpoint]) -> Layer2:
        """Where exactly these interfaces are up."""
        return self._joined(up, _UnionFind(self._count))

    def _joined(self, up: frozenset[Endpoint], union: _UnionFind) -> Layer2:
        found, reached = self._all.joined(up, union)
        members = dict(enumerate(map(tuple, found.values())))
        numbers = {root: number for number, root in enumerate(found)}
        ports: defaultdict[str, set[str]] = defaultdict(set)
        for end in up:
            ports[end.device].add(end.interface)
        domain = {end: number for number, ends in members.items() for end in ends}
        return Layer2(up, domain, members, {each: numbers[root] for each, root in reached.items()}, ports)

    @cached_property
    def _whole(self) -> tuple[Layer2, Mapping[Endpoint, Set[tuple[int, _Part]]]]:
        """Without failures, and the parts that hang together by the interfaces that join them."""
        union = _UnionFind(self._count)
        whole = self._joined(interfaces_up(self.network, Failures(), self.network.devices, self.network.links), union)
        return replace(whole, moved=frozenset()), _by_end(self._all.split(whole.up, union))


@dataclass(eq=False, slots=True)
class _Part:
    """Some vertices with all that may join them: lines with the pairs of vertices at their ends, ports and VLANs."""

    lines: list[tuple[Endpoint, Endpoint, list[tuple[int, int]]]] = field(default_factory=list)
    members: list[tuple[Endpoint, int, int]] = field(default_factory=list)
    attached: list[tuple[Endpoint, int]] = field(default_factory=list)
    vlans: list[tuple[tuple[str, int], int]] = field(default_factory=list)

    def joined(
        self, up: frozenset[Endpoint], union: _UnionFind
    ) -> tuple[dict[int, list[Endpoint]], dict[tuple[str, int], int]]:
        """By root: the routed interfaces that are up; and the root of each VLAN that reaches one."""
        for a, b, pairs in self.lines:
            if a in up and b in up:
                for one, other in pairs:
                    union.join(one, other)
        for end, port, vlan in self.members:
            if end in up:
                union.join(port, vlan)
        found: defaultdict[int, list[Endpoint]] = defaultdict(list)
        for end, vertex in self.attached:
            if end in up:
                found[union.find(vertex)].append(end)
        return found, {each: root for each, at in self.vlans if (root := union.find(at)) in found}

    def split(self, up: frozenset[Endpoint], union: _UnionFind) -> dict[int, _Part]:
        """What hangs together where these interfaces are up, by root."""
        parts: defaultdict[int, _Part] = defaultdict(_Part)
        for a, b, pairs in self.lines:
            if a in up and b in up:
                for pair in pairs:
                    parts[union.find(pair[0])].lines.append((a, b, [pair]))
        for end, port, vlan in self.members:
            if end in up:
                parts[union.find(vlan)].members.append((end, port, vlan))
        for end, vertex in self.attached:
            if end in up:
                parts[union.find(vertex)].attached.append((end, vertex))
        for each, at in self.vlans:
            parts[union.find(at)].vlans.append((each, at))
        return parts


def _by_end(parts: Mapping[int, _Part]) -> Mapping[Endpoint, Set[tuple[int, _Part]]]:
    found: defaultdict[Endpoint, set[tuple[int, _Part]]] = defaultdict(set)
    for each in parts.items():
        part = each[1]
        ends = [end for a, b, _ in part.lines for end in (a, b)]
        ends += [member[0] for member in part.members]
        ends += [attached[0] for attached in part.attached]
        for end in ends:
            found[end].add(each)
    return found


def _without(whole: Layer2, lost: frozenset[Endpoint], touched: Iterable[_Part], union: _UnionFind) -> Layer2:
    """Where these interfaces are down besides; most of what remains of a domain keeps its number."""
    up = whole.up - lost
    domain, members, vlans = dict(whole.domain), dict(whole.members), dict(whole.vlans)
    moved, fresh = set(lost), len(members)
    for part in touched:
        found, reached = part.joined(up, union)
        for end, _ in part.attached:
            number = domain.pop(end)
            members.pop(number, None)
        numbers: dict[int, int] = {}
        for root, ends in sorted(found.items(), key=lambda each: -len(each[1])):
            if numbers:  # not the largest
                number, fresh = fresh, fresh + 1
                moved.update(ends)
            numbers[root], members[number] = number, tuple(ends)
            domain.update(dict.fromkeys(ends, number))
        for each, _ in part.vlans:
            vlans.pop(each, None)
        vlans.update((each, numbers[root]) for each, root in reached.items())
    ports = dict(whole.ports)
    for name in {end.device for end in lost}:
        ports[name] = ports[name] - {end.interface for end in lost if end.device == name}
    return Layer2(up, domain, members, vlans, ports, frozenset(moved))


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


def wire_tags(network: Network, end: Endpoint) -> dict[int | None, int | None]:
    """What may pass this end of a wire: the tags in use, None for untagged frames.

    Each with the VLAN that it means to a switch; to a router it means a subinterface, and the VLAN is None.  Nothing
    passes a port that is not there.  What passes a bundle passes each of its members.
    """
    device = network.devices.get(end.device)
    interface = device.interfaces.get(end.interface) if device is not None else None
    if device is None or interface is None:
        return {}
    interface = device.interfaces.get(interface.lag or "", interface)
    if interface.switchport is not None:
        return {tag: vlan for _, vlan, tag in _port_memberships(device, interface)}
    return dict.fromkeys((None, *(each.vlan for each in device.interfaces.values() if each.parent == interface.name)))


def _bundled(network: Network) -> Iterator[tuple[Endpoint, Endpoint, int | None]]:
    """(member, bundle, tag) for what passes each member of a bundle (IEEE 802.1AX)."""
    for device in network.devices.values():
        for interface in device.interfaces.values():
            if interface.lag is not None and interface.lag in device.interfaces:
                member, bundle = Endpoint(device.name, interface.name), Endpoint(device.name, interface.lag)
                yield from ((member, bundle, tag) for tag in wire_tags(network, member))


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
    routed = interface.addresses or interface.unnumbered or interface.ipv6_enabled
    if not routed or interface.kind is InterfaceKind.LOOPBACK:
        return None
    if interface.kind is InterfaceKind.SVI:
        return (device.name, interface.vlan)
    if interface.kind is InterfaceKind.SUBINTERFACE and interface.parent is not None:
        return (Endpoint(device.name, interface.parent), interface.vlan)
    if is_management(device, interface):
        return ("out-of-band", None)
    return (Endpoint(device.name, interface.name), None)
