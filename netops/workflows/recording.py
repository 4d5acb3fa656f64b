"""Answers to show commands that were kept as files: ``show/DEVICE/COMMAND``, the command's blanks as ``_``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

__all__ = ["recorded_outputs"]


def recorded_outputs(folder: Path, device: str) -> Mapping[str, str]:
    """Each answer by its command; nothing where none was kept for this device."""
    show = folder / "show" / device
    if not show.is_dir():
        return {}
    return {_command(path): path.read_text(encoding="utf-8", errors="replace") for path in sorted(show.iterdir())}


def _command(path: Path) -> str:
    command = path.stem.replace("_", " ")
    if command.startswith("vtysh -c '"):
        return command.removeprefix("vtysh -c '").removesuffix("'")
    return command
