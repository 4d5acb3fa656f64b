"""Which ports routing runs over: what tells a line that carries traffic from one that is merely lit."""

from __future__ import annotations

from netops.model import Device, DeviceState, Endpoint, IPAddress, Link, Network, Snapshot

__all__ = ["Peers", "carries", "routing_ports"]


class Peers:
    """Over which ports a network's devices may have routing neighbours, whoever they are; for many looks at it."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._all = {name: frozenset(device.interfaces) for name, device in network.devices.items()}
        self._near: dict[tuple[str, IPAddress], frozenset[str]] = {}
        self._known: dict[tuple[str, frozenset[str]], frozenset[str]] = {}

    def speaking(self, snapshot: Snapshot) -> dict[str, frozenset[str]]:
        """By device, the ports and subinterfaces over which a routing neighbour is up.

        All of them, where a device runs no routing protocol or nobody asked it.  Equal sets of a device are one object.
        """
        return {name: self._of(device, snapshot.devices.get(name)) for name, device in self._network.devices.items()}

    def _of(self, device: Device, state: DeviceState | None) -> frozenset[str]:
        if state is None or state.adjacencies is None or not (device.ospf or device.bgp):
            return self._all[device.name]
        found = frozenset(each.interface for each in state.adjacencies if each.up)
        found = found.union(*(self._towards(device, each.peer) for each in state.sessions or () if each.up))
        return self._known.setdefault((device.name, found), found)

    def _towards(self, device: Device, peer: IPAddress) -> frozenset[str]:
        """The ports on whose subnet a peer is."""
        key = (device.name, peer)
        if key not in self._near:
            self._near[key] = frozenset(
                name
                for name, interface in device.interfaces.items()
                if any(peer in address.network for address in interface.addresses)
            )
        return self._near[key]


def routing_ports(network: Network, snapshot: Snapshot) -> frozenset[Endpoint]:
    """Ports and subinterfaces over which a routing neighbour is up.

    All of them, where a device runs no routing protocol or nobody asked it.
    """
    found = Peers(network).speaking(snapshot)
    return frozenset(Endpoint(name, port) for name, ports in found.items() for port in ports)


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
