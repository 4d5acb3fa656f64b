"""What an EOS switch shows, as a DeviceState: the JSON of its commands (EOS 4.21 to 4.36)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from netops.model import DeviceState
from netops.platforms.eos.state_interfaces import INTERFACES, read_interfaces
from netops.platforms.eos.state_neighbors import ARP, LLDP, MACS, read_arp, read_lldp, read_macs
from netops.platforms.eos.state_protocols import BGP, BGP_ALL, OSPF, read_adjacencies, read_sessions
from netops.platforms.eos.state_routes import IPV4_ROUTES, IPV6_ROUTES, read_ribs
from netops.platforms.reading import Reading

__all__ = ["SHOW_COMMANDS", "read"]

RUNNING = "show running-config"
VERSION = "show version | json"

SHOW_COMMANDS = (INTERFACES, IPV4_ROUTES, IPV6_ROUTES, OSPF, BGP, BGP_ALL, LLDP, ARP, MACS, RUNNING, VERSION)


def read(name: str, outputs: Mapping[str, str]) -> DeviceState:
    """The state of device ``name`` from its outputs by command; tables without an answer are None."""
    reading = Reading(outputs)
    return DeviceState(
        name=name,
        interfaces=read_interfaces(reading),
        ribs=read_ribs(reading),
        adjacencies=read_adjacencies(reading),
        sessions=read_sessions(reading),
        lldp=read_lldp(reading),
        arp=read_arp(reading),
        macs=read_macs(reading),
        configuration=_configuration(reading),
        facts=_facts(reading),
        unread=tuple(reading.unread),
    )


def _configuration(reading: Reading) -> str | None:
    from netops.platforms.eos.scrub import scrub

    running = reading.text(RUNNING)
    return scrub(running.rstrip("\n") + "\n") if running else None


def _facts(reading: Reading) -> dict[str, str]:
    shown: Mapping[Any, Any] = reading.tables(VERSION) or {}
    named = {"version": "version", "model": "modelName", "serial": "serialNumber", "mac": "systemMacAddress"}
    facts = {fact: str(shown[key]) for fact, key in named.items() if shown.get(key)}
    return {"vendor": "Arista", **facts} if facts else {}
