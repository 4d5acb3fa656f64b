"""IOS and IOS-XE configuration text -> Device: what ``show running-config`` gives.

Source: Cisco's configuration guides and command references of IOS 12.4 to 15 and IOS-XE 3 to 17.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from netops.model import Location
from netops.platforms.base import ParsedConfig, UnknownLine
from netops.platforms.configuration.blocks import Line, indented
from netops.platforms.configuration.grammar import Account, Block, Grammar, read_lines, within
from netops.platforms.configuration.rules import Fields, Rules, ignore, put
from netops.platforms.ios.actions import refuse
from netops.platforms.ios.config_acl import ACL_BLOCKS, ACL_LINES
from netops.platforms.ios.config_admin import ADMIN_BLOCKS, ADMIN_LINES
from netops.platforms.ios.config_bgp import BGP_GRAMMAR, open_bgp
from netops.platforms.ios.config_build import build
from netops.platforms.ios.config_eigrp import EIGRP_GRAMMAR, EIGRP_INTERFACE_LINES, open_eigrp
from netops.platforms.ios.config_interface import INTERFACE_LINES, INTERFACE_SILENT
from netops.platforms.ios.config_isis import ISIS_GRAMMAR, ISIS_INTERFACE_LINES
from netops.platforms.ios.config_nat import NAT_LINES
from netops.platforms.ios.config_ospf import OSPF6_GRAMMAR, OSPF_GRAMMAR, OSPFV3_GRAMMAR
from netops.platforms.ios.config_ospf_interface import OSPF_INTERFACE_LINES
from netops.platforms.ios.config_policy import LIST_BLOCKS, LIST_LINES
from netops.platforms.ios.config_quiet import QUIET_IP, QUIET_IPV6, SILENT
from netops.platforms.ios.config_redundancy import REDUNDANCY_BLOCKS, REDUNDANCY_LINES
from netops.platforms.ios.config_rip import RIP_GRAMMAR, RIP_INTERFACE_LINES, RIPNG_GRAMMAR
from netops.platforms.ios.config_route_map import ROUTE_MAP_BLOCKS
from netops.platforms.ios.config_sources import note_sources
from netops.platforms.ios.config_switch import SWITCH_BLOCKS, SWITCH_INTERFACE_LINES, SWITCH_LINES
from netops.platforms.ios.config_vrf import GLOBAL_FAMILY, STATIC_LINES, VRF_GRAMMAR, VRF_OLD_GRAMMAR
from netops.platforms.ios.names import full_name
from netops.platforms.ios.scrub import scrub

__all__ = ["parse"]

_LEAVE = frozenset(
    {
        *("end", "exit-address-family", "exit-af-interface", "exit-af-topology", "exit-service-family", "exit-vrf"),
        *("exit-peer-policy", "exit-peer-session", "exit-vrrp", "exit-vnet"),
    }
)

_INTERFACE = Grammar(
    Rules(
        *OSPF_INTERFACE_LINES,
        *EIGRP_INTERFACE_LINES,
        *RIP_INTERFACE_LINES,
        *ISIS_INTERFACE_LINES,
        *SWITCH_INTERFACE_LINES,
        *REDUNDANCY_LINES,
        *INTERFACE_LINES,
    ),
    REDUNDANCY_BLOCKS,
    silent=INTERFACE_SILENT,
)


def _interface(top: Fields, held: Fields) -> Fields:
    """``interface NAME [point-to-point | multipoint]``; a name written with a blank is one name."""
    further = held.get("further", "")
    name = held["name"] + (further if further[:1].isdecimal() else "")
    draft: Fields = top.setdefault("interfaces", {}).setdefault(full_name(name), {})
    if name == held["name"] and further:
        draft["subtype"] = further
    return draft


def _ospf(version: int) -> Any:
    def opener(top: Fields, held: Fields) -> Fields:
        key = (version, held.get("vrf", "default"), held["process"])
        draft: Fields = top.setdefault("ospf", {}).setdefault(key, {})
        return draft

    return opener


def _ospfv3(top: Fields, held: Fields) -> Fields:
    processes = top.setdefault("ospf", {})
    draft: Fields = processes.setdefault((3, "default", held["process"]), {})
    draft.update(all=processes, process=held["process"])
    return draft


def _isis(top: Fields, held: Fields) -> Fields:
    draft: Fields = top.setdefault("isis", {}).setdefault(held.get("process", ""), {})
    return draft


def _rip(top: Fields, held: Fields) -> Fields:
    processes = top.setdefault("rip", {})
    name = held.get("process", "")
    draft: Fields = processes.setdefault((6 if name else 4, "default", name), {})
    draft["all"] = processes
    return draft


def _vrf(old: bool) -> Any:
    def opener(top: Fields, held: Fields) -> Fields:
        draft: Fields = top.setdefault("vrfs", {}).setdefault(held["name"], {})
        draft["old"] = old
        return draft

    return opener


def _global_family(family: int) -> Any:
    def opener(top: Fields, _held: Fields) -> Fields:
        families = top.setdefault("vrfs", {}).setdefault("default", {}).setdefault("families", {})
        draft: Fields = families.setdefault(family, {})
        return draft

    return opener


def _nothing(_draft: Fields, _held: Fields) -> None:
    return None


_QUIET_BLOCKS = tuple(
    Block(pattern, _nothing, None)
    for pattern in (
        "ip dhcp pool <name:rest>",
        "ip dhcp <setting:rest>",
        "ipv6 dhcp pool <name:rest>",
        "ip sla <rest:rest>",
        "ip ssh pubkey-chain|server <rest:options>",
        "ip explicit-path <rest:rest>",
        "spanning-tree mst configuration",
        "vlan configuration <numbers:rest>",
        "vlan access-map <name:rest>",
        "ip multicast <rest:rest>",
        "ip device <rest:rest>",
        "ip flow-export|flow-top-talkers|wccp|dns|ddns <setting:options>",
        "ipv6 nd <rest:rest>",
        "ipv6 snooping|source-guard|destination-guard|neighbor <rest:options>",
    )
)

_BLOCKS = (
    Block("interface <name:word>", _interface, _INTERFACE),
    Block("interface <name:word> <further:word>", _interface, _INTERFACE),
    Block("vrf definition <name:word>", _vrf(old=False), VRF_GRAMMAR, "vrf:{name}"),
    Block("ip vrf <name:word>", _vrf(old=True), VRF_OLD_GRAMMAR, "vrf:{name}"),
    Block("global-address-family ipv4 <options:options>", _global_family(4), GLOBAL_FAMILY),
    Block("global-address-family ipv6 <options:options>", _global_family(6), GLOBAL_FAMILY),
    Block("router ospf <process:word>", _ospf(2), OSPF_GRAMMAR, "ospf:default:{process}"),
    Block("router ospf <process:word> vrf <vrf:word>", _ospf(2), OSPF_GRAMMAR, "ospf:{vrf}:{process}"),
    Block("ipv6 router ospf <process:word>", _ospf(3), OSPF6_GRAMMAR, "ospf:default:{process}"),
    Block("ipv6 router ospf <process:word> vrf <vrf:word>", _ospf(3), OSPF6_GRAMMAR, "ospf:{vrf}:{process}"),
    Block("router ospfv3 <process:word>", _ospfv3, OSPFV3_GRAMMAR, "ospf:default:{process}"),
    Block("router eigrp <name:word>", open_eigrp, EIGRP_GRAMMAR, "eigrp:default:{name}"),
    Block("ipv6 router eigrp <asn:number>", within("eigrp6", "asn"), EIGRP_GRAMMAR, "eigrp:default:{asn}"),
    Block("router isis", _isis, ISIS_GRAMMAR, "isis:"),
    Block("router isis <process:word>", _isis, ISIS_GRAMMAR, "isis:{process}"),
    Block("router rip", _rip, RIP_GRAMMAR, "rip:default"),
    Block("ipv6 router rip <process:word>", _rip, RIPNG_GRAMMAR, "rip:default"),
    Block("router bgp <asn:word>", open_bgp, BGP_GRAMMAR, "bgp:default"),
    *ROUTE_MAP_BLOCKS,
    *LIST_BLOCKS,
    *ACL_BLOCKS,
    *SWITCH_BLOCKS,
    *ADMIN_BLOCKS,
    *_QUIET_BLOCKS,
)


_TOP = Grammar(
    Rules(
        *STATIC_LINES,
        *LIST_LINES,
        *ACL_LINES,
        *NAT_LINES,
        *SWITCH_LINES,
        *ADMIN_LINES,
        ("ip routing", put(ip_routing=True)),
        ("no ip routing", put(ip_routing=False)),
        ("ipv6 unicast-routing", put(forwarding6=True)),
        ("no ipv6 unicast-routing", put(forwarding6=False)),
        ("ip default-gateway <default_gateway:address4>", put()),
        ("ip default-network <rest:rest>", refuse("a candidate default network is not understood")),
        ("ip local policy <rest:rest>", refuse("policy routing is not understood")),
        ("ip local pool <rest:rest>", ignore),
        ("ip inspect|ips <rest:rest>", ignore),  # what is inspected: it counts on the interface that names it
        ("ip ospf name-lookup", ignore),
        ("system|route-tag <rest:rest>", ignore),
        (f"ip {QUIET_IP} <options:options>", ignore),
        (f"no ip {QUIET_IP} <options:options>", ignore),
        ("no ip explicit-path|domain-list|nat|vrf|prefix-list|inspect|route|default-gateway <options:options>", ignore),
        (f"ipv6 {QUIET_IPV6} <options:options>", ignore),
        (f"no ipv6 {QUIET_IPV6} <options:options>", ignore),
        (
            f"no {'|'.join((*SILENT, 'spanning-tree', 'ntp', 'vlan'))} <options:options>",
            ignore,
        ),
    ),
    _BLOCKS,
    silent=SILENT,
)


def parse(text: str, name: str, file: str) -> ParsedConfig:
    """The device ``name`` as this text describes it.  Any text at all gives a result: ``unknown`` holds the rest."""
    account, top = Account(file), Fields()
    lines = indented(text.removeprefix("\ufeff"), comments="!", leave=_LEAVE)
    lines.sort(key=_rank)
    read_lines(lines, _TOP, top, account)
    note_sources(lines, account)
    device, problems = build(name, top)
    for key, problem in problems:
        where = account.sources.get(key, Location(file))
        account.unknown.append(UnknownLine(where, key.replace(":", " "), problem))
    unknown = sorted(account.unknown, key=_by_place)
    told = tuple(replace(each, text=scrub(each.text)) for each in unknown)
    return ParsedConfig(device, told, account.sources, account.coverage)


def _rank(line: Line) -> bool:
    """Object groups come before the access lists that name them, wherever they stand."""
    return line.words[0] != "object-group"


def _by_place(unknown: UnknownLine) -> tuple[int, str]:
    return unknown.location.line or 0, unknown.text
