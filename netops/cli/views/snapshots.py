"""The snapshots that an estate keeps."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType
from rich.text import Text

from netops.report import plain_table
from netops.store import KeptSnapshot

__all__ = ["kept_view"]


def kept_view(kept: Sequence[KeptSnapshot]) -> RenderableType:
    """A line a snapshot, the newest first."""
    if not kept:
        return Text("no snapshot is kept: netops collect keeps one each time")
    rows = [
        (
            each.identifier,
            each.label,
            str(each.devices),
            Text(", ".join(each.silent), "red") if each.silent else Text("none", "green"),
        )
        for each in kept
    ]
    return plain_table(("snapshot (UTC)", "label", "devices", "did not answer"), rows)
