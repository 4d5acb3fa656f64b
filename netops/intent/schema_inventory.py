"""What may stand in ``inventory/``: hosts, groups, sites, zones, services and segments."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from netops.intent.fields import (
    Address,
    AreaId,
    Asn,
    Flag,
    Interval,
    Ipv4,
    Ipv6,
    LoopbackAddress,
    Name,
    Number,
    Port,
    PortAddress,
    Positive,
    Prefix,
    Prefix4,
    Prefix6,
    Schema,
    Text,
    VlanId,
    Words,
)
from netops.intent.schema_topology import OspfSpec
from netops.model import Action, Role

__all__ = [
    "BgpProcessSpec",
    "DhcpSpec",
    "GatewaySpec",
    "HostData",
    "InventoryItem",
    "PolicySpec",
    "PortSpec",
    "RouterSpec",
    "SegmentOspfSpec",
    "SegmentSpec",
    "ServiceSpec",
    "SiteSpec",
    "StaticRouteSpec",
    "ZoneSpec",
]


class InventoryItem(Schema):
    """A host, group or the defaults as Nornir's SimpleInventory reads them; ``data`` is ours (:class:`HostData`)."""

    hostname: Text | None = None
    port: Annotated[int, Field(strict=True, ge=1, le=65535)] | None = None
    username: Text | None = None
    platform: Name | None = None
    groups: list[Name] = []
    data: dict[str, Any] = {}
    connection_options: dict[str, Any] = {}


class StaticRouteSpec(Schema):
    prefix: Prefix
    next_hop: Address | None = None
    interface: Port | None = None
    blackhole: Flag = False
    distance: Annotated[int, Field(strict=True, ge=1, le=255)] = 1
    tag: Positive | None = None


class BgpProcessSpec(Schema):
    """Options of a BGP process; what is absent is the platform's default."""

    cluster_id: Ipv4 | None = None
    default_local_preference: Number | None = None
    ebgp_requires_policy: Flag | None = None
    network_import_check: Flag | None = None
    always_compare_med: Flag | None = None
    deterministic_med: Flag | None = None
    compare_router_id: Flag | None = None
    multipath_relax: Flag | None = None
    fast_external_failover: Flag | None = None
    log_neighbor_changes: Flag | None = None


class PortSpec(Schema):
    """A port where it is more than its line says; its keys win over the line's."""

    description: Text | None = None
    enabled: Flag | None = None
    mtu: Annotated[int, Field(strict=True, ge=68, le=65535)] | None = None
    speed: Positive | None = None
    addresses: list[PortAddress] = []
    segment: Name | None = None  # access port of this segment
    trunk: list[VlanId] | None = None  # exactly these VLANs, instead of those that the segments ask for
    native_vlan: VlanId | None = None
    edge: Flag | None = None
    ospf: OspfSpec | None = None


class HostData(Schema):
    """A device's ``data`` after Nornir's lookup: its own, then its groups' depth first, then the defaults'."""

    role: Role
    site: Name | None = None
    model: Text = ""
    serial: Text = ""
    status: Text = "active"
    managed: Flag = True
    forwarding: Flag = True
    banner: Text = ""
    management: Prefix | None = None
    loopback: list[LoopbackAddress] = []
    loopback_area: AreaId | None = None
    asn: Asn | None = None
    bgp: BgpProcessSpec = BgpProcessSpec()
    bgp_networks: list[Prefix] = []
    static_routes: list[StaticRouteSpec] = []
    addresses: list[PortAddress] = []  # of a server's or host's only port
    default_gateway: list[Address] = []
    ports: dict[Port, PortSpec] = {}
    spanning_tree_priority: Annotated[int, Field(strict=True, ge=0, le=61440, multiple_of=4096)] = 32768


class SiteSpec(Schema):
    kind: Text = "building"
    title: Text = ""
    homes: Number = 0
    floors: Number = 0


class ZoneSpec(Schema):
    title: Text = ""
    trust: Number = 0


class PolicySpec(Schema):
    source: Name
    destination: Name
    action: Action
    services: list[Name] = []


class ServiceSpec(Schema):
    protocol: Text
    port: Annotated[int, Field(strict=True, ge=0, le=65535)] | None = None
    addresses: list[Address] = []
    device: Name | None = None


class GatewaySpec(Schema):
    """The virtual addresses that hosts send to, and the VRRP group that carries them."""

    group: Annotated[int, Field(strict=True, ge=1, le=255)] | None = None
    ipv4: Ipv4 | None = None
    ipv6: Ipv6 | None = None
    link_local: Ipv6 | None = None


class RouterSpec(Schema):
    """A router of a segment with its own addresses; ``port`` only where it is not the one line to the switches."""

    device: Name
    port: Port | None = None
    ipv4: Ipv4 | None = None
    ipv6: Ipv6 | None = None
    priority: Annotated[int, Field(strict=True, ge=1, le=254)] = 100


class SegmentOspfSpec(Schema):
    area: AreaId
    cost: Interval | None = None


class DhcpSpec(Schema):
    servers: list[Address] = []
    ranges: list[Text] = []  # "FIRST-LAST"


class SegmentSpec(Schema):
    vlan: VlanId
    zone: Name
    site: Name | None = None
    purpose: Words = ""
    ipv4: Prefix4 | None = None
    ipv6: Prefix6 | None = None
    switches: list[Name] = []
    gateway: GatewaySpec = GatewaySpec()
    routers: list[RouterSpec] = []
    ospf: SegmentOspfSpec | None = None
    dhcp: DhcpSpec = DhcpSpec()
    homes: Number = 0
