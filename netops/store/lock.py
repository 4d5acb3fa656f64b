"""One push at a time on an estate."""

from __future__ import annotations

import fcntl
import os
import socket
from pathlib import Path

from netops.errors import ChangeError, StoreError
from netops.store.atomic import make_folder

__all__ = ["PushLock"]


class PushLock:
    """A lock that dies with its process: ``flock`` on a file which names its owner.

    Raises ChangeError, naming the owner, where another push holds it.  The kernel gives the lock back when the owner
    ends, however it ends, so a stale file never blocks anyone.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def __enter__(self) -> PushLock:
        try:
            make_folder(self.path.parent)
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(f"cannot open {self.path}: {error.strerror or error}") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.pread(descriptor, 200, 0).decode(errors="replace").strip() or "an unknown process"
            os.close(descriptor)
            raise ChangeError(f"another push is under way ({owner}); one at a time on an estate") from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()} on {socket.gethostname()}\n".encode(), 0)
        self._descriptor = descriptor
        return self

    def __exit__(self, *error: object) -> None:
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None
