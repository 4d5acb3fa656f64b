"""The register of checks, and how they are run.

A check is one generator function over an :class:`~netops.checks.index.Index`; :func:`check` registers it.  Its
docstring is its documentation (what is wrong, and why it matters), its remedy what an engineer would do about it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from inspect import getdoc

from netops.checks.index import Index
from netops.errors import InputError, NetopsError
from netops.model import Finding, Network, Severity

__all__ = ["CheckFunction", "CheckInfo", "Problem", "all_checks", "check", "run_checks"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check yields; the register adds the check's name, severity and remedy.

    ``at`` are keys of ``Network.sources``, the most exact first: ``at=("interface:core1:eth1", "device:core1")``.
    ``severity`` differs from the check's own only where this case is worse or milder.
    """

    subject: str
    problem: str
    expected: str = ""
    actual: str = ""
    evidence: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    remedy: str = ""
    severity: Severity | None = None


CheckFunction = Callable[[Index], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class CheckInfo:
    """A registered check; ``number`` is its place in the list an estate is held to, None: beyond that list."""

    id: str
    number: int | None
    severity: Severity
    title: str
    documentation: str
    remedy: str
    subject: str  # the module: physical, rack, topology, ...
    function: CheckFunction

    def run(self, index: Index) -> Iterator[Finding]:
        """Every problem as a finding.  Raises NetopsError, naming the check, where the check itself fails."""
        try:
            yield from (self._finding(index.network, each) for each in self.function(index))
        except NetopsError:
            raise
        except Exception as error:
            raise NetopsError(f"check {self.id} failed: {type(error).__name__}: {error}") from error

    def _finding(self, network: Network, problem: Problem) -> Finding:
        return Finding(
            check=self.id,
            severity=problem.severity or self.severity,
            subject=problem.subject,
            problem=problem.problem,
            expected=problem.expected,
            actual=problem.actual,
            evidence=problem.evidence,
            remedy=problem.remedy or self.remedy,
            location=network.locate(*problem.at),
        )


_CHECKS: dict[str, CheckInfo] = {}


def check(
    identifier: str, *, severity: Severity, title: str, remedy: str, number: int | None = None
) -> Callable[[CheckFunction], CheckFunction]:
    """Register a generator function as a check.  Raises ValueError where the identifier is taken."""

    def register(function: CheckFunction) -> CheckFunction:
        if identifier in _CHECKS:
            raise ValueError(f"check {identifier!r} is registered twice")
        subject = function.__module__.rpartition(".")[2]
        _CHECKS[identifier] = CheckInfo(
            identifier, number, severity, title, getdoc(function) or "", remedy, subject, function
        )
        return function

    return register


def all_checks() -> tuple[CheckInfo, ...]:
    """Every registered check, by name."""
    return tuple(_CHECKS[name] for name in sorted(_CHECKS))


def run_checks(network: Network, only: Collection[str] | None = None) -> tuple[Finding, ...]:
    """What the checks find (all, or those named in ``only``), worst first.

    Raises InputError where ``only`` names an unknown check, and NetopsError where a check itself fails.
    """
    chosen = all_checks() if only is None else tuple(_named(name) for name in sorted(set(only)))
    index = Index(network)
    found = (finding for each in chosen for finding in each.run(index))
    return tuple(sorted(set(found), key=lambda finding: (*finding.order, finding.expected, finding.actual)))


def _named(name: str) -> CheckInfo:
    if name not in _CHECKS:
        near = get_close_matches(name, _CHECKS, n=1)
        raise InputError(f"no check is named {name!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
    return _CHECKS[name]
