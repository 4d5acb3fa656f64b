"""Why a route is as it is: the answer, the candidates, and the lines that made it so."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from netops.analysis.why.answer import Candidate, Line, Why
from netops.report import plain_table

__all__ = ["why_view"]

_HEADINGS = ("", "protocol", "from", "via", "[distance/metric]", "attributes", "verdict")


def why_view(why: Why) -> RenderableType:
    """One answer; parts of which there is nothing to tell are left out."""
    parts: list[RenderableType] = [Text(why.answer, "bold" if why.route is not None else "bold red")]
    if why.candidates:
        parts.append(plain_table(_HEADINGS, map(_row, why.candidates)))
    parts += [Text(f"  ✘ {each}", "red" if not at else "") for at, each in enumerate(why.stops)]
    parts += map(_line, dict.fromkeys((*why.lines, *(line for each in why.candidates for line in each.lines))))
    return Group(*parts, Text())


def _row(each: Candidate) -> tuple[str | Text, ...]:
    known = each.distance is not None or each.metric is not None
    both = f"[{'-' if each.distance is None else each.distance}/{each.metric}]" if known else ""
    return (
        Text("✔" if each.chosen else "", "green"),
        each.protocol,
        each.source,
        "\n".join(each.via),
        both,
        "\n".join(each.attributes),
        Text(each.verdict, "green" if each.chosen else ""),
    )


def _line(line: Line) -> Text:
    """ "configs/running/r1.cfg:12  neighbor …", then what it does."""
    text = Text("  ")
    text.append(str(line.location) if line.location is not None else f"{line.device} (place unknown)", "cyan")
    if line.text:
        text.append(f"  {line.text}")
    return text.append(f"  ({line.device}: {line.what})", "dim")
