"""BGP sessions: whether the two ends fit each other (RFC 4271)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from netops.checks.index import Index, Port
from netops.checks.registry import Problem, check
from netops.model import Bgp, BgpNeighbor, Device, InterfaceKind, IPAddress, Severity

__all__ = ["Session", "sessions"]


@dataclass(frozen=True, slots=True)
class Session:
    """One end of a session: the router and how it sees its neighbour; ``port`` is who has the neighbour's address."""

    device: Device
    bgp: Bgp
    neighbor: BgpNeighbor
    port: Port | None

    @property
    def external(self) -> bool:
        return self.neighbor.remote_as != self.local_as

    @property
    def local_as(self) -> int:
        return self.neighbor.local_as or self.bgp.asn

    @property
    def peer(self) -> Bgp | None:
        """The BGP process at the other end."""
        return None if self.port is None else self.port.device.bgp_process(self.bgp.vrf)

    @property
    def reverse(self) -> tuple[BgpNeighbor, ...]:
        """What the other end has towards addresses of this router, of the same family, and not shut down."""
        own = {each.ip for interface in self.device.interfaces.values() for each in interface.addresses}
        there = self.peer.neighbors if self.peer else ()
        return tuple(
            each
            for each in there
            if not each.shutdown and each.address in own and each.address.version == self.neighbor.address.version
        )

    @property
    def source(self) -> IPAddress | None:
        """The address that this router's packets come from; None where routing decides."""
        neighbor, interfaces = self.neighbor, self.device.interfaces
        if neighbor.update_source in interfaces:
            addresses = interfaces[neighbor.update_source or ""].addresses
            return next(
                (each.ip for each in addresses if each.version == neighbor.address.version and not each.is_link_local),
                None,
            )
        if neighbor.update_source is not None:
            own = (each.ip for interface in interfaces.values() for each in interface.addresses)
            return next((each for each in own if str(each) == neighbor.update_source), None)
        return self.connected

    @property
    def connected(self) -> IPAddress | None:
        """The router's own address on the neighbour's wire."""
        return next(
            (
                each.ip
                for interface in self.device.interfaces.values()
                if interface.kind is not InterfaceKind.LOOPBACK
                for each in interface.addresses
                if self.neighbor.address in each.network
            ),
            None,
        )

    @property
    def subject(self) -> str:
        return f"{self.device.name} neighbor {self.neighbor.address}"

    @property
    def at(self) -> tuple[str, ...]:
        return (f"device:{self.device.name}",)


def sessions(index: Index) -> Iterator[Session]:
    """Every configured neighbour that is not shut down."""
    for device in index.devices:
        for bgp in device.bgp:
            for neighbor in bgp.neighbors:
                if not neighbor.shutdown:
                    yield Session(device, bgp, neighbor, index.owner(neighbor.address, bgp.vrf))


@check(
    "bgp-as-mismatch",
    severity=Severity.CRITICAL,
    title="A BGP neighbour's AS number is not the one expected of it",
    remedy="configure the AS number that the other end has",
)
def bgp_as_mismatch(index: Index) -> Iterator[Problem]:
    """The OPEN is answered with Bad Peer AS (RFC 4271, 6.2): the session never comes up."""
    for session in sessions(index):
        peer = session.peer
        if peer is None:
            continue
        speaks = {each.local_as or peer.asn for each in session.reverse} or {peer.asn}
        if session.neighbor.remote_as not in speaks:
            actual = ", ".join(map(str, sorted(speaks)))
            evidence = (f"{session.subject} remote-as {session.neighbor.remote_as}", f"{session.port}: AS {actual}")
            yield Problem(
                session.subject, "AS number differs", str(session.neighbor.remote_as), actual, evidence, session.at
            )


@check(
    "bgp-neighbor-unknown",
    severity=Severity.ERROR,
    title="Nobody has a BGP neighbour's address, or its owner runs no BGP",
    remedy="correct the address, or describe the neighbour",
)
def bgp_neighbor_unknown(index: Index) -> Iterator[Problem]:
    """The session waits for a router that is not there."""
    for session in sessions(index):
        if session.neighbor.address.is_link_local:
            continue
        if session.port is None:
            yield Problem(session.subject, "neighbor's address belongs to nobody", at=session.at)
        elif session.peer is None:
            yield Problem(session.subject, f"{session.port.device.name} runs no BGP", at=session.at)
        elif session.port.device.name == session.device.name:
            yield Problem(session.subject, "is the router itself", at=session.at)


@check(
    "bgp-one-sided",
    severity=Severity.ERROR,
    title="A BGP session is configured at one end only",
    remedy="configure the neighbour at the other end too",
)
def bgp_one_sided(index: Index) -> Iterator[Problem]:
    """A router accepts no session from an address that it does not know as a neighbour."""
    for session in sessions(index):
        if session.port is not None and session.peer is not None and not session.reverse:
            name = session.port.device.name
            yield Problem(
                session.subject,
                f"{name} has no neighbor {session.device.name}, or has it shut down",
                at=(f"device:{name}", *session.at),
            )


@check(
    "bgp-source-mismatch",
    severity=Severity.ERROR,
    title="A BGP speaker's source address is not what the other end expects",
    remedy="set update-source to the interface whose address the other end has configured",
)
def bgp_source_mismatch(index: Index) -> Iterator[Problem]:
    """Packets come from an address that the other end does not know as a neighbour, and are refused."""
    for session in sessions(index):
        expected = [each.address for each in session.reverse]
        if expected and session.source not in expected:
            told = ", ".join(map(str, expected))
            actual = str(session.source or "whichever interface leads there")
            yield Problem(
                session.subject, "source address is not the neighbor of the other end", told, actual, at=session.at
            )


@check(
    "bgp-password-mismatch",
    severity=Severity.CRITICAL,
    title="The two ends of a BGP session differ in password",
    remedy="use the same secret at both ends",
)
def bgp_password_mismatch(index: Index) -> Iterator[Problem]:
    """TCP drops the segments (RFC 2385) before BGP sees anything: the session hangs in Connect or Active."""
    for session in sessions(index):
        passwords = [each.password for each in session.reverse if each.address == session.source] or [
            each.password for each in session.reverse
        ]
        if passwords and session.neighbor.password not in passwords:
            told = [str(each or "none") for each in (passwords[0], session.neighbor.password)]
            yield Problem(session.subject, "password differs from the other end's", told[0], told[1], at=session.at)


@check(
    "bgp-families-differ",
    severity=Severity.WARNING,
    title="The two ends of a BGP session activate different address families",
    remedy="activate the same families at both ends",
)
def bgp_families_differ(index: Index) -> Iterator[Problem]:
    """Only what both ends offer is exchanged (RFC 4760): the other family's routes are silently missing."""
    for session in sessions(index):
        mine = {each.family for each in session.neighbor.families}
        for reverse in session.reverse[:1]:
            missing = mine - {each.family for each in reverse.families}
            if missing:
                told = ", ".join(f"IPv{each}" for each in sorted(missing))
                yield Problem(
                    session.subject,
                    f"{told} is not activated at the other end",
                    evidence=(str(session.port),),
                    at=session.at,
                )


@check(
    "bgp-no-family",
    severity=Severity.WARNING,
    title="A BGP neighbour has no address family",
    remedy="activate a family for it, or shut it down",
)
def bgp_no_family(index: Index) -> Iterator[Problem]:
    """The session comes up, looks healthy, and carries no route."""
    for session in sessions(index):
        if not session.neighbor.families:
            yield Problem(session.subject, "has no address family", at=session.at)


@check(
    "ebgp-not-connected",
    severity=Severity.ERROR,
    title="An external BGP neighbour is not on a connected prefix, and multihop is not set",
    remedy="set ebgp-multihop, or use the neighbour's address on the line",
)
def ebgp_not_connected(index: Index) -> Iterator[Problem]:
    """External sessions have a TTL of 1 unless told otherwise: the session stays in Active."""
    for session in sessions(index):
        local = session.neighbor.address.is_link_local
        if session.external and not local and session.connected is None and not session.neighbor.ebgp_multihop:
            yield Problem(
                session.subject, "external neighbor is not connected", "a connected prefix, or multihop", at=session.at
            )


@check(
    "ebgp-without-policy",
    severity=Severity.ERROR,
    title="An external BGP neighbour has no policy in one direction",
    remedy="set a route map or a prefix list in both directions",
)
def ebgp_without_policy(index: Index) -> Iterator[Problem]:
    """By RFC 8212 nothing is exchanged then; where that is switched off, everything is: a leak to the world."""
    for session in sessions(index):
        if not session.external or not (session.device.managed or session.bgp.ebgp_requires_policy):
            continue
        for family in session.neighbor.families:
            inwards = family.route_map_in or family.prefix_list_in or family.policies_in
            outwards = family.route_map_out or family.prefix_list_out or family.policies_out
            missing = [word for word, policy in (("in", inwards), ("out", outwards)) if not policy]
            if missing:
                yield Problem(
                    session.subject, f"IPv{family.family} has no policy {' and '.join(missing)}", at=session.at
                )


@check(
    "bgp-timers-implausible",
    severity=Severity.WARNING,
    title="A BGP hold time is not at least three keepalive intervals, or is 1 or 2 seconds",
    remedy="use a hold time of three keepalive intervals, and at least 3 s",
)
def bgp_timers_implausible(index: Index) -> Iterator[Problem]:
    """One lost keepalive takes the session down; 1 and 2 seconds are refused (RFC 4271, 4.2 and 4.4)."""
    for session in sessions(index):
        keepalive, hold = session.neighbor.keepalive, session.neighbor.hold_time
        if hold and (hold < 3 or (keepalive and hold < 3 * keepalive)):
            yield Problem(
                session.subject,
                "hold time is too short",
                "three keepalives, 3 s or more",
                f"keepalive {keepalive} s, hold {hold} s",
                at=session.at,
            )
