"""VRP and Comware configuration text -> Device: ``display current-configuration``.

The grammar is of both systems, whose languages have the same words with the same meaning, or different words; in what
they are alike but differ in their defaults stands in a :class:`~netops.platforms.huawei_vrp.dialect.Dialect`.
Every line is understood, or known to have no effect on the model, or reported.
"""

from __future__ import annotations

from dataclasses import replace

from netops.platforms.base import ParsedConfig
from netops.platforms.configuration.grammar import Account, Block, Grammar, read_lines
from netops.platforms.configuration.rules import Fields, Rules, ignore
from netops.platforms.huawei_vrp.config_acl import ACL_BLOCKS
from netops.platforms.huawei_vrp.config_bgp import BGP_BLOCKS
from netops.platforms.huawei_vrp.config_build import build
from netops.platforms.huawei_vrp.config_igp import IGP_BLOCKS
from netops.platforms.huawei_vrp.config_interface import INTERFACE_GRAMMAR
from netops.platforms.huawei_vrp.config_nat import NAT_LINES
from netops.platforms.huawei_vrp.config_ospf import OSPF_BLOCKS
from netops.platforms.huawei_vrp.config_policy import POLICY_LINES, ROUTE_POLICY
from netops.platforms.huawei_vrp.config_sources import note_lines
from netops.platforms.huawei_vrp.config_system import SYSTEM_BLOCKS, SYSTEM_LINES, banner
from netops.platforms.huawei_vrp.dialect import Dialect
from netops.platforms.huawei_vrp.lines import config_lines
from netops.platforms.huawei_vrp.names import SHORT_NAMES, joined
from netops.platforms.huawei_vrp.scrub import scrub

__all__ = ["VRP", "parse", "parse_dialect"]

VRP = Dialect("huawei_vrp", SHORT_NAMES, bgp_ipv4_enabled=True, rip_summary=False, bandwidth_counts=False)


def _interface(draft: Fields, held: Fields) -> Fields:
    held["name"] = joined(held["words"])
    inner: Fields = draft.setdefault("interfaces", {}).setdefault(held["name"], {})
    return inner


_SILENT = (
    *(
        "anti-attack",
        "arp",
        "as-notation",
        "assign",
        "authentication-profile",
        "autoconfig",
        "bfd",
        "bpdu",
        "bulk-stat",
    ),
    *("capwap", "clear", "clock", "cluster", "cpu-defend", "cpu-defend-policy", "cwmp", "device", "dfs-group", "dhcp"),
    *("dhcpv6", "diffserv", "domain", "dot1x", "dot1x-access-profile", "drop", "drop-profile", "efm", "easy-operation"),
    *(
        "error-down",
        "evpn-overlay",
        "fabric-port",
        "fan",
        "ftp",
        "free-rule-template",
        "gvrp",
        "hash",
        "hotkey",
        "http",
    ),
    *("icmp", "igmp", "igmp-snooping", "ike", "info-center", "ipsec", "irf", "irf-port", "isdn", "issu", "itf", "job"),
    *("keychain", "l2tp", "l2tp-group", "lacp", "ldap", "ldt", "line", "link-aggregation", "lldp", "load-balance"),
    *(
        "local-aaa-server",
        "loop-detection",
        "loopback-detect",
        "loopback-detection",
        "lldp-agent",
        "lpu",
        "mac-access-profile",
    ),
    *(
        "mac-address",
        "mac-authen",
        "mac-authentication",
        "mad",
        "mdns",
        "mirroring-group",
        "mld",
        "mpls",
        "msdp",
        "multicast",
    ),
    *(
        "netconf",
        "netconf-user",
        "netstream",
        "nqa",
        "nqa-jitter",
        "observe-port",
        "oam",
        "openflow",
        "osu",
        "ovsdb",
        "pac",
    ),
    *(
        "parity",
        "password-control",
        "password-recovery",
        "patch",
        "pim",
        "pki",
        "pnp",
        "poe",
        "port-group",
    ),
    *("port-security", "portal", "port", "ppp", "pppoe-server", "ptp", "public-key", "qos", "queue-profile", "radius"),
    *(
        "radius-attribute",
        "radius-server",
        "rmon",
        "role",
        "rsa",
        "run",
        "saved-configuration",
        "scheduler",
        "scp",
        "secelog",
    ),
    *("security", "security-policy", "set", "sflow", "sftp", "sip", "slot", "smart-link", "soft-gre", "stack", "super"),
    *(
        "switch-mode",
        "sysmac",
        "system",
        "system-working-mode",
        "tacacs",
        "telemetry",
        "time-range",
        "track",
        "traffic",
    ),
    *("traffic-classifier", "traffic", "transceiver", "tunnel-policy", "udp-helper", "undo-stp", "unified-management"),
    *(
        "urpf",
        "user-group",
        "user-interface",
        "user-role",
        "user-vlan",
        "vcmp",
        "voice",
        "voice-vlan",
        "warranty",
        "web",
    ),
    *(
        "web-auth-server",
        "wlan",
        "wlan-switch",
        "xbar",
        "xqosmanager",
        "customized",
        "hwtacacs",
        "hwtacacs-server",
        "dldp",
    ),
    *(
        "acl-mode",
        "autodeploy",
        "wtp",
        "ssl",
        "ecc",
        "diagnostic",
        "feature",
        "dsa",
        "snmp-server",
        "switch",
        "console",
    ),
)
_LINES = (
    *SYSTEM_LINES,
    *POLICY_LINES,
    *NAT_LINES,
    ("ip source-route|ttl-expires|unreachables|icmp|host|http|https|load-sharing|redirects|pool|netstream|ftp|ssh"
     "|verify|urpf|fast-forwarding|forwarding|vpn-target <rest:options>", ignore),
    ("ipv6 <rest:options>", ignore),
    ("dns <rest:options>", ignore),
    ("ospf|ospfv3|rip|isis mib-binding|snmp-agent <rest:options>", ignore),
    ("vrrp <rest:rest>", ignore),
    (f"undo {'|'.join(_SILENT)}|ip|ipv6|snmp-agent|http|nap|dns|ssh|stelnet|info-center|vrrp <rest:options>", ignore),
)  # fmt: skip


def _nothing(_draft: Fields, _held: Fields) -> None:
    return None


_TOP = Grammar(
    Rules(*_LINES),
    (
        Block("interface <words:options>", _interface, INTERFACE_GRAMMAR, ""),
        *SYSTEM_BLOCKS,
        *ACL_BLOCKS,
        *ROUTE_POLICY,
        *OSPF_BLOCKS,
        *IGP_BLOCKS,
        *BGP_BLOCKS,
        Block("ip pool <rest:rest>", _nothing, None),
    ),
    silent=_SILENT,
)


def parse(text: str, name: str, file: str) -> ParsedConfig:
    """The device ``name`` as this text of VRP describes it.  Any text at all gives a result."""
    return parse_dialect(text, name, file, VRP)


def parse_dialect(text: str, name: str, file: str, dialect: Dialect) -> ParsedConfig:
    """The same, for one of the systems that speak this language."""
    account = Account(file)
    draft: Fields = {}
    lines = config_lines(text)
    read_lines(lines, _TOP, draft, account)
    note_lines(lines, account)
    draft["banner"] = banner(lines)
    device = build(name, draft, dialect)
    unknown = tuple(replace(each, text=scrub(each.text)) for each in account.unknown)
    return ParsedConfig(device, unknown, account.sources, account.coverage)
