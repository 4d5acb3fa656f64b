"""``interface``: addresses, VRF, filters, relays, tunnels and physical settings.

What a protocol says on an interface stands with the protocol (``config_ospf_interface`` and the others).
"""

from __future__ import annotations

from ipaddress import IPv6Interface, IPv6Network
from typing import Any

from netops.platforms.configuration.rules import Action, Fields, Mismatch, append, ignore, put
from netops.platforms.ios.actions import mark, refuse
from netops.platforms.ios.addresses import host
from netops.platforms.ios.names import full_name

__all__ = ["INTERFACE_LINES", "INTERFACE_SILENT"]


def _address(draft: Fields, held: Fields) -> None:
    draft["addresses4"] = [host(held["address"], held["mask"])]


def _secondary(draft: Fields, held: Fields) -> None:
    draft.setdefault("secondary4", []).append(host(held["address"], held["mask"]))


def _link_local(draft: Fields, held: Fields) -> None:
    draft["link_local"] = IPv6Interface((held["address"], 64))
    draft["ipv6_enabled"] = True


def _eui64(draft: Fields, held: Fields) -> None:
    """The host part comes from the MAC address: filled in where the configuration tells that one."""
    network: IPv6Network = held["prefix"].network
    draft.setdefault("eui64", []).append(network)
    draft["ipv6_enabled"] = True


def _access_group(family: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        if held["direction"] not in ("in", "out"):
            raise Mismatch(f"{held['direction']!r} is neither in nor out")
        draft[f"{family}_{held['direction']}"] = held["name"]

    return action


def _named(field: str) -> Action:
    """A field that holds the name of another interface."""

    def action(draft: Fields, held: Fields) -> None:
        draft[field] = full_name("".join(held["name"].split()))

    return action


def _member(draft: Fields, held: Fields) -> None:
    draft["lag"] = f"Port-channel{held['group']}"


def _speed(draft: Fields, held: Fields) -> None:
    if held["speed"].isdecimal():
        draft["speed"] = int(held["speed"])
    elif not held["speed"].startswith(("auto", "nonegotiate")):
        raise Mismatch(f"{held['speed']!r} is no speed")


def _mac(draft: Fields, held: Fields) -> None:
    digits = held["mac"].replace(".", "").replace(":", "").lower()
    if len(digits) != 12 or not set(digits) <= set("0123456789abcdef"):
        raise Mismatch(f"{held['mac']!r} is no MAC address")
    draft["mac"] = ":".join(digits[place : place + 2] for place in range(0, 12, 2))


def _relay(draft: Fields, held: Fields) -> None:
    append("helpers", lambda address: address)(draft, {"address": held["address"]})


def _unset(*fields: str) -> Action:
    """``no ip address``: what was said before it no longer holds."""

    def action(draft: Fields, _held: Fields) -> None:
        for field in fields:
            draft.pop(field, None)

    return action


_LAYER3: tuple[tuple[str, Any], ...] = (
    ("ip address <address:address4> <mask:address4>", _address),
    ("ip address <address:address4> <mask:address4> secondary", _secondary),
    ("ip address <address:address4> <mask:address4> route-tag <tag:word>", _address),
    (
        "ip address <address:address4> <mask:address4> secondary vrf <vrf:word>",
        refuse("one VRF an interface is known"),
    ),
    ("ip address dhcp <options:options>", mark(dhcp=True)),
    ("ip address negotiated <options:options>", mark(dhcp=True)),
    ("no ip address", _unset("addresses4", "secondary4")),
    ("ip unnumbered <name:rest>", _named("unnumbered")),
    ("ip mtu <ip_mtu:number>", put()),
    ("ipv6 mtu <mtu6:number>", ignore),
    ("ipv6 enable", put(ipv6_enabled=True)),
    ("ipv6 address <address:interface6>", append("addresses6", lambda address: address)),
    ("ipv6 address <address:interface6> anycast", append("addresses6", lambda address: address)),
    ("ipv6 address <address:address6> link-local", _link_local),
    ("ipv6 address <prefix:interface6> eui-64", _eui64),
    ("ipv6 address dhcp <options:options>", mark(ipv6_enabled=True)),
    ("ipv6 address autoconfig <options:options>", mark(ipv6_enabled=True)),
    ("ipv6 unnumbered <name:rest>", mark(ipv6_enabled=True)),
    ("no ipv6 address", ignore),
    ("vrf forwarding <vrf:word>", put()),
    ("ip vrf forwarding <vrf:word>", put()),
    ("ip access-group <name:word> <direction:word>", _access_group("acl")),
    ("ip access-group <name:word> <direction:word> <common:rest>", _access_group("acl")),
    ("ipv6 traffic-filter <name:word> <direction:word>", _access_group("acl6")),
    ("ip helper-address <address:address4>", _relay),
    ("ip helper-address global <address:address4>", _relay),
    ("ip helper-address vrf <vrf:word> <address:address4>", _relay),
    ("ip helper-address <address:address4> redundancy <name:rest>", _relay),
    ("ipv6 dhcp relay destination <address:address6> <options:options>", _relay),
    ("ip nat inside", put(nat="inside")),
    ("ip nat outside", put(nat="outside")),
    ("ip policy route-map <name:word>", refuse("policy routing is not understood: packets it matches go elsewhere")),
    ("ipv6 policy route-map <name:word>", refuse("policy routing is not understood: packets it matches go elsewhere")),
)

_PHYSICAL: tuple[tuple[str, Any], ...] = (
    ("description <description:rest>", put()),
    ("description", ignore),
    ("shutdown", put(enabled=False)),
    ("no shutdown", put(enabled=True)),
    ("mtu <mtu:number>", put()),
    ("bandwidth <bandwidth:number>", put()),
    ("bandwidth <direction:word> <options:options>", ignore),
    ("delay <delay:number>", put()),
    ("speed <speed:word> <more:options>", _speed),
    ("no speed", ignore),
    ("mac-address <mac:word>", _mac),
    ("encapsulation dot1q|dot1Q <vlan:number>", put()),
    ("encapsulation dot1q|dot1Q <vlan:number> native", put(native_vlan=True)),
    ("encapsulation isl <vlan:number>", put()),
    ("encapsulation ppp|hdlc|slip", ignore),
    ("encapsulation frame-relay <options:options>", mark(multi_access=True)),
    ("channel-group <group:number> <mode:options>", _member),
    ("channel-protocol <protocol:word>", ignore),
    ("tunnel source <name:rest>", _named("tunnel_source")),
    ("tunnel destination <tunnel_destination:word>", put()),
    ("tunnel <setting:word> <options:options>", ignore),
    ("backup <what:rest>", refuse("a backup interface is not understood: when it is up is not in the configuration")),
)

# Nothing below says which routes or packets pass: speed of reaction, link-layer settings, quality of service, probes.
INTERFACE_SILENT = (
    *("ancp", "arp", "atm", "auto", "authentication", "access-session", "bfd", "carrier-delay", "cdp", "clock", "crc"),
    *("clns", "cts", "crypto", "dampening", "device-tracking", "dialer", "dot1x", "downshift", "duplex", "energywise"),
    *("fair-queue", "flowcontrol", "fec", "framing", "full-duplex", "half-duplex", "gsbu", "hold-queue", "invert"),
    *("keepalive", "lacp", "lldp", "load-interval", "logging", "linecode", "macro", "macsec", "mab", "mdix", "mka"),
    *("media-type", "mls", "mop", "mpls", "multilink", "negotiation", "nmsp", "ntp", "nrzi-encoding", "frame-relay"),
    *("pagp", "peer", "plim", "power", "ppp", "pppoe", "priority-queue", "ptp", "qos", "queue-set", "random-detect"),
    *("rate-limit", "rcv-queue", "service-policy", "serial", "snmp", "squelch", "srr-queue", "storm-control", "udld"),
    *("transceiver", "trust", "tx-ring-limit", "vtp", "wrr-queue", "traffic-shape", "x25", "isdn", "pap", "ethernet"),
    *("platform", "onep", "performance", "hw-module", "monitor", "ipx", "appletalk", "decnet", "l2protocol-tunnel"),
    *("max-reserved-bandwidth", "rep", "autostate", "exit", "pvc", "dsl", "dialer-group", "bundle-enable"),
)

_IP = "|".join(
    (
        *("accounting", "address-pool", "admission", "arp", "broadcast-address", "cef", "dhcp", "directed-broadcast"),
        *("dns", "flow", "gratuitous-arps", "header-compression", "igmp", "irdp", "load-sharing", "local-proxy-arp"),
        *("mask-reply", "mfib", "mobile", "mroute-cache", "multicast", "mroute", "nbar", "pim", "proxy-arp"),
        *("redirects", "route-cache", "rsvp", "rtp", "security", "sla", "tcp", "unreachables", "virtual-reassembly"),
        *("wccp", "web-cache", "device", "information-reply", "sticky-arp", "auth-proxy"),
    )
)
_IPV6 = "|".join(
    (
        *("cef", "dhcp", "flow", "mfib", "mld", "multicast", "mobile", "nd", "pim", "redirects", "route-cache"),
        *("unreachables", "virtual-reassembly", "tcp", "destination-guard", "source-guard", "snooping", "rtp", "dns"),
    )
)
_NHRP = (
    "attribute|authentication|cache|event-publisher|group|holdtime|interest|map|max-send|multicast|network-id|nhs"
    "|record|reg-req|registration|responder|server-only|send-routed|summary|trigger-svc|use|connect|path"
)

_NO_EFFECT: tuple[tuple[str, Any], ...] = (
    (f"ip {_IP} <options:options>", ignore),
    (f"no ip {_IP} <options:options>", ignore),
    (f"ipv6 {_IPV6} <options:options>", ignore),
    (f"no ipv6 {_IPV6} <options:options>", ignore),
    (f"no {'|'.join(INTERFACE_SILENT)} <options:options>", ignore),
    ("no bandwidth|delay|mtu|description|encapsulation|vrf|backup|tunnel <options:options>", ignore),
    ("no ip access-group|nat|unnumbered|vrf|mtu|helper-address|policy|verify|inspect|nhrp <options:options>", ignore),
    ("no ipv6 enable|mtu|traffic-filter|unnumbered|verify|policy <options:options>", ignore),
    ("ip verify unicast <how:rest>", refuse("reverse path checks are not understood: packets may be dropped")),
    ("ip verify source <how:options>", ignore),
    ("ipv6 verify unicast <how:rest>", refuse("reverse path checks are not understood: packets may be dropped")),
    (
        "ip inspect <what:rest>",
        refuse("stateful inspection is not understood: it lets more pass than access lists say"),
    ),
    ("zone-member security <zone:word>", refuse("zone-based firewalls are not understood: packets may be dropped")),
    ("ip nhrp redirect|shortcut <options:options>", refuse("NHRP's short cuts are not understood")),
    (f"ip nhrp {_NHRP} <options:options>", ignore),
    (f"ipv6 nhrp {_NHRP} <options:options>", ignore),
)

INTERFACE_LINES = (*_LAYER3, *_PHYSICAL, *_NO_EFFECT)
