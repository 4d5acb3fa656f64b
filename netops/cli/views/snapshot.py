"""A snapshot in one table: a line a device."""

from __future__ import annotations

from rich.console import RenderableType
from rich.text import Text

from netops.model import DeviceState, Snapshot
from netops.report import plain_table

__all__ = ["snapshot_view"]


def snapshot_view(snapshot: Snapshot) -> RenderableType:
    """Counts by device; "–" stands for a table that was not collected."""
    rows = [_row(snapshot.devices[name]) for name in sorted(snapshot.devices)]
    headings = ("device", "state", "interfaces up", "routes", "adjacencies", "sessions", "MAC addresses")
    return plain_table(headings, rows)


def _row(state: DeviceState) -> tuple[str | Text, ...]:
    if not state.reachable:
        return (state.name, Text(state.error or "unreachable", "red"), "", "", "", "", "")
    health = Text(f"{len(state.unread)} lines not understood", "yellow") if state.unread else Text("ok", "green")
    ports = state.interfaces.values() if state.interfaces is not None else None
    return (
        state.name,
        health,
        _share(None if ports is None else [each.oper_up for each in ports]),
        str(len(state.routes)) if state.ribs is not None else "–",
        _share(None if state.adjacencies is None else [each.up for each in state.adjacencies]),
        _share(None if state.sessions is None else [each.up for each in state.sessions]),
        str(len(state.macs)) if state.macs is not None else "–",
    )


def _share(up: list[bool] | None) -> str:
    return "–" if up is None else f"{sum(up)}/{len(up)}"
