"""A small lab of real devices: two routers on one line, and a switch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from ipaddress import ip_address, ip_interface
from pathlib import Path

import pytest
from device_samples import router_text, switch_text

from netops.devices import Fleet, Login, make_driver
from netops.devices.scripted import ScriptedDriver
from netops.errors import LabError
from netops.lab import Lab
from netops.model import Device, Endpoint, Interface, Link, Network


def _device(number: int, name: str, platform: str, ports: tuple[str, ...]) -> Device:
    management = ip_interface(f"10.255.0.{number}/24")
    interfaces = {port: Interface(port) for port in ports}
    interfaces["mgmt0"] = Interface("mgmt0", addresses=(management,))
    return Device(name, platform, management=ip_address(management.ip), interfaces=interfaces)


def small_network() -> Network:
    """r1 and r2 on eth1, both on the switch s1 with eth2."""
    devices = {
        "r1": _device(1, "r1", "frr", ("eth1", "eth2")),
        "r2": _device(2, "r2", "frr", ("eth1", "eth2")),
        "s1": _device(3, "s1", "ovs", ("eth1", "eth2", "eth3")),
    }
    links = (
        Link(Endpoint("r1", "eth1"), Endpoint("r2", "eth1")),
        Link(Endpoint("r1", "eth2"), Endpoint("s1", "eth1")),
        Link(Endpoint("r2", "eth2"), Endpoint("s1", "eth2")),
    )
    return Network("devices-test", devices, links)


@pytest.fixture(scope="session")
def small_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    configs = {"r1": router_text(1), "r2": router_text(2), "s1": switch_text()}
    lab = Lab(small_network(), configs, tmp_path_factory.mktemp("devices") / "lab")
    try:
        lab.up()
    except LabError as error:
        pytest.skip(f"no lab here: {error}")
    try:
        yield lab
    finally:
        lab.down()


@pytest.fixture
def fleet(small_lab: Lab) -> Iterator[Fleet]:
    with Fleet(small_lab.network, small_lab.targets(), deadline=60) as opened:
        yield opened


@pytest.fixture
def session_with(small_lab: Lab) -> Iterator[Callable[[str], ScriptedDriver]]:
    """A new session with the device of this name."""
    opened: list[ScriptedDriver] = []

    def connect(name: str) -> ScriptedDriver:
        platform = small_lab.network.devices[name].platform
        driver = make_driver(platform, Login.of(name, small_lab.targets()[name]))
        driver.open()
        opened.append(driver)
        return driver

    yield connect
    for driver in opened:
        driver.close()


@pytest.fixture
def known_hosts(small_lab: Lab) -> Path:
    found = small_lab.targets()["r1"].known_hosts
    assert found is not None
    return found
