"""Virtual links (RFC 2328 section 15): the backbone goes through another area where two border routers agree on it.

FRR 8.4 sends over the wrong interface where it uses them, so there is no live router to compare with.
"""

from __future__ import annotations

import dataclasses
from ipaddress import IPv4Address, ip_interface, ip_network

import pytest

from netops.analysis import predict
from netops.model import (
    Device,
    Endpoint,
    Interface,
    InterfaceKind,
    Link,
    Network,
    NextHop,
    Ospf,
    OspfArea,
    OspfInterface,
)

AREAS = ("0.0.0.0", "0.0.0.1", "0.0.0.1", "0.0.0.2")
"""r1 - r2 - r3 - r4 - r5, and the areas of the lines between them: r4 is no neighbour of the backbone."""


def chain() -> Network:
    devices, links = {}, []
    for number in range(1, 6):
        loopback = Interface(
            "lo", InterfaceKind.LOOPBACK, addresses=(ip_interface(f"10.0.0.{number}/32"),), ospf=_in(_area_of(number))
        )
        process = Ospf(router_id=IPv4Address(f"10.0.0.{number}"))
        devices[f"r{number}"] = Device(f"r{number}", "frr", interfaces={"lo": loopback}, ospf=(process,))
    for number, area in enumerate(AREAS, 1):
        for offset, end in ((0, number), (1, number + 1)):
            name = f"eth{2 - offset}"
            port = Interface(name, addresses=(ip_interface(f"10.1.{number}.{offset}/31"),), ospf=_in(area, 10))
            device = devices[f"r{end}"]
            devices[f"r{end}"] = dataclasses.replace(device, interfaces={**device.interfaces, name: port})
        links.append(Link(Endpoint(f"r{number}", "eth2"), Endpoint(f"r{number + 1}", "eth1")))
    return Network("chain", devices, tuple(links))


def _area_of(number: int) -> str:
    return AREAS[min(number, 4) - 1]


def _in(area: str, cost: int | None = None) -> OspfInterface:
    return OspfInterface(area, cost=cost)


def joined(network: Network, ends: dict[str, str]) -> Network:
    changed = {}
    for name, other in ends.items():
        device = network.devices[name]
        area = OspfArea("0.0.0.1", virtual_links=(IPv4Address(other),))
        changed[name] = dataclasses.replace(device, ospf=(dataclasses.replace(device.ospf[0], areas=(area,)),))
    return network.with_devices(changed)


def test_what_is_behind_another_area_is_reached_over_a_virtual_link() -> None:
    network = joined(chain(), {"r2": "10.0.0.4", "r4": "10.0.0.2"})
    routes = {name: state.routes for name, state in predict(network).devices.items()}
    far = routes["r1"][ip_network("10.0.0.5/32")]
    assert (far.metric, far.detail) == (40, "inter")
    back = routes["r5"][ip_network("10.0.0.1/32")]
    assert (back.metric, back.next_hops) == (40, frozenset({NextHop(IPv4Address("10.1.4.0"), "eth1")}))
    end = routes["r4"][ip_network("10.0.0.1/32")]
    assert (end.metric, end.detail) == (30, "intra")
    assert end.next_hops == frozenset({NextHop(IPv4Address("10.1.3.0"), "eth1")})


@pytest.mark.parametrize("ends", [{}, {"r2": "10.0.0.4"}, {"r2": "10.0.0.4", "r4": "10.0.0.3"}])
def test_both_ends_have_to_name_each_other(ends: dict[str, str]) -> None:
    routes = predict(joined(chain(), ends)).devices["r1"].routes
    assert ip_network("10.0.0.5/32") not in routes
