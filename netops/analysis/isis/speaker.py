"""IS-IS' processes with their circuits, and the adjacencies of each level (ISO 10589 section 8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv6Address

from netops.analysis.bandwidth import bandwidth_of
from netops.analysis.layer2 import Layer2
from netops.analysis.routing import Running
from netops.model import (
    Device,
    Endpoint,
    Interface,
    InterfaceKind,
    IPAddress,
    IPPrefix,
    Isis,
    IsisInterface,
    OspfNetworkType,
    link_local,
)
from netops.platforms import get_platform

__all__ = ["Circuit", "Edge", "Speaker", "edges", "speakers"]

_NARROW, _WIDE = 63, 2**24 - 1


@dataclass(frozen=True, slots=True)
class Circuit:
    """An interface of a process; ``metric`` and ``metric6`` are those of level 1 and 2."""

    end: Endpoint
    interface: Interface
    settings: IsisInterface
    levels: frozenset[int]
    metric: tuple[int, int]
    metric6: tuple[int, int]
    point_to_point: bool
    passive: bool
    families: frozenset[int]
    mtu: int

    def prefixes(self, family: int) -> Iterator[IPPrefix]:
        for each in self.interface.addresses:
            if each.version == family and not each.is_link_local and family in self.families:
                yield each.network

    def cost(self, level: int, family: int) -> int:
        return (self.metric if family == 4 else self.metric6)[level - 1]

    def address(self, device: Device, family: int) -> IPAddress | None:
        """What neighbours send to; None: not known, or there is none."""
        if family == 4:
            lender = device.interfaces.get(self.interface.unnumbered or "", self.interface)
            return next((each.ip for each in lender.addresses if each.version == 4), None)
        for each in self.interface.addresses:
            if isinstance(each.ip, IPv6Address) and each.ip.is_link_local:
                return each.ip
        return link_local(self.interface.mac) if self.interface.mac else None


@dataclass(frozen=True, slots=True)
class Speaker:
    """A process of a router."""

    device: Device
    process: Isis
    circuits: tuple[Circuit, ...]
    wide: bool

    @property
    def levels(self) -> frozenset[int]:
        return _levels(self.process.level)


@dataclass(frozen=True, slots=True)
class Edge:
    """One direction of an adjacency; ``target`` and ``source`` are positions among the speakers."""

    source: int
    target: int
    level: int
    near: Circuit
    far: Circuit


def _levels(level: int) -> frozenset[int]:
    return frozenset({1, 2}) if level == 12 else frozenset({level})


def speakers(running: Running) -> list[Speaker]:
    """Every IS-IS process with a network entity title, by router."""
    found = []
    for device in running.alive.values():
        for process in device.isis:
            if process.system_id:
                traits = get_platform(device.platform).traits
                wide = traits.isis_wide if process.wide is None else process.wide
                circuits = tuple(_circuits(device, process, wide, running.layer2))
                found.append(Speaker(device, process, circuits, wide))
    return found


def _circuits(device: Device, process: Isis, wide: bool, layer2: Layer2) -> Iterator[Circuit]:
    platform, up = get_platform(device.platform), layer2.up_on(device.name)
    only = len(device.isis) == 1
    for interface in device.interfaces.values():
        for settings in interface.isis:
            if interface.name not in up or (
                settings.process != process.process and not (only and not settings.process)
            ):
                continue
            kind = platform.ospf_network_type(interface)
            usual = _usual_metric(device, process, interface, settings)
            most = _WIDE if wide else _NARROW
            metric = tuple(min(most, usual if each is None else each) for each in settings.metric)
            metric6 = tuple(
                min(_WIDE, v4 if each is None or not process.multi_topology else each)
                for each, v4 in zip(settings.metric6, metric, strict=True)
            )
            passive = settings.passive or interface.kind is InterfaceKind.LOOPBACK
            point_to_point = settings.point_to_point
            if point_to_point is None:  # Ethernet is broadcast, whatever OSPF takes it for
                point_to_point = interface.kind is InterfaceKind.TUNNEL and kind is OspfNetworkType.POINT_TO_POINT
            yield Circuit(
                Endpoint(device.name, interface.name),
                interface,
                settings,
                _levels(process.level) & _levels(settings.level or process.level),
                (metric[0], metric[1]),
                (metric6[0], metric6[1]),
                point_to_point,
                passive,
                frozenset(process.families if settings.families is None else settings.families),
                interface.mtu or platform.default_mtu,
            )


def _usual_metric(device: Device, process: Isis, interface: Interface, settings: IsisInterface) -> int:
    """Of an interface that does not say: a passive one's, the process', that of its bandwidth, or the platform's."""
    traits = get_platform(device.platform).traits
    if settings.passive and traits.isis_passive_metric is not None:
        return traits.isis_passive_metric
    if process.metric is not None:
        return process.metric
    if process.reference_bandwidth is not None:
        return max(1, process.reference_bandwidth * 1000 // bandwidth_of(device, interface))
    return traits.isis_metric


def edges(found: list[Speaker], layer2: Layer2) -> list[Edge]:
    """Both directions of every adjacency, by level; a LAN is a mesh of its routers."""
    by_domain: defaultdict[int, list[tuple[int, Circuit]]] = defaultdict(list)
    for position, speaker in enumerate(found):
        for circuit in speaker.circuits:
            if not circuit.passive and circuit.end in layer2.domain:
                by_domain[layer2.domain[circuit.end]].append((position, circuit))
    return [
        Edge(one, other, level, near, far)
        for members in by_domain.values()
        for one, near in members
        for other, far in members
        if one != other and _agree(found[one], near, found[other], far)
        for level in sorted(near.levels & far.levels)
        if level == 2 or found[one].process.area == found[other].process.area
    ]


def _agree(one: Speaker, near: Circuit, other: Speaker, far: Circuit) -> bool:
    """Whether Hellos are accepted.  They are filled up to the MTU, so that a smaller one takes none."""
    if one.process.system_id == other.process.system_id or near.point_to_point != far.point_to_point:
        return False
    if near.mtu != far.mtu or one.process.authenticated != other.process.authenticated:
        return False
    if (near.settings.secret is None) != (far.settings.secret is None):
        return False
    here, there = set(near.prefixes(4)), set(far.prefixes(4))
    return not here or not there or bool(here & there) or near.point_to_point
