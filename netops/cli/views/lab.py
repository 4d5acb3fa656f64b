"""The lab's devices and links."""

from __future__ import annotations

from collections import Counter

from rich.console import Group, RenderableType
from rich.text import Text

from netops.lab import LabStatus
from netops.report import plain_table

__all__ = ["status_view"]


def status_view(status: LabStatus | None) -> RenderableType:
    """A line a device, and the links that are not up."""
    if status is None:
        return Text("no lab is up", "dim")
    styles = {"running": "green", "stopped": "yellow", "failed": "red"}
    rows = [(name, Text(state, styles.get(state, ""))) for name, state in sorted(status.devices.items())]
    cut = [name for name, state in status.links.items() if state != "up"]
    counts = Counter(status.devices.values())
    told = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
    parts: list[RenderableType] = [plain_table(("device", "state"), rows), Text(f"{told}; {len(status.links)} links")]
    if cut:
        parts.append(Text(f"cut: {', '.join(cut)}", "yellow"))
    if not status.whole:
        parts.append(Text("it was not built to the end: netops lab down removes it", "bold red"))
    return Group(*parts)
