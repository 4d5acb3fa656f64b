"""What netops asks of a device: the small protocol that every driver speaks.

One instance is one session with one device.  A transaction is
``load_replace -> compare -> commit(token, revert_in) -> confirm(token)``, or ``rollback(token)`` instead of the last
step.  The revert timer runs on the device: it fires also when the session, or netops itself, has died.  Any process
that knows the token can confirm or roll back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from netops.model import DeviceState, IPAddress, Probe

__all__ = ["Driver"]


@runtime_checkable
class Driver(Protocol):
    """A session with a device.  All methods raise :class:`netops.errors.DeviceError` (or one of its kinds)."""

    name: str
    platform: str

    def open(self) -> None:
        """Log in; UnreachableError where that fails within the deadline."""

    def close(self) -> None:
        """End the session; never raises, and never undoes a pending commit."""

    def attend(self) -> None:
        """Say that much will be asked: what makes every later answer cheaper may then be started on the device."""

    def running(self) -> str:
        """The running configuration, complete and with secrets: never to be stored as it is."""

    def load_replace(self, configuration: str) -> None:
        """Make this the candidate, whole; RejectedError where the device's own syntax check refuses it."""

    def load_merge(self, configuration: str) -> None:
        """Make the running configuration with these lines added the candidate; RejectedError as above."""

    def compare(self) -> str:
        """Unified diff from running to candidate; empty when they are the same.  It may hold secrets."""

    def discard(self) -> None:
        """Forget the candidate."""

    def commit(self, token: str, revert_in: int | None = None) -> None:
        """Apply the candidate, all or nothing; ResidualError where lines were left over (it is rolled back then).

        The configuration before it is kept on the device under ``token``.  With ``revert_in`` (seconds) a timer on the
        device, armed before anything is applied, returns to that configuration unless ``confirm`` comes first.
        BusyError where another transaction runs or awaits confirmation.
        """

    def replace(self, configuration: str, token: str, revert_in: int, basis: str | None = None) -> bool:
        """load_replace, compare and commit in one round trip, and under one lock.

        False, and nothing is pending, where the device runs this configuration already.  ``basis`` is the
        :func:`~netops.devices.fingerprint` of the running configuration that the change was planned for: ChangedError,
        and nothing was changed, where it runs another now.
        """

    def pending(self) -> str | None:
        """The token of the commit that awaits its confirmation, from whatever process, or None."""

    def confirm(self, token: str) -> None:
        """Keep the commit and save it as the startup configuration; DeviceError where that token is not pending."""

    def rollback(self, token: str) -> None:
        """Return to the configuration before the commit with this token, pending or confirmed; idempotent."""

    def collect(self) -> DeviceState:
        """What the device shows now."""

    def survey(self) -> tuple[str, DeviceState]:
        """:meth:`running` and :meth:`collect` in one round trip."""

    def probe(
        self, plan: Sequence[tuple[str, IPAddress]], count: int, interval: float, linger: float = 2.0
    ) -> tuple[Probe, ...]:
        """Ask each (interface, neighbour's address) for ``count`` echoes, ``interval`` seconds apart, all at once.

        It waits ``linger`` seconds for the last answer."""
