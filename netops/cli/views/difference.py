"""What changed between two snapshots, device by device."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.text import Text

from netops.analysis.difference import Difference
from netops.report import diff_text

__all__ = ["difference_view"]

_SIGNS = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}


def difference_view(found: Sequence[Difference], *, learned: bool = False) -> RenderableType:
    """A block a device; ARP and MAC entries that came or went are only counted, unless ``learned``."""
    if not found:
        return Text("✔ nothing changed", "green")
    blocks: list[RenderableType] = []
    for device, group in groupby(found, key=lambda each: each.device):
        blocks += [Text(device, "bold"), *_device(list(group), learned)]
    devices = len({each.device for each in found})
    count, where = (
        f"{number} {noun}{'s' * (number > 1)}" for number, noun in ((len(found), "difference"), (devices, "device"))
    )
    blocks.append(Text(f"\n{count} on {where}", "bold"))
    return Group(*blocks)


def _device(found: Sequence[Difference], learned: bool) -> Iterator[RenderableType]:
    counted: Counter[tuple[str, str]] = Counter()
    for each in found:
        if each.passing and not learned:
            counted[each.kind, each.change] += 1
        else:
            yield from _lines(each)
    for (kind, change), count in sorted(counted.items()):
        sign, style = _SIGNS[change]
        yield Text(f"  {sign} {kind} ", style).append(f"{count} entr{'y' if count == 1 else 'ies'} {change}", "dim")


def _lines(each: Difference) -> Iterator[RenderableType]:
    sign, style = _SIGNS[each.change]
    line = Text(f"  {sign} ", style).append(each.kind, "dim").append(f" {each.subject}" if each.subject else "")
    if each.diff:
        yield line
        yield diff_text(each.diff, indent="      ")
        return
    values = [value for value in (each.before, each.after) if value is not None]
    yield line.append("  ").append(" → ".join(values), style)
