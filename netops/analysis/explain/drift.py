"""Drift: each single thing that a device's configuration says otherwise than the design.

Two devices are compared field by field.  What stands in a tuple is known by its key (a BGP neighbour by its address, a
clause by its sequence number), so that one changed line is one difference, and can be put into the design alone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from netops.model import (
    AccessList,
    AsPathList,
    Bgp,
    BgpAggregate,
    BgpFamily,
    BgpNeighbor,
    BgpNeighborFamily,
    BgpNetwork,
    CommunityList,
    Device,
    Network,
    Ospf,
    OspfArea,
    PrefixList,
    PrefixListEntry,
    Redistribution,
    RouteMap,
    RouteMapClause,
    StaticRoute,
    VrrpGroup,
)
from netops.platforms import get_platform

__all__ = ["ABSENT", "Difference", "Step", "device_differences", "differences", "with_difference"]

Step = str | tuple[object, ...] | object
"""A field's name, a mapping's key, or the key of an item of a tuple."""


class _Absent:
    def __repr__(self) -> str:
        return "absent"


ABSENT: Final = _Absent()
"""Stands for what one side does not have at all."""

_KEYS: dict[type, Callable[[Any], object]] = {
    AccessList: lambda each: each.name,
    AsPathList: lambda each: each.name,
    Bgp: lambda each: each.vrf,
    BgpAggregate: lambda each: each.prefix,
    BgpFamily: lambda each: each.family,
    BgpNeighbor: lambda each: each.address,
    BgpNeighborFamily: lambda each: each.family,
    BgpNetwork: lambda each: each.prefix,
    CommunityList: lambda each: each.name,
    Ospf: lambda each: (each.version, each.vrf),
    OspfArea: lambda each: each.area,
    PrefixList: lambda each: (each.name, each.family),
    PrefixListEntry: lambda each: each.sequence,
    Redistribution: lambda each: each.protocol,
    RouteMap: lambda each: each.name,
    RouteMapClause: lambda each: each.sequence,
    StaticRoute: lambda each: (each.prefix, each.next_hop, each.interface, each.vrf),
    VrrpGroup: lambda each: (each.group, each.family),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """``path`` leads from the device to the value that differs: ``("interfaces", "eth1", "ospf", "area")``."""

    device: str
    path: tuple[Step, ...]
    intended: Any
    running: Any

    @property
    def fields(self) -> tuple[str, ...]:
        """The steps of the path as text."""
        return tuple(map(_word, self.path))


def _word(step: Step) -> str:
    if isinstance(step, tuple):
        return " ".join(str(each) for each in step if each is not None)
    return str(step)


def differences(intended: Network, running: Network) -> tuple[Difference, ...]:
    """Every difference of the devices of ``running`` that ``intended`` knows, in the platform's canonical form."""
    found: list[Difference] = []
    for name in sorted(running.devices):
        if name in intended.devices and running.devices[name] is not intended.devices[name]:
            found += device_differences(intended.devices[name], running.devices[name])
    return tuple(found)


def device_differences(intended: Device, running: Device) -> Iterator[Difference]:
    """What the platform can tell apart, each difference once, at the deepest value that holds it."""
    canonical = get_platform(intended.platform).canonical
    for path, one, other in _walk((), canonical(intended), canonical(running)):
        yield Difference(intended.name, path, one, other)


def _walk(path: tuple[Step, ...], one: Any, other: Any) -> Iterator[tuple[tuple[Step, ...], Any, Any]]:
    if one is other or one == other:
        return
    parts = [_parts(each) for each in (one, other)]
    if type(one) is not type(other) or parts[0] is None or parts[1] is None:
        yield path, one, other
        return
    mine, theirs = parts[0], parts[1]
    for step in {**mine, **theirs}:
        left, right = mine.get(step, ABSENT), theirs.get(step, ABSENT)
        if left is ABSENT or right is ABSENT:
            yield (*path, step), left, right
        else:
            yield from _walk((*path, step), left, right)


def _parts(value: Any) -> dict[Step, Any] | None:
    """What a value is made of, by step; None where it is one whole."""
    if type(value) in _KEYS or isinstance(value, Device) or _is_record(value):
        return {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple) and all(type(each) in _KEYS for each in value):
        keyed = {_KEYS[type(each)](each): each for each in value}
        return keyed if len(keyed) == len(value) else None  # two of one key: they are not told apart
    return None


def _is_record(value: Any) -> bool:
    ours = type(value).__module__.startswith("netops")
    return ours and dataclasses.is_dataclass(value) and not isinstance(value, type)


def with_difference(network: Network, running: Network, difference: Difference) -> Network:
    """The network with this one value as ``running`` has it."""
    device = network.devices[difference.device]
    value = _get(running.devices[difference.device], difference.path)
    return network.with_devices({device.name: _put(device, difference.path, value)})


def _get(value: Any, path: tuple[Step, ...]) -> Any:
    for step in path:
        parts = _parts(value)
        value = ABSENT if parts is None else parts.get(step, ABSENT)
    return value


def _put(value: Any, path: tuple[Step, ...], new: Any) -> Any:
    """``value`` with ``new`` at the path; what stands in the way is made of ``new``'s surroundings."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(value, **{str(step): _put(getattr(value, str(step)), rest, new)})
    parts = _parts(value) or {}
    placed = _put(parts[step], rest, new) if rest and step in parts else (ABSENT if rest else new)
    if placed is ABSENT:
        parts.pop(step, None)
    else:
        parts[step] = placed
    return tuple(parts.values()) if isinstance(value, tuple) else parts
