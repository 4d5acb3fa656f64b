"""Snapshots as files, exact in both directions."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path

from netops.errors import StoreError
from netops.model import Snapshot
from netops.report.serial import from_json, to_json
from netops.store.atomic import write_atomic

__all__ = ["UNREADABLE", "load_snapshot", "save_snapshot", "snapshot_text"]

UNREADABLE = (ValueError, TypeError, KeyError, EOFError, zlib.error, gzip.BadGzipFile)
"""What reading a file raises that is torn, or no snapshot."""

_MAGIC = b"\x1f\x8b"  # RFC 1952, section 2.3.1


def save_snapshot(path: Path, snapshot: Snapshot) -> None:
    """Write a snapshot, readable by its owner alone.  Raises StoreError."""
    write_atomic(path, snapshot_text(snapshot), mode=0o600)


def snapshot_text(snapshot: Snapshot) -> str:
    """The snapshot as one line of JSON, the same on every run."""
    return json.dumps(to_json(snapshot), sort_keys=True) + "\n"


def load_snapshot(path: Path) -> Snapshot:
    """Read what :func:`save_snapshot` or a shelf wrote.

    Raises StoreError where it is missing, torn or of another version.
    """
    try:
        data = path.read_bytes()
        text = gzip.decompress(data).partition(b"\n")[2] if data.startswith(_MAGIC) else data
        return from_json(Snapshot, json.loads(text))
    except UNREADABLE as error:
        raise StoreError(f"{path} is not a snapshot of this version of netops: {error}") from error
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror or error}") from error
