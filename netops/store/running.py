"""Folders of device configurations: ``configs/intended`` and ``configs/running``, one file a device."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from netops.errors import StoreError
from netops.store.atomic import make_folder, write_atomic

__all__ = ["SUFFIXES", "read_configurations", "write_configurations"]

SUFFIXES = {"frr": ".conf", "ovs": ".ovs"}
"""File name endings by platform; any other platform's files end in .cfg."""

_WRITERS = 16


def write_configurations(
    folder: Path, configurations: Mapping[str, str], platforms: Mapping[str, str], *, mode: int = 0o644
) -> tuple[Path, ...]:
    """Write one file a device, and return those that changed.

    The texts must be free of secrets.  Raises StoreError.
    """
    paths = {name: folder / f"{name}{SUFFIXES.get(platforms.get(name, ''), '.cfg')}" for name in sorted(configurations)}
    if not paths:
        return ()
    make_folder(folder)
    with ThreadPoolExecutor(_WRITERS) as writers:  # each waits for the disk, and the disk takes many as fast as one
        changed = writers.map(lambda name: write_atomic(paths[name], configurations[name], mode=mode), paths)
        return tuple(path for path, new in zip(paths.values(), changed, strict=True) if new)


def read_configurations(folder: Path) -> dict[str, str]:
    """Device name to configuration text; empty where the folder is missing.  Raises StoreError."""
    endings = {*SUFFIXES.values(), ".cfg"}
    try:
        return {
            path.stem: path.read_text(encoding="utf-8", errors="replace")
            for path in sorted(folder.glob("*"))
            if path.suffix in endings and not path.name.startswith(".")
        }
    except OSError as error:
        raise StoreError(f"cannot read {folder}: {error.strerror or error}") from error
