"""The physical view: devices, cables, ports."""

from __future__ import annotations

from netops.model import Device, Endpoint, Link, Medium, Network, Role
from netops.report.diagram import Box, Diagram, End, Line
from netops.workflows.diagram.paints import MEDIA, ROLES, TIERS, WIDTHS, width_of
from netops.workflows.diagram.places import TIER_OF, places, rack_of
from netops.workflows.diagram.view import View, Watch

__all__ = ["physical"]


def physical(network: Network) -> View:
    """Every device and every line between two of them, coloured by role and medium, as wide as it is fast."""
    links = [link for link in network.links if _drawable(network, link)]
    paints = {f"role-{role}": paint for role, paint in ROLES.items()}
    paints |= {_medium(medium): paint for medium, paint in MEDIA.items()}
    diagram = Diagram(
        title=network.name,
        subtitle="Physical view: devices, lines and their ports",
        boxes=tuple(_box(network, device) for device in network.devices.values()),
        lines=tuple(_line(network, link) for link in links),
        paints=paints,
        places=places(network),
        tiers=TIERS,
        widths=WIDTHS,
        figures=(("devices", str(len(network.devices))), ("lines", str(len(links)))),
        notes=_notes(network, links),
    )
    return View(diagram, {link.name: (Watch(link.a), Watch(link.b)) for link in links})


def _drawable(network: Network, link: Link) -> bool:
    ends = {link.a.device, link.b.device}
    return len(ends) == 2 and ends <= set(network.devices)


def _notes(network: Network, drawn: list[Link]) -> tuple[str, ...]:
    left = [link.name for link in network.links if link not in drawn]
    return (f"Not drawn, since they do not join two devices: {', '.join(left)}",) if left else ()


def _box(network: Network, device: Device) -> Box:
    leaf = device.role in {Role.HOST, Role.SERVER} and len(network.links_of(device.name)) <= 1
    where = " ".join(word for word in (device.model, rack_of(network, device)) if word)
    status = device.status if device.status != "active" else ""
    return Box(
        device.name,
        device.name,
        TIER_OF[device.role],
        f"role-{device.role}",
        tuple(row for row in (where, status) if row and not leaf),
        place=device.site,
        leaf=leaf,
        tooltip="\n".join(_facts(network, device)),
    )


def _facts(network: Network, device: Device) -> list[str]:
    site = network.sites.get(device.site)
    told = [f"{device.name}: {device.role}, {device.platform}"]
    for word, value in (
        ("model", device.model),
        ("serial", device.serial),
        ("site", site.title if site else device.site),
        ("rack", rack_of(network, device)),
        ("management", device.management),
        ("status", device.status),
    ):
        if value:
            told.append(f"{word} {value}")
    return told


def _line(network: Network, link: Link) -> Line:
    speeds = [speed for end in (link.a, link.b) if (speed := _speed(network, end))]
    return Line(
        link.name,
        End(link.a.device, (link.a.interface,)),
        End(link.b.device, (link.b.interface,)),
        _medium(link.cable.medium),
        width_of(min(speeds, default=None)),
        _bundle(network, link),
        "\n".join(_cable_facts(link, min(speeds, default=None))),
    )


def _speed(network: Network, end: Endpoint) -> int | None:
    interface = network.devices[end.device].interfaces.get(end.interface)
    return interface.speed if interface else None


def _bundle(network: Network, link: Link) -> str:
    """The name of the LAG that the line is a member of, at either end."""
    for end in sorted((link.a, link.b)):
        interface = network.devices[end.device].interfaces.get(end.interface)
        if interface is not None and interface.lag:
            return f"{end.device}:{interface.lag}"
    return ""


def _cable_facts(link: Link, speed: int | None) -> list[str]:
    cable = link.cable
    told = [f"{link.a} to {link.b}"]
    length = f"{cable.length:g} m" if cable.length is not None else "length not known"
    told.append(" ".join(str(word) for word in (cable.medium, cable.grade, length, cable.colour) if word))
    if speed:
        told.append(f"{speed / 1000:g} Gbit/s")
    told += [word for word in (cable.label, link.description, "" if link.status == "active" else link.status) if word]
    return told


def _medium(medium: Medium | None) -> str:
    return f"medium-{medium or 'unknown'}"
