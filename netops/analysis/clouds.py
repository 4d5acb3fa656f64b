"""Wiring that nobody has told: which interfaces must hear each other, going by their addresses.

Configurations name no cables.  Where lines are known (LLDP, a wiring list) they hold; for all other routed interfaces a
common subnet is the evidence.  What contradicts itself is not joined, and is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from netops.model import (
    Cloud,
    Device,
    Endpoint,
    Finding,
    Interface,
    InterfaceKind,
    IPAddress,
    IPPrefix,
    Link,
    Severity,
)

__all__ = ["Inferred", "infer_clouds"]

_WIRED = frozenset({InterfaceKind.ETHERNET, InterfaceKind.SUBINTERFACE, InterfaceKind.LAG, InterfaceKind.SVI})


@dataclass(frozen=True, slots=True)
class Inferred:
    clouds: tuple[Cloud, ...]
    findings: tuple[Finding, ...] = ()


def infer_clouds(devices: Mapping[str, Device], links: Iterable[Link] = ()) -> Inferred:
    """The clouds that these devices stand around, and what of their addressing makes the wiring uncertain.

    An interface whose port has a line stands in no cloud.  Cost: linear in addresses.
    """
    wired = {end for link in links for end in (link.a, link.b)}
    joined: dict[Endpoint, int] = {}
    groups: list[list[Endpoint]] = []
    evidence: list[str] = []
    findings: list[Finding] = []
    for subnet, ends in sorted(_by_subnet(devices, wired).items(), key=lambda each: str(each[0])):
        if twice := _twice(devices, subnet, ends):
            findings.append(_contradiction(subnet, twice, ends))
            continue
        number = next((joined[end] for end in ends if end in joined), len(groups))
        if number == len(groups):
            groups.append([])
            evidence.append(_evidence(subnet, ends))
        groups[number] += [end for end in ends if end not in joined]
        joined |= dict.fromkeys(ends, number)
    alone = [end for end in _open_ends(devices, wired) if end not in joined]
    clouds = [Cloud(tuple(sorted(ends)), why) for ends, why in zip(groups, evidence, strict=True)]
    clouds += [Cloud((end,), "its neighbour is not known") for end in alone]
    return Inferred(tuple(clouds), tuple(findings))


def _by_subnet(devices: Mapping[str, Device], wired: set[Endpoint]) -> Mapping[IPPrefix, list[Endpoint]]:
    """The wired interfaces on each subnet; on one of a single device nobody else is known."""
    found: defaultdict[IPPrefix, list[Endpoint]] = defaultdict(list)
    for end, interface in _candidates(devices, wired):
        for subnet in {each.network for each in interface.addresses if not each.ip.is_link_local}:
            if subnet.prefixlen < subnet.max_prefixlen:
                found[subnet].append(end)
    return {subnet: ends for subnet, ends in found.items() if len({end.device for end in ends}) > 1}


def _open_ends(devices: Mapping[str, Device], wired: set[Endpoint]) -> Iterator[Endpoint]:
    for end, interface in _candidates(devices, wired):
        if interface.addresses or interface.dhcp or interface.unnumbered or interface.ipv6_enabled:
            yield end


def _candidates(devices: Mapping[str, Device], wired: set[Endpoint]) -> Iterator[tuple[Endpoint, Interface]]:
    for name, device in sorted(devices.items()):
        for interface in device.interfaces.values():
            end = Endpoint(name, interface.name)
            if interface.enabled and interface.kind in _WIRED and not _has_line(device, interface, wired):
                yield end, interface


def _has_line(device: Device, interface: Interface, wired: set[Endpoint]) -> bool:
    """Whether the interface, what it stands on, one of its bundle, or a switch's port is at the end of a line."""
    if Endpoint(device.name, interface.name) in wired:
        return True
    if interface.parent is not None and interface.parent in device.interfaces:
        return _has_line(device, device.interfaces[interface.parent], wired)
    if interface.kind is InterfaceKind.SVI:
        return any(end.device == device.name for end in wired)  # then its ports' lines are known
    members = (each.name for each in device.interfaces.values() if each.lag == interface.name)
    return any(Endpoint(device.name, each) in wired for each in members)


def _twice(devices: Mapping[str, Device], subnet: IPPrefix, ends: Iterable[Endpoint]) -> IPAddress | None:
    """An address that two interfaces of the subnet have: then these are different subnets of one name, or a fault."""
    seen: dict[IPAddress, Endpoint] = {}
    for end in ends:
        for each in devices[end.device].interfaces[end.interface].addresses:
            if each.network == subnet and seen.setdefault(each.ip, end) != end:
                return each.ip
    return None


def _evidence(subnet: IPPrefix, ends: Iterable[Endpoint]) -> str:
    return f"{subnet} is on {', '.join(map(str, ends))}"


def _contradiction(subnet: IPPrefix, address: IPAddress, ends: list[Endpoint]) -> Finding:
    return Finding(
        "wiring-uncertain",
        Severity.WARNING,
        str(subnet),
        f"{address} is there more than once, so these interfaces are not taken to be neighbours",
        evidence=tuple(map(str, ends)),
        remedy="tell the lines: LLDP or CDP outputs, or a wiring list",
    )
