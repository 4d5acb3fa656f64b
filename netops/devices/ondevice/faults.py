"""What can go wrong on the device, and the exit status that says so."""

from __future__ import annotations

__all__ = ["BUSY", "CHANGED", "FAILED", "PENDING", "REJECTED", "RESIDUAL", "UNKNOWN_TOKEN", "TransactionError"]

REJECTED = 65  # EX_DATAERR: the configuration was refused, nothing was changed
RESIDUAL = 70  # EX_SOFTWARE: applied in part; ``lines`` were left over
FAILED = 71  # EX_OSERR: the device's own tools do not work
BUSY = 75  # EX_TEMPFAIL: another transaction holds the lock
PENDING = 76  # a commit awaits its confirmation
UNKNOWN_TOKEN = 77  # no such commit is known
CHANGED = 78  # the running configuration is not the one that the candidate was made for


class TransactionError(Exception):
    """The operation was not carried out; ``lines`` is evidence that may hold secrets."""

    def __init__(self, status: int, message: str, lines: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.lines = lines
