"""A daemon that a device needs and does not run is a finding; one more than it needs is none."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address, ip_address, ip_interface

import pytest

from netops.analysis import compare, predict
from netops.model import (
    Bgp,
    BgpNeighbor,
    Device,
    Interface,
    Network,
    Ospf,
    Snapshot,
    SnapshotSource,
    VrrpGroup,
)
from netops.platforms import get_platform

ALWAYS = frozenset({"zebra", "staticd"})
ROUTER_ID = IPv4Address("10.0.0.1")
PORT = Interface("eth1", addresses=(ip_interface("10.1.0.2/24"),))

NEEDED: dict[str, tuple[Device, frozenset[str]]] = {
    "nothing": (Device("r1", "frr"), ALWAYS),
    "ospf": (Device("r1", "frr", ospf=(Ospf(2, ROUTER_ID),)), ALWAYS | {"ospfd"}),
    "ospf-both": (Device("r1", "frr", ospf=(Ospf(2, ROUTER_ID), Ospf(3, ROUTER_ID))), ALWAYS | {"ospfd", "ospf6d"}),
    "bgp": (
        Device("r1", "frr", bgp=(Bgp(65000, ROUTER_ID, neighbors=(BgpNeighbor(ip_address("10.1.0.9"), 65001),)),)),
        ALWAYS | {"bgpd"},
    ),
    "vrrp": (
        Device("r1", "frr", interfaces={"eth1": replace(PORT, vrrp=(VrrpGroup(1, (ip_address("10.1.0.1"),)),))}),
        ALWAYS | {"vrrpd"},
    ),
    "switch": (Device("s1", "ovs"), frozenset({"ovsdb-server", "ovs-vswitchd"})),
    "host": (Device("h1", "linux"), frozenset()),
}


@pytest.mark.parametrize(("device", "needed"), NEEDED.values(), ids=NEEDED)
def test_what_a_device_needs(device: Device, needed: frozenset[str]) -> None:
    assert get_platform(device.platform).processes(device) == needed
    assert predict(Network(devices={device.name: device})).devices[device.name].processes == needed


RUNNING = {
    "all": (frozenset({"zebra", "staticd", "ospfd"}), []),
    "more": (frozenset({"zebra", "staticd", "ospfd", "bgpd"}), []),
    "one-less": (frozenset({"zebra", "staticd"}), ["process-missing"]),
    "unknown": (None, ["no-data"]),
}


@pytest.mark.parametrize(("running", "checks"), RUNNING.values(), ids=RUNNING)
def test_what_runs_is_compared(running: frozenset[str] | None, checks: list[str]) -> None:
    expected = predict(Network(devices={"r1": NEEDED["ospf"][0]}))
    actual = {"r1": replace(expected.devices["r1"], processes=running)}
    found = compare(expected, Snapshot(SnapshotSource.COLLECTED, actual))
    assert [each.check for each in found] == checks
    assert all(each.remedy for each in found if each.check == "process-missing")
