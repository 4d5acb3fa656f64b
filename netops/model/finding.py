"""A finding: anything wrong with the network or its description, from any check."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from netops.model.location import Location

__all__ = ["Finding", "Severity", "worst"]


class Severity(IntEnum):
    """How bad it is; syslog's words, the greater the worse.  A critical design finding stops a push."""

    INFO = 1
    WARNING = 2
    ERROR = 3
    CRITICAL = 4

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Finding:
    """``subject`` - ``problem``: ``expected``, ``actual``.

    ``check`` is the check's stable id ("duplicate-address"), ``subject`` what it is about ("core1:eth1"), ``evidence``
    the lines that show it, ``remedy`` what an engineer would do, ``location`` where in the estate to do it.
    """

    check: str
    severity: Severity
    subject: str
    problem: str
    expected: str = ""
    actual: str = ""
    evidence: tuple[str, ...] = ()
    remedy: str = ""
    location: Location | None = None
    caused_by: str | None = None

    def __str__(self) -> str:
        where = f"{self.location}: " if self.location else ""
        told = (("expected", self.expected), ("actual", self.actual))
        both = ", ".join(f"{word} {value}" for word, value in told if value)
        return f"{where}{self.subject} - {self.problem}" + (f": {both}" if both else "")

    @property
    def order(self) -> tuple[int, str, str, str]:
        """Worst first, then by subject: the order of every report."""
        return (-int(self.severity), self.subject, self.check, self.problem)


def worst(findings: tuple[Finding, ...]) -> Severity | None:
    """The highest severity among them, or None where there are none."""
    return max((each.severity for each in findings), default=None)
