"""A BGP path: what one router holds of a way to a prefix."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from ipaddress import IPv4Address, IPv6Address

from netops.model import IPAddress

__all__ = ["Learned", "Path"]


class Learned(IntEnum):
    """Where a path comes from; CONFEDERATE: from another member of the confederation."""

    LOCAL = 0
    EXTERNAL = 1
    INTERNAL = 2
    CONFEDERATE = 3


@dataclass(frozen=True, slots=True)
class Path:
    """A path as one router holds it (RFC 4271 section 5, RFC 4456 for reflection).

    ``next_hop`` None is the router itself.  ``origin``: 0 IGP, 1 EGP, 2 incomplete.  ``peer`` and ``peer_id`` are the
    address and router id it came from; ``tag``, ``protocol`` and ``interface`` are those of a redistributed route, as
    are ``route_type`` (internal, external, nssa-external), ``level`` and ``area``.  ``confederation`` are the members'
    numbers that stand before ``as_path`` (RFC 5065), ``as_set`` those that stand behind it in no order.
    ``next_hop_decided``: a policy has set it, and nothing else shall; ``discard``: packets are thrown away.

    Of a path that is another VRF's, ``table`` is the position of the router in whose table the next hop is looked up,
    ``local_there`` whether it is that table's own route and takes its next hops, ``learned_there`` how that table has
    it, and ``endpoint`` the tunnel's address to which other devices send it.
    """

    as_path: tuple[int, ...] = ()
    next_hop: IPAddress | None = None
    link_local: IPv6Address | None = None
    origin: int = 0
    local_preference: int | None = None
    med: int | None = None
    communities: frozenset[str] = frozenset()
    weight: int = 0
    originator: IPv4Address | None = None
    clusters: tuple[IPv4Address, ...] = ()
    learned: Learned = Learned.LOCAL
    session: int | None = None  # the receiving side's session
    peer: IPAddress | None = None
    peer_id: IPv4Address | None = None
    from_client: bool = False
    aggregate: bool = False
    tag: int = 0
    metric_type: int | None = None
    distance: int | None = None
    protocol: str = "bgp"
    interface: str | None = None
    extended: frozenset[str] = frozenset()
    large: frozenset[str] = frozenset()
    confederation: tuple[int, ...] = ()
    as_set: frozenset[int] = frozenset()
    route_type: str = ""
    level: str = ""
    area: str = ""
    vrf: str = ""
    color: int | None = None
    next_hop_decided: bool = False
    table: int | None = None
    local_there: bool = False
    learned_there: Learned | None = None
    endpoint: IPAddress | None = None
    discard: bool = False
    eigrp_metric: tuple[int, ...] | None = None  # bandwidth, delay, reliability, load, MTU, where a policy sets them

    @property
    def length(self) -> int:
        """Of the AS path, as it counts: a set is one, a confederation's members none (RFC 4271 9.1.2.2, RFC 5065)."""
        return len(self.as_path) + bool(self.as_set)
