"""Writes that are either whole or not there, also after a crash or a power cut."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from netops.errors import StoreError

__all__ = ["append_lines", "make_folder", "write_atomic"]


def write_atomic(path: Path, content: str | bytes, *, mode: int = 0o644) -> bool:
    """Put ``content`` at ``path``: temporary file, fsync, rename, fsync of the folder.

    Returns whether anything changed: a file that already holds it is left alone.  Raises StoreError.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        if path.exists() and path.read_bytes() == data:
            return False
        make_folder(path.parent)
        _replace(path, data, mode)
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error.strerror or error}") from error
    return True


def _replace(path: Path, data: bytes, mode: int) -> None:
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fchmod(stream.fileno(), mode)
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def append_lines(path: Path, lines: Iterable[str], *, mode: int = 0o600) -> None:
    """Add lines and wait until all of them are on the disk.  Raises StoreError.

    A file that was torn in the middle of its last line gets a line end first, so that only that line is lost.
    """
    try:
        make_folder(path.parent)
        new = not path.exists()
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, mode)
        try:
            _append(descriptor, "".join(f"{line}\n" for line in lines))
        finally:
            os.close(descriptor)
        if new:
            _sync_folder(path.parent)
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error.strerror or error}") from error


def _append(descriptor: int, text: str) -> None:
    size = os.fstat(descriptor).st_size
    torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
    data = (b"\n" if torn else b"") + text.encode()
    while data:
        data = data[os.write(descriptor, data) :]
    os.fsync(descriptor)


def make_folder(path: Path) -> None:
    """Make a folder and those above it, each entry on the disk.  Raises StoreError."""
    missing = []
    while not path.exists():
        missing.append(path)
        path = path.parent
    for each in reversed(missing):
        try:
            each.mkdir(exist_ok=True)
        except OSError as error:
            raise StoreError(f"cannot make {each}: {error.strerror or error}") from error
        _sync_folder(each.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
