"""Which ports routing runs over: what tells a line that carries traffic from one that is merely lit."""

from __future__ import annotations

from collections.abc import Iterator

from netops.model import Device, DeviceState, Endpoint, Link, Network, Snapshot

__all__ = ["carries", "routing_ports"]


def routing_ports(network: Network, snapshot: Snapshot) -> frozenset[Endpoint]:
    """Ports and subinterfaces over which a routing neighbour is up.

    All of them, where a device runs no routing protocol or nobody asked it.
    """
    found: set[Endpoint] = set()
    for name, device in network.devices.items():
        state = snapshot.devices.get(name)
        if state is None or state.adjacencies is None or not (device.ospf or device.bgp):
            found.update(Endpoint(name, port) for port in device.interfaces)
        else:
            found.update(Endpoint(name, port) for port in _with_neighbor(device, state))
    return frozenset(found)


def _with_neighbor(device: Device, state: DeviceState) -> Iterator[str]:
    yield from (each.interface for each in state.adjacencies or () if each.up)
    peers = {each.peer for each in state.sessions or () if each.up}
    if peers:
        for name, interface in device.interfaces.items():
            if any(peer in address.network for address in interface.addresses for peer in peers):
                yield name


def carries(network: Network, link: Link, ports: frozenset[Endpoint]) -> bool:
    """Whether traffic may use a line that is lit: one to a switch always, one between routers if routing runs on it."""
    if any(_is_switched(network, end) for end in (link.a, link.b)):
        return True
    return all(_routes_over(network, end, ports) for end in (link.a, link.b))


def _is_switched(network: Network, end: Endpoint) -> bool:
    port = network.devices[end.device].interfaces.get(end.interface)
    return port is not None and port.switchport is not None


def _routes_over(network: Network, end: Endpoint, ports: frozenset[Endpoint]) -> bool:
    if end in ports:
        return True
    interfaces = network.devices[end.device].interfaces.values()
    return any(each.parent == end.interface and Endpoint(end.device, each.name) in ports for each in interfaces)
