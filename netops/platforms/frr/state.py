"""What an FRR router shows, as a DeviceState.  Outputs of FRR 8.4 and iproute2 6.1."""

from __future__ import annotations

import re
from collections.abc import Mapping

from netops.model import DeviceState
from netops.platforms.frr.daemons import DAEMONS, PROCESSES, read_daemons
from netops.platforms.frr.state_interfaces import INTERFACES, read_interfaces
from netops.platforms.frr.state_protocols import (
    BGP,
    OSPF,
    OSPF6,
    VRRP,
    read_adjacencies,
    read_sessions,
    read_vrrp,
)
from netops.platforms.frr.state_routes import IPV4_ROUTES, IPV6_ROUTES, read_ribs
from netops.platforms.frr.vtysh import join
from netops.platforms.kernel import ADDRESSES, LLDP, NEIGHBORS, TCP, read_lldp, read_neighbors, read_tcp
from netops.platforms.reading import Reading

__all__ = ["SHOW_COMMANDS", "read"]

RUNNING = "show running-config no-header"
VTYSH = "cat /etc/frr/vtysh.conf"
VERSION = "show version"

SHOW_COMMANDS = (
    INTERFACES,
    IPV4_ROUTES,
    IPV6_ROUTES,
    OSPF,
    OSPF6,
    BGP,
    VRRP,
    RUNNING,
    VERSION,
    DAEMONS,
    VTYSH,
    NEIGHBORS,
    ADDRESSES,
    PROCESSES,
    TCP,
    LLDP,
)


def read(name: str, outputs: Mapping[str, str]) -> DeviceState:
    """The state of device ``name`` from its outputs by command; tables without an answer are None."""
    reading = Reading(outputs)
    return DeviceState(
        name=name,
        interfaces=read_interfaces(reading),
        ribs=read_ribs(reading),
        adjacencies=read_adjacencies(reading),
        sessions=read_sessions(reading),
        vrrp=read_vrrp(reading),
        lldp=read_lldp(reading, outputs),
        arp=read_neighbors(reading),
        processes=read_daemons(reading),
        configuration=_configuration(reading, outputs),
        facts={**_facts(reading), **read_tcp(reading)},
        unread=tuple(reading.unread),
    )


def _configuration(reading: Reading, outputs: Mapping[str, str]) -> str | None:
    from netops.platforms.frr.scrub import scrub

    running = reading.text(RUNNING)
    return scrub(join(running.rstrip("\n") + "\n", outputs.get(VTYSH, ""))) if running else None


def _facts(reading: Reading) -> dict[str, str]:
    text = reading.text(VERSION)
    found = re.match(r"FRRouting (\S+) \((.*?)\) on (\S+)", text or "")
    if not found:
        return {}
    return {"vendor": "FRRouting", "version": found[1], "hostname": found[2], "kernel": found[3].rstrip(".")}
