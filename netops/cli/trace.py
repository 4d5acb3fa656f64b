"""``netops trace``."""

from __future__ import annotations

from typing import Annotated

import typer

from netops.cli.completion import complete_device
from netops.cli.face import FINDINGS, face
from netops.cli.options import AsJson, EstateFolder, Fail, OnLab, flag

__all__ = ["trace"]


def trace(
    source: Annotated[
        str, typer.Argument(metavar="SRC", help="A device, host or segment.", autocompletion=complete_device)
    ],
    destination: Annotated[
        str,
        typer.Argument(metavar="DST", help="A device, host, segment or address.", autocompletion=complete_device),
    ],
    family: Annotated[
        int | None,
        typer.Option(
            "--family", metavar="4|6", min=4, max=6, help="IPv4 or IPv6, where DST has both.", show_default=False
        ),
    ] = None,
    fail: Fail = None,
    observed: Annotated[
        bool, flag("--observed", "By the tables that the devices hold, not by the predicted ones.")
    ] = False,
    lab: OnLab = False,
    why: Annotated[bool, flag("--why", "What decided at each hop: candidates, rule, lines.")] = False,
    estate: EstateFolder = None,
    as_json: AsJson = False,
) -> None:
    """Follow packets hop by hop over all equal-cost ways: the route that decides, the port, and where it ends and why.

    Ends with 1 where packets do not arrive on every way.

    Examples:

        netops trace home-b01-0101 192.0.2.7
        netops trace b01-residents b07-residents --family 6
        netops trace core1 10.16.7.101 --fail acc-b07
        netops trace home-b01-0101 srv-dns --observed --lab
        netops trace core1 192.0.2.7 --why
    """
    with face(estate, as_json) as shown:
        from netops.cli.views.trace import trace_view
        from netops.errors import InputError
        from netops.workflows.reach import reach
        from netops.workflows.trace import observed_trace, predicted_trace

        if family == 5:
            raise InputError("--family is 4 or 6")
        if observed and fail:
            raise InputError("--fail is for predictions; --observed follows the network as it is")
        if observed and why:
            raise InputError("--why is for predictions: what decided on a device, its tables do not tell")
        opened = shown.open_estate(lab=lab)
        if observed:
            with reach(opened, lab=lab) as fleet, shown.busy("collecting"):
                found = observed_trace(opened, fleet, source, destination, family=family)
        else:
            found = predicted_trace(opened, source, destination, family=family, fail=fail or ())
        told = {"arrives": found.arrives, "ends": found.ends, "trace": found}
        if why:
            from netops.cli.views.why import why_view
            from netops.workflows.why import why_trace

            decided = why_trace(opened, found, fail or ())
            shown.emit({**told, "why": decided}, trace_view(found), *map(why_view, decided))
        else:
            shown.emit(told, trace_view(found))
        if not found.arrives:
            raise typer.Exit(FINDINGS)
