"""Layer 1: which interfaces are enabled and have a carrier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from netops.analysis.failures import Failures
from netops.model import Device, Endpoint, Interface, InterfaceKind, Link, Network
from netops.platforms import get_platform

__all__ = ["interfaces_up", "is_management"]


def interfaces_up(
    network: Network, failures: Failures, devices: Iterable[str], links: Iterable[Link]
) -> frozenset[Endpoint]:
    """Of these devices; ``links`` are all that end at any of them."""
    carrier = {
        end
        for link in links
        if link.name not in failures.links and all(_enabled(network, each, failures) for each in (link.a, link.b))
        for end in (link.a, link.b)
    }
    carrier |= {port for cloud in network.clouds for end in cloud.ends for port in _ports_under(network, end)}
    enabled = {
        end
        for name in devices
        for port in network.devices[name].interfaces
        if _enabled(network, end := Endpoint(name, port), failures)
    }
    return frozenset(end for end in enabled if _has_carrier(network, end, enabled, carrier))


def _enabled(network: Network, end: Endpoint, failures: Failures) -> bool:
    if end.device in failures.devices or (failures.interfaces and end in failures.interfaces):
        return False
    device = network.devices.get(end.device)
    interface = device.interfaces.get(end.interface) if device is not None else None
    return interface is not None and interface.enabled


def _ports_under(network: Network, end: Endpoint) -> Iterator[Endpoint]:
    """The interface, and what it stands on: a parent, and its bundle's members."""
    yield end
    device = network.devices.get(end.device)
    interface = device.interfaces.get(end.interface) if device is not None else None
    if device is None or interface is None:
        return
    if interface.parent is not None:
        yield from _ports_under(network, Endpoint(end.device, interface.parent))
    yield from (Endpoint(end.device, each.name) for each in device.interfaces.values() if each.lag == end.interface)


def _has_carrier(network: Network, end: Endpoint, enabled: set[Endpoint], carrier: set[Endpoint]) -> bool:
    device = network.devices[end.device]
    interface = device.interfaces[end.interface]
    if end in carrier:
        return True
    if interface.kind is InterfaceKind.SUBINTERFACE and interface.parent is not None:
        parent = Endpoint(end.device, interface.parent)
        return parent in enabled and _has_carrier(network, parent, enabled, carrier)
    if interface.kind is InterfaceKind.ETHERNET:
        return is_management(device, interface)
    if interface.kind is InterfaceKind.LAG:
        return any(
            Endpoint(end.device, each.name) in carrier
            for each in device.interfaces.values()
            if each.lag == end.interface
        )
    if interface.kind is InterfaceKind.SVI and interface.autostate and get_platform(device.platform).traits.autostate:
        vlan = device.vlans.get(interface.vlan or 0)
        return (vlan is not None and vlan.vni is not None) or any(  # the VXLAN tunnel is one of its ports
            _has_carrier(network, port, enabled, carrier) for port in _members(device, interface) if port in enabled
        )
    return True


def _members(device: Device, interface: Interface) -> Iterator[Endpoint]:
    """The ports that carry a VLAN interface's VLAN; a bundle's members carry nothing without it."""
    for each in device.interfaces.values():
        port = each.switchport if each.lag is None else None
        if port is not None and interface.vlan is not None and port.carries(interface.vlan):
            yield Endpoint(device.name, each.name)


def is_management(device: Device, interface: Interface) -> bool:
    """The out-of-band port is wired to a network of its own, which the estate does not draw."""
    return device.management is not None and any(each.ip == device.management for each in interface.addresses)
