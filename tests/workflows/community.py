"""A small estate with emulated devices that run what it says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from emulated_fleet import EmulatedFleet

from netops.workflows.configurations import candidate
from netops.workflows.estate import Estate, open_estate


@dataclass
class Community:
    """The starter estate in a folder of its own, and its devices.  ``edit`` changes a file of the estate."""

    root: Path
    fleet: EmulatedFleet

    @property
    def estate(self) -> Estate:
        return open_estate(self.root, lab=True)

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def texts(self) -> dict[str, str]:
        """What each device is to hold, by the estate as it stands now."""
        return {each.name: candidate(self.estate, each.name) for each in self.estate.network.managed()}

    def running(self) -> dict[str, str]:
        return {name: box.running for name, box in self.fleet.boxes.items()}
