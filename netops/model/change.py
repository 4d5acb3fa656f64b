"""A change: what is to be pushed to the devices, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["Change", "DeviceChange", "DeviceOutcome"]


class DeviceOutcome(StrEnum):
    """Where a device's part of a change stands; the journal's words."""

    PLANNED = "planned"
    UNCHANGED = "unchanged"  # nothing to push
    PENDING = "pending"  # committed under a revert timer, not yet confirmed
    CONFIRMED = "confirmed"
    ROLLED_BACK = "rolled-back"
    FAILED = "failed"  # the device holds its old configuration
    UNKNOWN = "unknown"  # the device could not be asked
    SKIPPED = "skipped"  # never tried: an earlier batch failed


@dataclass(frozen=True, slots=True)
class DeviceChange:
    """One device's part; ``diff`` is unified-diff text with secrets redacted."""

    device: str
    diff: str = ""
    outcome: DeviceOutcome = DeviceOutcome.PLANNED
    error: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """``identifier`` sorts by time ("20261123-143015-3f2a"); ``who`` and ``why`` are for the journal."""

    identifier: str
    who: str
    why: str
    devices: tuple[DeviceChange, ...] = ()
    started: datetime | None = None
    finished: datetime | None = None
