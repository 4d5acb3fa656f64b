"""Emulated devices: each holds a configuration text and shows what the prediction says of all of them together.

They keep the promises of :class:`netops.devices.driver.Driver`, revert timers included, and can be told to fail.  Real
devices are in the tests marked ``lab``.
"""

from __future__ import annotations

import difflib
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from netops.analysis import Failures, predict
from netops.devices import UnknownTokenError, fingerprint
from netops.devices.driver import Driver
from netops.errors import BusyError, ChangedError, DeviceError, RejectedError, UnreachableError
from netops.model import DeviceState, IPAddress, Network, Probe, Snapshot
from netops.platforms import get_platform

T = TypeVar("T")


@dataclass
class Box:
    """One device: what it runs, what it could go back to, what awaits confirmation."""

    name: str
    running: str
    kept: dict[str, str] = field(default_factory=dict)
    pending: str | None = None
    deadline: float | None = None
    silent: bool = False  # does not answer; goes on forwarding
    rejects: bool = False
    dies_on_commit: bool = False  # takes the commit, and is silent from then on
    reverts_on_confirm: bool = False  # its timer is first
    commits: int = 0


@dataclass
class EmulatedFleet:
    """A network of boxes; ``failures`` are what is physically down, and may change at any time."""

    network: Network
    boxes: dict[str, Box]
    failures: Failures = field(default_factory=Failures)
    on_collect: Callable[[EmulatedFleet], None] = lambda _: None
    known: dict[object, Snapshot] = field(default_factory=dict)

    @classmethod
    def running(cls, network: Network, texts: Mapping[str, str]) -> EmulatedFleet:
        return cls(network, {each.name: Box(each.name, texts[each.name]) for each in network.managed()})

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self.boxes))

    def run(
        self,
        task: Callable[[Driver], T],
        names: Collection[str] | None = None,
        progress: Callable[[str], None] = lambda _: None,
    ) -> dict[str, T | DeviceError]:
        results: dict[str, T | DeviceError] = {}
        for name in sorted(self.names if names is None else names):
            try:
                results[name] = task(EmulatedDriver(self, self.boxes[name]))
            except DeviceError as error:
                results[name] = error
            progress(name)
        return results

    def tick(self) -> None:
        """Fire the revert timers that are due."""
        for box in self.boxes.values():
            if box.pending is not None and box.deadline is not None and time.monotonic() >= box.deadline:
                box.running, box.pending = box.kept[box.pending], None

    def shown(self) -> Snapshot:
        self.tick()
        key = (tuple((name, box.running) for name, box in sorted(self.boxes.items())), self.failures)
        if key not in self.known:
            devices = {}
            for name, box in self.boxes.items():
                device = self.network.devices[name]
                parsed = get_platform(device.platform).parse(box.running, name, name).device
                devices[name] = device.with_configuration(parsed)
            self.known[key] = predict(self.network.with_devices(devices), self.failures)
        return self.known[key]


class EmulatedDriver:
    def __init__(self, fleet: EmulatedFleet, box: Box) -> None:
        self.fleet, self.box, self.name = fleet, box, box.name
        self.platform = fleet.network.devices[box.name].platform
        self.candidate: str | None = None
        fleet.tick()
        if box.silent or box.name in fleet.failures.devices:
            raise UnreachableError(box.name, "no answer")

    def open(self) -> None: ...

    def close(self) -> None: ...

    def attend(self) -> None: ...

    def running(self) -> str:
        return self.box.running

    def load_replace(self, configuration: str) -> None:
        if self.box.rejects:
            raise RejectedError(self.name, "syntax error in line 1")
        self.candidate = configuration

    def load_merge(self, configuration: str) -> None:
        self.load_replace(self.box.running + configuration)

    def compare(self) -> str:
        lines = difflib.unified_diff(self.box.running.splitlines(), (self.candidate or "").splitlines(), lineterm="")
        return "\n".join(lines)

    def discard(self) -> None:
        self.candidate = None

    def commit(self, token: str, revert_in: int | None = None) -> None:
        if self.box.pending is not None:
            raise BusyError(self.name, f"commit {self.box.pending} awaits its confirmation")
        assert self.candidate is not None
        self.box.kept[token], self.box.running = self.box.running, self.candidate
        self.box.commits += 1
        if revert_in is not None:
            self.box.pending, self.box.deadline = token, time.monotonic() + revert_in
        if self.box.dies_on_commit:
            self.box.silent = True
            raise UnreachableError(self.name, "the session ended")

    def replace(self, configuration: str, token: str, revert_in: int, basis: str | None = None) -> bool:
        self.load_replace(configuration)
        if basis is not None and fingerprint(self.box.running) != basis:
            raise ChangedError(self.name, "its running configuration has changed since the plan was made")
        if not self.compare():
            self.discard()
            return False
        self.commit(token, revert_in)
        return True

    def survey(self) -> tuple[str, DeviceState]:
        return self.running(), self.collect()

    def pending(self) -> str | None:
        return self.box.pending

    def confirm(self, token: str) -> None:
        if self.box.reverts_on_confirm:
            self.rollback(token)
        if self.box.pending != token:
            raise UnknownTokenError(self.name, f"{token} is not pending")
        self.box.pending = None

    def rollback(self, token: str) -> None:
        if token not in self.box.kept:
            raise UnknownTokenError(self.name, f"no commit {token} is known here")
        self.box.running, self.box.pending = self.box.kept[token], None

    def collect(self) -> DeviceState:
        self.fleet.on_collect(self.fleet)
        return replace(self.fleet.shown().devices[self.name], configuration=self.box.running)

    def probe(
        self,
        plan: Sequence[tuple[str, IPAddress]],
        count: int,
        interval: float,  # noqa: ARG002 - Driver's
        linger: float = 2.0,  # noqa: ARG002 - Driver's
    ) -> tuple[Probe, ...]:
        """No emulated line loses anything."""
        return tuple(Probe(interface, address, count, count) for interface, address in plan)
