"""Pushing to real routers and a real switch: also killed at any moment, and with a device that is dead."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from netops.lab.requirements import missing_requirements
from netops.workflows.configurations import configured, shown
from netops.workflows.estate import open_estate
from netops.workflows.history import Status, history
from netops.workflows.init import init
from netops.workflows.reach import lab_of, reach

ROOT = Path(__file__).parents[2]
MISSING = missing_requirements({"frr", "ovs"})

pytestmark = [pytest.mark.lab, pytest.mark.skipif(bool(MISSING), reason="; ".join(MISSING) or "runs here")]


def netops(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), cwd=root, env=environment(), capture_output=True, text=True, check=False)


def started(root: Path, words: list[str]) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(words, cwd=root, env=environment(), stdout=pipe, stderr=subprocess.STDOUT, text=True)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "netops", *arguments]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The starter estate, with its lab up."""
    root = tmp_path_factory.mktemp("community") / "estate"
    init(root)
    try:
        up = netops(root, "lab", "up")
        assert up.returncode == 0, up.stderr
        yield root
    finally:
        netops(root, "lab", "down")
        assert netops(root, "lab", "status").stdout == "no lab is up\n"


def set_cost(root: Path, cost: int) -> None:
    path = root / "topology" / "links.yaml"
    lines = [
        f"      cost: {cost}" if line.startswith("      cost: ") else line for line in path.read_text().splitlines()
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def on_the_devices(root: Path) -> tuple[dict[str, int | None], set[str]]:
    """The cost that each router runs, where everything else is as designed; and the tokens that are pending."""
    estate = open_estate(root, lab=True)
    with reach(estate, lab=True) as fleet:
        answers = fleet.run(lambda driver: (driver.running(), driver.pending()))
    found: dict[str, int | None] = {}
    pending = set()
    for name, answer in answers.items():
        assert isinstance(answer, tuple), answer
        pending |= {answer[1]} - {None}
        device = configured(estate.network, {name: shown(estate, name, answer[0])})[0].devices[name]
        if name != "s1":
            settings = device.interfaces["eth1"].ospf
            found[name] = settings.cost if settings is not None else None
    return found, pending  # type: ignore[return-value]  # None was taken out


def test_a_change_is_pushed_verified_and_rolled_back(running: Path) -> None:
    set_cost(running, 25)
    dry = netops(running, "push", "--lab")
    assert dry.returncode == 0, dry.stderr
    assert "This was a dry run" in dry.stdout
    assert on_the_devices(running) == ({"r1": 10, "r2": 10}, set())

    done = netops(running, "push", "--lab", "--commit", "--settle", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert on_the_devices(running) == ({"r1": 25, "r2": 25}, set())
    assert netops(running, "verify", "--lab").returncode == 0

    name = history(open_estate(running, lab=True).journal().read())[-1].change.identifier
    back = netops(running, "rollback", name, "--lab", "--commit", "--settle", "1")
    assert back.returncode == 0, back.stdout + back.stderr
    assert on_the_devices(running) == ({"r1": 10, "r2": 10}, set())
    set_cost(running, 10)
    assert netops(running, "verify", "--lab", "--converge", "30").returncode == 0


@pytest.mark.parametrize("seed", range(6))
def test_killed_at_a_random_moment(running: Path, seed: int) -> None:
    """kill -9, then a new process: every device wholly old or wholly new, nothing pending, nothing locked."""
    old, new = 10 + seed, 11 + seed
    delay = random.Random(f"netops {seed}").uniform(1.0, 14.0)
    set_cost(running, new)
    push = command("push", "--lab", "--commit", "--settle", "1")
    with subprocess.Popen(
        push, cwd=running, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
    known = history(open_estate(running, lab=True).journal().read())
    if known and known[-1].status is Status.UNFINISHED:
        ended = netops(running, "push", "--resume", "--lab", "--settle", "1")
        assert ended.returncode in (0, 1), ended.stdout + ended.stderr
        assert "unfinished" not in netops(running, "history").stdout
    costs, pending = on_the_devices(running)
    assert pending == set()
    assert set(costs.values()) in ({old}, {new}), costs
    done = netops(running, "push", "--lab", "--commit", "--settle", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert on_the_devices(running) == ({"r1": new, "r2": new}, set())


def test_left_alone_after_a_kill_the_devices_go_back_by_themselves(running: Path) -> None:
    before = on_the_devices(running)
    set_cost(running, 77)
    push = command("push", "--lab", "--commit", "--settle", "20", "--revert-after", "31")
    with subprocess.Popen(
        push, cwd=running, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        assert any("verifying" in line for line in process.stdout)
        process.send_signal(signal.SIGKILL)
    assert on_the_devices(running)[1] != set()
    deadline = time.monotonic() + 120
    while on_the_devices(running) != before and time.monotonic() < deadline:
        time.sleep(2)
    assert on_the_devices(running) == before
    ended = netops(running, "push", "--resume", "--lab", "--settle", "1")
    assert "rolled-back" in ended.stdout, ended.stdout + ended.stderr
    assert on_the_devices(running) == before


def test_a_dead_device_is_reported_and_holds_up_nobody(running: Path) -> None:
    estate = open_estate(running, lab=True)
    lab = lab_of(estate)
    lab.stop("r2")
    try:
        set_cost(running, 33)
        done = netops(running, "push", "--lab", "--commit", "--settle", "1")
        assert done.returncode == 1, done.stdout + done.stderr
        assert "committed" in done.stdout
        assert "did not answer before the change" in done.stdout
    finally:
        lab.start("r2")
        assert lab.wait_converged()
    assert on_the_devices(running)[0]["r1"] == 33
    done = netops(running, "push", "--lab", "--commit", "--settle", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert on_the_devices(running) == ({"r1": 33, "r2": 33}, set())
