"""What EIGRP routers tell each other until all is told: the topology tables (RFC 7868 sections 4 and 5).

Each round, every router hears what its neighbours announced in the one before.  From nothing, with metrics that only
grow, that ends in what the diffusing computation ends in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from netops.analysis.eigrp.metric import Vector
from netops.analysis.eigrp.speaker import Link, Port, Speaker
from netops.analysis.filtering import permitted
from netops.analysis.policy import Policy
from netops.analysis.sources import classful
from netops.model import IPAddress, IPPrefix, NextHop, OffsetList, Route, within

__all__ = ["Entry", "Exchange", "Offer"]

_MOST_HOPS = 100
_LOAD = 10**7 // 256  # picoseconds that one unit of a classic metric is


@dataclass(frozen=True, slots=True)
class Offer:
    """A path to a prefix: ``source`` is connected, redistributed, summary, or learned over ``port`` from ``via``.

    ``reported`` is the neighbour's own metric, ``origin`` the router id of who brought an external prefix in.
    """

    vector: Vector
    metric: int
    source: str
    external: bool = False
    reported: int = 0
    origin: int = 0
    tag: int = 0
    port: Port | None = None
    via: IPAddress | None = None
    protocol: str = ""  # of what is redistributed

    @property
    def rank(self) -> tuple[bool, int]:
        """Internal paths come before external ones, whatever their metric."""
        return self.external, self.metric


@dataclass(frozen=True, slots=True)
class Entry:
    """What a router knows of a prefix; ``best`` is what it announces, ``used`` all that it forwards over."""

    best: Offer
    used: tuple[Offer, ...]


Table = dict[IPPrefix, Entry]


@dataclass(slots=True)
class Exchange:
    """``own``: by speaker, what it brings in by itself.  ``shut``: prefixes for which it has better than EIGRP."""

    speakers: list[Speaker]
    links: list[Link]
    policies: Mapping[str, Policy]
    own: list[dict[IPPrefix, Offer]]
    shut: list[frozenset[IPPrefix]]
    tables: list[Table] = field(init=False)

    def __post_init__(self) -> None:
        self.tables = [{} for _ in self.speakers]
        into: defaultdict[int, list[Link]] = defaultdict(list)
        for link in self.links:
            into[link.receiver].append(link)
        for _ in range(_MOST_HOPS):
            fresh = [self._table(position, into[position]) for position in range(len(self.speakers))]
            if fresh == self.tables:
                return
            self.tables = fresh

    def _table(self, position: int, into: list[Link]) -> Table:
        heard: defaultdict[IPPrefix, list[Offer]] = defaultdict(list)
        for link in into:
            for prefix, offer in self._told(link):
                heard[prefix].append(offer)
        for prefix, offer in self.own[position].items():
            heard[prefix].append(offer)
        speaker = self.speakers[position]
        table = {prefix: _entry(speaker, offers) for prefix, offers in heard.items()}
        table.update(_summaries(speaker, table))
        return table

    def _told(self, link: Link) -> Iterator[tuple[IPPrefix, Offer]]:
        """What the receiver makes of the sender's announcements over one link."""
        receiver = self.speakers[link.receiver]
        for prefix, offer in self._announced(link):
            vector = _with_offsets(self.policies, receiver, "in", link.into, prefix, offer.vector)
            vector = vector.over(link.into.bandwidth, link.into.delay)
            if vector.hops > _MOST_HOPS or (offer.external and offer.origin == receiver.identity):
                continue
            made = replace(
                offer,
                vector=vector,
                metric=receiver.metric(vector),
                reported=receiver.metric(offer.vector),
                source="learned",
                port=link.into,
                via=_next_hop(link, offer),
                protocol="",
            )
            if self._passes(receiver, "in", link.into, prefix, made):
                yield prefix, made

    def _announced(self, link: Link) -> Iterator[tuple[IPPrefix, Offer]]:
        """What the sender tells on the link: summaries hide what they cover, and what came from there stays away."""
        speaker, port = self.speakers[link.sender], link.out
        table = self.tables[link.sender]
        summaries = _summaries_of(speaker, port, table)
        for prefix, entry in table.items():
            offer = entry.best
            if offer.source == "summary" and prefix not in summaries:
                continue
            if any(prefix != each and within(prefix, each) for each in summaries) or not _stub_tells(speaker, offer):
                continue
            if offer.source == "learned" and prefix in self.shut[link.sender]:
                continue
            from_there = any(each.port is not None and each.port.end == port.end for each in entry.used)
            if from_there and port.settings.split_horizon:
                continue
            if self._passes(speaker, "out", port, prefix, offer):
                vector = _with_offsets(self.policies, speaker, "out", port, prefix, offer.vector)
                yield prefix, replace(offer, vector=vector)

    def _passes(self, speaker: Speaker, direction: str, port: Port, prefix: IPPrefix, offer: Offer) -> bool:
        """Whether the distribute lists let it through."""
        filters = speaker.process.filters
        if not filters:
            return True
        route = Route(
            prefix,
            offer.protocol or "eigrp",
            0,
            offer.metric,
            frozenset({NextHop(offer.via, port.end.interface)}),
            "external" if offer.external else "internal",
            tag=offer.tag,
        )
        policy = self.policies[speaker.device.name]
        return all(
            permitted(policy, each, route)
            for each in filters
            if each.direction == direction
            and each.family == prefix.version
            and each.interface in (None, port.end.interface)
            and each.protocol in (None, route.protocol)
        )


def _next_hop(link: Link, offer: Offer) -> IPAddress | None:
    """The sender, unless it leaves the next hop as it is and that is on the same interface."""
    third = not link.out.settings.next_hop_self and offer.port is not None and offer.port.end == link.out.end
    return offer.via if third else link.out.address


def _entry(speaker: Speaker, offers: list[Offer]) -> Entry:
    """The best path, those as good, and, within the variance, those of which it is certain that they do not loop."""
    best = min(offers, key=_order)
    if best.source != "learned":
        return Entry(best, (best,))
    most = speaker.process.variance * best.metric
    used = [
        each
        for each in offers
        if each.source == "learned"
        and each.external == best.external
        and (each.metric == best.metric or (each.metric < most and each.reported < best.metric))
    ]
    return Entry(best, tuple(sorted(used, key=_order)))


def _order(offer: Offer) -> tuple[bool, bool, int, int]:
    """Own paths first: what is connected or redistributed stands in the main table already."""
    via = int(offer.via) if offer.via is not None else 0
    return offer.source == "learned", *offer.rank, via


def _summaries(speaker: Speaker, table: Table) -> Iterator[tuple[IPPrefix, Entry]]:
    """The summaries that have something to sum up, at the metric of the nearest (RFC 7868 does not say; IOS is so)."""
    wanted = {prefix for port in speaker.ports for prefix in _summaries_of(speaker, port, table)}
    for summary in sorted(wanted, key=lambda each: -each.prefixlen):
        inside = [entry.best for prefix, entry in table.items() if prefix != summary and within(prefix, summary)]
        inside = [each for each in inside if each.source != "summary"]
        if inside:
            nearest = min(inside, key=lambda each: each.metric)
            made = Offer(nearest.vector, nearest.metric, "summary")
            yield summary, Entry(made, (made,))


def _summaries_of(speaker: Speaker, port: Port, table: Table) -> frozenset[IPPrefix]:
    """What is summed up on an interface: as configured, and, of other major networks, by themselves (auto-summary)."""
    found = set(port.settings.summaries)
    if speaker.process.auto_summary and port.prefixes:
        own = {classful(prefix) for each in speaker.ports for prefix in each.prefixes}
        here = {classful(prefix) for prefix in port.prefixes}
        majors = {classful(prefix) for prefix, entry in table.items() if not entry.best.external}
        found |= (majors & own) - here
    return frozenset(found)


def _stub_tells(speaker: Speaker, offer: Offer) -> bool:
    """Whether a stub router tells of it (Cisco, EIGRP Stub Routing)."""
    stub = speaker.process.stub
    if stub is None:
        return True
    if offer.source == "redistributed":
        return "redistributed" in stub or (offer.protocol == "static" and "static" in stub)
    return offer.source in stub


def _with_offsets(
    policies: Mapping[str, Policy], speaker: Speaker, direction: str, port: Port, prefix: IPPrefix, vector: Vector
) -> Vector:
    for each in speaker.process.offsets:
        here = each.direction == direction and each.interface in (None, port.end.interface)
        if here and _concerns(policies[speaker.device.name], each, prefix):
            vector = replace(vector, delay=vector.delay + each.offset * _LOAD)
    return vector


def _concerns(policy: Policy, offset: OffsetList, prefix: IPPrefix) -> bool:
    return offset.access_list is None or policy.access_list(offset.access_list, prefix)
