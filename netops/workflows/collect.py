"""Collect: what the devices show now, and the configurations that they run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from netops.devices.driver import Driver
from netops.model import DeviceState, Snapshot, SnapshotSource
from netops.store import write_configurations
from netops.workflows.configurations import shown
from netops.workflows.estate import Estate
from netops.workflows.fleet import DeviceRunner, split

__all__ = ["Survey", "collect", "save_running", "survey"]


@dataclass(frozen=True, slots=True)
class Survey:
    """``running``: the shown configurations of the devices that answered; ``snapshot``: what all of them show."""

    running: Mapping[str, str]
    snapshot: Snapshot

    @property
    def silent(self) -> Mapping[str, str]:
        """The devices that could not be asked, and why."""
        return {name: each.error for name, each in self.snapshot.devices.items() if not each.reachable}


def collect(
    fleet: DeviceRunner, names: Collection[str] | None = None, progress: Callable[[str], None] = lambda _: None
) -> Snapshot:
    """Ask all devices (or these) at once; one that does not answer is in the snapshot as unreachable.

    ``progress`` is told of each device that is done.
    """
    return _snapshot(*split(fleet.run(lambda driver: driver.collect(), names, progress)))


def survey(estate: Estate, fleet: DeviceRunner) -> Survey:
    """Collect, and read every running configuration, in one session a device."""
    answered, failed = split(fleet.run(_ask))
    running = {name: shown(estate, name, text) for name, (text, _) in answered.items()}
    return Survey(running, _snapshot({name: state for name, (_, state) in answered.items()}, failed))


def _ask(driver: Driver) -> tuple[str, DeviceState]:
    return driver.running(), driver.collect()


def _snapshot(states: Mapping[str, DeviceState], failed: Mapping[str, Exception]) -> Snapshot:
    silent = {name: DeviceState(name, reachable=False, error=str(error)) for name, error in failed.items()}
    return Snapshot(SnapshotSource.COLLECTED, dict(sorted({**states, **silent}.items())), datetime.now(UTC))


def save_running(estate: Estate, fleet: DeviceRunner) -> tuple[Path, ...]:
    """Write every answering device's running configuration, secrets replaced, to ``configs/running``; what changed."""
    texts = survey(estate, fleet).running
    platforms = {name: estate.network.devices[name].platform for name in texts}
    return write_configurations(estate.root / "configs" / "running", texts, platforms)
