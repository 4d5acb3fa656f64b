"""The revert timer: a process of its own on the device, which needs neither the session nor the client."""

from __future__ import annotations

import fcntl
import os
import signal
import time
from collections.abc import Callable

__all__ = ["alive", "arm", "disarm"]


def arm(root: str | os.PathLike[str], deadline: float, fire: Callable[[], None]) -> None:
    """Start a detached process that calls ``fire`` at ``deadline`` (seconds since the epoch).

    It returns once that process lives: from then on nothing but its end, or the device's, keeps it from firing.
    """
    ready, told = os.pipe()
    child = os.fork()
    if child == 0:
        os.setsid()
        if os.fork() == 0:
            _watch(root, deadline, fire, told)
        os._exit(0)
    os.close(told)
    os.waitpid(child, 0)
    try:
        if os.read(ready, 1) != b".":
            raise OSError("the revert timer did not start")
    finally:
        os.close(ready)


def alive(root: str | os.PathLike[str]) -> bool:
    """Whether a timer is waiting (it holds a lock for as long as it lives)."""
    descriptor = os.open(os.path.join(root, "timer"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def disarm(root: str | os.PathLike[str]) -> None:
    """End the waiting timer.  Only for the holder of the transaction lock: the timer cannot be reverting then."""
    if not alive(root):
        return
    try:
        with open(os.path.join(root, "timer"), encoding="ascii") as stream:
            process = int(stream.read())
        if process != os.getpid():  # the timer itself ends anyway
            os.kill(process, signal.SIGKILL)
    except (ValueError, ProcessLookupError):
        return


def _watch(root: str | os.PathLike[str], deadline: float, fire: Callable[[], None], told: int) -> None:
    """The timer's whole life; never returns."""
    status = 1
    try:
        lock = os.open(os.path.join(root, "timer"), os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)
        os.ftruncate(lock, 0)
        os.write(lock, str(os.getpid()).encode())
        os.fsync(lock)
        os.write(told, b".")
        _let_go(keep=lock)
        time.sleep(max(0.0, deadline - time.time()))
        fire()
        status = 0
    finally:
        os._exit(status)


def _let_go(keep: int) -> None:
    """Give up every descriptor of the parent: its lock, and the pipes by which sshd would wait for us."""
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    limit = max(int(name) for name in os.listdir("/proc/self/fd")) + 1
    for descriptor in range(3, limit):
        if descriptor != keep:
            try:
                os.close(descriptor)
            except OSError:
                continue
