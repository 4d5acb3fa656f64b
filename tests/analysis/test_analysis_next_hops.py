"""Next-hop sets are bits in words of several widths: none may lose an edge."""

from __future__ import annotations

from ipaddress import ip_interface, ip_network

import pytest

from netops.analysis import predict
from netops.model import Device, Endpoint, Interface, InterfaceKind, Link, Network, Ospf, OspfInterface, OspfNetworkType


def router(name: str, number: int, ports: dict[str, str]) -> Device:
    settings = OspfInterface("0.0.0.0", cost=10, network_type=OspfNetworkType.POINT_TO_POINT)
    address = ip_interface(f"10.255.{number // 256}.{number % 256}/32")
    interfaces = {"lo": Interface("lo", InterfaceKind.LOOPBACK, addresses=(address,), ospf=OspfInterface("0.0.0.0"))}
    interfaces |= {port: Interface(port, addresses=(ip_interface(at),), ospf=settings) for port, at in ports.items()}
    return Device(name, "frr", interfaces=interfaces, ospf=(Ospf(2, address.ip),))  # type: ignore[arg-type]  # IPv4


@pytest.mark.parametrize("count", [1, 8, 9, 16, 17, 32, 33, 64, 65, 130])
def test_equal_cost_paths_over_any_number_of_lines(count: int) -> None:
    """Two routers with ``count`` lines: all of them lead to the other's loopback."""
    lines = [(f"10.{number // 128}.{number % 128 * 2}.0/31", f"eth{number}") for number in range(count)]
    left = router("left", 1, {port: prefix for prefix, port in lines})
    right = router("right", 2, {port: prefix.replace(".0/31", ".1/31") for prefix, port in lines})
    links = tuple(Link(Endpoint("left", port), Endpoint("right", port)) for _, port in lines)
    routes = predict(Network("wide", {"left": left, "right": right}, links)).devices["left"].routes
    assert {hop.interface for hop in routes[ip_network("10.255.0.2/32")].next_hops} == {port for _, port in lines}
