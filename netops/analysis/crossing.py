"""Over which lines, switches and VLANs a packet crosses layer 2 from one routed interface to another."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass

from netops.analysis.layer2 import Layer2, wire_tags
from netops.model import Endpoint, InterfaceKind, Network

__all__ = ["Crossing", "Line", "Spot"]

Spot = Endpoint | tuple[str, int]
"""A routed interface, or a VLAN at a switch."""


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line as it is passed; ``vlan`` is the VLAN that its frames belong to (None: no VLAN)."""

    out: Endpoint
    into: Endpoint
    vlan: int | None = None

    def __str__(self) -> str:
        return f"{self.out} → {self.into}" + (f" (VLAN {self.vlan})" if self.vlan is not None else "")


class Crossing:
    """The lines of a network that are up; spanning tree may lead frames a longer way than the shortest one told."""

    def __init__(self, network: Network, layer2: Layer2) -> None:
        self._network = network
        self._steps: defaultdict[Spot, list[tuple[Spot, Line | None]]] = defaultdict(list)
        for link in network.links:
            if link.a in layer2.up and link.b in layer2.up:
                self._enter(link.a, link.b)
        for name, device in network.devices.items():
            for interface in device.interfaces.values():
                end = Endpoint(name, interface.name)
                if interface.kind is InterfaceKind.SVI and interface.vlan is not None and end in layer2.up:
                    self._steps[end].append(((name, interface.vlan), None))
                    self._steps[name, interface.vlan].append((end, None))

    def lines(self, start: Spot, target: Spot) -> tuple[Line, ...] | None:
        """The lines of a shortest way, or None where there is none."""
        before: dict[Spot, tuple[Spot, Line | None] | None] = {start: None}
        waiting = deque([start])
        while waiting:
            spot = waiting.popleft()
            if spot == target:
                return tuple(_walked(before, spot))[::-1]
            if isinstance(spot, Endpoint) and spot != start:
                continue  # frames do not pass through a routed interface
            for after, line in self._steps[spot]:
                if after not in before:
                    before[after] = (spot, line)
                    waiting.append(after)
        return None

    def _enter(self, a: Endpoint, b: Endpoint) -> None:
        one, other = self._spots(a), self._spots(b)
        for tag in one.keys() & other.keys():
            for here, there, out, into in ((one[tag], other[tag], a, b), (other[tag], one[tag], b, a)):
                vlan = next((each[1] for each in (here, there) if isinstance(each, tuple)), tag)
                self._steps[here].append((there, Line(out, into, vlan)))

    def _spots(self, end: Endpoint) -> dict[int | None, Spot]:
        """What frames with each tag come from and go to at this port."""
        device = self._network.devices[end.device]
        tags = wire_tags(self._network, end)
        if device.interfaces[end.interface].switchport is not None:
            return {tag: (end.device, vlan) for tag, vlan in tags.items() if vlan is not None}
        found: dict[int | None, Spot] = {None: end}
        found |= {
            each.vlan: Endpoint(end.device, each.name)
            for each in device.interfaces.values()
            if each.parent == end.interface
        }
        return found


def _walked(before: dict[Spot, tuple[Spot, Line | None] | None], spot: Spot) -> Iterator[Line]:
    step = before[spot]
    while step is not None:
        if step[1] is not None:
            yield step[1]
        step = before[step[0]]
