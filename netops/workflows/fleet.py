"""What workflows ask of a set of devices, whoever provides it: the wire, or an emulated network in a test."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Protocol, TypeVar

from netops.devices.driver import Driver
from netops.errors import DeviceError

__all__ = ["DeviceRunner", "split"]

T = TypeVar("T")


class DeviceRunner(Protocol):
    """Runs a task on many devices at once; one that fails or hangs keeps no other waiting beyond its own deadline."""

    @property
    def names(self) -> tuple[str, ...]:
        """The devices that can be asked, by name."""

    def run(
        self,
        task: Callable[[Driver], T],
        names: Collection[str] | None = None,
        progress: Callable[[str], None] = lambda _: None,
    ) -> Mapping[str, T | DeviceError]:
        """Per device what ``task`` returned, or why it failed; ``progress`` is told of each end."""


def split(results: Mapping[str, T | DeviceError]) -> tuple[dict[str, T], dict[str, DeviceError]]:
    """What came back, and what failed, each in order of name."""
    done = {name: results[name] for name in sorted(results)}
    return (
        {name: each for name, each in done.items() if not isinstance(each, DeviceError)},
        {name: each for name, each in done.items() if isinstance(each, DeviceError)},
    )
