"""IS-IS, EIGRP and RIP as they are configured.

Which interfaces take part stands with each interface (:class:`~netops.model.interface.Interface`), whatever way the
platform says it in (``network`` statements, passive lists).
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address

from netops.model.addressing import IPPrefix
from netops.model.routing import DefaultOriginate, Filter, Redistribution

__all__ = ["Eigrp", "Isis", "IsisLeak", "IsisSummary", "OffsetList", "Rip"]


@dataclass(frozen=True, slots=True)
class IsisSummary:
    """One prefix for those inside of it; ``level`` is 1, 2, or 12 for both."""

    prefix: IPPrefix
    level: int = 2
    metric: int | None = None


@dataclass(frozen=True, slots=True)
class IsisLeak:
    """Routes of one level taken into the other (RFC 5302): ``source`` 2 into 1, or, as is the rule, 1 into 2."""

    source: int
    target: int
    route_map: str | None = None
    prefix_list: str | None = None
    policies: tuple[str, ...] = ()
    family: int = 4


@dataclass(frozen=True, slots=True)
class Isis:
    """An IS-IS process (ISO 10589, RFC 1195, RFC 5308).

    ``net`` is the network entity title ("49.0001.1921.6800.1001.00"), ``level`` 1, 2, or 12 for both.  ``wide``:
    metrics of RFC 5305 (else 6 bits and 63 the most); ``metric`` is the interfaces' where they have none of their own.
    ``families``: 4 and 6 as far as the process routes them; ``multi_topology``: IPv6 has a topology of its own (RFC
    5120).  ``attached``: sets the attached bit, ``ignore_attached``: takes no default route from it.
    """

    process: str = ""
    net: str = ""
    vrf: str = "default"
    level: int = 12
    wide: bool | None = None  # None: the platform's default
    metric: int | None = None
    families: tuple[int, ...] = (4,)
    multi_topology: bool = False
    overload: bool = False
    attached: bool = True
    ignore_attached: bool = False
    distance: int | None = None
    distance_external: int | None = None
    maximum_paths: int | None = None
    reference_bandwidth: int | None = None  # Mbit/s
    redistribute: tuple[Redistribution, ...] = ()
    default_originate: DefaultOriginate | None = None
    leaks: tuple[IsisLeak, ...] = ()
    summaries: tuple[IsisSummary, ...] = ()
    filters: tuple[Filter, ...] = ()
    authenticated: bool = False
    log_adjacency_changes: bool = False

    @property
    def area(self) -> str:
        """The area part of the NET: all but the system id (6 octets) and the selector."""
        return self.net.rsplit(".", 4)[0] if self.net.count(".") >= 4 else ""

    @property
    def system_id(self) -> str:
        """ "1921.6800.1001"."""
        return ".".join(self.net.split(".")[-4:-1])


@dataclass(frozen=True, slots=True)
class OffsetList:
    """What is added to the metric of the routes that ``access_list`` permits (None: all), on an interface or all."""

    direction: str  # "in" or "out"
    offset: int
    access_list: str | None = None
    interface: str | None = None


@dataclass(frozen=True, slots=True)
class Eigrp:
    """An EIGRP process of one VRF and family (RFC 7868).

    ``wide``: 64-bit metrics and a RIB scale (named mode).  ``default_metric`` and a redistribution's ``eigrp_metric``
    are bandwidth (kbit/s), delay (tens of microseconds), reliability, load, MTU.  ``k_values`` are K1 to K5 (and K6).
    ``stub``: what a stub router announces (connected, static, summary, redistributed, receive-only), None: all.
    """

    asn: int
    name: str = ""
    vrf: str = "default"
    family: int = 4
    router_id: IPv4Address | None = None
    wide: bool = False
    rib_scale: int = 128
    k_values: tuple[int, ...] = (1, 0, 1, 0, 0)
    redistribute: tuple[Redistribution, ...] = ()
    default_metric: tuple[int, int, int, int, int] | None = None
    distance_internal: int | None = None
    distance_external: int | None = None
    maximum_paths: int | None = None
    variance: int = 1
    auto_summary: bool = False
    stub: tuple[str, ...] | None = None
    filters: tuple[Filter, ...] = ()
    offsets: tuple[OffsetList, ...] = ()
    shutdown: bool = False


@dataclass(frozen=True, slots=True)
class Rip:
    """A RIP (RFC 2453) or RIPng (RFC 2080, ``family`` 6) process of one VRF."""

    version: int = 2
    vrf: str = "default"
    family: int = 4
    process: str = ""
    redistribute: tuple[Redistribution, ...] = ()
    default_originate: DefaultOriginate | None = None
    default_metric: int | None = None
    distance: int | None = None
    maximum_paths: int | None = None
    auto_summary: bool = False
    filters: tuple[Filter, ...] = ()
    offsets: tuple[OffsetList, ...] = ()
