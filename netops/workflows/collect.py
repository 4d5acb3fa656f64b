"""Collect: what the devices show now, and the configurations that they run."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from netops.analysis.probing import PROBE_COUNT, PROBE_INTERVAL, ProbePlan
from netops.devices import fingerprint
from netops.devices.driver import Driver
from netops.errors import DeviceError
from netops.model import DeviceState, Probe, Snapshot, SnapshotSource
from netops.store import write_configurations
from netops.workflows.configurations import shown
from netops.workflows.estate import Estate
from netops.workflows.fleet import DeviceRunner, split

__all__ = ["Survey", "collect", "save_running", "survey"]

T = TypeVar("T")

Probes = Mapping[str, ProbePlan]
"""What devices ask their neighbours, by name."""


@dataclass(frozen=True, slots=True)
class Survey:
    """``running``: the shown configurations of the devices that answered; ``snapshot``: what all of them show.

    ``fingerprints`` are of the configurations as they really run, secrets and all.
    """

    running: Mapping[str, str]
    snapshot: Snapshot
    fingerprints: Mapping[str, str] = field(default_factory=dict, repr=False)

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

    def ask(driver: Driver) -> DeviceState:
        state, probed = _probing(driver, probes or {}, driver.collect)
        return dataclasses.replace(state, probes=probed)

    return _snapshot(*split(fleet.run(ask, names, progress)))


def survey(
    estate: Estate,
    fleet: DeviceRunner,
    progress: Callable[[str], None] = lambda _: None,
    probes: Probes | None = None,
    names: Collection[str] | None = None,
    attend: bool = False,
) -> Survey:
    """Collect, and read every running configuration, in one session a device; see :func:`collect`.

    ``attend``: the devices will be asked more than this (:meth:`netops.devices.driver.Driver.attend`).

    The states hold the configurations in their shown form: known secrets by name.
    """

    def ask(driver: Driver) -> tuple[str, DeviceState]:
        if attend:
            driver.attend()
        (text, state), probed = _probing(driver, probes or {}, driver.survey)
        return text, dataclasses.replace(state, probes=probed)

    answered, failed = split(fleet.run(ask, names, progress))
    running = {name: shown(estate, name, text) for name, (text, _) in answered.items()}
    states = {name: dataclasses.replace(state, configuration=running[name]) for name, (_, state) in answered.items()}
    fingerprints = {name: fingerprint(text) for name, (text, _) in answered.items()}
    return Survey(running, _snapshot(states, failed), fingerprints)


def _probing(driver: Driver, probes: Probes, ask: Callable[[], T]) -> tuple[T, tuple[Probe, ...] | None]:
    """What ``ask`` gives; meanwhile, since probing is waiting, the device asks its neighbours for echo."""
    plan = probes.get(driver.name)
    if plan is None:
        return ask(), None
    with ThreadPoolExecutor(2) as beside:
        owner = beside.submit(driver.probe, plan.virtual, 1, PROBE_INTERVAL, 0.3)  # nobody is to answer
        probing = beside.submit(driver.probe, plan.neighbors, PROBE_COUNT, PROBE_INTERVAL)
        answer = ask()
        owner.result()  # the neighbour table tells who answered
        return answer, _confirmed(driver, probing.result())


def _confirmed(driver: Driver, probes: Sequence[Probe]) -> tuple[Probe, ...]:
    """Where a few answers are missing it asks thrice as often again: a late answer of a busy device is no loss."""
    doubtful = [(each.interface, each.address) for each in probes if 0 < each.received < each.sent]
    if not doubtful:
        return tuple(probes)
    again = {(each.interface, each.address): each for each in driver.probe(doubtful, 3 * PROBE_COUNT, PROBE_INTERVAL)}
    return tuple(
        dataclasses.replace(each, sent=each.sent + more.sent, received=each.received + more.received)
        if (more := again.get((each.interface, each.address))) is not None
        else each
        for each in probes
    )


def _snapshot(states: Mapping[str, DeviceState], failed: Mapping[str, DeviceError]) -> Snapshot:
    silent = {name: DeviceState(name, reachable=False, error=error.reason) for name, error in failed.items()}
    return Snapshot(SnapshotSource.COLLECTED, dict(sorted({**states, **silent}.items())), datetime.now(UTC))


def save_running(estate: Estate, surveyed: Survey) -> tuple[Path, ...]:
    """Write every answering device's running configuration, secrets replaced, to ``configs/running``; what changed."""
    texts = surveyed.running
    platforms = {name: estate.network.devices[name].platform for name in texts}
    return write_configurations(estate.root / "configs" / "running", texts, platforms)
