"""How a platform's routing differs where its configuration is silent: each platform's own table.

The defaults here are FRR's.  ``Platform.distances`` goes with it: connected, local, static, ebgp, ibgp, bgp-local
(aggregates and network statements in BGP's own table), ospf, ospf-inter, ospf-external, isis (isis-1, isis-2), rip,
eigrp, eigrp-external, eigrp-summary, aggregate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from netops.model import Interface

__all__ = ["Traits", "Undefined", "default_bandwidth", "default_delay"]


class Undefined(StrEnum):
    """What a route meets where a policy is named that is not there."""

    PERMIT = "permit"  # as if nothing had been named
    DENY = "deny"
    SKIP = "skip"  # the clause that names it does not hold


def default_bandwidth(interface: Interface) -> int:
    """kbit/s of an interface that does not say, for metrics: its speed, or gigabit."""
    return (interface.speed or 1000) * 1000


def default_delay(interface: Interface) -> int:
    """Tens of microseconds of an interface that does not say: IOS' 10 microseconds of gigabit, and of all above."""
    bandwidth = interface.bandwidth or default_bandwidth(interface)
    return 1 if bandwidth >= 1_000_000 else 10 if bandwidth >= 100_000 else 100


@dataclass(frozen=True, slots=True)
class Traits:
    """What netops has to know of a platform to predict its tables.

    ``local_routes``: host routes of its own addresses stand in the table, as "local".  ``undefined_*``: what a session
    whose policy is not defined lets pass, and what a ``match`` on a list that is not defined does.
    A field that no analysis reads does not belong here.
    """

    local_routes: bool = False
    host_as_local: bool = False  # an address of full length stands there as local alone, not as connected (IOS-XR)
    undefined_route_map: Undefined = Undefined.DENY
    undefined_prefix_list: Undefined = Undefined.DENY
    undefined_match: Undefined = Undefined.SKIP
    empty_prefix_list: Undefined = Undefined.PERMIT
    as_path_regex_by_number: bool = False  # an expression is over numbers, and over the whole path (Junos)
    bgp_default_import: bool = True  # without an import policy, what is received is taken
    bgp_local_weight: int = 32768
    ospf_multipath: int = 64
    igp_multipath: int = 64  # of IS-IS, EIGRP and RIP
    ospf_redistribute_metric: int | None = 20  # None: that of the route itself
    ospf_redistribute_bgp_metric: int | None = 20
    ospf_default_route_metric: int = 10  # of a default route that is there, and of one that is announced regardless
    ospf_default_always_metric: int = 1
    ospf_loopback_cost: int | None = 0  # None: as of any other interface
    ospf_rfc1583: bool = False  # prefers paths between areas, and counts the cost of a range, as RFC 1583 did
    ospf_nssa_default: bool = False  # a border router tells an NSSA of a default route as it does a stub area
    ospf_nssa_loopback: bool = False  # an NSSA's externals are forwarded to a loopback, where there is one in the area
    ospf_translated_metric: int | None = None  # of what a border router translates; None: that of the type 7 LSA
    ospf_down_bit: bool = False  # in a VRF: sets the DN bit, and takes nothing that bears it (RFC 4577)
    bandwidth: Callable[[Interface], int] = default_bandwidth
    delay: Callable[[Interface], int] = default_delay
    autostate: bool = False  # a VLAN interface is down while no port that is up carries its VLAN
    summary_discard: bool = False  # an OSPF area range leaves a discard route in the summarising router's table
    bgp_aggregate_discard: bool = True  # and so does a BGP aggregate
    loopback_as_host: bool = True  # OSPF announces a loopback's address as a host route
    isis_metric: int = 10
    isis_passive_metric: int | None = None  # of a passive interface's prefixes; None: as of any other
    isis_wide: bool = True
    isis_redistribute_metric: int | None = 0  # None: that of the route itself
    eigrp_scaled_bandwidth: bool = False  # classic metrics: the bandwidth is scaled before it is divided
    eigrp_default_metric: tuple[int, int, int, int, int] | None = None  # of what is redistributed without one
    rip_default_metric: int = 1
    vrf_exports_locally: bool = True  # what a VRF exports may be imported by others of the same device
    vrf_leaks_by_bgp: bool = True  # routes taken from another VRF are BGP's, else they stay what they are there
    vrf_export_map_filters: bool = True  # else what an export map does not permit goes out as without one (IOS)
    vrf_leaks_local: bool = False  # with a connected prefix come the router's own addresses in it
    igp_redistributes_connected: bool = False  # with an IGP come the subnets on which it runs (IOS)
    rip_connected_metric: int = 1  # 0: a router counts the hop to its neighbour when it announces, not when it hears
    rip_default_always: bool = True  # a default route is announced whether there is one or not
    rip_multipath: int | None = None  # None: as of the other interior protocols
    redistributes_ibgp_on_request: bool = False  # or where a route map matches the route type "internal"
    redistributes_ibgp: bool = True  # BGP's internal routes go into an IGP, too
    hsrp_routes: bool = False  # a group's virtual addresses stand in the table as host routes, also of a standby router
    bgp_advertise_inactive: bool = True  # BGP announces its best path also where another protocol has the better route
    bgp_exports_table: bool = False  # every active route is offered to neighbours' policies, BGP's or not (Junos)
    bgp_sender_loop_check: bool = False  # what was learned from an AS does not go out to another neighbour in it
    bgp_private_leading: bool = False  # private AS numbers are removed up to the first public one
    bgp_network_metric: bool = False  # a network statement gives the route's metric as MED
    bgp_redistributes_default: bool = True  # else a default route is taken in only with ``default-information``
    bgp_redistributes_as_own: bool = (
        False  # what is redistributed has the router itself for next hop, inside the AS too
    )
    bgp_default_by_main_table: bool = False  # a conditional default route hangs on routes of the main table, too
    bgp_redistribute_origin: int = 2  # of what is redistributed: 0 IGP, 2 incomplete
    bgp_multipath_by_neighbor: bool = False  # paths share traffic where the neighbouring AS is the same, not all of it
    bgp_compares_distance: bool = False  # the first step between paths is the distance that a policy set (Junos)
