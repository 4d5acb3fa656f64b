"""The routed view: routers, their addresses, and the segments that they serve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from netops.model import Device, Endpoint, InterfaceKind, Network, Role
from netops.report.diagram import Box, Diagram, End, Line, Paint
from netops.workflows.diagram.domains import Domain, domains
from netops.workflows.diagram.paints import ROLES, TIERS
from netops.workflows.diagram.places import TIER_OF, places
from netops.workflows.diagram.view import View, Watch, base_interface

__all__ = ["routed"]

_PAINTS = {
    "line": Paint("line between two routers", stroke="#1f5fbf"),
    "gateway": Paint("gateway of segments", stroke="#1a7f37"),
    "attached": Paint("address in a segment", stroke="#6e7781"),
    "segments": Paint("segments: VLAN, name, prefixes", "#f4fbf5", "#1a7f37"),
}
_TABLE_TIER = TIER_OF[Role.ACCESS]
_LEAVES = {Role.SERVER, Role.HOST}


@dataclass(slots=True)
class _Drawn:
    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    ends: dict[str, tuple[Endpoint, ...]] = field(default_factory=dict)


def routed(network: Network) -> View:
    """Lines between two routers with their addresses; all other segments as tables, one for each building and gateway.

    Switches without an address have no part in it.
    """
    found = domains(network)
    drawn = _Drawn()
    used = {end.device for domain in found for end in domain.members}
    drawn.boxes += [_router(device) for name, device in network.devices.items() if name in used]
    for domain in found:
        if _is_line(network, domain):
            _draw_line(network, domain, drawn)
    tables = _tables(network, [domain for domain in found if not _is_line(network, domain)])
    for key, members in tables.items():
        _draw_table(network, key, members, drawn)
    routers = sum(1 for name in used if network.devices[name].forwarding)
    diagram = Diagram(
        title=network.name,
        subtitle="Layer 3 view: routed interfaces, prefixes and segments",
        boxes=tuple(drawn.boxes),
        lines=tuple(drawn.lines),
        paints={**{f"role-{role}": paint for role, paint in ROLES.items()}, **_PAINTS},
        places=places(network),
        tiers={**TIERS, _TABLE_TIER: "Segments"},
        figures=(("routers", str(routers)), ("prefixes", str(sum(len(each.prefixes) for each in found)))),
    )
    return View(diagram, {line: tuple(Watch(end) for end in ends) for line, ends in drawn.ends.items()})


def _router(device: Device) -> Box:
    own = [
        str(address.ip)
        for interface in device.interfaces.values()
        if interface.kind is InterfaceKind.LOOPBACK
        for address in interface.addresses
    ]
    leaf = device.role in _LEAVES
    return Box(
        device.name,
        device.name,
        TIER_OF[device.role],
        f"role-{device.role}",
        () if leaf else tuple(own),
        place=device.site,
        leaf=leaf,
        tooltip="\n".join([f"{device.name}: {device.role}", *(f"loopback {each}" for each in own)]),
    )


def _is_line(network: Network, domain: Domain) -> bool:
    """Two routers and nothing else, in no segment of the estate."""
    names = {end.device for end in domain.members}
    routers = all(network.devices[name].role not in _LEAVES for name in names)
    return domain.segment is None and len(domain.members) == 2 == len(names) and routers


def _draw_line(network: Network, domain: Domain, drawn: _Drawn) -> None:
    a, b = domain.members
    name = f"{a}--{b}"
    if name in drawn.ends:  # its other family, of which one end has more prefixes
        return
    prefixes = ", ".join(str(prefix) for prefix in domain.prefixes)
    labels = [End(end.device, (end.interface, *_addresses(network, end))) for end in (a, b)]
    drawn.lines.append(Line(name, labels[0], labels[1], "line", 1.8, tooltip=f"{a} to {b}\n{prefixes}"))
    drawn.ends[name] = (a, b)


def _addresses(network: Network, end: Endpoint) -> tuple[str, ...]:
    interface = network.devices[end.device].interfaces[end.interface]
    return tuple(str(address) for address in interface.addresses if not address.is_link_local)


_Key = tuple[str, tuple[tuple[str, str], ...]]  # the site, and the routers with the ports that they serve it from


def _tables(network: Network, found: list[Domain]) -> Mapping[_Key, list[Domain]]:
    grouped: dict[_Key, list[Domain]] = {}
    for domain in found:
        gateways = [end for end in domain.members if network.devices[end.device].role not in _LEAVES]
        ports = sorted({(end.device, base_interface(network, *_pair(end))) for end in gateways})
        site = domain.segment.site if domain.segment else _common_site(network, domain)
        grouped.setdefault((site, tuple(ports)), []).append(domain)
    return grouped


def _common_site(network: Network, domain: Domain) -> str:
    sites = {network.devices[end.device].site for end in domain.members}
    return sites.pop() if len(sites) == 1 else ""


def _pair(end: Endpoint) -> tuple[str, str]:
    return end.device, end.interface


def _draw_table(network: Network, key: _Key, members: list[Domain], drawn: _Drawn) -> None:
    site, ports = key
    name = "segments " + " ".join([site, *(f"{device}:{port}" for device, port in ports)])
    ordered = sorted(members, key=lambda each: (each.segment.vlan if each.segment else 0, each.name))
    rows = tuple(row for domain in ordered for row in _rows(domain, site))
    title = f"{len(ordered)} segment{'s' if len(ordered) != 1 else ''}"
    drawn.boxes.append(Box(name, title, _TABLE_TIER, "segments", rows=rows, place=site, tooltip=name))
    for device, port in ports:
        ends = [
            end
            for domain in ordered
            for end in domain.members
            if end.device == device and base_interface(network, *_pair(end)) == port
        ]
        line = f"{device}:{port}--{name}"
        count = f"{len(ends)} VLANs" if len(ends) > 1 else ends[0].interface if ends[0].interface != port else ""
        near = tuple(word for word in (port, count) if word)
        tooltip = "\n".join(f"{end} {' '.join(_addresses(network, end))}" for end in ends)
        drawn.lines.append(Line(line, End(device, near), End(name, _far(network, ends)), "gateway", tooltip=tooltip))
        drawn.ends[line] = tuple(ends)
    for domain in ordered:
        for end in domain.members:
            if network.devices[end.device].role in _LEAVES:
                _draw_host(network, name, domain, end, drawn)


def _rows(domain: Domain, site: str) -> Iterator[tuple[str, ...]]:
    """VLAN, name and a prefix; each further prefix on a line of its own.  What the frame says is not said again."""
    first, *others = (str(prefix) for prefix in domain.prefixes)
    if domain.segment is None:
        yield from ((each,) for each in (first, *others))
        return
    yield (str(domain.segment.vlan), domain.segment.name.removeprefix(f"{site}-"), first)
    yield from (("", "", each) for each in others)


def _far(network: Network, ends: list[Endpoint]) -> tuple[str, ...]:
    """The router's address in the segments, and its VRRP priority, where it is the same in all of them."""
    interfaces = [network.devices[end.device].interfaces[end.interface] for end in ends]
    hosts = {int(each.ip) & int(each.hostmask) for interface in interfaces for each in interface.addresses[:1]}
    priorities = {group.priority for interface in interfaces for group in interface.vrrp}
    told = [ends[0].device]
    if len(hosts) == 1 and max(hosts) < 256:
        told[0] += f" .{hosts.pop()}"
    if len(priorities) == 1:
        told.append(f"VRRP {priorities.pop()}")
    return tuple(told)


def _draw_host(network: Network, table: str, domain: Domain, end: Endpoint, drawn: _Drawn) -> None:
    vlan = (str(domain.segment.vlan),) if domain.segment else ()
    addresses = _addresses(network, end)
    line = f"{end}--{table}"
    tooltip = f"{end} {' '.join(addresses)}\n{domain.name}"
    drawn.lines.append(Line(line, End(end.device, addresses[:1]), End(table, vlan), "attached", 1.2, tooltip=tooltip))
    drawn.ends[line] = (end,)
