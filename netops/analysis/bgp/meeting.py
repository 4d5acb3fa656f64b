"""Two sides of a BGP peering brought together, or why they do not meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from netops.analysis.bgp.router import Router
from netops.analysis.bgp.session import Session
from netops.analysis.forwarding import Forwarding
from netops.model import Endpoint, IPAddress

__all__ = ["Joined", "Meetings"]


@dataclass(slots=True)
class Joined:
    """A session, and what it was made of besides its side: other sides, and answers on who reaches whom.

    ``near``: the ports by which external peers hear each other.
    """

    session: Session
    rivals: tuple[int, ...] = ()
    near: set[Endpoint] = field(default_factory=set)
    answers: dict[tuple[str, IPAddress], bool] = field(default_factory=dict)


class Meetings:
    """The sides of one round."""

    def __init__(
        self,
        routers: list[Router],
        sides: list[Session],
        forwarding: Forwarding,
        broken: Mapping[tuple[int, IPAddress], str],
    ) -> None:
        self.routers, self.sides, self.forwarding, self.broken = routers, sides, forwarding, broken
        self._positions = {router.device.name: position for position, router in enumerate(routers)}
        self._addresses: frozenset[IPAddress] | None = None
        self._by_key: dict[tuple[int, IPAddress], int] = {}
        self._by_end: defaultdict[Endpoint, list[int]] = defaultdict(list)
        for number, side in enumerate(sides):
            if side.unnumbered:
                self._by_end[self._end(side)].append(number)
            else:
                self._by_key[side.local, side.neighbor.address] = number

    def session(self, number: int, sides: list[Session], joined: list[Joined]) -> Joined:
        """A side with its peer; the same object as before, of these ``sides``, where nothing tells otherwise."""
        side = self.sides[number]
        if joined:
            before = joined[number]
            same = all(self.sides[each] is sides[each] for each in (number, *before.rivals))
            if same and self._meets_as_before(before):
                return before
        found = Joined(side)
        found.session = self._join(side, found)
        if joined and found.session == joined[number].session:
            found.session = joined[number].session
        return found

    def _meets_as_before(self, joined: Joined) -> bool:
        """Whether the same routers have the peer's address, hear each other as they did, and reach each other."""
        session, since = joined.session, self.forwarding.since
        if since is not None:
            gone = self.routers[session.local].device.name in since.gone
            if gone or session.neighbor.address in since.lost or not since.moved.isdisjoint(joined.near):
                return False
        return all(self.forwarding.reaches(*key) == answer for key, answer in joined.answers.items())

    def _join(self, side: Session, joined: Joined) -> Session:
        """The side with its peer, or with the reason why there is none."""
        if self.routers[side.local].device.name not in self.forwarding.ribs:
            return replace(side, reason="no power")
        if side.neighbor.shutdown:
            return replace(side, reason="administratively shut down")
        if side.unnumbered:
            return self._unnumbered(side, joined)
        owners = {end.device for end in self.forwarding.owners.get(side.neighbor.address, ())}
        if not owners:
            self._assume_absent(side)
        if side.address is None:
            return replace(side, reason="no local address towards the peer")
        reasons = []
        for owner in sorted(owners & self._positions.keys()):
            reverse = self._by_key.get((self._positions[owner], side.address))
            if reverse is None:
                reasons.append(f"{owner} has no neighbor {side.address}")
                continue
            joined.rivals += (reverse,)
            if not (reason := self._obstacle(side, self.sides[reverse], joined)):
                return self._met(side, reverse)
            reasons.append(reason)
        return replace(side, reason="; ".join(reasons) or "no router that is up has the peer's address")

    def _unnumbered(self, side: Session, joined: Joined) -> Session:
        """A peer on the other end of the line that is configured by its interface, too."""
        if side.address is None:
            return replace(side, reason="its interface is down")
        others = self.forwarding.layer2.neighbors(self._end(side))
        joined.near |= {self._end(side), *others}
        reasons = []
        for reverse in (each for end in others for each in self._by_end.get(end, ())):
            other = self.sides[reverse]
            joined.rivals += (reverse,)
            if not (reason := self._obstacle(side, other, joined)):
                address = other.address or side.neighbor.address
                return replace(self._met(side, reverse), neighbor=replace(side.neighbor, address=address))
            reasons.append(reason)
        return replace(side, reason="; ".join(reasons) or "nobody on its line speaks BGP without addresses")

    def _end(self, side: Session) -> Endpoint:
        return Endpoint(self.routers[side.local].device.name, side.interface or "")

    def _met(self, side: Session, reverse: int) -> Session:
        other = self.sides[reverse]
        mine, theirs = ({each.family for each in s.neighbor.families} for s in (side, other))
        families, number = tuple(sorted(mine & theirs)), self._number(other, side)
        return replace(side, remote=other.local, reverse=reverse, families=families, peer_as=number)

    def _number(self, side: Session, other: Session) -> int:
        """The number by which a side goes towards the other; one that may use either takes what is expected."""
        own = self.routers[side.local].process.asn
        return own if side.neighbor.dual_as and other.neighbor.remote_as == own else side.own_as

    def _assume_absent(self, side: Session) -> None:
        router, peer = self.routers[side.local], side.neighbor.address
        if peer not in self._all_addresses():
            absent = f"BGP neighbor {peer} is not among the devices"
            router.assumptions.add(router.device.name, absent, "taken to announce nothing")

    def _all_addresses(self) -> frozenset[IPAddress]:
        """All that any interface of the network has, up or not."""
        if self._addresses is None:
            devices = self.forwarding.network.devices.values()
            ports = (port for device in devices for port in device.interfaces.values())
            self._addresses = frozenset(each.ip for port in ports for each in port.addresses)
        return self._addresses

    def _obstacle(self, side: Session, other: Session, joined: Joined) -> str:
        """Why these two sides do not meet, or an empty string; ``joined`` takes note of what that depends on."""
        mine, theirs = self.routers[side.local], self.routers[other.local]
        if other.neighbor.shutdown or (not side.unnumbered and other.address != side.neighbor.address):
            return "the peer does not speak from the address that is configured here"
        if not (_expects(side, self._number(other, side)) and _expects(other, self._number(side, other))):
            return f"AS mismatch: {_expected(side)} expected, the peer is {self._number(other, side)}"
        if side.neighbor.password != other.neighbor.password:
            return "password mismatch"
        if mine.router_id == theirs.router_id:
            return "both have the same router id"
        if side.neighbor.passive and other.neighbor.passive:
            return "both sides are passive"
        for one in (side, other):
            if reason := self.broken.get((one.local, one.neighbor.address)):
                return reason
        if side.unnumbered:
            return ""
        return self._unreached(side, other, joined) or self._unreached(other, side, joined)

    def _unreached(self, side: Session, other: Session, joined: Joined) -> str:
        router = self.routers[side.local].device.name
        owners = {end.device for end in self.forwarding.owners.get(side.neighbor.address, ())}
        if not side.direct and len(owners) > 1:  # in several VRFs, or twice by mistake
            there = self.routers[other.local].device.name in self.forwarding.arrivals(router, side.neighbor.address)
            return "" if there else f"{router} has no route to {side.neighbor.address}"
        if not side.direct:
            key = (router, side.neighbor.address)
            joined.answers[key] = self.forwarding.reaches(*key)
            return "" if joined.answers[key] else f"{router} has no route to {side.neighbor.address}"
        if side.interface is None:
            return "the external peer is not directly connected"
        peer, own = self.routers[other.local].device.name, self._end(side)
        near = {end for end in self.forwarding.layer2.neighbors(own) if end.device == peer}
        joined.near |= near | {own}
        return "" if near else "the peer is not in the same broadcast domain"


def _expects(side: Session, number: int) -> bool:
    if side.neighbor.remote_as_kind == "number":
        return side.neighbor.remote_as == number
    return (side.own_as == number) is (side.neighbor.remote_as_kind == "internal")


def _expected(side: Session) -> str:
    kind = side.neighbor.remote_as_kind
    return str(side.neighbor.remote_as) if kind == "number" else f"an {kind} one"
