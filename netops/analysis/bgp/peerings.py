"""Which BGP sessions come up (RFC 4271 section 8), round by round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from netops.analysis.bgp.meeting import Joined, Meetings
from netops.analysis.bgp.router import Router
from netops.analysis.bgp.session import Session, numbered_side, unnumbered_side
from netops.analysis.forwarding import Forwarding, Met
from netops.model import BgpDynamicNeighbor, BgpNeighbor, BgpUnnumberedNeighbor, Endpoint, IPAddress

__all__ = ["Peered", "Peerings"]


@dataclass(frozen=True, slots=True)
class Peered:
    """All sides and sessions of one round."""

    sides: list[Session] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    joined: list[Joined] = field(default_factory=list)
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
    meet are, and the answers on who reaches whom.  ``broken``: the sessions that a side has torn down itself, by router
    and peer, with the reason.
    """

    routers: list[Router]
    last: Peered = field(default_factory=Peered)
    broken: dict[tuple[int, IPAddress], str] = field(default_factory=dict)

    def sessions(self, forwarding: Forwarding, whole: Peered | None = None) -> Peered:
        """Every configured peering from both sides, with the reason where it does not come up.

        ``whole``: of the whole network in this round, where ``forwarding`` knows what differs from it.
        """
        known, since = self.last if whole is None else whole, forwarding.since
        if whole is not None and since is not None and since.nothing_of(known.met(self.routers, since.before)):
            self.last = known
            return known
        sides = self._sides(known, forwarding)
        if len(sides) != len(known.sides):
            known = Peered()  # others called than before: no number is whose it was
        meetings = Meetings(self.routers, sides, forwarding, self.broken)
        joined = [meetings.session(number, known.sides, known.joined) for number in range(len(sides))]
        same = known.sides and all(one is other for one, other in zip(sides, known.sides, strict=True))
        if same and all(one is other for one, other in zip(joined, known.joined, strict=True)):
            self.last = known
        else:
            sessions = [each.session for each in joined]
            alike = known.sides and all(one is other for one, other in zip(sessions, known.sessions, strict=True))
            self.last = Peered(sides, known.sessions if alike else sessions, joined)
        return self.last

    def tear_down(self, broken: Mapping[tuple[int, IPAddress], str]) -> None:
        """These sessions do not come up any more."""
        self.broken.update(broken)
        self.last = Peered()

    def _sides(self, known: Peered, forwarding: Forwarding) -> list[Session]:
        """Those of configured neighbours, then those of whoever calls, each as it was where it may be."""
        configured = [side for side in known.sides if not side.called]
        sides = (
            [side if _stays(side, self.routers, forwarding) else self._again(side, forwarding) for side in configured]
            if known.sides
            else list(self._configured(forwarding))
        )
        before = {(side.local, side.neighbor.address): side for side in known.sides if side.called}
        for side in self._called(sides, forwarding):
            same = before.get((side.local, side.neighbor.address))
            sides.append(same if same is not None and same == side else side)
        return sides

    def _configured(self, forwarding: Forwarding) -> Iterator[Session]:
        for position, router in enumerate(self.routers):
            for neighbor in router.process.neighbors:
                yield numbered_side(position, router, neighbor, forwarding)
            for unnumbered in router.process.unnumbered:
                yield unnumbered_side(position, router, unnumbered, forwarding)

    def _again(self, side: Session, forwarding: Forwarding) -> Session:
        router = self.routers[side.local]
        if side.unnumbered:
            again = BgpUnnumberedNeighbor(side.interface or "", side.neighbor)
            found = unnumbered_side(side.local, router, again, forwarding)
        else:
            found = numbered_side(side.local, router, side.neighbor, forwarding)
        return side if found == side else found

    def _called(self, sides: list[Session], forwarding: Forwarding) -> Iterator[Session]:
        """The sides of those who take whoever calls from a prefix."""
        listening = [(position, each) for position, each in enumerate(self.routers) if each.process.dynamic]
        if not listening:
            return
        known = {(side.local, side.neighbor.address) for side in sides}
        for position, router in listening:
            for caller in tuple(sides):
                key = (position, caller.address)
                if caller.address is None or caller.neighbor.address not in router.owned or key in known:
                    continue
                neighbor = _taken(router.process.dynamic, caller.address, caller)
                if neighbor is not None and caller.local != position:
                    known.add((position, caller.address))
                    yield replace(numbered_side(position, router, neighbor, forwarding), called=True)


def _taken(found: tuple[BgpDynamicNeighbor, ...], address: IPAddress, caller: Session) -> BgpNeighbor | None:
    """The settings for a caller: those of the longest prefix that holds its address, and takes its number."""
    fitting = [each for each in found if each.prefix.version == address.version and address in each.prefix]
    for each in sorted(fitting, key=lambda one: -one.prefix.prefixlen):
        if not each.remote_as:
            return replace(each.settings, address=address)
        if any(low <= caller.own_as <= high for low, high in each.remote_as):
            return replace(each.settings, address=address, remote_as=caller.own_as)
    return None


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
    if side.unnumbered and side.interface is not None:
        names = (*names, side.interface)
    if _is_routed(side):
        names = tuple(router.device.interfaces)
    return (Endpoint(router.device.name, each) for each in names)


def _is_routed(side: Session) -> bool:
    """Whether the routes decide from where its packets are sent."""
    return side.neighbor.update_source is None and side.interface is None
