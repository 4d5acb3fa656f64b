"""Small networks of BGP routers in a line, for tables of tests."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address, ip_address, ip_interface, ip_network

from netops.analysis import predict
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
    Route,
    Snapshot,
)

__all__ = ["line", "neighbor", "route", "with_bgp", "with_neighbor"]


def neighbor(address: str, asn: int, **fields: object) -> BgpNeighbor:
    """A peer with IPv4; fields of the family go by their names, too."""
    of_family = {key: fields.pop(key) for key in tuple(fields) if key in BgpNeighborFamily.__slots__}
    family = BgpNeighborFamily(4, **of_family)  # type: ignore[arg-type]  # by name
    return BgpNeighbor(ip_address(address), asn, families=(family,), **fields)  # type: ignore[arg-type]  # by name


def line(*numbers: int, platform: str = "ios") -> Network:
    """r1 - r2 - ...: each of these AS numbers, with the loopback 10.0.0.N/32 in BGP; ri's port to rj is "to rj"."""
    devices, links = {}, []
    for at, asn in enumerate(numbers, start=1):
        ports = [Interface("lo0", InterfaceKind.LOOPBACK, addresses=(ip_interface(f"10.0.0.{at}/32"),))]
        peers = []
        if at > 1:
            ports.append(Interface(f"to r{at - 1}", addresses=(ip_interface(f"10.1.{at - 1}.2/30"),)))
            peers.append(neighbor(f"10.1.{at - 1}.1", numbers[at - 2]))
        if at < len(numbers):
            ports.append(Interface(f"to r{at + 1}", addresses=(ip_interface(f"10.1.{at}.1/30"),)))
            peers.append(neighbor(f"10.1.{at}.2", numbers[at]))
            links.append(Link(Endpoint(f"r{at}", f"to r{at + 1}"), Endpoint(f"r{at + 1}", f"to r{at}")))
        family = BgpFamily(4, networks=(BgpNetwork(ip_network(f"10.0.0.{at}/32")),))
        process = Bgp(asn, IPv4Address(f"10.0.0.{at}"), neighbors=tuple(peers), families=(family,))
        process = replace(process, ebgp_requires_policy=False)
        devices[f"r{at}"] = Device(f"r{at}", platform, interfaces={each.name: each for each in ports}, bgp=(process,))
    return Network("line", devices, tuple(links))


def with_bgp(network: Network, router: str, **fields: object) -> Network:
    """The process of a router with other fields."""
    device = network.devices[router]
    process = replace(device.bgp[0], **fields)  # type: ignore[arg-type]  # by name
    return network.with_devices({router: replace(device, bgp=(process,))})


def with_neighbor(network: Network, router: str, address: str, **fields: object) -> Network:
    """One of its neighbours, or what is exchanged with it, with other fields."""
    found = []
    for each in network.devices[router].bgp[0].neighbors:
        if str(each.address) == address:
            of_family = {key: value for key, value in fields.items() if key in BgpNeighborFamily.__slots__}
            others = {key: value for key, value in fields.items() if key not in of_family}
            family = replace(each.families[0], **of_family)  # type: ignore[arg-type]  # by name
            each = replace(each, families=(family,), **others)  # type: ignore[arg-type]
        found.append(each)
    return with_bgp(network, router, neighbors=tuple(found))


def route(found: Network | Snapshot, router: str, prefix: str, vrf: str = "default") -> Route | None:
    snapshot = predict(found) if isinstance(found, Network) else found
    ribs = snapshot.devices[router].ribs
    assert ribs is not None
    return ribs[vrf].get(ip_network(prefix))
