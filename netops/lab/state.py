"""The lab's memory on disk: what was begun is written before it is done, and each write is whole or absent."""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from netops.errors import LabError

__all__ = ["Stage", "State", "forget", "locked", "read_state", "write_state"]

_FILE = "lab.json"
_LOCK = "lab.lock"


class Stage:
    """Where a lab stands."""

    BUILDING = "building"
    UP = "up"


@dataclass(frozen=True, slots=True)
class State:
    """``links`` are the names of the built ones; ``cut`` and ``stopped`` what faults were made since."""

    prefix: str
    stage: str
    network: str = ""
    devices: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    ports: dict[str, int] = field(default_factory=dict)  # device -> TCP port of its SSH server, on 127.0.0.1
    cut: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    dropping: tuple[str, ...] = ()  # endpoints


def read_state(directory: Path) -> State | None:
    """The lab's state, or None where there is no lab; LabError where it cannot be read."""
    path = directory / _FILE
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
        return State(**{**values, **lists})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise LabError(f"{path} cannot be read ({error}): `netops lab down` removes the lab") from error


def write_state(directory: Path, state: State) -> None:
    """Replace the state at once, and durably."""
    path, fresh = directory / _FILE, directory / f"{_FILE}.new"
    with open(fresh, "w", encoding="utf-8") as file:
        json.dump(dataclasses.asdict(state), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def forget(directory: Path) -> None:
    """Remove the state: the lab is no more."""
    for name in (_FILE, f"{_FILE}.new", _LOCK):
        (directory / name).unlink(missing_ok=True)


@contextlib.contextmanager
def locked(directory: Path, patience: float = 0.0) -> Iterator[None]:
    """Hold the lab for oneself; LabError where another process still builds, changes or removes it after ``patience``.

    The kernel gives the lock back when its holder dies.
    """
    deadline = time.monotonic() + patience
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / _LOCK
    while True:
        with open(path, "w", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                if time.monotonic() < deadline:
                    time.sleep(0.02)
                    continue
                raise LabError(f"another process works on the lab in {directory} now: wait for its end") from error
            # Whoever removed the lab just now took the file away, and it locks nothing any more.
            if path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat()):
                yield
                return
