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
    why: Annotated[bool, flag("--why", "Candidates, rule and lines that decided; or where it stopped.")] = False,
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
        netops routes core1 0.0.0.0/0 --why
    """
    with face(estate, as_json) as shown:
        from netops.cli.views.trace import no_route_view
        from netops.errors import InputError
        from netops.report import routes_table
        from netops.workflows.reach import reach
        from netops.workflows.routes import observed_routes, predicted_routes

        if why and (observed or prefix is None):
            raise InputError("--why tells of one predicted route: it needs a PREFIX, and no --observed")
        opened = shown.open_estate(lab=lab)
        if why and prefix is not None:
            from netops.cli.views.why import why_view
            from netops.workflows.why import why_route

            told = why_route(opened, device, prefix, fail or ())
            shown.emit(told, why_view(told))
            raise typer.Exit(0 if told.route is not None else FINDINGS)
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
