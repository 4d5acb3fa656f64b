"""What the lab makes of a network before it touches the machine."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from ipaddress import ip_address, ip_interface
from pathlib import Path

import lab_samples
import pytest

from netops.errors import LabError
from netops.lab import Lab
from netops.lab.faults import cut_commands, drop_commands, nft_table
from netops.lab.host import host_batch
from netops.lab.naming import namespace, prefix_of
from netops.lab.requirements import check_requirements, missing_requirements
from netops.lab.state import Stage, State, forget, locked, read_state, write_state
from netops.lab.wiring import management_address, plan_wiring
from netops.model import Device, Endpoint, Interface, InterfaceKind, Network, planned_mac


def changed(network: Network, device: str, **fields: object) -> Network:
    return network.with_devices({device: dataclasses.replace(network.devices[device], **fields)})


def with_interface(network: Network, device: str, interface: Interface) -> Network:
    known = network.devices[device].interfaces
    return changed(network, device, interfaces={**known, interface.name: interface})


def with_link(network: Network, a: str, b: str) -> Network:
    return dataclasses.replace(network, links=(*network.links, lab_samples.link(a, b)))


def test_every_active_device_has_a_namespace_and_every_port_a_cable() -> None:
    wiring = plan_wiring(lab_samples.small_network(), "nl0000")
    assert set(wiring.namespaces) == {f"nl0000-{each}" for each in ("void", "mgmt", "r1", "r2", "s1", "h1", "h2")}
    assert wiring.ports["r1"] == ("eth1", "eth2", "eth8", "mgmt0")
    cables = [line for line in wiring.batch if line.startswith("link add")]
    ends = [end for ports in wiring.ports.values() for end in ports]
    assert len(cables) == len(ends) - len(wiring.links)


def test_ports_carry_their_planned_mac_and_mtu() -> None:
    network = with_interface(lab_samples.small_network(), "r2", Interface("eth1", mtu=9000))
    batch = "\n".join(plan_wiring(network, "nl0000").batch)
    assert f"name eth1 netns nl0000-r2 address {planned_mac('r2', 'eth1')} mtu 9000 " in batch


def test_the_hub_takes_a_free_address_in_each_management_prefix() -> None:
    network = changed(lab_samples.small_network(), "r2", management=ip_address("10.255.0.254"))
    wiring = plan_wiring(network, "nl0000")
    assert [line for line in wiring.hub if line.startswith("address")] == ["address add 10.255.0.253/24 dev br0"]


def test_a_full_management_prefix_is_told() -> None:
    interface = Interface("mgmt0", addresses=(ip_interface("10.9.9.1/32"),))
    network = with_interface(lab_samples.small_network(), "r1", interface)
    with pytest.raises(LabError, match="no free address"):
        plan_wiring(changed(network, "r1", management=ip_address("10.9.9.1")), "nl0000")


@pytest.mark.parametrize(
    ("management", "managed", "expected"),
    [("10.255.0.1", True, "10.255.0.1/24"), ("192.0.2.7", True, "192.0.2.7/24"), ("10.255.0.1", False, None)],
)
def test_management_address(management: str, managed: bool, expected: str | None) -> None:
    device = lab_samples.small_network().devices["r1"]
    device = dataclasses.replace(device, management=ip_address(management), managed=managed)
    found = management_address(device)
    assert (None if found is None else str(found)) == expected


WRONG: dict[str, tuple[Callable[[Network], Network], str]] = {
    "platform": (lambda net: changed(net, "r1", platform="ios"), "no emulation of platform 'ios': expected frr"),
    "device name": (lambda net: net.with_devices({"a b": Device("a b", "frr")}), "cannot name a device 'a b'"),
    "reserved": (lambda net: net.with_devices({"void": Device("void", "frr")}), "cannot name a device 'void'"),
    "long name": (lambda net: with_interface(net, "r1", Interface("x" * 16)), "1 to 15 characters"),
    "slash": (lambda net: with_interface(net, "r1", Interface("ge-0/0/0")), "cannot name an interface 'ge-0/0/0'"),
    "bundle": (lambda net: with_interface(net, "r1", Interface("b0", InterfaceKind.LAG)), "of kind lag"),
    "loopback": (lambda net: with_interface(net, "r1", Interface("lo1", InterfaceKind.LOOPBACK)), "one loopback"),
    "port twice": (lambda net: with_link(net, "r1:eth1", "s1:eth9"), "port r1:eth1 is used twice"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_built_is_told(case: str) -> None:
    change, message = WRONG[case]
    with pytest.raises(LabError, match=message):
        plan_wiring(change(lab_samples.small_network()), "nl0000")


def test_a_host_on_a_trunk_is_told() -> None:
    device = Device("h", "linux", interfaces={"eth0.5": Interface("eth0.5", InterfaceKind.SUBINTERFACE)})
    with pytest.raises(LabError, match="no interface of kind subinterface"):
        host_batch(device, ())


def test_a_hosts_routes_follow_its_addresses() -> None:
    lines = host_batch(lab_samples.small_network().devices["h1"], ("eth0",)).splitlines()
    assert lines == [
        "link set dev lo up",
        "address replace 10.10.0.100/24 dev eth0",
        "link set dev eth0 up",
        "route replace 0.0.0.0/0 via 10.10.0.1 metric 1",
    ]


def test_names_are_of_one_directory(tmp_path: Path) -> None:
    assert prefix_of(tmp_path) == prefix_of(tmp_path)
    assert len({prefix_of(tmp_path / str(n)) for n in range(20)}) > 15
    assert namespace("nl12ab", "core1") == "nl12ab-core1"


def test_configurations_that_are_missing_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lab = Lab(lab_samples.small_network(), {"r1": ""}, tmp_path / "lab")
    monkeypatch.setattr("netops.lab.lab.check_requirements", set)
    with pytest.raises(LabError, match="no configuration: r2, s1"):
        lab.up()


def test_missing_programs_are_told_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("netops.lab.requirements.FRR_DAEMONS", tmp_path)
    monkeypatch.setattr("netops.lab.requirements._find", {}.get)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    told = " ".join(missing_requirements(["frr", "ovs", "linux"]))
    for word in ("root", "apt-get install", "frr", "frr-pythontools", "openvswitch-switch", "openssh-server"):
        assert word in told
    with pytest.raises(LabError, match="openvswitch-switch"):
        check_requirements(["ovs"])


def test_another_system_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    with pytest.raises(LabError, match="Linux only, and this is darwin"):
        check_requirements(["frr"])


def test_state_comes_back(tmp_path: Path) -> None:
    state = State("nl0000", Stage.UP, "net", ("r1",), ("a--b",), {"r1": 2022}, ("a--b",), ("r1",), ("r1:eth1",))
    write_state(tmp_path, state)
    assert read_state(tmp_path) == state
    forget(tmp_path)
    assert read_state(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "[]", "{", '{"other": 1}', '{"prefix": "x"}'])
def test_a_torn_state_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "lab.json").write_text(text)
    with pytest.raises(LabError, match="netops lab down"):
        read_state(tmp_path)


def test_two_do_not_work_on_one_lab(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(LabError, match="another process"), locked(tmp_path):
        pass
    with locked(tmp_path):
        pass


def test_faults_are_named_by_port() -> None:
    tables = {nft_table("cut", Endpoint("r1", name)) for name in ("eth1", "eth1.10", "eth1-10", "eth110")}
    assert len(tables) == 4
    ip, nft = cut_commands(Endpoint("r1", "eth1"))
    assert ip == ["link set dev eth1 mode dormant", "link set dev eth1 state dormant"]
    assert "hook egress" in nft


@pytest.mark.parametrize(
    ("percent", "rule"),
    [(100, "ip protocol ospf drop"), (30, "ip protocol ospf numgen random mod 100 < 30 drop"), (0, None)],
)
def test_drop_rules(percent: int, rule: str | None) -> None:
    told = drop_commands(Endpoint("r1", "eth1"), percent, "ip protocol ospf")
    assert (rule in told) if rule else told.rstrip().endswith("delete table netdev netops_drop_eth1")
