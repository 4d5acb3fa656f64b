"""What every place of the network depends on: devices and lines each of which alone parts it from a destination.

A device or line is a single point of failure when it is on every way.  Going outwards from the destination, what is on
every way to a place is what is on every way to all of its neighbours, together with the place itself: the greatest
fixpoint of these equations (the dominators of a flow graph), here over bit sets.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from netops.analysis.layer2 import Layer2, wire_tags
from netops.analysis.lines import Peers
from netops.model import Device, Endpoint, Interface, InterfaceKind, Link, Network, Role, Snapshot

__all__ = ["Dependence", "Ground", "Place", "Points"]

Place = tuple[str, int | None]
"""A router or host (None), or a VLAN at one switch."""


@dataclass(frozen=True, slots=True)
class _Step:
    """From a place that has been reached to the next one.

    ``service``: the broadcast domain whose hosts a router serves here; its routers carry nothing for others over it,
    so the step is open only on the way from these hosts.
    """

    to: Place
    line: int = 0  # the bit of its name
    service: int | None = None


@dataclass(frozen=True, slots=True)
class _Way:
    """What may join two places: while all of ``lit`` are up, and routing runs over one end of each set of ``routed``.

    ``access``: ``one`` is a router with this interface in the VLAN ``other``.  Its hosts reach the router if it is
    their ``gateway``, other routers if ``routes``, and routing runs over it.
    """

    one: Place
    other: Place
    line: int = 0
    lit: tuple[Endpoint, ...] = ()
    routed: tuple[frozenset[Endpoint], ...] = ()
    access: Endpoint | None = None
    gateway: bool = False
    routes: bool = False

    @property
    def devices(self) -> frozenset[str]:
        """Where its ends are."""
        ends = frozenset[Endpoint]().union(self.lit, *self.routed, [self.access] if self.access else [])
        return frozenset(end.device for end in ends)


class Ground:
    """All that may join two places of a network, whatever is up, and a bit for the name of each device and line."""

    def __init__(self, network: Network) -> None:
        self.network, self.peers = network, Peers(network)
        names = (*sorted(network.devices), *sorted(link.name for link in network.links))
        self.bits = {name: 1 << position for position, name in enumerate(names)}
        self._named: dict[int, frozenset[str]] = {}
        self._gateways = {address for each in network.segments.values() for address in each.gateways}
        self.ways = [way for link in network.links for way in self._over_line(link)]
        for device in network.devices.values():
            for interface in device.interfaces.values():
                if interface.kind is InterfaceKind.SVI and interface.vlan is not None:
                    self.ways += self._access(device, interface, (device.name, interface.vlan))
        self.at_device: defaultdict[str, list[int]] = defaultdict(list)
        self.at_place: defaultdict[Place, list[int]] = defaultdict(list)
        for number, way in enumerate(self.ways):
            for name in way.devices:
                self.at_device[name].append(number)
            for place in (way.one, way.other):
                self.at_place[place].append(number)

    def named(self, held: int) -> frozenset[str]:
        """The names of a bit set."""
        if held not in self._named:
            self._named[held] = frozenset(name for name, bit in self.bits.items() if held & bit)
        return self._named[held]

    def _over_line(self, link: Link) -> Iterator[_Way]:
        """What a line may join."""
        one, other = wire_tags(self.network, link.a), wire_tags(self.network, link.b)
        switched = self._switched(link.a), self._switched(link.b)
        bit, lit = self.bits[link.name], (link.a, link.b)
        if not any(switched):
            routed = tuple(frozenset(self._standing_on(end)) for end in lit)
            yield _Way((link.a.device, None), (link.b.device, None), bit, lit, routed)
        elif all(switched):
            for tag in one.keys() & other.keys():
                yield _Way((link.a.device, one[tag]), (link.b.device, other[tag]), bit, lit)
        else:
            router, port, tags = (link.b, link.a, one) if switched[0] else (link.a, link.b, other)
            device = self.network.devices[router.device]
            for interface in _over(device, router.interface):
                tag = interface.vlan if interface.parent == router.interface else None
                if tag in tags:
                    yield from self._access(device, interface, (port.device, tags[tag]), bit, lit)

    def _access(
        self, device: Device, interface: Interface, vlan: Place, line: int = 0, lit: tuple[Endpoint, ...] = ()
    ) -> Iterator[_Way]:
        """A router's interface in a VLAN."""
        if device.role in {Role.HOST, Role.SERVER}:
            return
        end = Endpoint(device.name, interface.name)
        gateway = bool(interface.vrrp) or any(each.ip in self._gateways for each in interface.addresses)
        lit = tuple(dict.fromkeys((*lit, end)))
        yield _Way((device.name, None), vlan, line, lit, (), end, gateway, bool(interface.addresses))

    def _switched(self, end: Endpoint) -> bool:
        device = self.network.devices.get(end.device)
        port = device.interfaces.get(end.interface) if device is not None else None
        return port is not None and port.switchport is not None

    def _standing_on(self, end: Endpoint) -> Iterator[Endpoint]:
        device = self.network.devices.get(end.device)
        return (Endpoint(end.device, each.name) for each in (_over(device, end.interface) if device else ()))


_Steps = tuple[tuple[Place, _Step], ...]
"""From which place each step leads on."""


class Dependence:
    """The places of a network, and the steps between them over lines that are up and carry routing.

    That a line carries routing is no proof that a certain prefix is announced over it: policies may withhold it.
    ``before``: of the whole network, where ``layer2`` tells what moved.
    """

    def __init__(self, ground: Ground, snapshot: Snapshot, layer2: Layer2, before: Dependence | None = None) -> None:
        self.ground, self.layer2 = ground, layer2
        self.speaking = ground.peers.speaking(snapshot)
        self._points: dict[object, Points] = {}
        if before is None or layer2.moved is None:
            self._open = [self._opened(way) for way in ground.ways]
            self._steps = {place: self._from(place) for place in ground.at_place}
        else:
            self._differ(before, layer2.moved)

    def _differ(self, before: Dependence, moved: frozenset[Endpoint]) -> None:
        """As before, but for what is on devices with a port that moved, or that speak over others."""
        at = {end.device for end in moved}
        at |= {name for name, ports in self.speaking.items() if ports is not before.speaking[name]}
        self._open, places = list(before._open), set[Place]()
        for number in {number for name in at for number in self.ground.at_device.get(name, ())}:
            way = self.ground.ways[number]
            found = self._opened(way)
            if found != self._open[number]:
                self._open[number] = found
                places |= {way.one, way.other}
        self._steps = {**before._steps, **{place: self._from(place) for place in places}} if places else before._steps
        if not places:
            self._points = before._points

    def single_points(self, roots: Iterable[Place], serving: frozenset[int] = frozenset()) -> Points:
        """For each place that any root is reached from: what alone parts it from all of them, itself included.

        ``serving``: broadcast domains in which the roots are hosts, who send to their routers.
        """
        key = (tuple(roots), serving)
        if key not in self._points:
            self._points = {**self._points, key: self._spread(*key)}
        return self._points[key]

    def _spread(self, roots: tuple[Place, ...], serving: frozenset[int]) -> Points:
        sets: dict[Place, int] = {}
        bits, steps = self.ground.bits, self._steps
        waiting = deque((root, 0) for root in roots)
        while waiting:
            place, inherited = waiting.popleft()
            known = sets.get(place)
            found = inherited | bits.get(place[0], 0)
            found = found if known is None else known & found
            if found == known:
                continue
            sets[place] = found
            for step in steps.get(place, ()):
                if step.service is None or step.service in serving:
                    waiting.append((step.to, found | step.line))
        return Points(sets, self.ground)

    def _from(self, place: Place) -> tuple[_Step, ...]:
        return tuple(step for n in self.ground.at_place[place] for at, step in self._open[n] if at == place)

    def _opened(self, way: _Way) -> _Steps:
        """Both steps, or none."""
        if not all(end in self.layer2.up for end in way.lit):
            return ()
        back = None
        if way.access is None:
            if not all(any(self._speaks(end) for end in ends) for ends in way.routed):
                return ()
        elif not (way.routes and self._speaks(way.access)):
            if not way.gateway:
                return ()
            back = self.layer2.domain.get(way.access)
        return (way.one, _Step(way.other, way.line)), (way.other, _Step(way.one, way.line, back))

    def _speaks(self, end: Endpoint) -> bool:
        return end.interface in self.speaking.get(end.device, ())


@dataclass(frozen=True, slots=True)
class Points:
    """Sets of names, by place."""

    sets: Mapping[Place, int]
    ground: Ground

    def __contains__(self, place: Place) -> bool:
        return place in self.sets

    def __getitem__(self, place: Place) -> frozenset[str]:
        return self.ground.named(self.sets[place])


def _over(device: Device, port: str) -> Iterator[Interface]:
    """The port itself and what stands on it."""
    return (each for each in device.interfaces.values() if each.name == port or each.parent == port)
