"""What may stand in ``topology/``: lines and racks."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from netops.intent.fields import (
    AreaId,
    Endname,
    Flag,
    Interval,
    Name,
    Positive,
    Prefix4,
    Prefix6,
    Schema,
    Status,
    Text,
)
from netops.model import Medium, OspfNetworkType

__all__ = ["AuthenticationSpec", "LinkKindSpec", "LinkSpec", "OspfSpec", "RackSpec", "RackUnitSpec"]

Measure = Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]


class AuthenticationSpec(Schema):
    key_id: Annotated[int, Field(strict=True, ge=1, le=255)]
    key: Name


class OspfSpec(Schema):
    """OSPF on a line or port, version 2 where it has IPv4 and version 3 where it has IPv6."""

    area: AreaId
    families: tuple[Literal[4, 6], ...] | None = None  # None: those of its addresses; 6 needs only a link-local one
    cost: Interval | None = None
    cost_ipv6: Interval | None = None  # OSPFv3, where it is to differ
    network_type: OspfNetworkType | None = None
    hello_interval: Interval = 10
    dead_interval: Interval = 40
    priority: Annotated[int, Field(strict=True, ge=0, le=255)] = 1
    passive: Flag = False
    mtu_ignore: Flag = False
    authentication: AuthenticationSpec | None = None


class LinkKindSpec(Schema):
    """What lines of a kind have in common."""

    ipv4: Prefix4 | None = None
    ipv6: Prefix6 | None = None
    segment: Name | None = None
    ospf: OspfSpec | None = None
    mtu: Annotated[int, Field(strict=True, ge=68, le=65535)] | None = None
    speed: Positive | None = None
    medium: Medium | None = None
    grade: Text = ""
    length: Measure | None = None
    label: Text = ""
    colour: Text = ""
    status: Status = "active"
    description: Text = ""


class LinkSpec(LinkKindSpec):
    """A line: end ``a`` has the lower address of its prefixes, end ``b`` the next."""

    a: Endname
    b: Endname
    kind: Name | None = None


class RackUnitSpec(Schema):
    device: Name
    position: Annotated[int, Field(strict=True, ge=-1000, le=1000)]
    height: Annotated[int, Field(strict=True, ge=1, le=1000)] = 1
    face: Literal["front", "rear"] = "front"
    full_depth: Flag = True
    watts: Measure | None = None
    weight: Measure | None = None


class RackSpec(Schema):
    site: Name
    height: Annotated[int, Field(strict=True, ge=1, le=1000)] = 42
    maximum_weight: Measure | None = None
    feed_watts: Measure | None = None
    units: tuple[RackUnitSpec, ...] = ()
