"""What BGP settled on before, for the next time that everything it depended on is the same.

A prefix' outcome depends on the sessions, on who brings it in, on what policies say of it, and on the IGP metrics that
were asked for on the way.  All of these are compared, so what is remembered is what would be computed.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netops.analysis.assumptions import Assumptions
from netops.analysis.bgp.origin import OriginMemory, Origins
from netops.analysis.bgp.path import Path
from netops.analysis.bgp.router import Existence, Router, speaker
from netops.analysis.bgp.session import Session
from netops.analysis.connected import connected_routes
from netops.analysis.layer2 import Layer2
from netops.analysis.ospf.instance import Instance
from netops.analysis.virtual import Split, split
from netops.model import BgpSession, Device, DeviceState, IPAddress, IPPrefix, Network, NextHop, Route, VrrpState

if TYPE_CHECKING:
    from netops.analysis.world import World

__all__ = ["Installed", "Memory", "Outcome", "Peering", "Recollection", "Run", "Way", "WayQuery", "Ways"]

Outcome = tuple[tuple[Path, ...], ...]
"""By router: the best path and those that share its traffic."""

_Query = tuple[int, IPAddress | None, IPAddress | None, int | None]
"""(router, next hop, link-local next hop, session): all that a metric depends on, in one state of the IGP."""


WayQuery = tuple[int, IPAddress, IPAddress | None, bool]
"""(router, next hop, link-local next hop, whether it must be on a subnet): all that a way depends on in one round."""

Way = tuple[float, frozenset[NextHop]]
"""The IGP metric to a next hop, and the interfaces that lead there."""

Installed = dict[str, dict[IPPrefix, Route]]
"""By device: what BGP offers to the main RIB."""

_MOST_RUNS = 64  # of one state of the sessions; more are not worth comparing with


_Told = dict[tuple[IPPrefix, int], tuple[Path | None, Path | None]]
"""By prefix and the identity of a best path: that path, and what a peer keeps of it."""


Ways = Mapping[WayQuery, tuple[int, Path, Way | None]]
"""For whom it was asked, and the answer."""


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One run of the protocol over all prefixes: what was brought in, every way that was asked for, what came of it."""

    origins: Origins
    ways: Ways
    selections: Mapping[IPPrefix, Outcome]
    installed: Installed
    by_hop: dict[IPAddress, list[tuple[int, Path, Way | None]]] = field(init=False)

    def __post_init__(self) -> None:
        by_hop: defaultdict[IPAddress, list[tuple[int, Path, Way | None]]] = defaultdict(list)
        for (_, hop, _, _), found in self.ways.items():
            by_hop[hop].append(found)
        object.__setattr__(self, "by_hop", by_hop)


@dataclass(slots=True)
class Peering:
    """One state of all sessions.  ``asked`` are the metrics ever asked for, ``settled`` outcomes with the answers."""

    queries: dict[_Query, int] = field(default_factory=dict)
    asked: list[tuple[int, Path]] = field(default_factory=list)
    settled: dict[Hashable, list[tuple[tuple[tuple[int, float | None], ...], Outcome]]] = field(default_factory=dict)
    runs: deque[Run] = field(default_factory=lambda: deque(maxlen=_MOST_RUNS))
    sessions: list[Session] = field(default_factory=list)
    told: list[_Told] = field(default_factory=list)  # over each session

    def kept(self, number: int, prefix: IPPrefix, best: Path | None, compute: Callable[[], Path | None]) -> Path | None:
        """What a peer keeps when it is told of a best path over a session, computed once.

        Asked by the path's identity, as hashing one costs as much as telling it; so what is kept is one object, too,
        and whom the peer then tells is known in turn.
        """
        key, told = (prefix, id(best)), self.told[number]
        if (known := told.get(key)) is None:
            known = told[key] = (best, compute())  # held, so that no other path gets its identity
        return known[1]

    def recall(self, origins: Origins, way: Callable[[int, Path], Way | None]) -> Run | None:
        """The run with the same origins when all ways were as they are now; None where that never was."""
        for run in self.runs:
            same = run.origins is origins or run.origins.by_prefix == origins.by_prefix
            if same and all(way(position, path) == answer for position, path, answer in run.ways.values()):
                return run
        return None

    def remember(self, run: Run) -> None:
        """The latest first: the next round, or the next failure, most likely is like it."""
        self.runs.appendleft(run)


@dataclass(slots=True)
class Memory:
    """Of one network: its devices' configurations must not change, what is up may."""

    instances: dict[int, Instance | None] = field(default_factory=dict)

    peerings: dict[Hashable, Peering] = field(default_factory=dict)
    routers: dict[str, Router | None] = field(default_factory=dict)
    told: dict[tuple[tuple[str, ...], IPPrefix], tuple[bool, ...]] = field(default_factory=dict)
    exchanged: dict[Hashable, _Told] = field(default_factory=dict)  # by the identities of both sides
    origins: OriginMemory = field(default_factory=OriginMemory)
    connected: dict[tuple[str, frozenset[str], tuple[str, ...]], dict[IPPrefix, Route]] = field(default_factory=dict)
    assumptions: Assumptions = field(default_factory=Assumptions)  # of all predictions: what is remembered is assumed
    existence: Existence = field(default_factory=Existence)
    whole: World | None = None  # the whole network's prediction
    states: dict[str, DeviceState] = field(default_factory=dict)  # and what it shows
    _split: Split | None = None
    _shown: dict[int, tuple[Session, BgpSession]] = field(default_factory=dict)

    def split(self, network: Network) -> Split:
        """The network of virtual routers."""
        if self._split is None:
            self._split = split(network)
            for device in network.devices.values():
                for port in device.interfaces.values():
                    if port.dhcp and port.enabled and not port.addresses:
                        self.assumptions.add(
                            device.name, f"{port.name} takes its address by DHCP", "taken to have none"
                        )
        return self._split

    def connected_routes(self, device: Device, layer2: Layer2, vrrp: tuple[VrrpState, ...]) -> dict[IPPrefix, Route]:
        """Of a device with these interfaces up, and master or backup where it is."""
        up = frozenset(layer2.up_on(device.name))
        key = (device.name, up, tuple(each.state for each in vrrp))
        if (known := self.connected.get(key)) is None:
            known = self.connected[key] = connected_routes(device, layer2, vrrp)
        return known

    def shown(self, session: Session) -> BgpSession:
        """As a snapshot has it."""
        known = self._shown.get(id(session))
        if known is None:
            known = self._shown[id(session)] = (session, session.state())  # held, so that no other gets its identity
        return known[1]

    def router(self, device: Device) -> Router | None:
        """The device as a BGP speaker, if it is one."""
        if device.name not in self.routers:
            self.routers[device.name] = speaker(device, self._vrf(device), self.assumptions, self.existence)
        return self.routers[device.name]

    def _vrf(self, device: Device) -> str:
        return "default" if self._split is None else self._split.vrf(device.name)

    def peering(self, routers: list[Router], sessions: list[Session]) -> Peering:
        """What is known of this state of the sessions.

        What is told over a session depends on its two sides alone, and on the routes that policies ask for: it is known
        in every state with both.
        """
        state = tuple(
            (each.address, each.interface, each.reverse, each.families, each.up, each.conditions) for each in sessions
        )
        present = self.existence.answers()
        key = (tuple(each.device.name for each in routers), state, present)
        if (known := self.peerings.get(key)) is None:
            known = self.peerings[key] = Peering(sessions=sessions)  # held: no others get their identities
            for each in sessions:
                back = sessions[each.reverse] if each.reverse is not None else None
                known.told.append(self.exchanged.setdefault((id(each), id(back), present), {}))
        return known


@dataclass(slots=True)
class Recollection:
    """One run of the protocol; while a prefix is settled, :meth:`metric` takes note of what is asked for."""

    peering: Peering
    present: Callable[[int, Path], float | None]
    answers: dict[int, float | None] = field(default_factory=dict)
    noted: dict[int, float | None] = field(default_factory=dict)

    def metric(self, position: int, path: Path) -> float | None:
        """The IGP metric to a path's next hop, as the present tables have it."""
        key = (position, path.next_hop, path.link_local, path.session)
        number = self.peering.queries.get(key)
        if number is None:
            number = self.peering.queries[key] = len(self.peering.asked)
            self.peering.asked.append((position, path))
        answer = self.noted[number] = self._answer(number)
        return answer

    def settle(self, key: Hashable, compute: Callable[[], Outcome]) -> Outcome:
        """The outcome for what ``key`` says, remembered or computed."""
        known = self.peering.settled.setdefault(key, [])
        for conditions, outcome in known:
            if all(self._answer(number) == value for number, value in conditions):
                return outcome
        self.noted = {}
        outcome = compute()
        known.append((tuple(self.noted.items()), outcome))
        return outcome

    def _answer(self, number: int) -> float | None:
        try:
            return self.answers[number]
        except KeyError:
            answer = self.answers[number] = self.present(*self.peering.asked[number])
            return answer
