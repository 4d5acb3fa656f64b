"""What an explanation is made of."""

from __future__ import annotations

from dataclasses import dataclass, field

from netops.analysis.explain.scenario import Scenario
from netops.model import Finding, Severity, Snapshot

__all__ = ["Cause", "Explanation"]


@dataclass(frozen=True, slots=True)
class Cause:
    """One fault with all that it explains.

    ``fault`` is a name of the catalogue, ``subject`` where it is (``core1:eth1``, a device, or a line's name).
    ``alternatives`` are other faults that would explain as much.  ``scenario`` is the network with this fault alone,
    ``predicted`` what it then shows.
    """

    fault: str
    subject: str
    title: str
    severity: Severity
    evidence: tuple[str, ...]
    remedy: str
    symptoms: tuple[Finding, ...]
    alternatives: tuple[str, ...] = ()
    scenario: Scenario | None = field(default=None, compare=False, repr=False)
    predicted: Snapshot | None = field(default=None, compare=False, repr=False)

    @property
    def name(self) -> str:
        """What ``Finding.caused_by`` says."""
        return f"{self.fault} {self.subject}"


@dataclass(frozen=True, slots=True)
class Explanation:
    """``causes``, the worst first, each with its symptoms; ``unexplained`` is what no fault predicts.

    ``expected`` is what the design predicts, with no fault at all.
    """

    causes: tuple[Cause, ...]
    unexplained: tuple[Finding, ...]
    expected: Snapshot = field(compare=False, repr=False)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All symptoms, those of the first cause first."""
        return tuple(each for cause in self.causes for each in cause.symptoms) + self.unexplained
