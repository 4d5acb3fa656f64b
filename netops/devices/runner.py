"""Nornir runner with a deadline a host: one that hangs is given up, the others' results are there in time."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nornir.core.inventory import Host
    from nornir.core.task import AggregatedResult, MultiResult, Task

__all__ = ["DeadlineRunner"]


class DeadlineRunner:
    """Speaks ``nornir.core.plugins.runners.RunnerPlugin``, as its ThreadedRunner does.

    A host has ``deadline`` seconds from when its own task starts.  ``abandoned`` is called once for one that took
    longer, and gives its result; its thread is left behind, and does not keep the process alive.
    """

    def __init__(
        self, num_workers: int, deadline: float, abandoned: Callable[[Host], MultiResult],
        done: Callable[[str], None],
    ) -> None:  # fmt: skip
        self.num_workers = num_workers
        self.deadline = deadline
        self.abandoned = abandoned
        self.done = done

    def run(self, task: Task, hosts: list[Host]) -> AggregatedResult:
        """The results of all hosts, however each of them ended."""
        from nornir.core.task import AggregatedResult

        result = AggregatedResult(task.name)
        waiting = list(reversed(hosts))
        running: dict[str, tuple[Host, float]] = {}
        ended: queue.SimpleQueue[tuple[str, MultiResult]] = queue.SimpleQueue()
        while waiting or running:
            while waiting and len(running) < self.num_workers:
                host = waiting.pop()
                running[host.name] = (host, time.monotonic() + self.deadline)
                self._start(task.copy(), host, ended)
            self._await(running, ended, result)
        return result

    def _start(self, task: Task, host: Host, ended: queue.SimpleQueue[tuple[str, MultiResult]]) -> None:
        def work() -> None:
            ended.put((host.name, task.start(host)))

        threading.Thread(target=work, name=f"netops {host.name}", daemon=True).start()

    def _await(
        self,
        running: dict[str, tuple[Host, float]],
        ended: queue.SimpleQueue[tuple[str, MultiResult]],
        result: AggregatedResult,
    ) -> None:
        """Wait for one host to end, or for the first deadline to pass."""
        first = min(until for _, until in running.values())
        try:
            name, found = ended.get(timeout=max(0.0, first - time.monotonic()))
        except queue.Empty:
            name = next(each for each, (_, until) in running.items() if until == first)
            found = self.abandoned(running[name][0])
        if running.pop(name, None) is not None:  # one that was given up before ends late: too late
            result[name] = found
            self.done(name)
