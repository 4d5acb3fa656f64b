"""The OSPF view: routers, areas, costs; both versions in one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from netops.model import Device, Endpoint, Interface, Network, Ospf, OspfInterface
from netops.report.diagram import Box, Diagram, End, Line, Paint
from netops.workflows.diagram.domains import domains
from netops.workflows.diagram.paints import TIERS, numbered
from netops.workflows.diagram.places import TIER_OF, places
from netops.workflows.diagram.view import View, Watch

__all__ = ["ospf"]

_MISMATCH = Paint("areas differ: no adjacency", stroke="#a40e26", dash="6 3")
_BORDER = Paint("area border router", "#fff8e1", "#8a6500")


def ospf(network: Network) -> View:
    """Routers that speak OSPF, and a line for each two that could be neighbours, with the cost at each end.

    The colour is the area; a router in several is an area border router.
    """
    speakers = {name: device for name, device in network.devices.items() if any(_speaking(device))}
    areas = sorted({area for device in speakers.values() for area in _areas(device)})
    paints = {f"area-{area}": numbered(number, _area_label(network, area)) for number, area in enumerate(areas)}
    paints |= {"border": _BORDER, "mismatch": _MISMATCH}
    pairs = sorted(set(_pairs(network)))
    lines = tuple(_line(network, a, b) for a, b in pairs)
    diagram = Diagram(
        title=network.name,
        subtitle="OSPF view: areas, adjacencies and costs",
        boxes=tuple(_box(device) for device in speakers.values()),
        lines=lines,
        paints=paints,
        places=places(network),
        tiers=TIERS,
        figures=(("routers", str(len(speakers))), ("areas", str(len(areas))), ("adjacencies", str(len(lines)))),
        notes=("Costs are those out of the port; v2 is IPv4, v3 IPv6.",),
    )
    return View(diagram, {f"{a}--{b}": tuple(_watches(network, a, b)) for a, b in pairs})


def _watches(network: Network, a: Endpoint, b: Endpoint) -> Iterator[Watch]:
    common = tuple(sorted(_active(network, a) & _active(network, b)))
    yield from (Watch(end, versions=common) for end in (a, b))


def _speaking(device: Device) -> Iterator[tuple[Interface, OspfInterface]]:
    for interface in device.interfaces.values():
        for settings in (interface.ospf, interface.ospf6):
            if settings is not None:
                yield interface, settings


def _areas(device: Device) -> list[str]:
    return sorted({settings.area for _, settings in _speaking(device)})


def _area_label(network: Network, area: str) -> str:
    kinds = {
        str(each.kind)
        for device in network.devices.values()
        for process in device.ospf
        for each in process.areas
        if each.area == area
    } - {"normal"}
    backbone = ["backbone"] if area == "0.0.0.0" else []
    return f"area {' '.join([area, *backbone, *sorted(kinds)])}"


def _box(device: Device) -> Box:
    areas = _areas(device)
    identity = next((str(each.router_id) for each in device.ospf if each.router_id), "no router id")
    external = any(each.redistribute or each.default_originate for each in device.ospf)
    border = len(areas) > 1
    kinds = [word for word, holds in (("ABR", border), ("ASBR", external)) if holds]
    passive: dict[str, set[str]] = {}
    for interface, settings in _speaking(device):
        if settings.passive:
            passive.setdefault(settings.area, set()).add(interface.name)
    rows = [identity, *([" ".join(kinds)] if kinds else [])]
    rows += [f"{len(names)} passive in {area}" for area, names in sorted(passive.items())]
    return Box(
        device.name,
        device.name,
        TIER_OF[device.role],
        "border" if border else f"area-{areas[0]}",
        tuple(rows),
        place=device.site,
        tooltip="\n".join([f"{device.name}: {' '.join(rows[:2])}", *(f"area {area}" for area in areas)]),
    )


def _pairs(network: Network) -> Iterator[tuple[Endpoint, Endpoint]]:
    """Interfaces that speak OSPF to each other: at both ends of a line, or in one segment."""
    together = [(link.a, link.b) for link in network.links]
    together += [pair for domain in domains(network) for pair in combinations(domain.members, 2)]
    for a, b in together:
        if a.device != b.device and _active(network, a) & _active(network, b):
            yield (a, b) if a < b else (b, a)


def _active(network: Network, end: Endpoint) -> set[int]:
    """The OSPF versions in which the interface looks for neighbours."""
    device = network.devices.get(end.device)
    interface = device.interfaces.get(end.interface) if device else None
    if interface is None or not interface.enabled:
        return set()
    both = {2: interface.ospf, 3: interface.ospf6}
    return {version for version, settings in both.items() if settings is not None and not settings.passive}


def _line(network: Network, a: Endpoint, b: Endpoint) -> Line:
    ours, theirs = (_settings(network, end) for end in (a, b))
    common = [version for version in ours if version in theirs]
    same = all(ours[version].area == theirs[version].area for version in common)
    paint = f"area-{ours[common[0]].area}" if same else "mismatch"
    tooltip = "\n".join(
        f"OSPFv{version}: area {ours[version].area} and {theirs[version].area}, hello {ours[version].hello_interval} s"
        for version in common
    )
    ends = [End(end.device, (end.interface, _cost_label(network, end))) for end in (a, b)]
    return Line(f"{a}--{b}", ends[0], ends[1], paint, 2.4, tooltip=f"{a} to {b}\n{tooltip}")


def _settings(network: Network, end: Endpoint) -> Mapping[int, OspfInterface]:
    interface = network.devices[end.device].interfaces[end.interface]
    both = {2: interface.ospf, 3: interface.ospf6}
    return {version: settings for version, settings in both.items() if settings is not None}


def _cost_label(network: Network, end: Endpoint) -> str:
    """``10``, or ``v2 10 v3 11`` where they differ."""
    device = network.devices[end.device]
    interface = device.interfaces[end.interface]
    costs = {
        version: _cost(device.ospf_process(version), interface, settings)
        for version, settings in _settings(network, end).items()
    }
    if len(set(costs.values())) == 1:
        return next(iter(costs.values()))
    return " ".join(f"v{version} {cost}" for version, cost in costs.items())


def _cost(process: Ospf | None, interface: Interface, settings: OspfInterface) -> str:
    """As configured, or as the reference bandwidth makes it (RFC 2328, appendix C.3); ``auto`` without a speed."""
    if settings.cost is not None:
        return str(settings.cost)
    if process is None or not interface.speed:
        return "auto"
    return str(max(1, process.reference_bandwidth // interface.speed))
