"""Pushing a change to every router of the lab, against a plain Nornir loop over NAPALM.

The peer renders nothing, and calls nornir_napalm's ``napalm_configure`` (replace, compare, commit) with the FRR driver
on all routers at once.  netops also collects from all devices, switches too, plans, goes by a canary, commits under
revert timers, verifies every route of the network against the prediction after each step, waits whether it stays so,
and confirms.  Switches are left out of the change since NAPALM has no driver for them.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Measurement, alternate
from netops.lab.requirements import missing_requirements
from netops.model import Target
from netops.workflows.configurations import candidate
from netops.workflows.estate import Estate, open_estate
from netops.workflows.lab import lab_up
from netops.workflows.push import PushOptions, PushOutcome, push
from netops.workflows.reach import lab_of, reach

if TYPE_CHECKING:
    from nornir.core.inventory import Inventory

__all__ = ["measure"]

_ROOT = Path(__file__).parents[1]
_BANNER = re.compile(r"what you do here is recorded\.[^\"]*")
_RUNS = 3


def measure() -> Iterator[Measurement]:
    """Nothing where the lab cannot run, which is said."""
    if missing := missing_requirements(["frr", "ovs"]):
        print(f"| push | not measured: {'; '.join(missing)} | | | |")
        return
    with tempfile.TemporaryDirectory(prefix="netops-benchmark-") as folder, _lab(Path(folder)) as estate:
        change = _Changes(estate.root)
        routers = [device.name for device in estate.network.managed() if device.platform == "frr"]
        samples = alternate(
            _RUNS, lambda: _push(change.next()), lambda: _plain(change.next(), routers),
            ("netops", "nornir_napalm"), time.perf_counter,
        )  # fmt: skip
        yield Measurement(f"push to {len(routers)} routers", *samples)


@contextmanager
def _lab(folder: Path) -> Iterator[Estate]:
    for name in ("inventory", "topology", "templates"):
        shutil.copytree(_ROOT / name, folder / name)
    estate = open_estate(folder, lab=True)
    try:
        if not lab_up(estate).converged:
            raise SystemExit("the lab did not converge: nothing can be measured on it")
        yield estate
    finally:
        lab_of(estate).down()


class _Changes:
    """A new banner for every router, each time."""

    def __init__(self, root: Path) -> None:
        self.root, self.number = root, 100

    def next(self) -> Estate:
        self.number += 1
        path = self.root / "inventory" / "groups.yaml"
        text, count = _BANNER.subn(
            f"what you do here is recorded. Desk: 555-0{self.number}.", path.read_text(encoding="utf-8")
        )
        assert count == 1
        path.write_text(text, encoding="utf-8")
        return open_estate(self.root, lab=True)


def _push(estate: Estate) -> None:
    with reach(estate, lab=True) as fleet:
        done = push(estate, fleet, PushOptions(commit=True, why="benchmark"))
    assert done.outcome is PushOutcome.COMMITTED, (done.outcome, done.reason, done.findings)


def _plain(estate: Estate, routers: list[str]) -> None:
    from nornir.core import Nornir
    from nornir.core.plugins.connections import ConnectionPluginRegister
    from nornir.plugins.runners import ThreadedRunner
    from nornir_napalm.plugins.tasks import napalm_configure

    ConnectionPluginRegister.auto_register()
    texts = {name: candidate(estate, name) for name in routers}
    nornir = Nornir(_inventory(lab_of(estate).targets(), routers), runner=ThreadedRunner(num_workers=24))
    done = nornir.run(lambda task: napalm_configure(task, configuration=texts[task.host.name], replace=True))
    nornir.close_connections()
    assert not done.failed, {name: str(each.exception) for name, each in done.failed_hosts.items()}
    assert all(each.changed for each in done.values())


def _inventory(targets: Mapping[str, Target], routers: list[str]) -> Inventory:
    from nornir.core.inventory import ConnectionOptions, Host, Hosts, Inventory

    def host(name: str) -> Host:
        at = targets[name]
        extras = {"optional_args": {"key_file": str(at.key_file), "known_hosts": str(at.known_hosts)}}
        options = {"napalm": ConnectionOptions(extras=extras)}
        return Host(name, at.hostname, at.port, at.username, "", "frr", connection_options=options)

    return Inventory(Hosts({name: host(name) for name in routers}))
