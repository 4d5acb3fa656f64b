"""What the network stands in and serves: sites, racks, cables, segments, zones and services."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network

from netops.model.addressing import IPAddress

__all__ = ["Cable", "DhcpRange", "Medium", "Rack", "RackUnit", "Segment", "Service", "Site", "Zone", "ZonePolicy"]


class Medium(StrEnum):
    COPPER = "copper"
    MULTIMODE = "multimode"
    SINGLEMODE = "singlemode"
    DAC = "dac"


@dataclass(frozen=True, slots=True)
class Cable:
    """The line itself.  ``length`` is metres; None is unknown, which is not zero.  ``grade``: "Cat6A", "OM4", "OS2"."""

    medium: Medium | None = None
    grade: str = ""
    length: float | None = None
    label: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """A machine room or a building; ``homes`` is how many households it has."""

    name: str
    kind: str = "building"  # machine-room | building | outside
    title: str = ""
    homes: int = 0
    floors: int = 0


@dataclass(frozen=True, slots=True)
class RackUnit:
    """A device's place in a rack; ``position`` is its lowest unit, counted from 1 at the bottom."""

    device: str
    position: int
    height: int = 1
    face: str = "front"  # front | rear
    full_depth: bool = True
    watts: float | None = None
    weight: float | None = None  # kg


@dataclass(frozen=True, slots=True)
class Rack:
    name: str
    site: str
    height: int = 42
    maximum_weight: float | None = None  # kg
    feed_watts: float | None = None
    units: tuple[RackUnit, ...] = ()


@dataclass(frozen=True, slots=True)
class DhcpRange:
    start: IPAddress
    end: IPAddress


@dataclass(frozen=True, slots=True)
class Segment:
    """A broadcast domain with its prefixes: what residents, cameras or servers are connected to.

    ``gateways`` are the (virtual) addresses that its hosts send to; ``switches`` are the access devices it reaches.
    """

    name: str
    vlan: int
    zone: str
    site: str = ""
    purpose: str = ""
    ipv4: IPv4Network | None = None
    ipv6: IPv6Network | None = None
    gateways: tuple[IPAddress, ...] = ()
    gateway_devices: tuple[str, ...] = ()
    switches: tuple[str, ...] = ()
    dhcp: tuple[DhcpRange, ...] = ()
    dhcp_servers: tuple[IPAddress, ...] = ()
    homes: int = 0


@dataclass(frozen=True, slots=True)
class Zone:
    name: str
    title: str = ""
    trust: int = 0


@dataclass(frozen=True, slots=True)
class ZonePolicy:
    """What may pass from one zone to another; ``services`` are names of services, or "any"."""

    source: str
    destination: str
    action: str  # permit | deny
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """A thing hosts ask for: DHCP, DNS, NTP, syslog, video recording."""

    name: str
    protocol: str
    port: int | None = None
    addresses: tuple[IPAddress, ...] = ()
    device: str = ""
