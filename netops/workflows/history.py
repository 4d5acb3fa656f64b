"""History: the journal's entries folded into changes."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from difflib import get_close_matches
from enum import StrEnum

from netops.errors import InputError
from netops.model import Change, DeviceChange, DeviceOutcome
from netops.store import Entry
from netops.workflows.estate import Estate

__all__ = ["Event", "Recorded", "Status", "find_change", "history", "new_identifier"]


class Event(StrEnum):
    """The journal's words; docs/push.md says when each is written."""

    PLANNED = "planned"
    COMMITTING = "committing"
    COMMITTED = "committed"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"
    AGREED = "agreed"
    DIFFERED = "differed"
    CONFIRMING = "confirming"
    CONFIRMED = "confirmed"
    UNDOING = "undoing"
    ROLLING_BACK = "rolling-back"
    ROLLED_BACK = "rolled-back"
    FINISHED = "finished"


class Status(StrEnum):
    """How a change ended."""

    COMMITTED = "committed"
    ROLLED_BACK = "rolled-back"
    INCOMPLETE = "incomplete"  # ended, and some device could not be brought to where it should be
    UNFINISHED = "unfinished"  # netops died: ``push --resume`` finishes or undoes it


_OUTCOMES = {
    Event.COMMITTING: DeviceOutcome.UNKNOWN,
    Event.COMMITTED: DeviceOutcome.PENDING,
    Event.UNCHANGED: DeviceOutcome.UNCHANGED,
    Event.FAILED: DeviceOutcome.FAILED,
    Event.UNKNOWN: DeviceOutcome.UNKNOWN,
    Event.SKIPPED: DeviceOutcome.SKIPPED,
    Event.CONFIRMED: DeviceOutcome.CONFIRMED,
    Event.ROLLED_BACK: DeviceOutcome.ROLLED_BACK,
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """A change as the journal tells it."""

    change: Change
    status: Status
    entries: tuple[Entry, ...]

    @property
    def touched(self) -> tuple[str, ...]:
        """Devices that netops began to change, in order of name."""
        return tuple(sorted({each.device for each in self.entries if each.event == Event.COMMITTING}))

    def said(self, event: Event) -> bool:
        return any(each.event == event for each in self.entries)

    @property
    def undoing(self) -> bool:
        """Whether it was decided, and not yet carried through, to undo it."""
        events = [each.event for each in self.entries if each.event in {Event.UNDOING, Event.FINISHED}]
        return bool(events) and events[-1] == Event.UNDOING


def new_identifier() -> str:
    """A name for a change that sorts by time: date, time (UTC) and four random hexadecimal digits."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


def history(entries: Iterable[Entry]) -> tuple[Recorded, ...]:
    """Every change in the journal, the oldest first."""
    grouped: dict[str, list[Entry]] = {}
    for entry in entries:
        grouped.setdefault(entry.change, []).append(entry)
    return tuple(_recorded(name, tuple(group)) for name, group in grouped.items())


def _recorded(identifier: str, entries: tuple[Entry, ...]) -> Recorded:
    planned = next((each for each in entries if each.event == Event.PLANNED), None)
    detail = planned.detail if planned is not None else {}
    devices = {name: DeviceChange(name, diff) for name, diff in detail.get("diffs", {}).items()}
    for entry in entries:
        outcome = _OUTCOMES.get(Event(entry.event)) if entry.event in set(Event) else None
        if entry.device and outcome is not None:
            held = devices.get(entry.device, DeviceChange(entry.device))
            devices[entry.device] = replace(held, outcome=outcome, error=str(entry.detail.get("error", "")))
    ends = [each for each in entries if each.event in {Event.FINISHED, Event.UNDOING}]
    finished = ends[-1] if ends and ends[-1].event == Event.FINISHED else None
    change = Change(
        identifier,
        str(detail.get("who", "")),
        str(detail.get("why", "")),
        tuple(devices[name] for name in sorted(devices)),
        entries[0].at,
        finished.at if finished is not None else None,
    )
    status = Status(finished.detail["status"]) if finished is not None else Status.UNFINISHED
    return Recorded(change, status, entries)


def find_change(estate: Estate, identifier: str | None = None) -> Recorded:
    """The change of that name (its beginning is enough), or the last unfinished one.  Raises InputError."""
    known = history(estate.journal().read())
    if identifier is None:
        open_ones = [each for each in known if each.status is Status.UNFINISHED]
        if not open_ones:
            raise InputError("no change is unfinished")
        return open_ones[-1]
    return _named(known, identifier)


def _named(known: Sequence[Recorded], identifier: str) -> Recorded:
    found = [each for each in known if each.change.identifier.startswith(identifier)]
    exact = [each for each in found if each.change.identifier == identifier]
    if len(found) != 1 and len(exact) != 1:
        names = [each.change.identifier for each in known]
        near = get_close_matches(identifier, names, n=1)
        hint = f"; did you mean {near[0]}?" if near else " (netops history lists them)"
        raise InputError(f"{'more than one' if found else 'no'} change is named {identifier}{hint}")
    return (exact or found)[0]
