"""OSPF as a whole: router ids, areas and what border routers sum up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from ipaddress import IPv4Address
from typing import TYPE_CHECKING, Any

from netops.checks.index import Index
from netops.checks.ospf import pairs, settings
from netops.checks.registry import Problem, check
from netops.model import Device, Ospf, Severity

if TYPE_CHECKING:
    import networkx

__all__ = ["BACKBONE", "area_members", "processes"]

BACKBONE = "0.0.0.0"


def processes(index: Index) -> Iterator[tuple[Device, Ospf]]:
    for device in index.devices:
        yield from ((device, process) for process in device.ospf)


def _at(name: str) -> tuple[str, ...]:
    return (f"device:{name}",)


@check(
    "duplicate-router-id",
    number=59,
    severity=Severity.CRITICAL,
    title="Two routers have the same router id",
    remedy="give each router an id of its own: its loopback's address",
)
def duplicate_router_id(index: Index) -> Iterator[Problem]:
    """OSPF takes them for one router, and the whole area's routes flap; two BGP peers refuse each other (RFC 6286)."""
    owners: defaultdict[tuple[str, IPv4Address], set[str]] = defaultdict(set)
    for device in index.devices:
        for process in device.ospf:
            if process.router_id is not None:
                owners[f"OSPFv{process.version}", process.router_id].add(device.name)
        for bgp in device.bgp:
            if bgp.router_id is not None:
                owners[f"BGP {bgp.asn}", bgp.router_id].add(device.name)
    for (protocol, identifier), names in owners.items():
        first, *others = sorted(names)
        if others:
            evidence = tuple(f"{name}: {identifier}" for name in (first, *others))
            yield Problem(
                first,
                f"{protocol} router id {identifier} is also on {', '.join(others)}",
                evidence=evidence,
                at=_at(first),
            )


@check(
    "router-id-missing",
    number=59,
    severity=Severity.WARNING,
    title="A routing process has no router id of its own",
    remedy="set it to the loopback's address",
)
def router_id_missing(index: Index) -> Iterator[Problem]:
    """The router takes its highest address, and another one after the next address change: all adjacencies restart."""
    for device in index.devices:
        if not device.managed:
            continue
        names = [f"OSPFv{each.version}" for each in device.ospf if each.router_id is None]
        names += [f"BGP {each.asn}" for each in device.bgp if each.router_id is None]
        for name in names:
            yield Problem(device.name, f"{name} has no router id", at=_at(device.name))


@check(
    "reference-bandwidth-differs",
    severity=Severity.WARNING,
    title="Routers differ in OSPF's reference bandwidth",
    remedy="set one reference bandwidth everywhere",
)
def reference_bandwidth_differs(index: Index) -> Iterator[Problem]:
    """The same line costs more for one router than for the other, and paths are not the ones drawn."""
    for version in (2, 3):
        said: defaultdict[int, list[str]] = defaultdict(list)
        for device, process in processes(index):
            if process.version == version:
                said[process.reference_bandwidth].append(device.name)
        if len(said) > 1:
            usual = max(said, key=lambda value: (len(said[value]), value))
            for value, names in said.items():
                for name in names if value != usual else []:
                    yield Problem(
                        name,
                        f"OSPFv{version} reference bandwidth differs",
                        f"{usual} Mbit/s",
                        f"{value} Mbit/s",
                        at=_at(name),
                    )


def area_members(index: Index, version: int) -> dict[str, set[str]]:
    """The routers of each area."""
    areas: defaultdict[str, set[str]] = defaultdict(set)
    for port in index.ports.values():
        ospf = settings(port, version)
        if ospf is not None and port.interface.enabled and port.device.ospf_process(version, port.interface.vrf):
            areas[ospf.area].add(port.device.name)
    return dict(areas)


def _area_graph(index: Index, version: int, area: str, members: set[str]) -> networkx.Graph[Any]:
    """Routers of an area, joined where they may be neighbours in it, or by a virtual link."""
    import networkx

    graph: networkx.Graph[Any] = networkx.Graph()
    graph.add_nodes_from(sorted(members))
    for pair in pairs(index):
        if pair.version == version and area == pair.ospf_a.area == pair.ospf_b.area:
            graph.add_edge(pair.a.device.name, pair.b.device.name)
    if area == BACKBONE:
        graph.add_edges_from(_virtual_links(index, version, members))
    return graph


def _virtual_links(index: Index, version: int, members: set[str]) -> Iterator[tuple[str, str]]:
    routers = {process.router_id: device.name for device, process in processes(index) if process.version == version}
    for device, process in processes(index):
        for area in process.areas if process.version == version else ():
            for far in area.virtual_links:
                name = routers.get(far)
                if name is not None and (device.name in members or name in members):
                    yield device.name, name


@check(
    "ospf-backbone-partitioned",
    number=57,
    severity=Severity.CRITICAL,
    title="OSPF's backbone is in parts",
    remedy="join the parts by a line in area 0",
)
def ospf_backbone_partitioned(index: Index) -> Iterator[Problem]:
    """Routes between areas are exchanged over the backbone only: each part knows nothing of the other's areas."""
    import networkx

    for version in (2, 3):
        members = area_members(index, version).get(BACKBONE, set())
        graph = _area_graph(index, version, BACKBONE, members)
        parts = sorted(networkx.connected_components(graph), key=lambda part: (-len(part), min(part)))
        for part in parts[1:]:
            names = sorted(part)
            yield Problem(
                names[0], f"is cut off from OSPFv{version}'s backbone", "one area 0", ", ".join(names), at=_at(names[0])
            )


@check(
    "ospf-area-detached",
    number=57,
    severity=Severity.CRITICAL,
    title="A part of an OSPF area does not touch the backbone",
    remedy="make one of its routers a border router, or add a virtual link",
)
def ospf_area_detached(index: Index) -> Iterator[Problem]:
    """Only border routers, with a foot in area 0, bring routes in and out.  A network of a single area needs none."""
    import networkx

    for version in (2, 3):
        areas = area_members(index, version)
        borders = areas.get(BACKBONE, set()) | {
            name for pair in _virtual_links(index, version, areas.get(BACKBONE, set())) for name in pair
        }
        for area, members in sorted(areas.items()):
            if area == BACKBONE or len(areas) == 1:
                continue
            for part in networkx.connected_components(_area_graph(index, version, area, members)):
                if not part & borders:
                    names = sorted(part)
                    yield Problem(
                        names[0],
                        f"OSPFv{version} area {area} does not touch the backbone here",
                        "a border router",
                        ", ".join(names),
                        at=_at(names[0]),
                    )


@check(
    "ospf-backbone-stub",
    number=57,
    severity=Severity.ERROR,
    title="The backbone is configured as a stub or NSSA",
    remedy="take the stub setting from area 0",
)
def ospf_backbone_stub(index: Index) -> Iterator[Problem]:
    """Area 0 carries externals to all others and cannot be a stub (RFC 2328, 3.6)."""
    for device, process in processes(index):
        if process.area(BACKBONE).kind.value != "normal":
            yield Problem(
                device.name,
                f"OSPFv{process.version} area 0 is a stub",
                "normal",
                process.area(BACKBONE).kind.value,
                at=_at(device.name),
            )


@check(
    "ospf-redistribution-into-stub",
    severity=Severity.ERROR,
    title="A router whose only area is a stub redistributes into OSPF",
    remedy="make the area an NSSA, or redistribute elsewhere",
)
def ospf_redistribution_into_stub(index: Index) -> Iterator[Problem]:
    """A stub area carries no externals (RFC 2328, 3.6): what is redistributed there reaches nobody."""
    for device, process in processes(index):
        areas = (
            {
                ospf.area
                for each in index.ports.values()
                if each.device is device and (ospf := settings(each, process.version)) is not None
            }
            if process.redistribute or process.default_originate
            else set()
        )
        kinds = {process.area(area).kind.value for area in areas}
        if areas and kinds <= {"stub", "totally-stubby"}:
            yield Problem(
                device.name,
                f"redistributes into a stub area of OSPFv{process.version}",
                actual=", ".join(sorted(areas)),
                at=_at(device.name),
            )
