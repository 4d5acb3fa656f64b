"""Finding and ending the processes of a lab, by what /proc says of them: no list of process ids can be out of date."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Collection
from pathlib import Path

from netops.errors import LabError
from netops.lab.naming import MARK

__all__ = ["inits", "kill_all", "marked", "pids_in"]

_NETNS = Path("/run/netns")
_PROC = Path("/proc")


def marked(value: str) -> set[int]:
    """The living processes whose environment carries this mark."""
    wanted = f"{MARK}={value}".encode()
    return {pid for pid in _pids() if wanted in _read(_PROC / str(pid) / "environ").split(b"\0")}


def pids_in(names: Collection[str]) -> dict[str, set[int]]:
    """The living processes in each of these network namespaces."""
    inodes: dict[int, str] = {}
    for name in names:
        with contextlib.suppress(OSError):
            inodes[(_NETNS / name).stat().st_ino] = name
    found: dict[str, set[int]] = {name: set() for name in names}
    for pid in _pids():
        with contextlib.suppress(OSError):
            inode = os.stat(_PROC / str(pid) / "ns" / "net").st_ino
            if inode in inodes:
                found[inodes[inode]].add(pid)
    return found


def inits(names: Collection[str]) -> dict[str, int]:
    """Process 1 of the device in each of these network namespaces, as the machine numbers it, where one runs."""
    found: dict[str, int] = {}
    for name, pids in pids_in(names).items():
        for pid in pids:
            lines = (line.split() for line in _read(_PROC / str(pid) / "status").splitlines())
            numbers = next((fields[1:] for fields in lines if fields[:1] == [b"NSpid:"]), [])
            if len(numbers) > 1 and numbers[-1] == b"1" and _alive(pid):
                found[name] = pid
    return found


def kill_all(mark: str | None, namespaces: Collection[str], timeout: float = 20.0) -> None:
    """End every process that carries the mark or lives in one of the namespaces; LabError where one does not go.

    Looks again until none is left: a process may have started another between the look and the kill.
    """
    deadline = time.monotonic() + timeout
    while True:
        left = (marked(mark) if mark else set[int]()).union(*pids_in(namespaces).values()) - {os.getpid()}
        left = {pid for pid in left if _alive(pid)}
        if not left:
            return
        if time.monotonic() > deadline:
            raise LabError(f"these processes of the lab did not end: {', '.join(map(str, sorted(left)))}")
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.02)


def _pids() -> list[int]:
    return [int(name) for name in os.listdir(_PROC) if name.isdigit()]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it has ended since
        return b""


def _alive(pid: int) -> bool:
    """Whether it is there and not merely waiting for its parent to read its exit status."""
    status = _read(_PROC / str(pid) / "stat")
    return bool(status) and status.rpartition(b")")[2].split()[:1] != [b"Z"]
