"""The fleet: all managed devices of a network at once, over Nornir."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from netops.devices.connection import CONNECTION, DriverConnection
from netops.devices.driver import Driver
from netops.devices.runner import DeadlineRunner
from netops.errors import DeviceError, InputError, UnreachableError
from netops.model import DeviceState, Network, Snapshot, SnapshotSource
from netops.model.target import Target

if TYPE_CHECKING:
    from nornir.core import Nornir
    from nornir.core.inventory import Host
    from nornir.core.task import MultiResult, Task

__all__ = ["Fleet"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Ended(Generic[T]):
    """How a task ended on one device; carried as a result, since Nornir logs exceptions with their traceback."""

    value: T | None = None
    error: Exception | None = None


class Fleet:
    """Sessions with the devices of ``network`` that ``targets`` tells how to reach; opened when first needed.

    ``deadline`` is seconds for one device's task, ``timeout`` for one answer of it; ``workers`` devices at once.
    ``password`` gives a device's password, or None where a key suffices.  Use it as a context manager, or close it.
    """

    def __init__(
        self,
        network: Network,
        targets: Mapping[str, Target],
        *,
        workers: int = 24,
        deadline: float = 120.0,
        timeout: float = 30.0,
        password: Callable[[str], str | None] = lambda _: None,
    ) -> None:
        self.names: tuple[str, ...] = tuple(sorted(name for name in targets if network.devices[name].managed))
        self._platforms = {name: network.devices[name].platform for name in self.names}
        self._targets = targets
        self._workers, self._deadline, self._timeout = workers, deadline, timeout
        self._password = password
        self._nornir = self._build()

    def __enter__(self) -> Fleet:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(
        self,
        task: Callable[[Driver], T],
        names: Collection[str] | None = None,
        progress: Callable[[str], None] = lambda _: None,
    ) -> dict[str, T | DeviceError]:
        """Per device, in order of name, what ``task`` returned or why it failed; ``progress`` is told of each end.

        A device that does not end within the deadline gives an UnreachableError, and its session is closed.  Raises
        what a task raised that is no DeviceError, after all others have ended; InputError for an unknown name.
        """
        chosen = self.names if names is None else self._known(names)
        if not chosen:
            return {}
        runner = DeadlineRunner(self._workers, self._deadline, self._abandon, progress)
        some = self._nornir.filter(filter_func=lambda host: host.name in chosen).with_runner(runner)
        results = some.run(task=_carry, work=task)
        ended = {name: results[name][0].result for name in sorted(chosen)}
        return {name: self._outcome(each) for name, each in ended.items()}

    def collect(
        self, names: Collection[str] | None = None, progress: Callable[[str], None] = lambda _: None
    ) -> Snapshot:
        """What the devices show now; one that cannot be asked is in the snapshot as unreachable."""
        found = self.run(lambda driver: driver.collect(), names, progress)
        states = {
            name: DeviceState(name, reachable=False, error=each.reason) if isinstance(each, DeviceError) else each
            for name, each in found.items()
        }
        return Snapshot(SnapshotSource.COLLECTED, states, datetime.now(UTC))

    def close(self) -> None:
        """End all sessions; pending commits go on waiting on their devices."""
        for host in self._nornir.inventory.hosts.values():
            _drop(host)

    def _known(self, names: Collection[str]) -> set[str]:
        unknown = sorted(set(names) - set(self.names))
        if unknown:
            raise InputError(f"{', '.join(unknown)}: no managed device of that name can be reached")
        return set(names)

    def _outcome(self, ended: _Ended[T]) -> T | DeviceError:
        if ended.error is None:
            return ended.value  # type: ignore[return-value]  # None is what such a task returned
        if isinstance(ended.error, DeviceError):
            return ended.error
        raise ended.error

    def _abandon(self, host: Host) -> MultiResult:
        from nornir.core.task import MultiResult, Result

        threading.Thread(target=_drop, args=(host,), daemon=True).start()  # closing may hang as well
        result = MultiResult("netops")
        error = UnreachableError(host.name, f"not done within {self._deadline:g} s")
        ended: _Ended[Any] = _Ended(error=error)
        result.append(Result(host, result=ended))
        return result

    def _build(self) -> Nornir:
        from nornir.core import Nornir
        from nornir.core.configuration import Config
        from nornir.core.inventory import Hosts, Inventory
        from nornir.core.plugins.connections import ConnectionPluginRegister
        from nornir.core.state import GlobalState

        if CONNECTION not in ConnectionPluginRegister.available:
            ConnectionPluginRegister.register(CONNECTION, DriverConnection)
        hosts = Hosts({name: self._host(name) for name in self.names})
        return Nornir(Inventory(hosts), config=Config(), data=GlobalState())

    def _host(self, name: str) -> Host:
        from nornir.core.inventory import ConnectionOptions, Host

        target = self._targets[name]
        extras = {
            "name": name,
            "key_file": target.key_file,
            "known_hosts": target.known_hosts,
            "timeout": self._timeout,
        }
        return Host(
            name, target.hostname, target.port, target.username, self._password(name), self._platforms[name],
            connection_options={CONNECTION: ConnectionOptions(extras=extras)},
        )  # fmt: skip


def _carry(task: Task, work: Callable[[Driver], T]) -> _Ended[T]:
    """Run the work with the host's driver; a session that was lost is opened anew by the next run."""
    driver: Driver | None = None
    try:
        driver = task.host.get_connection(CONNECTION, task.nornir.config)
        return _Ended(value=work(driver))
    except Exception as error:  # noqa: BLE001 - raised again by Fleet.run; Nornir would log it with its traceback
        if driver is None or isinstance(error, UnreachableError):
            _drop(task.host)
        return _Ended(error=error)


def _drop(host: Host) -> None:
    """Forget the host's connection, and close it."""
    plugin = host.connections.pop(CONNECTION, None)
    if plugin is not None:
        plugin.close()
