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

from netops.analysis.bgp.exchange import accept, announce, announce_default
from netops.analysis.bgp.memory import Memory, Outcome, Peering, Recollection
from netops.analysis.bgp.origin import aggregated
from netops.analysis.bgp.path import Path, select
from netops.analysis.bgp.session import Router, Session
from netops.analysis.policy.definitions import prefix_tests
from netops.analysis.policy.subject import PrefixTest
from netops.errors import PredictionError
from netops.model import IPAddress, IPPrefix

__all__ = ["Origins", "Selections", "Speakers", "propagate"]

Origins = Mapping[IPPrefix, tuple[tuple[int, Path], ...]]
"""(router, path) pairs by prefix."""

Selections = dict[IPPrefix, Outcome]
"""By prefix: what every router selects."""

_PATIENCE = 400  # turns a router may take for one prefix before we call it an oscillation (RFC 3345)


@dataclass(slots=True)
class Speakers:
    """The routers with their sessions; ``metric(router, path)`` is the IGP metric to a path's next hop, or None."""

    routers: list[Router]
    sessions: list[Session]
    metric: Callable[[int, Path], float | None]
    memory: Memory
    peering: Peering

    def established(self) -> list[list[int]]:
        """By router, its sessions that are up."""
        result: list[list[int]] = [[] for _ in self.routers]
        for number, session in enumerate(self.sessions):
            if session.up:
                result[session.local].append(number)
        return result


def propagate(speakers: Speakers, origins: Origins) -> Selections:
    """What every router selects for every prefix; PredictionError where the protocol itself would not settle."""
    established = speakers.established()
    base = dict(origins)
    for prefix in _default_originated(speakers):
        base.setdefault(prefix, ())
    selections = _run(speakers, established, base, frozenset())
    for _ in range(8):  # an aggregate may make another one active
        active, suppressed = aggregated(speakers.routers, selections)
        if not active:
            return selections
        extended = {**base, **{p: tuple(sorted([*base.get(p, ()), *more], key=_router)) for p, more in active.items()}}
        again = _run(speakers, established, extended, frozenset(suppressed))
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


def _run(
    speakers: Speakers, established: list[list[int]], origins: Origins, suppressed: frozenset[tuple[int, IPPrefix]]
) -> Selections:
    classes: defaultdict[Hashable, list[IPPrefix]] = defaultdict(list)
    addresses = frozenset[IPAddress]().union(*(each.owned for each in speakers.routers))
    tell = _Opinions(speakers)
    for prefix, paths in origins.items():
        told = tell.of(prefix)
        hidden = tuple(router for router, each in suppressed if each == prefix) if suppressed else ()
        itself = prefix if _is_host(prefix) and prefix.network_address in addresses else None
        classes[prefix.version, prefix.prefixlen == 0, paths, told, hidden, itself].append(prefix)
    known = Recollection(speakers.peering, speakers.metric)
    noting = replace(speakers, metric=known.metric)
    result: Selections = {}
    for key, prefixes in classes.items():
        compute = partial(_settle, noting, established, prefixes[0], origins[prefixes[0]], suppressed)
        result.update(dict.fromkeys(prefixes, known.settle(key, compute)))
    return result


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


def _settle(
    speakers: Speakers,
    established: list[list[int]],
    prefix: IPPrefix,
    origins: Iterable[tuple[int, Path]],
    suppressed: frozenset[tuple[int, IPPrefix]],
) -> Outcome:
    """One prefix: each router in turn selects, and tells its peers when the best path is another than before."""
    routers, sessions = speakers.routers, speakers.sessions
    own: dict[int, Path] = dict(origins)
    held: list[dict[int, Path]] = [{} for _ in routers]
    selected: list[tuple[Path, ...]] = [() for _ in routers]
    family = prefix.version
    senders = {s.local for s in sessions if s.up and family in s.families and s.family(family).default_originate}
    queue = deque(sorted(own.keys() | (senders if prefix.prefixlen == 0 else set())))
    waiting = set(queue)
    first = set(queue)
    turns = [0] * len(routers)
    while queue:
        position = queue.popleft()
        waiting.discard(position)
        turns[position] += 1
        if turns[position] > _PATIENCE:
            raise PredictionError(f"BGP does not settle for {prefix}: {routers[position].device.name} keeps changing")
        own_path = [own[position]] if position in own else []
        candidates = _usable(prefix, [*own_path, *(held[position][number] for number in sorted(held[position]))])
        before = selected[position][:1]
        selected[position] = select(candidates, routers[position].process, partial(speakers.metric, position))
        if selected[position][:1] == before and position not in first:
            continue
        first.discard(position)
        best = None if (position, prefix) in suppressed else next(iter(selected[position]), None)
        for number in established[position]:
            if family in sessions[number].families and _tell(speakers, number, prefix, best, held):
                remote = sessions[number].remote
                if remote is not None and remote not in waiting:
                    waiting.add(remote)
                    queue.append(remote)
    return tuple(selected)


def _tell(speakers: Speakers, number: int, prefix: IPPrefix, best: Path | None, held: list[dict[int, Path]]) -> bool:
    """Announce or withdraw over one session; True where the peer now holds something else."""
    session = speakers.sessions[number]
    assert session.remote is not None
    assert session.reverse is not None
    kept = speakers.peering.kept(number, prefix, best, partial(_kept, speakers, session, prefix, best))
    table = held[session.remote]
    if kept is None:
        return table.pop(session.reverse, None) is not None
    if (present := table.get(session.reverse)) is kept or present == kept:
        return False
    table[session.reverse] = kept
    return True


def _kept(speakers: Speakers, session: Session, prefix: IPPrefix, best: Path | None) -> Path | None:
    """What the peer holds once it was told of this best path."""
    assert session.remote is not None
    assert session.reverse is not None
    sender, receiver = speakers.routers[session.local], speakers.routers[session.remote]
    if prefix.prefixlen == 0 and session.family(prefix.version).default_originate:
        sent: Path | None = announce_default(sender, session, prefix.version)
    else:
        sent = announce(sender, session, prefix, best) if best is not None else None
    back = speakers.sessions[session.reverse]
    return accept(receiver, session.reverse, back, sender, prefix, sent) if sent is not None else None
