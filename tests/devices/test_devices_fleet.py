"""The fleet: everything in parallel, and nobody waits for the dead."""

from __future__ import annotations

import dataclasses
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from netops.devices import Fleet
from netops.errors import DeviceError, InputError, UnreachableError
from netops.lab import Lab
from netops.model import Device, DeviceState, Network, SnapshotSource, Target


def test_nothing_heavy_is_imported_with_the_package() -> None:
    heavy = "{'napalm', 'netmiko', 'nornir', 'paramiko', 'networkx'} & set(sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", f"import netops.devices, sys; print({heavy})"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "set()"


def test_a_dead_and_a_hanging_device_give_an_error_each(tmp_path: Path) -> None:
    known = tmp_path / "known_hosts"
    known.touch()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        closed = socket.create_server(("127.0.0.1", 0))
        gone = closed.getsockname()[1]
        closed.close()
        targets = {
            "dead": Target("127.0.0.1", gone, "x", None, known),
            "hanging": Target("127.0.0.1", port, "x", None, known),
            "hanging-switch": Target("127.0.0.1", port, "x", None, known),
        }
        network = Network(devices={name: Device(name, "ovs" if "switch" in name else "frr") for name in targets})
        ended: list[str] = []
        with Fleet(network, targets, deadline=2) as fleet:
            found = fleet.run(lambda driver: driver.running(), progress=ended.append)
            snapshot = fleet.collect(["dead"])
    assert ended[0] == "dead"
    assert sorted(ended) == sorted(targets)
    assert all(isinstance(each, UnreachableError) for each in found.values())
    assert "within 2 s" in str(found["hanging"])
    assert snapshot.devices["dead"].reachable is False
    assert snapshot.devices["dead"].ribs is None


def test_a_platform_without_a_driver_is_an_error_of_that_device() -> None:
    network = Network(devices={"h": Device("h", "linux")})
    with Fleet(network, {"h": Target("127.0.0.1")}) as fleet:
        found = fleet.run(lambda driver: driver.name)
    assert isinstance(found["h"], DeviceError)
    assert "no driver" in str(found["h"])


def test_an_unknown_name_is_bad_input() -> None:
    with Fleet(Network(), {}) as fleet, pytest.raises(InputError, match="nobody"):
        fleet.run(lambda driver: driver.name, ["nobody"])


def test_an_unmanaged_device_is_no_part_of_it() -> None:
    network = Network(devices={"isp": Device("isp", "frr", managed=False)})
    assert Fleet(network, {"isp": Target("127.0.0.1")}).names == ()


@pytest.mark.lab
def test_one_dead_device_leaves_the_others_their_answers(small_lab: Lab) -> None:
    targets = small_lab.targets()
    targets["r2"] = dataclasses.replace(targets["r2"], port=1)
    with Fleet(small_lab.network, targets) as fleet:
        found = fleet.run(lambda driver: driver.platform)
    assert isinstance(found["r2"], UnreachableError)
    assert (found["r1"], found["s1"]) == ("frr", "ovs")


@pytest.mark.lab
@pytest.mark.parametrize("name", ["r1", "s1"])
def test_a_host_key_that_is_not_the_known_one_is_refused(small_lab: Lab, tmp_path: Path, name: str) -> None:
    target = small_lab.targets()[name]
    assert target.known_hosts is not None
    wrong = tmp_path / "known_hosts"
    keys = dict(line.split(" ", 1) for line in target.known_hosts.read_text().splitlines() if line.strip())
    mine = f"[{target.hostname}]:{target.port}"
    other = next(key for host, key in keys.items() if host != mine)
    for text in ("", f"{mine} {other}\n"):
        wrong.write_text(text)
        with Fleet(small_lab.network, {name: dataclasses.replace(target, known_hosts=wrong)}) as fleet:
            found = fleet.run(lambda driver: driver.running())
        assert isinstance(found[name], UnreachableError)


@pytest.mark.lab
def test_a_collection_holds_every_table(small_lab: Lab, fleet: Fleet) -> None:
    assert small_lab.wait_converged(90)
    snapshot = fleet.collect()
    assert snapshot.source is SnapshotSource.COLLECTED
    assert sorted(snapshot.devices) == ["r1", "r2", "s1"]
    assert [state.unread for state in snapshot.devices.values()] == [(), (), ()]
    router, switch = snapshot.devices["r1"], snapshot.devices["s1"]
    assert router.routes
    assert router.interfaces
    assert router.configuration
    assert {each.version for each in router.adjacencies or ()} == {2, 3}
    assert {str(each.peer) for each in router.sessions or ()} == {"10.1.0.2", "10.1.0.77"}
    assert switch.interfaces
    assert switch.macs is not None
    assert switch.ribs is None


@pytest.mark.lab
def test_a_lost_session_is_opened_anew(fleet: Fleet) -> None:
    def lose(driver: object) -> None:
        driver.session._client.get_transport().close()  # type: ignore[attr-defined]  # as a broken line would

    fleet.run(lose, ["r1"])
    assert isinstance(fleet.run(lambda driver: driver.running(), ["r1"])["r1"], UnreachableError)
    assert isinstance(fleet.run(lambda driver: driver.collect(), ["r1"])["r1"], DeviceState)


@pytest.mark.lab
def test_what_a_task_raises_that_is_no_device_error_is_raised(fleet: Fleet) -> None:
    with pytest.raises(ZeroDivisionError):
        fleet.run(lambda _: 1 // 0)
