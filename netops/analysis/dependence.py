"""What every place of the network depends on: devices and lines each of which alone parts it from a destination.

A device or line is a single point of failure when it is on every way.  Going outwards from the destination, what is on
every way to a place is what is on every way to all of its neighbours, together with the place itself: the greatest
fixpoint of these equations (the dominators of a flow graph), here over bit sets.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from netops.analysis.layer2 import Layer2, wire_tags
from netops.analysis.lines import routing_ports
from netops.model import Device, Endpoint, Interface, InterfaceKind, Link, Network, Role, Snapshot

__all__ = ["Dependence", "Place"]

Place = tuple[str, int | None]
"""A router or host (None), or a VLAN at one switch."""


@dataclass(frozen=True, slots=True)
class _Step:
    """From a place that has been reached to the next one.

    ``service``: the broadcast domain whose hosts a router serves here; its routers carry nothing for others over it,
    so the step is open only on the way from these hosts.
    """

    to: Place
    line: str = ""
    service: int | None = None


@dataclass
class Dependence:
    """The places of a network, and the steps between them over lines that are up and carry routing.

    That a line carries routing is no proof that a certain prefix is announced over it: policies may withhold it.
    """

    network: Network
    snapshot: Snapshot
    layer2: Layer2
    _steps: dict[Place, list[_Step]] = field(init=False)
    _bits: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._steps = defaultdict(list)
        self._gateways = {address for each in self.network.segments.values() for address in each.gateways}
        self._speaking = routing_ports(self.network, self.snapshot)
        for link in self.network.links:
            if link.a in self.layer2.up and link.b in self.layer2.up:
                self._enter_line(link)
        for device in self.network.devices.values():
            for interface in device.interfaces.values():
                if interface.kind is InterfaceKind.SVI and interface.vlan is not None:
                    self._enter_access(device, interface, (device.name, interface.vlan), "")

    def single_points(self, roots: Iterable[Place], serving: frozenset[int] = frozenset()) -> _Points:
        """For each place that any root is reached from: what alone parts it from all of them, itself included.

        ``serving``: broadcast domains in which the roots are hosts, who send to their routers.
        """
        sets: dict[Place, int] = {}
        waiting = deque((root, 0) for root in roots)
        while waiting:
            place, inherited = waiting.popleft()
            known = sets.get(place)
            found = inherited | self._bit(place[0])
            found = found if known is None else known & found
            if found == known:
                continue
            sets[place] = found
            for step in self._steps.get(place, ()):
                if step.service is None or step.service in serving:
                    waiting.append((step.to, found | self._bit(step.line)))
        return _Points(sets, tuple(self._bits))

    def _bit(self, name: str) -> int:
        return 1 << self._bits.setdefault(name, len(self._bits)) if name else 0

    def _enter_line(self, link: Link) -> None:
        one, other = self._tags(link.a), self._tags(link.b)
        switched = self._switched(link.a), self._switched(link.b)
        if not any(switched):
            self._enter_routed(link)
        elif all(switched):
            for tag in one.keys() & other.keys():
                self._join((link.a.device, one[tag]), (link.b.device, other[tag]), link.name)
        else:
            router, port, tags = (link.b, link.a, one) if switched[0] else (link.a, link.b, other)
            device = self.network.devices[router.device]
            for interface in _over(device, router.interface):
                tag = interface.vlan if interface.parent == router.interface else None
                if tag in tags:
                    self._enter_access(device, interface, (port.device, tags[tag]), link.name)

    def _enter_routed(self, link: Link) -> None:
        ends = (link.a, link.b)
        if all(any(each in self._speaking for each in self._standing_on(end)) for end in ends):
            self._join((link.a.device, None), (link.b.device, None), link.name)

    def _enter_access(self, device: Device, interface: Interface, vlan: Place, line: str) -> None:
        """A router's interface in a VLAN: its hosts reach the router if it is a gateway, other routers if it routes."""
        end = Endpoint(device.name, interface.name)
        if end not in self.layer2.up or device.role in {Role.HOST, Role.SERVER}:
            return
        routes = end in self._speaking and bool(interface.addresses)
        gateway = bool(interface.vrrp) or any(each.ip in self._gateways for each in interface.addresses)
        router: Place = (device.name, None)
        if routes or gateway:
            self._steps[router].append(_Step(vlan, line))
            self._steps[vlan].append(_Step(router, line, None if routes else self.layer2.domain.get(end)))

    def _join(self, one: Place, other: Place, line: str) -> None:
        self._steps[one].append(_Step(other, line))
        self._steps[other].append(_Step(one, line))

    def _tags(self, end: Endpoint) -> Mapping[int | None, int | None]:
        return wire_tags(self.network, end)

    def _switched(self, end: Endpoint) -> bool:
        return self.network.devices[end.device].interfaces[end.interface].switchport is not None

    def _standing_on(self, end: Endpoint) -> Iterator[Endpoint]:
        device = self.network.devices[end.device]
        return (Endpoint(device.name, each.name) for each in _over(device, end.interface))


@dataclass(frozen=True, slots=True)
class _Points:
    """Bit sets of names, by place."""

    sets: Mapping[Place, int]
    names: tuple[str, ...]

    def __contains__(self, place: Place) -> bool:
        return place in self.sets

    def __getitem__(self, place: Place) -> frozenset[str]:
        held = self.sets[place]
        return frozenset(name for position, name in enumerate(self.names) if held >> position & 1)


def _over(device: Device, port: str) -> Iterator[Interface]:
    """The port itself and what stands on it."""
    return (each for each in device.interfaces.values() if each.name == port or each.parent == port)
