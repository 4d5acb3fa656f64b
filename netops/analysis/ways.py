"""The ways of packets by the routing tables of a snapshot: all equal-cost ones together, stage by stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from netops.analysis.holders import address_holders
from netops.analysis.layer2 import Layer2
from netops.analysis.rib import RouterRib
from netops.analysis.since import Since
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
)

__all__ = ["MAXIMUM_HOPS", "Path", "Ways", "longest_match"]

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
    over: frozenset[Endpoint] = field(default=frozenset(), compare=False, repr=False)  # all ports on the way

    @property
    def devices(self) -> frozenset[str]:
        """All that a packet may come to."""
        return frozenset[str]().union(*self.stages)

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
    over: frozenset[Endpoint] = frozenset()  # the ports that a packet leaves by, and those it comes to


_DELIVERED = frozenset({"delivered"})


class Ways:
    """A snapshot's routing tables, ready to be followed; each way is followed once.

    ``before``: the whole network's, where both are predicted and ``layer2`` tells what moved.  Then whoever meets
    nothing that changed on his way goes as before, and it is the same object.
    """

    def __init__(self, network: Network, snapshot: Snapshot, layer2: Layer2, before: Ways | None = None) -> None:
        self.network, self.snapshot, self.layer2 = network, snapshot, layer2
        self._known: dict[tuple[tuple[str, ...], IPPrefix], Path] = {}
        self._gateways: dict[tuple[str, int, int | None], tuple[str, ...]] = {}
        self._steps: dict[IPPrefix, dict[str, _Step]] = {}
        # By the identity of a set of hops, which many routes share; it is held, so that no other gets its identity.
        self._spreads: dict[tuple[str, int, str], tuple[frozenset[NextHop], _Step]] = {}
        self._since = None if before is None or layer2.moved is None else Since(snapshot, layer2, before)
        self.holders: Mapping[IPAddress, tuple[Endpoint, ...]]
        self.lengths: Mapping[int, tuple[int, ...]]
        if self._since is None:
            self.holders = address_holders(network, snapshot, layer2)
            self.lengths = _lengths(snapshot)
        else:
            self.holders, self.lengths = self._since.holders.now, self._since.lengths

    def of_segment(self, source: Segment, family: int, prefix: IPPrefix) -> Path:
        """The way from a segment's gateways to ``prefix``; the default route's ends at a provider."""
        return self.between(self.gateways(source, family), prefix)

    def gateways(self, segment: Segment, family: int, domain: int | None = None) -> tuple[str, ...]:
        """The devices that answer for the segment's gateway addresses: the VRRP masters, where VRRP is.

        With ``domain``, only those that answer in this broadcast domain.
        """
        key = (segment.name, family, domain)
        if (known := self._gateways.get(key)) is None:
            if self._since is not None and self._since.same_gateways(segment):
                known = self._since.ways.gateways(segment, family, domain)
            else:
                known = self._answering(segment, family, domain)
            self._gateways[key] = known
        return known

    def _answering(self, segment: Segment, family: int, domain: int | None) -> tuple[str, ...]:
        ends = [end for each in segment.gateways if each.version == family for end in self.holders.get(each, ())]
        return tuple(sorted({end.device for end in ends if domain in {None, self.layer2.domain.get(end)}}))

    def between(self, start: tuple[str, ...], prefix: IPPrefix) -> Path:
        """The way from these devices, whichever of them a packet starts at."""
        key = (start, prefix)
        if (known := self._known.get(key)) is None:
            self._known[key] = known = self._as_before(key) or self._follow(start, prefix)
        return known

    def _as_before(self, key: tuple[tuple[str, ...], IPPrefix]) -> Path | None:
        """The way in the whole network, where nothing on it changed."""
        if self._since is None or (path := self._since.ways._known.get(key)) is None:
            return None
        return path if self._since.holds(path.devices, path.over, self.supernets(key[1])) else None

    def untouched(self, over: frozenset[Endpoint], devices: frozenset[str], prefixes: frozenset[IPPrefix]) -> bool:
        """Whether nothing of this differs from the whole network; no says nothing."""
        since = self._since
        return since is not None and since.lengths is since.ways.lengths and since.untouched(over, devices, prefixes)

    def supernets(self, prefix: IPPrefix) -> tuple[IPPrefix, ...]:
        """The prefixes by which a way to this one may be found, the longest first."""
        return _supernets(prefix, self.lengths[prefix.version])

    def _follow(self, start: tuple[str, ...], prefix: IPPrefix) -> Path:
        if not start:
            return Path((), ("no gateway",))
        stages: list[tuple[str, ...]] = [start]
        outcomes: set[str] = set()
        ends: set[Endpoint] = set()
        over: set[Endpoint] = set()
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
                over |= step.over
            stages.append(tuple(sorted(following)))
        found = tuple(stage for stage in stages if stage)
        return Path(found, tuple(sorted(outcomes)), frozenset(ends), frozenset(over))

    def _step(self, device: str, prefix: IPPrefix) -> _Step:
        if self._since is not None:
            known = self._since.ways._steps.get(prefix, {}).get(device)
            if known is not None and self._since.holds((device,), known.over, self.supernets(prefix)):
                return known
        described = self.network.devices.get(device)
        if prefix.prefixlen == 0 and described is not None and described.role is Role.ISP:
            return _Step(outcomes=_DELIVERED, ends=frozenset({Endpoint(device, "")}))
        state = self.snapshot.devices.get(device)
        route = self._match(state.routes, prefix) if state is not None else None
        if route is None:
            unknown = state is not None and state.ribs is None
            return _Step(outcomes=frozenset({"unknown" if unknown else "no route"}))
        key = (device, id(route.next_hops), route.protocol)
        if (spread := self._spreads.get(key)) is None:
            spread = self._spreads[key] = (route.next_hops, self._spread(device, route))
        return spread[1]

    def _spread(self, device: str, route: Route) -> _Step:
        """Where the hops of a route lead."""
        if route.protocol in {"connected", "local"}:
            own = frozenset(Endpoint(device, hop.interface) for hop in route.next_hops if hop.interface is not None)
            return _Step(outcomes=_DELIVERED, ends=own, over=own)
        over = {Endpoint(device, hop.interface) for hop in route.next_hops if hop.interface is not None}
        following: set[str] = set()
        outcomes: set[str] = set()
        for hop in route.next_hops:
            if hop.blackhole:
                outcomes.add("blackhole")
            elif after := self.behind(device, hop):
                following.update(end.device for end in after)
                over.update(after)
            else:
                outcomes.add("unknown next hop")
        return _Step(frozenset(following), frozenset(outcomes), over=frozenset(over))

    def _match(self, rib: Rib, prefix: IPPrefix) -> Route | None:
        return longest_match(rib, prefix, self.lengths[prefix.version])

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
