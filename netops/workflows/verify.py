"""Verify: wait until the network shows what was predicted, and stays so; or say what differs."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from netops.analysis import predict
from netops.model import Finding, Severity, Snapshot
from netops.workflows.baseline import Baseline, differences, observe
from netops.workflows.collect import collect, survey
from netops.workflows.configurations import configured
from netops.workflows.estate import Estate
from netops.workflows.fleet import DeviceRunner
from netops.workflows.running import Running, from_devices

__all__ = ["Patience", "Verdict", "agree", "settled_baseline", "verify"]


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: protocols get ``converge`` to settle; agreement must hold for ``settle``; asked every ``interval``."""

    converge: float = 60.0
    settle: float = 3.0
    interval: float = 1.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """``findings``: what differs from the nearest expectation; empty when the network agrees with one of them."""

    findings: tuple[Finding, ...]
    snapshot: Snapshot

    @property
    def holds(self) -> bool:
        return not self.findings


def agree(
    fleet: DeviceRunner,
    expectations: Sequence[Snapshot],
    *,
    must_answer: Collection[str],
    patience: Patience,
    until: float | None = None,
) -> Verdict:
    """Collect until the network agrees with one of the expectations, for ``patience.settle`` on end.

    A device of ``must_answer`` that does not is a difference.  ``until`` (:func:`time.monotonic`) ends it early.
    """
    deadline = time.monotonic() + patience.converge
    deadline = deadline if until is None else min(deadline, until)
    since: float | None = None
    while True:
        snapshot = collect(fleet)
        found = min((_differences(each, snapshot, must_answer) for each in expectations), key=len)
        now = time.monotonic()
        since = None if found else since or now
        in_time = until is None or now < until  # one slow answer may take longer than all that was left
        if since is not None and now - since >= patience.settle and in_time:
            return Verdict((), snapshot)
        if now >= deadline:
            return Verdict(found or (_unsettled(),), snapshot)
        time.sleep(min(patience.interval, max(0.0, deadline - now)))


def _differences(expected: Snapshot, actual: Snapshot, must_answer: Collection[str]) -> tuple[Finding, ...]:
    lost = tuple(
        Finding("device-unreachable", Severity.CRITICAL, name, "does not answer any more", "an answer", each.error)
        for name, each in sorted(actual.devices.items())
        if name in must_answer and not each.reachable
    )
    return lost + differences(expected, actual)


def _unsettled() -> Finding:
    return Finding("unsettled", Severity.ERROR, "network", "agreed with the prediction too late to be sure of it")


def settled_baseline(
    estate: Estate, fleet: DeviceRunner, patience: Patience, say: Callable[[str], None] = lambda _: None
) -> tuple[Running, Baseline]:
    """Survey the network until it shows what its running configurations predict, or patience ends."""
    deadline = time.monotonic() + patience.converge
    told = False
    while True:
        surveyed = survey(estate, fleet)
        running = from_devices(estate, surveyed)
        baseline = observe(configured(estate.network, running.texts)[0], surveyed.snapshot)
        if not baseline.unexplained or time.monotonic() >= deadline:
            return running, baseline
        if not told:
            say("the network does not show what its configurations predict: waiting for it to settle")
            told = True
        time.sleep(patience.interval)


def verify(estate: Estate, fleet: DeviceRunner, patience: Patience) -> Verdict:
    """Whether the network shows what the estate predicts.  A failure is a finding here, and not excused."""
    return agree(fleet, [predict(estate.network)], must_answer=fleet.names, patience=patience)
