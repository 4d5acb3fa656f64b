"""What a name or an address on the command line means: where packets start, and where they are to go."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches
from ipaddress import ip_address

from netops.errors import InputError
from netops.model import Device, InterfaceKind, IPAddress, Network, Segment

__all__ = ["Destination", "destination_of", "source_of", "unknown_name"]


@dataclass(frozen=True, slots=True)
class Destination:
    """``segment``: any host of it is meant.  ``known``: the address is the network's own, not somewhere out there.

    ``stranger_in``: the segment that the address belongs to, where no device of the network has it.
    """

    address: IPAddress
    segment: Segment | None = None
    known: bool = False
    stranger_in: str | None = None


def source_of(network: Network, name: str) -> str | Segment:
    """A device's name or a segment that has a gateway.  Raises InputError, with the nearest name."""
    if name in network.devices:
        return name
    if name in network.segments:
        if not network.segments[name].gateways:
            raise InputError(f"{name} has no gateway: its hosts reach nobody outside of it")
        return network.segments[name]
    raise InputError(unknown_name("device or segment", name, {*network.devices, *network.segments}))


def destination_of(network: Network, text: str, family: int | None, source: str | Segment) -> Destination:
    """A device, a segment, or an address.  Raises InputError."""
    families = _families(network, source) if family is None else (family,)
    if text in network.devices:
        address = _address_of(network.devices[text], families)
        if address is None:
            raise InputError(f"{text} has no {_told(families)} address that {_name(source)} could send to")
        return Destination(address, known=True)
    if text in network.segments:
        segment = network.segments[text]
        prefixes = [each for each in (segment.ipv4, segment.ipv6) if each is not None and each.version in families]
        if not prefixes:
            raise InputError(f"{text} has no {_told(families)} prefix that {_name(source)} could send to")
        return Destination(prefixes[0].network_address, segment, known=True)
    return _of_address(network, text, family, source)


def unknown_name(what: str, name: str, known: Collection[str]) -> str:
    """A sentence that says so, and what was perhaps meant."""
    near = get_close_matches(name, known, n=1)
    return f"there is no {what} {name}" + (f"; did you mean {near[0]}?" if near else "")


def _of_address(network: Network, text: str, family: int | None, source: str | Segment) -> Destination:
    try:
        address = ip_address(text)
    except ValueError:
        known = {*network.devices, *network.segments}
        message = unknown_name("device, segment or address", text, known)
        raise InputError(f"{message} (expected a name of the estate, 192.0.2.7 or 2001:db8::7)") from None
    if family not in {None, address.version}:
        raise InputError(f"{text} is an IPv{address.version} address, and --family says {family}")
    if address.version not in _families(network, source):
        raise InputError(f"{_name(source)} has no IPv{address.version} to send from")
    held = any(address in _addresses(device) for device in network.devices.values())
    inside = [each.name for each in network.segments.values() if _holds(each, address)]
    if held or not inside:
        return Destination(address, known=held)
    return Destination(address, known=True, stranger_in=inside[0])


def _addresses(device: Device) -> set[IPAddress]:
    """Its own ones and its virtual ones."""
    own = {each.ip for port in device.interfaces.values() for each in port.addresses}
    return own | {each for port in device.interfaces.values() for group in port.vrrp for each in group.addresses}


def _holds(segment: Segment, address: IPAddress) -> bool:
    return any(each is not None and address in each for each in (segment.ipv4, segment.ipv6))


def _families(network: Network, source: str | Segment) -> tuple[int, ...]:
    if isinstance(source, Segment):
        return tuple(sorted({each.version for each in source.gateways}))
    addresses = [each for port in network.devices[source].interfaces.values() for each in port.addresses]
    return tuple(sorted({each.version for each in addresses}))


def _address_of(device: Device, families: Collection[int]) -> IPAddress | None:
    """The loopback's address where it has one, else that of the first port, else the management address.

    Of both families the lower one.
    """
    found = [
        (each.ip == device.management, each.version, port.kind is not InterfaceKind.LOOPBACK, position, each.ip)
        for position, port in enumerate(device.interfaces.values())
        for each in port.addresses
        if each.version in families and not each.ip.is_loopback and not each.ip.is_link_local
    ]
    return min(found)[4] if found else None


def _told(families: Collection[int]) -> str:
    return " or ".join(f"IPv{each}" for each in families) or "IP"


def _name(source: str | Segment) -> str:
    return source.name if isinstance(source, Segment) else source
