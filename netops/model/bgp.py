"""BGP as it is configured (RFC 4271)."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address

from netops.model.addressing import IPAddress, IPPrefix
from netops.model.routing import Redistribution
from netops.model.secret import Secret

__all__ = [
    "Bgp",
    "BgpAggregate",
    "BgpDynamicNeighbor",
    "BgpFamily",
    "BgpNeighbor",
    "BgpNeighborFamily",
    "BgpNetwork",
    "BgpUnnumberedNeighbor",
    "ConditionalAdvertisement",
]


@dataclass(frozen=True, slots=True)
class ConditionalAdvertisement:
    """``advertise-map`` with ``exist-map`` or ``non-exist-map``: routes that go out only while others are there."""

    advertise: str
    condition: str
    exists: bool


@dataclass(frozen=True, slots=True)
class BgpNeighborFamily:
    """What is exchanged with a neighbour in one address family.

    ``policies_in`` / ``policies_out`` are chains of route maps, each asked where the one before said nothing (Junos);
    ``filter_*`` name AS-path lists, ``distribute_*`` access lists.  ``safi`` other than unicast stands in
    :attr:`BgpNeighbor.services` alone.
    """

    family: int  # 4 or 6
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
    safi: str = "unicast"  # unicast, labeled-unicast, vpn (RFC 4364), evpn (RFC 7432)
    policies_in: tuple[str, ...] = ()
    policies_out: tuple[str, ...] = ()
    filter_in: str | None = None
    filter_out: str | None = None
    distribute_in: str | None = None
    distribute_out: str | None = None
    unsuppress_map: str | None = None
    conditions: tuple[ConditionalAdvertisement, ...] = ()
    send_extended_community: bool = True
    send_large_community: bool = True
    next_hop_unchanged: bool = False
    remove_private_as_all: bool = False
    remove_private_as_replace: bool = False
    maximum_prefix_warning_only: bool = False
    add_paths_send: int = 0  # how many paths (RFC 7911); 0: the best alone
    add_paths_receive: bool = False


@dataclass(frozen=True, slots=True)
class BgpNeighbor:
    """A configured peer.  ``update_source`` is an interface's name or an address; intervals are seconds.

    ``remote_as_kind``: "number", or "external" / "internal" where any number will do that differs, or is the own one.
    ``local_as`` with ``no_prepend``: not put before what is received; with ``replace_as``: alone put before what is
    sent; ``dual_as``: the peer may use either.  ``distance``, ``local_preference`` and ``med_out`` are set for the peer
    as a whole (Junos).  ``group``: the peer group's name, for reports.  ``services``: families other than unicast.
    """

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
    remote_as_kind: str = "number"
    group: str = ""
    no_prepend: bool = False
    replace_as: bool = False
    dual_as: bool = False
    local_as_private: bool = False  # Junos: the process' own number alone goes out to others
    ttl_security: int | None = None  # hops (RFC 5082)
    disable_connected_check: bool = False
    enforce_first_as: bool | None = None  # None: the platform's default
    cluster_id: IPv4Address | None = None
    distance: int | None = None
    local_preference: int | None = None
    med_out: int | None = None
    med_out_igp: bool = False  # the IGP metric to the next hop, to which ``med_out`` is added
    advertise_inactive: bool = False
    advertise_peer_as: bool = False
    multipath: bool | None = None  # Junos: by group
    multipath_relax: bool | None = None  # and over several neighbouring ASes (``multiple-as``)
    services: tuple[BgpNeighborFamily, ...] = ()

    def family(self, family: int) -> BgpNeighborFamily | None:
        """The address family as activated for this peer, or None."""
        return next((each for each in self.families if each.family == family), None)


@dataclass(frozen=True, slots=True)
class BgpUnnumberedNeighbor:
    """A peer on the other end of an interface (RFC 5549); ``settings.address`` is ``::`` until it is found.

    ``remote_as``: the numbers that are taken, inclusive ranges; empty: ``settings.remote_as`` alone.
    """

    interface: str
    settings: BgpNeighbor
    remote_as: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class BgpDynamicNeighbor:
    """``bgp listen range``: whoever calls from this prefix; ``settings.address`` is of the prefix.

    ``remote_as``: the numbers that are taken, inclusive ranges; empty: ``settings.remote_as`` alone.
    """

    prefix: IPPrefix
    settings: BgpNeighbor
    remote_as: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class BgpNetwork:
    prefix: IPPrefix
    route_map: str | None = None


@dataclass(frozen=True, slots=True)
class BgpAggregate:
    """``advertise_map`` chooses what contributes, ``suppress_map`` what is suppressed, ``attribute_map`` sets."""

    prefix: IPPrefix
    summary_only: bool = False
    as_set: bool = False
    advertise_map: str | None = None
    suppress_map: str | None = None
    attribute_map: str | None = None


@dataclass(frozen=True, slots=True)
class BgpFamily:
    """What a router itself brings into one address family."""

    family: int
    networks: tuple[BgpNetwork, ...] = ()
    redistribute: tuple[Redistribution, ...] = ()
    aggregates: tuple[BgpAggregate, ...] = ()
    maximum_paths: int | None = None
    maximum_paths_ibgp: int | None = None
    distance_external: int | None = None
    distance_internal: int | None = None
    distance_local: int | None = None
    default_originate: bool = False  # ``default-information originate``: lets a redistributed default route in
    default_metric: int | None = None
    table_map: str | None = None
    auto_summary: bool = False
    synchronization: bool = False
    dampening: bool = False
    redistribute_internal: bool | None = None  # iBGP routes into IGPs; None: the platform's default


@dataclass(frozen=True, slots=True)
class Bgp:
    """A BGP process of one VRF (RFC 4271).

    ``confederation``: the number that others see (RFC 5065), ``confederation_peers`` the other members' numbers.
    """

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
    unnumbered: tuple[BgpUnnumberedNeighbor, ...] = ()
    dynamic: tuple[BgpDynamicNeighbor, ...] = ()
    confederation: int | None = None
    confederation_peers: tuple[int, ...] = ()
    as_path_ignore: bool = False
    med_missing_as_worst: bool = False
    med_confederation: bool = False
    multipath_as_path_ignore: bool = False
    cost_community_ignore: bool = False
    client_to_client_reflection: bool = True
    enforce_first_as: bool | None = None  # None: the platform's default
    autonomous_system_loops: int | None = None  # Junos: how often the own number may stand in a path

    def family(self, family: int) -> BgpFamily:
        """The address family as configured, or an empty one."""
        return next((each for each in self.families if each.family == family), BgpFamily(family))

    def neighbor(self, address: IPAddress) -> BgpNeighbor | None:
        return next((each for each in self.neighbors if each.address == address), None)
