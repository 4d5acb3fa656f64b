"""A scan's result, for people and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from netops.model import Finding
from netops.report import findings_view, to_json
from netops.report.tables import SEVERITY_STYLES
from netops.workflows.scan import ScanCause, ScanResult

__all__ = ["scan_json", "scan_view"]

FEW, MUCH = 3, 6  # symptoms and lines of evidence shown of each cause


def scan_json(result: ScanResult) -> Mapping[str, Any]:
    """What a program needs: causes and findings, not the networks that were predicted."""
    return {
        "clean": result.clean,
        "causes": [_cause_json(each) for each in result.causes],
        "unexplained": to_json(result.unexplained),
        "devices": {name: each.reachable for name, each in result.snapshot.devices.items()},
    }


def _cause_json(found: ScanCause) -> Mapping[str, Any]:
    cause, hurt = found.cause, found.impact
    return {
        "fault": cause.fault,
        "subject": cause.subject,
        "title": cause.title,
        "severity": to_json(found.severity),
        "evidence": cause.evidence,
        "remedy": cause.remedy,
        "alternatives": cause.alternatives,
        "impact": {
            "segments_cut_off": hurt.segments_cut,
            "buildings_cut_off": hurt.buildings_cut,
            "homes_cut_off": hurt.homes_cut,
            "segments_at_risk": hurt.segments_at_risk,
            "buildings_at_risk": hurt.buildings_at_risk,
            "homes_at_risk": hurt.homes_at_risk,
            "devices": hurt.devices,
        },
        "symptoms": to_json(cause.symptoms),
    }


def scan_view(result: ScanResult, *, symptoms: bool = False) -> RenderableType:
    """The causes, the worst first, then what is left."""
    if result.clean:
        routes = sum(len(each.routes) for each in result.snapshot.devices.values())
        return Text(f"✔ {len(result.snapshot.devices)} devices and {routes} routes are as predicted", "green")
    parts: list[RenderableType] = [
        _cause(number, each, symptoms=symptoms) for number, each in enumerate(result.causes, 1)
    ]
    if result.unexplained:
        parts += [Text("Not explained by any fault that netops knows:\n", "bold"), findings_view(result.unexplained)]
    return Group(*parts, _summary(result))


def _cause(number: int, found: ScanCause, *, symptoms: bool) -> Text:
    cause = found.cause
    text = Text()
    text.append(f"{number}. ").append(f"{found.severity} ", SEVERITY_STYLES[found.severity])
    text.append(f"{cause.fault} ", "bold").append(cause.subject, "bold").append(f" – {cause.title}")
    for label, line, style in _lines(found, None if symptoms else MUCH):
        text.append(f"\n   {label:<9} ", "dim").append(line, style)
    shown = cause.symptoms if symptoms else cause.symptoms[:FEW]
    for each in shown:
        text.append(f"\n             {_symptom(each)}", "dim")
    if len(shown) < len(cause.symptoms):
        text.append(f"\n             … and {len(cause.symptoms) - len(shown)} more (--symptoms)", "dim")
    return text.append("\n")


def _lines(found: ScanCause, limit: int | None) -> Iterator[tuple[str, str, str]]:
    cause = found.cause
    for position, line in enumerate(cause.evidence[:limit]):
        yield "" if position else "evidence", line, ""
    if limit is not None and len(cause.evidence) > limit:
        yield "", f"… and {len(cause.evidence) - limit} lines more (--symptoms)", "dim"
    for position, line in enumerate(found.impact.lines() or ("nobody is cut off, and redundancy is as before",)):
        yield "" if position else "impact", line, "bold" if found.impact else ""
    yield "remedy", cause.remedy, "italic"
    if cause.alternatives:
        yield "or", ", ".join(cause.alternatives), ""
    counts = Counter(each.check for each in cause.symptoms).most_common()
    told = ", ".join(f"{count} {check}" for check, count in counts)
    yield "explains", f"{_counted(len(cause.symptoms), 'finding')}: {told}", ""


def _symptom(finding: Finding) -> str:
    both = " → ".join(each for each in (finding.expected, finding.actual) if each)
    return f"{finding.subject} {finding.problem}" + (f": {both}" if both else "")


def _summary(result: ScanResult) -> Text:
    explained = sum(len(each.cause.symptoms) for each in result.causes)
    rest = len(result.unexplained)
    said = f"{_counted(len(result.causes), 'cause')}, {_counted(explained, 'finding')} explained"
    return Text(f"{said}, {rest} not explained" if rest else said, "bold")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
