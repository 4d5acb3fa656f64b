"""What may stand in ``inventory/``: hosts, groups, sites, zones, services and segments."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from netops.intent.fields import (
    Address,
    AddressRange,
    AreaId,
    Asn,
    ConnectionOptions,
    Flag,
    Interval,
    Ipv4,
    Ipv6,
    LinkLocal,
    LoopbackAddress,
    Name,
    Nothing,
    Number,
    Port,
    PortAddress,
    Positive,
    Prefix,
    Prefix4,
    Prefix6,
    Schema,
    Status,
    Text,
    VlanId,
    Words,
)
from netops.intent.schema_topology import OspfSpec
from netops.model import Action, Role

__all__ = [
    "AggregateSpec",
    "BgpProcessSpec",
    "DhcpSpec",
    "GatewaySpec",
    "HostData",
    "InventoryItem",
    "PolicySpec",
    "PortSpec",
    "RedistributionSpec",
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
    password: Nothing = None
    platform: Name | None = None
    groups: tuple[Name, ...] = ()
    data: dict[str, Any] = Field(default_factory=dict)
    connection_options: ConnectionOptions = Field(default_factory=dict)


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


class RedistributionSpec(Schema):
    """Routes of another protocol; ``families`` matters to BGP only."""

    protocol: Literal["connected", "static", "kernel", "ospf", "ospf6", "bgp"]
    metric: Number | None = None
    metric_type: Annotated[int, Field(strict=True, ge=1, le=2)] | None = None
    route_map: Name | None = None
    families: tuple[Literal[4, 6], ...] = (4, 6)


class AggregateSpec(Schema):
    prefix: Prefix
    summary_only: Flag = False
    as_set: Flag = False


class PortSpec(Schema):
    """A port where it is more than its line says; its keys win over the line's."""

    description: Text | None = None
    enabled: Flag | None = None
    mtu: Annotated[int, Field(strict=True, ge=68, le=65535)] | None = None
    speed: Positive | None = None
    addresses: tuple[PortAddress, ...] = ()
    segment: Name | None = None  # access port of this segment
    trunk: tuple[VlanId, ...] | None = None  # exactly these VLANs, instead of those that the segments ask for
    native_vlan: VlanId | None = None
    edge: Flag | None = None
    ospf: OspfSpec | None = None


class HostData(Schema):
    """A device's ``data`` after Nornir's lookup: its own, then its groups' depth first, then the defaults'."""

    role: Role
    configuration: Literal["design", "running"] = "design"
    site: Name | None = None
    model: Text = ""
    serial: Text = ""
    status: Status = "active"
    managed: Flag = True
    forwarding: Flag = True
    banner: Text = ""
    management: Prefix | None = None
    loopback: tuple[LoopbackAddress, ...] = ()
    loopback_area: AreaId | None = None
    asn: Asn | None = None
    bgp: BgpProcessSpec = BgpProcessSpec()
    bgp_networks: tuple[Prefix, ...] = ()
    bgp_aggregates: tuple[AggregateSpec, ...] = ()
    bgp_redistribute: tuple[RedistributionSpec, ...] = ()
    static_routes: tuple[StaticRouteSpec, ...] = ()
    addresses: tuple[PortAddress, ...] = ()  # of a server's or host's only port
    default_gateway: tuple[Address, ...] = ()
    ports: dict[Port, PortSpec] = Field(default_factory=dict)
    spanning_tree_priority: Annotated[int, Field(strict=True, ge=0, le=61440, multiple_of=4096)] = 32768


class SiteSpec(Schema):
    kind: Literal["machine-room", "building", "outside"] = "building"
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
    services: tuple[Name, ...] = ()


class ServiceSpec(Schema):
    protocol: Text
    port: Annotated[int, Field(strict=True, ge=0, le=65535)] | None = None
    addresses: tuple[Address, ...] = ()
    device: Name | None = None


class GatewaySpec(Schema):
    """The virtual addresses that hosts send to, and the VRRP group that carries them."""

    group: Annotated[int, Field(strict=True, ge=1, le=255)] | None = None
    ipv4: Ipv4 | None = None
    ipv6: Ipv6 | None = None
    link_local: LinkLocal | None = None


class RouterSpec(Schema):
    """A router of a segment with its own addresses; ``port`` only where it is not the one line to the switches."""

    device: Name
    port: Port | None = None
    ipv4: Ipv4 | None = None
    ipv6: Ipv6 | None = None
    priority: Annotated[int, Field(strict=True, ge=1, le=254)] = 100


class SegmentOspfSpec(Schema):
    area: AreaId
    families: tuple[Literal[4, 6], ...] | None = None
    cost: Interval | None = None


class DhcpSpec(Schema):
    servers: tuple[Address, ...] = ()
    ranges: tuple[AddressRange, ...] = ()


class SegmentSpec(Schema):
    vlan: VlanId
    zone: Name
    site: Name | None = None
    purpose: Words = ""
    ipv4: Prefix4 | None = None
    ipv6: Prefix6 | None = None
    switches: tuple[Name, ...] = ()
    gateway: GatewaySpec = GatewaySpec()
    routers: tuple[RouterSpec, ...] = ()
    ospf: SegmentOspfSpec | None = None
    dhcp: DhcpSpec = DhcpSpec()
    homes: Number = 0
