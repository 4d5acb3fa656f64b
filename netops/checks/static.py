"""Static routes: whether their next hops are there."""

from __future__ import annotations

from collections.abc import Iterator

from netops.checks.index import Index
from netops.checks.registry import Problem, check
from netops.model import Severity

__all__: list[str] = []


@check(
    "static-next-hop-unconnected",
    severity=Severity.ERROR,
    title="A static route's next hop is on no connected prefix, or is the router itself",
    remedy="use a neighbour's address as the next hop",
)
def static_next_hop_unconnected(index: Index) -> Iterator[Problem]:
    """The route is not used until some other route leads to its next hop, and then goes who knows where."""
    for device in index.devices:
        own = [(each.vrf, address) for each in device.interfaces.values() for address in each.addresses]
        for route in device.static_routes:
            hop, subject = route.next_hop, f"{device.name} route {route.prefix}"
            at = (f"device:{device.name}",)
            if route.interface is not None and route.interface not in device.interfaces:
                yield Problem(subject, f"goes over an unknown interface: {route.interface}", at=at)
            if hop is None or hop.is_link_local:
                continue
            if any(vrf == route.vrf and address.ip == hop for vrf, address in own):
                yield Problem(subject, "next hop is the router itself", "a neighbour", str(hop), at=at)
            elif not any(vrf == route.vrf and hop in address.network for vrf, address in own):
                yield Problem(subject, "next hop is on no connected prefix", actual=str(hop), at=at)


@check(
    "static-next-hop-unowned",
    severity=Severity.WARNING,
    title="Nobody has a static route's next hop",
    remedy="use an address that a device has",
)
def static_next_hop_unowned(index: Index) -> Iterator[Problem]:
    """The prefix is connected but the address is nobody's: packets wait for an ARP answer and are dropped."""
    for device in index.devices:
        for route in device.static_routes:
            if route.next_hop is not None and not route.next_hop.is_link_local and route.next_hop not in index.used:
                subject = f"{device.name} route {route.prefix}"
                yield Problem(
                    subject, "next hop belongs to nobody", actual=str(route.next_hop), at=(f"device:{device.name}",)
                )
