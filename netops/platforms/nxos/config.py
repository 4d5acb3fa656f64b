"""NX-OS configuration text -> Device: ``show running-config``.

Every line is understood, or known to have no effect on the model, or reported.  Source: Cisco Nexus 9000 NX-OS
command references, 9.3.
"""

from __future__ import annotations

from dataclasses import replace

from netops.platforms.base import ParsedConfig
from netops.platforms.configuration.blocks import indented
from netops.platforms.configuration.grammar import Account, Block, Grammar, read_lines
from netops.platforms.configuration.processes import bgp_draft, process_draft
from netops.platforms.configuration.rules import Fields, Rules, ignore
from netops.platforms.nxos.config_access import ACCESS_LISTS
from netops.platforms.nxos.config_bgp import BGP_GRAMMAR
from netops.platforms.nxos.config_build import build
from netops.platforms.nxos.config_igp import EIGRP_GRAMMAR, ISIS_GRAMMAR, RIP_GRAMMAR
from netops.platforms.nxos.config_interface import INTERFACE_GRAMMAR
from netops.platforms.nxos.config_ospf import OSPF3_GRAMMAR, OSPF_GRAMMAR
from netops.platforms.nxos.config_policy import POLICY_LINES, ROUTE_MAP
from netops.platforms.nxos.config_system import SYSTEM_BLOCKS, SYSTEM_LINES
from netops.platforms.nxos.names import full_name
from netops.platforms.nxos.scrub import scrub

__all__ = ["parse"]


def _interface(draft: Fields, held: Fields) -> Fields:
    inner: Fields = draft.setdefault("interfaces", {}).setdefault(full_name(held["name"]), {})
    return inner


_SILENT = (
    *("apphosting", "banner", "bfd", "boot", "callhome", "cdp", "cfs", "class-map", "cli", "clock", "control-plane"),
    *(
        "copp",
        "crypto",
        "diagnostic",
        "dme",
        "dot1x",
        "end",
        "errdisable",
        "evmed",
        "event",
        "fcdomain",
        "fips",
        "flow",
    ),
    *("guestshell", "hardware", "icam", "install", "kernel", "key", "lacp", "license", "line", "lldp", "login"),
    *("mac", "macro", "monitor", "mpls", "ngoam", "nv", "nxapi", "object-group", "openflow", "password", "platform"),
    *("poap", "policy-map", "port-profile", "power", "ptp", "qos", "rate-limit", "rmon", "role", "scheduler"),
    *("segment-routing", "sflow", "sla", "slot", "ssh", "switch-profile", "syslogd", "telemetry", "telnet", "terminal"),
    *("time-range", "track", "udld", "userpassphrase", "vdc", "virtual-service", "vpc", "vtp", "xml"),
)
_IP = (
    *("adjacency", "arp", "auto-discard", "dhcp", "domain", "domain-list", "domain-lookup", "flow", "ftp", "host"),
    *("http", "icmp", "igmp", "load-sharing", "mroute", "msdp", "multicast", "pim", "radius", "sla", "source-route"),
    *("ssh", "tacacs", "tcp", "telnet", "tftp", "verify"),
)

_LINES = (
    *SYSTEM_LINES,
    *POLICY_LINES,
    (f"ip {'|'.join(_IP)} <rest:options>", ignore),
    ("ip access-list match-local-traffic", ignore),
    ("ipv6 pim|mld|icmp|nd|dhcp|load-sharing|adjacency|verify <rest:options>", ignore),
    ("system <rest:rest>", ignore),
    ("fabric forwarding <rest:rest>", ignore),
    ("snmp <rest:rest>", ignore),
    ("no <rest:rest>", ignore),
)
_TOP = Grammar(
    Rules(*_LINES),
    (
        Block("interface <name:word>", _interface, INTERFACE_GRAMMAR, "interface:{name}"),
        *SYSTEM_BLOCKS,
        *ACCESS_LISTS,
        *ROUTE_MAP,
        Block("router ospf <process:word>", process_draft("ospf"), OSPF_GRAMMAR, "ospf:default:{process}"),
        Block("router ospfv3 <process:word>", process_draft("ospf6"), OSPF3_GRAMMAR, "ospf:default:{process}"),
        Block("router eigrp <process:word>", process_draft("eigrp"), EIGRP_GRAMMAR, "eigrp:default:{process}"),
        Block("router isis <process:word>", process_draft("isis"), ISIS_GRAMMAR, "isis:{process}"),
        Block("router rip <process:word>", process_draft("rip"), RIP_GRAMMAR, "rip:default"),
        Block("router bgp <asn:word>", bgp_draft, BGP_GRAMMAR, "bgp:default"),
        Block("aaa group server <rest:rest>", lambda _draft, _held: None, None),
        Block("evpn", lambda _draft, _held: None, None),
        Block("system <rest:rest>", lambda _draft, _held: None, None),
    ),
    silent=_SILENT,
)


def parse(text: str, name: str, file: str) -> ParsedConfig:
    """The device ``name`` as this text describes it.  Any text at all gives a result: ``unknown`` holds the rest."""
    account = Account(file)
    draft: Fields = {}
    read_lines(indented(text), _TOP, draft, account)
    device = build(name, draft)
    unknown = tuple(replace(each, text=scrub(each.text)) for each in account.unknown)
    return ParsedConfig(device, unknown, account.sources, account.coverage)
