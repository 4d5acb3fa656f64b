"""Resume: finish or undo, from a new process, a change whose netops died."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from netops.analysis import Failures
from netops.devices.driver import Driver
from netops.errors import ChangeError, DeviceError, SecretError
from netops.model import Change, DeviceOutcome, Finding, Severity
from netops.report.serial import from_json
from netops.workflows.configurations import resolved
from netops.workflows.estate import Estate
from netops.workflows.fleet import DeviceRunner, split
from netops.workflows.history import Event, Recorded, Status, find_change
from netops.workflows.transaction import Transaction
from netops.workflows.undo import Undoing
from netops.workflows.verify import Patience, agree

__all__ = ["Resumed", "resume"]


@dataclass(frozen=True, slots=True)
class Resumed:
    status: Status
    change: Change
    findings: tuple[Finding, ...] = ()
    reason: str = ""


def resume(
    estate: Estate,
    fleet: DeviceRunner,
    identifier: str | None = None,
    *,
    undo: bool = False,
    patience: Patience | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Resumed:
    """Bring the change (None: the unfinished one) to its end: all devices new, or all old.

    It is finished where every device of it holds the new configuration and the network shows what was predicted;
    otherwise, or with ``undo``, it is undone.  Raises InputError for an unknown change, ChangeError where it is
    finished already or another push is under way.
    """
    with estate.lock():
        recorded = find_change(estate, identifier)
        if recorded.status is not Status.UNFINISHED:
            raise ChangeError(f"change {recorded.change.identifier} is {recorded.status}: nothing is left to do")
        return _Resume(estate, fleet, recorded, patience or Patience(), say).carry_out(undo)


class _Resume:
    def __init__(
        self,
        estate: Estate,
        fleet: DeviceRunner,
        recorded: Recorded,
        patience: Patience,
        say: Callable[[str], None],
    ) -> None:
        self.estate, self.fleet, self.recorded, self.patience, self.say = estate, fleet, recorded, patience, say
        devices = {each.device: each for each in recorded.change.devices}
        self.transaction = Transaction(
            recorded.change.identifier, estate, fleet, devices, {*recorded.touched} & {*fleet.names}
        )
        planned = next((each.detail for each in recorded.entries if each.event == Event.PLANNED), {})
        self.failures = from_json(Failures, planned["failures"]) if "failures" in planned else Failures()
        self.silent = frozenset(planned.get("silent", ()))
        self.planned = frozenset(name for step in planned.get("steps", ()) for name in step)
        self.gone = sorted({*recorded.touched} - {*fleet.names})

    def carry_out(self, undo: bool) -> Resumed:
        if not self.transaction.touched and not self.gone:
            self.transaction.journal.write(self.transaction.identifier, Event.FINISHED, status=Status.ROLLED_BACK)
            return self._result(Status.ROLLED_BACK, reason="it had not reached any device")
        names = ", ".join(sorted(self.transaction.touched))
        self.say(f"change {self.transaction.identifier}: asking {names} where they stand")
        self._ask(undo or self.recorded.undoing)
        if undo or self.recorded.undoing:
            return self._undo("undone as asked" if undo else "it was being rolled back", ())
        if not self._complete():
            return self._undo("it had not reached every device, or some device went back by itself", ())
        findings = self._verify()
        if findings:
            return self._undo("the network does not show what was predicted", findings)
        self.transaction.confirm(self.transaction.having(DeviceOutcome.PENDING))
        lost = self.transaction.having(DeviceOutcome.UNKNOWN)
        if lost:
            return self._undo(f"{', '.join(lost)} did not keep its configuration", ())
        self.transaction.journal.write(self.transaction.identifier, Event.FINISHED, status=Status.COMMITTED)
        return self._result(Status.COMMITTED)

    def _ask(self, undoing: bool) -> None:
        """Set every touched device's outcome by what it says itself: its pending token, or else what it runs."""
        after = self.estate.change(self.transaction.identifier).after()
        standing, failed = split(self.fleet.run(self._asking(after, undoing), sorted(self.transaction.touched)))
        for name, outcome in standing.items():
            if outcome is DeviceOutcome.ROLLED_BACK:  # by itself, or never reached: the journal does not know it yet
                self.transaction.note(name, outcome)
            else:
                self.transaction.devices[name] = replace(self.transaction.devices[name], outcome=outcome)
        for name, error in failed.items():
            self.transaction.note(name, DeviceOutcome.UNKNOWN, error.reason)

    def _asking(self, after: Mapping[str, str], undoing: bool) -> Callable[[Driver], DeviceOutcome]:
        def task(driver: Driver) -> DeviceOutcome:
            if driver.pending() == self.transaction.identifier:
                return DeviceOutcome.PENDING
            try:
                driver.load_replace(resolved(self.estate, after[driver.name]))
            except SecretError as error:
                if not undoing:
                    raise
                raise DeviceError(driver.name, str(error)) from None  # going back needs no secret
            try:
                return DeviceOutcome.ROLLED_BACK if driver.compare() else DeviceOutcome.CONFIRMED
            finally:
                driver.discard()

        return task

    def _complete(self) -> bool:
        """Whether every device of the plan holds its new configuration, but for those that failed and were let be."""
        new = {*self.transaction.having(DeviceOutcome.PENDING, DeviceOutcome.CONFIRMED)}
        if not self.recorded.said(Event.CONFIRMING):
            return self.planned <= new
        failed = {each.device for each in self.recorded.change.devices if each.outcome is DeviceOutcome.FAILED}
        return self.planned <= new | failed

    def _verify(self) -> tuple[Finding, ...]:
        self.say("verifying: collecting from every device until the network shows what was predicted")
        expected = self.estate.change(self.transaction.identifier).expected_after()
        must_answer = {*self.fleet.names} - self.silent
        verdict = agree(self.fleet, [expected], must_answer=must_answer, patience=self.patience)
        event = Event.AGREED if verdict.holds else Event.DIFFERED
        self.transaction.journal.write(self.transaction.identifier, event, findings=verdict.findings)
        return verdict.findings

    def _undo(self, reason: str, findings: tuple[Finding, ...]) -> Resumed:
        undoing = Undoing(self.estate, self.fleet, self.transaction, self.patience, self.say)
        status, after = undoing.carry_out(reason, findings, known=self.failures)
        return self._result(status, findings + after, reason)

    def _result(self, status: Status, findings: tuple[Finding, ...] = (), reason: str = "") -> Resumed:
        change = find_change(self.estate, self.transaction.identifier).change
        return Resumed(status, change, (*findings, *(self._gone(name) for name in self.gone)), reason)

    def _gone(self, name: str) -> Finding:
        """A device that this change touched, and that nobody can be asked about any more."""
        confirmed = any(each.device == name and each.event == Event.CONFIRMING for each in self.recorded.entries)
        holds = "the new configuration, if it was confirmed" if confirmed else "its old configuration, by its own timer"
        return Finding(
            "device-gone",
            Severity.ERROR,
            name,
            "was touched by this change, and is no managed device of the estate any more",
            "asked where it stands",
            f"not asked; it holds {holds}",
            remedy="look at it by hand, or put it back into the inventory before the change is resumed",
        )
