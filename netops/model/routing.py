"""Routes that a device is given by hand, what is redistributed, and OSPF."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address

from netops.model.addressing import IPAddress, IPPrefix

__all__ = [
    "AggregateRoute",
    "DefaultOriginate",
    "Filter",
    "Ospf",
    "OspfArea",
    "OspfAreaKind",
    "OspfRange",
    "Redistribution",
    "StaticRoute",
]


@dataclass(frozen=True, slots=True)
class StaticRoute:
    """A configured route; it has a next hop, an interface, both, or is a blackhole.

    ``next_hop_vrf``: the VRF in which the next hop (or, where it has none, the destination) is looked up; None: that of
    the route.  ``metric`` is Junos' and NX-OS'.  ``resolve``: Junos' leave to go over a next hop that is not connected.
    ``reject``: a blackhole that answers with ICMP unreachable.  ``install`` False: in the table, not in the hardware's;
    ``readvertise`` False: no policy can take it into another protocol (Junos).
    """

    prefix: IPPrefix
    next_hop: IPAddress | None = None
    interface: str | None = None
    blackhole: bool = False
    distance: int = 1
    tag: int | None = None
    vrf: str = "default"
    next_hop_vrf: str | None = None
    metric: int = 0
    resolve: bool = True
    reject: bool = False
    name: str = ""
    track: str | None = None  # what it hangs on besides: its state is not in the configuration
    communities: frozenset[str] = frozenset()  # Junos: what it carries into BGP
    install: bool = True
    readvertise: bool = True


@dataclass(frozen=True, slots=True)
class AggregateRoute:
    """Junos' ``aggregate`` and ``generate``: there while a more specific route is, that ``policies`` accept.

    An aggregate is a blackhole; a generated route (``generate``) takes the next hop of its first contributor.
    """

    prefix: IPPrefix
    generate: bool = False
    distance: int = 130
    metric: int = 0
    blackhole: bool = False  # discard: without ICMP unreachable
    policies: tuple[str, ...] = ()
    communities: frozenset[str] = frozenset()
    as_set: bool = False
    brief: bool = False  # the AS path is the longest common one
    vrf: str = "default"


@dataclass(frozen=True, slots=True)
class Redistribution:
    """Routes of ``protocol`` taken into another process.

    ``protocol``: connected, static, kernel, ospf, ospf6, bgp, isis, eigrp, rip, aggregate, or "any" where policies
    choose (Junos' ``export``).  ``process`` is the source's process id, tag or AS number, "" any.  ``match`` keeps only
    some of OSPF's routes: internal, external-1, external-2, nssa-external-1, nssa-external-2.  ``eigrp_metric`` is
    bandwidth (kbit/s), delay (tens of microseconds), reliability, load (of 255) and MTU (bytes); ``level`` is IS-IS'.
    """

    protocol: str
    metric: int | None = None
    metric_type: int | None = None  # OSPF externals: 1 or 2; None: the platform's default
    route_map: str | None = None
    process: str = ""
    match: tuple[str, ...] = ()
    subnets: bool = True  # False: classful networks only (IOS without the keyword)
    tag: int | None = None
    eigrp_metric: tuple[int, int, int, int, int] | None = None
    level: int | None = None
    policies: tuple[str, ...] = ()  # a chain, each a route map: Junos
    vrf: str | None = None  # the source's, where it is another one


@dataclass(frozen=True, slots=True)
class Filter:
    """``distribute-list``: what a process takes in or gives out, of all its neighbours or on one interface.

    Exactly one of the names is set; an access list matches the prefix's network address (a standard one), or network
    and mask (an extended one).  ``protocol``: with ``direction`` out, only what came from there.
    """

    direction: str  # "in" or "out"
    prefix_list: str | None = None
    access_list: str | None = None
    route_map: str | None = None
    interface: str | None = None
    protocol: str | None = None
    family: int = 4


@dataclass(frozen=True, slots=True)
class DefaultOriginate:
    """``default-information originate``: announce a default route (``always``: even without having one)."""

    always: bool = False
    metric: int | None = None
    metric_type: int | None = None
    route_map: str | None = None


class OspfAreaKind(StrEnum):
    NORMAL = "normal"
    STUB = "stub"
    TOTALLY_STUBBY = "totally-stubby"
    NSSA = "nssa"
    TOTALLY_NSSA = "totally-nssa"


@dataclass(frozen=True, slots=True)
class OspfRange:
    """Inter-area summary at an area border router (RFC 2328 section 12.4.3)."""

    prefix: IPPrefix
    advertise: bool = True
    cost: int | None = None
    nssa: bool = False  # of type-7 LSAs as they are translated


@dataclass(frozen=True, slots=True)
class OspfArea:
    """What an area is more than an ordinary one.

    ``originate_default``: an NSSA's border router brings a type-7 default route in, not only with a totally stubby
    one.  ``no_redistribution``: what it redistributes does not go into this NSSA.  ``filter_in`` / ``filter_out``:
    prefix lists, or (Junos) policies, over the inter-area routes into and out of the area.
    """

    area: str
    kind: OspfAreaKind = OspfAreaKind.NORMAL
    default_cost: int = 1
    ranges: tuple[OspfRange, ...] = ()
    virtual_links: tuple[IPv4Address, ...] = ()
    originate_default: DefaultOriginate | None = None
    no_redistribution: bool = False
    no_default: bool = False  # Junos: an area border router brings a default route in only where it is told to
    filter_in: str | None = None
    filter_out: str | None = None


@dataclass(frozen=True, slots=True)
class Ospf:
    """An OSPF process: ``version`` 2 (IPv4) or 3 (IPv6).

    ``reference_bandwidth`` is Mbit/s; throttles are milliseconds (delay, initial hold, maximum hold).  Areas are listed
    only where they are more than an ordinary area.  ``summaries``: of externals, at the boundary router.
    """

    version: int = 2
    router_id: IPv4Address | None = None
    vrf: str = "default"
    process: str = ""
    reference_bandwidth: int = 100_000
    areas: tuple[OspfArea, ...] = ()
    redistribute: tuple[Redistribution, ...] = ()
    default_originate: DefaultOriginate | None = None
    default_metric: int | None = None
    maximum_paths: int | None = None
    distance: int | None = None
    distance_intra: int | None = None
    distance_inter: int | None = None
    distance_external: int | None = None
    spf_throttle: tuple[int, int, int] | None = None
    lsa_throttle: int | None = None
    log_adjacency_changes: bool = False
    summaries: tuple[OspfRange, ...] = ()
    filters: tuple[Filter, ...] = ()
    max_metric: bool = False  # RFC 6987: a stub router
    external_preference: int | None = None  # Junos
    rfc1583: bool | None = None  # RFC 2328 16.4.1 preference rules; None: the platform's default
    vrf_lite: bool = False  # ``capability vrf-lite``: takes what bears the DN bit (RFC 4577)
    policies_in: tuple[str, ...] = ()  # Junos' import policies

    def area(self, area: str) -> OspfArea:
        """The area as configured, or an ordinary one."""
        return next((each for each in self.areas if each.area == area), OspfArea(area))
