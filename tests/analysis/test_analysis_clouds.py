"""Wiring that is inferred from addresses, and what contradicts itself."""

from __future__ import annotations

from ipaddress import ip_interface

from netops.analysis import predict
from netops.analysis.clouds import infer_clouds
from netops.analysis.layer2 import broadcast_domains
from netops.model import Device, Endpoint, Interface, InterfaceKind, Link, Network


def _device(name: str, **addresses: str) -> Device:
    interfaces = {each: Interface(each, addresses=(ip_interface(text),)) for each, text in addresses.items()}
    return Device(name, "frr", interfaces=interfaces)


def _devices(*devices: Device) -> dict[str, Device]:
    return {each.name: each for each in devices}


def test_a_common_subnet_makes_neighbours() -> None:
    devices = _devices(
        _device("a", eth1="10.0.0.1/24"), _device("b", eth1="10.0.0.2/24"), _device("c", eth7="10.0.0.3/24")
    )
    (cloud,) = infer_clouds(devices).clouds
    assert cloud.ends == (Endpoint("a", "eth1"), Endpoint("b", "eth1"), Endpoint("c", "eth7"))
    assert "10.0.0.0/24" in cloud.evidence


def test_an_address_that_is_there_twice_makes_none() -> None:
    devices = _devices(_device("a", eth1="10.0.0.1/24"), _device("b", eth1="10.0.0.1/24"))
    found = infer_clouds(devices)
    assert [len(each.ends) for each in found.clouds] == [1, 1]
    assert [each.check for each in found.findings] == ["wiring-uncertain"]


def test_a_known_line_holds() -> None:
    devices = _devices(
        _device("a", eth1="10.0.0.1/24"), _device("b", eth1="10.0.0.2/24"), _device("c", eth1="10.0.0.3/24")
    )
    line = Link(Endpoint("a", "eth1"), Endpoint("b", "eth1"))
    assert [each.ends for each in infer_clouds(devices, [line]).clouds] == [(Endpoint("c", "eth1"),)]


def test_a_subinterface_brings_its_port_up() -> None:
    parent = Interface("eth1")
    tagged = Interface(
        "eth1.7", InterfaceKind.SUBINTERFACE, parent="eth1", vlan=7, addresses=(ip_interface("10.0.7.1/24"),)
    )
    devices = _devices(
        Device("a", "frr", interfaces={"eth1": parent, "eth1.7": tagged}), _device("b", eth1="10.0.7.2/24")
    )
    network = Network(devices=devices, clouds=infer_clouds(devices).clouds)
    layer2 = broadcast_domains(network)
    assert layer2.neighbors(Endpoint("a", "eth1.7")) == (Endpoint("b", "eth1"),)
    assert set(predict(network).devices["a"].routes) == {ip_interface("10.0.7.0/24").network}
