"""The network as it is to be: from the estate's files or from the devices' configurations, one type."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from netops.model.addressing import IPAddress
from netops.model.administration import Administration
from netops.model.bgp import Bgp
from netops.model.igp import Eigrp, Isis, Rip
from netops.model.interface import Interface
from netops.model.location import Location
from netops.model.nat import NatPool, NatRule
from netops.model.place import Cable, Rack, Segment, Service, Site, Zone, ZonePolicy
from netops.model.policy import AccessList, AsPathList, CommunityList, PrefixList, RouteMap
from netops.model.routing import AggregateRoute, Ospf, StaticRoute
from netops.model.vrf import Vrf

__all__ = ["Cloud", "Device", "Endpoint", "Link", "Network", "Role", "SpanningTree", "Vlan"]


class Role(StrEnum):
    """What a device is for; the order is the order of the tiers, from the outside in."""

    ISP = "isp"
    EDGE = "edge"
    CORE = "core"
    DISTRIBUTION = "distribution"
    ACCESS = "access"
    SERVER = "server"
    HOST = "host"


@dataclass(frozen=True, slots=True)
class Vlan:
    """``vni``: the VXLAN network identifier that it is bridged into (RFC 7348).

    ``rd``, ``imports`` and ``exports``: of its MAC-VRF (RFC 7432), where EVPN tells others what it learns.
    """

    vlan: int
    name: str = ""
    vni: int | None = None
    enabled: bool = True
    rd: str = ""
    imports: frozenset[str] = frozenset()
    exports: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SpanningTree:
    """Spanning tree (IEEE 802.1D-2004) on a switch; ``priority`` in steps of 4096.

    ``mode``: rstp, mstp, pvst, rapid-pvst, or "" for the platform's default.  ``vlan_priorities``: (VLAN, priority).
    """

    enabled: bool = True
    priority: int = 32768
    mode: str = ""
    vlan_priorities: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Device:
    """A router, switch or host, and everything that its configuration says.

    The fields up to ``managed`` describe the box; a configuration does not tell them.  All others are its
    configuration: ``parse(render(device))`` gives them back (see :meth:`configuration`).
    """

    name: str
    platform: str  # "frr", "ovs", "linux": a folder of netops.platforms
    role: Role = Role.HOST
    site: str = ""
    rack: str = ""
    model: str = ""
    serial: str = ""
    status: str = "active"
    groups: tuple[str, ...] = ()
    management: IPAddress | None = None
    managed: bool = True  # False: netops predicts it, but never logs in (a provider's router, a resident's host)

    hostname: str = ""
    banner: str = ""
    interfaces: Mapping[str, Interface] = field(default_factory=dict)
    vlans: Mapping[int, Vlan] = field(default_factory=dict)
    spanning_tree: SpanningTree | None = None
    static_routes: tuple[StaticRoute, ...] = ()
    ospf: tuple[Ospf, ...] = ()
    bgp: tuple[Bgp, ...] = ()
    prefix_lists: tuple[PrefixList, ...] = ()
    community_lists: tuple[CommunityList, ...] = ()
    as_path_lists: tuple[AsPathList, ...] = ()
    route_maps: tuple[RouteMap, ...] = ()
    access_lists: tuple[AccessList, ...] = ()
    forwarding: bool = True  # whether it routes packets of others
    forwarding6: bool = True
    vrfs: Mapping[str, Vrf] = field(default_factory=dict)
    aggregates: tuple[AggregateRoute, ...] = ()
    isis: tuple[Isis, ...] = ()
    eigrp: tuple[Eigrp, ...] = ()
    rip: tuple[Rip, ...] = ()
    nat_pools: tuple[NatPool, ...] = ()
    nat_rules: tuple[NatRule, ...] = ()
    administration: Administration = field(default_factory=Administration)
    version: str = ""  # of the operating system, where the configuration tells

    def ospf_process(self, version: int, vrf: str = "default") -> Ospf | None:
        return next((each for each in self.ospf if each.version == version and each.vrf == vrf), None)

    def bgp_process(self, vrf: str = "default") -> Bgp | None:
        return next((each for each in self.bgp if each.vrf == vrf), None)

    def configuration(self) -> Device:
        """The device with only what its configuration says: what a round trip must keep."""
        return dataclasses.replace(
            self,
            role=Role.HOST,
            site="",
            rack="",
            model="",
            serial="",
            status="active",
            groups=(),
            management=None,
            managed=True,
            interfaces={
                name: dataclasses.replace(each, mac=None, speed=None) for name, each in self.interfaces.items()
            },
        )

    def with_configuration(self, other: Device) -> Device:
        """This box with the configuration of ``other``.

        What no configuration tells stays with the box: MAC addresses, speeds, what an interface is and stands on, and
        its MTU, VRF and packet filters where ``other`` does not name them.  A port that ``other`` does not mention is
        there all the same, without configuration; but the one with the management address keeps all it has, since that
        is how the device was asked.
        """
        box = {each.name: getattr(self, each.name) for each in dataclasses.fields(self) if each.name in _BOX_FIELDS}
        interfaces = {name: _left(each, self.management) for name, each in self.interfaces.items()}
        interfaces |= {
            name: _joined(self.interfaces[name], each) if name in self.interfaces else each
            for name, each in other.interfaces.items()
        }
        return dataclasses.replace(other, interfaces=interfaces, **box)


def _joined(box: Interface, configured: Interface) -> Interface:
    """The configured interface with what only the box knows."""
    return dataclasses.replace(
        configured,
        kind=box.kind,
        parent=box.parent,
        vlan=box.vlan,
        lag=box.lag,
        mac=box.mac,
        speed=box.speed,
        mtu=box.mtu if configured.mtu is None else configured.mtu,
        vrf=box.vrf if configured.vrf == "default" else configured.vrf,
        acl_in=configured.acl_in or box.acl_in,
        acl_out=configured.acl_out or box.acl_out,
    )


def _left(box: Interface, management: IPAddress | None) -> Interface:
    """An interface that a configuration does not mention."""
    if management is not None and any(each.ip == management for each in box.addresses):
        return box
    return _joined(box, Interface(box.name))


_BOX_FIELDS = frozenset(
    {"name", "platform", "role", "site", "rack", "model", "serial", "status", "groups", "management", "managed"}
)


@dataclass(frozen=True, slots=True, order=True)
class Endpoint:
    """One end of a line: a port of a device."""

    device: str
    interface: str

    def __str__(self) -> str:
        return f"{self.device}:{self.interface}"


@dataclass(frozen=True, slots=True)
class Link:
    """A line between two ports."""

    a: Endpoint
    b: Endpoint
    cable: Cable = field(default_factory=Cable)
    status: str = "active"
    description: str = ""

    @property
    def name(self) -> str:
        """Stable and readable: ``core1:eth1--core2:eth1``, the lesser end first."""
        low, high = sorted((self.a, self.b))
        return f"{low}--{high}"

    def other(self, device: str) -> Endpoint:
        """The end that is not on ``device``."""
        return self.b if self.a.device == device else self.a


@dataclass(frozen=True, slots=True)
class Cloud:
    """Routed interfaces that are taken to share a broadcast domain, though no line between them is known.

    ``evidence`` tells why ("10.1.2.0/24 is on each of them").  Each of the interfaces is taken to have a carrier; one
    alone leads out of what is known.
    """

    ends: tuple[Endpoint, ...]
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Network:
    """Devices, the lines between them, and what they serve.

    ``clouds`` stand for wiring that nobody has told; a designed network has none.

    ``sources`` tells where a thing was said, by its key: ``device:NAME``, ``interface:DEVICE:NAME``, ``link:NAME``,
    ``segment:NAME``, ``site:NAME``, ``rack:NAME``, ``zone:NAME``, ``service:NAME``.  It takes no part in equality.
    """

    name: str = "network"
    devices: Mapping[str, Device] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    clouds: tuple[Cloud, ...] = ()
    sites: Mapping[str, Site] = field(default_factory=dict)
    racks: Mapping[str, Rack] = field(default_factory=dict)
    segments: Mapping[str, Segment] = field(default_factory=dict)
    zones: Mapping[str, Zone] = field(default_factory=dict)
    policies: tuple[ZonePolicy, ...] = ()
    services: Mapping[str, Service] = field(default_factory=dict)
    sources: Mapping[str, Location] = field(default_factory=dict, compare=False, repr=False)

    def managed(self) -> Iterator[Device]:
        """The devices that netops logs in to, by name."""
        return (self.devices[name] for name in sorted(self.devices) if self.devices[name].managed)

    def locate(self, *keys: str) -> Location | None:
        """Where the first of these keys that is known was said."""
        return next((self.sources[key] for key in keys if key in self.sources), None)

    def links_of(self, device: str) -> tuple[Link, ...]:
        return tuple(link for link in self.links if device in (link.a.device, link.b.device))

    def with_devices(self, devices: Mapping[str, Device]) -> Network:
        """A copy in which these devices stand instead of, or beside, the present ones."""
        return dataclasses.replace(self, devices={**self.devices, **devices})
