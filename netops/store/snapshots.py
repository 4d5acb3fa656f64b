"""Snapshots as JSON files, exact in both directions."""

from __future__ import annotations

import json
from pathlib import Path

from netops.errors import StoreError
from netops.model import Snapshot
from netops.report.serial import from_json, to_json
from netops.store.atomic import write_atomic

__all__ = ["load_snapshot", "save_snapshot"]


def save_snapshot(path: Path, snapshot: Snapshot) -> None:
    """Write a snapshot, readable by its owner alone.  Raises StoreError."""
    write_atomic(path, json.dumps(to_json(snapshot), sort_keys=True) + "\n", mode=0o600)


def load_snapshot(path: Path) -> Snapshot:
    """Read what :func:`save_snapshot` wrote.  Raises StoreError where it is missing, torn or of another version."""
    try:
        return from_json(Snapshot, json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror or error}") from error
    except (ValueError, TypeError, KeyError) as error:
        raise StoreError(f"{path} is not a snapshot of this version of netops: {error}") from error
