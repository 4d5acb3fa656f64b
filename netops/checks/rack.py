"""Racks: space, weight, power."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from netops.checks.index import Index
from netops.checks.registry import Problem, check
from netops.model import Rack, RackUnit, Severity

__all__: list[str] = []

FEED_USE = 0.8
"""The share of a feed that may be drawn for long (continuous loads, NEC 210.20)."""


def _at(rack: Rack, unit: RackUnit | None = None) -> tuple[str, ...]:
    return (f"rack:{rack.name}", *((f"device:{unit.device}",) if unit else ()))


def _units(unit: RackUnit) -> str:
    return f"U{unit.position}-U{unit.position + unit.height - 1}"


@check(
    "rack-units-overlap",
    number=21,
    severity=Severity.ERROR,
    title="Two devices take the same rack units",
    remedy="move one of the devices to free units",
)
def rack_units_overlap(index: Index) -> Iterator[Problem]:
    """Only one of them fits.  A device of full depth takes both faces."""
    for rack in index.network.racks.values():
        for one, other in combinations(rack.units, 2):
            apart = one.position + one.height <= other.position or other.position + other.height <= one.position
            facing = one.face != other.face and not (one.full_depth or other.full_depth)
            if not apart and not facing:
                evidence = tuple(f"{each.device}: {_units(each)} {each.face}" for each in (one, other))
                yield Problem(
                    rack.name, f"{one.device} and {other.device} overlap", evidence=evidence, at=_at(rack, one)
                )


@check(
    "rack-unit-outside",
    number=22,
    severity=Severity.ERROR,
    title="A device is outside its rack",
    remedy="place the device within the rack's height",
)
def rack_unit_outside(index: Index) -> Iterator[Problem]:
    """Units count from 1 at the bottom to the rack's height."""
    for rack in index.network.racks.values():
        for unit in rack.units:
            if unit.position < 1 or unit.position + unit.height - 1 > rack.height:
                expected = f"within U1-U{rack.height}"
                yield Problem(
                    rack.name, f"{unit.device} is outside the rack", expected, _units(unit), at=_at(rack, unit)
                )


@check(
    "rack-overweight",
    number=23,
    severity=Severity.ERROR,
    title="A rack carries more than it may",
    remedy="move devices to another rack",
)
def rack_overweight(index: Index) -> Iterator[Problem]:
    """Unknown weights count as nothing, so the sum is what there is at least."""
    for rack in index.network.racks.values():
        weight = sum(unit.weight or 0 for unit in rack.units)
        if rack.maximum_weight is not None and weight > rack.maximum_weight:
            expected = f"at most {rack.maximum_weight:g} kg"
            yield Problem(rack.name, "is too heavy", expected, f"{weight:g} kg", at=_at(rack))


@check(
    "rack-feed-overloaded",
    number=24,
    severity=Severity.ERROR,
    title="A rack draws more than 80 % of its feed",
    remedy="move devices to another rack, or ask for a stronger feed",
)
def rack_feed_overloaded(index: Index) -> Iterator[Problem]:
    """The breaker trips when everything starts at once after an outage.  Unknown draws count as nothing."""
    for rack in index.network.racks.values():
        draw = sum(unit.watts or 0 for unit in rack.units)
        if rack.feed_watts is not None and draw > FEED_USE * rack.feed_watts:
            expected = f"at most {FEED_USE * rack.feed_watts:g} W (80 % of {rack.feed_watts:g} W)"
            yield Problem(rack.name, "draws more than 80 % of its feed", expected, f"{draw:g} W", at=_at(rack))


@check(
    "rack-device-unknown",
    severity=Severity.ERROR,
    title="A rack holds a device that does not exist",
    remedy="name an existing device",
)
def rack_device_unknown(index: Index) -> Iterator[Problem]:
    """Space and power are planned for something that the network does not know."""
    for rack in index.network.racks.values():
        for unit in rack.units:
            if unit.device not in index.network.devices:
                yield Problem(rack.name, f"holds an unknown device: {unit.device}", at=_at(rack))


@check(
    "rack-disagrees",
    severity=Severity.ERROR,
    title="A device is not in the rack that it names, or in two",
    remedy="correct the device's rack or the rack's units",
)
def rack_disagrees(index: Index) -> Iterator[Problem]:
    """Whoever goes to the device goes to the wrong rack."""
    places: dict[str, list[str]] = {}
    for rack in index.network.racks.values():
        for unit in rack.units:
            places.setdefault(unit.device, []).append(rack.name)
    for device in index.network.devices.values():
        racks = places.get(device.name, [])
        said = device.rack or (racks[0] if racks else "")
        if (racks and racks != [said]) or (not racks and said in index.network.racks):
            at = (f"device:{device.name}", f"rack:{said}")
            yield Problem(device.name, "rack disagrees with the racks' units", said, ", ".join(racks) or "none", at=at)


@check(
    "rack-unknown",
    severity=Severity.ERROR,
    title="A device or a rack is in a place that does not exist",
    remedy="name an existing rack or site, or add it",
)
def rack_unknown(index: Index) -> Iterator[Problem]:
    """A device's rack and a rack's site must be described, or nobody finds them.  An estate may have none."""
    network = index.network
    for device in network.devices.values():
        if device.rack and network.racks and device.rack not in network.racks:
            yield Problem(device.name, f"is in an unknown rack: {device.rack}", at=(f"device:{device.name}",))
        if device.site and network.sites and device.site not in network.sites:
            yield Problem(device.name, f"is at an unknown site: {device.site}", at=(f"device:{device.name}",))
    for rack in network.racks.values():
        if rack.site and network.sites and rack.site not in network.sites:
            yield Problem(rack.name, f"is at an unknown site: {rack.site}", at=_at(rack))
