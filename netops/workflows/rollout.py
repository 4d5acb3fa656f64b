"""The rollout of a plan: canary, batches, verification after each, then confirm all or undo all."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from netops.errors import InputError, PredictionError
from netops.model import Change, DeviceOutcome, Finding, Severity, Snapshot
from netops.platforms import get_platform
from netops.report.serial import to_json
from netops.workflows.configurations import candidate
from netops.workflows.estate import Estate
from netops.workflows.expectation import expectations
from netops.workflows.fleet import DeviceRunner
from netops.workflows.history import Event, Status, find_change, new_identifier
from netops.workflows.plan import Plan
from netops.workflows.settling import settle_time
from netops.workflows.transaction import Transaction
from netops.workflows.undo import Undoing
from netops.workflows.verify import Patience, agree

__all__ = ["Rollout", "RolloutOptions", "RolloutResult", "Steps"]

MARGIN = 15.0
"""Seconds kept free before the first revert timer fires: time to confirm, or to roll back in order."""

Steps = tuple[tuple[str, ...], ...]
"""Names of devices: the canary alone, then one batch after the other."""


@dataclass(frozen=True, slots=True)
class RolloutOptions:
    """``max_failures`` devices may fail to take their configuration before all is rolled back.

    ``revert_after`` (seconds) None: as long as the steps may take, and at least two minutes.
    """

    max_failures: int = 0
    revert_after: int | None = None
    patience: Patience = field(default_factory=Patience)


@dataclass(frozen=True, slots=True)
class RolloutResult:
    """``findings`` say why it was undone, or what is left to look at."""

    status: Status
    change: Change
    findings: tuple[Finding, ...] = ()
    reason: str = ""


class Rollout:
    """One change under way.  ``silent`` devices did not answer before it, and are left alone."""

    def __init__(
        self,
        estate: Estate,
        fleet: DeviceRunner,
        options: RolloutOptions,
        plan: Plan,
        steps: Steps,
        silent: frozenset[str],
        say: Callable[[str], None],
    ) -> None:
        self.estate, self.fleet, self.options, self.plan, self.steps = estate, fleet, options, plan, steps
        self.silent, self.say = silent, say
        devices = {each.device: each for each in plan.devices if each.diff or each.error}
        self.transaction = Transaction(new_identifier(), estate, fleet, devices)
        self.patience = options.patience.lasting(settle_time(plan.before, plan.after))
        self.revert_in = self._revert_in()
        self.expires = 0.0

    def carry_out(self, who: str, why: str) -> RolloutResult:
        """Every step in order; the first that fails or differs undoes all.

        Raises SecretError before anything is touched, and StoreError at any time; the devices' timers then undo it.
        """
        candidates = {name: candidate(self.estate, name) for step in self.steps for name in step}
        self._record_intent(who, why)
        self.expires = time.monotonic() + self.revert_in - MARGIN
        for number, step in enumerate(self.steps, 1):
            self._say_step(number, step)
            with ThreadPoolExecutor(1) as beside:  # predicted while the devices are at it, as if all goes well
                coming = beside.submit(self._expectations, self._new() | {*step})
                texts = {name: candidates[name] for name in step}
                self.transaction.commit(texts, self.revert_in, self.plan.fingerprints)
            if self._too_many_failed(canary=number == 1):
                return self._undo("a device did not take its configuration", self._failed())
            try:
                as_hoped = self._new() >= {*step} and not self._unknown()
                expected = coming.result() if as_hoped else self._expectations(self._new(), self._unknown())
            except PredictionError as error:
                finding = Finding("not-predicted", Severity.ERROR, "network", str(error))
                return self._undo("it cannot be predicted what the network should show now", (finding,))
            differing = self._verify(expected, whole=number in (1, len(self.steps)))
            if differing:
                return self._undo("the network does not show what was predicted", differing)
        if not self._confirm():
            return self._undo("a device did not keep its configuration", self._failed())
        return self._finish()

    def _revert_in(self) -> int:
        """Seconds until a device undoes its part: a multiple of what every platform here can count in."""
        abilities = [
            get_platform(self.estate.network.devices[name].platform).abilities for step in self.steps for name in step
        ]
        if not all(each.revert_timer for each in abilities):
            raise InputError("a device of this change has no revert timer: netops does not push without one")
        needed = len(self.steps) * (self.patience.converge + 30) + MARGIN
        wanted = self.options.revert_after or max(120, int(needed))
        if wanted <= 2 * MARGIN:
            raise InputError(f"--revert-after must be more than {int(2 * MARGIN)} seconds")
        step = max(each.revert_step for each in abilities)
        return -(-wanted // step) * step

    def _record_intent(self, who: str, why: str) -> None:
        """Everything that a new process needs, on the disk before the first device is touched."""
        plan, name = self.plan, self.transaction.identifier
        platforms = {each: self.estate.network.devices[each].platform for each in plan.texts_before}
        self.estate.change(name).save(
            before=plan.texts_before,
            after=plan.texts_after,
            platforms=platforms,
            expected_after=plan.expected_after,
        )
        self.transaction.journal.write(
            name,
            Event.PLANNED,
            who=who,
            why=why,
            diffs={each.device: each.diff for each in plan.devices if each.diff},
            steps=self.steps,
            revert_in=self.revert_in,
            failures=to_json(plan.failures),
            silent=sorted(self.silent),
        )
        self.say(f"change {name}: every device goes back by itself after {self.revert_in} s unless it is confirmed")
        for each in sorted(self.silent & self.transaction.devices.keys()):
            self.transaction.note(each, DeviceOutcome.UNKNOWN, "did not answer before the change: left alone")

    def _say_step(self, number: int, step: tuple[str, ...]) -> None:
        kind = "canary" if number == 1 and len(self.steps) > 1 else f"step {number} of {len(self.steps)}"
        self.say(f"{kind}: {', '.join(step)}")

    def _new(self) -> set[str]:
        return {*self.transaction.having(DeviceOutcome.PENDING, DeviceOutcome.UNCHANGED)}

    def _unknown(self) -> set[str]:
        return {*self.transaction.having(DeviceOutcome.UNKNOWN)}

    def _expectations(self, new: Collection[str], unknown: Collection[str] = ()) -> tuple[Snapshot, ...]:
        """What the network should show with these devices changed; PredictionError."""
        return expectations(self.estate, self.plan, new, unknown)

    def _verify(self, expected: tuple[Snapshot, ...], *, whole: bool) -> tuple[Finding, ...]:
        """What differs from the prediction for the network as it now should stand.

        The canary is there to show what a change does, and after the last step all is kept: both are watched for as
        long as the change may take to act (``whole``).  A step between them is covered by the last.
        """
        if len(expected) == 1 and self._all_tried() and expected[0] is not self.plan.expected_after:
            self.estate.change(self.transaction.identifier).expect(expected[0])
        self.say("verifying: collecting from every device until the network shows what was predicted")
        must_answer = {*self.fleet.names} - self.silent - self._unknown()
        patience = self.patience if whole else replace(self.patience, settle=0.0)
        verdict = agree(self.fleet, expected, must_answer=must_answer, patience=patience, until=self.expires)
        event = Event.AGREED if verdict.holds else Event.DIFFERED
        new = sorted(self._new())
        self.transaction.journal.write(self.transaction.identifier, event, findings=verdict.findings, devices=new)
        return verdict.findings

    def _all_tried(self) -> bool:
        return self.transaction.touched == {name for step in self.steps for name in step}

    def _confirm(self) -> bool:
        """Whether all were confirmed: one that was not goes back, and the network is not what was verified."""
        names = self.transaction.having(DeviceOutcome.PENDING)
        self.say(f"the network shows what was predicted: confirming {', '.join(names)}")
        self.transaction.confirm(names)
        return {*names} <= {*self.transaction.having(DeviceOutcome.CONFIRMED)}

    def _too_many_failed(self, *, canary: bool = False) -> bool:
        count = len(self.transaction.having(DeviceOutcome.FAILED, DeviceOutcome.UNKNOWN))
        return count > (0 if canary else self.options.max_failures)

    def _failed(self) -> tuple[Finding, ...]:
        names = self.transaction.having(DeviceOutcome.FAILED, DeviceOutcome.UNKNOWN)
        devices = [self.transaction.devices[name] for name in names]
        return tuple(
            Finding("device-failed", Severity.ERROR, each.device, each.error or str(each.outcome)) for each in devices
        )

    def _undo(self, reason: str, findings: tuple[Finding, ...]) -> RolloutResult:
        for name in sorted({name for step in self.steps for name in step} - self.transaction.touched):
            self.transaction.note(name, DeviceOutcome.SKIPPED)
        undoing = Undoing(self.estate, self.fleet, self.transaction, self.patience, self.say)
        status, after = undoing.carry_out(reason, findings, known=self.plan.failures)
        return RolloutResult(status, self._change(), findings + after, reason)

    def _finish(self) -> RolloutResult:
        self.transaction.journal.write(self.transaction.identifier, Event.FINISHED, status=Status.COMMITTED)
        return RolloutResult(Status.COMMITTED, self._change(), self._failed())

    def _change(self) -> Change:
        return find_change(self.estate, self.transaction.identifier).change
