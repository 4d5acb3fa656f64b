"""Check: the estate's files, then the network that they describe."""

from __future__ import annotations

from collections.abc import Collection

from netops.checks import all_checks, run_checks
from netops.model import Finding
from netops.workflows.estate import Estate

__all__ = ["check", "known_checks", "unread_files"]


def check(estate: Estate, only: Collection[str] | None = None) -> tuple[Finding, ...]:
    """Every mistake in the files and every fault of the design, the worst first, but before them all unread files.

    ``only`` names the checks to run (all, where None).  Raises InputError for a check that is not known.
    """
    unread = unread_files(estate)
    found = {*estate.findings, *run_checks(estate.network, only)} - {*unread}
    return (*unread, *sorted(found, key=lambda each: each.order))


def unread_files(estate: Estate) -> tuple[Finding, ...]:
    """The mistakes for which a file could not be read: much of what is found besides may follow from these."""
    return tuple(each for each in estate.findings if each.location is not None and each.location.file == each.subject)


def known_checks() -> tuple[tuple[str, str, str], ...]:
    """Every check there is: its name, its severity, what is wrong where it finds something."""
    return tuple((each.id, str(each.severity), each.title) for each in all_checks())
