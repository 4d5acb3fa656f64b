"""Who hears whom on layer 2, and over which lines."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from netops.analysis.layer2 import Layer2
from netops.model import Endpoint, IPAddress, Link, Network

__all__ = ["Hearing"]


@dataclass(frozen=True, slots=True)
class Hearing:
    network: Network
    layer2: Layer2

    def owner(self, near: Endpoint, address: IPAddress) -> Endpoint | None:
        """The interface in the same broadcast domain that has the address; None where nobody there has it."""
        for end in self.layer2.neighbors(near):
            interface = self.network.devices[end.device].interfaces[end.interface]
            if any(each.ip == address for each in interface.addresses):
                return end
        return None

    def lines(self, near: Endpoint, far: Endpoint) -> tuple[Link, ...]:
        """The lines between two interfaces that hear each other, by the way with the fewest switches."""
        start, goal = self._port(near), self._port(far)
        before: dict[str, tuple[str, Link]] = {}
        queue = deque([start.device])
        while queue:
            device = queue.popleft()
            if device == goal.device:
                return _way(start.device, device, before)
            for link in self._usable(device, start, goal):
                other = link.other(device).device
                if other not in before and other != start.device:
                    before[other] = (device, link)
                    queue.append(other)
        return ()

    def _usable(self, device: str, start: Endpoint, goal: Endpoint) -> list[Link]:
        """Lines that are up; of the two ends only their own port's, of devices between them only switches'."""
        found = []
        for link in self.network.links_of(device):
            ends = (link.a, link.b)
            bounded = all(end in (start, goal) or self._switched(end) for end in ends)
            if bounded and all(end in self.layer2.up for end in ends):
                found.append(link)
        return found

    def _switched(self, end: Endpoint) -> bool:
        interface = self.network.devices[end.device].interfaces.get(end.interface)
        return interface is not None and interface.switchport is not None

    def _port(self, end: Endpoint) -> Endpoint:
        """The physical port under a subinterface."""
        interface = self.network.devices[end.device].interfaces[end.interface]
        return end if interface.parent is None else Endpoint(end.device, interface.parent)


def _way(start: str, goal: str, before: dict[str, tuple[str, Link]]) -> tuple[Link, ...]:
    way: list[Link] = []
    while goal != start:
        goal, link = before[goal]
        way.append(link)
    return tuple(reversed(way))
