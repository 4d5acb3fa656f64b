"""What a Junos device shows, as a DeviceState."""

from __future__ import annotations

from collections.abc import Mapping

from netops.model import DeviceState
from netops.platforms.junos.answers import data, tables, without_prompts
from netops.platforms.junos.state_interfaces import INTERFACES, read_interfaces
from netops.platforms.junos.state_protocols import BGP, OSPF, OSPF3, read_adjacencies, read_sessions
from netops.platforms.junos.state_routes import ROUTES, read_ribs
from netops.platforms.reading import Reading

__all__ = ["SHOW_COMMANDS", "read"]

VERSION = "show version | display json"
CONFIGURATION = "show configuration | display set"

SHOW_COMMANDS = (ROUTES, INTERFACES, OSPF, OSPF3, BGP, VERSION, CONFIGURATION)


def read(name: str, outputs: Mapping[str, str]) -> DeviceState:
    """The state of device ``name`` from its outputs by command; tables without an answer are None."""
    reading = Reading(without_prompts(outputs))
    return DeviceState(
        name=name,
        interfaces=read_interfaces(reading),
        ribs=read_ribs(reading),
        adjacencies=read_adjacencies(reading),
        sessions=read_sessions(reading),
        configuration=_configuration(reading),
        facts=_facts(reading),
        unread=tuple(reading.unread),
    )


def _configuration(reading: Reading) -> str | None:
    from netops.platforms.junos.scrub import scrub

    return scrub(reading.text(CONFIGURATION) or "") if reading.given(CONFIGURATION) else None


def _facts(reading: Reading) -> dict[str, str]:
    if not reading.given(VERSION):
        return {}
    found = (tables(reading, VERSION, "software-information") or [{}])[0]
    named = {"hostname": "host-name", "model": "product-model", "version": "junos-version"}
    told = {key: data(found, place) for key, place in named.items()} if isinstance(found, dict) else {}
    return {"vendor": "Juniper", **{key: value for key, value in told.items() if value}}
