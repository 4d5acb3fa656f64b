"""``netops render``."""

from __future__ import annotations

from typing import Annotated

import typer

from netops.cli.completion import complete_device
from netops.cli.face import face
from netops.cli.options import AsJson, EstateFolder

__all__ = ["render"]


def render(
    device: Annotated[
        str | None,
        typer.Argument(
            metavar="DEVICE",
            help="Print this device's configuration instead of writing any.",
            autocompletion=complete_device,
            show_default=False,
        ),
    ] = None,
    estate: EstateFolder = None,
    as_json: AsJson = False,
) -> None:
    """Render every device's configuration into configs/intended.

    Secrets stand in it by name only; their values go to the devices and nowhere else.

    Examples:

        netops render
        netops render core1
    """
    with face(estate, as_json) as shown:
        from netops.errors import InputError
        from netops.workflows.render import render as run

        opened = shown.open_estate()
        done = run(opened, write=device is None)
        if device is None:
            files = [str(path.relative_to(opened.root)) for path in done.changed]
            told = "\n".join([*files, f"{len(done.configurations)} devices rendered, {len(files)} files changed"])
            shown.emit({"devices": sorted(done.configurations), "changed": files}, told)
            return
        if device not in done.configurations:
            raise InputError(f"{device} is no device with a template: one of {', '.join(done.configurations)}")
        text = done.configurations[device]
        if shown.json:
            shown.emit({device: text})
        else:
            typer.echo(text, nl=False)
