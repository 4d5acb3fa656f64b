"""Segments: their gateways, their DHCP, how full they are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import combinations

from netops.checks.index import Index
from netops.checks.registry import Problem, check
from netops.model import DhcpRange, IPAddress, IPPrefix, Segment, Severity

__all__: list[str] = []

PREFIX_USE = 0.8
"""The share of a prefix from which on an engineer should think of the next."""


def _prefixes(segment: Segment) -> list[IPPrefix]:
    return [each for each in (segment.ipv4, segment.ipv6) if each is not None]


def _at(segment: Segment) -> tuple[str, ...]:
    return (f"segment:{segment.name}",)


def _name(segment: Segment) -> str:
    return f"segment {segment.name}"


def _inside(address: IPAddress, segment: Segment) -> bool:
    return any(address in prefix for prefix in _prefixes(segment))


@check(
    "gateway-outside-segment",
    number=52,
    severity=Severity.ERROR,
    title="A gateway is outside its segment's prefix, or its network or broadcast address",
    remedy="use a host address of the segment's prefix",
)
def gateway_outside_segment(index: Index) -> Iterator[Problem]:
    """Hosts cannot reach a gateway that is not on their own wire."""
    for segment in index.network.segments.values():
        prefixes = _prefixes(segment)
        for gateway in segment.gateways:
            expected = "within " + ", ".join(map(str, prefixes))
            if gateway.is_link_local:
                continue
            if not _inside(gateway, segment):
                yield Problem(_name(segment), "gateway is outside", expected, str(gateway), at=_at(segment))
            elif segment.ipv4 is not None and gateway in (segment.ipv4[0], segment.ipv4[-1]):
                yield Problem(
                    _name(segment),
                    "gateway is the network or broadcast address",
                    expected,
                    str(gateway),
                    at=_at(segment),
                )


@check(
    "gateway-unowned",
    number=52,
    severity=Severity.ERROR,
    title="No router answers for a segment's gateway",
    remedy="put the address on the gateway devices, as their own or by VRRP",
)
def gateway_unowned(index: Index) -> Iterator[Problem]:
    """Hosts send to an address that nobody has: the segment ends at its own wire."""
    for segment in index.network.segments.values():
        for gateway in segment.gateways:
            if not gateway.is_link_local and gateway not in index.used:
                yield Problem(
                    _name(segment), "gateway belongs to nobody", "a router's address", str(gateway), at=_at(segment)
                )


@check(
    "gateway-device-absent",
    number=52,
    severity=Severity.ERROR,
    title="A segment's gateway device has no interface in the segment",
    remedy="add the interface, or take the device from the segment",
)
def gateway_device_absent(index: Index) -> Iterator[Problem]:
    """The router is meant to serve the segment and has no foot in it."""
    for segment in index.network.segments.values():
        for name in segment.gateway_devices:
            device = index.network.devices.get(name)
            addresses = [each.ip for port in device.interfaces.values() for each in port.addresses] if device else []
            if _prefixes(segment) and not any(_inside(each, segment) for each in addresses):
                yield Problem(_name(segment), f"{name} has no interface in it", at=(*_at(segment), f"device:{name}"))


@check(
    "dhcp-range-outside",
    number=54,
    severity=Severity.ERROR,
    title="A DHCP range is outside its segment, or ends before it starts",
    remedy="put the range within the segment's prefix",
)
def dhcp_range_outside(index: Index) -> Iterator[Problem]:
    """The server hands out addresses that do not work there, or none."""
    for segment in index.network.segments.values():
        for pool in segment.dhcp:
            actual = f"{pool.start}-{pool.end}"
            if pool.start.version != pool.end.version or int(pool.start) > int(pool.end):
                yield Problem(
                    _name(segment), "DHCP range ends before it starts", "start, then end", actual, at=_at(segment)
                )
            elif not any(pool.start in each and pool.end in each for each in _prefixes(segment)):
                expected = "within " + ", ".join(map(str, _prefixes(segment)))
                yield Problem(_name(segment), "DHCP range is outside", expected, actual, at=_at(segment))


def _contains(pool: DhcpRange, address: IPAddress) -> bool:
    return pool.start.version == address.version and int(pool.start) <= int(address) <= int(pool.end)


@check(
    "dhcp-over-static",
    number=54,
    severity=Severity.ERROR,
    title="A DHCP range covers an address that is already someone's",
    remedy="take the address out of the range",
)
def dhcp_over_static(index: Index) -> Iterator[Problem]:
    """One day a client gets the camera's, the server's or the gateway's address, and one of the two is gone."""
    static = {address: str(ports[0]) for (_, address), ports in index.owners.items()}
    static |= {each.address: f"VRRP on {each.port}" for each in index.virtual}
    for service in index.network.services.values():
        static |= {address: f"service {service.name}" for address in service.addresses if address not in static}
    ordered = sorted(static.items(), key=lambda item: (item[0].version, int(item[0])))
    for segment in index.network.segments.values():
        own = {gateway: "gateway" for gateway in segment.gateways if gateway not in static}
        for pool in segment.dhcp:
            for address, owner in (*_between(ordered, pool), *own.items()):
                if _contains(pool, address):
                    expected, actual = f"{address} outside the range", f"{pool.start}-{pool.end}"
                    yield Problem(
                        _name(segment), f"DHCP range covers {address} ({owner})", expected, actual, at=_at(segment)
                    )


def _between(ordered: list[tuple[IPAddress, str]], pool: DhcpRange) -> list[tuple[IPAddress, str]]:
    """The part of a sorted list that can lie in the range."""

    def key(item: tuple[IPAddress, str]) -> tuple[int, int]:
        return (int(item[0].version), int(item[0]))

    version: int = pool.start.version
    low = bisect_left(ordered, (version, int(pool.start)), key=key)
    return ordered[low : bisect_right(ordered, (version, int(pool.end)), key=key)]


@check(
    "dhcp-ranges-overlap",
    number=54,
    severity=Severity.ERROR,
    title="Two DHCP ranges overlap",
    remedy="shorten one of the ranges",
)
def dhcp_ranges_overlap(index: Index) -> Iterator[Problem]:
    """The same address is given to two clients."""
    for segment in index.network.segments.values():
        for one, other in combinations(segment.dhcp, 2):
            if _contains(one, other.start) or _contains(other, one.start):
                actual = f"{one.start}-{one.end} and {other.start}-{other.end}"
                yield Problem(_name(segment), "DHCP ranges overlap", "separate ranges", actual, at=_at(segment))


@check(
    "dhcp-range-too-small",
    number=54,
    severity=Severity.WARNING,
    title="A segment has fewer DHCP addresses than homes",
    remedy="widen the range, or the prefix",
)
def dhcp_range_too_small(index: Index) -> Iterator[Problem]:
    """The last home to come home in the evening gets no address."""
    for segment in index.network.segments.values():
        pools = [each for each in segment.dhcp if each.start.version == 4]
        size = sum(int(each.end) - int(each.start) + 1 for each in pools)
        if pools and size < segment.homes:
            expected = f"at least {segment.homes}, one for each home"
            yield Problem(_name(segment), "has too few DHCP addresses", expected, str(size), at=_at(segment))


@check(
    "dhcp-server-missing",
    number=55,
    severity=Severity.ERROR,
    title="A segment has a DHCP range, but no server that answers for it",
    remedy="name the server that the routers relay to, by an address that it has",
)
def dhcp_server_missing(index: Index) -> Iterator[Problem]:
    """A broadcast does not leave its segment: without a server to relay to, nobody gets an address."""
    for segment in index.network.segments.values():
        if segment.dhcp and not segment.dhcp_servers:
            yield Problem(_name(segment), "has a DHCP range but no server", "a server", "none", at=_at(segment))
        for server in segment.dhcp_servers:
            if server not in index.used:
                yield Problem(
                    _name(segment), "DHCP server belongs to nobody", "a device's address", str(server), at=_at(segment)
                )
            elif not _inside(server, segment) and not segment.gateway_devices:
                yield Problem(
                    _name(segment), "no router relays to its DHCP server", "a gateway device", "none", at=_at(segment)
                )


@check(
    "prefix-nearly-full",
    number=56,
    severity=Severity.WARNING,
    title="More than 80 % of a segment's IPv4 addresses are spoken for",
    remedy="plan a wider prefix before it is full",
)
def prefix_nearly_full(index: Index) -> Iterator[Problem]:
    """Counted: the addresses that stand on devices or serve as gateways, and one for each home."""
    addresses = sorted(int(each) for each in index.used if each.version == 4)

    for segment in index.network.segments.values():
        if segment.ipv4 is None or segment.ipv4.prefixlen > 30:
            continue
        low, high = int(segment.ipv4[0]), int(segment.ipv4[-1])
        need = bisect_right(addresses, high) - bisect_left(addresses, low) + segment.homes
        capacity = segment.ipv4.num_addresses - 2
        if need > PREFIX_USE * capacity:
            expected = f"at most {int(PREFIX_USE * capacity)} of {capacity}"
            yield Problem(_name(segment), "prefix is nearly full", expected, str(need), at=_at(segment))


@check(
    "segment-place-unknown",
    severity=Severity.ERROR,
    title="A segment names a device that does not exist",
    remedy="name an existing device",
)
def segment_place_unknown(index: Index) -> Iterator[Problem]:
    """Part of the segment is planned for something that the network does not know."""
    for segment in index.network.segments.values():
        for name in (*segment.switches, *segment.gateway_devices):
            if name not in index.network.devices:
                yield Problem(_name(segment), f"names an unknown device: {name}", at=_at(segment))
