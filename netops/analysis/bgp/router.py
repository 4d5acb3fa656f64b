"""BGP speakers: a process with what its platform does in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from ipaddress import IPv4Address

from netops.analysis.assumptions import Assumptions
from netops.analysis.ospf.port import router_id
from netops.analysis.policy import Policy
from netops.model import Bgp, BgpNeighbor, Device, IPAddress, IPPrefix, Route
from netops.platforms import get_platform
from netops.platforms.traits import Traits

__all__ = ["Existence", "Router", "speaker"]


@dataclass(slots=True)
class Existence:
    """Which routes policies ask for, and whether they are there at the moment: ``look(router, vrf, prefix)``."""

    look: Callable[[str, str, IPPrefix], bool] = lambda _, __, ___: False
    asked: set[tuple[str, str, IPPrefix]] = field(default_factory=set)

    def answers(self) -> frozenset[tuple[str, str, IPPrefix]]:
        """Those that are there."""
        return frozenset(each for each in self.asked if self.look(*each))


@dataclass(frozen=True, slots=True)
class Router:
    """A BGP speaker; ``vrf`` is that of its device which it is."""

    device: Device
    process: Bgp
    router_id: IPv4Address
    policy: Policy
    owned: frozenset[IPAddress]  # its own addresses
    traits: Traits
    assumptions: Assumptions = field(compare=False)
    existence: Existence = field(compare=False)
    vrf: str = "default"
    _near: dict[IPAddress, tuple[str, ...]] = field(default_factory=dict, compare=False)
    _carried: list[dict[IPPrefix, frozenset[str]]] = field(default_factory=list, compare=False)

    def near(self, peer: IPAddress) -> tuple[str, ...]:
        """The interfaces on whose subnet a peer is, up or not."""
        if peer not in self._near:
            self._near[peer] = tuple(
                interface.name
                for interface in self.device.interfaces.values()
                if interface.vrf == "default"
                and any(each.version == peer.version and peer in each.network for each in interface.addresses)
            )
        return self._near[peer]

    def exists(self, vrf: str, prefix: IPPrefix) -> bool:
        """Whether a VRF's table ("" for the own) has an active route, for policies that ask."""
        key = (self.device.name, vrf, prefix)
        self.existence.asked.add(key)
        return self.existence.look(*key)

    def neighbors(self) -> Iterator[BgpNeighbor]:
        """The settings of all that it may speak to."""
        yield from self.process.neighbors
        yield from (each.settings for each in self.process.unnumbered)
        yield from (each.settings for each in self.process.dynamic)

    def carried(self, route: Route) -> frozenset[str]:
        """The communities that a static or aggregate route is configured with."""
        if route.protocol not in {"static", "aggregate"}:
            return frozenset()
        if not self._carried:
            carried = {each.prefix: each.communities for each in self.device.static_routes}
            self._carried.append({each.prefix: each.communities for each in self.device.aggregates} | carried)
        return self._carried[0].get(route.prefix, frozenset())

    @property
    def public_as(self) -> int:
        """The number by which others know it: the confederation's, where it is a member of one (RFC 5065)."""
        return self.process.confederation or self.process.asn

    def own_as(self, neighbor: BgpNeighbor) -> int:
        """The number by which this neighbour knows it."""
        if neighbor.local_as is not None:
            return neighbor.local_as
        return self.process.asn if self.is_member(neighbor) else self.public_as

    def is_member(self, neighbor: BgpNeighbor) -> bool:
        """Whether a neighbour is of the same confederation, or of the same AS."""
        return neighbor.remote_as == self.process.asn or neighbor.remote_as in self.process.confederation_peers

    def cluster_id(self, neighbor: BgpNeighbor) -> IPv4Address:
        return neighbor.cluster_id or self.process.cluster_id or self.router_id

    def cluster_ids(self) -> Iterator[IPv4Address]:
        """All that it puts on paths."""
        yield self.process.cluster_id or self.router_id
        yield from (each.cluster_id for each in self.process.neighbors if each.cluster_id is not None)


def speaker(device: Device, vrf: str, assumptions: Assumptions, existence: Existence) -> Router | None:
    """The router's BGP process, if it has one with a router id."""
    process = device.bgp_process()
    if process is None or (identity := router_id(device, process.router_id)) is None:
        return None
    owned = frozenset(each.ip for interface in device.interfaces.values() for each in interface.addresses)
    traits = get_platform(device.platform).traits
    return Router(device, process, identity, Policy(device, assumptions), owned, traits, assumptions, existence, vrf)
