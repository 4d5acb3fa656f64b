"""What an interface of NX-OS counts for, where its configuration is silent."""

from __future__ import annotations

from netops.model import Interface, InterfaceKind

__all__ = ["bandwidth", "delay"]

_BANDWIDTH = {InterfaceKind.LOOPBACK: 8_000_000, InterfaceKind.SVI: 1_000_000, InterfaceKind.TUNNEL: 9}
_DELAY = {InterfaceKind.LOOPBACK: 500, InterfaceKind.TUNNEL: 50_000}
_USUAL = 1_000_000  # kbit/s
_USUAL_DELAY = 1  # tens of microseconds


def bandwidth(interface: Interface) -> int:
    """kbit/s."""
    return (interface.speed or 0) * 1000 or _BANDWIDTH.get(interface.kind, _USUAL)


def delay(interface: Interface) -> int:
    """Tens of microseconds."""
    return _DELAY.get(interface.kind, _USUAL_DELAY)
