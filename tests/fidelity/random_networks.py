"""Random networks of FRR routers, the same from the same seed: areas, stubs, externals, BGP in several shapes.

What ospf6d 8.4 does by accident is left out: OSPFv3 carries loopbacks only, over link-local addresses.
"""

from __future__ import annotations

import dataclasses
import random
from ipaddress import IPv4Address, IPv4Network, ip_interface, ip_network

from netops.model import (
    Action,
    Bgp,
    BgpAggregate,
    BgpFamily,
    BgpNeighbor,
    BgpNeighborFamily,
    BgpNetwork,
    DefaultOriginate,
    Device,
    Endpoint,
    Interface,
    InterfaceKind,
    Link,
    Match,
    Network,
    Ospf,
    OspfArea,
    OspfAreaKind,
    OspfInterface,
    OspfNetworkType,
    OspfRange,
    PrefixList,
    PrefixListEntry,
    Redistribution,
    Role,
    RouteMap,
    RouteMapClause,
    Set,
    StaticRoute,
    SwitchMode,
    SwitchPort,
    Vlan,
    planned_mac,
)

__all__ = ["SHAPES", "random_network"]

SHAPES = (
    *("ospf", "areas", "stub", "externals", "ibgp", "reflector", "fabric", "border", "statics", "ranges"),
    *("nssa", "maps", "hub"),
)
BACKBONE = "0.0.0.0"


class Builder:
    """One network under construction; all names and addresses carry the seed, so that several stand side by side."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.seed = seed
        self.shape = SHAPES[seed % len(SHAPES)]
        self.devices: dict[str, Device] = {}
        self.links: list[Link] = []
        self._line = 0

    def name(self, number: int) -> str:
        return f"n{self.seed}r{number}"

    def loopback(self, number: int) -> IPv4Address:
        return IPv4Address(f"10.{self.seed}.255.{number}")

    def loopback6(self, number: int) -> str:
        return f"2001:db8:{self.seed:x}:ff::{number}"

    def router(self, number: int, area: str | None) -> None:
        """A router with loopbacks; with an area it runs OSPF."""
        name = self.name(number)
        settings = OspfInterface(area) if area else None
        extra = [ip_interface(f"10.{self.seed}.{200 + number}.1/32")] if self.random.random() < 0.5 else []
        lo = Interface(
            "lo",
            InterfaceKind.LOOPBACK,
            addresses=(
                ip_interface(f"{self.loopback(number)}/32"),
                *extra,
                ip_interface(f"{self.loopback6(number)}/128"),
            ),
            ospf=settings,
            ospf6=OspfInterface(BACKBONE) if area else None,
        )
        identity = self.loopback(number)
        reference = self.random.choice((100_000, 1_000_000))
        processes = (Ospf(2, identity, reference_bandwidth=reference, spf_throttle=(50, 200, 1000), lsa_throttle=500),)
        processes += (Ospf(3, identity, spf_throttle=(50, 200, 1000), lsa_throttle=500),)
        self.devices[name] = Device(
            name, "frr", Role.CORE, hostname=name, interfaces={"lo": lo}, ospf=processes if area else ()
        )

    def change(self, number: int, **changes: object) -> None:
        name = self.name(number)
        self.devices[name] = dataclasses.replace(self.devices[name], **changes)  # type: ignore[arg-type]  # any field

    def get(self, number: int) -> Device:
        return self.devices[self.name(number)]

    def connect(self, one: int, other: int, area: str | None) -> IPv4Network:
        """A line between two routers, numbered; OSPF in the area with random costs and a random network type."""
        self._line += 1
        length = self.random.choice((30, 31))
        prefix = ip_network(f"10.{self.seed}.{self._line}.0/{length}")
        assert isinstance(prefix, IPv4Network)
        kind = self.random.choice((OspfNetworkType.POINT_TO_POINT, OspfNetworkType.BROADCAST))
        first = 1 if length == 30 else 0
        ends = []
        for offset, number in ((first, one), (first + 1, other)):
            ends.append(self._port(number, f"{prefix.network_address + offset}/{length}", area, kind))
        self.links.append(Link(*ends))
        return prefix

    def _port(self, number: int, address: str, area: str | None, kind: OspfNetworkType) -> Endpoint:
        device = self.get(number)
        port = f"eth{len(device.interfaces)}"
        settings = None
        if area is not None:
            cost = self.random.choice((None, 5, 10, 10, 20, 30))
            settings = OspfInterface(area, cost=cost, network_type=kind, hello_interval=1, dead_interval=4)
        interface = Interface(
            port,
            mac=planned_mac(device.name, port),
            addresses=(ip_interface(address),),
            ospf=settings,
            # Costs that never tie: of equal paths, ospf6d 8.4 keeps those whose neighbour spoke first.
            ospf6=dataclasses.replace(settings, area=BACKBONE, cost=self.random.randint(1000, 60000))
            if settings
            else None,
        )
        self.change(number, interfaces={**device.interfaces, port: interface})
        return Endpoint(device.name, port)

    def start_lines_at(self, octet: int) -> None:
        """Number the next lines 10.seed.octet.0 and on."""
        self._line = octet - 1

    def lan(self, numbers: list[int], area: str) -> None:
        """Routers on one broadcast segment of a switch."""
        self._line += 1
        name = f"n{self.seed}s{self._line}"
        ports: dict[str, Interface] = {}
        for position, number in enumerate(numbers, 1):
            address = f"10.{self.seed}.{self._line}.{number}/24"
            end = self._port(number, address, area, OspfNetworkType.BROADCAST)
            port = f"eth{position}"
            ports[port] = Interface(
                port,
                mac=planned_mac(name, port),
                switchport=SwitchPort(SwitchMode.ACCESS, access_vlan=10, edge=True),
            )
            self.links.append(Link(Endpoint(name, port), end))
        self.devices[name] = Device(
            name, "ovs", Role.ACCESS, hostname=name, interfaces=ports, vlans={10: Vlan(10, "lan")}
        )

    def mesh(self, numbers: list[int], area: str | None, extra: int) -> None:
        """A random tree, and some lines more, parallel ones among them."""
        for position in range(1, len(numbers)):
            self.connect(self.random.choice(numbers[:position]), numbers[position], area)
        for _ in range(extra):
            one, other = self.random.sample(numbers, 2)
            self.connect(one, other, area)

    def network(self) -> Network:
        return Network(f"random {self.seed}", self.devices, tuple(self.links))


def random_network(seed: int) -> Network:
    """A network of four to eight routers in the shape that the seed stands for; 0 <= seed < 250."""
    build = Builder(seed)
    {
        "ospf": _ospf,
        "areas": _areas,
        "stub": _areas,
        "externals": _externals,
        "ibgp": _ibgp,
        "reflector": _ibgp,
        "fabric": _fabric,
        "border": _border,
        "statics": _statics,
        "ranges": _areas,
        "nssa": _areas,
        "maps": _maps,
        "hub": _hub,
    }[build.shape](build)
    return build.network()


def _ospf(build: Builder) -> None:
    numbers = list(range(1, build.random.randint(5, 8)))
    for number in numbers:
        build.router(number, BACKBONE)
    build.mesh(numbers, BACKBONE, extra=build.random.randint(1, 3))
    build.lan(build.random.sample(numbers, 3), BACKBONE)


def _areas(build: Builder) -> None:
    """A backbone of three, and two areas that hang on one or two border routers each."""
    backbone = [1, 2, 3]
    for number in backbone:
        build.router(number, BACKBONE)
    build.mesh(backbone, BACKBONE, extra=1)
    inner = 4
    used: set[int] = set()
    for which, area in enumerate(("0.0.0.1", "0.0.0.2"), 1):
        build.start_lines_at(32 * which)
        members = list(range(inner, inner + 2))
        inner += 2
        for number in members:
            build.router(number, area)
        borders = build.random.sample(backbone, build.random.choice((1, 2)))
        used |= set(borders)
        build.mesh(members, area, extra=0)
        for border in borders:
            build.connect(border, build.random.choice(members), area)
        if build.shape == "stub":
            kind = build.random.choice((OspfAreaKind.STUB, OspfAreaKind.TOTALLY_STUBBY))
            _set_area(build, [*borders, *members], OspfArea(area, kind))
        if build.shape == "nssa":
            kind = build.random.choice((OspfAreaKind.NSSA, OspfAreaKind.TOTALLY_NSSA))
            _set_area(build, [*borders, *members], OspfArea(area, kind))
            _static(build, build.random.choice(members), metric_type=build.random.choice((1, 2)), base=16 + 4 * which)
        if build.shape == "ranges":
            summary = OspfRange(ip_network(f"10.{build.seed}.{32 * which}.0/19"), cost=build.random.choice((None, 40)))
            hidden = OspfRange(ip_network(f"10.{build.seed}.{202 + 2 * which}.0/23"), advertise=False)
            _set_area(build, borders, OspfArea(area, ranges=(summary, hidden)))
    # Which paths to a boundary router a stub area hides is ospfd's own affair: there, border routers announce nothing.
    free = [number for number in backbone if build.shape not in ("stub", "nssa") or number not in used]
    if free:
        _static(build, build.random.choice(free), metric_type=2)


_OF_MEMBERS = {OspfAreaKind.TOTALLY_STUBBY: OspfAreaKind.STUB, OspfAreaKind.TOTALLY_NSSA: OspfAreaKind.NSSA}
"""A border router alone says that an area hears no summaries."""


def _set_area(build: Builder, numbers: list[int], area: OspfArea) -> None:
    for number in numbers:
        first, *rest = build.get(number).ospf
        own = OspfArea(area.area, _OF_MEMBERS.get(area.kind, area.kind)) if number > 3 else area
        build.change(number, ospf=(dataclasses.replace(first, areas=(*first.areas, own)), *rest))


def _hub(build: Builder) -> None:
    """A LAN on which only some may be designated: the others are no more than two-way with each other."""
    numbers = list(range(1, build.random.randint(5, 6)))
    for number in numbers:
        build.router(number, BACKBONE)
    build.mesh(numbers, BACKBONE, extra=0)
    on_lan = build.random.sample(numbers, 4)
    build.lan(on_lan, BACKBONE)
    for number in on_lan[1:]:
        device = build.get(number)
        port = list(device.interfaces)[-1]
        interface = device.interfaces[port]
        assert interface.ospf is not None
        silent = dataclasses.replace(interface, ospf=dataclasses.replace(interface.ospf, priority=0))
        build.change(number, interfaces={**device.interfaces, port: silent})


def _maps(build: Builder) -> None:
    """What is redistributed passes route maps that choose, and change metrics, types and tags."""
    numbers = list(range(1, build.random.randint(4, 6)))
    for number in numbers:
        build.router(number, BACKBONE)
    build.mesh(numbers, BACKBONE, extra=1)
    for number in build.random.sample(numbers, 2):
        _static(build, number, metric_type=build.random.choice((1, 2)))
        first, *rest = build.get(number).ospf
        chosen = PrefixList("SOME", 4, (PrefixListEntry(5, Action.PERMIT, ip_network("172.16.0.0/15"), le=24),))
        sets = (
            Set("metric", (str(build.random.choice((5, 50))),)),
            Set("metric-type", (str(build.random.choice((1, 2))),)),
        )
        clauses = (
            RouteMapClause(10, Action.PERMIT, (Match("prefix-list", ("SOME",)),), sets),
            RouteMapClause(20, build.random.choice((Action.PERMIT, Action.DENY))),
        )
        wanted = (dataclasses.replace(first.redistribute[0], route_map="MAP"), Redistribution("connected"))
        default = DefaultOriginate(
            always=True, metric=build.random.choice((None, 7)), metric_type=build.random.choice((None, 1))
        )
        process = dataclasses.replace(first, redistribute=wanted, default_originate=default)
        build.change(number, prefix_lists=(chosen,), route_maps=(RouteMap("MAP", clauses),), ospf=(process, *rest))


def _static(build: Builder, number: int, metric_type: int, base: int = 16) -> None:
    """Static blackholes, redistributed into OSPF."""
    statics = tuple(
        StaticRoute(ip_network(f"172.{base + each}.{build.seed}.0/24"), blackhole=True)
        for each in range(build.random.randint(1, 3))
    )
    first, *rest = build.get(number).ospf
    metric = build.random.choice((None, 30))
    process = dataclasses.replace(first, redistribute=(Redistribution("static", metric, metric_type),))
    build.change(number, static_routes=statics, ospf=(process, *rest))


def _statics(build: Builder) -> None:
    """Static routes over a neighbour on a LAN, over a loopback far away, floating ones, and aggregates."""
    numbers = list(range(1, build.random.randint(6, 8)))
    for number in numbers:
        build.router(number, BACKBONE)
    build.mesh(numbers, BACKBONE, extra=2)
    lan = build.random.sample(numbers, 3)
    build.lan(lan, BACKBONE)
    near, far, other = lan
    on_lan = build.get(far).interfaces[list(build.get(far).interfaces)[-1]].addresses[0].ip
    distant = build.loopback(build.random.choice([each for each in numbers if each != near]))
    routes = (
        StaticRoute(ip_network(f"172.20.{build.seed}.0/24"), next_hop=on_lan),
        StaticRoute(ip_network(f"172.21.{build.seed}.0/24"), next_hop=distant),
        StaticRoute(ip_network(f"172.22.{build.seed}.0/24"), next_hop=on_lan, distance=50),
        StaticRoute(ip_network(f"172.22.{build.seed}.0/24"), blackhole=True, distance=200),
        StaticRoute(ip_network(f"172.23.{build.seed}.0/24"), next_hop=IPv4Address("192.0.2.77")),
    )
    first, *rest = build.get(near).ospf
    kind = build.random.choice((1, 2))
    announced = (Redistribution("static", 15, kind), Redistribution("connected"))
    build.change(near, static_routes=routes, ospf=(dataclasses.replace(first, redistribute=announced), *rest))
    outside, inside = _external(build, 11, other, 65011)
    _process(build, 11, 65011, [outside])
    _process(build, other, 65000, [inside], f"172.20.{build.seed}.0/24")
    process = build.get(other).bgp[0]
    aggregate = BgpAggregate(ip_network("172.16.0.0/12"), summary_only=build.random.random() < 0.5)
    families = (dataclasses.replace(process.families[0], aggregates=(aggregate,)),)
    build.change(other, bgp=(dataclasses.replace(process, families=families),))


def _externals(build: Builder) -> None:
    """Two boundary routers announce the same and other prefixes, of both types; one has a default route."""
    numbers = list(range(1, build.random.randint(6, 8)))
    for number in numbers:
        build.router(number, BACKBONE)
    build.mesh(numbers, BACKBONE, extra=2)
    one, other, third = build.random.sample(numbers, 3)
    for number in (one, other):
        _static(build, number, metric_type=build.random.choice((1, 2)))
    first, *rest = build.get(third).ospf
    default = DefaultOriginate(always=build.random.random() < 0.5, metric_type=build.random.choice((None, 1)))
    statics = (StaticRoute(ip_network("0.0.0.0/0"), blackhole=True),)
    build.change(third, ospf=(dataclasses.replace(first, default_originate=default), *rest), static_routes=statics)


def _family(**changes: object) -> tuple[BgpNeighborFamily, ...]:
    return (BgpNeighborFamily(4, **changes),)  # type: ignore[arg-type]  # any field


def _process(build: Builder, number: int, asn: int, peers: list[BgpNeighbor], *networks: str) -> None:
    own = tuple(BgpNetwork(ip_network(each)) for each in networks)
    process = Bgp(
        asn,
        router_id=build.loopback(number),
        neighbors=tuple(sorted(peers, key=lambda each: (each.address.version, each.address))),
        families=(BgpFamily(4, networks=own),) if own else (),
        ebgp_requires_policy=False,
        compare_router_id=True,
    )
    build.change(number, bgp=(process,))


def _peer(address: object, asn: int, **changes: object) -> BgpNeighbor:
    peer = BgpNeighbor(address, asn, keepalive=3, hold_time=9, connect_retry=5, advertisement_interval=0)  # type: ignore[arg-type]  # an address
    return dataclasses.replace(peer, **{"families": _family(), **changes})  # type: ignore[arg-type]  # any field


def _ibgp(build: Builder) -> None:
    """Routers of one AS over OSPF, fully meshed or with reflectors, and two neighbouring ASes at two of them."""
    numbers = list(range(1, build.random.randint(5, 7)))
    for number in numbers:
        build.router(number, BACKBONE)
    build.mesh(numbers, BACKBONE, extra=2)
    reflectors = numbers[:1] if build.shape == "reflector" else numbers
    peers: dict[int, list[BgpNeighbor]] = {number: [] for number in numbers}
    borders = build.random.sample(numbers, 2)
    for one in numbers:
        for other in numbers:
            if one != other and (one in reflectors or other in reflectors):
                client = build.shape == "reflector" and one in reflectors
                families = _family(next_hop_self=one in borders, route_reflector_client=client)
                peers[one].append(_peer(build.loopback(other), 65000, update_source="lo", families=families))
    for number, border in zip((11, 12), borders, strict=True):
        outside, inside = _external(build, number, border, 65000 + number)
        peers[border].append(inside)
        _process(build, number, 65000 + number, [outside], f"203.0.{number}.0/24", "198.51.100.0/24")
        statics = [f"203.0.{number}.0/24", "198.51.100.0/24"]
        build.change(number, static_routes=tuple(StaticRoute(ip_network(each), blackhole=True) for each in statics))
    for number in numbers:
        # Not the loopback: whether FRR takes a host route that is its own next hop depends on who spoke first.
        own = f"192.168.{build.seed}.{number * 8}/29"
        build.change(number, static_routes=(StaticRoute(ip_network(own), blackhole=True),))
        _process(build, number, 65000, peers[number], own)
    _policy(build, borders[0])


def _external(build: Builder, number: int, border: int, asn: int) -> tuple[BgpNeighbor, BgpNeighbor]:
    """A router of another AS, on a line without OSPF: its session, and the border's."""
    build.router(number, None)
    prefix = build.connect(number, border, None)
    first, second = list(prefix.hosts())[:2] if prefix.prefixlen == 30 else (prefix[0], prefix[1])
    return _peer(second, 65000), _peer(first, asn)


def _policy(build: Builder, border: int) -> None:
    """The border prefers, marks or filters what its external neighbour tells."""
    change = build.random.choice(
        (
            Set("local-preference", (str(build.random.choice((50, 200))),)),
            Set("metric", ("77",)),
            Set("as-path-prepend", ("65000", "65000")),
            Set("community", ("65000:1", "no-export")),
        )
    )
    lists = (
        PrefixList("SHARED", 4, (PrefixListEntry(5, Action.PERMIT, ip_network("198.51.100.0/24")),)),
        PrefixList("ALL", 4, (PrefixListEntry(5, Action.PERMIT, ip_network("0.0.0.0/0"), le=32),)),
    )
    clauses = (
        RouteMapClause(10, Action.PERMIT, (Match("prefix-list", ("SHARED",)),), (change,)),
        RouteMapClause(20, build.random.choice((Action.PERMIT, Action.DENY)), (Match("prefix-list", ("ALL",)),)),
    )
    process = build.get(border).bgp[0]
    peers = tuple(
        dataclasses.replace(each, families=_family(route_map_in="IN")) if each.remote_as != 65000 else each
        for each in process.neighbors
    )
    build.change(
        border,
        bgp=(dataclasses.replace(process, neighbors=peers),),
        prefix_lists=lists,
        route_maps=(RouteMap("IN", clauses),),
    )


def _fabric(build: Builder) -> None:
    """Every router an AS of its own, eBGP on every line, more than one path where AS paths are equally long."""
    numbers = list(range(1, build.random.randint(5, 8)))
    for number in numbers:
        build.router(number, None)
    build.mesh(numbers, None, extra=3)
    relax = build.random.random() < 0.5
    peers: dict[int, list[BgpNeighbor]] = {number: [] for number in numbers}
    by_name = {build.name(number): number for number in numbers}
    for link in build.links:
        for near, far in ((link.a, link.b), (link.b, link.a)):
            address = build.devices[far.device].interfaces[far.interface].addresses[0].ip
            peers[by_name[near.device]].append(_peer(address, 65000 + by_name[far.device]))
    for number in numbers:
        _process(build, number, 65000 + number, peers[number], f"{build.loopback(number)}/32")
        process = dataclasses.replace(build.get(number).bgp[0], multipath_relax=relax)
        build.change(number, bgp=(process,))


def _border(build: Builder) -> None:
    """An OSPF network whose two borders take BGP routes into OSPF, and OSPF routes into BGP at one of them."""
    numbers = list(range(1, build.random.randint(5, 7)))
    for number in numbers:
        build.router(number, BACKBONE)
    build.mesh(numbers, BACKBONE, extra=2)
    border = build.random.choice(numbers)
    outside, inside = _external(build, 11, border, 65011)
    _process(build, 11, 65011, [outside], "203.0.113.0/24")
    build.change(11, static_routes=(StaticRoute(ip_network("203.0.113.0/24"), blackhole=True),))
    _process(build, border, 65000, [inside])
    process = build.get(border).bgp[0]
    into_bgp = (Redistribution("ospf"), Redistribution("connected"))
    build.change(border, bgp=(dataclasses.replace(process, families=(BgpFamily(4, redistribute=into_bgp),)),))
    first, *rest = build.get(border).ospf
    into_ospf = (Redistribution("bgp", metric_type=build.random.choice((1, 2))),)
    build.change(border, ospf=(dataclasses.replace(first, redistribute=into_ospf), *rest))
