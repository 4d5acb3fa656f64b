"""``netops whatif``."""

from __future__ import annotations

from typing import Annotated

import typer

from netops.cli.completion import complete_device
from netops.cli.face import FINDINGS, face
from netops.cli.options import AsJson, EstateFolder, flag

__all__ = ["whatif"]


def whatif(
    name: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME",
            help="Only these devices and links, one at a time.",
            show_default=False,
            autocompletion=complete_device,
        ),
    ] = None,
    links: Annotated[bool, flag("--links", "Every link, and no device.")] = False,
    devices: Annotated[bool, flag("--devices", "Every device, and no link.")] = False,
    estate: EstateFolder = None,
    as_json: AsJson = False,
) -> None:
    """Let every single link and device fail: what is cut off, and what is then one failure from an outage.

    Ends with 1 where a single failure cuts off more than what is behind it: an access switch's own segments do not
    count.

    Examples:

        netops whatif
        netops whatif --links
        netops whatif core1 edge1:eth1--isp1:eth1
    """
    with face(estate, as_json) as shown:
        from netops.cli.views.whatif import outcome_value, outcomes_view
        from netops.errors import InputError
        from netops.workflows.whatif import single_failure_outcomes

        if name and (links or devices):
            raise InputError("name what is to fail, or take all --links or all --devices")
        opened = shown.open_estate()
        with shown.busy("predicting"):
            both = links == devices
            found = single_failure_outcomes(opened, name or (), links=both or links, devices=both or devices)
        shown.emit([outcome_value(each) for each in found], outcomes_view(found, detailed=bool(name)))
        if any(not each.local for each in found):
            raise typer.Exit(FINDINGS)
