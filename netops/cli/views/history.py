"""One change, from the journal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from netops.cli.views.push import outcomes_table
from netops.model import Finding
from netops.report import diff_text, findings_view, from_json, key_value_table, plain_table
from netops.store import Entry
from netops.workflows.history import Recorded

__all__ = ["change_view"]


def change_view(recorded: Recorded) -> RenderableType:
    """Who and why, the diffs, the outcome by device, and the journal's entries."""
    change = recorded.change
    head = {"change": change.identifier, "status": str(recorded.status), "who": change.who, "why": change.why}
    head |= {"started": str(change.started or ""), "finished": str(change.finished or "")}
    parts: list[RenderableType] = [key_value_table(head)]
    for each in change.devices:
        if each.diff:
            parts += [Text(f"\n{each.device}", "bold"), diff_text(each.diff)]
    parts += [outcomes_table(change), plain_table(("time (UTC)", "event", "device", ""), map(_row, recorded.entries))]
    differed = [each for entry in recorded.entries for each in _findings(entry)]
    if differed:
        parts.append(findings_view(differed))
    return Group(*parts)


def _row(entry: Entry) -> tuple[str, str, str, str]:
    told = entry.detail.get("error") or entry.detail.get("reason") or entry.detail.get("status") or ""
    count = len(entry.detail.get("findings", ()))
    return (
        entry.at.strftime("%H:%M:%S.%f")[:-3],
        entry.event,
        entry.device,
        str(told) or (f"{count} findings" if count else ""),
    )


def _findings(entry: Entry) -> tuple[Finding, ...]:
    return tuple(from_json(Finding, each) for each in entry.detail.get("findings", ()))
