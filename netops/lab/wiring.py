"""From a Network to the namespaces, cables and management lines that are to be made, as lines for ``ip -batch``."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass

from netops.errors import LabError
from netops.lab.naming import check_device_name, check_interface_name, namespace
from netops.model import Device, Endpoint, Interface, InterfaceKind, IPInterface, Link, Network, planned_mac

__all__ = ["MANAGEMENT", "Wiring", "management_address", "plan_wiring"]

MANAGEMENT = "mgmt0"
"""The interface that carries a device's management address."""

_BUILDABLE = frozenset({"frr", "ovs", "linux"})
_DEFAULT_MTU = 1500
# One queue each: a kernel that makes one for every processor spends most of the time on these.
_ONE_QUEUE = "numtxqueues 1 numrxqueues 1"


@dataclass(frozen=True, slots=True)
class Wiring:
    """What is built: ``batch`` makes all namespaces, and all ports in their places, down."""

    devices: tuple[Device, ...]
    links: tuple[Link, ...]
    ports: dict[str, tuple[str, ...]]  # device -> its Ethernet ports, mgmt0 among them
    namespaces: tuple[str, ...]
    batch: tuple[str, ...]
    hub: tuple[str, ...]  # the management network's own lines, for `ip -n`


def plan_wiring(network: Network, prefix: str) -> Wiring:
    """Everything of the network that is active; LabError where the lab cannot build it."""
    devices = {name: device for name, device in sorted(network.devices.items()) if device.status == "active"}
    for device in devices.values():
        _check(device)
    links = tuple(sorted(_links(network, devices), key=lambda link: link.name))
    spares = [spare for device in devices.values() for spare in _spares(device, links)]
    managed = [device for device in devices.values() if management_address(device) is not None]
    void, hub = namespace(prefix, "void"), namespace(prefix, "mgmt")
    ports: dict[str, list[str]] = {name: [] for name in devices}
    for end in (*(end for link in links for end in (link.a, link.b)), *spares):
        ports[end.device].append(end.interface)
    for device in managed:
        ports[device.name].append(MANAGEMENT)
    namespaces = (void, hub, *(namespace(prefix, name) for name in devices))
    batch = (
        *(f"netns add {name}" for name in namespaces),
        *(_cable(_end(devices, prefix, link.a), _end(devices, prefix, link.b)) for link in links),
        *(_cable(_end(devices, prefix, end), f"p{n} netns {void}") for n, end in enumerate(spares)),
        *(
            _cable(_end(devices, prefix, Endpoint(each.name, MANAGEMENT)), f"p{n} netns {hub}")
            for n, each in enumerate(managed)
        ),
    )
    sorted_ports = {name: tuple(sorted(each)) for name, each in ports.items()}
    return Wiring(tuple(devices.values()), links, sorted_ports, namespaces, batch, tuple(_hub(managed)))


def management_address(device: Device) -> IPInterface | None:
    """The address that the device is managed at, with its prefix length; None: it is not managed."""
    if not device.managed:
        return None
    port = device.interfaces.get(MANAGEMENT)
    known = port.addresses if port else ()
    if device.management is None:
        return known[0] if known else None
    exact = next((each for each in known if each.ip == device.management), None)
    return exact or ipaddress.ip_interface(f"{device.management}/{24 if device.management.version == 4 else 64}")


def _check(device: Device) -> None:
    check_device_name(device.name)
    if device.name == "void":
        raise LabError("the lab cannot name a device 'void': its own namespace for unused ports is called so")
    if device.platform not in _BUILDABLE:
        known = ", ".join(sorted(_BUILDABLE))
        raise LabError(f"{device.name}: the lab has no emulation of platform {device.platform!r}: expected {known}")
    for interface in device.interfaces.values():
        check_interface_name(device.name, interface.name)
        if interface.kind in (InterfaceKind.LAG, InterfaceKind.TUNNEL):
            raise LabError(
                f"{device.name}: the lab cannot build {interface.name}, an interface of kind {interface.kind}"
            )
        if interface.kind is InterfaceKind.LOOPBACK and interface.name != "lo":
            raise LabError(f"{device.name}: the lab has one loopback a device, 'lo', and not {interface.name!r}")


def _links(network: Network, devices: dict[str, Device]) -> Iterator[Link]:
    taken: dict[Endpoint, Link] = {}
    for link in network.links:
        if link.status != "active" or link.a.device not in devices or link.b.device not in devices:
            continue
        for end in (link.a, link.b):
            check_interface_name(end.device, end.interface)
            if end in taken:
                raise LabError(f"port {end} is used twice: by {taken[end].name} and by {link.name}")
            taken[end] = link
        yield link


def _spares(device: Device, links: tuple[Link, ...]) -> Iterator[Endpoint]:
    """Ports that nothing is plugged into: they are there, without a carrier."""
    used = {end for link in links for end in (link.a, link.b)}
    for interface in device.interfaces.values():
        end = Endpoint(device.name, interface.name)
        if interface.kind is InterfaceKind.ETHERNET and interface.name != MANAGEMENT and end not in used:
            yield end


def _end(devices: dict[str, Device], prefix: str, end: Endpoint) -> str:
    known = devices[end.device].interfaces.get(end.interface) or Interface(end.interface)
    mac = known.mac or planned_mac(end.device, end.interface)
    mtu = known.mtu or _DEFAULT_MTU
    # "name" is said, since `ip` takes a port called "a" or "up" for one of its own words.
    return f"name {end.interface} netns {namespace(prefix, end.device)} address {mac} mtu {mtu} {_ONE_QUEUE}"


def _cable(one: str, other: str) -> str:
    other = other if other.startswith("name ") else f"name {other} {_ONE_QUEUE}"
    return f"link add {one} type veth peer {other}"


def _hub(managed: list[Device]) -> Iterator[str]:
    """The out-of-band network: one bridge, with an address in each of its prefixes."""
    yield "link set dev lo up"
    yield "link add name br0 type bridge"
    yield "link set dev br0 up"
    for number, _ in enumerate(managed):
        yield f"link set dev p{number} master br0 up"
    addresses = [address for device in managed if (address := management_address(device)) is not None]
    for own in _hub_addresses(addresses):
        yield f"address add {own} dev br0"


def _hub_addresses(addresses: list[IPInterface]) -> Iterator[str]:
    taken = {each.ip for each in addresses}
    for prefix in sorted({each.network for each in addresses}, key=str):
        last = int(prefix.broadcast_address) - (1 if prefix.version == 4 else 0)
        free = (type(prefix.network_address)(last - back) for back in range(min(prefix.num_addresses, 65536)))
        address = next((each for each in free if each not in taken and each in prefix), None)
        if address is None:
            raise LabError(f"the management prefix {prefix} has no free address left for the lab itself")
        yield f"{address}/{prefix.prefixlen}"
