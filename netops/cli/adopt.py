"""``netops import``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from netops.cli.face import FINDINGS, face
from netops.cli.options import AsJson

__all__ = ["adopt"]


def adopt(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", exists=True, file_okay=False, help="Configurations: a file or a folder a device."
        ),
    ],
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="ESTATE", help="Write an estate into this folder.", show_default=False),
    ] = None,
    platform: Annotated[
        list[str] | None,
        typer.Option("--platform", metavar="DEVICE=NAME", help="A device's platform, where its text does not tell."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read the configurations of a network that is there, and make an estate of it.

    Tells for every device how many of its lines were understood, and each that was not; and for every line between
    devices how it is known. Beside configs/ may stand show/DEVICE with answers to show commands, among them LLDP's.
    Nothing is written without --to; secrets never are.

    Examples:

        netops import backups/
        netops import backups/ --to my-estate
        netops import backups/ --platform oldswitch=ios --json
    """
    with face(None, as_json) as shown:
        from netops.cli.views.adopt import adopted_view
        from netops.workflows.adoption.adopt import adopt as run
        from netops.workflows.adoption.adopt import platforms_of, summary, write

        adopted = run(folder, platforms_of(platform or ()))
        files = write(adopted, to) if to is not None else ()
        shown.emit(summary(adopted, files), adopted_view(adopted, files, to))
        if adopted.findings or any(each.unknown for each in adopted.parsed.values()):
            raise typer.Exit(FINDINGS)
