"""OSPF's speakers: each process with its ports, what these announce and at what cost (RFC 2328 section 9)."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Interface, IPv6Address, IPv6Interface, ip_network

from netops.analysis.bandwidth import bandwidth_of
from netops.analysis.layer2 import Layer2
from netops.model import (
    Device,
    Endpoint,
    Interface,
    InterfaceKind,
    IPAddress,
    IPPrefix,
    Network,
    Ospf,
    OspfInterface,
    OspfNetworkType,
    link_local,
)
from netops.platforms import get_platform

__all__ = ["MAXIMUM_COST", "UNKNOWN_LINK_LOCAL", "Port", "Prefix", "Speaker", "router_id", "speaker", "speakers"]

MAXIMUM_COST = 65535
UNKNOWN_LINK_LOCAL = IPv6Address("fe80::")
"""Stands where a neighbour's MAC address, and so its link-local address, is not known."""

Prefix = IPv4Interface | IPv6Interface


@dataclass(frozen=True, slots=True)
class Port:
    """An interface on which OSPF runs; ``address`` is what its packets are sent from.

    ``advertised`` are the prefixes that it brings into its area, with their costs.  An unnumbered one has no prefixes.
    """

    end: Endpoint
    interface: Interface
    settings: OspfInterface
    network_type: OspfNetworkType
    loopback: bool
    cost: int
    mtu: int
    address: IPAddress
    prefixes: tuple[Prefix, ...]
    advertised: tuple[tuple[IPPrefix, int], ...]

    @property
    def designates(self) -> bool:
        """Whether the network elects a designated router."""
        return self.network_type in {OspfNetworkType.BROADCAST, OspfNetworkType.NON_BROADCAST}


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
    """Every process of this version of OSPF in the default VRF, by router; one without power has no port."""
    return [
        speaker(device, process, identity, layer2)
        for name in sorted(network.devices)
        for device in [network.devices[name]]
        for process in device.ospf
        if process.version == version and process.vrf == "default"
        if (identity := router_id(device, process.router_id)) is not None
    ]


def speaker(device: Device, process: Ospf, identity: IPv4Address, layer2: Layer2) -> Speaker:
    """A router with its ports that are up."""
    return Speaker(device, process, identity, tuple(_ports(device, process, layer2.up_on(device.name))))


def _ports(device: Device, process: Ospf, up: Set[str]) -> Iterator[Port]:
    first = next(each for each in device.ospf if (each.version, each.vrf) == (process.version, process.vrf))
    for interface in device.interfaces.values():
        settings = interface.ospf if process.version == 2 else interface.ospf6
        if settings is None or settings.shutdown or interface.name not in up or interface.vrf != "default":
            continue
        if settings.process == process.process or (not settings.process and process is first):
            port = _port(device, process, interface, settings, up)
            if port is not None:
                yield port


def _port(device: Device, process: Ospf, interface: Interface, settings: OspfInterface, up: Set[str]) -> Port | None:
    prefixes = _prefixes(interface, settings, process.version)
    address = _address(device, interface, prefixes, process.version)
    if address is None:
        return None
    platform = get_platform(device.platform)
    loopback = interface.kind is InterfaceKind.LOOPBACK
    network_type = settings.network_type or platform.ospf_network_type(interface)
    cost = settings.cost
    if cost is None:
        # Ethernet's bandwidth is known in kbit/s, the reference in Mbit/s.
        cost = process.reference_bandwidth * 1000 // bandwidth_of(device, interface, up)
        cost = max(1, min(MAXIMUM_COST, cost))
    return Port(
        end=Endpoint(device.name, interface.name),
        interface=interface,
        settings=settings,
        network_type=network_type,
        loopback=loopback,
        cost=cost,
        mtu=interface.mtu or platform.default_mtu,
        address=address,
        prefixes=prefixes,
        advertised=tuple(_advertised(device, settings, loopback, network_type, prefixes, cost)),
    )


def _prefixes(interface: Interface, settings: OspfInterface, version: int) -> tuple[Prefix, ...]:
    wanted = IPv4Interface if version == 2 else IPv6Interface
    found = tuple(each for each in interface.addresses if isinstance(each, wanted) and not each.is_link_local)
    return found if settings.secondary else found[:1]


def _address(
    device: Device, interface: Interface, prefixes: tuple[Prefix, ...], version: int
) -> IPv4Address | IPv6Address | None:
    """What packets are sent from; None: nothing can be sent."""
    if version == 3:
        return _link_local_of(interface)
    if prefixes:
        return prefixes[0].ip
    lender = device.interfaces.get(interface.unnumbered or "")
    lent = lender.addresses if lender is not None else ()
    return next((each.ip for each in lent if isinstance(each, IPv4Interface)), None)


def _advertised(
    device: Device,
    settings: OspfInterface,
    loopback: bool,
    network_type: OspfNetworkType,
    prefixes: tuple[Prefix, ...],
    cost: int,
) -> Iterator[tuple[IPPrefix, int]]:
    """A loopback is a host (RFC 2328 12.4.1), which to ospfd costs nothing, and to ospf6d what its port does.

    So is the address of a router on a point-to-multipoint network (section 12.4.1.4).
    """
    traits = get_platform(device.platform).traits
    for each in prefixes:
        if loopback:
            host = traits.loopback_as_host and not settings.advertise_subnet
            free = traits.ospf_loopback_cost if each.version == 4 and settings.cost is None else None
            if traits.ospf_loopback_cost == 0 and each.version == 4:
                free = 0  # whatever is configured
            yield ip_network(each.ip) if host else each.network, cost if free is None else free
        elif network_type is OspfNetworkType.POINT_TO_MULTIPOINT:
            yield ip_network(each.ip), 0
        else:
            yield each.network, cost


@lru_cache(maxsize=65536)
def _eui64(mac: str) -> IPv6Address:
    return link_local(mac)


def _link_local_of(interface: Interface) -> IPv6Address:
    configured = next((each.ip for each in interface.addresses if each.version == 6 and each.ip.is_link_local), None)
    if isinstance(configured, IPv6Address):
        return configured
    return _eui64(interface.mac) if interface.mac else UNKNOWN_LINK_LOCAL
