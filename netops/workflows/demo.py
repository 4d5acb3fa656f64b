"""The demonstration's scratch estate and the two changes that are made to it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from netops.errors import InputError, StoreError
from netops.store import write_atomic

__all__ = ["BROKEN", "GOOD", "LINE", "WRONG", "Edit", "edit", "scratch_copy"]

LINE = ("edge1", "isp1")
"""Provider 1's line: it goes dark again while the second change is being verified."""


BROKEN = "dist2"
"""What loses its power in the end."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What an engineer does to a file of the estate: ``old`` is replaced by ``new``."""

    file: str
    old: str
    new: str


GOOD = (
    Edit("inventory/routing.yaml", "local-preference: 100,", "local-preference: 300,"),
    Edit("inventory/groups.yaml", "what you do here is recorded.", "what you do here is recorded. Desk: 555-0100."),
)
"""Everyone leaves by provider 2, since provider 1 has work to do; and every router's banner tells the desk's number."""

WRONG = (Edit("inventory/routing.yaml", "local-preference: 300,", "local-preference: 100,"),)
"""Back to provider 1.  Nothing is wrong with it but what happens meanwhile."""


def scratch_copy(source: Path, target: Path) -> None:
    """Copy an estate's own files, so that the demonstration leaves them alone.  Raises InputError, StoreError."""
    for each in GOOD:
        if not (source / each.file).is_file() or each.old not in (source / each.file).read_text(encoding="utf-8"):
            raise InputError(f"the demonstration is written for netops' own estate: {source / each.file} differs")
    try:
        for name in ("inventory", "topology", "templates"):
            shutil.rmtree(target / name, ignore_errors=True)
            shutil.copytree(source / name, target / name)
    except OSError as error:
        raise StoreError(f"cannot copy the estate to {target}: {error}") from error


def edit(root: Path, edits: tuple[Edit, ...]) -> None:
    """Make the edits.  Raises StoreError."""
    for each in edits:
        path = root / each.file
        write_atomic(path, path.read_text(encoding="utf-8").replace(each.old, each.new))
