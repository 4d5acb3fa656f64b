"""Init: a small estate to start from."""

from __future__ import annotations

from pathlib import Path

from netops.errors import InputError, StoreError
from netops.store import write_atomic

__all__ = ["init"]

_STARTER = Path(__file__).with_name("starter")
_TEMPLATES = (_STARTER / "templates", Path(__file__).parents[2] / "templates")
"""In an installed netops, and in its own checkout."""


def init(folder: Path) -> tuple[Path, ...]:
    """Write inventory, topology and templates into ``folder``; the files written, relative to it.

    Raises InputError where any of these is there already, and StoreError where it cannot be written.
    """
    present = [folder / name for name in ("inventory", "topology", "templates") if (folder / name).exists()]
    if present:
        raise InputError(f"{present[0]} exists: netops init overwrites nothing")
    sources = {path.relative_to(_STARTER): path for path in _STARTER.rglob("*.yaml")}
    templates = next((each for each in _TEMPLATES if each.is_dir()), None)
    if templates is None:
        raise StoreError("this installation of netops has no templates")
    sources |= {Path("templates") / path.relative_to(templates): path for path in templates.rglob("*.j2")}
    for name, source in sorted(sources.items()):
        write_atomic(folder / name, source.read_text(encoding="utf-8"))
    write_atomic(folder / ".gitignore", ".netops/\n")
    return (*sorted(sources), Path(".gitignore"))
