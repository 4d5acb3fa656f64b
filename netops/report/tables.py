"""Tables of findings, routes and changes.  Text from outside is never read as markup."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from netops.model import Change, DeviceOutcome, Finding, Rib, Severity

__all__ = ["SEVERITY_STYLES", "changes_table", "findings_view", "key_value_table", "plain_table", "routes_table"]

SEVERITY_STYLES = {
    Severity.CRITICAL: "bold red",
    Severity.ERROR: "red",
    Severity.WARNING: "yellow",
    Severity.INFO: "cyan",
}
OUTCOME_STYLES = {
    DeviceOutcome.CONFIRMED: "green",
    DeviceOutcome.PENDING: "yellow",
    DeviceOutcome.ROLLED_BACK: "yellow",
    DeviceOutcome.FAILED: "red",
    DeviceOutcome.UNKNOWN: "bold red",
}


def plain_table(headings: Sequence[str], rows: Iterable[Sequence[str | Text]], *, title: str = "") -> Table:
    """A table of text cells, its columns aligned left."""
    table = Table(box=box.SIMPLE_HEAD, title=title or None, title_justify="left", pad_edge=False, title_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(each if isinstance(each, Text) else Text(each) for each in row))
    return table


def key_value_table(pairs: Mapping[str, str]) -> Table:
    """Two columns without a heading."""
    table = Table.grid(padding=(0, 2))
    for key, value in pairs.items():
        table.add_row(Text(key, "dim"), Text(value))
    return table


def findings_view(
    findings: Iterable[Finding],
    *,
    clean: str = "no findings",
    limit: int | None = None,
    first: Collection[Finding] = (),
) -> RenderableType:
    """Findings, the worst first, each with its place, evidence and remedy; and a line that counts them all.

    No more than ``limit`` are shown; those of ``first`` come before all others.
    """
    ordered = sorted(findings, key=lambda each: (each not in first, each.order))
    if not ordered:
        return Text(f"✔ {clean}", "green")
    shown = ordered if limit is None else ordered[:limit]
    rest = [Text(f"… and {len(ordered) - len(shown)} more", "dim")] if len(shown) < len(ordered) else []
    return Group(*(_finding(each) for each in shown), *rest, _count(ordered))


def _finding(finding: Finding) -> Text:
    text = Text()
    text.append(f"{finding.severity!s:<8} ", SEVERITY_STYLES[finding.severity])
    text.append(finding.subject, "bold")
    text.append(f" – {finding.problem}")
    for word, value in (("expected", finding.expected), ("actual", finding.actual)):
        if value:
            text.append(f"\n           {word:<8} ", "dim").append(value)
    for line in finding.evidence:
        text.append(f"\n           {line}", "dim")
    if finding.remedy:
        text.append("\n           remedy   ", "dim").append(finding.remedy, "italic")
    where = f"{finding.location}  " if finding.location else ""
    text.append(f"\n           {where}[{finding.check}]", "dim")
    return text


def _count(findings: Sequence[Finding]) -> Text:
    counts = [(each, sum(1 for finding in findings if finding.severity is each)) for each in reversed(Severity)]
    told = ", ".join(f"{count} {each}" for each, count in counts if count)
    return Text(f"\n{len(findings)} finding{'s' if len(findings) > 1 else ''}: {told}", "bold")


def routes_table(rib: Rib, *, title: str = "") -> Table:
    """A routing table: prefix, protocol, distance and metric, next hops."""
    rows = [
        (
            str(route.prefix),
            f"{route.protocol} {route.detail}".strip(),
            f"[{route.distance}/{route.metric}]",
            "\n".join(sorted(str(hop) for hop in route.next_hops)),
        )
        for route in sorted(rib.values(), key=lambda each: (each.prefix.version, each.prefix))
    ]
    return plain_table(("prefix", "protocol", "[distance/metric]", "next hops"), rows, title=title)


def changes_table(changes: Iterable[tuple[Change, str]]) -> Table:
    """Changes with what became of each; the newest last, as in a log."""
    rows = [
        (
            change.identifier,
            change.started.strftime("%Y-%m-%d %H:%M:%S") if change.started else "",
            change.who,
            outcome,
            str(len(change.devices)),
            change.why,
        )
        for change, outcome in changes
    ]
    return plain_table(("change", "started (UTC)", "who", "outcome", "devices", "why"), rows)
