"""Names for the shell to complete: read with the least effort, and never an error."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

__all__ = ["complete_change", "complete_device", "complete_snapshot"]

_HOST = re.compile(r"^([\w.-]+):", re.MULTILINE)


def complete_device(incomplete: str) -> list[str]:
    """Devices of the estate around the working folder, as ``inventory/hosts.yaml`` names them."""
    return [name for name in _devices() if name.startswith(incomplete)]


def complete_change(incomplete: str) -> list[str]:
    """Changes in the journal, the newest first."""
    return [name for name in _changes() if name.startswith(incomplete)]


def complete_snapshot(incomplete: str) -> list[str]:
    """Identifiers of the kept snapshots, the newest first, and the words that stand for one."""
    here = Path.cwd()
    folder = next((each for each in (here, *here.parents) if (each / "inventory").is_dir()), here)
    kept = sorted((each.name.split(".")[0] for each in folder.glob(".netops/snapshots/*.json.gz")), reverse=True)
    return [name for name in ("latest", "latest~1", "predicted", *kept) if name.startswith(incomplete)]


def _estate_file(name: str) -> str:
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "inventory").is_dir():
            try:
                return (folder / name).read_text(encoding="utf-8", errors="replace")
            except OSError:
                return ""
    return ""


def _devices() -> list[str]:
    return _HOST.findall(_estate_file("inventory/hosts.yaml"))


def _changes() -> list[str]:
    return list(dict.fromkeys(reversed(list(_journalled()))))


def _journalled() -> Iterator[str]:
    for line in _estate_file(".netops/journal.jsonl").splitlines():
        try:
            yield str(json.loads(line.partition(" ")[2])["change"])
        except (ValueError, KeyError, TypeError):
            continue  # a torn line completes nothing
