"""Pushing a change to every device of the lab, against plain Nornir loops.

The change is another banner, on all 21 devices at once.  The peer renders nothing and verifies nothing.  For routers
it is what nornir_napalm offers, ``napalm_configure`` (replace, compare, commit) with the FRR driver, once as Nornir
runs it, on all routers at once, and once with one router after the other.  NAPALM has no driver for the switches:
there the peer has Netmiko send the configuration's lines to ``ovs-vsctl``, one by one, without a comparison, a timer or
a way back.

netops also collects from all devices, plans, goes by a canary, commits under revert timers, verifies every route of the
network against the prediction after each step, confirms, and keeps a journal.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.estate_lab import estate_lab
from benchmarks.measure import Measurement, Samples, alternate
from netops.lab.requirements import missing_requirements
from netops.model import Target
from netops.workflows.configurations import candidate
from netops.workflows.estate import Estate, open_estate
from netops.workflows.push import PushOptions, PushOutcome, push
from netops.workflows.reach import lab_of, reach

if TYPE_CHECKING:
    from nornir.core.inventory import Inventory
    from nornir.core.task import Result, Task

__all__ = ["measure"]

_BANNER = re.compile(r"(Sunny Gardens community network\. Authorised staff only[^\"]*?)( Desk: \d+-\d+\.)?\"")
_RUNS = 3
_WORKERS = 24
_PLATFORMS = ("frr", "ovs")  # each has a banner of its own


def measure() -> Iterator[Measurement]:
    """Nothing where the lab cannot run, which is said."""
    if missing := missing_requirements(["frr", "ovs"]):
        print(f"| push | not measured: {'; '.join(missing)} | | | |")
        return
    with tempfile.TemporaryDirectory(prefix="netops-benchmark-") as folder, estate_lab(Path(folder)) as estate:
        change = _Changes(estate.root)
        devices = {device.name: device.platform for device in estate.network.managed()}
        routers = {name: platform for name, platform in devices.items() if platform == "frr"}
        for chosen, workers, peer in (
            (devices, _WORKERS, "nornir_napalm, Netmiko"),
            (routers, _WORKERS, "nornir_napalm"),
            (routers, 1, "nornir_napalm, one by one"),
        ):
            yield Measurement(f"push to {len(chosen)} devices", *_samples(change, chosen, workers, peer))


def _samples(change: _Changes, devices: Mapping[str, str], workers: int, peer: str) -> tuple[Samples, Samples]:
    def plain() -> None:
        _plain(change.next(), devices, workers)

    return alternate(_RUNS, lambda: _push(change.next(), tuple(devices)), plain, ("netops", peer), time.perf_counter)


class _Changes:
    """A new banner for every device, each time."""

    def __init__(self, root: Path) -> None:
        self.root, self.number = root, 100

    def next(self) -> Estate:
        self.number += 1
        path = self.root / "inventory" / "groups.yaml"
        text, count = _BANNER.subn(rf'\g<1> Desk: 555-0{self.number}."', path.read_text(encoding="utf-8"))
        assert count == len(_PLATFORMS)
        path.write_text(text, encoding="utf-8")
        return open_estate(self.root, lab=True)


def _push(estate: Estate, devices: tuple[str, ...]) -> None:
    with reach(estate, lab=True) as fleet:
        done = push(estate, fleet, PushOptions(commit=True, why="benchmark", only=devices))
    assert done.outcome is PushOutcome.COMMITTED, (done.outcome, done.reason, done.findings)
    assert set(done.plan.changed) == {*devices}


def _plain(estate: Estate, devices: Mapping[str, str], workers: int) -> None:
    from nornir.core import Nornir
    from nornir.core.plugins.connections import ConnectionPluginRegister
    from nornir.plugins.runners import ThreadedRunner

    ConnectionPluginRegister.auto_register()
    texts = {name: candidate(estate, name) for name in devices}
    inventory = _inventory(lab_of(estate).targets(), devices)
    nornir = Nornir(inventory, runner=ThreadedRunner(num_workers=workers))
    done = nornir.run(lambda task: _TASKS[task.host.platform](task, texts[task.host.name]))
    nornir.close_connections()
    assert not done.failed, {name: str(each.exception) for name, each in done.failed_hosts.items()}
    assert all(each.changed for each in done.values())


def _router(task: Task, text: str) -> Result:
    from nornir_napalm.plugins.tasks import napalm_configure

    return napalm_configure(task, configuration=text, replace=True)


def _switch(task: Task, text: str) -> Result:
    from netmiko import ConnectHandler
    from nornir.core.task import Result

    host = task.host
    with ConnectHandler(
        device_type="linux", host=host.hostname, port=host.port, username=host.username,
        use_keys=True, key_file=host["key_file"],
        ssh_strict=True, alt_host_keys=True, alt_key_file=host["known_hosts"],
    ) as switch:  # fmt: skip
        said = [switch.send_command(f"ovs-vsctl --may-exist {line}") for line in text.splitlines()]
    assert not any(said), said
    return Result(host, changed=True)


_TASKS = {"frr": _router, "ovs": _switch}


def _inventory(targets: Mapping[str, Target], devices: Mapping[str, str]) -> Inventory:
    from nornir.core.inventory import ConnectionOptions, Host, Hosts, Inventory

    def host(name: str) -> Host:
        at = targets[name]
        keys = {"key_file": str(at.key_file), "known_hosts": str(at.known_hosts)}
        options = {"napalm": ConnectionOptions(extras={"optional_args": keys})}
        return Host(name, at.hostname, at.port, at.username, "", devices[name], data=keys, connection_options=options)

    return Inventory(Hosts({name: host(name) for name in devices}))
