"""``netops routes``."""

from __future__ import annotations

from typing import Annotated

import typer

from netops.cli.face import FINDINGS, face
from netops.cli.options import AsJson, Device, EstateFolder, Fail, OnLab, flag

__all__ = ["routes"]


def routes(
    device: Device,
    prefix: Annotated[
        str | None,
        typer.Argument(metavar="PREFIX", help="Only this prefix, or what an address takes.", show_default=False),
    ] = None,
    fail: Fail = None,
    observed: Annotated[bool, flag("--observed", "What the device shows, not what is predicted.")] = False,
    lab: OnLab = False,
    estate: EstateFolder = None,
    as_json: AsJson = False,
) -> None:
    """Print a device's routing table as the design predicts it, or as the device shows it.

    Of an address the longest match is printed.  Where there is no route it says why, and ends with 1.

    Examples:

        netops routes core1
        netops routes core1 192.0.2.7
        netops routes edge1 0.0.0.0/0 --fail isp1
        netops routes core1 --observed --lab
    """
    with face(estate, as_json) as shown:
        from netops.cli.views.trace import no_route_view
        from netops.report import routes_table
        from netops.workflows.reach import reach
        from netops.workflows.routes import observed_routes, predicted_routes

        opened = shown.open_estate(lab=lab)
        if observed:
            with reach(opened, lab=lab) as fleet:
                found = observed_routes(opened, fleet, device, prefix)
        else:
            found = predicted_routes(opened, device, prefix, fail or ())
        title = f"{device}, {'observed' if observed else 'predicted'}"
        shown.emit(
            list(found.routes.values()),
            no_route_view(title, found.reasons) if found.reasons else routes_table(found.routes, title=title),
        )
        if found.reasons:
            raise typer.Exit(FINDINGS)
