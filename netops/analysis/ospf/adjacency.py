"""Who becomes whose neighbour, and the graph that this makes (RFC 2328 section 10, RFC 5340 section 4.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from netops.analysis.layer2 import Layer2
from netops.analysis.ospf.port import MAXIMUM_COST, UNKNOWN_LINK_LOCAL, Port, Speaker
from netops.model import Adjacency, IPAddress, OspfAreaKind

__all__ = ["Edge", "Pair", "adjacencies", "edges", "leads_on", "pairs"]

_STUB = {OspfAreaKind.STUB, OspfAreaKind.TOTALLY_STUBBY}
_NSSA = {OspfAreaKind.NSSA, OspfAreaKind.TOTALLY_NSSA}


@dataclass(frozen=True, slots=True)
class Edge:
    """One direction of an adjacency that the shortest-path tree may use."""

    source: int  # position among the speakers
    target: int
    area: str
    cost: int
    interface: str
    next_hop: IPAddress | None  # the neighbour's; None: link-local, of an unknown MAC address


@dataclass(frozen=True, slots=True)
class _Meeting:
    state: str
    routed: bool  # whether both sides describe the link alike, so that paths may use it


Pair = tuple[int, Port, int, Port, _Meeting]
"""Two ports that hear each other, each behind the position of its speaker, and what becomes of it."""


def pairs(found: list[Speaker], layer2: Layer2) -> Iterator[Pair]:
    """Each pair of ports that become neighbours, in both directions."""
    by_domain: defaultdict[int, list[tuple[int, Port]]] = defaultdict(list)
    for position, speaker in enumerate(found):
        for port in speaker.ports:
            if port.end in layer2.domain and not port.settings.passive and not port.loopback:
                by_domain[layer2.domain[port.end]].append((position, port))
    for ports in by_domain.values():
        elected = any(port.designates and port.settings.priority for _, port in ports)
        for one, port in ports:
            for other, far in ports:
                if port is not far and (pair := _meet(found[one], port, found[other], far, elected)) is not None:
                    yield one, port, other, far, pair


def _meet(speaker: Speaker, port: Port, other: Speaker, far: Port, elected: bool) -> _Meeting | None:
    """What becomes of two ports in one broadcast domain; None where their Hellos are refused (section 10.5).

    ``elected``: there is a designated router, over whose network two that are none reach each other all the same.
    """
    mine, theirs = port.settings, far.settings
    version = speaker.process.version
    if (
        speaker.router_id == other.router_id
        or mine.area != theirs.area
        or (mine.hello_interval, mine.dead_interval) != (theirs.hello_interval, theirs.dead_interval)
        or _options(speaker, mine.area) != _options(other, theirs.area)
    ):
        return None
    if version == 2 and not _same_subnet(port, far):
        return None
    if port.designates and mine.priority == theirs.priority == 0:
        return _Meeting("two-way", routed=elected and far.designates)
    if port.mtu != far.mtu and not (mine.mtu_ignore and theirs.mtu_ignore):
        return _Meeting("exstart", routed=False)
    return _Meeting("full", routed=port.designates == far.designates)


def _same_subnet(port: Port, far: Port) -> bool:
    """Whether OSPFv2's packets are accepted: an unnumbered line has no subnet to compare."""
    if port.settings.authentication != far.settings.authentication:
        return False
    if not port.prefixes or not far.prefixes:
        return port.prefixes == far.prefixes and not port.designates
    here, there = port.prefixes[0].network, far.prefixes[0].network
    if far.address not in here or port.address not in there:
        return False
    return not port.designates or here == there


def _options(speaker: Speaker, area: str) -> tuple[bool, bool]:
    """The E and N bits of its Hellos: both ends must agree on stub and NSSA (RFC 2328 10.5, RFC 3101 2.4)."""
    kind = speaker.process.area(area).kind
    return kind in _STUB, kind in _NSSA


def adjacencies(found: list[Speaker], met: Iterable[Pair]) -> Mapping[str, tuple[Adjacency, ...]]:
    """Each router's neighbours, by device name, in the order of interfaces."""
    result: dict[str, list[Adjacency]] = {speaker.device.name: [] for speaker in found}
    for one, port, other, far, pair in met:
        result[found[one].device.name].append(
            Adjacency(
                interface=port.end.interface,
                neighbor_id=found[other].router_id,
                version=found[one].process.version,
                area=port.settings.area,
                state=pair.state,
                address=None if far.address == UNKNOWN_LINK_LOCAL else far.address,
            )
        )
    return {name: tuple(sorted(each, key=lambda a: (a.interface, a.neighbor_id))) for name, each in result.items()}


def edges(found: list[Speaker], met: Iterable[Pair]) -> list[Edge]:
    """The directed edges of the shortest-path graphs of all areas; a LAN is a mesh of its routers.

    A transit network costs nothing to leave (section 16.1), so the mesh gives the same distances and next hops.  What
    leads on from a stub router costs the most (RFC 6987).
    """
    return [
        Edge(
            source=one,
            target=other,
            area=port.settings.area,
            cost=MAXIMUM_COST if found[one].process.max_metric else port.cost,
            interface=port.end.interface,
            next_hop=None if far.address == UNKNOWN_LINK_LOCAL else far.address,
        )
        for one, port, other, far, _ in filter(leads_on, met)
    ]


def leads_on(pair: Pair) -> bool:
    """Whether the shortest-path tree may use it."""
    return pair[-1].routed
