"""Collect: what the devices show now, and the configurations that they run."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from netops.analysis.probing import PROBE_COUNT, PROBE_INTERVAL, ProbePlan
from netops.devices.driver import Driver
from netops.model import DeviceState, Snapshot, SnapshotSource
from netops.store import write_configurations
from netops.workflows.configurations import shown
from netops.workflows.estate import Estate
from netops.workflows.fleet import DeviceRunner, split

__all__ = ["Survey", "collect", "save_running", "survey"]

Probes = Mapping[str, ProbePlan]
"""What devices ask their neighbours, by name."""


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
    fleet: DeviceRunner,
    names: Collection[str] | None = None,
    progress: Callable[[str], None] = lambda _: None,
    probes: Probes | None = None,
) -> Snapshot:
    """Ask all devices (or these) at once; one that does not answer is in the snapshot as unreachable.

    ``progress`` is told of each device that is done.  With ``probes`` (see :mod:`netops.analysis.probing`) the devices
    also probe their neighbours, in the same session and at the same time.
    """

    return _snapshot(*split(fleet.run(lambda driver: _probing(driver, probes or {}), names, progress)))


def _probing(driver: Driver, probes: Probes) -> DeviceState:
    plan = probes.get(driver.name)
    if plan is None:
        return driver.collect()
    with ThreadPoolExecutor(2) as beside:  # probing is waiting: the show commands are answered meanwhile
        owner = beside.submit(driver.probe, plan.virtual, 1, PROBE_INTERVAL)
        probing = beside.submit(driver.probe, plan.neighbors, PROBE_COUNT, PROBE_INTERVAL)
        state = driver.collect()
        owner.result()  # the neighbour table tells who answered
        return dataclasses.replace(state, probes=probing.result())


def survey(
    estate: Estate,
    fleet: DeviceRunner,
    progress: Callable[[str], None] = lambda _: None,
    probes: Probes | None = None,
) -> Survey:
    """Collect, and read every running configuration, in one session a device; see :func:`collect`.

    The states hold the configurations in their shown form: known secrets by name.
    """

    def ask(driver: Driver) -> tuple[str, DeviceState]:
        return driver.running(), _probing(driver, probes or {})

    answered, failed = split(fleet.run(ask, progress=progress))
    running = {name: shown(estate, name, text) for name, (text, _) in answered.items()}
    states = {name: dataclasses.replace(state, configuration=running[name]) for name, (_, state) in answered.items()}
    return Survey(running, _snapshot(states, failed))


def _snapshot(states: Mapping[str, DeviceState], failed: Mapping[str, Exception]) -> Snapshot:
    silent = {name: DeviceState(name, reachable=False, error=str(error)) for name, error in failed.items()}
    return Snapshot(SnapshotSource.COLLECTED, dict(sorted({**states, **silent}.items())), datetime.now(UTC))


def save_running(estate: Estate, fleet: DeviceRunner) -> tuple[Path, ...]:
    """Write every answering device's running configuration, secrets replaced, to ``configs/running``; what changed."""
    texts = survey(estate, fleet).running
    platforms = {name: estate.network.devices[name].platform for name in texts}
    return write_configurations(estate.root / "configs" / "running", texts, platforms)
