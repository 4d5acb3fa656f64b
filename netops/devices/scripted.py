"""The driver for devices that are Linux underneath: transactions by the on-device part, show commands in one go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from netops.devices.collection import collect
from netops.devices.echo import LINGER, echo
from netops.devices.remote import Remote
from netops.devices.session import Session
from netops.errors import DeviceError, UnreachableError
from netops.model import DeviceOutcome, DeviceState, IPAddress, Probe
from netops.platforms.base import Platform

__all__ = ["RunningCommands", "ScriptedDriver"]


@dataclass(frozen=True, slots=True)
class RunningCommands:
    """What shows a running configuration, and what makes its text of the outputs by command."""

    commands: tuple[str, ...]
    read: Callable[[Mapping[str, str]], str]


class ScriptedDriver:
    """A session with one device; speaks :class:`netops.devices.driver.Driver`.

    ``shown`` says how the running configuration is asked for; ``directory`` is where the device keeps the state of its
    transactions.
    """

    def __init__(
        self, name: str, platform: Platform, session: Session, directory: str, shown: RunningCommands,
        sudo: bool = False,
    ) -> None:  # fmt: skip
        self.name = name
        self.platform = platform.name
        self.session = session
        self._platform = platform
        self._shown = shown
        self._remote = Remote(name, platform.name, session, directory, platform.scrub, sudo)
        self._attended = False
        self._candidate: dict[str, Any] | None = None
        self._diff = ""

    def open(self) -> None:
        self.session.open()

    def close(self) -> None:
        self.discard()
        self._remote.close()
        self.session.close()

    def attend(self) -> None:
        self._attended = True

    def running(self) -> str:
        return self._shown.read(self._outputs(self._shown.commands))

    def survey(self) -> tuple[str, DeviceState]:
        commands = dict.fromkeys((*self._platform.show_commands, *self._shown.commands))
        outputs = self._outputs(tuple(commands))
        return self._shown.read(outputs), self._platform.read(self.name, outputs)

    def load_replace(self, configuration: str) -> None:
        self._load({"text": configuration, "merge": False})

    def load_merge(self, configuration: str) -> None:
        self._load({"text": configuration, "merge": True})

    def compare(self) -> str:
        return self._diff

    def discard(self) -> None:
        self._candidate, self._diff = None, ""

    def commit(self, token: str, revert_in: int | None = None) -> None:
        if self._candidate is None:
            raise DeviceError(self.name, "there is no candidate to commit")
        if revert_in is not None and revert_in < 1:
            raise DeviceError(self.name, f"revert_in is {revert_in}: expected at least 1 second")
        self._remote.call("commit", token=token, revert_in=revert_in, **self._candidate)
        self.discard()

    def replace(self, configuration: str, token: str, revert_in: int, basis: str | None = None) -> bool:
        self.discard()
        answer = self._remote.call("replace", text=configuration, token=token, revert_in=revert_in, basis=basis)
        return bool(answer["changed"])

    def pending(self) -> str | None:
        found = self._remote.call("status")["pending"]
        return None if found is None else str(found)

    def outcome(self, token: str) -> DeviceOutcome | None:
        """What became of the commit with this token, or None where the device knows of none."""
        found = self._remote.call("status", token=token)["outcome"]
        return None if found is None else DeviceOutcome(found)

    def tokens(self) -> tuple[str, ...]:
        """Of the commits that can be rolled back, the newest first."""
        return tuple(self._remote.call("status")["tokens"])

    def confirm(self, token: str) -> None:
        self._remote.call("confirm", token=token)

    def rollback(self, token: str) -> None:
        self._remote.call("rollback", token=token)

    def collect(self) -> DeviceState:
        return self._platform.read(self.name, self._outputs(self._platform.show_commands))

    def probe(
        self, plan: Sequence[tuple[str, IPAddress]], count: int, interval: float, linger: float = LINGER
    ) -> tuple[Probe, ...]:
        return echo(self.session, plan, count, interval, linger)

    def _outputs(self, commands: Sequence[str]) -> dict[str, str]:
        """By the on-device part where it runs or is to run; by the shell where it cannot, or is not worth its start."""
        if not (self._attended or self._remote.warm):
            return collect(self.session, commands)
        try:
            return self._remote.ask(commands)
        except UnreachableError:
            raise
        except DeviceError:
            self._attended = False
            return collect(self.session, commands)

    def _load(self, candidate: dict[str, Any]) -> None:
        self.discard()
        self._diff = self._remote.call("check", **candidate)["diff"]
        self._candidate = candidate
