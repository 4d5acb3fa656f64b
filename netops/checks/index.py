"""Everything that checks look up again and again, computed once for a network.

Broadcast domains here are those of the design: what is shut down, or down, still counts as joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from netops.checks.domains import Node, bridge, domains
from netops.model import (
    Device,
    Endpoint,
    Interface,
    InterfaceKind,
    IPAddress,
    IPInterface,
    Link,
    Network,
    Role,
    VrrpGroup,
)

__all__ = ["INFRASTRUCTURE", "Index", "Port", "VirtualAddress"]

INFRASTRUCTURE = frozenset({Role.EDGE, Role.CORE, Role.DISTRIBUTION, Role.ACCESS})
"""The tiers whose redundancy is ours; providers, servers and hosts hang on them."""


@dataclass(frozen=True, slots=True)
class Port:
    """An interface and where it is."""

    device: Device
    interface: Interface

    @property
    def endpoint(self) -> Endpoint:
        return Endpoint(self.device.name, self.interface.name)

    @property
    def logical(self) -> Endpoint:
        """The bundle that the interface belongs to, or itself."""
        return Endpoint(self.device.name, self.interface.lag or self.interface.name)

    @property
    def at(self) -> tuple[str, ...]:
        """The keys under which the estate may tell where it was written."""
        names = (self.interface.name, self.interface.parent)
        return (*(f"interface:{self.device.name}:{name}" for name in names if name), f"device:{self.device.name}")

    @property
    def addresses(self) -> tuple[IPInterface, ...]:
        """Its addresses that mean something beyond the link."""
        return tuple(each for each in self.interface.addresses if not each.is_link_local)

    def __str__(self) -> str:
        return str(self.endpoint)


@dataclass(frozen=True, slots=True)
class VirtualAddress:
    """A VRRP address on one of its routers."""

    port: Port
    group: VrrpGroup
    address: IPAddress


class Index:
    """A network with its look-ups; each is computed when first asked for."""

    def __init__(self, network: Network) -> None:
        self.network = network

    @cached_property
    def devices(self) -> tuple[Device, ...]:
        """Devices in service, by name."""
        return tuple(each for _, each in sorted(self.network.devices.items()) if each.status == "active")

    @cached_property
    def ports(self) -> Mapping[Endpoint, Port]:
        return {
            Endpoint(device.name, name): Port(device, interface)
            for device in self.devices
            for name, interface in sorted(device.interfaces.items())
        }

    @cached_property
    def lines(self) -> tuple[tuple[Link, Port, Port], ...]:
        """Lines in service whose two ends exist and differ."""
        known = (
            (link, self.ports.get(link.a), self.ports.get(link.b))
            for link in self.network.links
            if link.status == "active" and link.a.device != link.b.device
        )
        return tuple((link, a, b) for link, a, b in known if a is not None and b is not None)

    @cached_property
    def peers(self) -> Mapping[Endpoint, Port]:
        """The port at the other end of a port's line."""
        ends: dict[Endpoint, Port] = {}
        for _, a, b in self.lines:
            ends.setdefault(a.endpoint, b)
            ends.setdefault(b.endpoint, a)
        return ends

    def peer(self, port: Port) -> Port | None:
        return self.peers.get(port.endpoint)

    @cached_property
    def cabled(self) -> frozenset[Endpoint]:
        return frozenset(end for link in self.network.links for end in (link.a, link.b))

    @cached_property
    def routed(self) -> tuple[Port, ...]:
        """Interfaces that have an address of their own."""
        return tuple(each for each in self.ports.values() if each.interface.addresses)

    @cached_property
    def owners(self) -> Mapping[tuple[str, IPAddress], tuple[Port, ...]]:
        """Who has an address, by VRF and address; link-local ones are left out."""
        found: defaultdict[tuple[str, IPAddress], list[Port]] = defaultdict(list)
        for port in self.routed:
            for address in port.addresses:
                found[port.interface.vrf, address.ip].append(port)
        return {key: tuple(ports) for key, ports in found.items()}

    def owner(self, address: IPAddress, vrf: str = "default") -> Port | None:
        """The first interface that has this address."""
        return next(iter(self.owners.get((vrf, address), ())), None)

    @cached_property
    def virtual(self) -> tuple[VirtualAddress, ...]:
        """Every VRRP address on every router that serves it."""
        return tuple(
            VirtualAddress(port, group, address)
            for port in self.ports.values()
            for group in port.interface.vrrp
            for address in group.addresses
        )

    @cached_property
    def used(self) -> frozenset[IPAddress]:
        """Every address that stands on an interface, real or virtual."""
        return frozenset(address for _, address in self.owners) | frozenset(each.address for each in self.virtual)

    @cached_property
    def _domains(self) -> Mapping[Node, int]:
        return domains(self.ports.values(), ((a.logical, b.logical) for _, a, b in self.lines))

    def domain(self, port: Port) -> int | None:
        """The broadcast domain that an interface's own packets enter; None for a loopback or an uncabled port."""
        if port.interface.kind is InterfaceKind.LOOPBACK:
            return None
        return self._domains.get((port.device.name, port.interface.name, "self"))

    def vlan_domain(self, device: str, vlan: int) -> int | None:
        """The broadcast domain of a VLAN on a switch; None where the switch does not have it."""
        return self._domains.get(bridge(device, vlan))

    @cached_property
    def neighbourhoods(self) -> tuple[tuple[Port, ...], ...]:
        """The interfaces that hear each other's frames: one group for each domain with two or more of them."""
        groups: defaultdict[int, list[Port]] = defaultdict(list)
        for port in self.ports.values():
            domain = self.domain(port) if _speaks(port.interface) else None
            if domain is not None:
                groups[domain].append(port)
        return tuple(tuple(each) for each in groups.values() if len(each) > 1)

    def pairs(self) -> Iterator[tuple[Port, Port]]:
        """Routers' interfaces that hear each other, each pair once."""
        for group in self.neighbourhoods:
            routers = [each for each in group if each.device.forwarding]
            for position, first in enumerate(routers):
                yield from ((first, second) for second in routers[position + 1 :])


def _speaks(interface: Interface) -> bool:
    """Whether the interface takes part in layer 3 at all."""
    return bool(interface.addresses or interface.ospf or interface.ospf6)
