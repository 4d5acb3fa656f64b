"""The journal: what netops was about to do, and what became of it.

Append-only JSON lines, each with a checksum before it, so that a line torn by a crash is told from a whole one::

    9f2c41d07be85a13 {"at":"2026-11-23T14:30:15.120000+00:00","change":"20261123-143015-3f2a","event":"committing",…}

A line reaches the disk (fsync, also of the folder) before :meth:`Journal.write` returns, those of one step together;
what is intended is therefore known before it is done.  Every text passes ``redact`` first.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from netops.errors import StoreError
from netops.report.serial import from_json, to_json
from netops.store.atomic import append_lines

__all__ = ["Entry", "Journal"]


@dataclass(frozen=True, slots=True)
class Entry:
    """``event`` is one of the words of docs/push.md; ``detail`` holds what belongs to it, in JSON's types."""

    at: datetime
    change: str
    event: str
    device: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


class Journal:
    """One estate's journal.  ``redact`` takes secrets out of text; it is applied to whatever is written."""

    def __init__(self, path: Path, redact: Callable[[str], str] = str) -> None:
        self.path = path
        self._redact = redact
        self._lock = Lock()

    def write(self, change: str, event: str, device: str = "", **detail: object) -> Entry:
        """Append an entry and wait for the disk.  Raises StoreError."""
        (entry,) = self.write_all(change, [(event, device, detail)])
        return entry

    def write_all(self, change: str, events: Iterable[tuple[str, str, Mapping[str, object]]]) -> tuple[Entry, ...]:
        """Append an entry for each (event, device, detail), and wait once for the disk.  Raises StoreError."""
        entries = tuple(
            Entry(
                datetime.now(UTC),
                change,
                event,
                device,
                {key: self._clean(to_json(each)) for key, each in detail.items()},
            )
            for event, device, detail in events
        )
        if not entries:
            return ()
        with self._lock:
            append_lines(self.path, [_sealed(each) for each in entries])
        return entries

    def _clean(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._redact(value)
        if isinstance(value, list):
            return [self._clean(each) for each in value]
        if isinstance(value, dict):
            return {self._redact(key): self._clean(each) for key, each in value.items()}
        return value

    def read(self) -> tuple[Entry, ...]:
        """Every whole entry, in the order written; torn lines are left out (:meth:`torn` counts them)."""
        return tuple(entry for entry in map(_entry, self._lines()) if entry is not None)

    def torn(self) -> tuple[int, ...]:
        """The numbers, from 1, of the lines that are not whole: a crash in the middle of a write, or a hand's edit."""
        return tuple(number for number, line in enumerate(self._lines(), 1) if _entry(line) is None)

    def _lines(self) -> list[str]:
        try:
            text = self.path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StoreError(f"cannot read {self.path}: {error.strerror or error}") from error
        return [line for line in text.split("\n") if line]


def _sealed(entry: Entry) -> str:
    """Its line, with the checksum before it."""
    text = json.dumps(to_json(entry), separators=(",", ":"), sort_keys=True)
    return f"{_digest(text)} {text}"


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8, person=b"netops-journal").hexdigest()


def _entry(line: str) -> Entry | None:
    digest, _, text = line.partition(" ")
    if digest != _digest(text):
        return None
    try:
        return from_json(Entry, json.loads(text))
    except (ValueError, TypeError, KeyError):
        return None  # a whole line of another version of netops: counted as unreadable, never guessed at
