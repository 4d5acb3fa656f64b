"""The ways of packets by the routing tables of a snapshot: all equal-cost ones together, stage by stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from netops.analysis.layer2 import Layer2
from netops.analysis.rib import RouterRib
from netops.model import (
    Endpoint,
    IPAddress,
    IPPrefix,
    Network,
    NextHop,
    Rib,
    Role,
    Route,
    Segment,
    Snapshot,
    link_local,
)

__all__ = ["MAXIMUM_HOPS", "Path", "Ways", "address_holders", "longest_match"]

MAXIMUM_HOPS = 64  # IPv4's usual time to live: whoever is longer on the way is in a loop


@dataclass(frozen=True, slots=True)
class Path:
    """``stages`` are the devices that a packet may be at after 0, 1, 2 … hops, all equal-cost ways together.

    ``outcomes``: delivered, no route, blackhole, loop, unknown next hop, no gateway, unknown (of a device that nobody
    asked): more than one where the ways end differently.
    ``ends``: the interfaces that deliver, or the providers' routers that do, without an interface.
    """

    stages: tuple[tuple[str, ...], ...]
    outcomes: tuple[str, ...]
    ends: frozenset[Endpoint] = field(default=frozenset(), compare=False)

    @property
    def delivered(self) -> bool:
        """Whether a packet arrives whichever way it is sent."""
        return self.outcomes == ("delivered",)

    def __str__(self) -> str:
        way = " → ".join("|".join(stage) for stage in self.stages)
        return way if self.delivered else f"{way} ✘ {', '.join(self.outcomes)}"


@dataclass(frozen=True, slots=True)
class _Step:
    """From one device: where a packet may be next, or how and where its way ends."""

    following: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()
    ends: frozenset[Endpoint] = frozenset()


_DELIVERED = frozenset({"delivered"})


@dataclass
class Ways:
    """A snapshot's routing tables, ready to be followed; each way is followed once."""

    network: Network
    snapshot: Snapshot
    layer2: Layer2
    holders: Mapping[IPAddress, tuple[Endpoint, ...]] = field(init=False)
    _known: dict[tuple[tuple[str, ...], IPPrefix], Path] = field(default_factory=dict)
    _used: Mapping[int, tuple[int, ...]] = field(init=False)
    _steps: dict[IPPrefix, dict[str, _Step]] = field(default_factory=dict)
    # By the identity of a set of hops, which many routes share; the set is held, so that no other gets its identity.
    _spreads: dict[tuple[str, int, str], tuple[frozenset[NextHop], _Step]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.holders = address_holders(self.network, self.snapshot, self.layer2)
        self._used = _lengths(self.snapshot)

    def of_segment(self, source: Segment, family: int, prefix: IPPrefix) -> Path:
        """The way from a segment's gateways to ``prefix``; the default route's ends at a provider."""
        return self.between(self.gateways(source, family), prefix)

    def gateways(self, segment: Segment, family: int, domain: int | None = None) -> tuple[str, ...]:
        """The devices that answer for the segment's gateway addresses: the VRRP masters, where VRRP is.

        With ``domain``, only those that answer in this broadcast domain.
        """
        answering = [end for each in segment.gateways if each.version == family for end in self.holders.get(each, ())]
        return tuple(sorted({end.device for end in answering if domain in {None, self.layer2.domain.get(end)}}))

    def between(self, start: tuple[str, ...], prefix: IPPrefix) -> Path:
        """The way from these devices, whichever of them a packet starts at."""
        key = (start, prefix)
        if key not in self._known:
            self._known[key] = self._follow(start, prefix)
        return self._known[key]

    def _follow(self, start: tuple[str, ...], prefix: IPPrefix) -> Path:
        if not start:
            return Path((), ("no gateway",))
        stages: list[tuple[str, ...]] = [start]
        outcomes: set[str] = set()
        ends: set[Endpoint] = set()
        steps = self._steps.setdefault(prefix, {})
        while stages[-1]:
            if len(stages) > min(MAXIMUM_HOPS, len(self.snapshot.devices) + 1):
                outcomes.add("loop")
                break
            following: set[str] = set()
            for device in stages[-1]:
                if (step := steps.get(device)) is None:
                    step = steps[device] = self._step(device, prefix)
                following |= step.following
                outcomes |= step.outcomes
                ends |= step.ends
            stages.append(tuple(sorted(following)))
        return Path(tuple(stage for stage in stages if stage), tuple(sorted(outcomes)), frozenset(ends))

    def _step(self, device: str, prefix: IPPrefix) -> _Step:
        described = self.network.devices.get(device)
        if prefix.prefixlen == 0 and described is not None and described.role is Role.ISP:
            return _Step(outcomes=_DELIVERED, ends=frozenset({Endpoint(device, "")}))
        state = self.snapshot.devices.get(device)
        route = self._match(state.routes, prefix) if state is not None else None
        if route is None:
            unknown = state is not None and state.ribs is None
            return _Step(outcomes=frozenset({"unknown" if unknown else "no route"}))
        key = (device, id(route.next_hops), route.protocol)
        if (known := self._spreads.get(key)) is None:
            known = self._spreads[key] = (route.next_hops, self._spread(device, route))
        return known[1]

    def _spread(self, device: str, route: Route) -> _Step:
        """Where the hops of a route lead."""
        if route.protocol in {"connected", "local"}:
            ends = (Endpoint(device, hop.interface) for hop in route.next_hops if hop.interface is not None)
            return _Step(outcomes=_DELIVERED, ends=frozenset(ends))
        following: set[str] = set()
        outcomes: set[str] = set()
        for hop in route.next_hops:
            if hop.blackhole:
                outcomes.add("blackhole")
            elif after := self.behind(device, hop):
                following.update(end.device for end in after)
            else:
                outcomes.add("unknown next hop")
        return _Step(frozenset(following), frozenset(outcomes))

    def _match(self, rib: Rib, prefix: IPPrefix) -> Route | None:
        return longest_match(rib, prefix, self._used[prefix.version])

    def behind(self, device: str, hop: NextHop) -> tuple[Endpoint, ...]:
        """The interfaces that answer to a next hop, on layer 2 of the interface that it is reached over."""
        if hop.address is None:
            return ()
        found = self.holders.get(hop.address, ())
        domain = self.layer2.domain.get(Endpoint(device, hop.interface)) if hop.interface is not None else None
        if domain is None:
            return found
        return tuple(end for end in found if self.layer2.domain.get(end, domain) == domain)


def longest_match(rib: Rib, prefix: IPPrefix, lengths: Iterable[int] | None = None) -> Route | None:
    """The longest match for packets to ``prefix``; only these lengths, the longest first, need to be looked at."""
    for candidate in _supernets(prefix, None if lengths is None else tuple(lengths)):
        route = rib.get(candidate)
        if route is not None:
            return route
    return None


@lru_cache(maxsize=65536)
def _supernets(prefix: IPPrefix, lengths: tuple[int, ...] | None) -> tuple[IPPrefix, ...]:
    """The prefixes that hold this one, and itself, the longest first."""
    wanted = range(prefix.prefixlen, -1, -1) if lengths is None else lengths
    return tuple(prefix.supernet(new_prefix=each) for each in wanted if each <= prefix.prefixlen)


def _lengths(snapshot: Snapshot) -> dict[int, tuple[int, ...]]:
    """By family, the lengths of all prefixes in the snapshot's tables, the longest first."""
    found: set[tuple[int, int]] = set()
    for state in snapshot.devices.values():
        rib = state.routes
        found |= rib.lengths() if isinstance(rib, RouterRib) else {(each.version, each.prefixlen) for each in rib}
    return {family: tuple(sorted({n for v, n in found if v == family}, reverse=True)) for family in (4, 6)}


def address_holders(network: Network, snapshot: Snapshot, layer2: Layer2) -> dict[IPAddress, tuple[Endpoint, ...]]:
    """Who answers for an address: interface addresses, link-local ones, and virtual ones of VRRP masters.

    A master may show the virtual address on a device of its own as well; it is the group's interface that holds it.
    Of a device that nobody asked, what the network says of its interfaces that are up.
    """
    holders: defaultdict[IPAddress, dict[Endpoint, None]] = defaultdict(dict)
    for name, state in snapshot.devices.items():
        masters = [group for group in state.vrrp or () if group.state == "master"]
        virtual = {each: Endpoint(name, group.interface) for group in masters for each in group.addresses}
        for interface in (state.interfaces or {}).values():
            if interface.oper_up:
                end = Endpoint(name, interface.name)
                for address in interface.addresses:
                    holders[address.ip][virtual.get(address.ip, end)] = None
                if interface.mac is not None:
                    holders[link_local(interface.mac)][end] = None
        for shared, end in virtual.items():
            holders[shared][end] = None
    for name, device in network.devices.items():
        known = snapshot.devices.get(name)
        if known is None or known.interfaces is None:
            for port in device.interfaces.values():
                if (end := Endpoint(name, port.name)) in layer2.up:
                    holders |= {each.ip: {**holders[each.ip], end: None} for each in port.addresses}
    return {address: tuple(ends) for address, ends in holders.items()}
