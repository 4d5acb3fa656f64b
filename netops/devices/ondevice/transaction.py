"""The transaction: all or nothing, and back again by itself unless it is confirmed.

What holds when any step is killed, or the power goes:

* before the pending commit is recorded: nothing was changed;
* after it: the revert timer was armed before anything was applied, and it returns to the old configuration;
* the timer itself is gone too (power loss): the next call of any operation re-arms it, or reverts at once when its
  time is over.  A device that boots has loaded its startup configuration, which a pending commit never touches;
* a confirmation is one rename; the startup configuration, if not yet written then, is written by the next call.

A rollback is recorded as pending as well, with a deadline of its own: if it is killed, the timer completes it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import NoReturn, Protocol

from netops.devices.ondevice import timer
from netops.devices.ondevice.faults import BUSY, FAILED, PENDING, REJECTED, RESIDUAL, UNKNOWN_TOKEN, TransactionError
from netops.devices.ondevice.store import Pending, Store

__all__ = ["Applier", "Candidate", "Transaction"]

SETTLE = 180.0  # seconds within which a commit without a revert timer, or a rollback, is to be done
RETRIES = 5  # of a revert that the device's daemons refuse
PATIENCE = 60.0  # seconds that operations other than a commit wait for the lock


class Candidate(Protocol):
    """A configuration to be applied: checked, and bound to the platform."""

    def check(self) -> None:
        """TransactionError REJECTED where the device's own syntax check refuses it."""

    def diff(self) -> str:
        """Unified diff from running to candidate, empty where they are the same."""

    def snapshot(self) -> str:
        """What :meth:`Applier.restore` needs to return from this candidate to the configuration of now."""

    def apply(self, token: str, lock: int) -> list[str]:
        """Apply it; the lines left over."""


class Applier(Protocol):
    """A platform's way to apply and restore configurations."""

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
            self._refuse_pending()
            if self.store.outcome(token) is not None:
                raise TransactionError(REJECTED, f"the token {token} was used before")
            candidate.check()
            self.store.set_rollback(token, candidate.snapshot())
            self._begin(Pending(token, time.time() + (SETTLE if revert_in is None else revert_in)))
            left = candidate.apply(token, lock)
            if left:
                self._back_out(token, left, lock)
            self._mark("applied")
            if revert_in is None:
                self._keep(token)

    def confirm(self, token: str) -> None:
        with self._locked(PATIENCE):
            pending = self.store.pending()
            if pending is None or pending.token != token or pending.state != "applied":
                known = self.store.outcome(token)
                told = f"it is {known} already" if known else "it is not known here"
                raise TransactionError(UNKNOWN_TOKEN, f"commit {token} does not await a confirmation: {told}")
            self._keep(token)

    def rollback(self, token: str) -> None:
        """Return to the configuration before the commit; nothing to do where that was done before."""
        with self._locked(PATIENCE) as lock:
            pending = self.store.pending()
            if pending is None or pending.token != token:
                snapshot = self.store.rollback(token)
                if self.store.outcome(token) in ("rolled-back", "failed"):
                    return
                self._refuse_pending()
                pending = Pending(token, 0.0, save=True)
            else:
                snapshot = self.store.rollback(token)
            self._begin(replace(pending, deadline=time.time() + SETTLE, state="undoing"))
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
            self.applier.save()
            self.store.clear_unsaved()
        pending = self.store.pending()
        if pending is None:
            return
        if pending.state != "applied" or (pending.deadline <= time.time() and not timer.alive(self.store.root)):
            self._undo(pending.token, self.store.rollback(pending.token), lock)
        elif not timer.alive(self.store.root):
            self._arm(pending)

    def _refuse_pending(self) -> None:
        found = self.store.pending()
        if found is not None:
            raise TransactionError(PENDING, f"commit {found.token} awaits its confirmation")

    def _begin(self, pending: Pending) -> None:
        timer.disarm(self.store.root)
        self.store.set_pending(pending)
        self._arm(pending)

    def _arm(self, pending: Pending) -> None:
        try:
            timer.arm(self.store.root, pending.deadline, lambda: self._fire(pending.token))
        except OSError as error:
            raise TransactionError(FAILED, f"the revert timer cannot be started: {error}") from None

    def _mark(self, state: str) -> None:
        pending = self.store.pending()
        if pending is not None and pending.state != state:
            self.store.set_pending(replace(pending, state=state))

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
                if pending is None or pending.token != token:
                    return
                self._undo(token, self.store.rollback(token), lock)
                return
            except TransactionError:
                time.sleep(2.0**attempt)
            finally:
                os.close(lock)
