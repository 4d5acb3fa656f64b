"""Network address translation as it is configured (RFC 3022)."""

from __future__ import annotations

from dataclasses import dataclass

from netops.model.addressing import IPAddress, IPPrefix

__all__ = ["NatPool", "NatRule"]


@dataclass(frozen=True, slots=True)
class NatPool:
    """Addresses that translations are taken from, inclusive."""

    name: str
    first: IPAddress
    last: IPAddress


@dataclass(frozen=True, slots=True)
class NatRule:
    """A translation of source or destination addresses; rules stand in the order in which the device asks them.

    ``direction``: "inside" (a source on its way out, and the destination of the answers), "outside", or "destination".
    A dynamic rule translates what ``access_list`` or ``route_map`` permits to ``pool``, or to the address of
    ``interface``; a static one ``local`` to ``global_``, for ``protocol`` and its ports where these are given.
    """

    direction: str
    access_list: str | None = None
    route_map: str | None = None
    pool: str | None = None
    interface: str | None = None
    overload: bool = False
    local: IPPrefix | None = None
    global_: IPPrefix | None = None
    protocol: str | None = None
    local_port: int | None = None
    global_port: int | None = None
    vrf: str = "default"
