"""Reach: the devices of an estate, at the inventory's addresses or in the lab that runs on this machine."""

from __future__ import annotations

from pathlib import Path

from netops.devices import Fleet
from netops.lab import Lab
from netops.workflows.estate import Estate, state_folder
from netops.workflows.targets import inventory_targets

__all__ = ["lab_folder", "lab_of", "reach"]


def lab_of(estate: Estate, configurations: dict[str, str] | None = None) -> Lab:
    """The estate's lab, whether it runs or not; ``configurations`` are needed only to bring it up."""
    return Lab(estate.network, configurations or {}, lab_folder(estate.root))


def lab_folder(root: Path) -> Path:
    return state_folder(root) / "lab"


def reach(estate: Estate, *, lab: bool) -> Fleet:
    """The managed devices, to be closed after use.  Raises LabError where the lab is asked for and does not run."""
    targets = lab_of(estate).targets() if lab else inventory_targets(estate)
    return Fleet(estate.network, targets)
