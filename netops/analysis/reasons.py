"""Why packets end where they do: what is missing, who has it, and what stands between."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network

from netops.analysis.stopped import Stopped
from netops.analysis.ways import Ways, longest_match
from netops.model import (
    Device,
    Endpoint,
    Interface,
    IPAddress,
    IPPrefix,
    Network,
    Route,
    Snapshot,
)

__all__ = ["Reasons"]

_MOST = 4  # of one kind: more would be a list, not a reason


class Reasons:
    """Answers from a network and what it shows."""

    def __init__(self, network: Network, snapshot: Snapshot, ways: Ways) -> None:
        self.network, self.snapshot, self.ways = network, snapshot, ways

    def no_route(self, device: str, address: IPAddress) -> tuple[str, ...]:
        """Why this device has no route to an address: the destination first, then what is wrong nearby."""
        owners = list(self._connected(address))
        holders = self._with_route(address, device)
        if not owners and not holders:
            nobody = f"no device has {address} connected, and none has a route to it"
            return (nobody, *self._stopped(device, address), *self._near(device))
        said = [self._owner(end, prefix) for end, prefix in owners[:_MOST]]
        if holders:
            said.append(
                f"routes to it: {_few([f'{name} {route.prefix} [{route.protocol}]' for name, route in holders])}"
            )
        elif owners:
            said.append("no other device has a route to it")
        return (*said, *self._stopped(device, address), *self._near(device))

    def blackhole(self, device: str, route: Route, address: IPAddress) -> tuple[str, ...]:
        """Who asked for packets to be thrown away, and where those that should not be would belong."""
        owners = [self._owner(end, prefix) for end, prefix in self._connected(address)]
        return (self._discard(device, route), *owners[:_MOST])

    def _discard(self, device: str, route: Route) -> str:
        described = self.network.devices.get(device)
        if route.protocol == "static":
            return f"a static route of {device} throws packets to {route.prefix} away"
        if described is not None and any(
            each.prefix == route.prefix
            for process in described.bgp
            for part in process.families
            for each in part.aggregates
        ):
            return f"{route.prefix} is an aggregate of {device}: nothing inside it is more specific for this address"
        return f"{route.protocol} has a discard route for {route.prefix}"

    def silent(self, address: IPAddress, over: Endpoint | None) -> tuple[str, ...]:
        """Why nobody answers to an address on layer 2 of an interface."""
        said = []
        if over is not None and over not in self.ways.layer2.up:
            said.append(self._down(over))
        owners = [
            Endpoint(name, port.name)
            for name, device in sorted(self.network.devices.items())
            for port in device.interfaces.values()
            if any(each.ip == address for each in port.addresses)
            or any(address in group.addresses for group in port.vrrp)
        ]
        if not owners:
            said.append(f"no device of the network has the address {address}")
        for end in owners[:_MOST]:
            if end not in self.ways.layer2.up:
                said.append(f"{end} has {address}, and is down: {self._down(end)}")
            elif over is not None and self.ways.layer2.domain.get(end) != self.ways.layer2.domain.get(over):
                said.append(f"{end} has {address}, and is not on layer 2 of {over}: {self._apart(end, over)}")
            elif end not in self.ways.holders.get(address, ()):
                said.append(f"{end} should have {address}, and does not answer for it")
        return tuple(said)

    def _connected(self, address: IPAddress) -> Iterator[tuple[Endpoint, IPPrefix]]:
        for name, device in sorted(self.network.devices.items()):
            for port in device.interfaces.values():
                for each in port.addresses:
                    if (
                        address in each.network
                        and device.forwarding
                        and port.vrf == "default"
                        and not _managing(device, port)
                    ):
                        yield Endpoint(name, port.name), each.network

    def _with_route(self, address: IPAddress, besides: str) -> list[tuple[str, Route]]:
        host = ip_network(address)
        found = []
        for name, state in sorted(self.snapshot.devices.items()):
            route = longest_match(state.routes, host) if name != besides else None
            if route is not None and route.protocol != "connected" and self.network.devices[name].forwarding:
                found.append((name, route))
        return found

    def _owner(self, end: Endpoint, prefix: IPPrefix) -> str:
        device = self.network.devices[end.device]
        if end not in self.ways.layer2.up:
            return f"{end} has {prefix} connected, but is down: {self._down(end)}"
        if not _announced(device, device.interfaces[end.interface], prefix):
            return f"{end} has {prefix} connected, but {end.device} announces it in no protocol"
        return f"{end} has {prefix} connected, and is up"

    def _down(self, end: Endpoint) -> str:
        """Why an interface is down."""
        device, state = self.network.devices[end.device], self.snapshot.devices.get(end.device)
        if state is not None and not state.reachable:
            return f"{end.device} does not run or answer ({state.error or 'unreachable'})"
        shown = (state.interfaces or {}).get(end.interface) if state is not None else None
        interface = device.interfaces.get(end.interface)
        if shown is None and interface is None:
            return f"{end} does not exist"
        if (shown is not None and not shown.admin_up) or (interface is not None and not interface.enabled):
            return f"{end} is shut down"
        if interface is not None and interface.parent is not None:
            parent = Endpoint(end.device, interface.parent)
            return self._down(parent) if parent not in self.ways.layer2.up else f"{end} is down"
        line = next((each for each in self.network.links_of(end.device) if end in (each.a, each.b)), None)
        if line is None:
            return f"{end} has no carrier"
        far = self.snapshot.devices.get(line.other(end.device).device)
        silent = f": {far.name} does not run or answer" if far is not None and not far.reachable else ""
        return f"{end} has no carrier (line {line.name}{silent})"

    def _apart(self, end: Endpoint, over: Endpoint) -> str:
        for each in (end, over):
            interface = self.network.devices[each.device].interfaces[each.interface]
            if interface.vlan is not None:
                return f"VLAN {interface.vlan} does not reach from {over} to {end}"
        return "they are in different broadcast domains"

    def _stopped(self, device: str, address: IPAddress) -> tuple[str, ...]:
        found = tuple(Stopped(self.network, self.snapshot, self.ways, address).reasons(device))
        return found[:_MOST]

    def _near(self, device: str) -> Iterator[str]:
        """What does not work next to the device that has no route."""
        described, state = self.network.devices[device], self.snapshot.devices.get(device)
        if state is None:
            return
        if not (described.ospf or described.bgp):
            yield f"{device} runs no routing protocol, and none of its static routes matches"
        seen = {each.interface for each in state.adjacencies or () if each.up}
        for port in described.interfaces.values():
            end = Endpoint(device, port.name)
            if end not in self.ways.layer2.up and (port.addresses or port.ospf6):
                yield self._down(end)
            elif _wants_neighbor(port) and port.name not in seen and state.adjacencies is not None:
                yield f"{end} has no OSPF neighbour"
        for session in state.sessions or ():
            if not session.up:
                yield f"the BGP session to {session.peer} is {session.state}" + (
                    f": {session.reason}" if session.reason else ""
                )


def _announced(device: Device, interface: Interface, prefix: IPPrefix) -> bool:
    """Whether any protocol of the device takes a connected prefix in, or one that covers it."""
    version, ospf = (2, interface.ospf) if prefix.version == 4 else (3, interface.ospf6)
    process = device.ospf_process(version)
    if process is not None and (ospf is not None or any(each.protocol == "connected" for each in process.redistribute)):
        return True
    bgp = device.bgp_process()
    if bgp is None:
        return False
    family = bgp.family(prefix.version)
    said = [*(each.prefix for each in family.networks), *(each.prefix for each in family.aggregates)]
    return any(prefix.network_address in each and each.prefixlen <= prefix.prefixlen for each in said) or any(
        each.protocol == "connected" for each in family.redistribute
    )


def _wants_neighbor(port: Interface) -> bool:
    return any(each is not None and not each.passive for each in (port.ospf, port.ospf6)) and port.name != "lo"


def _managing(device: Device, port: Interface) -> bool:
    return device.management is not None and any(each.ip == device.management for each in port.addresses)


def _few(items: list[str]) -> str:
    return ", ".join(items[:_MOST]) + (f" and {len(items) - _MOST} more" if len(items) > _MOST else "")
