"""Undo: bring every device of a change back, and see that the network is back too."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from netops.analysis import Failures
from netops.model import DeviceOutcome, Finding, Severity
from netops.workflows.baseline import Baseline, observe
from netops.workflows.collect import survey
from netops.workflows.configurations import configured
from netops.workflows.estate import Estate
from netops.workflows.fleet import DeviceRunner
from netops.workflows.history import Event, Status
from netops.workflows.running import from_devices
from netops.workflows.transaction import Transaction
from netops.workflows.verify import Patience

__all__ = ["NEW_FAILURE", "Undoing"]

NEW_FAILURE = "new-failure"
"""The check of a finding about what went down after the plan was made."""


@dataclass(frozen=True, slots=True)
class Undoing:
    """A change that is being undone; the same whether it failed just now or netops died and was started again."""

    estate: Estate
    fleet: DeviceRunner
    transaction: Transaction
    patience: Patience
    say: Callable[[str], None]

    def carry_out(
        self, reason: str, findings: tuple[Finding, ...], *, known: Failures
    ) -> tuple[Status, tuple[Finding, ...]]:
        """Roll back all that was touched, then wait until the network shows what its old configurations predict.

        ``known`` are failures from before the change; what broke since is reported, and does not make the undoing a
        failure: the configurations are back, and the network shows what they predict with that line or device down.
        """
        transaction = self.transaction
        transaction.journal.write(transaction.identifier, Event.UNDOING, reason=reason, findings=findings)
        uncertain = (DeviceOutcome.PENDING, DeviceOutcome.CONFIRMED, DeviceOutcome.UNKNOWN)
        names = transaction.having(*uncertain)
        self.say(f"{reason}: " + (f"rolling back {', '.join(names)}" if names else "no device holds any of it"))
        transaction.rollback(names)
        left = transaction.having(DeviceOutcome.UNKNOWN)
        after = self._see(known, frozenset(left))
        bad = [each for each in after if each.check != NEW_FAILURE]
        status = Status.INCOMPLETE if bad else Status.ROLLED_BACK
        transaction.journal.write(transaction.identifier, Event.FINISHED, status=status, findings=after)
        return status, after

    def _see(self, known: Failures, left: frozenset[str]) -> tuple[Finding, ...]:
        """Everything that is not as it was before."""
        self.say("verifying that the network is back to what it was")
        not_back, baseline = self._settle()
        stuck = [
            Finding("not-rolled-back", Severity.CRITICAL, name, self.transaction.devices[name].error or "unknown")
            for name in sorted(left)
        ]
        wrong = [
            Finding("not-rolled-back", Severity.CRITICAL, name, "does not run the configuration from before the change")
            for name in not_back
            if name not in left
        ]
        return (*stuck, *wrong, *baseline.unexplained, *_new_failures(known, baseline.failures))

    def _settle(self) -> tuple[list[str], Baseline]:
        """Survey until touched devices run their old configurations and the network has shown so for long enough."""
        kept = self.estate.change(self.transaction.identifier).before()
        before = {name: text for name, text in kept.items() if name in self.estate.network.devices}  # some may be gone
        old = configured(self.estate.network, before)[0]
        deadline = time.monotonic() + self.patience.converge
        since: float | None = None
        while True:
            surveyed = survey(self.estate, self.fleet)
            now_running = configured(self.estate.network, from_devices(self.estate, surveyed).texts)[0]
            baseline = observe(now_running, surveyed.snapshot)
            answered = self.transaction.touched & surveyed.running.keys()
            not_back = sorted(name for name in answered if now_running.devices[name] != old.devices[name])
            now = time.monotonic()
            since = None if not_back or baseline.unexplained else since or now
            if (since is not None and now - since >= self.patience.hold) or now >= deadline:
                return not_back, baseline
            time.sleep(self.patience.interval)


def _new_failures(known: Failures, seen: Failures) -> list[Finding]:
    """What broke since the plan was made: very likely the reason why the prediction did not hold."""
    subjects = [
        *(f"device {name}" for name in sorted(seen.devices - known.devices)),
        *(f"link {name}" for name in sorted(seen.links - known.links)),
        *(f"interface {end}" for end in sorted(seen.interfaces - known.interfaces)),
    ]
    return [
        Finding(NEW_FAILURE, Severity.ERROR, each, "has gone down since the change was planned") for each in subjects
    ]
