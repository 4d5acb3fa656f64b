"""Options that many commands share, so that each means the same everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from netops.cli.completion import complete_change, complete_device

__all__ = [
    "AsJson",
    "Change",
    "Commit",
    "Converge",
    "Device",
    "EstateFolder",
    "Fail",
    "KeepSnapshots",
    "LimitDevices",
    "OnLab",
    "Settle",
    "flag",
]


def flag(name: str, told: str) -> Any:
    """An option that takes no value: Typer would print that it takes a ``<bool>``."""
    return typer.Option(name, metavar="", help=told)


EstateFolder = Annotated[
    Path | None,
    typer.Option(
        "--estate",
        metavar="DIR",
        envvar="NETOPS_ESTATE",
        help="The estate's folder; otherwise the nearest one, from here upwards, that holds inventory/.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, flag("--json", "Print JSON instead of tables.")]
Fail = Annotated[
    list[str] | None,
    typer.Option(
        "--fail",
        metavar="WHAT",
        help="Predict with this device or link down; may be repeated.",
        autocompletion=complete_device,
    ),
]
OnLab = Annotated[bool, flag("--lab", "Talk to the running lab's devices, not to the inventory's addresses.")]
LimitDevices = Annotated[
    list[str] | None,
    typer.Option(
        "--device", "-d", metavar="NAME", help="Only this device; may be repeated.", autocompletion=complete_device
    ),
]
Device = Annotated[str, typer.Argument(metavar="DEVICE", help="A device's name.", autocompletion=complete_device)]
Change = Annotated[
    str,
    typer.Argument(metavar="CHANGE", help="A change's name, or how it begins.", autocompletion=complete_change),
]
Commit = Annotated[bool, flag("--commit", "Really do it; without this nothing is changed.")]
KeepSnapshots = Annotated[
    int, typer.Option("--keep", metavar="N", min=1, help="How many snapshots without a label to keep.")
]
Converge = Annotated[
    float, typer.Option(metavar="SECONDS", min=1, help="How long the network may take to show what is predicted.")
]
Settle = Annotated[
    float | None,
    typer.Option(
        metavar="SECONDS",
        min=0,
        help="How long it must go on showing that to be believed.  [default: as long as the change may take to act]",
        show_default=False,
    ),
]
