"""Junos configuration text -> Device: the form of ``set`` lines and that with braces.

Configuration groups, interface ranges and ``apply-path`` are expanded first; then every statement is understood, or
known to have no effect on the model, or reported as an UnknownLine.  Inactive statements have no effect.
Source: Junos OS documentation, "Configuration Statements".
"""

from __future__ import annotations

from collections.abc import Sequence

from netops.model import Location
from netops.platforms.base import ParsedConfig, UnknownLine
from netops.platforms.configuration.grammar import Account
from netops.platforms.configuration.rules import Fields, Mismatch, put
from netops.platforms.junos.build import build
from netops.platforms.junos.config_evpn import SWITCH_OPTIONS
from netops.platforms.junos.config_firewall import FIREWALL
from netops.platforms.junos.config_instance import INSTANCE_BLOCKS, ROUTING_INSTANCES, instance
from netops.platforms.junos.config_interface import INTERFACES
from netops.platforms.junos.config_nat import NAT
from netops.platforms.junos.config_policy import POLICY_OPTIONS
from netops.platforms.junos.config_relay import HELPERS, RELAY
from netops.platforms.junos.config_snmp import SNMP
from netops.platforms.junos.config_system import SYSTEM
from netops.platforms.junos.config_vlan import BRIDGE_DOMAINS, VLANS
from netops.platforms.junos.grammar import Block, Section, Walk, part, same
from netops.platforms.junos.inheritance import inherit
from netops.platforms.junos.scrub import scrub
from netops.platforms.junos.statements import Statement, read_statements

__all__ = ["parse"]


def _main(draft: Fields, _held: Fields) -> Fields:
    return instance(draft, "default")


def _switching(draft: Fields, _held: Fields) -> Fields:
    inner: Fields = instance(draft, "default").setdefault("switching", {})
    return inner


_FORWARDING = (
    # Samples, and how packets are spread over the ways that the table holds.
    *(
        "storm-control-profiles",
        "sampling",
        "hash-key",
        "enhanced-hash-key",
        "load-balance",
        "vxlan-routing",
        "evpn-vxlan",
    ),
)
_TOP = Section(
    (
        ("version <version:word>", put()),
        ("chassis maximum-ecmp <maximum_ecmp:number>", put()),
    ),
    blocks=(
        Block("system", part("system"), SYSTEM),
        Block("interfaces", same, INTERFACES),
        Block("vlans", _switching, VLANS),
        Block("switch-options", part("mac_vrf"), SWITCH_OPTIONS),
        Block("bridge-domains", _switching, BRIDGE_DOMAINS),
        *(Block(each.pattern, _main, each.section) for each in INSTANCE_BLOCKS),
        Block("routing-instances", same, ROUTING_INSTANCES),
        Block("policy-options", part("policy"), POLICY_OPTIONS),
        Block("firewall", part("firewall"), FIREWALL),
        Block("security nat", part("nat"), NAT),
        Block("snmp", part("snmp"), SNMP),
        Block("forwarding-options dhcp-relay", part("relay"), RELAY),
        Block("forwarding-options helpers bootp", part("relay"), HELPERS),
        *(Block(f"forwarding-options {each}", same, None) for each in _FORWARDING),
        Block("forwarding-options port-mirroring", same, None),
        Block("forwarding-options analyzer", same, None),
        *(
            Block(f"security {each}", same, None)  # keys, logs, and what is watched
            for each in (
                "ssh-known-hosts",
                "log",
                "alarms",
                "traceoptions",
                "authentication-key-chains",
                "certificates",
                "pki",
            )
        ),
    ),
    silent=(
        # Hardware, logs and scripts; queues and marks; what applications are called.
        *(
            "chassis",
            "class-of-service",
            "event-options",
            "applications",
            "access",
            "poe",
            "virtual-chassis",
            "accounting-options",
        ),
        *(
            "multi-chassis",
            "redundant-power-system",
            "diameter",
            "jsrc",
            "smtp",
            "fabric",
            "unified-edge",
            "schema-version",
        ),
    ),
)


def parse(text: str, name: str, file: str) -> ParsedConfig:
    """The device ``name`` as this text describes it.  Any text at all gives a result: ``unknown`` holds the rest."""
    reading = read_statements(text)
    account = Account(file, no_effect=reading.passed_over)
    statements, beneath, wrong = inherit(reading.active)
    inherited = len({each.number for each in statements if each.inherited})
    account.understood, account.no_effect = inherited, account.no_effect + max(0, beneath - inherited)
    for number, words, reason in (*reading.wrong, *wrong):
        account.unknown.append(UnknownLine(Location(file, number), scrub(words), reason))
    top: Fields = {}
    instance(top, "default")
    _read_all(statements, top, account)
    device, problems = build(name, top, account.sources)
    for where, what, problem in problems:
        account.unknown.append(UnknownLine(where or Location(file), what.replace(":", " ").strip(), problem))
    account.unknown = sorted(dict.fromkeys(account.unknown), key=_by_place)
    return ParsedConfig(device, tuple(account.unknown), account.sources, account.coverage)


def _by_place(unknown: UnknownLine) -> tuple[int, str]:
    return unknown.location.line or 0, unknown.text


def _read_all(statements: Sequence[Statement], top: Fields, account: Account) -> None:
    """Every statement; what is inherited counts with the line of the group that it is from."""
    sources = account.sources
    number = 0

    def note(key: str) -> None:
        if key not in sources:
            sources[key] = Location(account.file, number)

    walk = Walk(_TOP, top, note)
    for each in statements:
        number = each.number
        try:
            understood = walk.statement(each.words)
        except Mismatch as mismatch:
            where = Location(account.file, number)
            account.unknown.append(UnknownLine(where, scrub(str(each)), str(mismatch)))
            continue
        if not each.inherited:
            account.understood += understood
            account.no_effect += not understood
