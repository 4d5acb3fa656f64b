"""A lab comes, goes and leaves nothing, also after a crash."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import lab_samples
import pytest

import netops
from netops.errors import LabError
from netops.lab import Lab
from netops.lab.naming import MARK, mark, namespace, prefix_of
from netops.lab.processes import inits
from netops.lab.requirements import missing_requirements
from netops.model import Network

MISSING = missing_requirements(["frr", "ovs", "linux"])
pytestmark = [pytest.mark.lab, pytest.mark.skipif(bool(MISSING), reason="; ".join(MISSING))]

UP = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
import lab_samples
from netops.lab import Lab
lab = Lab(lab_samples.small_network(), lab_samples.small_configs(), Path(sys.argv[1]))
lab.up(lambda step: print(step, flush=True))
"""


def small_lab(directory: Path) -> Lab:
    return Lab(lab_samples.small_network(), lab_samples.small_configs(), directory)


def traces(directory: Path) -> dict[str, list[str]]:
    """Everything of this lab that the machine holds, by kind."""
    prefix = prefix_of(directory)
    wanted = f"{MARK}={mark(directory)}".encode()
    living = []
    for each in Path("/proc").iterdir():
        try:
            if each.name.isdigit() and wanted in (each / "environ").read_bytes().split(b"\0"):
                living.append(each.name)
        except OSError:
            continue
    return {
        "namespaces": [each.name for each in Path("/run/netns").glob(f"{prefix}-*")],
        "processes": living,
        "mounts": [line for line in Path("/proc/mounts").read_text().splitlines() if prefix in line],
        "files": sorted(each.name for each in directory.iterdir() if each.name != "logs") if directory.exists() else [],
    }


NOTHING: dict[str, list[str]] = {"namespaces": [], "processes": [], "mounts": [], "files": []}


def devices_here() -> list[str]:
    """Network devices of the machine itself."""
    return sorted(os.listdir("/sys/class/net"))


def test_down_leaves_nothing_but_logs(tmp_path: Path) -> None:
    before = devices_here()
    lab = small_lab(tmp_path / "lab")
    lab.up()
    assert devices_here() == before
    there = traces(lab.directory)
    assert all(there[kind] for kind in ("namespaces", "processes", "mounts", "files"))
    lab.down()
    assert traces(lab.directory) == NOTHING
    assert devices_here() == before
    assert (tmp_path / "lab" / "logs" / "r1").is_dir()
    assert lab.status() is None
    lab.down()


@pytest.mark.parametrize("delay", [0.0, 0.03, 0.08, 0.15, 0.3, 0.6, 1.2])
def test_down_clears_away_after_a_kill_in_the_middle_of_up(tmp_path: Path, delay: float) -> None:
    lab = small_lab(tmp_path / "lab")
    roots = [str(Path(__file__).parent), str(Path(netops.__file__).parents[1])]
    process = subprocess.Popen([sys.executable, "-c", UP, str(lab.directory), *roots], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline()  # it has begun
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    status = lab.status()
    assert status is not None
    with pytest.raises(LabError, match="netops lab down"):
        lab.up()
    lab.down()
    assert traces(lab.directory) == NOTHING


def test_down_needs_no_state(tmp_path: Path) -> None:
    lab = small_lab(tmp_path / "lab")
    lab.up()
    (lab.directory / "lab.json").write_text("{ torn")
    with pytest.raises(LabError, match="cannot be read"):
        lab.status()
    Lab(Network(), {}, lab.directory).down()
    assert traces(lab.directory) == NOTHING


def test_two_labs_side_by_side(tmp_path: Path) -> None:
    one, other = small_lab(tmp_path / "one"), small_lab(tmp_path / "other")
    try:
        one.up()
        other.up()
        assert one.prefix != other.prefix
        one.down()
        assert traces(one.directory) == NOTHING
        status = other.status()
        assert status is not None
        assert set(status.devices.values()) == {"running"}
        assert other.run("r1", ["hostname"]).strip() == "r1"
    finally:
        one.down()
        other.down()
    assert traces(other.directory) == NOTHING


@pytest.mark.parametrize(
    ("device", "config", "told"),
    [
        ("r1", "router nonsense\n", "r1 did not start: FRR refused its configuration"),
        ("s1", "add-port br7 eth1\n", "s1 cannot start: .*br7"),
    ],
)
def test_a_refused_configuration_is_told_and_nothing_is_left(
    tmp_path: Path, device: str, config: str, told: str
) -> None:
    lab = Lab(lab_samples.small_network(), {**lab_samples.small_configs(), device: config}, tmp_path / "lab")
    with pytest.raises(LabError, match=told):
        lab.up()
    assert traces(lab.directory) == NOTHING


def test_a_device_that_ended_is_failed(tmp_path: Path) -> None:
    lab = small_lab(tmp_path / "lab")
    try:
        lab.up()
        netns = namespace(lab.prefix, "r1")
        os.kill(inits([netns])[netns], signal.SIGKILL)
        while inits([netns]):
            time.sleep(0.05)
        status = lab.status()
        assert status is not None
        assert (status.devices["r1"], status.devices["r2"]) == ("failed", "running")
        with pytest.raises(LabError, match="r1 is not running"):
            lab.run("r1", ["true"])
        lab.stop("r1")
        lab.start("r1")
        assert lab.run("r1", ["hostname"]) == "r1\n"
    finally:
        lab.down()


def test_only_active_devices_are_built(tmp_path: Path) -> None:
    network = lab_samples.small_network()
    planned = dataclasses.replace(network.devices["r2"], status="planned")
    lab = Lab(network.with_devices({"r2": planned}), lab_samples.small_configs(), tmp_path / "lab")
    try:
        lab.up()
        assert sorted(lab.targets()) == ["r1", "s1"]
        assert "NO-CARRIER" in lab.run("r1", ["ip", "link", "show", "dev", "eth1"])
    finally:
        lab.down()
