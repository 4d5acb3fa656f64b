"""The shelf on which an estate keeps the snapshots that it collected.

``.netops/snapshots/20261123-143015.json.gz`` holds two lines: what a list of snapshots shows, and the snapshot.
"""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import IO, cast

from netops.errors import InputError, StoreError
from netops.model import Snapshot
from netops.report.serial import from_json, to_json
from netops.store.atomic import make_folder, write_atomic
from netops.store.snapshots import UNREADABLE, snapshot_text

__all__ = ["KEEP", "KeptSnapshot", "SnapshotShelf", "check_label"]

KEEP = 50
"""Snapshots without a label, before the oldest goes."""

_ENDING = ".json.gz"
_LABEL = re.compile(r"[A-Za-z0-9][\w+-]{0,63}", re.ASCII)
_LATEST = re.compile(r"latest(?:~([0-9]{1,6}))?")


@dataclass(frozen=True, slots=True)
class KeptSnapshot:
    """One on the shelf: ``devices`` are how many were asked, ``silent`` those that did not answer."""

    identifier: str
    label: str = ""
    devices: int = 0
    silent: tuple[str, ...] = ()


def check_label(label: str) -> None:
    """Raises InputError for a label that could be taken for something else; none at all is right."""
    if label and (not _LABEL.fullmatch(label) or _LATEST.fullmatch(label) or label == "predicted"):
        raise InputError(f"{label!r} is no label: expected letters, digits and + - _, and no word with a meaning")


class SnapshotShelf:
    """The folder of an estate's snapshots.  All methods raise StoreError where the disk fails."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, snapshot: Snapshot, label: str = "", keep: int = KEEP) -> KeptSnapshot:
        """Store a snapshot, readable by its owner alone, and drop all but the ``keep`` newest without a label.

        Raises InputError for a label that could be taken for something else.
        """
        check_label(label)
        silent = tuple(name for name, each in sorted(snapshot.devices.items()) if not each.reachable)
        kept = KeptSnapshot(self._reserve(snapshot.taken or datetime.now(UTC)), label, len(snapshot.devices), silent)
        head = json.dumps(to_json(kept), sort_keys=True)
        text = f"{head}\n{snapshot_text(replace(snapshot, label=label))}"
        write_atomic(self._path(kept.identifier), gzip.compress(text.encode(), 6, mtime=0), mode=0o600)
        for old in [each for each in self.kept() if not each.label][max(1, keep) :]:
            self._drop(old.identifier)
        return kept

    def kept(self) -> tuple[KeptSnapshot, ...]:
        """All that can be read, the newest first."""
        paths = sorted(self.folder.glob(f"*{_ENDING}"), key=_age, reverse=True)
        return tuple(kept for kept in map(_head, paths) if kept is not None)

    def find(self, reference: str) -> Path:
        """The file that is meant: ``latest``, ``latest~1``, an identifier or how it begins, or a label's newest.

        Raises InputError, with the nearest names, where there is none or more than one.
        """
        kept = self.kept()
        if latest := _LATEST.fullmatch(reference):
            back = int(latest[1] or 0)
            if back >= len(kept):
                raise InputError(f"there is no snapshot {reference}: {len(kept)} are kept (netops collect keeps one)")
            return self._path(kept[back].identifier)
        named = [each.identifier for each in kept if reference and reference in (each.identifier, each.label)]
        begun = named[:1] or [each.identifier for each in kept if reference and each.identifier.startswith(reference)]
        if len(begun) == 1:
            return self._path(begun[0])
        if begun:
            raise InputError(f"{reference} can be any of {', '.join(begun[:8])}: give more of it")
        raise InputError(f"there is no snapshot {reference!r}: {_hint(reference, kept)}")

    def _path(self, identifier: str) -> Path:
        return self.folder / f"{identifier}{_ENDING}"

    def _reserve(self, taken: datetime) -> str:
        """A name that nobody has, also no other process: the second, and a number where there are more of it."""
        make_folder(self.folder)
        base = f"{taken.astimezone(UTC):%Y%m%d-%H%M%S}"
        for identifier in (base, *(f"{base}-{number}" for number in range(2, 1000))):
            try:
                self._path(identifier).touch(0o600, exist_ok=False)
            except FileExistsError:
                continue
            except OSError as error:
                raise StoreError(f"cannot write {self._path(identifier)}: {error.strerror or error}") from error
            return identifier
        raise StoreError(f"a thousand snapshots of one second are kept in {self.folder}: no name is left")

    def _drop(self, identifier: str) -> None:
        try:
            self._path(identifier).unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"cannot remove {self._path(identifier)}: {error.strerror or error}") from error


def _hint(reference: str, kept: tuple[KeptSnapshot, ...]) -> str:
    names = [name for each in kept for name in (each.label, each.identifier) if name]
    near = get_close_matches(reference, [*names, "latest", "predicted"], n=3, cutoff=0.5)
    if near:
        return f"did you mean {' or '.join(near)}?"
    newest = f", for example {kept[0].identifier}" if kept else ""
    return f"expected latest, latest~1, predicted, a file, or one of the {len(kept)} that are kept{newest}"


def _age(path: Path) -> list[int]:
    """Identifiers in the order in which they were given, also those of one second."""
    return [int(each) for each in re.findall(r"[0-9]+", path.name)]


def _head(path: Path) -> KeptSnapshot | None:
    """The file's first line; None for a file that is none of ours or torn."""
    try:
        with cast(IO[bytes], gzip.open(path)) as stream:
            return replace(
                from_json(KeptSnapshot, json.loads(stream.readline())), identifier=path.name[: -len(_ENDING)]
            )
    except (*UNREADABLE, OSError):
        return None
