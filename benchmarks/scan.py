"""Collecting from and scanning every device of the lab, against a plain Nornir loop over Netmiko.

The peer logs in to all devices at once, as netops does, and sends each the very show commands that netops asks, one
after the other, each with nornir_netmiko's ``netmiko_send_command``; it reads nothing of what it gets.  netops asks
them in one round trip, reads everything, and keeps the sessions of no earlier run.  A scan also probes every line,
compares with the prediction and explains what differs.

The last line sets the whole scan beside the slowest device of the same scan, from the start of its login to the end of
its answer, probes and all: a ratio of 0.77 means that a scan takes 1.3 times as long as that.
"""

from __future__ import annotations

import shlex
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.estate_lab import estate_lab
from benchmarks.measure import Measurement, Samples, alternate
from netops.lab.requirements import missing_requirements
from netops.platforms import get_platform
from netops.workflows.collect import survey
from netops.workflows.estate import Estate
from netops.workflows.reach import lab_of, reach
from netops.workflows.scan import scan

if TYPE_CHECKING:
    from nornir.core.inventory import Host, Inventory
    from nornir.core.task import Result, Task

__all__ = ["measure"]

_RUNS = 5
_WORKERS = 24


def measure() -> Iterator[Measurement]:
    """Nothing where the lab cannot run, which is said."""
    if missing := missing_requirements(["frr", "ovs"]):
        print(f"| scan | not measured: {'; '.join(missing)} | | | |")
        return
    with tempfile.TemporaryDirectory(prefix="netops-benchmark-") as folder, estate_lab(Path(folder)) as estate:
        count = len(list(estate.network.managed()))
        names = ("netops", "nornir_netmiko")
        scanned: list[tuple[float, float]] = []
        for work, ours in (("collect from", lambda: _collect(estate)), ("scan", lambda: scanned.append(_scan(estate)))):
            samples = alternate(_RUNS, ours, lambda: _plain(estate), names, time.perf_counter)
            yield Measurement(f"{work} {count} devices", *samples)
        whole, slowest = (tuple(each) for each in zip(*scanned, strict=True))
        yield Measurement(f"scan {count} devices", Samples("netops", whole), Samples("its slowest device", slowest))


def _collect(estate: Estate) -> None:
    with reach(estate, lab=True) as fleet:
        snapshot = survey(estate, fleet).snapshot
    assert all(each.reachable and not each.unread for each in snapshot.devices.values())


def _scan(estate: Estate) -> tuple[float, float]:
    """Seconds of the whole scan, and of its slowest device: all begin at once, since there are workers enough."""
    ended: list[float] = []
    with reach(estate, lab=True) as fleet:
        assert len(fleet.names) <= _WORKERS
        started = time.perf_counter()
        result = scan(estate, fleet, converge=0, progress=lambda _: ended.append(time.perf_counter() - started))
        whole = time.perf_counter() - started
    assert result.clean, [str(each) for each in result.findings]
    return whole, max(ended)


def _plain(estate: Estate) -> None:
    from nornir.core import Nornir
    from nornir.core.plugins.connections import ConnectionPluginRegister
    from nornir.plugins.runners import ThreadedRunner

    ConnectionPluginRegister.auto_register()
    nornir = Nornir(_inventory(estate), runner=ThreadedRunner(num_workers=_WORKERS))
    done = nornir.run(_show)
    nornir.close_connections()
    assert not done.failed, {name: str(each.exception) for name, each in done.failed_hosts.items()}


def _show(task: Task) -> Result:
    from nornir.core.task import Result
    from nornir_netmiko.tasks import netmiko_send_command  # type: ignore[import-untyped]  # it ships no types

    commands = get_platform(task.host["platform"]).show_commands
    asked = [f"vtysh -c {shlex.quote(each)}" if each.startswith("show ") else each for each in commands]
    answers = [netmiko_send_command(task, each, read_timeout=60).result for each in asked]
    return Result(task.host, result=answers)


def _inventory(estate: Estate) -> Inventory:
    from nornir.core.inventory import ConnectionOptions, Host, Hosts, Inventory

    targets = lab_of(estate).targets()

    def host(name: str) -> Host:
        at = targets[name]
        extras = {
            "use_keys": True, "key_file": str(at.key_file),
            "ssh_strict": True, "alt_host_keys": True, "alt_key_file": str(at.known_hosts),
        }  # fmt: skip
        return Host(
            name, at.hostname, at.port, at.username, "", "linux",
            data={"platform": estate.network.devices[name].platform},
            connection_options={"netmiko": ConnectionOptions(extras=extras)},
        )  # fmt: skip

    return Inventory(Hosts({device.name: host(device.name) for device in estate.network.managed()}))
