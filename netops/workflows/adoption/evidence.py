"""Which lines there are between devices, and how that is known: the strongest evidence for a port wins.

A wiring list, then what devices hear of each other (LLDP, CDP), then what descriptions say, then a subnet that exactly
two ports share.  What contradicts itself is a finding, and no line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network

from netops.model import (
    Device,
    Endpoint,
    Finding,
    Interface,
    InterfaceKind,
    Link,
    LldpNeighbor,
    Location,
    Severity,
)

__all__ = ["Evidence", "Wiring", "described", "heard", "shared_subnets", "wire"]

_WORDS = re.compile(r"[A-Za-z0-9][\w./:-]*")
_PORTS = frozenset({InterfaceKind.ETHERNET, InterfaceKind.LAG})


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """A line and how it is known; ``strength`` is the lesser the stronger."""

    strength: int
    a: Endpoint
    b: Endpoint
    why: str

    @property
    def pair(self) -> frozenset[Endpoint]:
        return frozenset({self.a, self.b})


@dataclass(frozen=True, slots=True)
class Wiring:
    """The lines, each with all the evidence for it, and what speaks against one of them."""

    links: tuple[Link, ...] = ()
    findings: tuple[Finding, ...] = ()


def heard(devices: Mapping[str, Device], tables: Mapping[str, Iterable[LldpNeighbor]]) -> Iterator[Evidence]:
    """What devices hear of each other over LLDP or CDP, by the name that the neighbour gives itself."""
    known = _names(devices)
    for name, neighbors in tables.items():
        for each in neighbors:
            other = known.get(each.neighbor.partition(".")[0].casefold())
            if other is None or other == name or each.interface not in devices[name].interfaces:
                continue
            port = _port(devices[other], each.neighbor_interface)
            if port is not None:
                told = f"{name} hears {other} on {each.interface}"
                yield Evidence(1, Endpoint(name, each.interface), Endpoint(other, port), told)


def described(devices: Mapping[str, Device]) -> Iterator[Evidence]:
    """Descriptions that name another device, and one of its ports: "TO core1 Ethernet1/2"."""
    known = _names(devices)
    for name, device in devices.items():
        for interface in device.interfaces.values():
            if interface.kind not in _PORTS:
                continue
            words = _WORDS.findall(interface.description.replace("->", " ").replace("_", " "))
            joined = _WORDS.findall(interface.description.replace("->", " "))
            found = _named_port([*joined, *words], known, devices, name)
            if found is not None:
                why = f"the description of {name}:{interface.name}: {interface.description}"
                yield Evidence(2, Endpoint(name, interface.name), found, why)


def _named_port(
    words: Sequence[str], known: Mapping[str, str], devices: Mapping[str, Device], own: str
) -> Endpoint | None:
    """The first device among the words that is another one, with the first port of it among the words after."""
    for place, word in enumerate(words):
        other = known.get(word.rstrip(":").casefold())
        if other is None or other == own:
            continue
        for later in words[place + 1 : place + 4]:
            if (port := _port(devices[other], later)) is not None:
                return Endpoint(other, port)
    return None


def shared_subnets(devices: Mapping[str, Device]) -> Iterator[Evidence]:
    """Subnets that exactly two ports of two devices share; of subinterfaces the ports that they stand on."""
    by_subnet: defaultdict[IPv4Network | IPv6Network, set[Endpoint]] = defaultdict(set)
    addresses: defaultdict[IPv4Network | IPv6Network, list[str]] = defaultdict(list)
    for name, device in devices.items():
        for interface in device.interfaces.values():
            port = _standing_on(device, interface)
            for each in interface.addresses:
                if interface.enabled and each.network.prefixlen < each.max_prefixlen and not each.ip.is_link_local:
                    by_subnet[each.network].add(Endpoint(name, port.name) if port else Endpoint(name, ""))
                    addresses[each.network].append(str(each.ip))
    for subnet, ends in sorted(by_subnet.items(), key=lambda each: str(each[0])):
        two = len(ends) == 2 and len({end.device for end in ends}) == 2 and all(end.interface for end in ends)
        if two and len(set(addresses[subnet])) == len(addresses[subnet]):
            a, b = sorted(ends)
            yield Evidence(3, a, b, f"{subnet} is on these two alone")


def _standing_on(device: Device, interface: Interface) -> Interface | None:
    """The port behind a routed interface; None behind a VLAN's, a loopback or a tunnel."""
    if interface.kind is InterfaceKind.SUBINTERFACE and interface.parent is not None:
        return device.interfaces.get(interface.parent)
    return interface if interface.kind in _PORTS else None


def _names(devices: Mapping[str, Device]) -> dict[str, str]:
    """Devices by the names that others may call them."""
    found = {device.hostname.casefold(): name for name, device in devices.items() if device.hostname}
    return found | {name.casefold(): name for name in devices}


def _port(device: Device, said: str) -> str | None:
    """The port that is meant by a name, whole or shortened: "Gi0/1" is GigabitEthernet0/1."""
    wanted = re.fullmatch(r"([A-Za-z-]+)[ ]?([\d/.:]+)", said)
    if wanted is None:
        return said if said in device.interfaces else None
    letters, numbers = wanted[1].casefold(), wanted[2]
    fitting = [
        name
        for name in device.interfaces
        if (found := re.fullmatch(r"([A-Za-z-]+)([\d/.:]+)", name))
        and found[2] == numbers
        and found[1].casefold().startswith(letters)
    ]
    return fitting[0] if len(fitting) == 1 else None


def wire(evidence: Iterable[Evidence], sources: Mapping[str, Location]) -> Wiring:
    """One line a port: the strongest evidence, then that which is found twice, wins."""
    reasons: defaultdict[frozenset[Endpoint], list[Evidence]] = defaultdict(list)
    for each in evidence:
        reasons[each.pair].append(each)
    taken: dict[Endpoint, frozenset[Endpoint]] = {}
    links: list[Link] = []
    findings: list[Finding] = []
    for pair, found in sorted(reasons.items(), key=lambda item: (min(item[1]).strength, -len(item[1]), min(item[1]))):
        clash = next((end for end in sorted(pair) if end in taken), None)
        why = "; ".join(dict.fromkeys(each.why for each in sorted(found)))
        if clash is not None:
            findings.append(_contradiction(clash, pair, taken[clash], why, sources))
            continue
        taken |= dict.fromkeys(pair, pair)
        a, b = sorted(pair)
        links.append(Link(a, b, description=why))
        if found[0].strength == 2 and len({each.a for each in found}) == 1 and not _agrees(found):
            findings.append(_one_sided(found[0], sources))
    return Wiring(tuple(sorted(links, key=lambda link: link.name)), tuple(findings))


def _agrees(found: Sequence[Evidence]) -> bool:
    """Whether something besides one end's description speaks for the line."""
    return any(each.strength != 2 for each in found)


def _contradiction(
    end: Endpoint, pair: frozenset[Endpoint], held: frozenset[Endpoint], why: str, sources: Mapping[str, Location]
) -> Finding:
    other = " and ".join(map(str, sorted(pair)))
    return Finding(
        "wiring-contradiction",
        Severity.WARNING,
        str(end),
        f"it would be at two lines: the one between {other} is left out",
        expected=" and ".join(map(str, sorted(held))),
        evidence=(why,),
        remedy="see where the cable goes, and correct the description or the address",
        location=sources.get(f"interface:{end.device}:{end.interface}"),
    )


def _one_sided(found: Evidence, sources: Mapping[str, Location]) -> Finding:
    return Finding(
        "wiring-uncertain",
        Severity.INFO,
        str(found.b),
        f"only the description of {found.a} says that there is a line",
        evidence=(found.why,),
        remedy="describe the other end, too, or collect LLDP",
        location=sources.get(f"interface:{found.a.device}:{found.a.interface}"),
    )
