"""A Linux host as one value.  netops writes no configuration for it, so it reads none either."""

from __future__ import annotations

from collections.abc import Mapping

from netops.model import Device, DeviceState, Interface, InterfaceKind, Location, OspfNetworkType
from netops.platforms.base import Abilities, ParsedConfig, Platform, UnknownLine

__all__ = ["PLATFORM"]


def _parse(text: str, name: str, file: str) -> ParsedConfig:
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    said = [(number, line) for number, line in lines if line and not line.startswith("#")]
    reason = "netops reads no configuration of Linux hosts"
    unknown = tuple(UnknownLine(Location(file, number), line, reason) for number, line in said)
    return ParsedConfig(Device(name, "linux"), unknown)


def _read(name: str, outputs: Mapping[str, str]) -> DeviceState:
    return DeviceState(name, unread=tuple(outputs))


def _scrub(text: str) -> str:
    return text


def _network_type(interface: Interface) -> OspfNetworkType:
    loopback = interface.kind is InterfaceKind.LOOPBACK
    return OspfNetworkType.POINT_TO_POINT if loopback else OspfNetworkType.BROADCAST


PLATFORM = Platform(
    name="linux",
    title="Linux host",
    comment="#",
    parse=_parse,
    read=_read,
    show_commands=(),
    distances={"connected": 0, "static": 0},
    scrub=_scrub,
    ospf_network_type=_network_type,
    abilities=Abilities(replace=False, merge=False, revert_timer=False),
)
