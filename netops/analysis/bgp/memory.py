"""What BGP settled on before, for the next time that everything it depended on is the same.

A prefix' outcome depends on the sessions, on who brings it in, on what policies say of it, and on the IGP metrics that
were asked for on the way.  All of these are compared, so what is remembered is what would be computed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from netops.analysis.bgp.path import Path
from netops.analysis.bgp.session import Router, Session
from netops.model import IPAddress, IPPrefix

__all__ = ["Memory", "Outcome", "Recollection"]

Outcome = tuple[tuple[Path, ...], ...]
"""By router: the best path and those that share its traffic."""

_Query = tuple[int, IPAddress | None, IPAddress | None, int | None]
"""(router, next hop, link-local next hop, session): all that a metric depends on, in one state of the IGP."""


@dataclass(slots=True)
class _Peering:
    """One state of all sessions.  ``asked`` are the metrics ever asked for, ``settled`` outcomes with the answers."""

    queries: dict[_Query, int] = field(default_factory=dict)
    asked: list[tuple[int, Path]] = field(default_factory=list)
    settled: dict[Hashable, list[tuple[tuple[tuple[int, float | None], ...], Outcome]]] = field(default_factory=dict)


@dataclass(slots=True)
class Memory:
    """Of one network: its devices' configurations must not change, what is up may."""

    peerings: dict[Hashable, _Peering] = field(default_factory=dict)
    told: dict[tuple[tuple[str, ...], IPPrefix], tuple[bool, ...]] = field(default_factory=dict)

    def recollect(
        self, routers: list[Router], sessions: list[Session], metric: Callable[[int, Path], float | None]
    ) -> Recollection:
        """What is known of this state of the sessions, to be used with the metrics of the present tables."""
        state = tuple((each.address, each.interface, each.reverse, each.families, each.up) for each in sessions)
        peering = self.peerings.setdefault((tuple(each.device.name for each in routers), state), _Peering())
        return Recollection(peering, metric)


@dataclass(slots=True)
class Recollection:
    """One run of the protocol; while a prefix is settled, :meth:`metric` takes note of what is asked for."""

    peering: _Peering
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
