"""``netops plan``."""

from __future__ import annotations

from typing import Annotated

import typer

from netops.cli.face import FINDINGS, face
from netops.cli.options import AsJson, EstateFolder, LimitDevices, OnLab, flag

__all__ = ["plan"]


def plan(
    device: LimitDevices = None,
    live: Annotated[bool, flag("--live", "Read the running configurations from the devices.")] = False,
    lab: OnLab = False,
    details: Annotated[bool, flag("--details", "List every route that changes.")] = False,
    estate: EstateFolder = None,
    as_json: AsJson = False,
) -> None:
    """Show what a push would do: lines on each device; routes, paths and redundancy of the network.

    The running configurations come from the devices (--live, --lab), otherwise from configs/running where there is
    one, otherwise from configs/intended as last committed in git.  Nothing is changed.  Ends with 1 for findings.

    Examples:

        netops plan
        netops plan --lab --details
        netops plan --device core1 --json
    """
    with face(estate, as_json) as shown:
        from netops.cli.views.plan import plan_json, plan_view
        from netops.workflows.plan import offline_plan, plan_live
        from netops.workflows.reach import reach

        opened = shown.open_estate(lab=lab)
        with shown.busy("predicting the network before and after"):
            if live or lab:
                with reach(opened, lab=lab) as fleet:
                    made = plan_live(opened, fleet, device or None)
            else:
                made = offline_plan(opened, device or None)
        shown.emit(plan_json(made), plan_view(made, details=details))
        if made.findings:
            raise typer.Exit(FINDINGS)
