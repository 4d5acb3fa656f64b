"""The search for the few faults that explain the most: predict the network with each suspect, keep what fits best.

Greedy set cover: the suspect that leaves the fewest findings unexplained is taken for a cause, and the search goes on
in the network with that cause, until nothing more is explained; the unlikely are asked only where the likely leave
something.  Then every cause that the later ones made needless is given up again.  With n suspects and k causes, that
is about n + k × (suspects that explained anything) predictions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

from netops.analysis.explain.addresses import foreign_claims
from netops.analysis.explain.cause import Cause, Explanation
from netops.analysis.explain.scenario import Key, Scenario, symptoms
from netops.analysis.explain.scene import Scene
from netops.analysis.explain.suspect import Suspect, harmless
from netops.analysis.explain.suspects_config import drifted, reworded
from netops.analysis.explain.suspects_ports import dark_ports, dead_devices, wrong_mtu
from netops.analysis.explain.suspects_protocols import blocked_adjacencies, blocked_sessions, dead_processes
from netops.analysis.explain.suspects_traffic import (
    doubled_addresses,
    lossy_lines,
    self_absorbed_hosts,
    silent_hosts,
)
from netops.model import Finding, Network, Severity, Snapshot

__all__ = ["explain"]

_SUSPECTS: tuple[Callable[[Scene], Iterator[Suspect]], ...] = (
    dead_devices,
    dark_ports,
    drifted,
    reworded,
    wrong_mtu,
    dead_processes,
    doubled_addresses,
    blocked_adjacencies,
    blocked_sessions,
    lossy_lines,
    self_absorbed_hosts,
    silent_hosts,
)


def explain(
    intended: Network,
    running: Network,
    observed: Snapshot,
    *,
    diffs: Mapping[str, tuple[str, ...]] | None = None,
    others: Collection[Finding] = (),
) -> Explanation:
    """What is wrong, by its causes.

    ``intended`` is the design; ``running`` the same network as its devices are configured; ``observed`` what they show.
    ``diffs`` are lines of configuration that differ, by device, for evidence; ``others`` findings that no fault here
    explains.  Raises PredictionError where the design itself does not settle.
    """
    scene = Scene(intended, running, observed, diffs or {})
    scene.add(foreign_claims(scene))
    search = _Search(scene, [suspect for find in _SUSPECTS for suspect in find(scene)])
    accepted = search.run()
    return search.told(accepted, others)


def _rank(suspect: Suspect) -> int:
    return suspect.fault.rank


@dataclass
class _Search:
    scene: Scene
    suspects: list[Suspect]
    _as_good: dict[Suspect, list[Suspect]] = field(default_factory=dict)
    _known: dict[tuple[int, ...], tuple[frozenset[Key], Snapshot] | None] = field(default_factory=dict)

    def run(self) -> list[Suspect]:
        """The causes, in the order in which they were found."""
        accepted: list[Suspect] = []
        left = len(self.scene.found)
        candidates = list(self.suspects)
        while left and candidates:
            rated = self._rated(accepted, left, candidates)
            best = min(rated, key=lambda each: (-rated[each], each.fault.rank, each.subject))
            if rated[best] <= 0:
                break
            accepted.append(best)
            self._as_good[best] = [each for each, gain in rated.items() if gain == rated[best]]
            candidates = [each for each in candidates if each is not best and rated.get(each, 1) > 0]
            left -= rated[best]
        return self._needed(accepted)

    def _rated(self, accepted: list[Suspect], left: int, candidates: list[Suspect]) -> dict[Suspect, int]:
        """How many findings each would explain now; the unlikely are not asked where a likely one explains all."""
        rated: dict[Suspect, int] = {}
        for _, group in groupby(sorted(candidates, key=_rank), key=_rank):
            rated |= {each: left - len(self.left((*accepted, each))) for each in group}
            if left in rated.values():
                break
        return rated

    def _needed(self, accepted: list[Suspect]) -> list[Suspect]:
        """Without those that the others make superfluous."""
        for each in list(accepted):
            rest = [other for other in accepted if other is not each]
            if rest and len(self.left(rest)) <= len(self.left(accepted)):
                accepted = rest
        return accepted

    def left(self, suspects: Collection[Suspect]) -> frozenset[Key]:
        """What these suspects together leave unexplained, and what they predict that is not so."""
        shown = self._shown([each for each in suspects if each.effect is not harmless])
        if shown is None:
            return frozenset(self.scene.found) | {("impossible", str(number), "") for number in range(len(suspects))}
        return frozenset(key for key in shown[0] if not any(each.direct(key) for each in suspects))

    def _shown(self, effective: list[Suspect]) -> tuple[frozenset[Key], Snapshot] | None:
        """Every finding of the network with these faults; those that no prediction changes among them."""
        known = tuple(sorted(map(id, effective)))
        if known not in self._known:
            self._known[known] = self._predicted(effective)
        return self._known[known]

    def _predicted(self, effective: list[Suspect]) -> tuple[frozenset[Key], Snapshot] | None:
        found = symptoms(self.scenario(effective), self.scene.observed)
        if found is None:
            return None
        return frozenset(found[0]) | self.scene.standing, found[1]

    def scenario(self, suspects: Collection[Suspect]) -> Scenario:
        scenario = Scenario(self.scene.intended)
        for each in suspects:
            scenario = each.effect(scenario)
        return scenario

    def told(self, accepted: list[Suspect], others: Collection[Finding]) -> Explanation:
        """The causes with their symptoms: each finding is the first cause's after which it was explained."""
        causes: list[Cause] = []
        left = frozenset(self.scene.found)
        for number, suspect in enumerate(accepted, 1):
            rest = self.left(accepted[:number])
            causes.append(self._cause(suspect, left - rest))
            left = rest
        final = self._findings(left)
        ordered = sorted(causes, key=lambda each: (-int(each.severity), -len(each.symptoms), each.subject))
        unexplained = tuple(sorted((*final, *others), key=lambda each: each.order))
        return Explanation(tuple(ordered), unexplained, self.scene.expected)

    def _cause(self, suspect: Suspect, keys: Collection[Key]) -> Cause:
        explained = [replace(each, caused_by=suspect.label) for each in self._findings(keys)]
        effective = [suspect] if suspect.effect is not harmless else []
        shown = self._shown(effective)
        return Cause(
            fault=suspect.name,
            subject=suspect.subject,
            title=suspect.fault.title,
            severity=max([suspect.severity, *(each.severity for each in explained)]),
            evidence=suspect.evidence,
            remedy=suspect.fault.remedy,
            symptoms=tuple(sorted(explained, key=lambda each: each.order)),
            alternatives=self._alternatives(suspect),
            scenario=self.scenario(effective),
            predicted=shown[1] if shown is not None else None,
        )

    def _alternatives(self, suspect: Suspect) -> tuple[str, ...]:
        """Others that would have explained as much when it was taken."""
        return tuple(sorted({each.label for each in self._as_good[suspect]} - {suspect.label}))

    def _findings(self, keys: Collection[Key]) -> list[Finding]:
        """The findings of these keys; one that a cause predicts and nobody shows is told as such."""
        return [
            self.scene.found.get(key) or Finding(key[0], Severity.INFO, key[1], f"{key[2]} as the causes above predict")
            for key in keys
        ]
