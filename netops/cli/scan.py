"""``netops scan``."""

from __future__ import annotations

from typing import Annotated

import typer

from netops.cli.face import FINDINGS, face
from netops.cli.options import AsJson, Converge, EstateFolder, KeepSnapshots, OnLab, flag

__all__ = ["scan"]


def scan(
    snapshot: Annotated[
        str | None,
        typer.Option("--snapshot", metavar="SNAPSHOT", help="Examine a kept snapshot, or a file.", show_default=False),
    ] = None,
    keep: KeepSnapshots = 50,
    symptoms: Annotated[bool, flag("--symptoms", "Show all evidence, and every symptom.")] = False,
    converge: Converge = 10,
    lab: OnLab = False,
    estate: EstateFolder = None,
    as_json: AsJson = False,
) -> None:
    """Find what is wrong with the network, by its causes: each with its evidence, whom it hurts, and what to do.

    Every device is asked at once, and routers probe their neighbours. What differs from the prediction is explained by
    the fewest faults that predict it; the worst comes first.

    Examples:

        netops scan
        netops scan --lab
        netops scan --snapshot latest~1 --symptoms
    """
    with face(estate, as_json) as shown:
        from netops.cli.views.scan import scan_json, scan_view
        from netops.workflows.reach import reach
        from netops.workflows.scan import examine
        from netops.workflows.scan import scan as run
        from netops.workflows.snapshots import find_snapshot, shelf_of

        opened = shown.open_estate(lab=lab)
        if snapshot is not None:
            result = examine(opened, find_snapshot(opened, snapshot))
        else:
            with reach(opened, lab=lab) as fleet, shown.counting("scanning", len(fleet.names)) as done:
                result = run(opened, fleet, converge=converge, progress=done, say=shown.say)
            shown.say(f"kept as {shelf_of(opened).put(result.snapshot, '', keep).identifier}")
        shown.emit(scan_json(result), scan_view(result, symptoms=symptoms))
        if not result.clean:
            raise typer.Exit(FINDINGS)
