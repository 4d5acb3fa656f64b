"""An emulated host or server: a namespace with addresses and routes, and no process of its own."""

from __future__ import annotations

from collections.abc import Iterator

from netops.errors import LabError
from netops.model import Device, InterfaceKind, StaticRoute

__all__ = ["host_batch"]


def host_batch(device: Device, ports: tuple[str, ...]) -> str:
    """Lines for ``ip -n`` that put the host in service; they can be run again."""
    return "\n".join(_lines(device, ports)) + "\n"


def _lines(device: Device, ports: tuple[str, ...]) -> Iterator[str]:
    yield "link set dev lo up"
    for interface in device.interfaces.values():
        if interface.kind not in (InterfaceKind.ETHERNET, InterfaceKind.LOOPBACK):
            raise LabError(f"{device.name}: the lab's hosts have no interface of kind {interface.kind}")
        for address in interface.addresses:
            yield f"address replace {address} dev {interface.name}" + (" nodad" if address.version == 6 else "")
    for port in ports:
        known = device.interfaces.get(port)
        yield f"link set dev {port} {'up' if known is None or known.enabled else 'down'}"
    for route in device.static_routes:
        yield _route(route)


def _route(route: StaticRoute) -> str:
    kind = "blackhole " if route.blackhole else ""
    via = f" via {route.next_hop}" if route.next_hop else ""
    out = f" dev {route.interface}" if route.interface else ""
    return f"route replace {kind}{route.prefix}{via}{out} metric {route.distance}"
