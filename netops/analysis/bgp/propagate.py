"""Paths spread over the sessions until no router changes its mind.

Prefixes that are brought in alike, and that no prefix list tells apart, take the same ways; one of each such class is
computed.  Cost: classes times the sessions over which something changes.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from ipaddress import IPv4Network, IPv6Network

from netops.analysis.bgp.accept import accept
from netops.analysis.bgp.aggregation import aggregated
from netops.analysis.bgp.announce import announce, announce_default
from netops.analysis.bgp.decision import select
from netops.analysis.bgp.memory import Memory, Outcome, Peering, Recollection
from netops.analysis.bgp.path import Learned, Path
from netops.analysis.bgp.router import Router
from netops.analysis.bgp.session import Session
from netops.analysis.policy import Context
from netops.analysis.policy.definitions import prefix_tests
from netops.analysis.policy.subject import PrefixTest
from netops.errors import PredictionError
from netops.model import IPAddress, IPPrefix

__all__ = ["Origins", "Selections", "Speakers", "propagate", "sent_over"]

Origins = Mapping[IPPrefix, tuple[tuple[int, Path], ...]]
"""(router, path) pairs by prefix."""

Selections = dict[IPPrefix, Outcome]
"""By prefix: what every router selects."""

_PATIENCE = 400  # turns a router may take for one prefix before we call it an oscillation (RFC 3345)


_MOST_PATHS = 64  # over one session (RFC 7911)

Hidden = frozenset[tuple[int, IPPrefix]]
"""(router, prefix) pairs."""


@dataclass(frozen=True, slots=True)
class Leak:
    """A way for paths between two tables of one device, or between a VRF and what it gives to other devices.

    ``carry``: the path as the other table keeps it, or None.
    """

    source: int
    target: int
    carry: Callable[[IPPrefix, Path], Path | None]


@dataclass(slots=True)
class Speakers:
    """The routers with their sessions; ``metric(router, path)`` is the IGP metric to a path's next hop, or None.

    ``inactive``: whose best path is not the active route of the main table, and is kept back for that.
    """

    routers: list[Router]
    sessions: list[Session]
    metric: Callable[[int, Path], float | None]
    memory: Memory
    peering: Peering
    leaks: list[Leak]
    inactive: Hidden = frozenset()

    def established(self) -> list[list[int]]:
        """By router, its sessions that are up."""
        result: list[list[int]] = [[] for _ in self.routers]
        for number, session in enumerate(self.sessions):
            if session.up:
                result[session.local].append(number)
        return result

    def received(self, number: int, family: int, selections: Mapping[IPPrefix, Outcome]) -> int:
        """How many prefixes a session's peer sends that are kept."""
        session = self.sessions[number]
        assert session.remote is not None
        assert session.reverse is not None
        back, sender = self.sessions[session.reverse], self.routers[session.remote]
        count = 0
        for prefix, selected in selections.items():
            if prefix.version == family and selected[session.remote]:
                sent = announce(sender, back, prefix, selected[session.remote][0])
                router = self.routers[session.local]
                count += sent is not None and accept(router, number, session, sender, prefix, sent) is not None
        return count

    def leaking(self) -> list[list[int]]:
        """By router, where its paths pass into other tables."""
        result: list[list[int]] = [[] for _ in self.routers]
        for number, leak in enumerate(self.leaks):
            result[leak.source].append(number)
        return result


def propagate(speakers: Speakers, origins: Origins) -> Selections:
    """What every router selects for every prefix; PredictionError where the protocol itself would not settle."""
    base = dict(origins)
    for prefix in _default_originated(speakers):
        base.setdefault(prefix, ())
    selections = _run(speakers, base, frozenset())
    for _ in range(8):  # an aggregate may make another one active
        found = aggregated(speakers.routers, selections)
        if not found.active:
            return selections
        more = found.active.items()
        extended = {**base, **{p: tuple(sorted([*base.get(p, ()), *each], key=_router)) for p, each in more}}
        again = _run(speakers, extended, frozenset(found.suppressed))
        if again == selections:
            break
        selections = again
    return selections


def _router(pair: tuple[int, Path]) -> int:
    return pair[0]


def _default_originated(speakers: Speakers) -> Iterable[IPPrefix]:
    for session in speakers.sessions:
        if session.up:
            for settings in session.neighbor.families:
                if settings.default_originate and settings.family in session.families:
                    yield _default(settings.family)


def _default(family: int) -> IPPrefix:
    return IPv4Network((0, 0)) if family == 4 else IPv6Network((0, 0))


def _run(speakers: Speakers, origins: Origins, suppressed: Hidden) -> Selections:
    classes: defaultdict[Hashable, list[IPPrefix]] = defaultdict(list)
    addresses = frozenset[IPAddress]().union(*(each.owned for each in speakers.routers))
    tell = _Opinions(speakers)
    by_prefix = _by_prefix(suppressed), _by_prefix(speakers.inactive)
    for prefix, paths in origins.items():
        told = tell.of(prefix)
        hidden = tuple(each.get(prefix, ()) for each in by_prefix)
        itself = prefix if _is_host(prefix) and prefix.network_address in addresses else None
        classes[prefix.version, prefix.prefixlen == 0, paths, told, hidden, itself].append(prefix)
    known = Recollection(speakers.peering, speakers.metric)
    run = _Run(replace(speakers, metric=known.metric), suppressed)
    result: Selections = {}
    for key, prefixes in classes.items():
        compute = partial(run.settle, prefixes[0], origins[prefixes[0]])
        result.update(dict.fromkeys(prefixes, known.settle(key, compute)))
    return result


def _by_prefix(hidden: Hidden) -> dict[IPPrefix, tuple[int, ...]]:
    found: defaultdict[IPPrefix, list[int]] = defaultdict(list)
    for router, prefix in sorted(hidden, key=lambda each: each[0]):
        found[prefix].append(router)
    return {prefix: tuple(each) for prefix, each in found.items()}


class _Opinions:
    """What all by which the network's policies tell prefixes apart say of a prefix."""

    def __init__(self, speakers: Speakers) -> None:
        self._names = tuple(each.device.name for each in speakers.routers)
        self._routers = speakers.routers
        self._known = speakers.memory.told
        self._tests: dict[int, list[PrefixTest]] = {}

    def of(self, prefix: IPPrefix) -> tuple[bool, ...]:
        key = (self._names, prefix)
        if (known := self._known.get(key)) is None:
            known = self._known[key] = tuple(test(prefix) for test in self._ordered(prefix.version))
        return known

    def _ordered(self, family: int) -> list[PrefixTest]:
        if not self._tests:
            devices = {id(router.device): router.device for router in self._routers}.values()
            found = {key: (of, test) for device in devices for key, of, test in prefix_tests(device)}
            self._tests = {each: [test for of, test in found.values() if of == each] for each in (4, 6)}
        return self._tests[family]


def _is_host(prefix: IPPrefix) -> bool:
    return prefix.prefixlen == prefix.max_prefixlen


def _usable(prefix: IPPrefix, paths: Iterable[Path]) -> list[Path]:
    """Without a host route that would lead through itself (FRR, bgpd/bgp_nht.c)."""
    if not _is_host(prefix):
        return list(paths)
    return [path for path in paths if path.next_hop != prefix.network_address]


def sent_over(
    speakers: Speakers, selections: Selections, suppressed: Hidden, number: int, prefix: IPPrefix
) -> tuple[tuple[Path | None, Path | None], ...]:
    """What a router offers over one of its sessions, by what was selected, each with what the peer keeps of it."""
    session = speakers.sessions[number]
    selected = selections[prefix][session.local] if prefix in selections else ()
    run = _Run(speakers, suppressed)
    return tuple((path, run.kept(session, prefix, path)) for path in run.offered(session, prefix, selected))


class _Run:
    """One state of the sessions and of what is suppressed, prefix by prefix."""

    def __init__(self, speakers: Speakers, suppressed: Hidden) -> None:
        self.speakers, self.suppressed = speakers, suppressed
        self.established, self.leaking = speakers.established(), speakers.leaking()

    def settle(self, prefix: IPPrefix, origins: Iterable[tuple[int, Path]]) -> Outcome:
        """Each router in turn selects, and tells its peers when the best path is another than before."""
        routers = self.speakers.routers
        own: dict[int, Path] = dict(origins)
        held: list[dict[int, Path]] = [{} for _ in routers]
        selected: list[tuple[Path, ...]] = [() for _ in routers]
        queue = deque(sorted(own.keys() | self._default_senders(prefix)))
        waiting, first = set(queue), set(queue)
        turns = [0] * len(routers)
        while queue:
            position = queue.popleft()
            waiting.discard(position)
            turns[position] += 1
            if turns[position] > _PATIENCE:
                raise PredictionError(
                    f"BGP does not settle for {prefix}: {routers[position].device.name} keeps changing"
                )
            own_path = [own[position]] if position in own else []
            candidates = _usable(prefix, [*own_path, *(held[position][key] for key in sorted(held[position]))])
            before = selected[position]
            now = select(candidates, routers[position], partial(self.speakers.metric, position))
            selected[position] = now
            if position not in first and now[:1] == before[:1] and (now == before or not self._sends_several(position)):
                continue
            first.discard(position)
            for remote in self._told(position, prefix, now, held):
                if remote not in waiting:
                    waiting.add(remote)
                    queue.append(remote)
        return tuple(selected)

    def _default_senders(self, prefix: IPPrefix) -> set[int]:
        if prefix.prefixlen:
            return set()
        family = prefix.version
        return {
            each.local
            for each in self.speakers.sessions
            if each.up and family in each.families and each.family(family).default_originate
        }

    def _sends_several(self, position: int) -> bool:
        sessions = self.speakers.sessions
        found = (each for number in self.established[position] for each in sessions[number].neighbor.families)
        return any(each.add_paths_send for each in found)

    def _told(
        self, position: int, prefix: IPPrefix, selected: tuple[Path, ...], held: list[dict[int, Path]]
    ) -> Iterable[int]:
        """Announce or withdraw over all sessions; the peers that now hold something else."""
        sessions, family = self.speakers.sessions, prefix.version
        for number in self.established[position]:
            session = sessions[number]
            if family in session.families and session.remote is not None:
                offered = self.offered(session, prefix, selected)
                changed = False
                for index in range(len(offered)):
                    changed |= self._tell(session, number, prefix, offered[index], index, held)
                if changed:
                    yield session.remote
        best = selected[0] if selected else None
        for number in self.leaking[position]:
            leak = self.speakers.leaks[number]
            kept = None if best is None else leak.carry(prefix, best)
            if _hold(held[leak.target], (len(sessions) + number) * _MOST_PATHS, kept):
                yield leak.target

    def offered(self, session: Session, prefix: IPPrefix, selected: tuple[Path, ...]) -> tuple[Path | None, ...]:
        """The best path, or the best ones; None where there is none, or it is kept back."""
        best = selected[0] if selected else None
        key = (session.local, prefix)
        if best is not None and key in self.suppressed:
            best = self._unsuppressed(session, prefix, best)
        elif best is not None and key in self.speakers.inactive and best.learned is not Learned.LOCAL:
            best = best if session.neighbor.advertise_inactive else None
        several = session.family(prefix.version).add_paths_send
        if several < 2 or best is None or not self._takes_several(session, prefix.version):
            return (best,)
        most = min(several, _MOST_PATHS)
        return tuple(selected[at] if at < len(selected) else None for at in range(most))

    def _takes_several(self, session: Session, family: int) -> bool:
        assert session.reverse is not None
        return self.speakers.sessions[session.reverse].family(family).add_paths_receive

    def _unsuppressed(self, session: Session, prefix: IPPrefix, best: Path) -> Path | None:
        """What an aggregate suppresses goes out to the neighbours whose unsuppress map permits it."""
        name = session.family(prefix.version).unsuppress_map
        if name is None:
            return None
        return self.speakers.routers[session.local].policy.apply(name, prefix, best, Context(session.own_as))

    def _tell(
        self,
        session: Session,
        number: int,
        prefix: IPPrefix,
        best: Path | None,
        index: int,
        held: list[dict[int, Path]],
    ) -> bool:
        """Announce or withdraw over one session; True where the peer now holds something else."""
        assert session.remote is not None
        assert session.reverse is not None
        compute = partial(self.kept, session, prefix, best)
        kept = compute() if self._by_metric(session) else self.speakers.peering.kept(number, prefix, best, compute)
        return _hold(held[session.remote], session.reverse * _MOST_PATHS + index, kept)

    def kept(self, session: Session, prefix: IPPrefix, best: Path | None) -> Path | None:
        """What the peer holds once it was told of this best path."""
        assert session.remote is not None
        assert session.reverse is not None
        speakers = self.speakers
        sender, receiver = speakers.routers[session.local], speakers.routers[session.remote]
        if prefix.prefixlen == 0 and session.family(prefix.version).default_originate:
            sent = announce_default(sender, session, prefix)
        else:
            sent = None if best is None else announce(sender, session, prefix, best, self._igp(session, best))
        back = speakers.sessions[session.reverse]
        return accept(receiver, session.reverse, back, sender, prefix, sent) if sent is not None else None

    def _igp(self, session: Session, best: Path) -> int | None:
        """The metric to the next hop, where what is sent hangs on it."""
        if not self._by_metric(session):
            return None
        cost = self.speakers.metric(session.local, best)
        return None if cost is None else int(cost)

    def _by_metric(self, session: Session) -> bool:
        return session.neighbor.med_out_igp or self.speakers.routers[session.local].policy.asks_igp


def _hold(table: dict[int, Path], key: int, kept: Path | None) -> bool:
    """Keep or drop a path; True where that changes anything."""
    if kept is None:
        return table.pop(key, None) is not None
    if (present := table.get(key)) is kept or present == kept:
        return False
    table[key] = kept
    return True
