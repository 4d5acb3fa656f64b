"""What became of a push, a resumed push or a rollback."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from netops.cli.views.plan import plan_json, plan_view
from netops.model import Change, DeviceOutcome, Finding
from netops.report import diff_text, findings_view, plain_table, to_json
from netops.workflows.push import PushOutcome, PushResult
from netops.workflows.rollback import RollbackOutcome, RollbackResult
from netops.workflows.undo import NEW_FAILURE

__all__ = ["ended_view", "outcomes_table", "push_json", "push_view", "rollback_view"]

SHOWN = 6  # findings: one line that is down shows itself in a hundred routes

_STYLES = {
    DeviceOutcome.CONFIRMED: "green",
    DeviceOutcome.UNCHANGED: "green",
    DeviceOutcome.FAILED: "red",
    DeviceOutcome.UNKNOWN: "bold red",
}


def push_json(done: PushResult) -> Mapping[str, Any]:
    """A push as JSON: the plan with it."""
    return {
        "outcome": str(done.outcome),
        "reason": done.reason,
        "steps": done.steps,
        "change": to_json(done.change),
        "findings": to_json(done.findings),
        "plan": plan_json(done.plan),
    }


def push_view(done: PushResult) -> RenderableType:
    """The plan where nothing was done; otherwise the outcome by device."""
    if done.change is not None:
        return ended_view(done.change, str(done.outcome), done.reason, done.findings)
    parts: list[RenderableType] = [plan_view(done.plan)]
    if done.outcome is PushOutcome.DRY_RUN:
        parts.append(Text("\nThis was a dry run; with --commit:", "bold"))
        for number, step in enumerate(done.steps, 1):
            parts.append(Text(f"  {'canary' if number == 1 else f'step {number}'}: {', '.join(step)}"))
    elif done.outcome is PushOutcome.REFUSED:
        parts += [Text(f"\nNothing was pushed: {done.reason}", "bold red"), findings_view(done.findings, limit=SHOWN)]
    elif done.findings:
        parts += [
            Text("\nThe network does not show what its configurations predict", "bold"),
            findings_view(done.findings),
        ]
    return Group(*parts)


def ended_view(change: Change, outcome: str, reason: str, findings: tuple[Finding, ...]) -> RenderableType:
    """A change that has come to its end."""
    style = {"committed": "bold green", "incomplete": "bold red"}.get(outcome, "bold yellow")
    mark = "✔" if outcome == "committed" else "↩" if outcome == "rolled-back" else "✘"
    told = Text(f"{mark} change {change.identifier} {outcome}", style)
    if reason:
        told.append(f": {reason}", "default")
    parts: list[RenderableType] = [outcomes_table(change), told]
    causes = [each for each in findings if each.check == NEW_FAILURE]
    if causes:
        parts += [Text("\nWhat broke meanwhile, and very likely is the reason:", "bold"), findings_view(causes)]
    others = [each for each in findings if each.check != NEW_FAILURE]
    if others:
        parts += [Text("\nWhat differs:", "bold"), findings_view(others, limit=SHOWN)]
    if len(others) > SHOWN:
        parts.append(Text(f"netops show {change.identifier} tells all of them", "dim"))
    return Group(*parts)


def outcomes_table(change: Change) -> RenderableType:
    """Where each device stands."""
    rows = [
        (each.device, Text(str(each.outcome), _STYLES.get(each.outcome, "yellow")), each.error)
        for each in change.devices
    ]
    shown = 3 if any(each.error for each in change.devices) else 2
    return plain_table(("device", "outcome", "why")[:shown], [row[:shown] for row in rows])


def rollback_view(done: RollbackResult) -> RenderableType:
    """Diffs in a dry run; the outcome otherwise."""
    if done.outcome is not RollbackOutcome.DRY_RUN:
        return ended_view(done.change, str(done.outcome), "", done.findings)
    parts: list[RenderableType] = []
    for each in done.devices:
        parts.append(Text(f"\n{each.device}{f': {each.error}' if each.error else ''}", "bold"))
        parts.append(diff_text(each.diff) if each.diff else Text("  runs its old configuration already", "dim"))
    parts.append(Text("\nThis was a dry run; --commit does it", "bold"))
    if done.findings:
        parts.append(findings_view(done.findings))
    return Group(*parts)
