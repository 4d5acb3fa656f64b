"""The search for the few faults that explain the most: predict the network with each suspect, keep what fits best.

Greedy set cover: the suspect that leaves the fewest findings unexplained is taken for a cause, and the search goes on
in the network with that cause, until nothing more is explained.  Then every cause that the later ones made needless
is given up again.  With n suspects and k causes, that is about n + k × (suspects that explained anything) predictions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from netops.analysis.explain.addresses import foreign_claims
from netops.analysis.explain.cause import Cause, Explanation
from netops.analysis.explain.scenario import Key, Scenario, symptoms
from netops.analysis.explain.scene import Scene
from netops.analysis.explain.suspect import Suspect, harmless
from netops.analysis.explain.suspects_config import drifted
from netops.analysis.explain.suspects_ports import dark_ports, dead_devices, wrong_mtu
from netops.analysis.explain.suspects_protocols import blocked_adjacencies, blocked_sessions, dead_processes
from netops.analysis.explain.suspects_traffic import doubled_addresses, lossy_lines, silent_hosts
from netops.model import Finding, Network, Severity, Snapshot

__all__ = ["explain"]

_SUSPECTS: tuple[Callable[[Scene], Iterator[Suspect]], ...] = (
    dead_devices,
    dark_ports,
    drifted,
    wrong_mtu,
    dead_processes,
    doubled_addresses,
    blocked_adjacencies,
    blocked_sessions,
    lossy_lines,
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


@dataclass
class _Search:
    scene: Scene
    suspects: list[Suspect]
    _known: dict[tuple[int, ...], tuple[frozenset[Key], Snapshot] | None] = field(default_factory=dict)

    def run(self) -> list[Suspect]:
        """The causes, in the order in which they were found."""
        accepted: list[Suspect] = []
        left = set(self.scene.found)
        candidates = list(self.suspects)
        while left and candidates:
            rated = [(len(left) - len(self.left((*accepted, each))), each) for each in candidates]
            candidates = [each for gain, each in rated if gain > 0]
            if not candidates:
                break
            best = min(rated, key=lambda each: (-each[0], each[1].fault.rank, each[1].subject))[1]
            accepted.append(best)
            candidates.remove(best)
            left = set(self.left(accepted))
        return self._needed(accepted)

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
            causes.append(self._cause(suspect, left - rest, accepted))
            left = rest
        final = self._findings(left)
        ordered = sorted(causes, key=lambda each: (-int(each.severity), -len(each.symptoms), each.subject))
        return Explanation(tuple(ordered), tuple(sorted((*final, *others), key=lambda each: each.order)))

    def _cause(self, suspect: Suspect, keys: Collection[Key], accepted: list[Suspect]) -> Cause:
        name = f"{suspect.name} {suspect.subject}"
        explained = [replace(each, caused_by=name) for each in self._findings(keys)]
        effective = [suspect] if suspect.effect is not harmless else []
        shown = self._shown(effective)
        return Cause(
            fault=suspect.name,
            subject=suspect.subject,
            title=suspect.fault.title,
            severity=suspect.severity,
            evidence=suspect.evidence,
            remedy=suspect.fault.remedy,
            symptoms=tuple(sorted(explained, key=lambda each: each.order)),
            alternatives=self._alternatives(suspect, accepted),
            scenario=self.scenario(effective),
            predicted=shown[1] if shown is not None else None,
        )

    def _alternatives(self, suspect: Suspect, accepted: list[Suspect]) -> tuple[str, ...]:
        """Others that in its place would explain as much."""
        rest = [each for each in accepted if each is not suspect]
        best = len(self.left(accepted))
        named = (suspect.name, suspect.subject)
        as_good = [
            each
            for each in self.suspects
            if each not in accepted
            and (each.name, each.subject) != named
            and self.left((each,)) < frozenset(self.scene.found)
            and len(self.left((*rest, each))) <= best
        ]
        return tuple(sorted(f"{each.name} {each.subject}" for each in as_good))

    def _findings(self, keys: Collection[Key]) -> list[Finding]:
        """The findings of these keys; one that a cause predicts and nobody shows is told as such."""
        return [
            self.scene.found.get(key) or Finding(key[0], Severity.INFO, key[1], f"{key[2]} as the causes above predict")
            for key in keys
        ]
