"""``netops validate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from netops.cli.face import FINDINGS, face
from netops.cli.options import AsJson

__all__ = ["validate"]


def validate(
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", exists=True, file_okay=False, help="A recorded network, or a folder of them."),
    ],
    differences: Annotated[bool, typer.Option("--differences", help="Print every route that differs.")] = False,
    as_json: AsJson = False,
) -> None:
    """Predict recorded networks, and compare every route with what their real devices had.

    A recorded network is a folder with the devices' configurations in configs/DEVICE and their answers in show/DEVICE,
    a file for each command, named after it with _ for blanks.

    Examples:

        netops validate recorded/
        netops validate recorded/campus --differences
    """
    with face(None, as_json) as shown:
        from netops.cli.views.validate import validation_view
        from netops.workflows.fidelity import recorded_networks
        from netops.workflows.fidelity import validate as validate_one

        folders = recorded_networks(folder)
        found = []
        with shown.counting("predicting", len(folders)) as done:
            for each in folders:
                found.append(validate_one(each))
                done(each.name)
        shown.emit(found, validation_view(found, differences=differences))
        if any(not each.perfect for each in found):
            raise typer.Exit(FINDINGS)
