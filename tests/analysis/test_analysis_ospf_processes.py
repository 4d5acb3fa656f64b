"""Several OSPF processes in one router: each its own network, and what one takes from the other."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_interface, ip_network

from netops.analysis import predict
from netops.model import (
    Device,
    Endpoint,
    Interface,
    InterfaceKind,
    Link,
    Network,
    Ospf,
    OspfInterface,
    OspfRange,
    Redistribution,
    Route,
)

IDENTITIES = {"1": IPv4Address("10.0.0.2"), "2": IPv4Address("10.0.1.2")}


def between(*redistribute: Redistribution, summaries: tuple[OspfRange, ...] = ()) -> Network:
    """r1 - r2 - r3: r2 runs process 1 towards r1, and process 2 towards r3, which takes in ``redistribute``."""
    one = Ospf(process="1", router_id=IDENTITIES["1"])
    two = Ospf(process="2", router_id=IDENTITIES["2"], redistribute=redistribute, summaries=summaries)
    first, second = (OspfInterface("0.0.0.0", 10, process=each) for each in ("1", "2"))
    middle = {
        "eth1": Interface("eth1", addresses=(ip_interface("10.1.0.1/31"),), ospf=first),
        "eth2": Interface("eth2", addresses=(ip_interface("10.2.0.0/31"),), ospf=second),
    }
    devices = {
        "r1": _end("r1", "10.1.0.0/31", "10.0.0.1/32"),
        "r2": Device("r2", "ios", interfaces=middle, ospf=(one, two)),
        "r3": _end("r3", "10.2.0.1/31", "10.0.0.3/32"),
    }
    lines = (
        Link(Endpoint("r1", "eth0"), Endpoint("r2", "eth1")),
        Link(Endpoint("r2", "eth2"), Endpoint("r3", "eth0")),
    )
    return Network("between", devices, lines)


def _end(name: str, address: str, loopback: str) -> Device:
    ports = {
        "eth0": Interface("eth0", addresses=(ip_interface(address),), ospf=OspfInterface("0.0.0.0", 10)),
        "lo": Interface(
            "lo", InterfaceKind.LOOPBACK, addresses=(ip_interface(loopback),), ospf=OspfInterface("0.0.0.0")
        ),
    }
    return Device(name, "ios", interfaces=ports, ospf=(Ospf(process="7", router_id=ip_interface(loopback).ip),))  # type: ignore[arg-type]  # IPv4


def route(network: Network, name: str, prefix: str) -> Route | None:
    return predict(network).devices[name].routes.get(ip_network(prefix))


def test_the_router_between_has_the_routes_of_both() -> None:
    network = between()
    for prefix, process in (("10.0.0.1/32", "1"), ("10.0.0.3/32", "2")):
        found = route(network, "r2", prefix)
        assert found is not None
        assert (found.protocol, found.metric, found.process) == ("ospf", 11, process)
    assert route(network, "r3", "10.0.0.1/32") is None


def test_one_process_takes_from_the_other_what_it_is_told_to() -> None:
    found = route(between(Redistribution("ospf", 5, process="1")), "r3", "10.0.0.1/32")
    assert found is not None
    assert (found.metric, found.detail) == (5, "E2")
    assert route(between(Redistribution("ospf", process="9")), "r3", "10.0.0.1/32") is None
    assert route(between(Redistribution("ospf", process="1", match=("external-1",))), "r3", "10.0.0.1/32") is None


def test_a_summary_stands_for_the_externals_inside_of_it() -> None:
    summary = OspfRange(ip_network("10.0.0.0/24"))
    network = between(Redistribution("ospf", 5, process="1"), summaries=(summary,))
    assert route(network, "r3", "10.0.0.1/32") is None
    found = route(network, "r3", "10.0.0.0/24")
    assert found is not None
    assert found.metric == 5
