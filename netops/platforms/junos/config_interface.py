"""``interfaces``: ports, their units, and the address families of these."""

from __future__ import annotations

from netops.model import Secret
from netops.platforms.configuration.rules import Action, Fields, Mismatch, ignore, put, type_of
from netops.platforms.junos.grammar import Block, Section, at, collect, part, same
from netops.platforms.junos.values import bits, unit_name

__all__ = ["INTERFACES"]


def _bits(name: str, per: int) -> Action:
    """A bandwidth, kept in units of ``per`` bit/s."""

    def action(draft: Fields, held: Fields) -> None:
        draft[name] = bits(held["text"]) // per

    return action


def _speed(draft: Fields, held: Fields) -> None:
    if held["text"] not in ("auto", "auto-10m-100m"):
        draft["speed"] = bits(held["text"]) // 10**6


def _address_of(family: int) -> Block:
    """An address of a unit; the draft of its own is for what stands beneath it."""

    def opener(draft: Fields, held: Fields) -> Fields:
        addresses = draft.setdefault("addresses", {})
        if (text := held["address"]) not in addresses:
            addresses[text] = {"address": type_of(f"interface{family}", text)}
        inner: Fields = addresses[text]
        return inner

    return Block("address <address:word>", opener, _ADDRESS)


def _virtual_address(draft: Fields, held: Fields) -> None:
    address = type_of("address", held["address"].partition("/")[0])
    collect(draft, "addresses", address)


def _filter(direction: str) -> Action:
    """A unit has one filter for a way, or a list of them: one after the other."""

    def action(draft: Fields, held: Fields) -> None:
        collect(draft, f"filters_{direction}", held["name"])

    return action


def _unnumbered(draft: Fields, held: Fields) -> None:
    draft["unnumbered"] = unit_name(held["interface"])


def _members(draft: Fields, held: Fields) -> None:
    collect(draft, "members", held["vlan"])


def _tags(draft: Fields, held: Fields) -> None:
    """``vlan-tags outer 100 inner 200``; the outer may be written with its TPID: ``0x8100.100``."""
    words = list(held["words"])
    while words:
        name, value = words[0], words[1] if len(words) > 1 else ""
        if name not in ("outer", "inner"):
            raise Mismatch(f"{name!r} is not understood here")
        draft[f"{name}_vlan"] = type_of("number", value.rpartition(".")[2])
        words = words[2:]


def _secret(name: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        draft[name] = Secret.of_value(held["secret"])

    return action


_VRRP = Section(
    (
        ("virtual-address <address:word>", _virtual_address),
        ("virtual-inet6-address <address:word>", _virtual_address),
        ("virtual-link-local-address <address:address>", put()),
        ("priority <priority:number>", put()),
        ("advertise-interval <seconds:number>", put()),
        ("fast-interval <milliseconds:number>", put()),
        ("inet6-advertise-interval <milliseconds:number>", put()),
        ("preempt <rest:options>", put(preempt=True)),
        ("no-preempt", put(preempt=False)),
        ("accept-data|no-accept-data", ignore),
        ("authentication-type <type:word>", ignore),
        ("authentication-key <secret:word>", _secret("secret")),
        ("advertisements-threshold <number:number>", ignore),
    ),
)
_ADDRESS = Section(
    (
        ("primary", put(primary=True)),
        ("preferred", put(preferred=True)),
        ("master-only", put(master_only=True)),
        ("virtual-gateway-address <virtual:address>", put()),
        ("broadcast <address:address>", ignore),
        ("destination <address:address>", put()),
    ),
    blocks=(
        Block("vrrp-group <group:number>", at("vrrp", "group"), _VRRP),
        Block("vrrp-inet6-group <group:number>", at("vrrp", "group"), _VRRP),
    ),
    silent=("arp", "ndp"),
)
_COMMON = (
    ("mtu <mtu:number>", put()),
    ("filter input <name:word> <rest:options>", _filter("in")),
    ("filter output <name:word> <rest:options>", _filter("out")),
    ("filter input-list <name:word>", _filter("in")),
    ("filter output-list <name:word>", _filter("out")),
    ("unnumbered-address <interface:word>", _unnumbered),
    ("unnumbered-address <interface:word> preferred-source-address <source:address>", _unnumbered),
)
_SILENT = ("no-redirects", "sampling", "policer", "accounting", "no-neighbor-learn", "targeted-broadcast", "service")
_INET = Section(
    (
        *_COMMON,
        ("dhcp <rest:options>", put(dhcp=True)),
        ("dhcp-client <rest:options>", put(dhcp=True)),
        ("negotiate-address", put(dhcp=True)),
        ("primary", ignore),
    ),
    blocks=(_address_of(4),),
    silent=_SILENT,
)
_INET6 = Section(
    (
        *_COMMON,
        ("dhcpv6-client <rest:options>", put(dhcp=True)),
        ("dad-disable|no-dad-disable", ignore),
    ),
    blocks=(_address_of(6),),
    silent=_SILENT,
)
_ISO = Section(
    (
        ("address <net:word>", put()),
        ("mtu <mtu:number>", put()),
    )
)
_SWITCHING = Section(
    (
        ("interface-mode|port-mode access", put(mode="access")),
        ("interface-mode|port-mode trunk", put(mode="trunk")),
        ("port-mode tagged-access", put(mode="trunk")),
        ("vlan members <vlan:word>", _members),
        ("vlan-id <vlan:word>", _members),
        ("vlan-id-list <vlan:word>", _members),
        ("native-vlan-id <native_vlan:word>", put()),
        ("filter input <name:word>", ignore),  # of frames: no packet filter
        ("filter output <name:word>", ignore),
    ),
    silent=("storm-control", "recovery-timeout", "policer"),
)
_UNIT = Section(
    (
        ("description <description:word>", put()),
        ("disable", put(enabled=False)),
        ("bandwidth <text:word>", _bits("bandwidth", 1000)),
        ("vlan-id <vlan:number>", put()),
        ("vlan-id none", ignore),
        ("vlan-tags <words:options>", _tags),
        ("mac <mac:word>", put()),
        ("encapsulation <kind:word>", ignore),  # which families it may have; they stand beneath it
        ("point-to-point|multipoint", ignore),
        ("tunnel source <source:word>", put()),
        ("tunnel destination <destination:word>", put()),
        ("tunnel routing-instance destination <transport:word>", put()),
        ("family inet|inet6|iso|mpls|ethernet-switching|bridge", ignore),
    ),
    blocks=(
        Block("family inet", part("inet"), _INET),
        Block("family inet6", part("inet6"), _INET6),
        Block("family iso", part("iso"), _ISO),
        Block(
            "family mpls", part("mpls"), Section((("mtu <mtu:number>", put()),), silent=("filter", "maximum-labels"))
        ),
        Block("family ethernet-switching", part("switching"), _SWITCHING),
        Block("family bridge", part("switching"), _SWITCHING),
    ),
    silent=(
        *("virtual-gateway-accept-data", "virtual-gateway-v4-mac", "virtual-gateway-v6-mac"),
        "traps",
        "no-traps",
        "proxy-arp",
        "arp-resp",
        "accounting-profile",
        "statistics",
        "proxy-macip-advertisement",
    ),
)
_ETHERNET = Section(
    (
        ("802.3ad <lag:word> <rest:options>", put()),
        ("redundant-parent <lag:word>", put()),
        ("speed <text:word>", _speed),
    ),
    silent=(
        *("auto-negotiation", "no-auto-negotiation", "flow-control", "no-flow-control", "loopback", "no-loopback"),
        *(
            "fec",
            "ieee-802-3az-eee",
            "autonegotiation",
            "link-mode",
            "asynchronous-notification",
            "ethernet-switch-profile",
        ),
    ),
)
_PORT = Section(
    (
        ("description <description:word>", put()),
        ("disable", put(enabled=False)),
        ("mtu <mtu:number>", put()),
        ("speed <text:word>", _speed),
        ("mac <mac:word>", put()),
        ("vlan-tagging", put(tagging=4)),
        ("flexible-vlan-tagging", put(tagging=8)),
        ("stacked-vlan-tagging", put(tagging=8)),
        ("native-vlan-id <native_vlan:number>", put()),
        ("aggregated-ether-options minimum-links <minimum_links:number>", put()),
        ("aggregated-ether-options link-speed <text:word>", _speed),
        ("redundant-ether-options redundancy-group <number:number>", ignore),
        ("encapsulation <kind:word>", ignore),  # which families its units may have; they stand beneath it
    ),
    blocks=(
        Block("unit <unit:number>", at("units", "unit"), _UNIT, source="interface:{name}.{unit}"),
        *(Block(f"{each}-options", same, _ETHERNET) for each in ("gigether", "ether", "fastether")),
        *(
            Block(f"aggregated-ether-options {each}", part("lacp"), None)
            for each in ("lacp", "no-flow-control", "flow-control", "load-balance", "no-load-balance", "mc-ae")
        ),
    ),
    silent=(
        *("traps", "no-traps", "hold-time", "link-mode", "per-unit-scheduler", "hierarchical-scheduler", "clocking"),
        *(
            "optics-options",
            "otn-options",
            "framing",
            "accounting-profile",
            "no-per-unit-scheduler",
            "gratuitous-arp-reply",
        ),
        *("no-gratuitous-arp-reply", "no-gratuitous-arp-request", "damping", "forwarding-class-accounting", "esi"),
        *("interface-transmit-statistics", "port-mirror", "number-of-sub-ports", "media-type", "multiservice-options"),
    ),
)
INTERFACES = Section(
    blocks=(Block("<name:word>", at("ports", "name"), _PORT, source="interface:{name}"),),
    silent=("traceoptions", "irb-options"),
)
"""The draft is ``ports`` by name, each with its ``units`` by number."""
