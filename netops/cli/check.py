"""``netops check``."""

from __future__ import annotations

from typing import Annotated

import typer

from netops.cli.face import FINDINGS, face
from netops.cli.options import AsJson, EstateFolder, flag

__all__ = ["check"]


def check(
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="CHECK", help="Only this check; may be repeated.")
    ] = None,
    list_checks: Annotated[bool, flag("--list", "List the checks, and run none.")] = False,
    estate: EstateFolder = None,
    as_json: AsJson = False,
) -> None:
    """Check the estate's files and the design that they describe.

    Every mistake is told in one run, the worst first, each with its file and line.  Ends with 1 where there are any.

    Examples:

        netops check
        netops check --only duplicate-address --only mtu-mismatch
        netops check --json | jq '.[] | select(.severity == "critical")'
    """
    with face(estate, as_json) as shown:
        from netops.report import findings_view, plain_table
        from netops.workflows.check import check as run
        from netops.workflows.check import known_checks, unread_files

        if list_checks:
            known = known_checks()
            shown.emit(known, plain_table(("check", "severity", "what is wrong"), known))
            return
        opened = shown.open_estate()
        findings, unread = run(opened, only or None), unread_files(opened)
        shown.emit(findings, findings_view(findings, clean="the estate is clean", first=unread))
        if unread:
            files = ", ".join(sorted({each.subject for each in unread}))
            shown.say(f"{files} could not be read: the rest may follow from what is missing")
        if findings:
            raise typer.Exit(FINDINGS)
