"""A view: a diagram, and what of the network each of its lines stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from netops.model import Endpoint, IPAddress, Network
from netops.report.diagram import Diagram

__all__ = ["View", "Watch", "base_interface", "management_ports"]


@dataclass(frozen=True, slots=True)
class Watch:
    """What one end of a line depends on: an interface, and on it OSPF of these versions, or the session with a peer."""

    end: Endpoint
    versions: tuple[int, ...] = ()
    peer: IPAddress | None = None


@dataclass(frozen=True, slots=True)
class View:
    """``watches`` are by line, by its name."""

    diagram: Diagram
    watches: Mapping[str, tuple[Watch, ...]]


def base_interface(network: Network, device: str, interface: str) -> str:
    """The port that a subinterface stands on, or the interface itself."""
    found = network.devices[device].interfaces.get(interface)
    return found.parent if found is not None and found.parent else interface


def management_ports(network: Network) -> frozenset[Endpoint]:
    """The interfaces that netops logs in by: they are out of band, and in no view of what is routed."""
    return frozenset(
        Endpoint(device.name, interface.name)
        for device in network.devices.values()
        for interface in device.interfaces.values()
        if device.management is not None and any(each.ip == device.management for each in interface.addresses)
    )
