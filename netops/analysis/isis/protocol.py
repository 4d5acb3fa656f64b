"""IS-IS in a prediction: both levels, what passes between them, and what is brought in from elsewhere.

Level 1 is entered first; what it reaches is announced in level 2 (RFC 1195 section 3.2), from which a part may go down
again (RFC 5302).  A router of level 1 alone follows the attached bit to the nearest router that sets it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network

from netops.analysis.filtering import as_path, taken
from netops.analysis.forwarding import Forwarding
from netops.analysis.isis.levels import Level, Reach, by_prefix, solve
from netops.analysis.isis.speaker import Edge, Speaker, edges, speakers
from netops.analysis.multipath import at_most
from netops.analysis.policy import Context, Policy
from netops.analysis.rib import RouterRib
from netops.analysis.routing import Running, Tables
from netops.analysis.sources import decide, source_routes
from netops.model import Adjacency, DefaultOriginate, IPPrefix, IsisLeak, NextHop, Redistribution, Route, within
from netops.platforms import get_platform

__all__ = ["IsisProtocol", "start"]

_Announced = list[tuple[IPPrefix, Reach]]
_Taken = dict[tuple[int, int, int], list[tuple[IPPrefix, int, int]]]
"""By speaker, level and family: what is brought in from elsewhere, with metric and tag."""


def start(running: Running) -> IsisProtocol | None:
    """None where nobody speaks it."""
    found = speakers(running)
    return IsisProtocol(running, found, edges(found, running.layer2)) if found else None


@dataclass(slots=True)
class IsisProtocol:
    """A :class:`~netops.analysis.routing.RoutingProtocol`."""

    running: Running
    speakers: list[Speaker]
    edges: list[Edge]
    _levels: dict[tuple[int, int], Level] = field(default_factory=dict)
    _given: _Taken | None = None
    _tables: dict[str, dict[IPPrefix, Route]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        families = {family for each in self.speakers for family in each.process.families}
        for family in sorted(families):
            for level in (1, 2):
                self._levels[level, family] = solve(self.speakers, self.edges, level, family)

    def prefixes(self) -> Iterator[IPPrefix]:
        for each in self.speakers:
            yield from (summary.prefix for summary in each.process.summaries)
            yield from map(_default, each.process.families)

    def adjacencies(self) -> Mapping[str, tuple[Adjacency, ...]]:
        return {}

    def routes(self, present: Forwarding) -> Tables:
        given = self._brought_in(present)
        if given != self._given:
            self._given = given
            fresh: dict[str, dict[IPPrefix, Route]] = {each.device.name: {} for each in self.speakers}
            for family in sorted({family for _, family in self._levels}):
                for position, route in self._family(family, given):
                    _enter(fresh[self.speakers[position].device.name], self._filtered(position, route))
            for name, routes in fresh.items():
                if self._tables.get(name) != routes:
                    self._tables[name] = routes
        return self._tables

    def _filtered(self, position: int, route: Route) -> Route | None:
        speaker = self.speakers[position]
        return taken(self.running.policies[speaker.device.name], speaker.process.filters, route)

    def _family(self, family: int, given: _Taken) -> Iterator[tuple[int, Route]]:
        """All routes of one family, the preferred first: of level 1, of level 2, and what came down."""
        one, two = self._levels[1, family], self._levels[2, family]
        own1, own2 = self._own(1, family, given), self._own(2, family, given)
        first = self._reached(one, own1, 1)
        second = self._reached(two, self._summarised(2, [*own2, *self._upwards(first)]), 2)
        yield from ((at, self._route(at, prefix, found, "L1")) for (at, prefix), found in first.items())
        yield from ((at, self._route(at, prefix, found, "L2")) for (at, prefix), found in second.items())
        down = [*own1, *self._downwards(first, second, own2, family)]
        for (at, prefix), found in self._reached(one, self._summarised(1, down), 1).items():
            if found[2].down:
                yield at, self._route(at, prefix, found, "ia")
        yield from self._attached(one, two, family)

    def _reached(self, level: Level, announced: Iterable[tuple[IPPrefix, Reach]], number: int) -> _Found:
        found = {}
        for prefix, reaches in by_prefix(announced).items():
            for at, speaker in enumerate(self.speakers):
                own = any(each.router == at and not each.down for each in reaches)
                if number in speaker.levels and not own and (best := level.best(at, reaches)) is not None:
                    found[at, prefix] = best
        return found

    def _own(self, level: int, family: int, given: _Taken) -> _Announced:
        """What every router announces of itself: its interfaces' prefixes, and what is redistributed."""
        found: _Announced = []
        for at, speaker in enumerate(self.speakers):
            for circuit in speaker.circuits:
                if level in circuit.levels:
                    found += ((each, Reach(at, circuit.cost(level, family))) for each in circuit.prefixes(family))
            found += (
                (prefix, Reach(at, metric, tag=tag)) for prefix, metric, tag in given.get((at, level, family), ())
            )
        return found

    def _upwards(self, first: _Found) -> Iterator[tuple[IPPrefix, Reach]]:
        """What routers of both levels announce in level 2 of what they reach in level 1."""
        for (at, prefix), (metric, _, reach) in first.items():
            speaker = self.speakers[at]
            leaks = [each for each in speaker.process.leaks if (each.source, each.target) == (1, 2)]
            if speaker.levels == {1, 2} and not reach.down and self._leaks(speaker, leaks, prefix, metric, "L1"):
                yield prefix, Reach(at, metric, tag=reach.tag)

    def _downwards(
        self, first: _Found, second: _Found, own: _Announced, family: int
    ) -> Iterator[tuple[IPPrefix, Reach]]:
        """What routers of both levels announce in level 1 of what they reach in level 2, where they are told to."""
        for at, speaker in enumerate(self.speakers):
            leaks = [
                each for each in speaker.process.leaks if (each.source, each.target, each.family) == (2, 1, family)
            ]
            if speaker.levels != {1, 2} or not leaks:
                continue
            for (router, prefix), (metric, _, reach) in second.items():
                only = router == at and (at, prefix) not in first
                if only and self._leaks(speaker, leaks, prefix, metric, "L2"):
                    yield prefix, Reach(at, metric, down=True, tag=reach.tag)
            for prefix, reach in own:
                if reach.router == at and self._leaks(speaker, leaks, prefix, reach.metric, "L2"):
                    yield prefix, Reach(at, reach.metric, down=True, tag=reach.tag)

    def _leaks(self, speaker: Speaker, leaks: list[IsisLeak], prefix: IPPrefix, metric: int, detail: str) -> bool:
        """Whether any of them lets it pass; of level 1 all goes up where nothing is said."""
        policy = self.running.policies[speaker.device.name]
        route = Route(prefix, "isis", 0, metric, frozenset(), detail)
        return not leaks or any(_passes(policy, each, route) for each in leaks)

    def _summarised(self, level: int, announced: Iterable[tuple[IPPrefix, Reach]]) -> Iterator[tuple[IPPrefix, Reach]]:
        """A summary stands for what is inside of it, at the least metric."""
        nearest: dict[tuple[int, IPPrefix], Reach] = {}
        for prefix, reach in announced:
            summaries = self.speakers[reach.router].process.summaries
            found = [each for each in summaries if each.level in (level, 12) and within(prefix, each.prefix)]
            if not found:
                yield prefix, reach
                continue
            chosen = max(found, key=lambda each: each.prefix.prefixlen)
            metric = reach.metric if chosen.metric is None else chosen.metric
            key = (reach.router, chosen.prefix)
            if key not in nearest or metric < nearest[key].metric:
                nearest[key] = Reach(reach.router, metric, reach.down)
        for (_, prefix), reach in nearest.items():
            yield prefix, reach

    def _attached(self, one: Level, two: Level, family: int) -> Iterator[tuple[int, Route]]:
        """The default route of a router of level 1 alone: to the nearest that has a way out of the area."""
        exits = [at for at in range(len(self.speakers)) if self._is_attached(at, two)]
        for at, speaker in enumerate(self.speakers):
            if speaker.levels == {1} and not speaker.process.ignore_attached and family in speaker.process.families:
                found = one.best(at, [Reach(each, 0) for each in exits])
                if found is not None:
                    yield at, self._route(at, _default(family), found, "L1")

    def _is_attached(self, at: int, two: Level) -> bool:
        speaker = self.speakers[at]
        area = speaker.process.area
        if speaker.levels != {1, 2} or not speaker.process.attached:
            return False
        return any(self.speakers[other].process.area != area for other in two.reaches(at))

    def _route(self, at: int, prefix: IPPrefix, found: _Best, detail: str) -> Route:
        metric, hops, reach = found
        speaker = self.speakers[at]
        platform, process = get_platform(speaker.device.platform), speaker.process
        source = {"L1": "isis-1", "L2": "isis-2"}.get(detail, "isis-1")
        distance = process.distance or platform.distance(source)
        hops = at_most(hops, process.maximum_paths or platform.traits.igp_multipath)
        return Route(prefix, "isis", distance, metric, hops, detail, process=process.process, tag=reach.tag)

    def _brought_in(self, present: Forwarding) -> _Taken:
        found: _Taken = {}
        for at, speaker in enumerate(self.speakers):
            rib = present.ribs[speaker.device.name]
            for wanted in speaker.process.redistribute:
                for family in speaker.process.families:
                    for level in _levels_of(wanted.level, speaker):
                        into = found.setdefault((at, level, family), [])
                        into += self._redistributed(speaker, wanted, rib, family, level)
            if speaker.process.default_originate is not None:
                for family in speaker.process.families:
                    found.setdefault((at, 2, family), []).extend(
                        self._originated(speaker, speaker.process.default_originate, rib, family)
                    )
        return found

    def _redistributed(
        self, speaker: Speaker, wanted: Redistribution, rib: RouterRib, family: int, level: int
    ) -> Iterator[tuple[IPPrefix, int, int]]:
        policy, traits = self.running.policies[speaker.device.name], get_platform(speaker.device.platform).traits
        usual = wanted.metric if wanted.metric is not None else traits.isis_redistribute_metric
        running = {each for circuit in speaker.circuits for each in circuit.prefixes(family)}
        for route in source_routes(rib, wanted, speaker.device, family):
            if (route.protocol == "isis" and route.process == speaker.process.process) or route.prefix in running:
                continue
            given = as_path(route, med=route.metric if usual is None else usual, tag=wanted.tag or route.tag)
            context = Context(into_level=f"level-{level}")
            path = decide(policy, wanted, route, given, context)
            if path is not None and path.level in ("", f"level-{level}", "level-1-2", given.level):
                yield route.prefix, path.med or 0, path.tag

    def _originated(
        self, speaker: Speaker, wanted: DefaultOriginate, rib: RouterRib, family: int
    ) -> Iterator[tuple[IPPrefix, int, int]]:
        default = _default(family)
        route = rib.get_route(default)
        if route is not None and route.protocol == "isis":
            route = None
        if wanted.always or route is not None:
            known = route or Route(default, "default", 0, 0, frozenset())
            path = as_path(known, med=wanted.metric or 0)
            policy = self.running.policies[speaker.device.name]
            made = path if wanted.route_map is None else policy.apply(wanted.route_map, default, path)
            if made is not None:
                yield default, made.med or 0, made.tag


_Best = tuple[int, frozenset[NextHop], Reach]
_Found = dict[tuple[int, IPPrefix], _Best]
"""By router and prefix."""


def _default(family: int) -> IPv4Network | IPv6Network:
    return ip_network("0.0.0.0/0") if family == 4 else ip_network("::/0")


def _levels_of(level: int | None, speaker: Speaker) -> tuple[int, ...]:
    """Into which levels something goes: level 2 where nothing is said, or the only one that there is."""
    wanted = (1, 2) if level == 12 else (level or (2 if 2 in speaker.levels else 1),)
    return tuple(each for each in wanted if each in speaker.levels)


def _passes(policy: Policy, leak: IsisLeak, route: Route) -> bool:
    if leak.prefix_list is not None:
        return policy.prefix_list(leak.prefix_list, route.prefix)
    if leak.route_map is not None:
        return policy.apply(leak.route_map, route.prefix, as_path(route)) is not None
    if leak.policies:
        return policy.chain(leak.policies, route.prefix, as_path(route), Context(), default=False) is not None
    return True


def _enter(table: dict[IPPrefix, Route], route: Route | None) -> None:
    """An earlier one stays, but where it has a worse distance: level 1 comes before level 2."""
    if route is not None and route.next_hops:
        present = table.get(route.prefix)
        if present is None or route.distance < present.distance:
            table[route.prefix] = route
