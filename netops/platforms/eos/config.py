"""EOS configuration text -> Device: ``show running-config``, or what a startup configuration holds.

Source: the Arista EOS user manual (4.36), and the running configurations of vEOS and cEOS 4.21 to 4.36.
"""

from __future__ import annotations

import re
from dataclasses import replace

from netops.model import Location
from netops.platforms.base import Coverage, ParsedConfig, UnknownLine
from netops.platforms.configuration.blocks import indented
from netops.platforms.configuration.grammar import Account, Block, Grammar, read_lines, within
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, ignore, put
from netops.platforms.eos.config_access import ACCESS_BLOCKS
from netops.platforms.eos.config_administration import ADMINISTRATION_BLOCKS, ADMINISTRATION_RULES
from netops.platforms.eos.config_bgp import BGP_BLOCK
from netops.platforms.eos.config_build import build
from netops.platforms.eos.config_interface import INTERFACE
from netops.platforms.eos.config_isis import ISIS_BLOCKS
from netops.platforms.eos.config_nat import NAT_BLOCKS, NAT_RULES
from netops.platforms.eos.config_numbers import PEER_FILTER_BLOCK
from netops.platforms.eos.config_ospf import OSPF_BLOCKS
from netops.platforms.eos.config_policy import ROUTE_MAP_BLOCK
from netops.platforms.eos.config_policy_lists import LIST_BLOCKS, LIST_RULES
from netops.platforms.eos.config_rip import RIP_BLOCKS
from netops.platforms.eos.config_sources import note_lines
from netops.platforms.eos.config_static import STATIC_RULES
from netops.platforms.eos.config_switching import SWITCHING_BLOCKS, SWITCHING_RULES
from netops.platforms.eos.config_vrf import LEAK_BLOCK, ROUTING_RULES, VRF_BLOCKS
from netops.platforms.eos.scrub import scrub_line
from netops.platforms.eos.texts import without_texts

__all__ = ["parse"]


_SILENT = (
    "track",
    *("group", "l2-protocol"),
    *("agent", "alias", "arp", "banner", "bfd", "boot", "class-map", "clock", "cvx", "daemon"),
    *(
        "cfm",
        "dhcp",
        "diagnostics",
        "dot1x",
        "email",
        "enable",
        "environment",
        "errdisable",
        "event-handler",
    ),
    *("event-monitor", "hardware", "igmp", "kernel", "key", "lacp", "ldap", "license", "link", "lldp", "load-balance"),
    *("load-interval", "locator-led", "mac", "matchlist", "maintenance", "match-list", "mcs", "mirror", "monitor"),
    *("multicast", "openflow", "platform", "poe", "policy-map", "port", "power", "priority-flow-control", "privilege"),
    *("process", "prompt", "ptp", "pw", "qos", "queue-monitor", "redundancy", "role", "schedule", "secret", "security"),
    *(
        "sflow",
        "sfe",
        "stun",
        "supplicant",
        "switch",
        "sync-e",
        "synce",
        "tacacs",
        "tap",
        "telemetry",
        "terminal",
    ),
    *("traffic-loop", "transceiver", "trident", "twamp", "unsupported", "vmtracer", "watchdog", "xcvr", "zerotouch"),
    *("address", "flow", "mlag-peer", "module", "phone", "storm-control", "exit", "end", "ip-fix", "reload"),
)
_SYSTEM = (
    ("service routing protocols model <routing_model:word>", put()),
    ("service <rest:rest>", ignore),
    ("no service <rest:rest>", ignore),
    (
        "ip arp|icmp|dhcp|multicast|igmp|pim|ttl|hardware|ftp|http|radius|tacacs|ssh|telnet|msdp|tftp <rest:rest>",
        ignore,
    ),
    ("ip load-sharing|local-prefix|fib|tcp|redirects|local|security|cluster <rest:options>", ignore),
    ("ip redirects", ignore),
    ("ipv6 neighbor|nd|dhcp|icmp|hardware|load-sharing|fib|multicast|redirects|pim|mld <rest:options>", ignore),
    ("no ip|ipv6 icmp|dhcp|igmp|arp|redirects|domain|tcp <rest:options>", ignore),
    ("mpls ip|icmp <rest:options>", ignore),
    *(
        (f"no {word} <rest:options>", ignore)
        for word in (*_SILENT, "traffic-policies", "mpls", "mlag", "spanning-tree")
    ),
    ("no interface <rest:rest>", ignore),
    ("no router <rest:rest>", ignore),
    ("no vlan <rest:rest>", ignore),
)
# What packet filters of the control plane let through decides on sessions: that is not in the model.
_CONTROL_PLANE = Grammar(Rules(("tcp mss <rest:rest>", ignore), ("no tcp mss <rest:rest>", ignore)))
_QUIET_BLOCKS = tuple(
    Block(pattern, lambda _draft, _held: None, None)
    for pattern in (
        *("mac access-list <name:rest>", "ip msdp", "router multicast", "router pim sparse-mode", "router igmp"),
        *(
            "router pim bidirectional",
            "router l2-vpn",
            "ip security",
            "system <kind:rest>",
            "application traffic recognition",
            "patch panel",
            "mpls ldp",
            "mpls rsvp",
            "router msdp",
            "router bfd",
            "router ospf-lite",
            "ip dhcp server",
            "ip dhcp pool <name:rest>",
        ),
        *("dhcp server", "dhcp server vrf <vrf:rest>", "ip dhcp relay", "ip dhcp snooping <rest:rest>"),
    )
)


def _refused(_draft: Fields, _held: Fields) -> None:
    raise Mismatch("what is said of all interfaces at once is not in the model")


_TOP = Grammar(
    Rules(
        *_SYSTEM,
        *ROUTING_RULES,
        *STATIC_RULES,
        *LIST_RULES,
        *SWITCHING_RULES,
        *NAT_RULES,
        *ADMINISTRATION_RULES,
    ),
    [
        Block("interface defaults", _refused, Grammar(Rules())),
        Block("interface <name:word>", within("interfaces", "name"), INTERFACE, "interface:{name}"),
        *VRF_BLOCKS,
        BGP_BLOCK,
        ROUTE_MAP_BLOCK,
        PEER_FILTER_BLOCK,
        *LIST_BLOCKS,
        *ACCESS_BLOCKS,
        *OSPF_BLOCKS,
        *ISIS_BLOCKS,
        *RIP_BLOCKS,
        LEAK_BLOCK,
        *SWITCHING_BLOCKS,
        *NAT_BLOCKS,
        *ADMINISTRATION_BLOCKS,
        Block("system control-plane", lambda draft, _: draft, _CONTROL_PLANE),
        Block("control-plane", lambda draft, _: draft, _CONTROL_PLANE),
        *_QUIET_BLOCKS,
    ],
    silent=_SILENT,
)
_VERSION = re.compile(r"^! device: \S+ \(([^,\n]*), EOS-([^\s)]+)", re.MULTILINE)


def parse(text: str, name: str, file: str) -> ParsedConfig:
    """The device ``name`` as this text describes it.  Any text at all gives a result: ``unknown`` holds the rest."""
    shortened, texts = without_texts(text)
    account = Account(file)
    top: Fields = {"banner": texts.get("banner motd", texts.get("banner login", ""))}
    if (found := _VERSION.search(text[:2000])) is not None:
        top["version"] = found[2]
    lines = indented(shortened, leave=("exit",), verbatim=())
    read_lines(lines, _TOP, top, account)
    note_lines(lines, account)
    device, problems = build(name, top)
    for key, problem in problems:
        where = account.sources.get(key, Location(file))
        account.unknown.append(UnknownLine(where, key.replace(":", " "), problem))
    unknown = tuple(sorted((_scrubbed(each) for each in account.unknown), key=_by_place))
    coverage = Coverage(account.understood, account.no_effect, len(unknown))
    return ParsedConfig(device, unknown, account.sources, coverage)


def _scrubbed(unknown: UnknownLine) -> UnknownLine:
    return replace(unknown, text=scrub_line(unknown.text))


def _by_place(unknown: UnknownLine) -> tuple[int, str]:
    return unknown.location.line or 0, unknown.text
