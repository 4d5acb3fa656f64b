"""Scan: what is wrong with the network now, by its causes, each with its symptoms and whom it hurts."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from netops.analysis.explain import Cause, explain
from netops.analysis.impact import Impact, Standing, impact, standing
from netops.analysis.probing import probe_plan
from netops.model import Finding, Severity, Snapshot
from netops.workflows.collect import survey
from netops.workflows.configurations import configured, intended, steady
from netops.workflows.estate import Estate
from netops.workflows.fleet import DeviceRunner
from netops.workflows.plan import unified

__all__ = ["ScanCause", "ScanResult", "examine", "scan"]

_PASSING = frozenset({"packet-loss", "ospf-blocked", "bgp-blocked", "host-silent"})
"""Faults that a network which is settling, or a busy one, seems to have for a moment."""

INTERVAL = 1.0  # seconds from one look to the next


@dataclass(frozen=True, slots=True)
class ScanCause:
    """A cause, and what it does to the people on the network."""

    cause: Cause
    impact: Impact

    @property
    def fault(self) -> str:
        return self.cause.fault

    @property
    def subject(self) -> str:
        return self.cause.subject

    @property
    def severity(self) -> Severity:
        """Critical where somebody is cut off, at least an error where redundancy is lost."""
        if self.impact.losses:
            return Severity.CRITICAL
        return max(self.cause.severity, Severity.ERROR) if self.impact else self.cause.severity

    @property
    def order(self) -> tuple[int, int, int, int, int, str]:
        """Worst first: by severity, homes cut off, segments cut off, homes at risk, and how much it explains."""
        hurt = self.impact
        return (
            -int(self.severity), -hurt.homes_cut, -len(hurt.losses), -hurt.homes_at_risk,
            -len(self.cause.symptoms), self.cause.name,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ScanResult:
    """``causes``, the worst first; ``unexplained``: what is wrong and follows from none of them."""

    causes: tuple[ScanCause, ...]
    unexplained: tuple[Finding, ...]
    snapshot: Snapshot

    @property
    def clean(self) -> bool:
        return not (self.causes or self.unexplained)

    @property
    def settled(self) -> bool:
        """Whether all of it follows from faults that do not pass by themselves."""
        return not self.unexplained and not any(each.fault in _PASSING for each in self.causes)

    @property
    def told(self) -> tuple[Finding, ...]:
        """A finding for each cause, and those that none explains: what is to be mended."""
        causes = (
            Finding(each.fault, each.severity, each.subject, each.cause.title, evidence=each.cause.evidence)
            for each in self.causes
        )
        return (*causes, *self.unexplained)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that is wrong, those that a cause explains first, each with its ``caused_by``."""
        return tuple(each for cause in self.causes for each in cause.cause.symptoms) + self.unexplained


def scan(
    estate: Estate,
    fleet: DeviceRunner,
    *,
    converge: float = 10.0,
    progress: Callable[[str], None] = lambda _: None,
    say: Callable[[str], None] = lambda _: None,
) -> ScanResult:
    """Ask every device, and explain what differs from the prediction.

    A network on its way from one state to another shows things that follow from no fault.  While there are any, and
    they change, it looks again, for ``converge`` seconds at most.  Raises EstateError, PredictionError, TemplateError.
    """
    probes = probe_plan(estate.sound())
    deadline = time.monotonic() + converge
    before: tuple[object, ...] | None = None
    while True:
        result = examine(estate, survey(estate, fleet, progress, probes).snapshot)
        if result.settled or _doubts(result) == before or time.monotonic() >= deadline:
            return result
        if before is None:
            say("the network may still be settling: looking again")
        before = _doubts(result)
        time.sleep(INTERVAL)


def _doubts(result: ScanResult) -> tuple[object, ...]:
    """What may pass by itself."""
    return result.unexplained, tuple(each.cause.name for each in result.causes if each.fault in _PASSING)


def examine(estate: Estate, snapshot: Snapshot) -> ScanResult:
    """Explain a snapshot that was collected, now or then; its configurations are in their shown form."""
    texts = {name: each.configuration for name, each in snapshot.devices.items() if each.configuration}
    known = {name: text for name, text in texts.items() if name in estate.network.devices}
    running, not_understood = configured(estate.network, known)
    found = explain(
        estate.network,
        running,
        snapshot,
        diffs=_diffs(estate, known),
        others=not_understood + _foreign(estate, snapshot),
    )
    healthy = standing(estate.network, found.expected) if found.causes else Standing({})
    causes = [ScanCause(each, _impact(healthy, each)) for each in found.causes]
    return ScanResult(tuple(sorted(causes, key=lambda each: each.order)), found.unexplained, snapshot)


def _impact(healthy: Standing, cause: Cause) -> Impact:
    """What the cause alone takes from whom."""
    if cause.scenario is None or cause.predicted is None:
        return Impact()
    return impact(healthy, standing(cause.scenario.network, cause.predicted, cause.scenario.failures))


def _diffs(estate: Estate, running: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The lines that differ, from what is intended to what runs, by device."""
    rendered = intended(estate)
    found = {}
    for name, text in running.items():
        if name in rendered:
            platform = estate.network.devices[name].platform
            lines = unified(name, steady(platform, rendered[name]), steady(platform, text)).splitlines()
            found[name] = tuple(each for each in lines[2:] if each[:1] in "+-")
    return {name: lines for name, lines in found.items() if lines}


def _foreign(estate: Estate, snapshot: Snapshot) -> tuple[Finding, ...]:
    """Devices of the snapshot that the estate does not have."""
    unknown = sorted(snapshot.devices.keys() - estate.network.devices.keys())
    return tuple(Finding("device-unexpected", Severity.WARNING, name, "is not in the estate") for name in unknown)
