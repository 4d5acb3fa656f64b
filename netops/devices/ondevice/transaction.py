"""The transaction: all or nothing, and back again by itself unless it is confirmed.

What holds when any step is killed, or the power goes:

* before the pending commit is recorded: nothing was changed;
* after it: the revert timer was armed before anything was applied, and it returns to the old configuration;
* the timer itself is gone too: the next call of any operation re-arms it, or reverts at once when its time is over or
  the device has booted since (it has loaded its startup configuration, which a pending commit never touches: what is
  running is no longer what was committed, and must not be confirmed);
* a confirmation is one rename; the startup configuration, if not yet written then, is written by the next call;
* the disk is full: the way back needs no write until the old configuration is running again.

A rollback is recorded as pending as well, with a deadline of its own: if it is killed, the timer completes it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from netops.devices.ondevice import timer
from netops.devices.ondevice.faults import (
    BUSY,
    CHANGED,
    FAILED,
    PENDING,
    REJECTED,
    RESIDUAL,
    UNKNOWN_TOKEN,
    TransactionError,
)
from netops.devices.ondevice.fingerprint import fingerprint
from netops.devices.ondevice.store import Pending, Store

TYPE_CHECKING = False  # as type checkers understand it; typing is not worth its time at each start on a device
if TYPE_CHECKING:
    from typing import NoReturn, Protocol
else:
    Protocol = object

__all__ = ["Applier", "Candidate", "Transaction"]

SETTLE = 180.0  # seconds within which a commit without a revert timer, or a rollback, is to be done
RETRIES = 5  # of a revert that fails
PATIENCE = 60.0  # seconds that operations other than a commit wait for the lock


class Candidate(Protocol):
    """A configuration to be applied: checked, and bound to the platform."""

    def check(self) -> None:
        """TransactionError REJECTED where the device's own syntax check refuses it."""

    def diff(self) -> str:
        """Unified diff from running to candidate, empty where they are the same."""

    def snapshot(self) -> str:
        """The running configuration of now: what :meth:`Applier.restore` needs to return to it from this candidate."""

    def differs(self) -> bool:
        """Whether there is anything to apply to what :meth:`snapshot` gave last."""

    def apply(self, token: str, lock: int) -> list[str]:
        """Apply it; the lines left over."""


class Applier(Protocol):
    """A platform's way to apply and restore configurations."""

    def ask(self, commands: Sequence[str]) -> dict[str, str]:
        """The outputs of those of these commands that need no process of their own here."""

    def running(self) -> str:
        """The running configuration."""

    def restore(self, token: str, snapshot: str, lock: int | None) -> list[str]:
        """Return to a snapshot, whether or not the commit was applied in whole or in part; the lines left over."""

    def save(self) -> None:
        """Write the startup configuration."""


class Transaction:
    """Every operation on the transactions of one device."""

    def __init__(self, store: Store, applier: Applier) -> None:
        self.store = store
        self.applier = applier

    def commit(self, candidate: Candidate, token: str, revert_in: int | None) -> None:
        """Apply the candidate under ``token``; without ``revert_in`` it is confirmed as soon as it is applied."""
        with self._locked() as lock:
            self._ready(candidate, token)
            self._carry_out(candidate, token, revert_in, candidate.snapshot(), lock)

    def replace(self, candidate: Candidate, token: str, revert_in: int | None, basis: str | None) -> bool:
        """Check, compare and commit under one lock; False, and nothing is pending, where there is no difference.

        With ``basis`` the device must run the configuration of this fingerprint: CHANGED where it runs another.
        """
        with self._locked() as lock:
            self._ready(candidate, token)
            snapshot = candidate.snapshot()
            if basis is not None and fingerprint(snapshot) != basis:
                raise TransactionError(CHANGED, "its running configuration has changed since the plan was made")
            if not candidate.differs():
                return False
            self._carry_out(candidate, token, revert_in, snapshot, lock)
            return True

    def _ready(self, candidate: Candidate, token: str) -> None:
        """Whatever keeps this commit from being begun is said before anything is."""
        self._refuse_pending()
        if self.store.unsaved():
            raise TransactionError(FAILED, "the startup configuration of the commit before cannot be written")
        if self.store.outcome(token) is not None:
            raise TransactionError(REJECTED, f"the token {token} was used before")
        candidate.check()

    def _carry_out(self, candidate: Candidate, token: str, revert_in: int | None, snapshot: str, lock: int) -> None:
        """The way back is on the disk, and the timer armed, before the candidate is applied."""
        self.store.set_rollback(token, snapshot)
        self._begin(Pending(token, time.time() + (SETTLE if revert_in is None else revert_in), boot=_boot()))
        left = candidate.apply(token, lock)
        if left:
            self._back_out(token, left, lock)
        self._mark("applied", fingerprint(self.applier.running()))
        if revert_in is None:
            self._keep(token)

    def confirm(self, token: str) -> None:
        """Keep the commit; CHANGED where the device does not run any more what was applied.

        A daemon that was started again meanwhile has loaded the startup configuration, which holds nothing of it.
        """
        with self._locked(PATIENCE):
            pending = self.store.pending()
            if pending is None or pending.token != token or pending.state != "applied":
                known = self.store.outcome(token)
                told = f"it is {known} already" if known else "it is not known here"
                raise TransactionError(UNKNOWN_TOKEN, f"commit {token} does not await a confirmation: {told}")
            if pending.running not in ("", fingerprint(self.applier.running())):
                raise TransactionError(CHANGED, "its running configuration has changed since the commit")
            self._keep(token)

    def rollback(self, token: str) -> None:
        """Return to the configuration before the commit; nothing to do where that was done before."""
        with self._locked(PATIENCE) as lock:
            snapshot = self.store.rollback(token)
            pending = self.store.pending()
            undoing = Pending(token, time.time() + SETTLE, "undoing", boot=_boot())
            if pending is not None and pending.token == token:
                with suppress(OSError, TransactionError):  # a full disk is no reason to stay where we are
                    self._begin(undoing._replace(save=pending.save))
            elif self.store.outcome(token) in ("rolled-back", "failed"):
                return
            else:
                self._refuse_pending()
                self._begin(undoing._replace(save=True))
            self._undo(token, snapshot, lock)

    def pending(self) -> str | None:
        """The token of the commit that awaits its confirmation; one that is under way is waited for."""
        try:
            with self._locked(PATIENCE):
                pass
        except TransactionError as error:
            if error.status not in (BUSY, RESIDUAL):
                raise
        found = self.store.pending()
        return None if found is None else found.token

    @contextmanager
    def _locked(self, wait: float = 0.0) -> Iterator[int]:
        lock = self.store.lock(wait)
        try:
            self._recover(lock)
            yield lock
        finally:
            os.close(lock)

    def _recover(self, lock: int) -> None:
        """Finish what a power loss or a kill interrupted: whoever was at it, we hold the lock now."""
        if self.store.unsaved():
            with suppress(TransactionError):  # one that cannot be written must not stand in a rollback's way
                self.applier.save()
                self.store.clear_unsaved()
        pending = self.store.pending()
        if pending is None:
            return
        over = pending.deadline <= time.time() and not timer.alive(self.store.root)
        if pending.state != "applied" or over or pending.boot not in ("", _boot()):
            self._undo(pending.token, self.store.rollback(pending.token), lock)
        elif not timer.alive(self.store.root):
            self._arm(pending)

    def _refuse_pending(self) -> None:
        found = self.store.pending()
        if found is not None:
            raise TransactionError(PENDING, f"commit {found.token} awaits its confirmation")

    def _begin(self, pending: Pending) -> None:
        """Recorded first: where that fails, the timer that is waiting goes on waiting."""
        self.store.set_pending(pending)
        timer.disarm(self.store.root)
        self._arm(pending)

    def _arm(self, pending: Pending) -> None:
        try:
            timer.arm(self.store.root, pending.deadline, lambda: self._fire(pending.token))
        except OSError as error:
            raise TransactionError(FAILED, f"the revert timer cannot be started: {error}") from None

    def _mark(self, state: str, running: str = "") -> None:
        pending = self.store.pending()
        if pending is not None and pending.state != state:
            self.store.set_pending(pending._replace(state=state, running=running))

    def _keep(self, token: str) -> None:
        self.store.confirm_pending()
        self.store.set_outcome(token, "confirmed")
        timer.disarm(self.store.root)
        self.applier.save()
        self.store.clear_unsaved()

    def _back_out(self, token: str, left: list[str], lock: int) -> NoReturn:
        """Return from a commit that was applied only in part, and say so."""
        try:
            self._undo(token, self.store.rollback(token), lock, "failed")
        except TransactionError as fault:
            lines = (*left, "--- and after the rollback:", *fault.lines)
            raise TransactionError(
                RESIDUAL, "not all of it could be applied, and not all of it rolled back", lines
            ) from None
        raise TransactionError(RESIDUAL, "not all of it could be applied; it was rolled back", tuple(left))

    def _undo(self, token: str, snapshot: str, lock: int | None, outcome: str = "rolled-back") -> None:
        with suppress(OSError):  # a note for whoever comes after a kill; a full disk must not keep the old away
            self._mark("undoing")
        pending = self.store.pending()
        left = self.applier.restore(token, snapshot, lock)
        if left:
            raise TransactionError(RESIDUAL, "the old configuration could not be restored in full", tuple(left))
        if pending is not None and pending.save:
            self.applier.save()
        self.store.set_outcome(token, outcome)
        self.store.clear_pending()
        timer.disarm(self.store.root)

    def _fire(self, token: str) -> None:
        """What the timer does at its deadline, if the token is still pending."""
        for attempt in range(1, RETRIES + 1):
            lock = self.store.lock(wait=3600.0)
            try:
                pending = self.store.pending()
                if pending is not None and pending.token == token:
                    self._undo(token, self.store.rollback(token), lock)
            except Exception:  # noqa: BLE001 - nobody is there to be told; whatever it was, it may pass
                os.close(lock)
                time.sleep(2.0**attempt)
            else:
                os.close(lock)
                return


def _boot() -> str:
    """What this boot of the device is called (random(4)); empty where that is not known."""
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as stream:
            return stream.read().strip()
    except OSError:
        return ""
