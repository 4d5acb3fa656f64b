"""BGP peers and whether their sessions come up (RFC 4271 section 8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Address, IPv6Address, ip_address

from netops.analysis.assumptions import Assumptions
from netops.analysis.forwarding import Forwarding
from netops.analysis.ospf.port import router_id
from netops.analysis.policy import Policy
from netops.analysis.rib import resolve
from netops.model import (
    Bgp,
    BgpNeighbor,
    BgpNeighborFamily,
    BgpSession,
    Device,
    Endpoint,
    IPAddress,
    link_local,
)

__all__ = ["Peerings", "Router", "Session", "speaker"]


@dataclass(frozen=True, slots=True)
class Router:
    """A BGP speaker."""

    device: Device
    process: Bgp
    router_id: IPv4Address
    policy: Policy
    owned: frozenset[IPAddress]  # its own addresses
    _near: dict[IPAddress, tuple[str, ...]] = field(default_factory=dict, compare=False)

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

    @property
    def cluster_id(self) -> IPv4Address:
        return self.process.cluster_id or self.router_id


@dataclass(frozen=True, slots=True)
class Session:
    """One side of a peering: what ``local`` holds of ``neighbor``.

    ``remote`` is the peer's position among the routers (None: not in this network, or it does not answer), ``reverse``
    the position of its side among the sessions.  ``interface`` is set where the peer is on a subnet of ours.
    """

    local: int
    neighbor: BgpNeighbor
    address: IPAddress | None
    interface: str | None
    link_local: IPv6Address | None  # our own, where the peer is on a subnet of ours
    external: bool
    own_as: int
    remote: int | None = None
    reverse: int | None = None
    families: tuple[int, ...] = ()
    reason: str = ""

    @property
    def up(self) -> bool:
        return self.reverse is not None and not self.reason

    def family(self, family: int) -> BgpNeighborFamily:
        found = self.neighbor.family(family)
        assert found is not None
        return found

    def state(self) -> BgpSession:
        """As a snapshot has it; a session that is not established may be in any of the other states."""
        return BgpSession(
            peer=self.neighbor.address,
            remote_as=self.neighbor.remote_as,
            local_as=self.own_as,
            state="established" if self.up else "idle",
            families=self.families if self.up else (),
            reason=self.reason,
        )


def speaker(device: Device, assumptions: Assumptions) -> Router | None:
    """The router's BGP process, if it has one with a router id."""
    process = device.bgp_process()
    if process is None or (identity := router_id(device, process.router_id)) is None:
        return None
    owned = frozenset(each.ip for interface in device.interfaces.values() for each in interface.addresses)
    return Router(device, process, identity, Policy(device, assumptions), owned)


@dataclass(slots=True)
class Peerings:
    """The sessions of one state of layer 2, round by round.

    From round to round only routes change: the sides that take their address from one are made anew, and when these
    and the answers on who reaches whom are as in the round before, so are the sessions.
    """

    routers: list[Router]
    last: list[Session] = field(default_factory=list)
    _sides: list[Session] = field(default_factory=list)
    _reached: Mapping[tuple[str, IPAddress], bool] = field(default_factory=dict)

    def sessions(self, forwarding: Forwarding) -> list[Session]:
        """Every configured peering from both sides, with the reason where it does not come up."""
        sides = self._present(forwarding)
        same = self._sides is sides or self._sides == sides
        if same and all(forwarding.reaches(*key) == known for key, known in self._reached.items()):
            return self.last
        self._sides, self.last = sides, _sessions(self.routers, sides, forwarding)
        self._reached = forwarding.known
        return self.last

    def _present(self, forwarding: Forwarding) -> list[Session]:
        if not self._sides:
            return [
                _side(position, router, neighbor, forwarding)
                for position, router in enumerate(self.routers)
                for neighbor in router.process.neighbors
            ]
        if not any(_is_routed(each) for each in self._sides):
            return self._sides
        return [
            _side(each.local, self.routers[each.local], each.neighbor, forwarding) if _is_routed(each) else each
            for each in self._sides
        ]


def _is_routed(side: Session) -> bool:
    """Whether the routes decide from where its packets are sent."""
    return side.neighbor.update_source is None and side.interface is None


def _sessions(found: list[Router], sides: list[Session], forwarding: Forwarding) -> list[Session]:
    positions = {router.device.name: position for position, router in enumerate(found)}
    by_key: dict[tuple[int, IPAddress], int] = {
        (side.local, side.neighbor.address): number for number, side in enumerate(sides)
    }
    return [_joined(side, sides, by_key, positions, found, forwarding) for side in sides]


def _side(position: int, router: Router, neighbor: BgpNeighbor, forwarding: Forwarding) -> Session:
    own_as = neighbor.local_as or router.process.asn
    interface = _shared_interface(router, neighbor.address, forwarding)
    mac = router.device.interfaces[interface].mac if interface and neighbor.address.version == 6 else None
    return Session(
        local=position,
        neighbor=neighbor,
        address=_local_address(router.device, neighbor, interface, forwarding),
        interface=interface,
        link_local=link_local(mac) if mac else None,
        external=neighbor.remote_as != router.process.asn,
        own_as=own_as,
    )


def _shared_interface(router: Router, peer: IPAddress, forwarding: Forwarding) -> str | None:
    """The interface on whose subnet the peer is, if it is up."""
    name, domain = router.device.name, forwarding.layer2.domain
    return next((each for each in router.near(peer) if Endpoint(name, each) in domain), None)


def _local_address(
    device: Device, neighbor: BgpNeighbor, shared: str | None, forwarding: Forwarding
) -> IPAddress | None:
    """What its packets are sent from: the update source, else the interface towards the peer."""
    source = neighbor.update_source
    if source is not None and source not in device.interfaces:
        return _as_address(source)
    name = source or shared
    if name is None:
        found = resolve(forwarding.ribs[device.name], forwarding.prefixes, neighbor.address)
        names = sorted(hop.interface for hop in found.next_hops if hop.interface) if found else []
        name = names[0] if names else None
    interface = device.interfaces.get(name) if name else None
    if interface is None or Endpoint(device.name, interface.name) not in forwarding.layer2.up:
        return None
    fitting = [each for each in interface.addresses if each.version == neighbor.address.version]
    on_subnet = [each for each in fitting if neighbor.address in each.network]
    return next((each.ip for each in on_subnet or fitting if not each.ip.is_link_local), None)


def _as_address(source: str) -> IPAddress | None:
    """An update source that names no interface of the device: an address, or nothing that packets can come from."""
    try:
        return ip_address(source)
    except ValueError:
        return None


def _joined(
    side: Session,
    sides: list[Session],
    by_key: dict[tuple[int, IPAddress], int],
    positions: dict[str, int],
    found: list[Router],
    forwarding: Forwarding,
) -> Session:
    """The side with its peer, or with the reason why there is none."""
    if side.neighbor.shutdown:
        return replace(side, reason="administratively shut down")
    if side.address is None:
        return replace(side, reason="no local address towards the peer")
    owners = {end.device for end in forwarding.owners.get(side.neighbor.address, ())} & positions.keys()
    reasons = []
    for owner in sorted(owners):
        remote = positions[owner]
        reverse = by_key.get((remote, side.address))
        if reverse is None:
            reasons.append(f"{owner} has no neighbor {side.address}")
        elif reason := _obstacle(side, sides[reverse], found, forwarding):
            reasons.append(reason)
        else:
            mine, theirs = ({each.family for each in s.neighbor.families} for s in (side, sides[reverse]))
            families = tuple(sorted(mine & theirs))
            return replace(side, remote=remote, reverse=reverse, families=families)
    return replace(side, reason="; ".join(reasons) or "no router that is up has the peer's address")


def _obstacle(side: Session, other: Session, found: list[Router], forwarding: Forwarding) -> str:
    """Why these two sides do not meet, or an empty string."""
    mine, theirs = found[side.local], found[other.local]
    if other.neighbor.shutdown or other.address != side.neighbor.address:
        return "the peer does not speak from the address that is configured here"
    if side.neighbor.remote_as != other.own_as or other.neighbor.remote_as != side.own_as:
        return f"AS mismatch: {side.neighbor.remote_as} expected, the peer is {other.own_as}"
    if side.neighbor.password != other.neighbor.password:
        return "password mismatch"
    if mine.router_id == theirs.router_id:
        return "both have the same router id"
    if side.neighbor.passive and other.neighbor.passive:
        return "both sides are passive"
    for one in (side, other):
        if one.external and not one.neighbor.ebgp_multihop:
            if one.interface is None:
                return "the external peer is not directly connected"
            peer = Endpoint(found[other.local if one is side else side.local].device.name, "")
            near = forwarding.layer2.neighbors(Endpoint(found[one.local].device.name, one.interface))
            if not any(end.device == peer.device for end in near):
                return "the peer is not in the same broadcast domain"
        elif not forwarding.reaches(found[one.local].device.name, one.neighbor.address):
            return f"{found[one.local].device.name} has no route to {one.neighbor.address}"
    return ""
