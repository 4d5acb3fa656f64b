"""Names for the shell to complete: read with the least effort, and never an error."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

__all__ = ["complete_change", "complete_device", "complete_snapshot"]

_HOST = re.compile(r"^([\w.-]+):", re.MULTILINE)


def complete_device(incomplete: str) -> list[str]:
    """Devices of the estate, as ``inventory/hosts.yaml`` names them."""
    return [name for name in _devices() if name.startswith(incomplete)]


def complete_change(incomplete: str) -> list[str]:
    """Changes in the journal, the newest first."""
    return [name for name in _changes() if name.startswith(incomplete)]


def complete_snapshot(incomplete: str) -> list[str]:
    """Identifiers of the kept snapshots, the newest first, and the words that stand for one."""
    kept = sorted((each.name.split(".")[0] for each in _estate().glob(".netops/snapshots/*.json.gz")), reverse=True)
    return [name for name in ("latest", "latest~1", "predicted", *kept) if name.startswith(incomplete)]


def _estate() -> Path:
    """The folder that a command would take; what ``--estate`` says is not known here."""
    if named := os.environ.get("NETOPS_ESTATE"):
        return Path(named)
    here = Path.cwd()
    return next((each for each in (here, *here.parents) if (each / "inventory").is_dir()), here)


def _estate_file(name: str) -> str:
    try:
        return (_estate() / name).read_text(encoding="utf-8", errors="replace")
    except OSError:
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
