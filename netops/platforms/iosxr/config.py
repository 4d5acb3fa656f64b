"""IOS-XR configuration text -> Device: ``show running-config``.

Every line is understood, or known to have no effect on the model, or reported.  Source: Cisco IOS XR command
references, 6.x and 7.x.
"""

from __future__ import annotations

from dataclasses import replace

from netops.platforms.base import ParsedConfig
from netops.platforms.configuration.blocks import indented
from netops.platforms.configuration.grammar import Account, Block, Grammar, read_lines
from netops.platforms.configuration.processes import bgp_draft, process_draft
from netops.platforms.configuration.rules import Fields, Rules, ignore
from netops.platforms.iosxr.config_bgp import BGP_GRAMMAR
from netops.platforms.iosxr.config_build import build
from netops.platforms.iosxr.config_interface import INTERFACE_GRAMMAR
from netops.platforms.iosxr.config_isis import ISIS_GRAMMAR
from netops.platforms.iosxr.config_ospf import OSPF_GRAMMAR
from netops.platforms.iosxr.config_sets import read_policies, take_sets
from netops.platforms.iosxr.config_system import SYSTEM_BLOCKS, SYSTEM_LINES
from netops.platforms.iosxr.names import full_name
from netops.platforms.iosxr.scrub import scrub

__all__ = ["parse"]

_LEAVE = ("end", "end-set", "end-policy", "Building configuration...")


def _interface(draft: Fields, held: Fields) -> Fields:
    inner: Fields = draft.setdefault("interfaces", {}).setdefault(full_name(held["name"]), {})
    return inner


_SILENT = (
    *("banner", "bfd", "call-home", "cdp", "class-map", "clock", "control-plane", "controller", "crypto", "dhcp"),
    *("ethernet", "event", "exception", "flow", "fpd", "frequency", "ftp", "grpc", "hw-module", "http", "install"),
    *("key", "lacp", "line", "lldp", "lpts", "macsec-policy", "mpls", "multicast-routing", "netconf", "netconf-yang"),
    *("nsr", "object-group", "onep", "performance-mgmt", "policy-map", "process", "profile", "radius-server", "rcp"),
    *("sampler-map", "service", "segment-routing", "taskgroup", "tacacs", "tacacs-server", "tcp", "telemetry", "tftp"),
    *("tpa", "usergroup", "vty-pool", "xml", "fault-manager", "cef", "snmp", "rsvp", "version"),
    *("end-group", "ipsla", "monitor-session", "template", "udp", "vlan", "interface-mib", "mlag", "optics"),
)

_TOP = Grammar(
    Rules(
        *SYSTEM_LINES,
        ("interface preconfigure <rest:rest>", ignore),
        ("logging|ssh|ntp <rest:options>", ignore),
        (
            "ipv4|ipv6 netmask-format|virtual|assembler|conflict-policy|path-mtu|icmp|unnumbered|nd <rest:options>",
            ignore,
        ),
        ("no <rest:rest>", ignore),
    ),
    (
        Block("interface preconfigure <name:word>", _interface, None),
        Block("interface <name:word>", _interface, INTERFACE_GRAMMAR, "interface:{name}"),
        *SYSTEM_BLOCKS,
        Block("router ospf <process:word>", process_draft("ospf"), OSPF_GRAMMAR, "ospf:default:{process}"),
        Block("router ospfv3 <process:word>", process_draft("ospf6"), OSPF_GRAMMAR, "ospf:default:{process}"),
        Block("router isis <process:word>", process_draft("isis"), ISIS_GRAMMAR, "isis:{process}"),
        Block("router bgp <asn:word>", bgp_draft, BGP_GRAMMAR, "bgp:default"),
        Block("router igmp|mld|pim|msdp", lambda _draft, _held: None, None),
    ),
    silent=_SILENT,
)


def parse(text: str, name: str, file: str) -> ParsedConfig:
    """The device ``name`` as this text describes it.  Any text at all gives a result: ``unknown`` holds the rest."""
    account = Account(file)
    draft: Fields = {}
    lines = take_sets(indented(text, comments="!", leave=_LEAVE), draft, account)
    read_lines(lines, _TOP, draft, account)
    device = build(name, draft, read_policies(draft, account))
    unknown = sorted(account.unknown, key=lambda each: (each.location.line or 0, each.text))
    told = tuple(replace(each, text=scrub(each.text)) for each in unknown)
    return ParsedConfig(device, told, account.sources, account.coverage)
