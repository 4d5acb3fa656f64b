"""What the people on the network have: a gateway, the internet, the servers, and what all of it depends on.

An attachment is a segment at one of its switches: what is behind one switch shares one fate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from ipaddress import ip_network

from netops.analysis.dependence import Dependence, Ground, Place
from netops.analysis.failures import Failures
from netops.analysis.layer2 import Layer2
from netops.analysis.observed import observed_layer2
from netops.analysis.ways import Path, Ways
from netops.model import Endpoint, IPAddress, IPPrefix, Network, Role, Segment, Snapshot

__all__ = [
    "ANSWERS",
    "GATEWAY",
    "INTERNET",
    "SERVERS",
    "Attachment",
    "Condition",
    "Look",
    "Standing",
    "Survey",
    "standing",
    "standing_on",
]

GATEWAY, INTERNET, SERVERS = "gateway", "internet", "servers"
ANSWERS = "answers from the internet"
_EVERYTHING = {4: ip_network("0.0.0.0/0"), 6: ip_network("::/0")}


@dataclass(frozen=True, slots=True, order=True)
class Attachment:
    """A segment at one of its switches, in one address family.

    ``switch`` is empty where the segment is on its gateways' ports alone.  ``homes`` is the share of the site's homes
    that this switch serves, if the segment serves homes: equal shares, where a site has several switches.
    """

    segment: str
    switch: str
    family: int
    site: str = ""
    homes: int = 0

    def __str__(self) -> str:
        at = f" at {self.switch}" if self.switch else ""
        return f"{self.segment}{at} (IPv{self.family})"


@dataclass(frozen=True, slots=True)
class Condition:
    """``has``: of gateway, internet, servers, answers from the internet, those that every packet gets to.

    ``partly``: those that only some of the equal-cost ways lead to.  ``single_points``: for internet and servers the
    devices and lines each of which alone would part the attachment from it, as far as lines and neighbours tell.
    """

    gateways: tuple[str, ...] = ()
    has: frozenset[str] = frozenset()
    partly: frozenset[str] = frozenset()
    single_points: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """Every attachment's condition; the devices that are joined to a provider; the sites that are buildings."""

    attachments: Mapping[Attachment, Condition]
    joined: frozenset[str] = frozenset()
    buildings: frozenset[str] = frozenset()


def standing(network: Network, snapshot: Snapshot, failures: Failures | None = None) -> Standing:
    """What every attachment of the network has, by the snapshot.

    VLANs and segments are the network's; what is up, who answers and where packets go is the snapshot's, predicted or
    collected.  ``failures``: what is known to be broken besides.
    """
    return standing_on(network, snapshot, observed_layer2(network, snapshot, failures))


def standing_on(network: Network, snapshot: Snapshot, layer2: Layer2) -> Standing:
    """The same where layer 2 is known: a prediction's own."""
    return Survey(network).standing(snapshot, layer2)


class Survey:
    """What the network alone says of attachments, servers and providers; for any number of looks at its state."""

    def __init__(self, network: Network) -> None:
        self.network, self.ground = network, Ground(network)
        self.attachments = sorted(
            (attachment, name)
            for name, segment in network.segments.items()
            for attachment in _attachments(network, segment)
        )
        self.buildings = frozenset(name for name, each in network.sites.items() if each.kind == "building")
        self.providers = sorted(name for name, each in network.devices.items() if each.role is Role.ISP)
        self.servers = {family: tuple(_servers(network, family)) for family in (4, 6)}
        self.server_ends = frozenset(end for found in self.servers.values() for _, end in found if end is not None)
        self.wired = {
            end: frozenset(link.other(end.device).device for link in network.links_of(end.device))
            for end in self.server_ends
        }

    def standing(self, snapshot: Snapshot, layer2: Layer2) -> Standing:
        """What every attachment has, by the snapshot with this layer 2."""
        return self.look(snapshot, layer2).standing

    def look(self, snapshot: Snapshot, layer2: Layer2, before: Look | None = None) -> Look:
        """The same, for others to be told by their difference: from ``before``, where layer 2 tells what moved."""
        return Look(self, snapshot, layer2, before)


@dataclass(frozen=True, slots=True)
class _Grounds:
    """What a condition was made of, single points aside: where it and all that it looked at are, and all ways."""

    domain: int | None
    gateways: tuple[str, ...]
    paths: tuple[tuple[tuple[str, ...], IPPrefix, Path], ...] = ()
    homes: tuple[tuple[int, int, tuple[str, ...]], ...] = ()
    ends: frozenset[Endpoint] = frozenset()
    over: frozenset[Endpoint] = frozenset()
    devices: frozenset[str] = frozenset()
    prefixes: frozenset[IPPrefix] = frozenset()  # that any of the ways is found by


class Look:
    """One look at the network.  Who depends on nothing that changed since ``before`` has what it had."""

    def __init__(self, survey: Survey, snapshot: Snapshot, layer2: Layer2, before: Look | None = None) -> None:
        before = before if layer2.moved is not None else None
        self.survey, self.network, self.snapshot, self.layer2 = survey, survey.network, snapshot, layer2
        self.ways: Ways = Ways(self.network, snapshot, layer2, before.ways if before else None)
        self._before, self._homes = before, dict[tuple[int, int], tuple[str, ...]]()
        self._asked: list[tuple[tuple[str, ...], IPPrefix, Path]] = []
        self._asked_homes: list[tuple[int, int, tuple[str, ...]]] = []
        self.graph: Dependence = Dependence(survey.ground, snapshot, layer2, before.graph if before else None)
        self.providers, self.servers = survey.providers, survey.servers
        domains = frozenset(self.layer2.domain[end] for end in survey.server_ends if end in self.layer2.domain)
        self.points = {
            INTERNET: self.graph.single_points(self._alive(self.providers)),
            SERVERS: self.graph.single_points(self._places_of_servers(domains), domains),
        }
        self.grounds: dict[Attachment, _Grounds] = {}
        self.standing = self._standing()

    def _standing(self) -> Standing:
        conditions = {
            attachment: self._condition(attachment, self.network.segments[name])
            for attachment, name in self.survey.attachments
        }
        joined = frozenset(place[0] for place in self.points[INTERNET].sets)
        return Standing(conditions, joined, self.survey.buildings)

    def _condition(self, attachment: Attachment, segment: Segment) -> Condition:
        family, domain = attachment.family, self._domain(attachment, segment)
        gateways = self.ways.gateways(segment, family, domain) if domain is not None else ()
        points = self._single_points(attachment, gateways) if domain is not None else {}
        if self._before is not None and self._hold(self._before.grounds[attachment], domain, gateways):
            known = self._before.standing.attachments[attachment]
            return known if known.single_points == points else replace(known, single_points=points)
        self._asked, self._asked_homes = [], []
        has, partly = ({GATEWAY}, set[str]()) if gateways else (set[str](), set[str]())
        for goal, (some, every) in self._goals(segment, family, domain, gateways) if domain is not None else ():
            if every:
                has.add(goal)
            elif some:
                partly.add(goal)
        if self._before is None:  # who differs from others is nobody's measure
            self.grounds[attachment] = self._grounds(domain, gateways)
        return Condition(gateways, frozenset(has), frozenset(partly), points)

    def _grounds(self, domain: int | None, gateways: tuple[str, ...]) -> _Grounds:
        """Of what was asked for the present attachment."""
        paths = [path for _, _, path in self._asked]
        return _Grounds(
            domain,
            gateways,
            tuple(self._asked),
            tuple(self._asked_homes),
            ends=frozenset[Endpoint]().union(*(path.ends for path in paths)),
            over=frozenset[Endpoint]().union(*(path.over for path in paths)),
            devices=frozenset[str]().union(*(path.devices for path in paths)),
            prefixes=frozenset[IPPrefix]().union(*(self.ways.supernets(prefix) for _, prefix, _ in self._asked)),
        )

    def _hold(self, grounds: _Grounds, domain: int | None, gateways: tuple[str, ...]) -> bool:
        """Whether all that a condition was made of is as it was."""
        return (
            grounds.domain == domain
            and grounds.gateways == gateways
            and self._servers_stay
            and (
                self.ways.untouched(grounds.over, grounds.devices, grounds.prefixes)
                or all(self.ways.between(start, prefix) is path for start, prefix, path in grounds.paths)
            )
            and all(self._gateways_in(at, family) == found for at, family, found in grounds.homes)
            and not any(end in self._moved for end in grounds.ends)
        )

    @cached_property
    def _moved(self) -> frozenset[Endpoint]:
        return self.layer2.moved or frozenset()

    @cached_property
    def _servers_stay(self) -> bool:
        return self._moved.isdisjoint(self.survey.server_ends)

    def _domain(self, attachment: Attachment, segment: Segment) -> int | None:
        if attachment.switch:
            return self.layer2.vlans.get((attachment.switch, segment.vlan))
        held = [end for each in segment.gateways for end in self.ways.holders.get(each, ())]
        return next((self.layer2.domain[end] for end in held if end in self.layer2.domain), None)

    def _goals(
        self, segment: Segment, family: int, domain: int, gateways: tuple[str, ...]
    ) -> Iterator[tuple[str, tuple[bool, bool]]]:
        """For each destination whether some and whether all packets get there."""
        prefix = segment.ipv4 if family == 4 else segment.ipv6
        assert prefix is not None
        if self.providers:
            out = self._between(gateways, _EVERYTHING[family])
            yield INTERNET, ("delivered" in out.outcomes, out.delivered)
            reached = tuple(sorted({end.device for end in out.ends}))
            yield ANSWERS, self._arrives(reached, prefix, domain)
        if servers := self.servers[family]:
            answers = [self._served(gateways, prefix, domain, host, end) for host, end in servers]
            yield SERVERS, (any(some for some, _ in answers), all(every for _, every in answers))

    def _served(
        self, gateways: tuple[str, ...], prefix: IPPrefix, domain: int, host: IPPrefix, end: Endpoint | None
    ) -> tuple[bool, bool]:
        """The way to a server and the way back; ``end`` None: a server that the network has no device for."""
        at = self.layer2.domain.get(end) if end is not None else None
        if end is not None and at is None:
            return False, False
        if at == domain:
            return True, True
        some, every = self._arrives(gateways, host, at)
        if at is not None:
            home = self._gateways_in(at, host.version)
            self._asked_homes.append((at, host.version, home))
            back, all_back = self._arrives(home, prefix, domain)
            some, every = some and back, every and all_back
        return some, every

    def _arrives(self, start: tuple[str, ...], prefix: IPPrefix, domain: int | None) -> tuple[bool, bool]:
        """Whether some and whether all packets arrive in the broadcast domain where the destination is."""
        found = self._between(start, prefix)
        right = [domain in {None, self.layer2.domain.get(end)} for end in found.ends]
        return any(right), found.delivered and all(right)

    def _between(self, start: tuple[str, ...], prefix: IPPrefix) -> Path:
        path = self.ways.between(start, prefix)
        self._asked.append((start, prefix, path))
        return path

    def _gateways_in(self, domain: int, family: int) -> tuple[str, ...]:
        """The routers that hosts of a broadcast domain send to."""
        if (domain, family) not in self._homes:
            found = {
                each
                for segment in self.network.segments.values()
                for each in self.ways.gateways(segment, family, domain)
            }
            self._homes[domain, family] = tuple(sorted(found))
        return self._homes[domain, family]

    def _alive(self, names: Iterable[str]) -> list[Place]:
        states = self.snapshot.devices
        return [(name, None) for name in names if name not in states or states[name].reachable]

    def _places_of_servers(self, domains: frozenset[int]) -> list[Place]:
        """The VLANs at switches in which servers are."""
        wired = frozenset[str]().union(*self.survey.wired.values())
        return [place for place, number in self.layer2.vlans.items() if number in domains and place[0] in wired]

    def _single_points(self, attachment: Attachment, gateways: tuple[str, ...]) -> dict[str, frozenset[str]]:
        vlan = self.network.segments[attachment.segment].vlan
        places: list[Place] = [(attachment.switch, vlan)] if attachment.switch else [(each, None) for each in gateways]
        found = {}
        for goal, points in self.points.items():
            sets = [points[place] for place in places if place in points]
            if sets:
                found[goal] = frozenset.intersection(*sets)
        return found


def _servers(network: Network, family: int) -> Iterator[tuple[IPPrefix, Endpoint | None]]:
    """Addresses of servers and services as host prefixes, each with the interface that has it."""
    found: dict[IPAddress, Endpoint | None] = {}
    for service in network.services.values():
        found |= dict.fromkeys(service.addresses)
    for name, device in network.devices.items():
        for interface in device.interfaces.values():
            for each in interface.addresses:
                own = not (each.ip.is_link_local or each.ip.is_loopback or each.ip == device.management)
                if own and (each.ip in found or device.role is Role.SERVER):
                    found[each.ip] = Endpoint(name, interface.name)
    for address in sorted(each for each in found if each.version == family):
        yield ip_network(address), found[address]


def _attachments(network: Network, segment: Segment) -> Iterator[Attachment]:
    """None for a segment that no gateway serves."""
    switches = segment.switches or ("",)
    sites = {name: _site(network, segment, name) for name in switches}
    shared = Counter(sites.values())
    for position, switch in enumerate(switches):
        site = sites[switch]
        homes = _homes_of(network, segment, site, several=len(shared) > 1)
        before = sum(1 for each in switches[:position] if sites[each] == site)
        share = homes // shared[site] + (before < homes % shared[site])
        for family, prefix in ((4, segment.ipv4), (6, segment.ipv6)):
            if prefix is not None and any(each.version == family for each in segment.gateways):
                yield Attachment(segment.name, switch, family, site, share)


def _site(network: Network, segment: Segment, switch: str) -> str:
    device = network.devices.get(switch)
    return (device.site if device is not None else "") or segment.site


def _homes_of(network: Network, segment: Segment, site: str, *, several: bool) -> int:
    """A segment through several buildings serves the homes of each; of one building, as many as it says."""
    if segment.homes and several and site in network.sites:
        return network.sites[site].homes
    return segment.homes
