"""OSPF speakers and their adjacencies (RFC 2328 sections 9 and 10, RFC 5340 section 4.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Interface, IPv6Address, IPv6Interface, ip_network

from netops.analysis.layer2 import Layer2
from netops.model import (
    Adjacency,
    Device,
    Endpoint,
    Interface,
    InterfaceKind,
    IPAddress,
    IPPrefix,
    Network,
    Ospf,
    OspfAreaKind,
    OspfInterface,
    OspfNetworkType,
    link_local,
)
from netops.platforms import get_platform

__all__ = [
    "Edge",
    "Pair",
    "Port",
    "Speaker",
    "adjacencies",
    "edges",
    "leads_on",
    "pairs",
    "router_id",
    "speaker",
    "speakers",
]

_STUB = {OspfAreaKind.STUB, OspfAreaKind.TOTALLY_STUBBY}
_NSSA = {OspfAreaKind.NSSA, OspfAreaKind.TOTALLY_NSSA}
_MAXIMUM_COST = 65535
_UNKNOWN_LINK_LOCAL = IPv6Address("fe80::")
"""Stands where a neighbour's MAC address, and so its link-local address, is not known."""


@dataclass(frozen=True, slots=True)
class Port:
    """An interface on which OSPF runs; ``address`` is what its packets are sent from."""

    end: Endpoint
    interface: Interface
    settings: OspfInterface
    network_type: OspfNetworkType
    loopback: bool
    cost: int
    mtu: int
    address: IPAddress
    prefixes: tuple[IPv4Interface | IPv6Interface, ...]

    @property
    def advertised(self) -> tuple[tuple[IPPrefix, int], ...]:
        """The prefixes it brings into its area, with their costs.

        A loopback is a host, and costs nothing in OSPFv2; FRR's ospf6d counts its cost.
        """
        if self.loopback:
            return tuple((ip_network(each.ip), 0 if each.version == 4 else self.cost) for each in self.prefixes)
        return tuple((each.network, self.cost) for each in self.prefixes)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A router's OSPF process with its ports that are up."""

    device: Device
    process: Ospf
    router_id: IPv4Address
    ports: tuple[Port, ...]
    areas: frozenset[str] = field(init=False)  # those it is actively attached to

    def __post_init__(self) -> None:
        object.__setattr__(self, "areas", frozenset(port.settings.area for port in self.ports))


@dataclass(frozen=True, slots=True)
class Edge:
    """One direction of an adjacency that the shortest-path tree may use."""

    source: int  # position among the speakers
    target: int
    area: str
    cost: int
    interface: str
    next_hop: IPAddress | None  # the neighbour's; None: link-local, of an unknown MAC address


def router_id(device: Device, configured: IPv4Address | None) -> IPv4Address | None:
    """The configured one, or else the highest loopback address, or else the highest address (FRR, zebra)."""
    if configured is not None:
        return configured
    owned = [
        (interface.kind is InterfaceKind.LOOPBACK, address.ip)
        for interface in device.interfaces.values()
        for address in interface.addresses
        if isinstance(address, IPv4Interface) and not address.ip.is_loopback
    ]
    return max(owned)[1] if owned else None


def speakers(network: Network, layer2: Layer2, version: int) -> list[Speaker]:
    """Every router that runs this version of OSPF in the default VRF, by name; one without power has no port."""
    found = []
    for name in sorted(network.devices):
        device = network.devices[name]
        process = device.ospf_process(version)
        if process is not None and (identity := router_id(device, process.router_id)) is not None:
            found.append(speaker(device, process, identity, layer2))
    return found


def speaker(device: Device, process: Ospf, identity: IPv4Address, layer2: Layer2) -> Speaker:
    """A router with its ports that are up."""
    up = layer2.up_on(device.name)
    ports = tuple(
        port
        for interface in device.interfaces.values()
        if interface.name in up
        and interface.vrf == "default"
        and (port := _port(device, process, interface)) is not None
    )
    return Speaker(device, process, identity, ports)


def _port(device: Device, process: Ospf, interface: Interface) -> Port | None:
    settings = interface.ospf if process.version == 2 else interface.ospf6
    if settings is None:
        return None
    wanted = IPv4Interface if process.version == 2 else IPv6Interface
    prefixes = tuple(each for each in interface.addresses if isinstance(each, wanted) and not each.is_link_local)
    if process.version == 2 and not prefixes:
        return None
    platform = get_platform(device.platform)
    return Port(
        end=Endpoint(device.name, interface.name),
        interface=interface,
        settings=settings,
        network_type=settings.network_type or platform.ospf_network_type(interface),
        loopback=interface.kind is InterfaceKind.LOOPBACK,
        cost=_cost(process, interface, settings, platform.default_speed),
        mtu=interface.mtu or platform.default_mtu,
        address=prefixes[0].ip if process.version == 2 else _link_local_of(interface),
        prefixes=prefixes,
    )


@lru_cache(maxsize=65536)
def _eui64(mac: str) -> IPv6Address:
    return link_local(mac)


def _link_local_of(interface: Interface) -> IPv6Address:
    configured = next((each.ip for each in interface.addresses if each.version == 6 and each.ip.is_link_local), None)
    if isinstance(configured, IPv6Address):
        return configured
    return _eui64(interface.mac) if interface.mac else _UNKNOWN_LINK_LOCAL


def _cost(process: Ospf, interface: Interface, settings: OspfInterface, default_speed: int) -> int:
    if settings.cost is not None:
        return settings.cost
    speed = interface.speed or default_speed
    return max(1, min(_MAXIMUM_COST, process.reference_bandwidth // speed))


@dataclass(frozen=True, slots=True)
class _Meeting:
    state: str
    routed: bool  # whether both sides describe the link alike, so that paths may use it


Pair = tuple[int, Port, int, Port, _Meeting]
"""Two ports that hear each other, each behind the position of its speaker, and what becomes of it."""


def pairs(found: list[Speaker], layer2: Layer2) -> Iterator[Pair]:
    """Each pair of ports that become neighbours, in both directions."""
    by_domain: defaultdict[int, list[tuple[int, Port]]] = defaultdict(list)
    for position, speaker in enumerate(found):
        for port in speaker.ports:
            if port.end in layer2.domain and not port.settings.passive and not port.loopback:
                by_domain[layer2.domain[port.end]].append((position, port))
    for ports in by_domain.values():
        for one, port in ports:
            for other, far in ports:
                if port is not far and (pair := _meet(found[one], port, found[other], far)) is not None:
                    yield one, port, other, far, pair


def _meet(speaker: Speaker, port: Port, other: Speaker, far: Port) -> _Meeting | None:
    """What becomes of two ports in one broadcast domain; None where their Hellos are refused (section 10.5)."""
    mine, theirs = port.settings, far.settings
    version = speaker.process.version
    if (
        speaker.router_id == other.router_id
        or mine.area != theirs.area
        or (mine.hello_interval, mine.dead_interval) != (theirs.hello_interval, theirs.dead_interval)
        or _options(speaker, mine.area) != _options(other, theirs.area)
    ):
        return None
    point_to_point = OspfNetworkType.POINT_TO_POINT
    if version == 2:
        if mine.authentication != theirs.authentication:
            return None
        if far.address not in port.prefixes[0].network or port.address not in far.prefixes[0].network:
            return None
        if port.network_type is not point_to_point and port.prefixes[0].network != far.prefixes[0].network:
            return None
    if port.network_type is not point_to_point and mine.priority == theirs.priority == 0:
        return _Meeting("two-way", routed=False)
    if port.mtu != far.mtu and not (mine.mtu_ignore and theirs.mtu_ignore):
        return _Meeting("exstart", routed=False)
    same_kind = (port.network_type is point_to_point) == (far.network_type is point_to_point)
    return _Meeting("full", routed=same_kind)


def _options(speaker: Speaker, area: str) -> tuple[bool, bool]:
    """The E and N bits of its Hellos: both ends must agree on stub and NSSA (RFC 2328 10.5, RFC 3101 2.4)."""
    kind = speaker.process.area(area).kind
    return kind in _STUB, kind in _NSSA


def adjacencies(found: list[Speaker], met: Iterable[Pair]) -> Mapping[str, tuple[Adjacency, ...]]:
    """Each router's neighbours, by device name, in the order of interfaces."""
    result: dict[str, list[Adjacency]] = {speaker.device.name: [] for speaker in found}
    for one, port, other, far, pair in met:
        result[found[one].device.name].append(
            Adjacency(
                interface=port.end.interface,
                neighbor_id=found[other].router_id,
                version=found[one].process.version,
                area=port.settings.area,
                state=pair.state,
                address=None if far.address == _UNKNOWN_LINK_LOCAL else far.address,
            )
        )
    return {name: tuple(sorted(each, key=lambda a: (a.interface, a.neighbor_id))) for name, each in result.items()}


def edges(met: Iterable[Pair]) -> list[Edge]:
    """The directed edges of the shortest-path graphs of all areas; a LAN is a mesh of its routers.

    A transit network costs nothing to leave (section 16.1), so the mesh gives the same distances and next hops.
    """
    return [
        Edge(
            source=one,
            target=other,
            area=port.settings.area,
            cost=port.cost,
            interface=port.end.interface,
            next_hop=None if far.address == _UNKNOWN_LINK_LOCAL else far.address,
        )
        for one, port, other, far, _ in filter(leads_on, met)
    ]


def leads_on(pair: Pair) -> bool:
    """Whether the shortest-path tree may use it."""
    return pair[-1].routed and pair[-1].state == "full"
