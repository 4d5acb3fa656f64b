"""The mistakes of an estate's files, gathered so that one run tells them all."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from netops.model import Finding, Location, Severity

__all__ = ["Mistakes", "nearest", "shown"]

_LONGEST_SHOWN = 60


class Mistakes:
    """A growing list of findings; the same mistake is told once, however many devices inherit it."""

    def __init__(self) -> None:
        self._findings: dict[Finding, None] = {}

    def add(
        self,
        check: str,
        subject: str,
        problem: str,
        *,
        expected: str = "",
        actual: str = "",
        location: Location | None = None,
        remedy: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        finding = Finding(check, severity, subject, problem, expected, actual, (), remedy, location)
        self._findings.setdefault(finding)

    def unknown(self, kind: str, name: str, valid: Iterable[str], *, subject: str, location: Location | None) -> None:
        """A reference to something that nobody declared; the nearest declared name is told."""
        names = sorted(valid)
        near = nearest(name, names)
        # Where a secret's name belongs, its value may have been written: only what is almost a name is repeated.
        repeated = shown(name) if kind != "secret" or near else "(not repeated here: it may be a value)"
        self.add(
            "estate-unknown-name",
            subject,
            f"unknown {kind} {repeated}",
            expected=near or (f"one of {some(names)}" if names else f"a {kind} that is declared"),
            location=location,
        )

    def findings(self) -> tuple[Finding, ...]:
        """By file and line, so that the list reads as the files do."""
        return tuple(sorted(self._findings, key=_by_place))


def _by_place(finding: Finding) -> tuple[str, int, str, str, str]:
    where = finding.location or Location("")
    return (where.file, where.line or 0, finding.subject, finding.check, str(finding))


def nearest(name: str, valid: Iterable[str]) -> str:
    """The valid name that is most like this one, quoted; empty where none is near."""
    found = difflib.get_close_matches(name[:200], list(valid), n=1, cutoff=0.6)
    return f"{found[0]!r}" if found else ""


def some(names: list[str], count: int = 8) -> str:
    """The names, cut after the first few."""
    return ", ".join(names[:count]) + (" ..." if len(names) > count else "")


def shown(value: object) -> str:
    """A value as it is put into a message: one line, not long."""
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "nothing"
    text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "..."
