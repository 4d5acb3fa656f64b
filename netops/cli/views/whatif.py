"""What single failures do: a line each, the worst first, and what hurts nobody in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from netops.analysis.whatif import Outcome
from netops.report import plain_table

__all__ = ["outcome_value", "outcomes_view"]

_SHOWN = 6


def outcome_value(outcome: Outcome) -> dict[str, object]:
    """As JSON has it."""
    found = outcome.impact
    return {
        "kind": outcome.failing.kind,
        "name": outcome.failing.name,
        "local": outcome.local,
        "summary": found.lines(),
        "cut_off": {"segments": found.segments_cut, "buildings": found.buildings_cut, "homes": found.homes_cut},
        "at_risk": {
            "segments": found.segments_at_risk,
            "buildings": found.buildings_at_risk,
            "homes": found.homes_at_risk,
        },
        "devices_cut_off": found.devices,
        "losses": found.losses,
        "risks": found.risks,
    }


def outcomes_view(outcomes: Sequence[Outcome], *, detailed: bool = False) -> RenderableType:
    """``detailed``: also each segment with what it lost or now depends on."""
    hurting = [each for each in outcomes if not each.harmless]
    rows = [(each.failing.kind, each.failing.name, _cut(each), _risk(each)) for each in hurting]
    parts: list[RenderableType] = []
    if rows:
        parts.append(plain_table(("", "fails", "cut off", "then one failure from an outage"), rows))
    if detailed:
        parts += [line for each in hurting for line in _details(each)]
    return Group(*parts, *_summary(outcomes))


def _cut(outcome: Outcome) -> Text:
    style = "yellow" if outcome.local else "bold red"
    return Text("\n".join(each.removeprefix("cut off: ") for each in _lines(outcome, risk=False)) or "–", style)


def _risk(outcome: Outcome) -> str:
    lines = [each.partition(": ")[2] for each in _lines(outcome, risk=True)]
    shared = (
        frozenset.intersection(*(frozenset(each.depends_on) for each in outcome.impact.risks or ())) if lines else ()
    )
    devices = sorted(each for each in shared if "--" not in each)
    return "\n".join([*lines, *([f"all on {' and on '.join(devices[:_SHOWN])}"] if devices else [])]) or "–"


def _lines(outcome: Outcome, *, risk: bool) -> list[str]:
    return [each for each in outcome.impact.lines() if each.startswith("one failure") == risk]


def _details(outcome: Outcome) -> Iterator[Text]:
    yield Text(f"\n{outcome.failing.name}", "bold")
    for loss in outcome.impact.losses:
        partly = f"; partly: {', '.join(loss.partly)}" if loss.partly else ""
        yield Text(f"  ✘ {loss.attachment} loses {', '.join(loss.lost) or 'nothing wholly'}{partly}", "red")
    for risk in outcome.impact.risks:
        points = ", ".join(risk.depends_on)
        yield Text(f"  ! {risk.attachment}: {' and '.join(risk.of)} then hang on each of {points}", "yellow")
    if outcome.impact.devices:
        yield Text(f"  devices cut off: {', '.join(outcome.impact.devices)}", "dim")


def _summary(outcomes: Sequence[Outcome]) -> Iterator[Text]:
    cutting = [each for each in outcomes if each.impact.losses]
    wide = [each for each in cutting if not each.local]
    harmless = [each for each in outcomes if each.harmless]
    risky = len(outcomes) - len(cutting) - len(harmless)
    yield Text(
        f"\n{len(outcomes)} failures: {len(cutting)} cut somebody off ({len(wide)} more than what is behind them), "
        f"{risky} cost redundancy alone, {len(harmless)} hurt nobody",
        "bold",
    )
    if harmless:
        names = [each.failing.name for each in harmless]
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        yield Text(f"hurt nobody: {', '.join(names[:_SHOWN])}{more}", "dim")
    if not wide:
        yield Text("✔ no single failure cuts off more than what is behind it", "green")
