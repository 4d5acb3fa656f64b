"""Generated networks: a backbone with areas that two border routers each join to it; a community with buildings.

The areas' costs are such that OSPF's routes are also the shortest paths of the whole graph, so that plain Dijkstra over
it gives the same: border routers of an area hang on the same two core routers, a core router's way down (1) is cheaper
than the line between the two border routers (3), and that is cheaper than the detour over the backbone (10 + 1).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Interface, ip_interface

from netops.model import (
    Device,
    Endpoint,
    Interface,
    InterfaceKind,
    Link,
    Network,
    Ospf,
    OspfInterface,
    OspfNetworkType,
    Role,
    Site,
    planned_mac,
)

__all__ = ["areas_network", "community_network"]

_BACKBONE = "0.0.0.0"
_AREA_SIZE = 50


@dataclass(slots=True)
class _Wiring:
    """Routers and lines as they are added; each line takes the next /31."""

    ports: dict[str, dict[str, Interface]] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)

    def router(self, name: str, role: Role, area: str) -> str:
        loopback = ip_interface(f"{IPv4Address('10.0.0.0') + len(self.ports) + 1}/32")
        stub = OspfInterface(area, passive=True)
        self.ports[name] = {"lo": Interface("lo", InterfaceKind.LOOPBACK, addresses=(loopback,), ospf=stub)}
        self.roles[name] = role
        return name

    def line(self, a: str, b: str, area: str, cost: int, cost_back: int | None = None) -> None:
        """Join a and b; ``cost`` is a's, ``cost_back`` b's, the same where it is None."""
        first = IPv4Address("10.128.0.0") + 2 * len(self.links)
        ends = []
        for name, offset, its in ((a, 0, cost), (b, 1, cost if cost_back is None else cost_back)):
            port = f"eth{len(self.ports[name])}"
            self.ports[name][port] = Interface(
                port,
                description=f"to {b if name == a else a}",
                addresses=(IPv4Interface(f"{first + offset}/31"),),
                mac=planned_mac(name, port),
                ospf=OspfInterface(area, its, OspfNetworkType.POINT_TO_POINT),
            )
            ends.append(Endpoint(name, port))
        self.links.append(Link(ends[0], ends[1]))

    def network(self) -> Network:
        return Network("generated", {device.name: device for device in self._devices()}, tuple(self.links))

    def _devices(self) -> Iterator[Device]:
        for name, ports in self.ports.items():
            identity = IPv4Address(ports["lo"].addresses[0].ip)
            yield Device(name, "frr", self.roles[name], hostname=name, interfaces=ports, ospf=(Ospf(2, identity),))


def areas_network(count: int, seed: int = 1) -> Network:
    """``count`` routers (at least 20): cores in a ring with chords, and areas of about 50 with two lines a router."""
    dice = random.Random(seed)
    wiring = _Wiring()
    areas = max(2, count // _AREA_SIZE)
    cores = [wiring.router(f"core{number}", Role.CORE, _BACKBONE) for number in range(max(4, count // 100))]
    for number, core in enumerate(cores):
        wiring.line(core, cores[(number + 1) % len(cores)], _BACKBONE, 5)
    for number in range(0, len(cores) // 2, 2):
        wiring.line(cores[number], cores[number + len(cores) // 2], _BACKBONE, 10)
    inner = count - len(cores)
    for number in range(areas):
        size = inner // areas + (number < inner % areas)
        _area(wiring, dice, number + 1, size, dice.sample(cores, 2))
    return wiring.network()


def _area(wiring: _Wiring, dice: random.Random, number: int, size: int, cores: list[str]) -> None:
    area = f"0.0.0.{number}"
    borders = [wiring.router(f"area{number}-border{each}", Role.DISTRIBUTION, area) for each in (1, 2)]
    for border in borders:
        for core in cores:
            wiring.line(border, core, _BACKBONE, 10, 1)
    wiring.line(borders[0], borders[1], area, 3)
    known = list(borders)
    for each in range(1, size - 1):
        router = wiring.router(f"area{number}-r{each}", Role.ACCESS, area)
        for above in dice.sample(known, 2):
            wiring.line(router, above, area, dice.choice((1, 2, 2, 4)))
        known.append(router)


def community_network(buildings: int, switches: int, hosts: int) -> Network:
    """A machine room of 10 devices and 17 lines; buildings' switches on two of its routers each, hosts on switches.

    (7, 21, 9) has 40 devices and 68 lines, (20, 158, 132) has 300 and 465.
    """
    rooms = {Role.ISP: "street"}
    trunk = {Role.ISP: 2, Role.EDGE: 2, Role.CORE: 2, Role.DISTRIBUTION: 4}
    boxes = {
        f"{role}{n}": (role, rooms.get(role, "room")) for role, count in trunk.items() for n in range(1, count + 1)
    }
    pairs = [("isp1", "edge1"), ("isp2", "edge2"), ("core1", "core2")]
    pairs += [(f"edge{n}", f"core{m}") for n in (1, 2) for m in (1, 2)]
    pairs += [(f"distribution{n}", f"core{m}") for n in (1, 2, 3, 4) for m in (1, 2)]
    pairs += [("distribution1", "distribution2"), ("distribution3", "distribution4")]
    for number in range(switches):
        building = number % buildings
        name = f"b{building + 1:02}-switch{number // buildings + 1:02}"
        boxes[name] = (Role.ACCESS, f"b{building + 1:02}")
        first = 1 if building < buildings / 2 else 3
        pairs += [(f"distribution{first}", name), (f"distribution{first + 1}", name)]
        for host in range(number, hosts, switches):
            boxes[f"{name}-host{host}"] = (Role.HOST, f"b{building + 1:02}")
            pairs.append((name, f"{name}-host{host}"))
    return _cabled(boxes, pairs)


def _cabled(boxes: dict[str, tuple[Role, str]], pairs: list[tuple[str, str]]) -> Network:
    ports: dict[str, dict[str, Interface]] = {name: {} for name in boxes}
    links = []
    for pair in pairs:
        ends = []
        for name in pair:
            port = f"eth{len(ports[name]) + 1}"
            ports[name][port] = Interface(port, speed=10_000)
            ends.append(Endpoint(name, port))
        links.append(Link(ends[0], ends[1]))
    sites = {site: Site(site, "outside" if site == "street" else "building", homes=96) for _, site in boxes.values()}
    devices = {
        name: Device(name, "frr", role, site=site, interfaces=ports[name]) for name, (role, site) in boxes.items()
    }
    return Network("generated", devices, tuple(links), sites=sites)
