"""What an IOS device shows, as a DeviceState.  Outputs of IOS 15 and IOS-XE 16."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress

from netops.model import DeviceState
from netops.platforms.configuration.rules import Mismatch
from netops.platforms.ios.asn import asn
from netops.platforms.ios.scrub import scrub
from netops.platforms.ios.state_interfaces import (
    ARP,
    INTERFACES,
    LLDP,
    MACS,
    read_arp,
    read_interfaces,
    read_lldp,
    read_macs,
)
from netops.platforms.ios.state_protocols import BGP, OSPF, OSPF6, OSPF_AREAS, read_adjacencies, read_sessions
from netops.platforms.ios.state_routes import read_ribs
from netops.platforms.reading import Reading

__all__ = ["SHOW_COMMANDS", "read"]

RUNNING = "show running-config"
VERSION = "show version"

SHOW_COMMANDS = (
    INTERFACES,
    "show ip route",
    "show ip route vrf *",
    "show ipv6 route",
    OSPF,
    OSPF_AREAS,
    OSPF6,
    BGP[0],
    ARP,
    MACS,
    LLDP,
    RUNNING,
    VERSION,
)


def read(name: str, outputs: Mapping[str, str]) -> DeviceState:
    """The state of device ``name`` from its outputs by command; tables without an answer are None.

    Every ``show ip route vrf NAME`` that was given counts, too.  What the device does not know ("% Invalid input") is
    as if it had not been asked.
    """
    answers = {command: text for command, text in outputs.items() if not _REFUSED.search(text)}
    reading = Reading(answers)
    running = answers.get(RUNNING, "")
    routes = [each for each in answers if re.match(r"show ip(?:v6)? route(?: vrf \S+)?$", each)]
    return DeviceState(
        name=name,
        interfaces=read_interfaces(reading),
        ribs=read_ribs(reading, routes),
        adjacencies=read_adjacencies(reading),
        sessions=read_sessions(reading, answers, _own_as(answers)),
        lldp=read_lldp(reading),
        arp=read_arp(reading),
        macs=read_macs(reading),
        configuration=scrub(running.rstrip("\n") + "\n") if running else None,
        facts=_facts(answers.get(VERSION, "")),
        unread=tuple(reading.unread),
    )


_REFUSED = re.compile(r"^% (?:Invalid input|Incomplete command|Ambiguous command|BGP not active)", re.MULTILINE)


def _own_as(outputs: Mapping[str, str]) -> int:
    """The process' number, from the configuration or a summary; 0 where neither was given."""
    pattern = re.compile(r"(?:^router bgp|local AS number) ([0-9.]+)", re.MULTILINE)
    for found in filter(None, map(pattern.search, outputs.values())):
        with suppress(Mismatch):
            return asn(found[1])
    return 0


_FACTS = {
    "version": re.compile(r"Cisco IOS.*?,? Version ([^\s,]+)"),
    "hostname": re.compile(r"^(\S+) uptime is ", re.MULTILINE),
    "model": re.compile(r"^[Cc]isco (\S+) .*(?:processor|bytes of memory)", re.MULTILINE),
    "serial": re.compile(r"Processor board ID (\S+)"),
}


def _facts(text: str) -> dict[str, str]:
    found = {name: match[1] for name, pattern in _FACTS.items() if (match := pattern.search(text))}
    return {"vendor": "Cisco", **found} if found else {}
