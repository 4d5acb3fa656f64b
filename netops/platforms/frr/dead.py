"""What an FRR router is while one of its daemons does not run."""

from __future__ import annotations

from dataclasses import replace

from netops.model import Device

__all__ = ["without_daemon"]


def without_daemon(device: Device, daemon: str) -> Device:
    """The device as it behaves without that daemon: what the daemon does is as if it were not configured.

    Without zebra no other daemon's routes reach the kernel, and none learns of an interface.
    """
    if daemon == "zebra":
        for each in ("ospfd", "ospf6d", "bgpd", "vrrpd", "staticd"):
            device = without_daemon(device, each)
        return device
    if daemon in {"ospfd", "ospf6d"}:
        version = 2 if daemon == "ospfd" else 3
        return replace(device, ospf=tuple(each for each in device.ospf if each.version != version))
    if daemon == "bgpd":
        return replace(device, bgp=())
    if daemon == "staticd":
        return replace(device, static_routes=())
    if daemon == "vrrpd":
        ports = {name: replace(each, vrrp=()) if each.vrrp else each for name, each in device.interfaces.items()}
        return replace(device, interfaces=ports)
    return device
