"""What metrics are made of: the bandwidth and delay of interfaces, as routing protocols see them."""

from __future__ import annotations

from collections.abc import Set

from netops.model import Device, Interface, InterfaceKind
from netops.platforms import get_platform

__all__ = ["bandwidth_of", "delay_of"]


def bandwidth_of(device: Device, interface: Interface, up: Set[str] | None = None) -> int:
    """kbit/s: as configured, or of a bundle the sum of its members that are ``up`` (None: all), or the platform's."""
    if interface.bandwidth is not None:
        return interface.bandwidth
    if interface.kind is InterfaceKind.LAG and interface.speed is None:
        members = [each for each in device.interfaces.values() if each.lag == interface.name]
        running = [each for each in members if up is None or each.name in up] or members
        if running:
            return sum(bandwidth_of(device, each) for each in running)
    if (parent := _parent(device, interface)) is not None:
        return bandwidth_of(device, parent, up)
    return get_platform(device.platform).traits.bandwidth(interface)


def delay_of(device: Device, interface: Interface) -> int:
    """Tens of microseconds: as configured, or the platform's."""
    if interface.delay is not None:
        return interface.delay
    if (parent := _parent(device, interface)) is not None:
        return delay_of(device, parent)
    return get_platform(device.platform).traits.delay(interface)


def _parent(device: Device, interface: Interface) -> Interface | None:
    """What a subinterface that says nothing itself takes after."""
    if interface.kind is not InterfaceKind.SUBINTERFACE or interface.parent is None or interface.speed is not None:
        return None
    return device.interfaces.get(interface.parent)
