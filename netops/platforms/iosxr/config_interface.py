"""``interface NAME``: addresses, bundles and filters; what protocols say of it stands with them."""

from __future__ import annotations

from typing import Any

from netops.platforms.configuration.grammar import Grammar
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, append, ignore, put
from netops.platforms.iosxr.names import full_name

__all__ = ["INTERFACE_GRAMMAR"]


def _address(field: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        from ipaddress import ip_interface

        try:
            made = ip_interface(f"{held['address']}/{held['mask']}")
        except ValueError as error:
            raise Mismatch(str(error)) from None
        draft.setdefault(field, []).append(made)

    return action


def _address6(draft: Fields, held: Fields) -> None:
    draft["ipv6_enabled"] = True
    append("addresses6", lambda address: address)(draft, {"address": held["address"]})


def _filter(field: str) -> Action:
    directions = {"ingress": "in", "egress": "out"}

    def action(draft: Fields, held: Fields) -> None:
        if held["direction"] not in directions:
            raise Mismatch(f"{held['direction']!r} is neither ingress nor egress")
        draft[f"{field}_{directions[held['direction']]}"] = held["name"]

    return action


def _bundle(draft: Fields, held: Fields) -> None:
    draft["lag"] = f"Bundle-Ether{held['number']}"


def _unnumbered(draft: Fields, held: Fields) -> None:
    draft["unnumbered"] = full_name(held["name"])


_SILENT = (
    *("arp", "bandwidth-remaining", "bfd", "carrier-delay", "cdp", "control-flow", "dampening", "ethernet", "flow"),
    *("frequency", "keepalive", "lacp", "lldp", "load-interval", "logging", "mac", "macsec", "monitor-session", "mpls"),
    *("negotiation", "priority", "service-policy", "snmp", "transceiver", "tx-scale", "udld", "port-mode", "proxy-arp"),
    *("duplex", "flow-control", "l2protocol", "host-routing", "ptp", "pseudowire", "storm-control"),
)
_IP = (
    "unreachables|redirects|mask-reply|directed-broadcast|verify|flowspec|point-to-point|helper-address|tcp-mss-adjust"
)

INTERFACE_GRAMMAR = Grammar(
    Rules(
        ("description <description:rest>", put()),
        ("shutdown", put(enabled=False)),
        ("mtu <mtu:number>", put()),
        ("bandwidth <bandwidth:number>", put()),
        ("speed <speed:number>", put()),
        ("vrf <vrf:word>", put()),
        ("ipv4 address <address:address4> <mask:word>", _address("addresses4")),
        ("ipv4 address <address:address4> <mask:word> secondary", _address("secondary4")),
        ("ipv4 address <address:interface4>", append("addresses4", lambda address: address)),
        ("ipv4 address dhcp", put(dhcp=True)),
        ("no ipv4 address <rest:options>", ignore),
        ("ipv4 unnumbered <name:word>", _unnumbered),
        ("ipv4 mtu <ip_mtu:number>", put()),
        ("ipv6 address <address:interface6> <rest:options>", _address6),
        ("ipv6 address <address:address6> link-local", put(ipv6_enabled=True)),
        ("ipv6 enable", put(ipv6_enabled=True)),
        ("ipv4 access-group <name:word> <direction:word> <rest:options>", _filter("acl")),
        ("ipv6 access-group <name:word> <direction:word> <rest:options>", _filter("acl6")),
        (f"ipv4 {_IP} <rest:options>", ignore),
        (f"ipv6 {_IP} <rest:options>", ignore),
        ("ipv6 nd|mtu|tcp-mss-adjust <rest:options>", ignore),
        ("encapsulation dot1q <vlan:number>", put()),
        ("encapsulation dot1q <vlan:number> <rest:rest>", lambda _draft, _held: _two_tags()),
        ("encapsulation default|untagged <rest:options>", ignore),
        ("bundle id <number:number> <rest:options>", _bundle),
        ("bundle <rest:rest>", ignore),
        ("tunnel source <tunnel_source:word>", put()),
        ("tunnel destination <tunnel_destination:word>", put()),
        ("tunnel mode <rest:rest>", ignore),
        ("rewrite ingress <rest:rest>", ignore),
        ("no shutdown|negotiation|cdp|lldp <rest:options>", ignore),
    ),
    silent=_SILENT,
)


def _two_tags() -> Any:
    raise Mismatch("two tags on one frame are not understood")
