"""Services and the hosts that ask for them."""

from __future__ import annotations

from collections.abc import Iterator

from netops.checks.index import Index
from netops.checks.registry import Problem, check
from netops.model import Role, Service, Severity

__all__: list[str] = []


def _at(service: Service) -> tuple[str, ...]:
    return (f"service:{service.name}",)


@check(
    "service-unowned",
    severity=Severity.ERROR,
    title="A service's address is not on its device, or on none",
    remedy="put the address on the device, or correct the service",
)
def service_unowned(index: Index) -> Iterator[Problem]:
    """Every client is told to ask where nobody answers."""
    for service in index.network.services.values():
        device = index.network.devices.get(service.device)
        if service.device and device is None:
            yield Problem(f"service {service.name}", f"is on an unknown device: {service.device}", at=_at(service))
            continue
        for address in service.addresses:
            owner = index.owner(address)
            if device is not None and (owner is None or owner.device.name != device.name):
                actual = str(owner) if owner else "nobody"
                yield Problem(
                    f"service {service.name}", f"{address} is not on its device", device.name, actual, at=_at(service)
                )
            elif device is None and address not in index.used:
                yield Problem(
                    f"service {service.name}", f"{address} belongs to nobody", "a device's address", at=_at(service)
                )


@check(
    "service-outside-segments",
    severity=Severity.WARNING,
    title="A service's address is in no segment",
    remedy="place the server in a segment, so that a zone's policy holds for it",
)
def service_outside_segments(index: Index) -> Iterator[Problem]:
    """It belongs to no zone, so no policy says who may ask for it."""
    prefixes = [prefix for each in index.network.segments.values() for prefix in (each.ipv4, each.ipv6) if prefix]
    for service in index.network.services.values():
        for address in service.addresses if prefixes else ():
            if not any(address in prefix for prefix in prefixes):
                yield Problem(f"service {service.name}", f"{address} is in no segment", at=_at(service))


@check(
    "host-gateway-differs",
    severity=Severity.WARNING,
    title="A host's default route does not go to its segment's gateway",
    remedy="use the segment's gateway address",
)
def host_gateway_differs(index: Index) -> Iterator[Problem]:
    """The host works until that one router fails, or not at all."""
    gateways = {prefix: each for each in index.network.segments.values() for prefix in (each.ipv4, each.ipv6) if prefix}
    for device in index.devices:
        if device.role not in {Role.HOST, Role.SERVER}:
            continue
        networks = {each.network for interface in device.interfaces.values() for each in interface.addresses}
        for route in device.static_routes:
            for network in networks if route.prefix.prefixlen == 0 and route.next_hop else ():
                segment = gateways.get(network)
                wrong = segment is not None and segment.gateways and route.next_hop not in segment.gateways
                if wrong and segment is not None and network.version == route.prefix.version:
                    expected = ", ".join(str(each) for each in segment.gateways if each.version == network.version)
                    if expected:
                        yield Problem(
                            device.name,
                            f"default route is not segment {segment.name}'s gateway",
                            expected,
                            str(route.next_hop),
                            at=(f"device:{device.name}",),
                        )


@check(
    "host-without-gateway",
    number=61,
    severity=Severity.WARNING,
    title="A host in a segment has no default route",
    remedy="give it the segment's gateway as its default route",
)
def host_without_gateway(index: Index) -> Iterator[Problem]:
    """It hears requests from other segments, and its answers go nowhere."""
    prefixes = {
        prefix: each
        for each in index.network.segments.values()
        for prefix in (each.ipv4, each.ipv6)
        if prefix and each.gateways
    }
    for device in index.devices:
        if device.role not in {Role.HOST, Role.SERVER} or device.forwarding:
            continue
        families = {route.prefix.version for route in device.static_routes if route.prefix.prefixlen == 0}
        for interface in device.interfaces.values():
            for address in interface.addresses:
                segment = prefixes.get(address.network)
                if segment is not None and address.version not in families:
                    at = (f"interface:{device.name}:{interface.name}", f"device:{device.name}")
                    yield Problem(
                        device.name,
                        f"has no IPv{address.version} default route",
                        f"by segment {segment.name}'s gateway",
                        at=at,
                    )
