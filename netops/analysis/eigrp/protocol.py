"""EIGRP in a prediction: what its processes take from others, and what they offer to the main tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from netops.analysis.eigrp.exchange import Entry, Exchange, Offer
from netops.analysis.eigrp.metric import Vector
from netops.analysis.eigrp.speaker import Link, Port, Speaker, links, speakers
from netops.analysis.filtering import as_path
from netops.analysis.forwarding import Forwarding
from netops.analysis.multipath import at_most
from netops.analysis.rib import RouterRib
from netops.analysis.routing import Running, Tables
from netops.analysis.sources import decide, source_routes
from netops.model import Adjacency, IPPrefix, NextHop, Redistribution, Route
from netops.platforms import get_platform

__all__ = ["EigrpProtocol", "start"]

_Own = list[dict[IPPrefix, Offer]]


def start(running: Running) -> EigrpProtocol | None:
    """None where nobody speaks it."""
    found = speakers(running)
    return EigrpProtocol(running, found, links(found, running.layer2)) if found else None


@dataclass(slots=True)
class EigrpProtocol:
    """A :class:`~netops.analysis.routing.RoutingProtocol`."""

    running: Running
    speakers: list[Speaker]
    links: list[Link]
    _given: tuple[_Own, list[frozenset[IPPrefix]]] | None = None
    _exchange: Exchange | None = None
    _tables: dict[str, dict[IPPrefix, Route]] = field(default_factory=dict)

    def prefixes(self) -> Iterator[IPPrefix]:
        for speaker in self.speakers:
            for port in speaker.ports:
                yield from port.settings.summaries
                if speaker.process.auto_summary:
                    yield from (each.supernet(new_prefix=length) for each in port.prefixes for length in _shorter(each))

    def adjacencies(self) -> Mapping[str, tuple[Adjacency, ...]]:
        return {}

    def routes(self, present: Forwarding) -> Tables:
        given = (
            [self._own(position, present.ribs[each.device.name]) for position, each in enumerate(self.speakers)],
            [self._shut(each, present.ribs[each.device.name]) for each in self.speakers],
        )
        if given != self._given:
            self._given = given
            self._exchange = Exchange(self.speakers, self.links, self.running.policies, *given)
            self._enter(self._exchange)
        return self._tables

    def _enter(self, exchange: Exchange) -> None:
        """Set the tables; one that is as before stays the same object."""
        fresh: dict[str, dict[IPPrefix, Route]] = {each.device.name: {} for each in self.speakers}
        for speaker, table in zip(self.speakers, exchange.tables, strict=True):
            mine = fresh[speaker.device.name]
            for prefix, entry in table.items():
                route = _route(speaker, prefix, entry)
                present = mine.get(prefix)
                if route is not None and (present is None or _order(route) < _order(present)):
                    mine[prefix] = route
        for name, routes in fresh.items():
            if self._tables.get(name) != routes:
                self._tables[name] = routes

    def _shut(self, speaker: Speaker, rib: RouterRib) -> frozenset[IPPrefix]:
        """What the router has from elsewhere by a better distance: it does not tell of a path that it does not use."""
        if self._exchange is None:
            return frozenset()
        table = self._exchange.tables[self.speakers.index(speaker)]
        own = str(speaker.process.asn)
        found = []
        for prefix, entry in table.items():
            route = rib.get_route(prefix) if entry.best.source == "learned" else None
            if route is not None and (route.protocol, route.process) != ("eigrp", own):
                found.append(prefix)
        return frozenset(found)

    def _own(self, position: int, rib: RouterRib) -> dict[IPPrefix, Offer]:
        """What a process brings in by itself: its interfaces' prefixes, and what is redistributed."""
        speaker = self.speakers[position]
        found: dict[IPPrefix, Offer] = {}
        for port in speaker.ports:
            vector = Vector(port.bandwidth, port.delay)
            for prefix in port.prefixes:
                offer = Offer(vector, speaker.metric(vector), "connected", port=port)
                if prefix not in found or offer.metric < found[prefix].metric:
                    found[prefix] = offer
        for wanted in speaker.process.redistribute:
            for prefix, offer in self._redistributed(speaker, wanted, rib):
                found.setdefault(prefix, offer)
        return found

    def _redistributed(
        self, speaker: Speaker, wanted: Redistribution, rib: RouterRib
    ) -> Iterator[tuple[IPPrefix, Offer]]:
        policy = self.running.policies[speaker.device.name]
        for route in source_routes(rib, wanted, speaker.device, speaker.process.family):
            if route.protocol == "eigrp" and route.process == str(speaker.process.asn):
                continue
            path = decide(policy, wanted, route, as_path(route, tag=wanted.tag or route.tag))
            if path is None:
                continue
            vector = self._vector(speaker, wanted, route, path.eigrp_metric)
            if vector is not None:
                offer = Offer(
                    vector,
                    speaker.metric(vector),
                    "redistributed",
                    external=True,
                    origin=speaker.identity,
                    tag=path.tag,
                    protocol=route.protocol,
                )
                yield route.prefix, offer

    def _vector(
        self, speaker: Speaker, wanted: Redistribution, route: Route, chosen: tuple[int, ...] | None
    ) -> Vector | None:
        """The metric of what is redistributed; None: it has none, and does not come in.

        What is connected or static has that of its interface, what another EIGRP process has keeps its own.
        """
        process = speaker.process
        configured = chosen or wanted.eigrp_metric or process.default_metric
        if configured is not None:
            return Vector.configured(configured)
        if route.protocol == "eigrp":
            return self._of_other_process(speaker, route)
        if route.protocol in {"connected", "static"}:
            port = _port_over(speaker, route)
            return Vector(port.bandwidth, port.delay) if port is not None else Vector(1_000_000, 10**7)
        usual = get_platform(speaker.device.platform).traits.eigrp_default_metric
        return Vector.configured(usual) if usual is not None else None

    def _of_other_process(self, speaker: Speaker, route: Route) -> Vector | None:
        if self._exchange is None:
            return None
        for each, table in zip(self.speakers, self._exchange.tables, strict=True):
            if each.device is speaker.device and str(each.process.asn) == route.process:
                entry = table.get(route.prefix)
                return entry.best.vector if entry is not None else None
        return None


def _shorter(prefix: IPPrefix) -> tuple[int, ...]:
    return tuple(length for length in (8, 16, 24) if length < prefix.prefixlen) if prefix.version == 4 else ()


def _port_over(speaker: Speaker, route: Route) -> Port | None:
    names = {hop.interface for hop in route.next_hops}
    return next((each for each in speaker.ports if each.end.interface in names), None)


def _route(speaker: Speaker, prefix: IPPrefix, entry: Entry) -> Route | None:
    """What the process offers to the main table; what is connected or redistributed stands there already."""
    best, process, platform = entry.best, speaker.process, get_platform(speaker.device.platform)
    metric = best.metric // process.rib_scale if process.wide else best.metric
    number = str(process.asn)
    if best.source == "summary":
        hops = frozenset({NextHop(blackhole=True)})
        return Route(prefix, "eigrp", platform.distance("eigrp-summary"), metric, hops, "summary", process=number)
    if best.source != "learned":
        return None
    if best.external:
        distance, detail = process.distance_external or platform.distance("eigrp-external"), "external"
    else:
        distance, detail = process.distance_internal or platform.distance("eigrp"), "internal"
    most = process.maximum_paths or platform.traits.igp_multipath
    hops = at_most(
        frozenset(NextHop(each.via, each.port.end.interface) for each in entry.used if each.port is not None), most
    )
    return Route(prefix, "eigrp", distance, metric, hops, detail, process=number, tag=best.tag)


def _order(route: Route) -> tuple[int, int]:
    return route.distance, route.metric
