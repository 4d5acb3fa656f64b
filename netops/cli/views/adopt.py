"""What was read of a network's configurations, and how its lines are known."""

from __future__ import annotations

from pathlib import Path

from rich.console import Group, RenderableType
from rich.text import Text

from netops.report import findings_view, plain_table
from netops.workflows.adoption.adopt import Adopted

__all__ = ["adopted_view"]


def adopted_view(adopted: Adopted, files: tuple[Path, ...], folder: Path | None) -> RenderableType:
    """Devices with their coverage, lines with their evidence, what is not understood, what is uncertain."""
    parts: list[RenderableType] = [_devices(adopted)]
    if adopted.network.links:
        rows = [(link.name, link.description) for link in adopted.network.links]
        parts.append(plain_table(("line", "evidence"), rows))
    for name, parsed in sorted(adopted.parsed.items()):
        parts += [Text(f"{name}: {each.location}: {each.text}: {each.reason}", "yellow") for each in parsed.unknown]
    if adopted.findings:
        parts.append(findings_view(adopted.findings))
    parts.append(_end(files, folder))
    return Group(*parts)


def _devices(adopted: Adopted) -> RenderableType:
    rows: list[tuple[str | Text, ...]] = []
    for name, parsed in sorted(adopted.parsed.items()):
        lines = parsed.coverage
        unknown = Text(str(lines.unknown), "yellow" if lines.unknown else "dim")
        counts = (str(lines.lines), str(lines.understood), str(lines.no_effect), unknown)
        rows.append((name, parsed.device.platform, str(adopted.roles[name]), *counts))
    headings = ("device", "platform", "role (a guess)", "lines", "understood", "no effect", "not understood")
    return plain_table(headings, rows)


def _end(files: tuple[Path, ...], folder: Path | None) -> Text:
    if folder is None:
        return Text("nothing is written: --to ESTATE makes an estate of it", "dim")
    return Text(f"an estate of {len(files)} files is in {folder}: cd {folder} && netops check", "green")
