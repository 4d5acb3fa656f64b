"""Where a route stopped: between a router that has it, or brings it in, and the next one, which has not."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from ipaddress import ip_network

from netops.analysis.policy import Policy
from netops.analysis.ways import Ways, longest_match
from netops.model import (
    BgpNeighborFamily,
    BgpSession,
    Device,
    Endpoint,
    IPAddress,
    IPPrefix,
    Network,
    Route,
    Snapshot,
)

__all__ = ["Stopped"]


class Stopped:
    """Of one address: who can tell of a route to it (``have``, with the prefix), and why others do not hear."""

    def __init__(self, network: Network, snapshot: Snapshot, ways: Ways, address: IPAddress) -> None:
        self.network, self.snapshot, self.ways, self.address = network, snapshot, ways, address
        had = {name: self._had(name) for name in sorted(network.devices) if name in snapshot.devices}
        self.have = {name: prefix for name, prefix in had.items() if prefix is not None}

    def reasons(self, device: str) -> Iterator[str]:
        """Who would bring a route in and does not run; then every gap between those who have it and ``device``."""
        for name, described in sorted(self.network.devices.items()):
            if self._dead(name) and (prefix := self._brings_in(described)) is not None:
                yield f"{name} announces {prefix}, but does not run or answer"
        for without in self._without(device):
            near = [name for name in self._next_to(without) if name in self.have]
            if self._dead(without) and near:
                yield f"{without} does not run or answer: next to it {near[0]} has {self.have[near[0]]}"
                continue
            for name in near:
                yield from dict.fromkeys(self._gap(name, without))

    def _dead(self, name: str) -> bool:
        """Not of a device that nobody asked."""
        state = self.snapshot.devices.get(name)
        return state is not None and not state.reachable

    def _had(self, name: str) -> IPPrefix | None:
        """What a router that runs has in its table for the address, or announces without having it there."""
        device, state = self.network.devices[name], self.snapshot.devices[name]
        if not state.reachable or not device.forwarding:
            return None
        route = longest_match(state.routes, ip_network(self.address))
        return route.prefix if route is not None else self._brings_in(device)

    def _brings_in(self, device: Device) -> IPPrefix | None:
        """The longest prefix with the address that a router announces by BGP of its own accord."""
        process, version = device.bgp_process(), self.address.version
        if process is None:
            return None
        part = process.family(version)
        found = [*(each.prefix for each in part.networks), *(each.prefix for each in part.aggregates)]
        settings = [neighbor.family(version) for neighbor in process.neighbors]
        if any(each is not None and each.default_originate for each in settings):
            found.append(ip_network("0.0.0.0/0" if version == 4 else "::/0"))
        return max((each for each in found if self.address in each), key=lambda each: each.prefixlen, default=None)

    def _without(self, device: str) -> list[str]:
        """``device``, and all through whom it could hear of a route, had they one."""
        found = [device]
        for name in found:
            found += [each for each in self._next_to(name) if each not in found and each not in self.have]
        return found

    def _next_to(self, name: str) -> list[str]:
        """The routers at the other ends of a router's lines and BGP sessions."""
        ends = [line.other(name).device for line in self.network.links_of(name)]
        ends += [peer for peer, _ in self._peers(name)]
        devices = self.network.devices
        return [each for each in dict.fromkeys(ends) if each in devices and (devices[each].ospf or devices[each].bgp)]

    def _peers(self, name: str) -> Iterator[tuple[str, IPAddress]]:
        """Who a router's BGP neighbours for this address family are by the configurations, up or down."""
        process = self.network.devices[name].bgp_process()
        for neighbor in process.neighbors if process is not None else ():
            if neighbor.family(self.address.version) is None:
                continue
            for owner in self._owners.get(neighbor.address, ()):
                if owner != name:
                    yield owner, neighbor.address

    @cached_property
    def _owners(self) -> dict[IPAddress, list[str]]:
        found: dict[IPAddress, list[str]] = {}
        for name, device in self.network.devices.items():
            for port in device.interfaces.values():
                for each in port.addresses:
                    found.setdefault(each.ip, []).append(name)
        return found

    def _gap(self, name: str, without: str) -> Iterator[str]:
        """Why one that has it does not pass it on to one next to it, which runs."""
        lines = [line for line in self.network.links_of(name) if line.other(name).device == without]
        cut = [line for line in lines if not {line.a, line.b} <= self.ways.layer2.up]
        yield from (f"{name} has {self.have[name]}, but its line {line.name} to {without} is down" for line in cut)
        if lines and len(cut) == len(lines):
            return
        for end in (line.other(without) for line in lines if line not in cut):
            if self._deaf(name, end):
                yield f"{name} has {self.have[name]}, but no OSPF neighbour on {end}"
        for peer, address in self._peers(without):
            if peer == name:
                yield from self._session(name, without, address)

    def _deaf(self, name: str, end: Endpoint) -> bool:
        """Whether OSPF is to have a neighbour on a router's port, and has none."""
        port, state = self.network.devices[name].interfaces.get(end.interface), self.snapshot.devices[name]
        settings = None if port is None else port.ospf if self.address.version == 4 else port.ospf6
        if settings is None or settings.passive or state.adjacencies is None:
            return False
        version = 2 if self.address.version == 4 else 3
        return not any(
            each.up and each.version == version and each.interface == end.interface for each in state.adjacencies
        )

    def _session(self, name: str, without: str, address: IPAddress) -> Iterator[str]:
        """What is wrong with the session over which ``without`` should hear of it."""
        state = self.snapshot.devices.get(without)
        for session in (state.sessions or ()) if state is not None else ():
            if session.peer != address:
                continue
            if not session.up:
                yield f"{name} has {self.have[name]}, but its BGP session to {without} is {session.condition}"
                continue
            for route in self._told_by(name):
                yield from self._filtered(without, name, session, route)

    def _told_by(self, peer: str) -> Iterator[Route]:
        """The longest of the routes to the address that a BGP speaker could tell of."""
        process, state = self.network.devices[peer].bgp_process(), self.snapshot.devices.get(peer)
        if process is None or state is None:
            return
        own = {each.prefix for each in process.family(self.address.version).networks}
        for length in range(self.address.max_prefixlen, -1, -1):
            route = state.routes.get(ip_network((self.address, length), strict=False))
            if route is not None and (route.protocol == "bgp" or route.prefix in own):
                yield route
                return

    def _filtered(self, device: str, peer: str, session: BgpSession, route: Route) -> Iterator[str]:
        if route.detail == "ibgp" and session.remote_as == session.local_as:
            yield f"{peer} has {route.prefix} from another iBGP peer, and passes it on only if it reflects routes"
            return
        mine = self._settings(device, session.peer, route.prefix.version)
        own = {each.ip for port in self.network.devices[device].interfaces.values() for each in port.addresses}
        theirs = next((each for ip in own if (each := self._settings(peer, ip, route.prefix.version))), None)
        sides = ((peer, "out", theirs), (device, "in", mine))
        stopped = [
            said
            for name, way, each in sides
            if each
            for said in _policies(self.network.devices[name], way, each, route)
        ]
        what = "; ".join(stopped) or "it is not accepted (its AS path or next hop may be this router's own)"
        yield f"{peer} has {route.prefix} and a session to {device}: {what}"

    def _settings(self, device: str, peer: IPAddress, family: int) -> BgpNeighborFamily | None:
        process = self.network.devices[device].bgp_process()
        neighbor = process.neighbor(peer) if process is not None else None
        return neighbor.family(family) if neighbor is not None else None


def _policies(device: Device, way: str, settings: BgpNeighborFamily, route: Route) -> Iterator[str]:
    """The filters of a neighbour that this prefix does not pass, or may not."""
    prefixes = getattr(settings, f"prefix_list_{way}")
    if prefixes is not None and not Policy(device).prefix_list(prefixes, route.prefix):
        yield f"prefix list {prefixes} ({way}) of {device.name} denies it"
    route_map = getattr(settings, f"route_map_{way}")
    if route_map is not None:
        yield f"route map {route_map} ({way}) of {device.name} decides"
