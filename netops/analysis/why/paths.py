"""BGP's candidates: every path that a router has of a prefix, what it refused, and by which step each lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from netops.analysis.bgp.aggregation import Aggregation, aggregated
from netops.analysis.bgp.decision import step
from netops.analysis.bgp.path import Learned, Path
from netops.analysis.bgp.propagate import Selections, Speakers, sent_over
from netops.analysis.bgp.reach import Reach
from netops.analysis.why.answer import Candidate, Line
from netops.analysis.why.passing import Passing, neighbor_key
from netops.analysis.why.places import Places
from netops.analysis.world import World
from netops.model import IPPrefix

__all__ = ["Paths"]

_ORIGINS = ("IGP", "EGP", "incomplete")


@dataclass(slots=True)
class Paths:
    """BGP at rest, asked about single prefixes; empty where nobody speaks it."""

    world: World
    places: Places
    speakers: Speakers | None = field(init=False, default=None)
    selections: Selections = field(init=False, default_factory=dict)
    passing: Passing = field(init=False)
    _reach: Reach = field(init=False)
    _aggregation: Aggregation = field(init=False, default_factory=Aggregation)

    def __post_init__(self) -> None:
        last = self.world.rounds[-1]
        if last.bgp is None or last.present is None:
            return
        self.speakers, self._reach = self.world.bgp.speakers(last.present, last.bgp)
        self.selections = dict(last.bgp.run.selections)
        self._aggregation = aggregated(self.speakers.routers, self.selections)
        self.passing = Passing(self.speakers, self.places)

    def position(self, router: str) -> int | None:
        routers = self.speakers.routers if self.speakers is not None else []
        return next((at for at, each in enumerate(routers) if each.device.name == router), None)

    def selected(self, position: int, prefix: IPPrefix) -> tuple[Path, ...]:
        return self.selections[prefix][position] if prefix in self.selections else ()

    def candidates(self, router: str, prefix: IPPrefix) -> Iterator[Candidate]:
        """The best first, then those that share its traffic, the others, and last those that were refused."""
        position = self.position(router)
        if self.speakers is None or position is None:
            return
        selected = self.selected(position, prefix)
        held = [*self._own(position, prefix), *self._received(position, prefix)]
        held.sort(key=lambda each: _rank(each[0], selected))
        for path, lines in held:
            yield self._candidate(position, path, selected, lines)
        yield from self._refused(position, prefix)

    def sessions(self, position: int, family: int) -> Iterator[int]:
        """The numbers of a router's sessions that are up for a family."""
        assert self.speakers is not None
        for number, session in enumerate(self.speakers.sessions):
            if session.local == position and session.up and session.remote is not None and family in session.families:
                yield number

    def _own(self, position: int, prefix: IPPrefix) -> Iterator[tuple[Path, tuple[Line, ...]]]:
        """What it brings in, aggregates, or has of other tables of its device."""
        assert self.speakers is not None
        run = self.world.rounds[-1].bgp
        assert run is not None
        router = self.speakers.routers[position]
        name = router.device.name
        for at, path in (*run.run.origins.by_prefix.get(prefix, ()), *self._aggregation.active.get(prefix, ())):
            if at == position:
                yield path, (self._brought_in(name, prefix, path),)
        for leak in self.speakers.leaks:
            best = self.selected(leak.source, prefix)[:1] if leak.target == position else ()
            if best and (kept := leak.carry(prefix, best[0])) is not None:
                other = self.speakers.routers[leak.source].device.name
                yield kept, (self.places.line(name, f"taken from {other}", "vrf:VRF"),)

    def _brought_in(self, name: str, prefix: IPPrefix, path: Path) -> Line:
        if path.aggregate:
            return self.places.line(name, f"aggregate {prefix}", f"bgp-aggregate:VRF:{prefix}", "bgp:VRF")
        if path.protocol != "bgp":
            key = f"redistribute:bgp:VRF:{path.protocol}"
            return self.places.line(name, f"redistribute {path.protocol}", key, "bgp:VRF")
        return self.places.line(name, f"network {prefix}", f"bgp-network:VRF:{prefix}", "bgp:VRF")

    def told(self, number: int, prefix: IPPrefix) -> tuple[tuple[Path | None, Path | None], ...]:
        """What comes over a session (the receiver's number), each with what is kept of it."""
        assert self.speakers is not None
        back = self.speakers.sessions[number].reverse
        assert back is not None
        hidden = frozenset(self._aggregation.suppressed)
        return sent_over(self.speakers, self.selections, hidden, back, prefix)

    def _received(self, position: int, prefix: IPPrefix) -> Iterator[tuple[Path, tuple[Line, ...]]]:
        for number in self.sessions(position, prefix.version):
            for offered, kept in self.told(number, prefix):
                if kept is not None:
                    yield kept, self._way(number, prefix, offered)

    def _way(self, number: int, prefix: IPPrefix, offered: Path | None) -> tuple[Line, ...]:
        """What made a path what it is, from the last session back to the router that brought it in."""
        assert self.speakers is not None
        found: list[Line] = []
        seen: set[int] = set()
        while offered is not None and number not in seen:
            seen.add(number)
            found += self.passing.changed(number, prefix, offered)
            sender = self.speakers.sessions[number].remote
            assert sender is not None
            if offered.session is None:
                if offered.table is None:
                    found.append(self._brought_in(self.speakers.routers[sender].device.name, prefix, offered))
                break
            number = offered.session
            told = (before for before, kept in self.told(number, prefix) if kept == offered)
            offered = next(told, None)
        return tuple(found)

    def _refused(self, position: int, prefix: IPPrefix) -> Iterator[Candidate]:
        """What peers have and this router has not of them; not what it told them itself."""
        assert self.speakers is not None
        for number in self.sessions(position, prefix.version):
            session = self.speakers.sessions[number]
            assert session.remote is not None
            best = self.selected(session.remote, prefix)[:1]
            if not best or best[0].session == session.reverse or any(kept for _, kept in self.told(number, prefix)):
                continue
            told, line = self.refusal(number, prefix, best[0])
            peer = self.speakers.routers[session.remote].device.name
            yield Candidate(
                protocol=_name(session.external),
                source=peer,
                via=(str(session.neighbor.address),),
                attributes=_attributes(best[0]),
                verdict=told,
                lines=(line,),
                usable=False,
            )

    def refusal(self, number: int, prefix: IPPrefix, best: Path) -> tuple[str, Line]:
        """Why a session's local side has nothing of what its peer has."""
        offered = next((each for each, _ in self.told(number, prefix)), None)
        if offered is None:
            return self.passing.kept_back(number, prefix, best, None)
        return self.passing.refused(number, prefix, offered)

    def _candidate(self, position: int, path: Path, selected: tuple[Path, ...], lines: tuple[Line, ...]) -> Candidate:
        assert self.speakers is not None
        return Candidate(
            protocol=_name(path.learned is Learned.EXTERNAL) if path.session is not None else "bgp",
            source=self._source(path),
            via=(str(path.next_hop),) if path.next_hop is not None else (),
            metric=path.med or 0,
            attributes=_attributes(path, self.speakers.routers[position].process.default_local_preference),
            chosen=bool(selected) and path == selected[0],
            verdict=self._verdict(position, path, selected),
            lines=(*lines, *self._neighbor(position, path)),
            usable=self.speakers.metric(position, path) is not None,
        )

    def _neighbor(self, position: int, path: Path) -> Iterator[Line]:
        assert self.speakers is not None
        if path.session is not None:
            session = self.speakers.sessions[path.session]
            name = self.speakers.routers[position].device.name
            yield self.places.line(name, f"neighbor {session.neighbor.address}", neighbor_key(session))

    def _source(self, path: Path) -> str:
        assert self.speakers is not None
        if path.session is None:
            return "aggregate" if path.aggregate else "itself"
        remote = self.speakers.sessions[path.session].remote
        return self.speakers.routers[remote].device.name if remote is not None else str(path.peer)

    def _verdict(self, position: int, path: Path, selected: tuple[Path, ...]) -> str:
        """Of the best, the step at which the last of the others lost is told by whoever compares them."""
        assert self.speakers is not None
        if selected and path == selected[0]:
            return "best path"
        metric = partial(self.speakers.metric, position)
        if metric(path) is None:
            return f"the next hop {path.next_hop} cannot be reached"
        if path in selected:
            return "shares the traffic (multipath)"
        if not selected:
            return "not usable"
        found = step(selected[0], path, self.speakers.routers[position], metric)
        return _compared(selected[0], path, found) if found is not None else "equal, and not the first"


def _rank(path: Path, selected: tuple[Path, ...]) -> int:
    return selected.index(path) if path in selected else len(selected)


def _name(external: bool) -> str:
    return "bgp ebgp" if external else "bgp ibgp"


def _compared(best: Path, path: Path, found: tuple[str, float, float]) -> str:
    """ "local preference 100, the best has 200"; values that only order kinds are told by their names."""
    name, one, other = found
    if name in {"locally originated", "external before internal"}:
        return f"{name}: the best is {_kind(best)}, this is {_kind(path)}"
    if name == "origin":
        return f"origin {_ORIGINS[int(other)]}, the best has {_ORIGINS[int(one)]}"
    if name == "router id":
        return f"router id {path.originator or path.peer_id}, the best has {best.originator or best.peer_id}"
    if name == "peer address":
        return f"peer address {path.peer}, the best has {best.peer}"
    worse = "" if one < other else " (MEDs compare within one neighbouring AS)"
    return f"{name} {abs(int(other))}, the best has {abs(int(one))}{worse}"


def _kind(path: Path) -> str:
    return {Learned.LOCAL: "its own", Learned.EXTERNAL: "eBGP", Learned.INTERNAL: "iBGP"}.get(
        path.learned, "of the confederation"
    )


def _attributes(path: Path, preference: int = 100) -> tuple[str, ...]:
    local = preference if path.local_preference is None else path.local_preference
    found = [f"local preference {local}", f"AS path {' '.join(map(str, path.as_path)) or 'empty'}"]
    found += [f"weight {path.weight}"] if path.weight else []
    found += [f"origin {_ORIGINS[path.origin]}"] if path.origin else []
    found += [f"MED {path.med}"] if path.med else []
    found += [f"communities {' '.join(sorted(path.communities))}"] if path.communities else []
    return tuple(found)
