"""``interface NAME``: addresses, switching, and what the routing protocols say on it."""

from __future__ import annotations

from ipaddress import IPv6Interface
from typing import Any

from netops.model import OspfNetworkType, Secret
from netops.platforms.configuration.grammar import Block, Grammar, within
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, append, ignore, into, put, type_of
from netops.platforms.nxos.config_fhrp import HSRP_RULES, VRRP_RULES, hsrp_draft

__all__ = ["INTERFACE_GRAMMAR", "vlan_ids"]


def vlan_ids(text: str) -> list[int]:
    """``1,10-12`` as numbers.  Raises Mismatch where it is no list of VLANs."""
    found: list[int] = []
    for part in text.split(","):
        low, _, high = part.partition("-")
        first, last = type_of("number", low), type_of("number", high or low)
        if not 0 < first <= last < 4095:
            raise Mismatch(f"{part!r} is no range of VLANs")
        found += range(first, last + 1)
    return found


def _trunk_vlans(draft: Fields, held: Fields) -> None:
    """``allowed vlan 10,20``, or with ``add`` before it."""
    words: list[str] = held["vlans"]
    if words[:1] == ["add"]:
        draft.setdefault("trunk_vlans", []).extend(vlan_ids("".join(words[1:])))
    elif words == ["none"]:
        draft["trunk_vlans"] = []
    elif words == ["all"]:
        draft["trunk_vlans"] = list(range(1, 4095))
    else:
        draft["trunk_vlans"] = vlan_ids("".join(words))


def _address4(draft: Fields, held: Fields) -> None:
    draft["addresses4"] = [held["address"], *draft.get("addresses4", [])]


def _link_local(draft: Fields, held: Fields) -> None:
    draft.update(ipv6_enabled=True, link_local=IPv6Interface((held["address"], 64)))


def _address6(draft: Fields, held: Fields) -> None:
    draft["ipv6_enabled"] = True
    append("addresses6", lambda address: address)(draft, {"address": held["address"]})


def _member(draft: Fields, held: Fields) -> None:
    draft["lag"] = f"port-channel{held['group']}"


def _speed(draft: Fields, held: Fields) -> None:
    if held["speed"].isdigit():
        draft["speed"] = int(held["speed"])
    elif held["speed"] != "auto":
        raise Mismatch(f"{held['speed']!r} is no speed")


def _access_group(field: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        if held["direction"] not in ("in", "out"):
            raise Mismatch(f"{held['direction']!r} is neither in nor out")
        draft[f"{field}_{held['direction']}"] = held["name"]

    return action


def _ospf_network(part: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        if held["kind"] not in ("broadcast", "point-to-point"):
            raise Mismatch(f"OSPF network type {held['kind']!r} is not known")
        draft.setdefault(part, {})["network_type"] = OspfNetworkType(held["kind"])

    return action


def _ospf_key(draft: Fields, held: Fields) -> None:
    draft.setdefault("ospf", {})["key"] = (held["key_id"], Secret.of_value(held["key"].split()[-1]))


def _ospf_rules(command: str, start: str, part: str) -> tuple[tuple[str, Action], ...]:
    """What OSPFv2 and OSPFv3 say alike; ``start`` is the line that brings the process to the interface."""
    return (
        (f"{start} <process:word> area <area:area>", into(part)),
        (f"{start} <process:word> area <area:area> secondaries none", into(part, secondary=False)),
        (f"{command} cost <cost:number>", into(part)),
        (f"{command} network <kind:word>", _ospf_network(part)),
        (f"{command} hello-interval <hello_interval:number>", into(part)),
        (f"{command} dead-interval <dead_interval:number>", into(part)),
        (f"{command} priority <priority:number>", into(part)),
        (f"{command} passive-interface", into(part, passive=True)),
        (f"no {command} passive-interface", into(part, passive=False)),
        (f"{command} mtu-ignore", into(part, mtu_ignore=True)),
        (f"{command} shutdown", into(part, shutdown=True)),
        (f"{command} advertise-subnet", into(part, advertise_subnet=True)),
        (f"{command} bfd|retransmit-interval|transmit-delay <rest:options>", ignore),
    )


def _eigrp(**constants: Any) -> Action:
    """On the interface's part for the process that the line names."""

    def action(draft: Fields, held: Fields) -> None:
        family = constants.get("family", 4)
        part = draft.setdefault("eigrp", {}).setdefault((held.pop("process"), family), {})
        part.update(held, **{key: value for key, value in constants.items() if key != "family"})

    return action


def _eigrp_summary(draft: Fields, held: Fields) -> None:
    part = draft.setdefault("eigrp", {}).setdefault((held["process"], held["prefix"].version), {})
    part.setdefault("summaries", {})[held["prefix"]] = None


def _eigrp_filter(draft: Fields, held: Fields) -> None:
    if held["direction"] not in ("in", "out"):
        raise Mismatch(f"{held['direction']!r} is neither in nor out")
    draft.setdefault("eigrp_filters", []).append(
        (held["process"], {"direction": held["direction"], held["field"]: held["name"]})
    )


def _eigrp_filter_of(field: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        _eigrp_filter(draft, {**held, "field": field})

    return action


def _isis(**constants: Any) -> Action:
    return into("isis", **constants)


def _isis_level(draft: Fields, held: Fields) -> None:
    levels = {"level-1": 1, "level-2": 2, "level-1-2": 12, "level-2-only": 2}
    if held["level"] not in levels:
        raise Mismatch(f"{held['level']!r} is no level")
    draft.setdefault("isis", {})["level"] = levels[held["level"]]


def _isis_metric(draft: Fields, held: Fields) -> None:
    metrics = draft.setdefault("isis", {}).setdefault("metric", [None, None])
    levels = {"level-1": (0,), "level-2": (1,)}.get(" ".join(held["level"]), (0, 1))
    for level in levels:
        metrics[level] = held["metric"]


_SILENT = (
    *("bfd", "beacon", "carrier-delay", "cdp", "duplex", "errdisable", "fec", "flowcontrol", "hardware", "inherit"),
    *("lacp", "link", "lldp", "load-interval", "logging", "mac", "macsec", "management", "medium", "mpls", "negotiate"),
    *("ntp", "ptp", "priority-flow-control", "qos", "queuing-policy", "rate-limit", "service-policy", "snmp"),
    *("storm-control", "switch", "transceiver", "udld", "vpc", "vtp", "pktcapture", "fcoe", "lisp", "delay-restore"),
    *("congestion-control", "dual-active", "evpn", "layer2", "l2protocol", "port-type", "power", "telemetry", "track"),
    *("host-reachability", "source-interface", "suppress-arp", "global", "ingress-replication", "multisite"),
)

INTERFACE_GRAMMAR = Grammar(
    Rules(
        ("description <description:rest>", put()),
        ("shutdown", put(enabled=False)),
        ("no shutdown", put(enabled=True)),
        ("mtu <mtu:number>", put()),
        ("bandwidth <bandwidth:number>", put()),
        ("bandwidth inherit <rest:options>", ignore),
        ("delay <delay:number>", put()),
        ("speed <speed:word> <rest:options>", _speed),
        ("mac-address <mac:word>", ignore),
        ("vrf member <vrf:word>", put()),
        ("ip address <address:interface4>", _address4),
        ("ip address <address:interface4> tag <tag:number>", _address4),
        (
            "ip address <address:interface4> secondary <rest:options>",
            append("addresses4", lambda address, **_: address),
        ),
        ("ip address dhcp", put(dhcp=True)),
        ("no ip address <rest:options>", ignore),
        ("ip unnumbered <unnumbered:word>", put()),
        ("ip forward", put(ip_forward=True)),
        ("ipv6 address <address:interface6> <rest:options>", _address6),
        ("ipv6 link-local <address:address6>", _link_local),
        ("ipv6 address use-link-local-only", put(ipv6_enabled=True)),
        ("ipv6 forward", put(ipv6_enabled=True)),
        ("ip access-group <name:word> <direction:word>", _access_group("acl")),
        ("ipv6 traffic-filter <name:word> <direction:word>", _access_group("acl6")),
        ("ip port access-group <name:word> <direction:word>", ignore),  # of a switch's port: not on routed packets
        ("ip dhcp relay address <address:address4> <rest:options>", append("helpers", lambda address, **_: address)),
        ("ipv6 dhcp relay address <address:address6> <rest:options>", append("helpers", lambda address, **_: address)),
        ("ip nat inside|outside", ignore),
        ("fabric forwarding mode anycast-gateway", put(anycast=True)),
        ("fabric forwarding <rest:rest>", ignore),
        ("encapsulation dot1q <vlan:number>", put()),
        ("switchport", put(switchport=True)),
        ("no switchport", put(switchport=False)),
        ("switchport mode <mode:word> <rest:options>", put(switchport=True)),
        ("switchport access vlan <access_vlan:number>", put()),
        ("switchport trunk allowed vlan <vlans:options>", _trunk_vlans),
        ("switchport trunk native vlan <native_vlan:number>", put()),
        ("switchport host|block|port-security|monitor|autostate|isolated|dot1q|vlan <rest:options>", ignore),
        ("spanning-tree port type edge <rest:options>", put(edge=True)),
        ("spanning-tree <rest:rest>", ignore),
        ("channel-group <group:number> <rest:options>", _member),
        ("vn-segment <vni:number>", put()),
        ("hsrp version <hsrp_version:number>", put()),
        ("hsrp bfd|delay|use-bia|ipv6|mac-refresh <rest:options>", ignore),
        ("tunnel source <tunnel_source:word> <rest:options>", put()),
        ("tunnel destination <tunnel_destination:word>", put()),
        ("tunnel mode|ttl|use-vrf|path-mtu-discovery <rest:options>", ignore),
        *_ospf_rules("ip ospf", "ip router ospf", "ospf"),
        *_ospf_rules("ospfv3", "ipv6 router ospfv3", "ospf6"),
        ("ip ospf authentication message-digest", into("ospf", message_digest=True)),
        ("ip ospf authentication null", into("ospf", message_digest=False)),
        ("ip ospf authentication|authentication-key <rest:options>", into("ospf", plain_key=True)),
        ("ip ospf message-digest-key <key_id:number> md5 <key:rest>", _ospf_key),
        ("ip router eigrp <process:word>", _eigrp()),
        ("ipv6 router eigrp <process:word>", _eigrp(family=6)),
        ("ip passive-interface eigrp <process:word>", _eigrp(passive=True)),
        ("ipv6 passive-interface eigrp <process:word>", _eigrp(family=6, passive=True)),
        ("no ip passive-interface eigrp <process:word>", _eigrp(passive=False)),
        ("ip bandwidth eigrp <process:word> <bandwidth:number>", _eigrp()),
        ("ip delay eigrp <process:word> <delay:number>", _eigrp()),
        ("ip delay eigrp <process:word> <picoseconds:number> picoseconds", _eigrp()),
        ("no ip split-horizon eigrp <process:word>", _eigrp(split_horizon=False)),
        ("no ip next-hop-self eigrp <process:word>", _eigrp(next_hop_self=False)),
        ("ip summary-address eigrp <process:word> <prefix:network4> <rest:options>", _eigrp_summary),
        ("ipv6 summary-address eigrp <process:word> <prefix:network6> <rest:options>", _eigrp_summary),
        (
            "ip distribute-list eigrp <process:word> prefix-list <name:word> <direction:word>",
            _eigrp_filter_of("prefix_list"),
        ),
        (
            "ip distribute-list eigrp <process:word> route-map <name:word> <direction:word>",
            _eigrp_filter_of("route_map"),
        ),
        ("ip hello-interval|hold-time|bandwidth-percent|authentication|bfd eigrp|mode <rest:options>", ignore),
        ("ip eigrp <process:word> bfd <rest:options>", ignore),
        ("ip router isis <process:word>", _isis(family4=True)),
        ("ipv6 router isis <process:word>", _isis(family6=True)),
        ("isis circuit-type <level:word>", _isis_level),
        ("isis metric <metric:number> <level:options>", _isis_metric),
        ("isis network point-to-point", _isis(point_to_point=True)),
        ("isis passive-interface <level:options>", _isis(passive=True)),
        ("isis passive <level:options>", _isis(passive=True)),
        ("isis hello-interval <hello_interval:number> <level:options>", ignore),
        ("isis <rest:rest>", ignore),
        ("ip router rip <process:word>", into("rip")),
        ("ip rip passive-interface", into("rip", passive=True)),
        ("ip rip metric-offset <metric:number>", into("rip")),
        ("ip rip <rest:rest>", ignore),
        ("no ip rip split-horizon", into("rip", split_horizon=False)),
        ("ip redirects|unreachables|proxy-arp|local-proxy-arp|arp|pim|igmp|flow|dhcp <rest:options>", ignore),
        ("ip directed-broadcast <rest:options>", ignore),
        ("ip tcp|port-unreachable|wccp|sla|mtu|source|load-sharing|multicast|mroute <rest:options>", ignore),
        ("ipv6 redirects|unreachables|nd|mld|pim|flow|dhcp|icmp <rest:options>", ignore),
        (
            "no ip|ipv6 redirects|unreachables|proxy-arp|arp|directed-broadcast|nd|port-unreachable <rest:options>",
            ignore,
        ),
        (f"no {'|'.join(_SILENT)} <rest:options>", ignore),
        ("no description|mtu|bandwidth|delay|spanning-tree|negotiate|hsrp|autostate <rest:options>", ignore),
        ("autostate", ignore),
        ("no autostate", put(autostate=False)),
    ),
    (
        Block("hsrp <group:number> <rest:options>", hsrp_draft(4), Grammar(HSRP_RULES)),
        Block("vrrp <group:number>", within("vrrp", "group"), Grammar(VRRP_RULES)),
        Block(
            "vrrpv3 <group:number> address-family <family:word>",
            within("vrrpv3", "group", "family"),
            Grammar(VRRP_RULES),
        ),
        Block("member vni <vni:rest>", lambda _draft, _held: None, None),
    ),
    silent=_SILENT,
)
