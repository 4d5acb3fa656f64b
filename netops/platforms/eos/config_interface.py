"""``interface NAME``: state, addresses, membership of VLANs and bundles, virtual routers, packet filters."""

from __future__ import annotations

from ipaddress import ip_interface

from netops.model import Interface, IPInterface
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, append, ignore, into, put, type_of
from netops.platforms.eos.config_interface_igp import IGP_RULES
from netops.platforms.eos.config_nat import INTERFACE_NAT_RULES
from netops.platforms.eos.config_switching import SWITCHPORT_RULES
from netops.platforms.eos.config_vrrp import VRRP_RULES, virtual_routers
from netops.platforms.eos.config_vxlan import VXLAN_RULES
from netops.platforms.eos.names import expand, kind_of

__all__ = ["INTERFACE", "interface"]


def _address(draft: Fields, held: Fields) -> None:
    """A first address, which takes the place of an earlier one."""
    draft["address"] = held["address"]


def _wildcard(draft: Fields, held: Fields) -> None:
    draft["address"] = type_of("interface4", f"{held['host']}/{held['mask']}")


def _virtual(draft: Fields, held: Fields) -> None:
    """``ip address virtual``: the address itself is the anycast gateway's, there is no other."""
    append("secondary", lambda address: address)(draft, {"address": held["address"]})
    append("virtual", str)(draft, {"object": held["address"]})


def _varp(draft: Fields, held: Fields) -> None:
    append("virtual", str)(draft, {"object": held["address"]})


def _bandwidth(draft: Fields, held: Fields) -> None:
    """``speed forced 10gfull``, ``speed 100g-4``: Mbit/s."""
    word = held["speed"].removeprefix("forced ").removesuffix("full").removesuffix("half").partition("-")[0]
    digits, giga = word.rstrip("g"), word.endswith("g")
    if digits.replace(".", "", 1).isdigit() and len(digits) < 8:
        draft["speed"] = int(float(digits) * (1000 if giga else 1))
    elif "auto" not in word:
        raise Mismatch(f"speed {held['speed']!r} is not understood")


def _helper(draft: Fields, held: Fields) -> None:
    append("helpers", lambda helper: helper)(draft, {"helper": held["helper"]})


def _filter(family: int) -> Action:
    prefix = "acl" if family == 4 else "acl6"

    def action(draft: Fields, held: Fields) -> None:
        if held["direction"] not in ("in", "out"):
            raise Mismatch(f"{held['direction']!r} is neither in nor out")
        draft[f"{prefix}_{held['direction']}"] = held["name"]

    return action


def _unnumbered(draft: Fields, held: Fields) -> None:
    draft["unnumbered"] = expand(held["interface"])


_GENERAL = (
    ("description <description:rest>", put()),
    ("shutdown", put(enabled=False)),
    ("no shutdown", put(enabled=True)),
    ("mtu <mtu:number>", put()),
    ("mac-address <mac:word>", ignore),
    ("speed <speed:rest>", _bandwidth),
    ("bandwidth <bandwidth:number>", put()),
    ("vrf <vrf:word>", put()),
    ("vrf forwarding <vrf:word>", put()),
    ("encapsulation dot1q vlan <vlan:number>", put()),
    ("channel-group <lag:number> mode <mode:word>", put()),
    ("tunnel source <source:word>", into("tunnel")),
    ("tunnel source interface <source:word>", into("tunnel")),
    ("tunnel destination <destination:word>", into("tunnel")),
    ("tunnel mode <rest:rest>", ignore),
    ("tunnel key <rest:rest>", ignore),
    ("tunnel ttl <rest:rest>", ignore),
    ("tunnel path-mtu-discovery", ignore),
    ("tunnel underlay vrf <rest:rest>", ignore),
)
_ADDRESSES = (
    ("ip address <address:interface4>", _address),
    ("ip address <address:interface4> secondary", append("secondary", lambda address: address)),
    ("ip address <host:address4> <mask:address4>", _wildcard),
    ("ip address virtual <address:interface4>", _virtual),
    ("ip address virtual <address:interface4> secondary", _virtual),
    ("ip address unnumbered <interface:word>", _unnumbered),
    ("ip address dhcp", put(dhcp=True)),
    ("no ip address", ignore),
    ("dhcp client accept default-route", ignore),
    ("ip virtual-router address <address:word>", _varp),
    ("ip virtual-router address <address:word> secondary", _varp),
    ("ipv6 address <address:interface6>", append("addresses6", lambda address: address)),
    ("ipv6 address <address:interface6> link-local", ignore),
    ("ipv6 address <address:address6> link-local", ignore),
    ("ipv6 address virtual <address:interface6>", _virtual),
    ("ipv6 address auto-config", put(ipv6_enabled=True)),
    ("ipv6 address dhcp <rest:rest>", ignore),
    ("ipv6 enable", put(ipv6_enabled=True)),
    ("no ipv6 enable", ignore),
    ("ipv6 virtual-router address <address:word>", _varp),
    ("ip helper-address <helper:address4>", _helper),
    ("ip helper-address <helper:address4> <rest:rest>", _helper),
    ("ipv6 dhcp relay destination <helper:address6> <rest:options>", _helper),
    ("ip access-group <name:word> <direction:word>", _filter(4)),
    ("ipv6 access-group <name:word> <direction:word>", _filter(6)),
    ("mac access-group <rest:rest>", ignore),  # frames, of which the model has no filter
    ("service-policy type qos <rest:rest>", ignore),
    ("ipv6 dhcp relay all-subnets", ignore),
    ("no autostate", put(autostate=False)),
    ("autostate", put(autostate=True)),
)
_SILENT = (
    *("vmtracer", "tunnel ipsec"),
    *("flow", "dhcp server", "node-segment", "bgp session", "mpls"),
    *("arp", "bfd", "counters", "dot1x", "flowcontrol", "error-correction", "errdisable", "hardware", "ip nat"),
    *(
        "lacp",
        "link-debounce",
        "lldp",
        "load-interval",
        "logging",
        "mac",
        "multicast",
        "mpls",
        "monitor",
        "phone",
        "poe",
    ),
    *("port-channel", "pim", "priority-flow-control", "ptp", "qos", "queue-monitor", "random-detect", "rx-queue"),
    *(
        "service-profile",
        "sflow",
        "shape",
        "snmp",
        "storm-control",
        "traffic-loop",
        "transceiver",
        "transmit",
        "tx-queue",
    ),
    *("uc-tx-queue", "mc-tx-queue", "unidirectional", "xcvr", "l2-protocol", "l2", "ipv6 nd", "ip arp", "ip dhcp"),
    *("ip icmp", "ip igmp", "ip multicast", "ip pim", "ip local-proxy-arp", "ip proxy-arp", "ip directed-broadcast"),
    *(
        "ip verify",
        "ipv6 verify",
        "ipv6 pim",
        "ipv6 dhcp snooping",
        "ipv6 mld",
        "ip attached-host",
        "ip attached-routes",
    ),
    *("ipv6 attached-host", "no-op", "platform", "agent", "tcp mss", "ip ttl", "address locking", "profile", "comment"),
    *("ip mfib", "evpn", "link", "duplex", "no-forwarding", "traffic-leakage", "ip unreachables", "port-id", "tap"),
)
_NO = (
    "dot1x",
    *("arp", "bfd", "dhcp", "errdisable", "ip", "ipv6", "lacp", "lldp", "logging", "mac", "mpls", "pim", "ptp", "qos"),
    *("sflow", "snmp", "spanning-tree", "storm-control", "traffic-loop", "vrrp", "isis", "mtu", "description", "speed"),
    *("bandwidth", "poe", "priority-flow-control", "link-debounce", "load-interval", "shape", "error-correction"),
)


def _silent(prefix: str, words: tuple[str, ...]) -> tuple[tuple[str, Action], ...]:
    return tuple((f"{prefix}{word} <rest:options>", ignore) for word in words)


def _client_tag(draft: Fields, held: Fields) -> None:
    draft["vlan"] = held["vlan"]


_CLIENTS = Rules(
    ("client dot1q <vlan:number>", _client_tag),
    ("client dot1q <vlan:number> network <rest:rest>", _client_tag),
    ("client untagged <rest:options>", ignore),
    ("client unmatched <rest:options>", ignore),
)
_RULES = Rules(
    *_GENERAL,
    *_ADDRESSES,
    *IGP_RULES,
    *SWITCHPORT_RULES,
    *VRRP_RULES,
    *INTERFACE_NAT_RULES,
    *VXLAN_RULES,
    *_silent("", _SILENT),
    *_silent("no ", _NO),
    *_silent("default ", ("",)),
)


def _same(draft: Fields, _held: Fields) -> Fields:
    return draft


INTERFACE = Grammar(
    _RULES,
    [
        Block("encapsulation vlan", _same, Grammar(_CLIENTS)),
        Block("evpn ethernet-segment", _same, None),  # which of several switches forwards for a host: no route
        Block("sync-e", _same, None),
    ],
)


def interface(name: str, draft: Fields) -> Interface:
    """The interface as drafted, but for what processes say of it."""
    kind, parent, vlan = kind_of(name)
    addresses = _addresses(draft)
    lag = draft.get("lag")
    source, destination = (draft.get("tunnel", {}).get(key, "") for key in ("source", "destination"))
    simple = {key: draft[key] for key in _SIMPLE if key in draft}
    return Interface(
        name,
        kind,
        parent=parent,
        vlan=draft.get("vlan", vlan),
        lag=None if lag is None else f"Port-Channel{lag}",
        addresses=addresses,
        virtual_addresses=tuple(_with_length(each, addresses) for each in draft.get("virtual", ())),
        switchport=draft.get("made_switchport"),
        vrrp=tuple(group for number, each in draft.get("vrrp", {}).items() for group in virtual_routers(number, each)),
        helpers=tuple(draft.get("helpers", ())),
        tunnel=(expand(source), destination) if source or destination else None,
        **simple,
    )


_SIMPLE = (
    *("description", "enabled", "mtu", "speed", "vrf", "bandwidth", "unnumbered", "dhcp", "ipv6_enabled", "autostate"),
    *("acl_in", "acl_out", "acl6_in", "acl6_out", "nat"),
)


def _addresses(draft: Fields) -> tuple[IPInterface, ...]:
    first = (draft["address"],) if "address" in draft else ()
    return (*first, *draft.get("secondary", ()), *draft.get("addresses6", ()))


def _with_length(text: str, addresses: tuple[IPInterface, ...]) -> IPInterface:
    """A virtual router's address; without a length it has that of the subnet that it lies in."""
    made = ip_interface(text)
    if "/" in text:
        return made
    inside = (each for each in addresses if each.version == made.version and made.ip in each.network)
    subnet = next(inside, None)
    return made if subnet is None else ip_interface(f"{made.ip}/{subnet.network.prefixlen}")
