"""Routing processes of a device: static routes, OSPF and BGP."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address

from netops.model.addressing import IPAddress, IPPrefix
from netops.model.secret import Secret

__all__ = [
    "Bgp",
    "BgpAggregate",
    "BgpFamily",
    "BgpNeighbor",
    "BgpNeighborFamily",
    "BgpNetwork",
    "DefaultOriginate",
    "Ospf",
    "OspfArea",
    "OspfAreaKind",
    "OspfRange",
    "Redistribution",
    "StaticRoute",
]


@dataclass(frozen=True, slots=True)
class StaticRoute:
    """A configured route; it has a next hop, an interface, both, or is a blackhole."""

    prefix: IPPrefix
    next_hop: IPAddress | None = None
    interface: str | None = None
    blackhole: bool = False
    distance: int = 1
    tag: int | None = None
    vrf: str = "default"


@dataclass(frozen=True, slots=True)
class Redistribution:
    """Routes of ``protocol`` (connected, static, kernel, ospf, ospf6, bgp) taken into another process."""

    protocol: str
    metric: int | None = None
    metric_type: int | None = None  # OSPF externals: 1 or 2; None: the platform's default
    route_map: str | None = None


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


@dataclass(frozen=True, slots=True)
class OspfArea:
    area: str
    kind: OspfAreaKind = OspfAreaKind.NORMAL
    default_cost: int = 1
    ranges: tuple[OspfRange, ...] = ()
    virtual_links: tuple[IPv4Address, ...] = ()


@dataclass(frozen=True, slots=True)
class Ospf:
    """An OSPF process: ``version`` 2 (IPv4) or 3 (IPv6).

    ``reference_bandwidth`` is Mbit/s; throttles are milliseconds (delay, initial hold, maximum hold).  Areas are listed
    only where they are more than an ordinary area.
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

    def area(self, area: str) -> OspfArea:
        """The area as configured, or an ordinary one."""
        return next((each for each in self.areas if each.area == area), OspfArea(area))


@dataclass(frozen=True, slots=True)
class BgpNeighborFamily:
    """What is exchanged with a neighbour in one address family."""

    family: int  # 4 or 6, unicast
    route_map_in: str | None = None
    route_map_out: str | None = None
    prefix_list_in: str | None = None
    prefix_list_out: str | None = None
    next_hop_self: bool = False
    next_hop_self_force: bool = False
    route_reflector_client: bool = False
    send_community: bool = True  # standard communities
    soft_reconfiguration_inbound: bool = False
    default_originate: bool = False
    default_originate_route_map: str | None = None
    maximum_prefix: int | None = None
    allowas_in: int | None = None
    as_override: bool = False
    remove_private_as: bool = False
    weight: int | None = None


@dataclass(frozen=True, slots=True)
class BgpNeighbor:
    """A configured peer.  ``update_source`` is an interface's name or an address; intervals are seconds."""

    address: IPAddress
    remote_as: int
    description: str = ""
    update_source: str | None = None
    password: Secret | None = None
    ebgp_multihop: int | None = None
    keepalive: int | None = None
    hold_time: int | None = None
    connect_retry: int | None = None
    advertisement_interval: int | None = None
    passive: bool = False
    shutdown: bool = False
    local_as: int | None = None
    families: tuple[BgpNeighborFamily, ...] = ()

    def family(self, family: int) -> BgpNeighborFamily | None:
        """The address family as activated for this peer, or None."""
        return next((each for each in self.families if each.family == family), None)


@dataclass(frozen=True, slots=True)
class BgpNetwork:
    prefix: IPPrefix
    route_map: str | None = None


@dataclass(frozen=True, slots=True)
class BgpAggregate:
    prefix: IPPrefix
    summary_only: bool = False
    as_set: bool = False


@dataclass(frozen=True, slots=True)
class BgpFamily:
    """What a router itself brings into one address family."""

    family: int
    networks: tuple[BgpNetwork, ...] = ()
    redistribute: tuple[Redistribution, ...] = ()
    aggregates: tuple[BgpAggregate, ...] = ()
    maximum_paths: int | None = None
    maximum_paths_ibgp: int | None = None


@dataclass(frozen=True, slots=True)
class Bgp:
    """A BGP process (RFC 4271)."""

    asn: int
    router_id: IPv4Address | None = None
    vrf: str = "default"
    neighbors: tuple[BgpNeighbor, ...] = ()
    families: tuple[BgpFamily, ...] = ()
    cluster_id: IPv4Address | None = None
    default_local_preference: int = 100
    ebgp_requires_policy: bool = True  # RFC 8212
    network_import_check: bool = True
    always_compare_med: bool = False
    deterministic_med: bool = False
    compare_router_id: bool = False
    multipath_relax: bool = False
    fast_external_failover: bool = True
    log_neighbor_changes: bool = False

    def family(self, family: int) -> BgpFamily:
        """The address family as configured, or an empty one."""
        return next((each for each in self.families if each.family == family), BgpFamily(family))

    def neighbor(self, address: IPAddress) -> BgpNeighbor | None:
        return next((each for each in self.neighbors if each.address == address), None)
