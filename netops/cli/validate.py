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
    known: Annotated[
        Path | None,
        typer.Option(
            "--known",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            show_default=False,
            help="Differences that are known, each with its reason: YAML.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Predict recorded networks, and compare every route with what their real devices had.

    A recorded network is a folder with the devices' configurations in configs/DEVICE and their answers in show/DEVICE,
    a file for each command, named after it with _ for blanks.

    Examples:

        netops validate recorded/
        netops validate recorded/campus --differences
        netops validate recorded/ --known tests/fidelity/recorded_differences.yaml --differences
    """
    with face(None, as_json) as shown:
        from netops.cli.views.validate import validation_view
        from netops.workflows.fidelity import Explained, read_explained, recorded_networks
        from netops.workflows.fidelity import validate as validate_one

        folders = recorded_networks(folder)
        found = []
        with shown.counting("predicting", len(folders)) as done:
            for each in folders:
                found.append(validate_one(each))
                done(each.name)
        explained = read_explained(known) if known is not None else Explained()
        shown.emit(found, validation_view(found, explained, differences=differences))
        if any(each.error or not explained.why(each.name, it) for each in found for it in each.whole.differences):
            raise typer.Exit(FINDINGS)
