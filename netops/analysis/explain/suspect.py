"""A suspect: a fault that may be, what the network would be with it, and what it explains beyond any prediction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from netops.analysis.explain.faults import FAULTS, Fault
from netops.analysis.explain.scenario import Key, Scenario, key_of
from netops.analysis.failures import Failures
from netops.model import Finding, Severity

__all__ = ["Suspect", "about", "breaking", "harmless"]

Effect = Callable[[Scenario], Scenario]


def harmless(scenario: Scenario) -> Scenario:
    """The effect of what no prediction shows."""
    return scenario


@dataclass(frozen=True, slots=True, eq=False)
class Suspect:
    """``direct`` tells the findings that this fault explains by itself, whatever is predicted."""

    name: str
    subject: str
    evidence: tuple[str, ...] = ()
    effect: Effect = harmless
    direct: Callable[[Key], bool] = field(default=lambda _: False)
    severity: Severity = Severity.ERROR

    @property
    def label(self) -> str:
        """What findings say that it caused: as :attr:`Cause.name`."""
        return f"{self.name} {self.subject}"

    @property
    def fault(self) -> Fault:
        return FAULTS[self.name]


def breaking(failures: Failures) -> Effect:
    """The effect of these failures."""
    return lambda scenario: scenario.failing(failures)


def about(*findings: Finding) -> Callable[[Key], bool]:
    """Whether a key is that of one of these findings."""
    keys = frozenset(map(key_of, findings))
    return keys.__contains__
