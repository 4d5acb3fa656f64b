"""``netops draw``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from netops.cli.completion import complete_snapshot
from netops.cli.face import FINDINGS, Face, face
from netops.cli.options import AsJson, EstateFolder, OnLab
from netops.workflows.diagram.names import Colour, ViewName

if TYPE_CHECKING:
    from netops.model import Snapshot
    from netops.workflows.estate import Estate
    from netops.workflows.scan import ScanResult

__all__ = ["draw"]


def draw(
    view: Annotated[ViewName, typer.Option("--view", help="What to show.")] = ViewName.PHYSICAL,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="An .svg or .png file; may be repeated.  Otherwise topology/diagrams/VIEW.svg and .png.",
            show_default=False,
        ),
    ] = None,
    colour: Annotated[
        Colour,
        typer.Option(
            "--colour",
            "--color",
            help="By role, by the checks' findings, by what devices show, or by the causes that a scan finds.",
        ),
    ] = Colour.ROLE,
    snapshot: Annotated[
        str | None,
        typer.Option(
            "--snapshot",
            metavar="SNAPSHOT",
            help="With --colour state or scan: of this snapshot, not of the devices now.  [default for scan: latest]",
            show_default=False,
            autocompletion=complete_snapshot,
        ),
    ] = None,
    lab: OnLab = False,
    estate: EstateFolder = None,
    as_json: AsJson = False,
) -> None:
    """Draw the network: tiers from above, a column for each building, port names at both ends of each line.

    The same estate gives the same bytes.  With --colour state the devices are asked first; it ends with 1 where some do
    not answer.  With --colour scan the last scan's causes are shown where they are.

    Examples:

        netops draw
        netops draw --view ospf -o ospf.svg
        netops draw --colour findings -o wall.png
        netops draw --colour state --lab
        netops draw --colour scan -o broken.png
    """
    with face(estate, as_json) as shown:
        from netops.workflows.check import check
        from netops.workflows.draw import check_outputs, default_outputs, write_picture
        from netops.workflows.draw import draw as run

        check_outputs(output or [])
        opened = shown.open_estate(lab=lab and colour in {Colour.STATE, Colour.SCAN})
        if opened.mistakes and colour is not Colour.FINDINGS:
            shown.say("the estate's files hold mistakes, and what they spoil is not drawn: see netops check")
        findings = check(opened) if colour is Colour.FINDINGS else None
        state = _state(shown, opened, colour, snapshot, lab)
        scanned = _scanned(opened, snapshot or "latest") if colour is Colour.SCAN else None
        picture = run(opened.network, view, findings=findings, snapshot=state, scanned=scanned)
        files = output or default_outputs(opened.root, view, colour)
        write_picture(picture, files)
        told = f"{picture.boxes} boxes and {picture.lines} lines drawn"
        shown.emit(
            {"view": view, "colour": colour, "files": files, "boxes": picture.boxes, "lines": picture.lines},
            "\n".join([*(str(path) for path in files), told]),
        )
        if state is not None and any(not each.reachable for each in state.devices.values()):
            raise typer.Exit(FINDINGS)


def _scanned(opened: Estate, reference: str) -> ScanResult:
    from netops.workflows.scan import examine
    from netops.workflows.snapshots import find_snapshot

    return examine(opened, find_snapshot(opened, reference))


def _state(shown: Face, opened: Estate, colour: Colour, reference: str | None, lab: bool) -> Snapshot | None:
    if colour is not Colour.STATE:
        return None
    if reference is not None:
        from netops.workflows.snapshots import find_snapshot

        return find_snapshot(opened, reference)
    from netops.workflows.collect import collect
    from netops.workflows.reach import reach

    with reach(opened, lab=lab) as fleet, shown.counting("collecting", len(fleet.names)) as done:
        return collect(fleet, None, done)
