"""One change on the devices: intent into the journal, then the action, then what became of it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from netops.devices import UnknownTokenError
from netops.devices.driver import Driver
from netops.errors import (
    BusyError,
    ChangedError,
    DeviceError,
    RejectedError,
    ResidualError,
    SecretError,
    UnsupportedError,
)
from netops.model import DeviceChange, DeviceOutcome
from netops.store import Journal
from netops.workflows.configurations import resolved, shown
from netops.workflows.estate import Estate
from netops.workflows.fleet import DeviceRunner, split
from netops.workflows.history import Event

__all__ = ["Transaction"]

_HOLDS_OLD = (BusyError, ChangedError, RejectedError, UnsupportedError)
"""After these a device certainly holds the configuration it held before the commit."""

_EVENTS = {
    DeviceOutcome.PENDING: Event.COMMITTED,
    DeviceOutcome.UNCHANGED: Event.UNCHANGED,
    DeviceOutcome.CONFIRMED: Event.CONFIRMED,
    DeviceOutcome.ROLLED_BACK: Event.ROLLED_BACK,
    DeviceOutcome.FAILED: Event.FAILED,
    DeviceOutcome.UNKNOWN: Event.UNKNOWN,
    DeviceOutcome.SKIPPED: Event.SKIPPED,
}


@dataclass
class Transaction:
    """``identifier`` is the change's name, and the token that the devices know it by.

    ``devices`` is kept up to date; ``touched`` are those on which a commit was begun.
    """

    identifier: str
    estate: Estate
    fleet: DeviceRunner
    devices: dict[str, DeviceChange] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    journal: Journal = field(init=False)

    def __post_init__(self) -> None:
        self.journal = self.estate.journal()

    def having(self, *outcomes: DeviceOutcome) -> tuple[str, ...]:
        """The touched devices that stand so, in order of name."""
        return tuple(name for name in sorted(self.touched) if self.devices[name].outcome in outcomes)

    def note(self, name: str, outcome: DeviceOutcome, error: str = "") -> None:
        """Set a device's outcome, and write it into the journal."""
        self._note_all([(name, outcome, error)])

    def _note_all(self, outcomes: Sequence[tuple[str, DeviceOutcome, str]]) -> None:
        for name, outcome, error in outcomes:
            held = self.devices.get(name, DeviceChange(name))
            self.devices[name] = replace(held, outcome=outcome, error=error)
        noted = [(_EVENTS[outcome], name, {"error": error} if error else {}) for name, outcome, error in outcomes]
        self.journal.write_all(self.identifier, noted)

    def commit(self, candidates: Mapping[str, str], revert_in: int, basis: Mapping[str, str]) -> None:
        """Put these configurations on their devices, each under a revert timer of that many seconds.

        ``basis``: fingerprints of the configurations that the plan was made for; a device that runs another refuses.
        """

        def task(driver: Driver) -> DeviceOutcome:
            changed = driver.replace(candidates[driver.name], self.identifier, revert_in, basis.get(driver.name))
            return DeviceOutcome.PENDING if changed else DeviceOutcome.UNCHANGED

        self.touched |= candidates.keys()
        failed = self._do(Event.COMMITTING, task, candidates)
        self._ask_again({name: failed[name] for name in self.having(DeviceOutcome.UNKNOWN) if name in failed})

    def _ask_again(self, lost: Mapping[str, DeviceError]) -> None:
        """Commits that ended in the middle: each device itself tells whether its own took place; all at once."""
        answers, _ = split(self.fleet.run(lambda driver: driver.pending(), sorted(lost)))
        for name, asked in answers.items():
            if asked is None:
                self.note(name, DeviceOutcome.FAILED, lost[name].reason)
            elif asked == self.identifier and not isinstance(lost[name], ResidualError):
                self.note(name, DeviceOutcome.PENDING)

    def confirm(self, names: Collection[str]) -> None:
        """Keep the change on these devices for good."""

        def task(driver: Driver) -> DeviceOutcome:
            driver.confirm(self.identifier)
            return DeviceOutcome.CONFIRMED

        self._do(Event.CONFIRMING, task, names)

    def rollback(self, names: Collection[str]) -> None:
        """Return these devices to what they held before this change.

        A device that knows nothing of the change never began it, or has forgotten it: it gets the configuration that
        is on file, unless that is the one which it runs.
        """
        before = self.estate.change(self.identifier).before()

        def task(driver: Driver) -> DeviceOutcome:
            try:
                driver.rollback(self.identifier)
            except UnknownTokenError:
                self._restore(driver, before.get(driver.name))
            return DeviceOutcome.ROLLED_BACK

        self._do(Event.ROLLING_BACK, task, names)

    def _restore(self, driver: Driver, text: str | None) -> None:
        if text is None:
            raise DeviceError(driver.name, "neither the device nor netops has its configuration from before the change")
        if shown(self.estate, driver.name, driver.running()) == text:
            return
        try:
            driver.load_replace(resolved(self.estate, text))
        except SecretError as error:
            reason = f"the device does not keep its configuration from before the change, and on file {error}"
            raise DeviceError(driver.name, reason) from None
        if driver.compare():
            driver.commit(f"{self.identifier}-back-{secrets.token_hex(2)}")
        else:
            driver.discard()

    def _do(
        self, intent: Event, task: Callable[[Driver], DeviceOutcome], names: Collection[str]
    ) -> dict[str, DeviceError]:
        self.journal.write_all(self.identifier, [(intent, name, {}) for name in sorted(names)])
        done, failed = split(self.fleet.run(task, sorted(names)))

        def outcome(error: DeviceError) -> DeviceOutcome:
            certain = intent is Event.COMMITTING and isinstance(error, _HOLDS_OLD)
            return DeviceOutcome.FAILED if certain else DeviceOutcome.UNKNOWN

        ended = [(name, each, "") for name, each in done.items()]
        self._note_all([*ended, *((name, outcome(error), error.reason) for name, error in failed.items())])
        return failed
