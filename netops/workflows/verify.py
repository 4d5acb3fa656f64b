"""Verify: wait until the network shows what was predicted, and stays so; or say what differs."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from netops.analysis import predict
from netops.model import Finding, Severity, Snapshot
from netops.workflows.baseline import Baseline, differences, observe
from netops.workflows.collect import collect, survey
from netops.workflows.configurations import configured
from netops.workflows.estate import Estate
from netops.workflows.fleet import DeviceRunner
from netops.workflows.running import Running, from_devices
from netops.workflows.settling import LONGEST

__all__ = ["Patience", "Verdict", "agree", "settled_baseline", "verify"]


_FIRST_PAUSE = 0.1  # seconds, then twice as long each time: most changes are through in less than a second


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: protocols get ``converge`` to settle; agreement must hold for ``settle``; asked every ``interval``.

    ``settle`` None: as long as may be needed (:mod:`netops.workflows.settling`).
    """

    converge: float = 60.0
    settle: float | None = None
    interval: float = 1.0

    @property
    def hold(self) -> float:
        """How long agreement must hold, where nothing is known of what has changed."""
        return LONGEST if self.settle is None else self.settle

    def lasting(self, settle: float) -> Patience:
        """With this ``settle``, unless one was asked for."""
        return self if self.settle is not None else replace(self, settle=settle)


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
    """Collect until the network agrees with one of the expectations, and has done so for ``patience.hold`` on end.

    What was done before the call, or differed in it, is the last thing known to have moved: from then on every
    collection must agree, and one that begins that much later is the last.  A device of ``must_answer`` that does not
    answer is a difference.  ``until`` (:func:`time.monotonic`) ends it early.
    """
    moved = time.monotonic()
    deadline = moved + patience.converge
    deadline = deadline if until is None else min(deadline, until)
    pause = _FIRST_PAUSE
    while True:
        begun = time.monotonic()
        snapshot = collect(fleet)
        found = min((_differences(each, snapshot, must_answer) for each in expectations), key=len)
        now = time.monotonic()
        moved = now if found else moved
        in_time = until is None or now < until  # one slow answer may take longer than all that was left
        if not found and begun - moved >= patience.hold and in_time:
            return Verdict((), snapshot)
        if now >= deadline:
            return Verdict(found or (_unsettled(),), snapshot)
        pause = min(pause * 2, patience.interval) if found else min(patience.interval, moved + patience.hold - now)
        time.sleep(max(0.0, min(pause, deadline - now)))


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
    estate: Estate,
    fleet: DeviceRunner,
    patience: Patience,
    say: Callable[[str], None] = lambda _: None,
    attend: bool = False,
) -> tuple[Running, Baseline]:
    """Survey the network until it shows what its running configurations predict, or patience ends.

    ``attend``: a change is to follow, for which the devices will be asked much more.
    """
    deadline = time.monotonic() + patience.converge
    told = False
    while True:
        surveyed = survey(estate, fleet, attend=attend)
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
    return agree(fleet, [predict(estate.sound())], must_answer=fleet.names, patience=patience)
