"""The device's memory of its transactions: a lock, the pending commit, the configurations to return to.

::

    DIR/lock              flock: one transaction at a time
    DIR/timer             flock held by the living revert timer; holds its process id
    DIR/pending.json      the commit under way or awaiting its confirmation
    DIR/unsaved           a confirmed commit whose startup configuration is not written yet
    DIR/rollback/TOKEN    the configuration before that commit, mode 0600
    DIR/outcome/TOKEN     pending, confirmed, rolled-back or failed

Each file is written under another name, flushed to the disk and renamed: it is whole or not there.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import re
import time
from collections import namedtuple

from netops.devices.ondevice.faults import BUSY, FAILED, REJECTED, UNKNOWN_TOKEN, TransactionError

__all__ = ["Pending", "Store"]

KEPT = 20  # rollback configurations
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}\Z")


class Pending(namedtuple("_Pending", ("token", "deadline", "state", "save", "boot", "running"))):
    """A transaction that is not settled.  ``deadline`` is seconds since the epoch, by the device's own clock.

    ``state``: applying, applied (it may be confirmed) or undoing.  ``save``: the startup configuration is to follow
    when it is undone.  ``boot`` names the boot of the device during which it was made; ``running`` is the fingerprint
    of the running configuration once it was applied.
    """

    __slots__ = ()

    def __new__(
        cls, token: str, deadline: float, state: str = "applying", save: bool = False, boot: str = "", running: str = ""
    ) -> Pending:
        return super().__new__(cls, token, deadline, state, save, boot, running)


class Store:
    """The directory; made on first use, readable by its owner alone."""

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self.root = os.fspath(root)
        try:
            for each in (self.root, self._path("rollback"), self._path("outcome")):
                os.makedirs(each, mode=0o700, exist_ok=True)
        except OSError as error:
            raise TransactionError(FAILED, f"{root}: {error.strerror}: transactions need this directory") from None

    def lock(self, wait: float = 0.0) -> int:
        """The lock's descriptor, held until it is closed; BUSY where another holds it for ``wait`` seconds."""
        descriptor = os.open(self._path("lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        end = time.monotonic() + wait
        while not _try_flock(descriptor):
            if time.monotonic() >= end:
                os.close(descriptor)
                raise TransactionError(BUSY, "another transaction is under way on the device")
            time.sleep(0.05)
        return descriptor

    def pending(self) -> Pending | None:
        text = self._read("pending.json")
        return None if text is None else Pending(**json.loads(text))

    def set_pending(self, pending: Pending) -> None:
        self._write("pending.json", json.dumps(pending._asdict()))
        self.set_outcome(pending.token, "pending")

    def clear_pending(self) -> None:
        self._remove("pending.json")

    def confirm_pending(self) -> None:
        """The one step that keeps a commit: a rename."""
        os.rename(self._path("pending.json"), self._path("unsaved"))
        self._sync(self.root)

    def unsaved(self) -> bool:
        return os.path.exists(self._path("unsaved"))

    def clear_unsaved(self) -> None:
        self._remove("unsaved")

    def outcome(self, token: str) -> str | None:
        return self._read(f"outcome/{checked(token)}")

    def set_outcome(self, token: str, outcome: str) -> None:
        self._write(f"outcome/{checked(token)}", outcome)

    def rollback(self, token: str) -> str:
        """The configuration before the commit with this token."""
        text = self._read(f"rollback/{checked(token)}")
        if text is None:
            raise TransactionError(UNKNOWN_TOKEN, f"no commit {token} is known here")
        return text

    def set_rollback(self, token: str, text: str) -> None:
        """Keep it, and forget all but the last ones."""
        self._write(f"rollback/{checked(token)}", text)
        for old in self._kept()[KEPT:]:
            self._remove(f"rollback/{old}")
            self._remove(f"outcome/{old}")

    def tokens(self) -> list[str]:
        """Of every commit that can be rolled back, the newest first."""
        return [name for name in self._kept() if not name.startswith(".")]

    def _kept(self) -> list[str]:
        """What is in the directory of rollback configurations, the newest first."""
        with os.scandir(self._path("rollback")) as entries:
            found = sorted(entries, key=lambda entry: entry.stat().st_mtime, reverse=True)
        return [entry.name for entry in found]

    def _path(self, name: str) -> str:
        return os.path.join(self.root, name)

    def _read(self, name: str) -> str | None:
        try:
            with open(self._path(name), encoding="utf-8") as stream:
                return stream.read()
        except FileNotFoundError:
            return None

    def _write(self, name: str, text: str) -> None:
        path = self._path(name)
        directory, last = os.path.split(path)
        scratch = os.path.join(directory, f".{last}.{os.getpid()}")
        descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.rename(scratch, path)
        self._sync(directory)

    def _remove(self, name: str) -> None:
        path = self._path(name)
        try:
            os.unlink(path)
        except FileNotFoundError:
            return
        self._sync(os.path.dirname(path))

    def _sync(self, directory: str) -> None:
        """A rename lasts only once its directory is on the disk."""
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def checked(token: str) -> str:
    """The token, which is also a file name."""
    if not _TOKEN.match(token):
        raise TransactionError(REJECTED, "a token is 1 to 100 letters, digits and any of _ . : -")
    return token


def _try_flock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in (errno.EAGAIN, errno.EACCES):
            raise
        return False
    return True
