"""What a network shows at a moment: predicted from its design or collected from its devices, one type.

A table that is None was not collected; an empty one was, and held nothing.  "No data" is never "pass".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from ipaddress import IPv4Address

from netops.model.addressing import IPAddress, IPInterface, IPPrefix

__all__ = [
    "Adjacency",
    "ArpEntry",
    "BgpSession",
    "DeviceState",
    "InterfaceState",
    "LldpNeighbor",
    "MacEntry",
    "NextHop",
    "Probe",
    "Rib",
    "Route",
    "Snapshot",
    "SnapshotSource",
    "VrrpState",
]


class SnapshotSource(StrEnum):
    PREDICTED = "predicted"
    COLLECTED = "collected"


@dataclass(frozen=True, slots=True)
class NextHop:
    """Where packets go: an address over an interface, an interface alone (connected), or nowhere (blackhole).

    The hops of a recursive route are the resolved ones.
    """

    address: IPAddress | None = None
    interface: str | None = None
    blackhole: bool = False

    def __str__(self) -> str:
        if self.blackhole:
            return "blackhole"
        return " ".join(str(each) for each in (self.address, self.interface) if each is not None)


@dataclass(frozen=True, slots=True)
class Route:
    """The best route for a prefix in the main RIB.

    ``protocol``: connected, local, static, kernel, ospf, bgp, isis, rip, eigrp.  ``detail`` says more where the source
    knows (intra, inter, E1, E2, N1, N2, discard, ebgp, ibgp, L1, L2, external, summary, local) and takes no part in
    equality; nor do ``process``, the one of the protocol's processes that it is of, and ``tag``.
    """

    prefix: IPPrefix
    protocol: str
    distance: int
    metric: int
    next_hops: frozenset[NextHop]
    detail: str = field(default="", compare=False)
    gateways: tuple[IPAddress, ...] = field(default=(), compare=False)  # a prediction's: next hops before resolution
    process: str = field(default="", compare=False)
    tag: int = field(default=0, compare=False)


Rib = Mapping[IPPrefix, Route]
"""The best routes of one VRF by prefix, both families."""


@dataclass(frozen=True, slots=True)
class InterfaceState:
    """``admin_up``: not shut down; ``oper_up``: and there is a carrier.  ``counters`` are totals since start."""

    name: str
    admin_up: bool
    oper_up: bool
    mtu: int | None = None
    speed: int | None = None  # Mbit/s
    mac: str | None = None
    addresses: tuple[IPInterface, ...] = ()
    description: str = field(default="", compare=False)
    counters: Mapping[str, int] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Adjacency:
    """An OSPF neighbour as one router sees it.

    ``state`` is RFC 2328's (down, attempt, init, two-way, exstart, exchange, loading, full) in lower case; which of two
    routers is DR depends on history, so ``role`` takes no part in equality.
    """

    interface: str
    neighbor_id: IPv4Address
    version: int  # 2 or 3
    area: str
    state: str
    address: IPAddress | None = None
    role: str = field(default="", compare=False)

    @property
    def up(self) -> bool:
        """Full, or two-way between two routers that are neither DR nor BDR."""
        return self.state in {"full", "two-way"}


@dataclass(frozen=True, slots=True)
class BgpSession:
    """A BGP peer as one router sees it; ``state`` is RFC 4271's in lower case, ``reason`` why it is not established.

    ``counters`` hold opens and notifications (``opens_sent``, ``notifications_received``), and how often the session
    was ``established`` and ``dropped``, where the device counts them.
    """

    peer: IPAddress
    remote_as: int
    local_as: int
    state: str
    families: tuple[int, ...] = ()  # negotiated, where established: 4, 6
    received: Mapping[int, int] = field(default_factory=dict, compare=False)  # family -> accepted prefixes
    reason: str = field(default="", compare=False)
    counters: Mapping[str, int] = field(default_factory=dict, compare=False)

    @property
    def up(self) -> bool:
        return self.state == "established"

    @property
    def condition(self) -> str:
        """The state, with the reason where there is one."""
        return f"{self.state} ({self.reason})" if self.reason else self.state


@dataclass(frozen=True, slots=True)
class VrrpState:
    """A virtual router's state (initialize, backup, master) on an interface."""

    interface: str
    group: int
    family: int
    state: str
    priority: int = 100
    addresses: tuple[IPAddress, ...] = ()


@dataclass(frozen=True, slots=True)
class LldpNeighbor:
    interface: str
    neighbor: str
    neighbor_interface: str


@dataclass(frozen=True, slots=True)
class ArpEntry:
    """ARP (IPv4) or neighbour discovery (IPv6) cache entry; ``mac`` None: incomplete or failed."""

    interface: str
    address: IPAddress
    mac: str | None
    state: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class MacEntry:
    vlan: int
    mac: str
    interface: str


@dataclass(frozen=True, slots=True)
class Probe:
    """Echo requests from a device out of one of its interfaces to a neighbour on the same segment.

    ``received`` counts the answers: fewer than ``sent`` is loss that no error counter need show.
    """

    interface: str
    address: IPAddress
    sent: int
    received: int

    @property
    def loss(self) -> float:
        """The share that was lost, 0.0 to 1.0."""
        return 1 - self.received / self.sent if self.sent else 0.0

    @property
    def lossy(self) -> bool:
        """Whether so much was lost that it is no accident: 4 % and more."""
        return self.sent > 0 and 25 * self.received <= 24 * self.sent


@dataclass(frozen=True, slots=True)
class DeviceState:
    """Everything one device shows; ``error`` says why it could not be asked, or what could not be read."""

    name: str
    reachable: bool = True
    error: str = ""
    interfaces: Mapping[str, InterfaceState] | None = None
    ribs: Mapping[str, Rib] | None = None  # by VRF
    adjacencies: tuple[Adjacency, ...] | None = None
    sessions: tuple[BgpSession, ...] | None = None
    vrrp: tuple[VrrpState, ...] | None = None
    lldp: tuple[LldpNeighbor, ...] | None = None
    arp: tuple[ArpEntry, ...] | None = None
    macs: tuple[MacEntry, ...] | None = None
    processes: frozenset[str] | None = None  # the routing daemons that run ("ospfd")
    probes: tuple[Probe, ...] | None = field(default=None, compare=False)
    configuration: str | None = field(default=None, compare=False, repr=False)  # running, secrets scrubbed
    facts: Mapping[str, str] = field(default_factory=dict, compare=False)
    unread: tuple[str, ...] = ()  # what netops did not understand of the device's answers

    @property
    def routes(self) -> Rib:
        """The default VRF's routes; empty also where nothing was collected: ask ``ribs`` to tell these apart."""
        return (self.ribs or {}).get("default", {})


@dataclass(frozen=True, slots=True)
class Snapshot:
    """``assumptions``: what a prediction did not know or could not compute, and what it took instead."""

    source: SnapshotSource
    devices: Mapping[str, DeviceState]
    taken: datetime | None = None
    label: str = ""
    assumptions: tuple[str, ...] = field(default=(), compare=False)
