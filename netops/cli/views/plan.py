"""A plan, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from netops.model import DeviceChange, Route
from netops.report import diff_text, findings_view, plain_table, to_json
from netops.workflows.impact import Impact, RouteChanges
from netops.workflows.plan import Plan

__all__ = ["impact_view", "plan_json", "plan_view"]

SHOWN_PATHS = 12


def plan_json(plan: Plan) -> Mapping[str, Any]:
    """What a program needs of a plan: not the networks and predictions it was made from."""
    return {
        "basis": plan.basis,
        "changed": plan.changed,
        "devices": to_json(plan.devices),
        "impact": to_json(plan.impact),
        "findings": to_json(plan.findings),
    }


def plan_view(plan: Plan, *, details: bool = False) -> RenderableType:
    """Diffs, then what they do to the network, then the findings."""
    parts: list[RenderableType] = [Text(f"running configurations: {plan.basis}", "dim")]
    parts += [Text(f"\n{each.device}: {each.error}", "bold yellow") for each in plan.devices if each.error]
    parts += _diffs(plan.devices)
    if not plan.changed:
        parts.append(Text("✔ every device runs what is intended: nothing to push", "green"))
    else:
        parts += [Text(f"\n{_devices(len(plan.changed))} to change", "bold"), impact_view(plan.impact, details=details)]
    if plan.findings:
        parts += [Text("\nFindings", "bold"), findings_view(plan.findings)]
    return Group(*parts)


def _diffs(devices: Iterable[DeviceChange]) -> Iterator[RenderableType]:
    """Each device's diff; devices whose lines change alike are told together, without what surrounds these lines."""
    alike: dict[tuple[str, ...], list[DeviceChange]] = {}
    for each in devices:
        if each.diff:
            changed = tuple(line for line in each.diff.splitlines()[2:] if line[:1] in ("+", "-"))
            alike.setdefault(changed, []).append(each)
    for lines, group in alike.items():
        yield Text(f"\n{', '.join(each.device for each in group)}", "bold")
        yield diff_text(group[0].diff if len(group) == 1 else "\n".join(lines))


def _devices(count: int) -> str:
    return f"{count} device{'s' if count != 1 else ''}"


def impact_view(impact: Impact, *, details: bool = False) -> RenderableType:
    """Routes, neighbours, paths and redundancy; a section that is empty says so in one line."""
    return Group(
        *_routes(impact.routes, details),
        *_section(
            "neighbours",
            [(each.device, each.kind, each.peer, each.before or "–", each.after or "–") for each in impact.peers],
            ("device", "kind", "neighbour", "before", "after"),
        ),
        *_lost(impact),
        *_paths(impact),
        *_section(
            "redundancy",
            [(each.kind, each.subject, each.detail) for each in impact.redundancy],
            ("what", "where", "what is lost"),
        ),
    )


def _routes(changes: tuple[RouteChanges, ...], details: bool) -> Iterator[RenderableType]:
    rows = [
        (
            each.device,
            *(str(each.count(kind) or "–") for kind in ("added", "removed", "changed")),
            str(sum(1 for one in each.changes if one.lost_width) or "–"),
        )
        for each in changes
    ]
    yield from _section("routes", rows, ("device", "added", "removed", "changed", "fewer ways"))
    if details:
        for each in changes:
            lines = [(one.kind, str(one.prefix), _route(one.before), _route(one.after)) for one in each.changes]
            yield from _section(f"routes of {each.device}", lines, ("what", "prefix", "before", "after"))


def _route(route: Route | None) -> str:
    if route is None:
        return "–"
    hops = ", ".join(sorted(str(each) for each in route.next_hops))
    return f"{route.protocol} [{route.distance}/{route.metric}] {hops}"


def _lost(impact: Impact) -> Iterator[RenderableType]:
    count = sum(1 for each in impact.peers if each.lost)
    if count:
        yield Text(f"  {count} neighbour{'s are' if count > 1 else ' is'} lost", "bold red")


def _paths(impact: Impact) -> Iterator[RenderableType]:
    """Equal changes of many segments are told once: residents of forty buildings share two ways out."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for each in impact.paths:
        told = f"{each.source} → {each.destination} (IPv{each.family})"
        grouped.setdefault((str(each.before), str(each.after)), []).append(told)
    rows = [
        (f"{told[0]}{f' and {len(told) - 1} more' if len(told) > 1 else ''}", before, after)
        for (before, after), told in grouped.items()
    ]
    cut = sum(1 for each in impact.paths if each.cut)
    yield from _section("paths", rows[:SHOWN_PATHS], ("path", "before", "after"))
    if len(rows) > SHOWN_PATHS:
        yield Text(f"  … and {len(rows) - SHOWN_PATHS} more kinds of change; --json has them all", "dim")
    if cut:
        yield Text(f"  {cut} paths are cut", "bold red")


def _section(title: str, rows: Sequence[tuple[str, ...]], headings: tuple[str, ...]) -> Iterator[RenderableType]:
    if rows:
        table = plain_table(headings, rows)
        table.show_edge = False  # its heading stands right above it, and a blank line before that
        yield Text(f"\n{title}", "bold")
        yield table
    else:
        yield Text(f"\n{title}: no change", "dim")
