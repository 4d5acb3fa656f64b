"""Sites as a diagram's places."""

from __future__ import annotations

from collections.abc import Mapping

from netops.model import Device, Network, Role, Site
from netops.report.diagram import Place

__all__ = ["TIER_OF", "places", "rack_of"]

TIER_OF = {role: number for number, role in enumerate(Role)}
_TRUNK = {Role.ISP, Role.EDGE, Role.CORE}


def places(network: Network) -> Mapping[str, Place]:
    """Every site that a device stands in; a building says how many homes and floors it has."""
    used = sorted({device.site for device in network.devices.values() if device.site})
    upper = {device.site for device in network.devices.values() if device.role in _TRUNK}
    return {name: _place(network.sites.get(name, Site(name)), name in upper) for name in used}


def _place(site: Site, upper: bool) -> Place:
    counts = ((site.homes, "home"), (site.floors, "floor"))
    told = "  ".join(f"{count} {word}{'s' if count != 1 else ''}" for count, word in counts if count)
    return Place(site.name, site.title or site.name, told, upper or site.kind in {"machine-room", "outside"})


def rack_of(network: Network, device: Device) -> str:
    """``r1 U36``, as far as it is known."""
    rack = network.racks.get(device.rack)
    unit = next((each for each in rack.units if each.device == device.name), None) if rack else None
    return f"{device.rack} U{unit.position}" if unit else device.rack
