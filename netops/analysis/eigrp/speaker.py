"""EIGRP's processes with their interfaces, and who is whose neighbour (RFC 7868 section 5.3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv6Address

from netops.analysis.bandwidth import bandwidth_of, delay_of
from netops.analysis.eigrp.metric import Vector, composite
from netops.analysis.layer2 import Layer2
from netops.analysis.ospf.port import router_id
from netops.analysis.routing import Running
from netops.model import (
    Device,
    Eigrp,
    EigrpInterface,
    Endpoint,
    Interface,
    InterfaceKind,
    IPAddress,
    IPPrefix,
    link_local,
)
from netops.platforms import get_platform

__all__ = ["Link", "Port", "Speaker", "links", "speakers"]

_GIGABIT = 1_000_000
_PICOSECONDS = 10**13  # divided by kbit/s: the delay of what is faster than a gigabit, in wide metrics
_TENS_OF_MICROSECONDS = 10**7


@dataclass(frozen=True, slots=True)
class Port:
    """An interface of a process; ``delay`` is picoseconds.  ``address``: what its packets are sent from."""

    end: Endpoint
    interface: Interface
    settings: EigrpInterface
    bandwidth: int
    delay: int
    address: IPAddress | None
    prefixes: tuple[IPPrefix, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """A process of a router; ``identity`` is its router id."""

    device: Device
    process: Eigrp
    identity: int
    ports: tuple[Port, ...]

    def metric(self, vector: Vector) -> int:
        """The composite metric, as this router compares it."""
        scaled = get_platform(self.device.platform).traits.eigrp_scaled_bandwidth
        return composite(vector, self.process, scaled_bandwidth=scaled)

    @property
    def key(self) -> tuple[str, int, int]:
        return self.device.name, self.process.asn, self.process.family


@dataclass(frozen=True, slots=True)
class Link:
    """What ``sender`` tells reaches ``receiver`` from one port at another (positions among the speakers)."""

    sender: int
    out: Port
    receiver: int
    into: Port


def speakers(running: Running) -> list[Speaker]:
    """Every EIGRP process, by router."""
    return [
        Speaker(device, process, int(identity), tuple(_ports(device, process, running.layer2)))
        for device in running.alive.values()
        for process in device.eigrp
        if not process.shutdown and (identity := router_id(device, process.router_id)) is not None
    ]


def _ports(device: Device, process: Eigrp, layer2: Layer2) -> Iterator[Port]:
    up = layer2.up_on(device.name)
    for interface in device.interfaces.values():
        for settings in interface.eigrp:
            if (settings.asn, settings.family) != (process.asn, process.family) or interface.name not in up:
                continue
            bandwidth = settings.bandwidth or bandwidth_of(device, interface, up)
            delay = _delay(device, interface, settings, process, bandwidth)
            prefixes = tuple(
                each.network
                for each in interface.addresses
                if each.version == process.family and not each.is_link_local
            )
            address = _address(device, interface, process.family)
            yield Port(Endpoint(device.name, interface.name), interface, settings, bandwidth, delay, address, prefixes)


def _delay(device: Device, interface: Interface, settings: EigrpInterface, process: Eigrp, bandwidth: int) -> int:
    """Wide metrics reckon the delay of what is faster than a gigabit from its bandwidth (Cisco, EIGRP Wide Metrics)."""
    configured = settings.delay if settings.delay is not None else interface.delay
    if configured is not None:
        return configured * _TENS_OF_MICROSECONDS
    if process.wide and bandwidth > _GIGABIT:
        return _PICOSECONDS // bandwidth
    return delay_of(device, interface) * _TENS_OF_MICROSECONDS


def _address(device: Device, interface: Interface, family: int) -> IPAddress | None:
    if family == 4:
        lender = device.interfaces.get(interface.unnumbered or "", interface)
        return next((each.ip for each in lender.addresses if each.version == 4), None)
    configured = next((each.ip for each in interface.addresses if each.version == 6 and each.ip.is_link_local), None)
    if isinstance(configured, IPv6Address):
        return configured
    return link_local(interface.mac) if interface.mac else None


def links(found: list[Speaker], layer2: Layer2) -> list[Link]:
    """Both directions of every adjacency."""
    by_domain: defaultdict[tuple[int, int, int], list[tuple[int, Port]]] = defaultdict(list)
    for position, speaker in enumerate(found):
        for port in speaker.ports:
            speaks = not port.settings.passive and port.interface.kind is not InterfaceKind.LOOPBACK
            if speaks and port.end in layer2.domain:
                key = (layer2.domain[port.end], speaker.process.asn, speaker.process.family)
                by_domain[key].append((position, port))
    return [
        Link(one, port, other, far)
        for members in by_domain.values()
        for one, port in members
        for other, far in members
        if one != other and _agree(found[one], port, found[other], far)
    ]


def _agree(one: Speaker, port: Port, other: Speaker, far: Port) -> bool:
    """Whether Hellos are accepted: the same K values and authentication, IPv4 addresses of one subnet."""
    if one.process.k_values[:5] != other.process.k_values[:5]:
        return False
    if (port.settings.key_chain is None) != (far.settings.key_chain is None):
        return False
    if one.process.family == 6 or port.interface.unnumbered or far.interface.unnumbered:
        return True
    here, there = port.prefixes[:1], far.prefixes[:1]
    return bool(here and there and far.address in here[0] and port.address in there[0])
