"""Open vSwitch as one value."""

from __future__ import annotations

from netops.model import Device, Interface, OspfNetworkType
from netops.platforms.base import Abilities, Platform
from netops.platforms.ovs.canonical import canonical
from netops.platforms.ovs.config import parse
from netops.platforms.ovs.state import SHOW_COMMANDS, read

__all__ = ["PLATFORM"]


def _scrub(text: str) -> str:
    """OVSDB's switch configuration holds no secret."""
    return text


def _processes(_device: Device) -> frozenset[str]:
    return frozenset({"ovsdb-server", "ovs-vswitchd"})


def _network_type(_interface: Interface) -> OspfNetworkType:
    return OspfNetworkType.BROADCAST


PLATFORM = Platform(
    name="ovs",
    title="Open vSwitch",
    comment="#",
    parse=parse,
    read=read,
    show_commands=tuple(SHOW_COMMANDS),
    distances={"connected": 0, "static": 0},
    routing=False,
    scrub=_scrub,
    ospf_network_type=_network_type,
    canonical=canonical,
    processes=_processes,
    abilities=Abilities(),
)
