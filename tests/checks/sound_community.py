"""A small community without a fault.

Two providers, two edges, two cores, a distribution pair, two access switches, a server and a home; dual stack, OSPF in
two areas, iBGP with both cores as reflectors, VRRP on two segments.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_interface, ip_network
from typing import Any

from netops.model import (
    Action,
    AsPathList,
    AsPathListEntry,
    Bgp,
    BgpFamily,
    BgpNeighbor,
    BgpNeighborFamily,
    BgpNetwork,
    Cable,
    Device,
    DhcpRange,
    Endpoint,
    Interface,
    InterfaceKind,
    Link,
    Location,
    Match,
    Medium,
    Network,
    Ospf,
    OspfArea,
    OspfAuthentication,
    OspfInterface,
    OspfNetworkType,
    OspfRange,
    PrefixList,
    PrefixListEntry,
    Rack,
    RackUnit,
    Role,
    RouteMap,
    RouteMapClause,
    Secret,
    Segment,
    Service,
    Site,
    SpanningTree,
    StaticRoute,
    SwitchMode,
    SwitchPort,
    Vlan,
    VrrpGroup,
    Zone,
    ZonePolicy,
    planned_mac,
)

AS = 65000
ROUTERS = ("edge1", "edge2", "core1", "core2", "dist1", "dist2")
LINES = (  # ends, third octet of the /31, OSPF area
    ("isp1:eth1", "edge1:eth1", 201, None),
    ("isp2:eth1", "edge2:eth1", 202, None),
    ("edge1:eth2", "core1:eth1", 1, "0.0.0.0"),
    ("edge1:eth3", "core2:eth1", 2, "0.0.0.0"),
    ("edge2:eth2", "core1:eth2", 3, "0.0.0.0"),
    ("edge2:eth3", "core2:eth2", 4, "0.0.0.0"),
    ("core1:eth3", "core2:eth3", 5, "0.0.0.0"),
    ("core1:eth4", "dist1:eth1", 6, "0.0.0.0"),
    ("core2:eth4", "dist1:eth2", 7, "0.0.0.0"),
    ("core1:eth5", "dist2:eth1", 8, "0.0.0.0"),
    ("core2:eth5", "dist2:eth2", 9, "0.0.0.0"),
    ("dist1:eth3", "dist2:eth3", 10, "0.0.0.1"),
)
RISERS = (
    ("dist1:eth4", "acc1:eth1"),
    ("dist2:eth4", "acc1:eth2"),
    ("dist1:eth5", "acc2:eth1"),
    ("dist2:eth5", "acc2:eth2"),
)
SEGMENTS = {"homes": (101, "acc1", "eth4"), "servers": (600, "acc2", "eth5")}  # name: VLAN, switch, parent on the pair


def community() -> Network:
    """The network; every call makes a new one."""
    devices = {each.name: each for each in (*_providers(), *_routers(), *_switches(), *_hosts())}
    sources = {f"device:{name}": Location("hosts.yaml", line) for line, name in enumerate(devices, 1)}
    return Network(
        name="sound",
        devices=devices,
        links=tuple(_links()),
        sites={"room": Site("room", "machine-room"), "b01": Site("b01", homes=40)},
        racks={"r1": _rack("r1", "edge1", "core1", "dist1"), "r2": _rack("r2", "edge2", "core2", "dist2", "acc2")},
        segments={name: _segment(name) for name in SEGMENTS},
        zones={each.name: each for each in (Zone("world"), Zone("homes", trust=30), Zone("servers", trust=80))},
        policies=(
            ZonePolicy("homes", "world", "permit"),
            ZonePolicy("homes", "servers", "permit", ("dns",)),
            ZonePolicy("servers", "world", "permit"),
        ),
        services={"dns": Service("dns", "udp", 53, (ip_address("10.5.0.10"),), "srv1")},
        sources=sources,
    )


def _cable(number: int) -> Cable:
    return Cable(Medium.MULTIMODE, "OM4", 5, f"F{number:03}")


def end_of(text: str) -> Endpoint:
    device, _, interface = text.partition(":")
    return Endpoint(device, interface)


def _links() -> Iterator[Link]:
    ends = [(a, b) for a, b, *_ in LINES] + list(RISERS)
    yield from (Link(end_of(a), end_of(b), _cable(number)) for number, (a, b) in enumerate(ends, 1))
    copper = Cable(Medium.COPPER, "Cat6A", 30)
    yield Link(end_of("acc1:eth3"), end_of("home1:eth0"), replace(copper, label="C001"))
    yield Link(end_of("acc2:eth3"), end_of("srv1:eth0"), replace(copper, label="C002"))


def _ospf(area: str, *, passive: bool = False) -> OspfInterface:
    key = OspfAuthentication(1, Secret("ospf"))
    kind = None if passive else OspfNetworkType.POINT_TO_POINT
    return OspfInterface(area, 10, kind, passive=passive, authentication=None if passive else key)


def _line_ports(device: str) -> Iterator[Interface]:
    for a, b, net, area in LINES:
        for side, end in enumerate((end_of(a), end_of(b))):
            if end.device == device:
                ospf = _ospf(area) if area else None
                yield Interface(
                    end.interface,
                    speed=10_000,
                    mac=planned_mac(device, end.interface),
                    addresses=(ip_interface(f"10.31.{net}.{side}/31"), ip_interface(f"2001:db8:31:{net}::{side}/127")),
                    ospf=ospf,
                    ospf6=replace(ospf, authentication=None) if ospf else None,
                )


def _riser_ports(device: str, host: int) -> Iterator[Interface]:
    for vlan, _, parent in SEGMENTS.values():
        group4 = VrrpGroup(1, (ip_address(f"10.{vlan % 100 + 5}.0.1"),), 100 + host)
        group6 = VrrpGroup(1, (ip_address(f"2001:db8:{vlan}::1"), ip_address("fe80::1")), 100 + host)
        yield Interface(parent, speed=10_000, mac=planned_mac(device, parent))
        yield Interface(
            f"{parent}.{vlan}",
            InterfaceKind.SUBINTERFACE,
            parent=parent,
            vlan=vlan,
            mac=planned_mac(device, parent),
            addresses=(ip_interface(f"10.{vlan % 100 + 5}.0.{host}/24"), ip_interface(f"2001:db8:{vlan}::{host}/64")),
            ospf=_ospf("0.0.0.1", passive=True),
            ospf6=_ospf("0.0.0.1", passive=True),
            vrrp=(group4, group6),
        )


def _management(device: str, host: int) -> Interface:
    address = ip_interface(f"10.255.0.{host}/24")
    return Interface("mgmt0", mac=planned_mac(device, "mgmt0"), addresses=(address,))


def _routers() -> Iterator[Device]:
    for number, name in enumerate(ROUTERS, 1):
        loopback = (ip_interface(f"10.255.1.{number}/32"), ip_interface(f"2001:db8:ff::{number}/128"))
        area = _ospf("0.0.0.0", passive=True)
        ports = [Interface("lo", InterfaceKind.LOOPBACK, addresses=loopback, ospf=area, ospf6=area)]
        ports += [_management(name, number), *_line_ports(name)]
        ports += _riser_ports(name, number - 3) if name.startswith("dist") else []
        edge = name.startswith("edge")
        yield Device(
            name,
            "frr",
            Role({"edge": "edge", "core": "core", "dist": "distribution"}[name[:-1]]),
            site="room",
            rack="r1" if name.endswith("1") else "r2",
            management=ip_address(f"10.255.0.{number}"),
            hostname=name,
            interfaces={each.name: each for each in ports},
            static_routes=(StaticRoute(ip_network("10.0.0.0/8"), blackhole=True),) if edge else (),
            ospf=tuple(_process(version, name, number) for version in (2, 3)),
            bgp=(_bgp(name, number),),
            **(_policies() if edge else {}),
        )


def _process(version: int, name: str, number: int) -> Ospf:
    ranges = tuple(OspfRange(ip_network(each)) for each in ("10.4.0.0/14", "10.31.10.0/24"))
    border = version == 2 and name.startswith("dist")
    areas = (OspfArea("0.0.0.1", ranges=ranges),) if border else ()
    return Ospf(version, ip_address(f"10.255.1.{number}"), areas=areas)


def _bgp(name: str, number: int) -> Bgp:
    reflector = name.startswith("core")
    peers = [each for each in ROUTERS if each != name and (reflector or each.startswith("core"))]
    neighbors = [_internal(name, peer, family) for peer in peers for family in (4, 6)]
    if name.startswith("edge"):
        policy = ("FROM", "TO")
        neighbors += [_external(f"10.31.20{number}.0", 64600 + number, 4, policy)]
        neighbors += [_external(f"2001:db8:31:20{number}::", 64600 + number, 6, ("FROM-V6", "TO-V6"))]
    networks = (BgpNetwork(ip_network("10.0.0.0/8")),) if name.startswith("edge") else ()
    return Bgp(AS, ip_address(f"10.255.1.{number}"), neighbors=tuple(neighbors), families=(BgpFamily(4, networks),))


def _internal(name: str, peer: str, family: int) -> BgpNeighbor:
    number = ROUTERS.index(peer) + 1
    return BgpNeighbor(
        ip_address(f"10.255.1.{number}" if family == 4 else f"2001:db8:ff::{number}"),
        AS,
        update_source="lo",
        password=Secret("ibgp"),
        families=(
            BgpNeighborFamily(
                family,
                next_hop_self=name.startswith("edge"),
                route_reflector_client=name.startswith("core") and not peer.startswith("core"),
            ),
        ),
    )


def _external(address: str, asn: int, family: int, policy: tuple[str, str]) -> BgpNeighbor:
    families = (BgpNeighborFamily(family, route_map_in=policy[0], route_map_out=policy[1]),)
    return BgpNeighbor(ip_address(address), asn, password=Secret("ebgp"), families=families, keepalive=3, hold_time=9)


def _policies() -> dict[str, Any]:
    prefix_lists = (
        PrefixList("OWN", 4, (PrefixListEntry(5, Action.PERMIT, ip_network("10.0.0.0/8")),)),
        PrefixList("OWN-V6", 6, (PrefixListEntry(5, Action.PERMIT, ip_network("2001:db8::/32")),)),
    )
    matches = {
        "FROM": ("as-path", "ANY"),
        "FROM-V6": ("as-path", "ANY"),
        "TO": ("prefix-list", "OWN"),
        "TO-V6": ("prefix-list-ipv6", "OWN-V6"),
    }
    return {
        "prefix_lists": prefix_lists,
        "as_path_lists": (AsPathList("ANY", (AsPathListEntry(5, Action.PERMIT, ".*"),)),),
        "route_maps": tuple(
            RouteMap(name, (RouteMapClause(10, Action.PERMIT, (Match(kind, (argument,)),)),))
            for name, (kind, argument) in matches.items()
        ),
    }


def _providers() -> Iterator[Device]:
    for number in (1, 2):
        name, asn = f"isp{number}", 64600 + number
        neighbors = (
            replace(_external(f"10.31.20{number}.1", AS, 4, ("", "")), families=(BgpNeighborFamily(4),)),
            replace(_external(f"2001:db8:31:20{number}::1", AS, 6, ("", "")), families=(BgpNeighborFamily(6),)),
        )
        yield Device(
            name,
            "frr",
            Role.ISP,
            managed=False,
            interfaces={each.name: each for each in _line_ports(name)},
            bgp=(Bgp(asn, neighbors=neighbors, ebgp_requires_policy=False),),
        )


def _switches() -> Iterator[Device]:
    for number, (name, vlan) in enumerate((("acc1", 101), ("acc2", 600)), 1):
        trunk = SwitchPort(SwitchMode.TRUNK, trunk_vlans=(vlan,))
        access = SwitchPort(SwitchMode.ACCESS, vlan, edge=True)
        ports = [Interface(f"eth{each}", speed=10_000, switchport=trunk) for each in (1, 2)]
        ports += [Interface(f"eth{each}", speed=1_000, switchport=access) for each in (3, 4)]
        yield Device(
            name,
            "ovs",
            Role.ACCESS,
            site="b01" if name == "acc1" else "room",
            rack="" if name == "acc1" else "r2",
            management=ip_address(f"10.255.0.{100 + number}"),
            hostname=name,
            interfaces={each.name: each for each in (*ports, _management(name, 100 + number))},
            vlans={vlan: Vlan(vlan, f"vlan-{vlan}")},
            spanning_tree=SpanningTree(),
            forwarding=False,
        )


def _hosts() -> Iterator[Device]:
    for name, role, vlan in (("home1", Role.HOST, 101), ("srv1", Role.SERVER, 600)):
        net = vlan % 100 + 5
        addresses = (ip_interface(f"10.{net}.0.10/24"), ip_interface(f"2001:db8:{vlan}::10/64"))
        defaults = (("0.0.0.0/0", f"10.{net}.0.1"), ("::/0", f"2001:db8:{vlan}::1"))
        yield Device(
            name,
            "linux",
            role,
            managed=False,
            interfaces={"eth0": Interface("eth0", speed=1_000, mac=planned_mac(name, "eth0"), addresses=addresses)},
            static_routes=tuple(StaticRoute(ip_network(prefix), ip_address(hop)) for prefix, hop in defaults),
            forwarding=False,
        )


def _segment(name: str) -> Segment:
    vlan, switch, _ = SEGMENTS[name]
    net = vlan % 100 + 5
    homes = name == "homes"
    return Segment(
        name,
        vlan,
        zone=name,
        ipv4=IPv4Network(f"10.{net}.0.0/24"),
        ipv6=IPv6Network(f"2001:db8:{vlan}::/64"),
        gateways=(ip_address(f"10.{net}.0.1"), ip_address(f"2001:db8:{vlan}::1")),
        gateway_devices=("dist1", "dist2"),
        switches=(switch,),
        dhcp=(DhcpRange(ip_address(f"10.{net}.0.100"), ip_address(f"10.{net}.0.199")),) if homes else (),
        dhcp_servers=(ip_address("10.5.0.10"),) if homes else (),
        homes=40 if homes else 0,
    )


def _rack(name: str, *devices: str) -> Rack:
    units = tuple(RackUnit(device, 10 + 4 * place, 2, watts=200, weight=10) for place, device in enumerate(devices))
    return Rack(name, "room", 42, maximum_weight=500, feed_watts=2000, units=units)
