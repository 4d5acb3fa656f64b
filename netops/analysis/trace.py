"""The way of packets from one place to an address: every hop with its reason, and where it ends and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from ipaddress import ip_network

from netops.analysis.crossing import Crossing, Line, Spot
from netops.analysis.observed import observed_layer2
from netops.analysis.reasons import Reasons
from netops.analysis.ways import Ways, longest_match
from netops.analysis.whereabouts import Destination, destination_of, source_of
from netops.model import Endpoint, IPAddress, IPPrefix, Network, NextHop, Role, Route, Segment, Snapshot

__all__ = ["DELIVERED", "Exit", "Hop", "Trace", "trace"]

DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class Exit:
    """One of a hop's equal ways on.

    ``interface`` is the routed one, ``lines`` are the physical ones that are passed to ``device``'s ``arrives``.
    ``outcome`` is empty where the way goes on at ``device``; else it says how it ends here, and ``reasons`` why.
    """

    interface: str
    next_hop: IPAddress | None = None
    lines: tuple[Line, ...] = ()
    device: str = ""
    arrives: str = ""
    outcome: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hop:
    """A device (or the segment that it starts from), its decision, and the ways on.

    ``route`` decided; ``also`` are shorter prefixes that match too, and lost.  ``outcome``: empty, or how it ends
    here: delivered, no route, blackhole, destination absent, does not forward, unknown.
    """

    device: str
    route: Route | None = None
    also: tuple[IPPrefix, ...] = ()
    exits: tuple[Exit, ...] = ()
    outcome: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """``hops`` are in the order in which they are met, the first one being where packets start; each device once."""

    source: str
    destination: str
    address: IPAddress
    hops: tuple[Hop, ...]

    @property
    def ends(self) -> tuple[str, ...]:
        """All the ways' ends, each once."""
        found = {each.outcome: None for each in self._decisions() if each.outcome}
        return tuple(found)

    @property
    def arrives(self) -> bool:
        """Whether a packet arrives whichever of the equal ways it takes."""
        return self.ends == (DELIVERED,)

    def hop(self, device: str) -> Hop | None:
        return next((each for each in self.hops if each.device == device), None)

    def _decisions(self) -> Iterator[Hop | Exit]:
        for hop in self.hops:
            yield hop
            yield from hop.exits


def trace(network: Network, snapshot: Snapshot, source: str, destination: str, *, family: int | None = None) -> Trace:
    """Follow packets from a device or segment to a device, a segment or any address, by the snapshot's tables.

    ``family`` decides where the destination has addresses of both.  Raises InputError for names that do not exist and
    for a destination without an address of the family.
    """
    start = source_of(network, source)
    goal = destination_of(network, destination, family, start)
    walk = _Walk(network, snapshot, goal)
    first = walk.from_segment(start) if isinstance(start, Segment) else walk.hop(start)
    return Trace(source, destination, goal.address, _without_loops(tuple(walk.all_from(first))))


@dataclass
class _Walk:
    network: Network
    snapshot: Snapshot
    goal: Destination
    ways: Ways = field(init=False)

    def __post_init__(self) -> None:
        layer2 = observed_layer2(self.network, self.snapshot)
        self.ways = Ways(self.network, self.snapshot, layer2)
        self.crossing = Crossing(self.network, layer2)
        self.reasons = Reasons(self.network, self.snapshot, self.ways)
        self.address, self.host = self.goal.address, ip_network(self.goal.address)

    def all_from(self, first: Hop) -> Iterator[Hop]:
        """Breadth first, each device once."""
        hops, seen = [first], {first.device}
        for hop in hops:
            yield hop
            for each in hop.exits:
                if each.device and not each.outcome and each.device not in seen:
                    seen.add(each.device)
                    hops.append(self.hop(each.device, source=False))

    def from_segment(self, segment: Segment) -> Hop:
        """The hosts of a segment, at each of its switches, send to its gateway."""
        exits = []
        gateway = next(each for each in segment.gateways if each.version == self.address.version)
        for switch in segment.switches or ("",):
            domain = self.ways.layer2.vlans.get((switch, segment.vlan)) if switch else None
            answering = self.ways.gateways(segment, gateway.version, domain) if domain is not None or not switch else ()
            ends = [end for end in self.ways.holders.get(gateway, ()) if end.device in answering]
            at: Spot = (switch, segment.vlan)
            exits += [self._over(at, switch or segment.name, gateway, end) for end in ends]
            if not ends:
                reasons = self.reasons.silent(gateway, None)
                exits.append(Exit(switch or segment.name, gateway, outcome="gateway not answering", reasons=reasons))
        return Hop(segment.name, exits=tuple(exits))

    def hop(self, device: str, *, source: bool = True) -> Hop:
        described, state = self.network.devices.get(device), self.snapshot.devices.get(device)
        if state is not None and not state.reachable and state.ribs is None:
            return Hop(device, outcome="device down", reasons=(state.error or "it does not answer",))
        if any(end.device == device for end in self.ways.holders.get(self.address, ())) and not self.goal.segment:
            return Hop(device, outcome=DELIVERED)
        if state is None or state.ribs is None:
            return Hop(device, outcome="unknown", reasons=("it has no routing table: it forwards on layer 2 alone",))
        if not source and described is not None and not described.forwarding:
            return Hop(device, outcome="does not forward", reasons=("it is a host, and drops packets of others",))
        if described is not None and described.role is Role.ISP and not self.goal.known:
            return Hop(device, outcome=DELIVERED, reasons=("handed to the provider",))
        return self._decided(device)

    def _decided(self, device: str) -> Hop:
        routes = self.snapshot.devices[device].routes
        route = longest_match(routes, self.host)
        if route is None:
            return Hop(device, outcome="no route", reasons=self.reasons.no_route(device, self.address))
        also = tuple(_shorter(routes, route.prefix))
        if any(hop.blackhole for hop in route.next_hops):
            reasons = self.reasons.blackhole(device, route, self.address)
            return Hop(device, route, also, outcome="blackhole", reasons=reasons)
        if route.protocol in {"connected", "local"}:
            exits = tuple(each for hop in _ordered(route) for each in self._delivery(device, hop))
        else:
            exits = tuple(each for hop in _ordered(route) for each in self._forward(device, hop))
        return Hop(device, route, also, exits)

    def _forward(self, device: str, hop: NextHop) -> Iterator[Exit]:
        interface = hop.interface or ""
        found = self.ways.behind(device, hop)
        if not found:
            address = hop.address or self.address
            reasons = self.reasons.silent(address, Endpoint(device, interface) if interface else None)
            yield Exit(interface, hop.address, outcome="next hop not answering", reasons=reasons)
        for end in found:
            yield self._over(Endpoint(device, interface), interface, hop.address, end)

    def _delivery(self, device: str, hop: NextHop) -> Iterator[Exit]:
        """The last router's search for the destination on its own subnet."""
        interface = hop.interface or ""
        start = Endpoint(device, interface)
        segment = self.goal.segment
        if segment is not None and segment.switches:
            yield from (self._at_switch(start, segment, switch) for switch in segment.switches)
            return
        found = self.ways.behind(device, NextHop(self.address, interface))
        if found:
            yield from (self._over(start, interface, None, end) for end in found)
        elif segment is not None or self.goal.stranger_in is not None:
            name = segment.name if segment is not None else self.goal.stranger_in
            reason = f"into {name}" + ("" if segment else ", where the estate names no device with this address")
            yield Exit(interface, outcome=DELIVERED, reasons=(reason,))
        else:
            reasons = self.reasons.silent(self.address, start)
            yield Exit(interface, outcome="destination absent", reasons=reasons)

    def _at_switch(self, start: Endpoint, segment: Segment, switch: str) -> Exit:
        lines = self.crossing.lines(start, (switch, segment.vlan))
        if lines is not None:
            return Exit(start.interface, lines=lines, outcome=DELIVERED, reasons=(f"{segment.name} at {switch}",))
        reason = f"VLAN {segment.vlan} does not reach from {start} to {switch}"
        return Exit(start.interface, outcome="destination absent", reasons=(reason,))

    def _over(self, start: Spot, interface: str, next_hop: IPAddress | None, end: Endpoint) -> Exit:
        return Exit(interface, next_hop, self.crossing.lines(start, end) or (), end.device, end.interface)


def _ordered(route: Route) -> list[NextHop]:
    return sorted(route.next_hops, key=str)


def _shorter(routes: object, prefix: IPPrefix) -> Iterator[IPPrefix]:
    for length in range(prefix.prefixlen - 1, -1, -1):
        each = prefix.supernet(new_prefix=length)
        if each in routes:  # type: ignore[operator]  # a Rib
            yield each


def _without_loops(hops: tuple[Hop, ...]) -> tuple[Hop, ...]:
    """The hops, with each exit marked that leads back to where the packet has been."""
    after = {hop.device: [each.device for each in hop.exits if each.device and not each.outcome] for hop in hops}
    closing: set[tuple[str, str]] = set()
    done: set[str] = set()

    def visit(device: str, path: tuple[str, ...]) -> None:
        for each in after.get(device, ()):
            if each in path:
                closing.add((device, each))
            elif each not in done:
                visit(each, (*path, each))
        done.add(device)

    visit(hops[0].device, (hops[0].device,))
    return tuple(
        replace(
            hop, exits=tuple(_looped(hop, each) if (hop.device, each.device) in closing else each for each in hop.exits)
        )
        for hop in hops
    )


def _looped(hop: Hop, exit_: Exit) -> Exit:
    return replace(exit_, outcome="loop", reasons=(f"{exit_.device} sends it on towards {hop.device} again",))
