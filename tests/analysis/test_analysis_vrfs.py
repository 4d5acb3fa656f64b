"""Every VRF of a device is a routing table of its own, with its own interfaces, routes and protocols."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address, ip_address, ip_interface, ip_network

from netops.analysis import Failures, predict
from netops.analysis.layer2 import broadcast_domains
from netops.analysis.virtual import split
from netops.model import (
    Bgp,
    BgpFamily,
    BgpNeighbor,
    BgpNeighborFamily,
    BgpNetwork,
    Device,
    Endpoint,
    Interface,
    InterfaceKind,
    Link,
    Network,
    Ospf,
    OspfInterface,
    Rib,
    StaticRoute,
    Vrf,
)
from netops.platforms import get_platform


def port(name: str, address: str, vrf: str = "default", *, ospf: bool = False) -> Interface:
    kind = InterfaceKind.LOOPBACK if name.startswith("lo") else InterfaceKind.ETHERNET
    settings = OspfInterface("0.0.0.0", cost=10) if ospf else None
    return Interface(name, kind, addresses=(ip_interface(address),), vrf=vrf, ospf=settings)


def device(name: str, *ports: Interface, **fields: object) -> Device:
    return Device(name, "frr", interfaces={each.name: each for each in ports}, **fields)  # type: ignore[arg-type]


def network(*devices: Device, links: tuple[tuple[str, str], ...] = ()) -> Network:
    lines = tuple(Link(Endpoint(*a.split(":")), Endpoint(*b.split(":"))) for a, b in links)
    return Network(devices={each.name: each for each in devices}, links=lines)


def shown(rib: Rib) -> set[str]:
    return {f"{route.protocol} {prefix}" for prefix, route in rib.items()}


def peer(address: str, asn: int) -> BgpNeighbor:
    return BgpNeighbor(ip_address(address), asn, families=(BgpNeighborFamily(4),))


def process(asn: int, router_id: str, neighbor: BgpNeighbor, prefix: str, vrf: str = "default") -> Bgp:
    family = BgpFamily(4, networks=(BgpNetwork(ip_network(prefix)),))
    return Bgp(asn, IPv4Address(router_id), vrf, (neighbor,), (family,), ebgp_requires_policy=False)


TWO_TABLES = network(
    device(
        "pe",
        port("eth0", "10.0.0.1/30", ospf=True),
        port("eth1", "10.0.0.1/30", "RED", ospf=True),
        port("lo1", "10.9.9.9/32", "RED"),
        ospf=(Ospf(router_id=IPv4Address("1.1.1.1")), Ospf(router_id=IPv4Address("1.1.1.2"), vrf="RED")),
        static_routes=(StaticRoute(ip_network("10.50.0.0/16"), ip_address("10.0.0.2"), vrf="RED"),),
        vrfs={"RED": Vrf("RED")},
    ),
    device(
        "a",
        port("eth0", "10.0.0.2/30", ospf=True),
        port("lo0", "10.1.1.1/32", ospf=True),
        ospf=(Ospf(router_id=IPv4Address("2.2.2.2")),),
    ),
    device(
        "b",
        port("eth0", "10.0.0.2/30", ospf=True),
        port("lo0", "10.2.2.2/32", ospf=True),
        ospf=(Ospf(router_id=IPv4Address("3.3.3.3")),),
    ),
    links=(("pe:eth0", "a:eth0"), ("pe:eth1", "b:eth0")),
)
"""One address twice on a router, once a VRF, with OSPF in both."""


def test_each_vrf_has_the_routes_of_its_own_interfaces_and_protocols() -> None:
    state = predict(TWO_TABLES).devices["pe"]
    assert state.ribs is not None
    assert shown(state.ribs["default"]) == {"connected 10.0.0.0/30", "ospf 10.1.1.1/32"}
    assert shown(state.ribs["RED"]) == {
        "connected 10.0.0.0/30",
        "connected 10.9.9.9/32",
        "ospf 10.2.2.2/32",
        "static 10.50.0.0/16",
    }
    assert {each.interface for each in state.adjacencies or ()} == {"eth0", "eth1"}
    assert set(state.interfaces or {}) == {"eth0", "eth1", "lo1"}


def test_a_device_that_fails_takes_all_its_vrfs_along() -> None:
    states = predict(TWO_TABLES, Failures(devices=frozenset({"pe"}))).devices
    assert set(states) == {"pe", "a", "b"}
    assert not states["pe"].reachable
    assert shown(states["b"].routes) == {"connected 10.2.2.2/32"}


def test_a_line_that_fails_takes_only_the_vrf_along_that_goes_over_it() -> None:
    state = predict(TWO_TABLES, Failures(links=frozenset({"b:eth0--pe:eth1"}))).devices["pe"]
    assert state.ribs is not None
    assert shown(state.ribs["RED"]) == {"connected 10.9.9.9/32"}
    assert "ospf 10.1.1.1/32" in shown(state.ribs["default"])


def test_bgp_runs_in_every_vrf_with_that_vrfs_peers() -> None:
    pe = device(
        "pe",
        port("eth0", "10.0.0.1/30"),
        port("eth1", "10.0.0.1/30", "RED"),
        port("lo1", "10.9.9.9/32", "RED"),
        bgp=(
            process(65000, "1.1.1.1", peer("10.0.0.2", 65001), "10.9.9.9/32"),
            process(65000, "1.1.1.2", peer("10.0.0.2", 65002), "10.9.9.9/32", "RED"),
        ),
    )
    others = [
        device(
            name,
            port("eth0", "10.0.0.2/30"),
            port("lo0", f"{loopback}/32"),
            bgp=(process(asn, loopback, peer("10.0.0.1", 65000), f"{loopback}/32"),),
        )
        for name, loopback, asn in (("a", "10.1.1.1", 65001), ("b", "10.2.2.2", 65002))
    ]
    states = predict(network(pe, *others, links=(("pe:eth0", "a:eth0"), ("pe:eth1", "b:eth0")))).devices
    ribs = states["pe"].ribs or {}
    assert shown(ribs["default"]) == {"connected 10.0.0.0/30", "bgp 10.1.1.1/32"}
    assert "bgp 10.2.2.2/32" in shown(ribs["RED"])
    assert [each.state for each in states["pe"].sessions or ()] == ["established", "established"]
    assert "bgp 10.9.9.9/32" in shown(states["b"].routes)
    assert "bgp 10.9.9.9/32" not in shown(states["a"].routes)


def test_a_network_without_vrfs_is_its_own_split() -> None:
    plain = replace(TWO_TABLES, devices={name: TWO_TABLES.devices[name] for name in ("a", "b")}, links=())
    found = split(plain)
    assert found.network is plain
    layer2 = broadcast_domains(plain)
    assert found.layer2(layer2) is layer2


EXPORTING = """\
vrf definition RED
 rd 65000:1
 address-family ipv4
  export map NAMED
  route-target export 65000:1
vrf definition BLUE
 rd 65000:2
 address-family ipv4
  route-target import 65000:1
interface Loopback1
 vrf forwarding RED
 ip address 10.1.1.1 255.255.255.255
interface Loopback2
 vrf forwarding RED
 ip address 10.1.1.2 255.255.255.255
router bgp 65000
 bgp router-id 1.1.1.1
 address-family ipv4 vrf RED
  redistribute connected
 address-family ipv4 vrf BLUE
ip prefix-list ONE seq 5 permit 10.1.1.1/32
route-map NAMED permit 10
 match ip address prefix-list ONE
"""


def test_what_an_export_map_of_ios_does_not_permit_goes_out_as_without_one() -> None:
    router = get_platform("ios").parse(EXPORTING, "r1", "r1.cfg").device
    ribs = predict(network(router)).devices["r1"].ribs
    assert ribs is not None
    exported = {str(prefix) for prefix, route in ribs["BLUE"].items() if route.protocol == "bgp"}
    assert exported == {"10.1.1.1/32", "10.1.1.2/32"}


def test_targets_that_an_export_map_sets_stand_instead_of_those_of_the_vrf() -> None:
    router = get_platform("ios").parse(EXPORTING + " set extcommunity rt 65000:9\n", "r1", "r1.cfg").device
    ribs = predict(network(router)).devices["r1"].ribs
    assert ribs is not None
    assert {str(prefix) for prefix, route in ribs["BLUE"].items() if route.protocol == "bgp"} == {"10.1.1.2/32"}
