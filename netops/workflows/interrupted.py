"""Where a push stands that was interrupted, in words: by its journal, which is all that is certain."""

from __future__ import annotations

from netops.workflows.estate import Estate
from netops.workflows.history import Event, Recorded, Status, history

__all__ = ["where_it_stands"]


def where_it_stands(estate: Estate) -> str:
    """What has become of the estate's devices, and what to do about it.  Raises StoreError."""
    unfinished = [each for each in history(estate.journal().read()) if each.status is Status.UNFINISHED]
    return _told(unfinished[-1]) if unfinished else "no device was left in the middle of a change"


def _told(change: Recorded) -> str:
    name, resume = change.change.identifier, f"`netops push --resume {change.change.identifier}`"
    if not change.touched:
        return f"change {name} had not reached any device; {resume} closes it"
    if change.undoing:
        return f"change {name} was being rolled back; {resume} goes on with that, or the devices' timers do"
    if change.said(Event.CONFIRMING):
        return (
            f"change {name} was verified and being confirmed; {resume} confirms the rest, before the first timer fires"
        )
    return f"nothing stays half done: {resume} finishes or undoes change {name}, or the devices go back by themselves"
