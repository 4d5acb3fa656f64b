"""RIP (RFC 2453) and RIPng (RFC 2080) in a prediction: each router hears its neighbours' tables until none changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from ipaddress import ip_network

from netops.analysis.filtering import as_path, permitted
from netops.analysis.forwarding import Forwarding
from netops.analysis.layer2 import Layer2
from netops.analysis.multipath import at_most
from netops.analysis.rib import RouterRib
from netops.analysis.routing import Running, Tables
from netops.analysis.sources import classful, decide, source_routes
from netops.model import (
    Adjacency,
    Device,
    Endpoint,
    Interface,
    InterfaceKind,
    IPAddress,
    IPPrefix,
    NextHop,
    Rip,
    RipInterface,
    Route,
    link_local,
    within,
)
from netops.platforms import get_platform

__all__ = ["RipProtocol", "start"]

_INFINITY = 16


@dataclass(frozen=True, slots=True)
class _Port:
    end: Endpoint
    interface: Interface
    settings: RipInterface
    address: IPAddress | None
    prefixes: tuple[IPPrefix, ...]


@dataclass(frozen=True, slots=True)
class _Speaker:
    device: Device
    process: Rip
    ports: tuple[_Port, ...]


@dataclass(frozen=True, slots=True)
class _Link:
    sender: int
    out: _Port
    receiver: int
    into: _Port


@dataclass(frozen=True, slots=True)
class _Entry:
    """``metric`` as the router itself counts; ``ways`` are next hops with the ports they are over, none of its own."""

    metric: int
    ways: frozenset[NextHop] = frozenset()
    tag: int = 0
    protocol: str = "rip"


_Table = dict[IPPrefix, _Entry]


def start(running: Running) -> RipProtocol | None:
    """None where nobody speaks it."""
    found = [
        _Speaker(device, process, tuple(_ports(device, process, running.layer2)))
        for device in running.alive.values()
        for process in device.rip
    ]
    return RipProtocol(running, found, list(_links(found, running.layer2))) if found else None


def _ports(device: Device, process: Rip, layer2: Layer2) -> Iterator[_Port]:
    up = layer2.up_on(device.name)
    for interface in device.interfaces.values():
        for settings in interface.rip if interface.name in up else ():
            same = settings.process == process.process or not settings.process
            if settings.family == process.family and same:
                own = [each for each in interface.addresses if each.version == process.family]
                prefixes = tuple(each.network for each in own if not each.is_link_local)
                address = _address(interface, process.family)
                yield _Port(Endpoint(device.name, interface.name), interface, settings, address, prefixes)


def _address(interface: Interface, family: int) -> IPAddress | None:
    own = [each.ip for each in interface.addresses if each.version == family]
    if family == 4:
        return next(iter(own), None)
    local = next((each for each in own if each.is_link_local), None)
    return local or (link_local(interface.mac) if interface.mac else None)


def _links(found: list[_Speaker], layer2: Layer2) -> Iterator[_Link]:
    by_domain: defaultdict[tuple[int, int], list[tuple[int, _Port]]] = defaultdict(list)
    for at, speaker in enumerate(found):
        for port in speaker.ports:
            if port.end in layer2.domain and port.interface.kind is not InterfaceKind.LOOPBACK:
                by_domain[layer2.domain[port.end], speaker.process.family].append((at, port))
    for members in by_domain.values():
        for one, port in members:
            for other, far in members:
                alike = found[one].process.version == found[other].process.version
                near = found[one].process.family == 6 or set(port.prefixes) & set(far.prefixes)
                if one != other and not port.settings.passive and alike and near:
                    yield _Link(one, port, other, far)


@dataclass(slots=True)
class RipProtocol:
    """A :class:`~netops.analysis.routing.RoutingProtocol`."""

    running: Running
    speakers: list[_Speaker]
    links: list[_Link]
    _given: list[_Table] | None = None
    _found: dict[str, dict[IPPrefix, Route]] = field(default_factory=dict)

    def prefixes(self) -> Iterator[IPPrefix]:
        for speaker in self.speakers:
            if speaker.process.default_originate is not None:
                yield ip_network("0.0.0.0/0" if speaker.process.family == 4 else "::/0")
            for port in speaker.ports:
                yield from port.settings.summaries
                if speaker.process.auto_summary:
                    yield from map(classful, port.prefixes)

    def adjacencies(self) -> Mapping[str, tuple[Adjacency, ...]]:
        return {}

    def routes(self, present: Forwarding) -> Tables:
        given = [dict(self._own(speaker, present.ribs[speaker.device.name])) for speaker in self.speakers]
        if given != self._given:
            self._given = given
            fresh: dict[str, dict[IPPrefix, Route]] = {each.device.name: {} for each in self.speakers}
            for speaker, table in zip(self.speakers, self._settled(given), strict=True):
                fresh[speaker.device.name].update(self._offered(speaker, table))
            for name, routes in fresh.items():
                if self._found.get(name) != routes:
                    self._found[name] = routes
        return self._found

    def _settled(self, given: list[_Table]) -> list[_Table]:
        tables = given
        for _ in range(4 * _INFINITY):
            fresh = self._round(given, tables)
            if fresh == tables:
                break
            tables = fresh
        return tables

    def _round(self, given: list[_Table], tables: list[_Table]) -> list[_Table]:
        fresh: list[_Table] = [{} for _ in self.speakers]
        for link in self.links:
            table = fresh[link.receiver]
            for prefix, entry in self._told(link, tables[link.sender]):
                known = table.get(prefix)
                if known is None or entry.metric < known.metric:
                    table[prefix] = entry
                elif entry.metric == known.metric:
                    table[prefix] = replace(known, ways=known.ways | entry.ways)
        return [{**heard, **own} for heard, own in zip(fresh, given, strict=True)]

    def _told(self, link: _Link, table: _Table) -> Iterator[tuple[IPPrefix, _Entry]]:
        """What the receiver makes of the sender's table over one link."""
        sender, receiver = self.speakers[link.sender], self.speakers[link.receiver]
        told: dict[IPPrefix, _Entry] = {}
        for prefix, entry in table.items():
            if link.out.settings.split_horizon and any(hop.interface == link.out.end.interface for hop in entry.ways):
                continue
            if self._passes(sender, "out", link.out, prefix, entry):
                shown = _shown(sender, link.out, prefix)
                if shown not in told or entry.metric < told[shown].metric:
                    told[shown] = entry
        way = frozenset({NextHop(link.out.address, link.into.end.interface)})
        for prefix, entry in told.items():
            metric = entry.metric + link.into.settings.metric + self._offset(sender, "out", link.out, prefix)
            metric += self._offset(receiver, "in", link.into, prefix)
            made = _Entry(metric, way, entry.tag)
            if metric < _INFINITY and self._passes(receiver, "in", link.into, prefix, made):
                yield prefix, made

    def _passes(self, speaker: _Speaker, direction: str, port: _Port, prefix: IPPrefix, entry: _Entry) -> bool:
        route = Route(prefix, entry.protocol, 0, entry.metric, entry.ways, tag=entry.tag)
        policy = self.running.policies[speaker.device.name]
        return all(
            permitted(policy, each, route)
            for each in speaker.process.filters
            if each.direction == direction
            and each.interface in (None, port.end.interface)
            and each.protocol in (None, entry.protocol)
        )

    def _offset(self, speaker: _Speaker, direction: str, port: _Port, prefix: IPPrefix) -> int:
        policy = self.running.policies[speaker.device.name]
        return sum(
            each.offset
            for each in speaker.process.offsets
            if each.direction == direction
            and each.interface in (None, port.end.interface)
            and (each.access_list is None or policy.access_list(each.access_list, prefix))
        )

    def _own(self, speaker: _Speaker, rib: RouterRib) -> Iterator[tuple[IPPrefix, _Entry]]:
        """What a process brings in by itself: a default route, what is redistributed, its interfaces' prefixes."""
        process, traits = speaker.process, get_platform(speaker.device.platform).traits
        policy, base = self.running.policies[speaker.device.name], traits.rip_connected_metric
        for wanted in process.redistribute:
            usual = wanted.metric if wanted.metric is not None else process.default_metric
            metric = traits.rip_default_metric if usual is None else usual
            for route in source_routes(rib, wanted, speaker.device, process.family):
                path = decide(policy, wanted, route, as_path(route, med=metric, tag=wanted.tag or route.tag))
                if path is not None and route.protocol != "rip" and (path.med or 0) < _INFINITY:
                    value = max(0, (path.med or 0) - 1 + base)
                    yield route.prefix, _Entry(value, tag=path.tag, protocol=route.protocol)
        default = ip_network("0.0.0.0/0" if process.family == 4 else "::/0")
        wanted_default = process.default_originate
        if wanted_default is not None and (
            wanted_default.always or _has_own(rib, default) or traits.rip_default_always
        ):
            yield default, _Entry(max(0, (wanted_default.metric or 1) - 1 + base))
        for port in speaker.ports:
            yield from ((prefix, _Entry(base, protocol="connected")) for prefix in port.prefixes)

    def _offered(self, speaker: _Speaker, table: _Table) -> Iterator[tuple[IPPrefix, Route]]:
        platform, process = get_platform(speaker.device.platform), speaker.process
        distance = process.distance or platform.distance("rip")
        most = process.maximum_paths or platform.traits.rip_multipath or platform.traits.igp_multipath
        for prefix, entry in table.items():
            if entry.ways:
                hops = at_most(entry.ways, most)
                yield prefix, Route(prefix, "rip", distance, entry.metric, hops, process=process.process, tag=entry.tag)


def _has_own(rib: RouterRib, default: IPPrefix) -> bool:
    route = rib.get_route(default)
    return route is not None and route.protocol != "rip"


def _shown(speaker: _Speaker, port: _Port, prefix: IPPrefix) -> IPPrefix:
    """The prefix as it is announced on an interface: by a summary, or, between major networks, classful."""
    for summary in port.settings.summaries:
        if within(prefix, summary):
            return summary
    if speaker.process.auto_summary and port.prefixes and prefix.version == 4:
        major = classful(prefix)
        if major != classful(port.prefixes[0]):
            return major
    return prefix
