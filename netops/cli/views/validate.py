"""How many routes of recorded networks were predicted as their devices had them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from netops.report import plain_table
from netops.workflows.fidelity import Explained, Fidelity

__all__ = ["validation_view"]


def validation_view(found: Sequence[Fidelity], explained: Explained, *, differences: bool) -> RenderableType:
    """A line a network, what all of them have together, and, where that is asked for, each route that differs."""
    table = plain_table(
        ("network", "devices", "routes", "equal", "", "lines", "not understood"), [_row(each) for each in found]
    )
    listed = list(_differences(found, explained)) if differences else []
    return Group(table, *listed, _total(found))


def _row(each: Fidelity) -> tuple[str | Text, ...]:
    whole, lines = each.whole, each.coverage
    share = Text("not predicted", "red") if each.error else _share(whole.equal, whole.entries)
    return (
        each.name,
        str(len(each.devices)),
        str(whole.entries),
        str(whole.equal),
        share,
        str(lines.lines),
        Text(str(lines.unknown), "yellow" if lines.unknown else "dim"),
    )


def _share(equal: int, entries: int) -> Text:
    if not entries:
        return Text("no routes shown", "yellow")
    return Text("✔", "green") if equal == entries else Text(f"{equal / entries:.1%}", "red")


def _differences(found: Sequence[Fidelity], explained: Explained) -> Iterator[Text]:
    for each in found:
        if each.error:
            yield Text(f"{each.name}: {each.error}", "red")
        for difference in each.whole.differences:
            yield Text(f"{each.name}: {difference}")
            if why := explained.why(each.name, difference):
                yield Text(f"    known: {why}", "dim")
        for line in each.unread:
            yield Text(f"{each.name}: not understood of the answers: {line}", "yellow")


def _total(found: Sequence[Fidelity]) -> Text:
    entries = sum(each.whole.entries for each in found)
    equal = sum(each.whole.equal for each in found)
    perfect = sum(each.perfect for each in found)
    share = f"{equal / entries:.2%}" if entries else "none"
    return Text(f"{perfect} of {len(found)} networks perfect; {equal} of {entries} routes equal: {share}", "bold")
