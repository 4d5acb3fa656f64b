"""Broadcast domains as the addresses tell them: interfaces with an address of the same prefix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from netops.model import Endpoint, Interface, InterfaceKind, IPPrefix, Network, Segment
from netops.workflows.diagram.view import management_ports

__all__ = ["Domain", "domains"]


@dataclass(frozen=True, slots=True)
class Domain:
    """Interfaces that share a segment of the estate, or the same prefixes (of both families)."""

    members: tuple[Endpoint, ...]
    prefixes: tuple[IPPrefix, ...]
    segment: Segment | None = None

    @property
    def name(self) -> str:
        return self.segment.name if self.segment else str(self.prefixes[0])


def domains(network: Network) -> tuple[Domain, ...]:
    """All of them but loopbacks and management ports, in the order of their prefixes."""
    known = {prefix: each for each in network.segments.values() for prefix in (each.ipv4, each.ipv6) if prefix}
    members: dict[IPPrefix, dict[Endpoint, None]] = {}
    for end, interface in _routed(network):
        for address in interface.addresses:
            if not address.is_link_local:
                members.setdefault(address.network, {})[end] = None
    grouped: dict[object, list[IPPrefix]] = {}
    for prefix in sorted(members, key=lambda each: (each.version, each)):
        segment = known.get(prefix)
        grouped.setdefault(segment.name if segment else frozenset(members[prefix]), []).append(prefix)
    return tuple(
        Domain(
            tuple(sorted({end for prefix in prefixes for end in members[prefix]})),
            tuple(prefixes),
            known.get(prefixes[0]),
        )
        for prefixes in grouped.values()
    )


def _routed(network: Network) -> Iterator[tuple[Endpoint, Interface]]:
    management = management_ports(network)
    for device in network.devices.values():
        for interface in device.interfaces.values():
            end = Endpoint(device.name, interface.name)
            if interface.kind is not InterfaceKind.LOOPBACK and end not in management:
                yield end, interface
