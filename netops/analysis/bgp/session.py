"""BGP peers and whether their sessions come up (RFC 4271 section 8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Address, IPv6Address, ip_address

from netops.analysis.assumptions import Assumptions
from netops.analysis.forwarding import Forwarding, Met
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

__all__ = ["Peered", "Peerings", "Router", "Session", "speaker"]


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
    def neighbors(self) -> tuple[BgpNeighbor, ...]:
        return self.process.neighbors

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
class _Joined:
    """A session, and what it was made of besides its side: other sides, and answers on who reaches whom.

    ``near``: the ports by which external peers hear each other.
    """

    session: Session
    rivals: tuple[int, ...] = ()
    near: set[Endpoint] = field(default_factory=set)
    answers: dict[tuple[str, IPAddress], bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Peered:
    """All sides and sessions of one round."""

    sides: list[Session] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    joined: list[_Joined] = field(default_factory=list)
    _met: list[Met] = field(default_factory=list)

    def met(self, routers: list[Router], forwarding: Forwarding) -> Met:
        """All that any of these depends on, where ``forwarding`` is what they were made of."""
        if not self._met:
            found = Met()
            for side, joined in zip(self.sides, self.joined, strict=True):
                router = routers[side.local]
                found.ends |= {*_ports_of(side, router), *joined.near}
                found.devices.add(router.device.name)
                found.addresses.add(side.neighbor.address)
                if _is_routed(side):
                    found.prefixes.update(forwarding.prefixes.covering(side.neighbor.address))
                for key in joined.answers:
                    found |= forwarding.met(key)
            self._met.append(found)
        return self._met[0]


@dataclass(slots=True)
class Peerings:
    """The sessions of one network, round by round.

    From round to round only routes change, and from the whole network to what a failure leaves of it only what that
    touched: a side that depends on none of this is the same object, and so is its session where the sides that it may
    meet are, and the answers on who reaches whom.
    """

    routers: list[Router]
    last: Peered = field(default_factory=Peered)
    _by_key: dict[tuple[int, IPAddress], int] = field(default_factory=dict)
    _positions: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        configured = [(position, each) for position, router in enumerate(self.routers) for each in router.neighbors]
        self._by_key = {(position, each.address): number for number, (position, each) in enumerate(configured)}
        self._positions = {router.device.name: position for position, router in enumerate(self.routers)}

    def sessions(self, forwarding: Forwarding, whole: Peered | None = None) -> Peered:
        """Every configured peering from both sides, with the reason where it does not come up.

        ``whole``: of the whole network in this round, where ``forwarding`` knows what differs from it.
        """
        known, since = self.last if whole is None else whole, forwarding.since
        if known.sides and since is not None and since.nothing_of(known.met(self.routers, since.before)):
            self.last = known
            return known
        sides = self._sides(known, forwarding)
        joined = [self._session(number, sides, known, forwarding) for number in range(len(sides))]
        same = known.sides and all(one is other for one, other in zip(sides, known.sides, strict=True))
        if same and all(one is other for one, other in zip(joined, known.joined, strict=True)):
            self.last = known
        else:
            sessions = [each.session for each in joined]
            alike = known.sides and all(one is other for one, other in zip(sessions, known.sessions, strict=True))
            self.last = Peered(sides, known.sessions if alike else sessions, joined)
        return self.last

    def _sides(self, known: Peered, forwarding: Forwarding) -> list[Session]:
        if known.sides:
            return [
                side if _stays(side, self.routers, forwarding) else self._again(side, forwarding)
                for side in known.sides
            ]
        return [
            _side(position, router, neighbor, forwarding)
            for position, router in enumerate(self.routers)
            for neighbor in router.neighbors
        ]

    def _again(self, side: Session, forwarding: Forwarding) -> Session:
        found = _side(side.local, self.routers[side.local], side.neighbor, forwarding)
        return side if found == side else found

    def _session(self, number: int, sides: list[Session], known: Peered, forwarding: Forwarding) -> _Joined:
        side = sides[number]
        if known.joined:
            before = known.joined[number]
            same = all(sides[each] is known.sides[each] for each in (number, *before.rivals))
            if same and self._meets_as_before(before, forwarding):
                return before
        found = _Joined(side)
        found.session = self._join(side, sides, found, forwarding)
        if known.joined and found.session == known.joined[number].session:
            found.session = known.joined[number].session
        return found

    def _meets_as_before(self, joined: _Joined, forwarding: Forwarding) -> bool:
        """Whether the same routers have the peer's address, hear each other as they did, and reach each other."""
        session, since = joined.session, forwarding.since
        if since is not None:
            gone = self.routers[session.local].device.name in since.gone
            if gone or session.neighbor.address in since.lost or not since.moved.isdisjoint(joined.near):
                return False
        return all(forwarding.reaches(*key) == answer for key, answer in joined.answers.items())

    def _join(self, side: Session, sides: list[Session], joined: _Joined, forwarding: Forwarding) -> Session:
        """The side with its peer, or with the reason why there is none."""
        if self.routers[side.local].device.name not in forwarding.ribs:
            return replace(side, reason="no power")
        if side.neighbor.shutdown:
            return replace(side, reason="administratively shut down")
        if side.address is None:
            return replace(side, reason="no local address towards the peer")
        owners = {end.device for end in forwarding.owners.get(side.neighbor.address, ())} & self._positions.keys()
        reasons = []
        for owner in sorted(owners):
            remote = self._positions[owner]
            reverse = self._by_key.get((remote, side.address))
            if reverse is None:
                reasons.append(f"{owner} has no neighbor {side.address}")
                continue
            joined.rivals += (reverse,)
            if reason := _obstacle(side, sides[reverse], self.routers, forwarding, joined):
                reasons.append(reason)
                continue
            mine, theirs = ({each.family for each in s.neighbor.families} for s in (side, sides[reverse]))
            families = tuple(sorted(mine & theirs))
            return replace(side, remote=remote, reverse=reverse, families=families)
        return replace(side, reason="; ".join(reasons) or "no router that is up has the peer's address")


def _stays(side: Session, routers: list[Router], forwarding: Forwarding) -> bool:
    """Whether nothing changed that decides where its packets are sent from."""
    since, name = forwarding.since, routers[side.local].device.name
    if since is None:
        return not _is_routed(side)  # from round to round, routes change and nothing else
    if name in since.at and not since.moved.isdisjoint(_ports_of(side, routers[side.local])):
        return False
    return not _is_routed(side) or since.same_route(name, forwarding.prefixes.covering(side.neighbor.address))


def _ports_of(side: Session, router: Router) -> Iterator[Endpoint]:
    """The ports that its packets may be sent from."""
    source = side.neighbor.update_source
    names = router.near(side.neighbor.address) if source is None else (*router.near(side.neighbor.address), source)
    if _is_routed(side):
        names = tuple(router.device.interfaces)
    return (Endpoint(router.device.name, each) for each in names)


def _is_routed(side: Session) -> bool:
    """Whether the routes decide from where its packets are sent."""
    return side.neighbor.update_source is None and side.interface is None


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
    if name is None and (rib := forwarding.ribs.get(device.name)) is not None:
        found = resolve(rib, forwarding.prefixes, neighbor.address)
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


def _obstacle(
    side: Session,
    other: Session,
    found: list[Router],
    forwarding: Forwarding,
    joined: _Joined,
) -> str:
    """Why these two sides do not meet, or an empty string; ``joined`` takes note of what that depends on."""
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
            own = Endpoint(found[one.local].device.name, one.interface)
            near = {end for end in forwarding.layer2.neighbors(own) if end.device == peer.device}
            joined.near |= near | {own}
            if not near:
                return "the peer is not in the same broadcast domain"
            continue
        key = (found[one.local].device.name, one.neighbor.address)
        joined.answers[key] = forwarding.reaches(*key)
        if not joined.answers[key]:
            return f"{found[one.local].device.name} has no route to {one.neighbor.address}"
    return ""
