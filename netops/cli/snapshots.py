"""``netops snapshots`` and ``netops diff``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from netops.cli.completion import complete_snapshot
from netops.cli.face import FINDINGS, Face, face
from netops.cli.options import AsJson, EstateFolder, flag

if TYPE_CHECKING:
    from netops.model import Snapshot

__all__ = ["diff", "snapshots"]


def snapshots(estate: EstateFolder = None, as_json: AsJson = False) -> None:
    """List the snapshots that `netops collect` kept, the newest first.

    Examples:

        netops snapshots
    """
    with face(estate, as_json) as shown:
        from netops.cli.views.snapshots import kept_view
        from netops.workflows.snapshots import shelf_of

        kept = shelf_of(shown.open_estate()).kept()
        shown.emit(kept, kept_view(kept))


def diff(
    before: Annotated[
        str,
        typer.Argument(metavar="A", help="A snapshot: its name, label, latest~1, …", autocompletion=complete_snapshot),
    ],
    after: Annotated[
        str, typer.Argument(metavar="B", help="A later one.", autocompletion=complete_snapshot)
    ] = "latest",
    learned: Annotated[bool, flag("--learned", "Show also each ARP and MAC entry that came or went.")] = False,
    estate: EstateFolder = None,
    as_json: AsJson = False,
) -> None:
    """Show what changed between two moments: interfaces, routes, neighbours, tables, configurations.

    A snapshot is named by its identifier or how that begins, by its label, as `latest` or `latest~1`, as `predicted`,
    or by a file. Counters, ages and the like are left out. It ends with 1 where anything
    changed but ARP and MAC entries that came or went.

    Examples:

        netops diff latest~1
        netops diff before-work after-work
        netops diff predicted latest
        netops diff before.json after.json
    """
    with face(estate, as_json) as shown:
        from netops.analysis.difference import difference
        from netops.cli.views.difference import difference_view

        found = difference(*_find(shown, before, after))
        shown.emit(found, difference_view(found, learned=learned))
        if not all(each.passing for each in found):
            raise typer.Exit(FINDINGS)


def _find(shown: Face, *references: str) -> list[Snapshot]:
    """Files need no estate."""
    from pathlib import Path

    from netops.store import load_snapshot
    from netops.workflows.snapshots import find_snapshot, is_file

    if all(map(is_file, references)):
        return [load_snapshot(Path(each)) for each in references]
    opened = shown.open_estate()
    return [find_snapshot(opened, each) for each in references]
