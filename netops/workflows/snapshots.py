"""Snapshots of an estate: kept, found again by whatever name they are given, and compared."""

from __future__ import annotations

from pathlib import Path

from netops.errors import InputError
from netops.model import Snapshot
from netops.store import SnapshotShelf, load_snapshot
from netops.workflows.estate import Estate

__all__ = ["find_snapshot", "is_file", "shelf_of"]

_ENDINGS = (".json", ".gz")


def shelf_of(estate: Estate) -> SnapshotShelf:
    """The estate's own, in ``.netops/snapshots``."""
    return SnapshotShelf(estate.state / "snapshots")


def is_file(reference: str) -> bool:
    """Whether a reference means a file, wherever it is, and no estate is needed to find it."""
    return "/" in reference or reference.endswith(_ENDINGS)


def find_snapshot(estate: Estate, reference: str) -> Snapshot:
    """The snapshot that is meant.

    ``predicted`` is what the design should show; ``latest``, ``latest~1``, an identifier, its beginning or a label is
    one that was kept; anything with a slash, ``.json`` or ``.gz`` in it is a file.  Raises InputError with the nearest
    names where there is none, StoreError where it cannot be read, PredictionError.
    """
    if is_file(reference):
        return load_snapshot(Path(reference))
    if reference == "predicted":
        from netops.analysis import predict  # loads numpy and scipy

        return predict(estate.network)
    try:
        return load_snapshot(shelf_of(estate).find(reference))
    except InputError:
        if Path(reference).is_file():
            return load_snapshot(Path(reference))
        raise
