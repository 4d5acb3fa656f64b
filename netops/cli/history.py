"""``netops history`` and ``netops show``."""

from __future__ import annotations

from typing import Annotated

import typer

from netops.cli.face import face
from netops.cli.options import AsJson, Change, EstateFolder

__all__ = ["history", "show"]


def history(
    last: Annotated[int, typer.Option("--last", "-n", metavar="N", min=1, help="How many, at most.")] = 20,
    estate: EstateFolder = None,
    as_json: AsJson = False,
) -> None:
    """List the changes in the journal, the newest last.

    An unfinished one is ended by `netops push --resume`.

    Examples:

        netops history
        netops history --last 100 --json
    """
    with face(estate, as_json) as shown:
        from netops.report import changes_table
        from netops.workflows.history import history as fold

        journal = shown.open_estate().journal()
        known = fold(journal.read())[-last:]
        for number in journal.torn():
            shown.say(f"{journal.path.name}:{number} is torn or was edited, and is not believed")
        rows = [{"status": each.status, "change": each.change} for each in known]
        shown.emit(
            rows, changes_table((each.change, str(each.status)) for each in known) if known else "no changes yet"
        )


def show(change: Change, estate: EstateFolder = None, as_json: AsJson = False) -> None:
    """Show one change: its diffs, what became of each device, every entry of the journal.

    Secrets stand in it by name only.

    Examples:

        netops show 20261123-143015-3f2a
        netops show 20261123 --json
    """
    with face(estate, as_json) as shown:
        from netops.cli.views.history import change_view
        from netops.workflows.history import find_change

        found = find_change(shown.open_estate(), change)
        shown.emit(found, change_view(found))
