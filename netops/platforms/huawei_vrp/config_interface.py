"""``interface NAME``: addresses, switching, filters, and what the routing protocols say on it.

Sources: Huawei S-series and AR command references (V200R), CloudEngine (V8); H3C Comware 7 command references.
"""

from __future__ import annotations

from netops.platforms.configuration.grammar import Grammar
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, append, ignore, put, type_of
from netops.platforms.huawei_vrp.config_interface_protocols import PROTOCOL_LINES
from netops.platforms.huawei_vrp.config_nat import INTERFACE_NAT
from netops.platforms.huawei_vrp.names import joined
from netops.platforms.huawei_vrp.values import direction, interface_of, vlan_ids

__all__ = ["INTERFACE_GRAMMAR"]


def _address(draft: Fields, held: Fields) -> None:
    """The primary address stands first, wherever ``sub`` ones are said; a later primary takes its place."""
    address = interface_of(held["address"], held["mask"])
    if held["words"] in (["sub"], ["secondary"]):
        append("secondary", lambda address: address)(draft, {"address": address})
    elif not held["words"]:
        draft["primary"] = address
    else:
        raise Mismatch(f"{' '.join(held['words'])!r} is not understood here")


def _address6(draft: Fields, held: Fields) -> None:
    """``X/64``, ``X 64``, with ``eui-64``, ``anycast`` or ``link-local`` behind it."""
    words: list[str] = list(held["words"])
    address, slash, mask = held["address"].partition("/")
    draft["ipv6_enabled"] = True
    if not slash and words and words[0].isdigit():
        mask = words.pop(0)
    if words == ["link-local"]:
        type_of("address6", address)
        return
    if words == ["eui-64"]:
        raise Mismatch("the address depends on the MAC address, which the configuration does not tell")
    if words not in ([], ["anycast"]) or ":" not in address:
        raise Mismatch("expected an IPv6 address and its length")
    made = interface_of(address, mask or "128")
    append("addresses6", lambda made: made)(draft, {"made": made})


def _vlans(field: str, remove: bool = False) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        chosen = draft.setdefault(field, {1: None})
        for vlan in vlan_ids(held["vlans"]):
            if remove:
                chosen.pop(vlan, None)
            else:
                chosen[vlan] = None

    return action


def _hybrid(draft: Fields, held: Fields) -> None:
    """Comware's ``port hybrid vlan LIST tagged|untagged``."""
    *vlans, kind = held["words"]
    if kind not in ("tagged", "untagged"):
        raise Mismatch(f"{kind!r} is neither tagged nor untagged")
    _vlans(kind)(draft, {"vlans": vlans})


def _link_type(draft: Fields, held: Fields) -> None:
    kind = held["kind"]
    if kind not in ("access", "trunk", "hybrid", "dot1q-tunnel", "negotiation-desirable", "negotiation-auto", "auto"):
        raise Mismatch(f"{kind!r} is no link type")
    draft.update(link_type=kind, switched=True)


def _filter(field: str) -> Action:
    """``traffic-filter inbound acl [name] X`` (VRP), ``packet-filter [name] X inbound`` (Comware)."""

    def action(draft: Fields, held: Fields) -> None:
        words = [word for word in held["words"] if word not in ("acl", "name", "ipv6", "hardware-count", "share-mode")]
        ways = [word for word in words if word in ("inbound", "outbound")]
        names = [word for word in words if word not in ways]
        if len(ways) != 1 or len(names) != 1:
            raise Mismatch("expected one access list and its direction")
        draft[f"{field}_{direction(ways[0])}"] = names[0]

    return action


def _speed(draft: Fields, held: Fields) -> None:
    if held["speed"].isdigit():
        draft["speed"] = int(held["speed"])
    elif held["speed"] not in ("auto", "auto-negotiation"):
        raise Mismatch(f"{held['speed']!r} is no speed")


def _bandwidth(draft: Fields, held: Fields) -> None:
    draft["bandwidth"] = held["bandwidth"]


def _link_mode(draft: Fields, held: Fields) -> None:
    if held["mode"] not in ("route", "bridge"):
        raise Mismatch(f"{held['mode']!r} is neither route nor bridge")
    draft["switched"] = held["mode"] == "bridge"


def _members(draft: Fields, held: Fields) -> None:
    """``trunkport GigabitEthernet0/0/1 to 0/0/4``, in the bundle itself."""
    words = held["words"]
    name = joined(words)
    media = name.rstrip("0123456789/.")
    if "to" not in words:
        draft.setdefault("members", []).append(name)
        return
    stem, _, first = name.rpartition("/")
    last = words[-1].rpartition("/")[2]
    for port in range(type_of("number", first), type_of("number", last) + 1):
        draft.setdefault("members", []).append(f"{stem}/{port}" if stem else f"{media}{port}")


def _member(draft: Fields, held: Fields) -> None:
    draft["lag"] = held["group"]


def _tunnel_end(field: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        draft[field] = joined(held["words"])

    return action


def _termination(draft: Fields, held: Fields) -> None:
    """Several VLANs on one subinterface are beyond the model."""
    vlans = vlan_ids(held["vlans"])
    if len(vlans) != 1:
        raise Mismatch("a subinterface with several VLANs is not understood")
    draft["vlan"] = vlans[0]


def _twice(_draft: Fields, _held: Fields) -> None:
    raise Mismatch("double tagging is not understood")


_ADDRESSES = (
    ("ip address <address:word> <mask:word> <words:options>", _address),
    ("ip address dhcp-alloc <rest:options>", put(dhcp=True)),
    ("ip address ppp-negotiate", put(dhcp=True)),
    ("ip address unnumbered interface <words:options>", _tunnel_end("unnumbered")),
    ("undo ip address <rest:options>", ignore),
    ("ip binding vpn-instance <vrf:word>", put()),
    ("ipv6 enable", put(ipv6_enabled=True)),
    ("ipv6 address auto <rest:options>", put(ipv6_enabled=True)),
    ("ipv6 address <address:word> <words:options>", _address6),
    ("mtu <mtu:number> <rest:options>", put()),
    ("ip mtu <mtu:number>", put()),
    ("ipv6 mtu <mtu6:number> <rest:options>", ignore),
    ("dhcp select relay", ignore),
    ("dhcp select <rest:rest>", ignore),
    ("dhcp relay server-ip <address:address4> <rest:options>", append("helpers", lambda address, **_: address)),
    ("dhcp relay server-address <address:address4> <rest:options>", append("helpers", lambda address, **_: address)),
    ("dhcpv6 relay destination <address:address6> <rest:options>", append("helpers", lambda address, **_: address)),
    (
        "ipv6 dhcp relay server-address <address:address6> <rest:options>",
        append("helpers", lambda address, **_: address),
    ),
    ("dhcp|dhcpv6|ipv6 snooping|server|relay|option|dhcp|nd|icmpv6|pim|mld|verify <rest:options>", ignore),
    ("undo dhcp|dhcpv6|ipv6|arp <rest:options>", ignore),
)
_SWITCHING = (
    ("portswitch", put(switched=True)),
    ("undo portswitch", put(switched=False)),
    ("port link-mode <mode:word>", _link_mode),
    ("port link-type <kind:word>", _link_type),
    ("port default vlan <access_vlan:number> <rest:options>", put(switched=True)),
    ("port access vlan <access_vlan:number>", put(switched=True)),
    ("port trunk allow-pass|permit vlan <vlans:options>", _vlans("trunk")),
    ("undo port trunk allow-pass|permit vlan <vlans:options>", _vlans("trunk", remove=True)),
    ("port trunk pvid vlan <pvid:number>", put()),
    ("port hybrid pvid vlan <hybrid_pvid:number>", put()),
    ("port hybrid tagged vlan <vlans:options>", _vlans("tagged")),
    ("port hybrid untagged vlan <vlans:options>", _vlans("untagged")),
    ("undo port hybrid vlan <vlans:options>", _vlans("untagged", remove=True)),
    ("port hybrid vlan <words:options>", _hybrid),
    ("port link-aggregation group <group:number> <rest:options>", _member),
    ("eth-trunk <group:number> <rest:options>", _member),
    ("trunkport <words:options>", _members),
    ("stp edged-port enable|default", put(edge=True)),
    ("stp edged-port", put(edge=True)),
    ("undo stp edged-port <rest:options>", put(edge=False)),
    ("stp <rest:rest>", ignore),
    ("undo stp <rest:options>", ignore),
    ("vlan-type dot1q vid <vlans:options>", _termination),
    ("vlan-type dot1q <vlans:options>", _termination),
    ("vlan-type dot1q default", put(native_vlan=True)),
    ("dot1q termination vid <vlans:options>", _termination),
    ("qinq termination <rest:rest>", _twice),
    ("dot1q|control-vid <rest:rest>", ignore),
    ("port-group|port-isolate|port-security|port-mirroring|port-queue <rest:rest>", ignore),
    ("port bridge|priority|auto-neg|mode|isolate-state|mirroring|negotiation|up-mode|connection-mode <rest:options>",
     ignore),
    ("port link-flap|crc-statistics|media|multicast-vlan|service-loopback|lldp|vlan-stacking <rest:options>", ignore),
)  # fmt: skip
_REST = (
    ("description <description:rest>", put()),
    ("shutdown", put(enabled=False)),
    ("undo shutdown", put(enabled=True)),
    ("speed <speed:word> <rest:options>", _speed),
    ("bandwidth <bandwidth:number> <rest:options>", _bandwidth),
    ("traffic-filter <words:options>", _filter("acl")),
    ("traffic-filter inbound|outbound ipv6 acl <rest:options>", ignore),
    ("packet-filter ipv6 <words:options>", _filter("acl6")),
    ("packet-filter <words:options>", _filter("acl")),
    ("source <words:options>", _tunnel_end("tunnel_source")),
    ("destination <words:options>", _tunnel_end("tunnel_destination")),
    ("tunnel-protocol|gre|keepalive|tunnel <rest:options>", ignore),
)
_SILENT = (
    *("arp", "alias", "auto", "authentication", "bfd", "broadcast-suppression", "broadcast-constrain", "carrier"),
    *("bpdu", "bpdu-tunnel", "clock", "combo", "combo-port", "control-flap", "crc-statistics", "device", "dfs-group"),
    *("direct-forward", "duplex", "dot1x", "eee", "enable", "fast-arp", "flow-control", "flow-interval", "flow-stat"),
    *("gratuitous-arp", "hardware-speed-down", "icmp", "igmp", "igmp-snooping", "info-center", "jumboframe", "l2-ext"),
    *("lacp", "ldp-sync", "least", "link-aggregation", "link-delay", "link-flap", "link-protocol", "link-type-sense"),
    *("lldp", "load-balance", "local-preference", "loopback", "loopback-detect", "loopback-detection", "log"),
    *("mac-address", "mac-authentication", "mad", "max", "mdi", "mirror", "mirroring-group", "mode", "monitor-link"),
    *("mpls", "multicast", "multicast-suppression", "negotiation", "ntp-service", "ntp", "oam", "p2p-enable", "pim"),
    *("peer-link", "poe", "ppp", "priority", "proxy-neighbor", "qos", "queue", "remote-loop-forward", "route-proxy"),
    *("reserved-vlan", "rmon", "segment-routing", "sflow", "smart-link", "snmp", "snmp-agent", "statistic"),
    *("statistics", "storm-constrain", "storm-control", "storm", "tcp", "timer", "traffic-limit", "traffic-mirror"),
    *("traffic-remark", "traffic-shape", "traffic-statistic", "transceiver", "trap", "trust", "undo-pause", "unicast"),
    *("unicast-suppression", "unknown-unicast", "unicast-constrain", "urpf", "user-bind", "undershoot", "voice-vlan"),
    *("voice", "web-auth-server", "wred", "port-split", "fec", "dampening", "dcb", "l2protocol", "l2protocol-tunnel"),
    *("set", "security", "ips", "service-manage", "anti-attack", "trunk", "mux", "ethernet", "undo-negotiation"),
)
_IP_SILENT = (
    *("accounting", "fast-forwarding", "flow", "forward-broadcast", "forwarding", "load-sharing", "netstream"),
    *("redirects", "redirects-enable", "route", "soft-forward", "source", "ttl-expires", "unreachables", "urpf"),
    *("verify", "check", "df", "icmp", "igmp", "fast-reroute", "last-hop"),
)

INTERFACE_GRAMMAR = Grammar(
    Rules(
        *_ADDRESSES,
        *_SWITCHING,
        *PROTOCOL_LINES,
        *INTERFACE_NAT,
        *_REST,
        (f"ip {'|'.join(_IP_SILENT)} <rest:options>", ignore),
        (f"undo {'|'.join(_SILENT)} <rest:options>", ignore),
        ("undo icmp|ip|description|mtu|bandwidth|speed|icmpv6 <rest:options>", ignore),
    ),
    silent=_SILENT,
)
