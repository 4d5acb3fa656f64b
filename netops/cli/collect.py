"""``netops collect`` and ``netops verify``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from netops.cli.face import FINDINGS, face
from netops.cli.options import AsJson, Converge, EstateFolder, KeepSnapshots, LimitDevices, OnLab, Settle, flag

__all__ = ["collect", "verify"]


def collect(
    device: LimitDevices = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the snapshot there as well.", show_default=False),
    ] = None,
    label: Annotated[
        str, typer.Option(metavar="LABEL", help="A name for the snapshot, which is then kept for good.")
    ] = "",
    keep: KeepSnapshots = 50,
    running: Annotated[
        bool, flag("--running", "Also write the running configurations to configs/running, scrubbed.")
    ] = False,
    lab: OnLab = False,
    estate: EstateFolder = None,
    as_json: AsJson = False,
) -> None:
    """Ask every device what it shows: interfaces, routes, neighbours, tables, configuration; routers probe their lines.

    The snapshot is kept (see `netops snapshots`, `netops diff`); one of some devices only where it has a label. Devices
    that do not answer are reported, hold up nobody, and make it end with 1.

    Examples:

        netops collect --lab
        netops collect --label before-work
        netops collect --lab -o before.json
        netops collect --running
    """
    with face(estate, as_json) as shown:
        from netops.analysis.probing import probe_plan
        from netops.cli.views.snapshot import snapshot_view
        from netops.store import check_label, save_snapshot
        from netops.workflows.collect import save_running, survey
        from netops.workflows.reach import reach
        from netops.workflows.snapshots import shelf_of

        check_label(label)
        opened = shown.open_estate(lab=lab)
        with reach(opened, lab=lab) as fleet, shown.counting("collecting", len(device or fleet.names)) as done:
            surveyed = survey(opened, fleet, done, probe_plan(opened.network), device or None)
        snapshot = surveyed.snapshot
        if label or not device:
            shown.say(f"kept as {shelf_of(opened).put(snapshot, label, keep).identifier}")
        if output is not None:
            save_snapshot(output, snapshot)
        for path in save_running(opened, surveyed) if running else ():
            shown.say(f"wrote {path.relative_to(opened.root)}")
        shown.emit(snapshot, snapshot_view(snapshot))
        if any(not each.reachable for each in snapshot.devices.values()):
            raise typer.Exit(FINDINGS)


def verify(
    converge: Converge = 5,
    settle: Settle = 0,
    lab: OnLab = False,
    estate: EstateFolder = None,
    as_json: AsJson = False,
) -> None:
    """Compare what the devices show with what the estate predicts: every route, next hop, neighbour and interface.

    Nothing is changed.  Ends with 1 where they differ.

    Examples:

        netops verify --lab
        netops verify --lab --converge 60
    """
    with face(estate, as_json) as shown:
        from netops.report import findings_view
        from netops.workflows.reach import reach
        from netops.workflows.verify import Patience
        from netops.workflows.verify import verify as run

        opened = shown.open_estate(lab=lab)
        with reach(opened, lab=lab) as fleet, shown.busy("collecting and comparing"):
            verdict = run(opened, fleet, Patience(converge, settle))
        count = sum(len(each.routes) for each in verdict.snapshot.devices.values())
        clean = f"{len(verdict.snapshot.devices)} devices and {count} routes are exactly as predicted"
        shown.emit(verdict.findings, findings_view(verdict.findings, clean=clean))
        if verdict.findings:
            raise typer.Exit(FINDINGS)
