"""What may stand in ``inventory/routing.yaml``: OSPF and BGP as one plan."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from netops.intent.fields import (
    Asn,
    Flag,
    Interval,
    Ipv4,
    Name,
    Number,
    Positive,
    Prefix,
    Schema,
    Text,
    Throttle,
    Words,
)
from netops.intent.schema_inventory import RedistributionSpec
from netops.model import Action, OspfAreaKind

__all__ = [
    "ClauseSpec",
    "DefaultOriginateSpec",
    "EndSpec",
    "ExternalSpec",
    "InternalSpec",
    "OspfAreaSpec",
    "OspfRangeSpec",
    "OspfRoutingSpec",
    "PeerFamilySpec",
    "SessionSpec",
]

Distance = Annotated[int, Field(strict=True, ge=1, le=255)]


class OspfRangeSpec(Schema):
    prefix: Prefix
    advertise: Flag = True
    cost: Number | None = None


class OspfAreaSpec(Schema):
    kind: OspfAreaKind = OspfAreaKind.NORMAL
    default_cost: Number = 1
    ranges: tuple[OspfRangeSpec, ...] = ()
    virtual_links: tuple[Ipv4, ...] = ()


class DefaultOriginateSpec(Schema):
    families: tuple[Annotated[int, Field(strict=True, ge=4, le=6)], ...] = (4, 6)
    always: Flag = False
    metric: Number | None = None
    metric_type: Annotated[int, Field(strict=True, ge=1, le=2)] | None = None
    route_map: Name | None = None


class OspfRoutingSpec(Schema):
    """The process on every router with an interface in an area; the maps at the end are by device."""

    reference_bandwidth: Positive = 100_000
    maximum_paths: Annotated[int, Field(strict=True, ge=1, le=64)] | None = None
    spf_throttle: Throttle | None = None
    lsa_throttle: Annotated[int, Field(strict=True, ge=0, le=5000)] | None = None
    log_adjacency_changes: Flag = False
    default_metric: Number | None = None
    distance: Distance | None = None
    distance_intra: Distance | None = None
    distance_inter: Distance | None = None
    distance_external: Distance | None = None
    default_originate: dict[Name, DefaultOriginateSpec] = Field(default_factory=dict)
    redistribute: dict[Name, tuple[RedistributionSpec, ...]] = Field(default_factory=dict)


class SessionSpec(Schema):
    """What both ends of a session share; seconds."""

    password: Name | None = None
    keepalive: Interval | None = None
    hold_time: Interval | None = None
    connect_retry: Interval | None = None
    advertisement_interval: Number | None = None


class InternalSpec(SessionSpec):
    """iBGP between loopbacks: clients peer with all reflectors, reflectors with each other."""

    asn: Asn
    reflectors: tuple[Name, ...] = ()
    clients: tuple[Name, ...] = ()
    next_hop_self: tuple[Name, ...] = ()


class PeerFamilySpec(Schema):
    """What one end does in one family's session."""

    route_map_in: Name | None = None
    route_map_out: Name | None = None
    prefix_list_in: Name | None = None
    prefix_list_out: Name | None = None
    next_hop_self: Flag = False
    send_community: Flag = True
    soft_reconfiguration_inbound: Flag = False
    default_originate: Flag = False
    default_originate_route_map: Name | None = None
    maximum_prefix: Positive | None = None
    allowas_in: Annotated[int, Field(strict=True, ge=1, le=10)] | None = None
    as_override: Flag = False
    remove_private_as: Flag = False
    weight: Annotated[int, Field(strict=True, ge=0, le=65535)] | None = None


class EndSpec(Schema):
    ipv4: PeerFamilySpec | None = None
    ipv6: PeerFamilySpec | None = None


class ExternalSpec(SessionSpec):
    """eBGP over a routed line."""

    line: Text
    ends: dict[Name, EndSpec] = Field(default_factory=dict)


class ClauseSpec(Schema):
    """A clause of a route map; arguments of ``match`` and ``set`` are words, as in the model's vocabulary."""

    action: Action
    sequence: Annotated[int, Field(strict=True, ge=1, le=65535)] | None = None
    match: dict[Text, Words] = Field(default_factory=dict)
    set: dict[Text, Words] = Field(default_factory=dict)
    on_match: Words | None = None
    call: Name | None = None
    description: Text = ""
