"""What a device serves and is managed by: names, time, logs, SNMP, users, AAA; VLANs and VRFs."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from netops.model import (
    Administration,
    Secret,
    SnmpCommunity,
    SnmpUser,
    SpanningTree,
    StaticRoute,
    User,
    Vlan,
    Vrf,
    VrfFamily,
    VrfLeak,
)
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, append, ignore, put, type_of
from netops.platforms.nxos.config_interface import vlan_ids
from netops.platforms.nxos.names import full_name

__all__ = ["SYSTEM_BLOCKS", "SYSTEM_LINES", "administration", "spanning_tree", "static_routes", "vlans", "vrfs"]


def _static(draft: Fields, held: Fields) -> None:
    """``ip route PREFIX [INTERFACE] [NEXT-HOP] [vrf NAME] [tag N] [name X] [track N] [DISTANCE]``."""
    words: list[str] = list(held["words"])
    fields: Fields = {"prefix": held["prefix"], "vrf": draft.get("vrf", "default")}
    while words:
        word = words.pop(0)
        if word in ("tag", "name", "track", "vrf"):
            if not words:
                raise Mismatch(f"{word!r} lacks its value")
            value: Any = words.pop(0)
            key = {"vrf": "next_hop_vrf"}.get(word, word)
            fields[key] = type_of("number", value) if word == "tag" else value
        elif word.isdigit():
            fields["distance"] = int(word)
        elif word.lower() in ("null0", "null"):
            fields["blackhole"] = True
        elif word[0].isalpha() and not _is_address(word):
            fields["interface"] = full_name(word)
        else:
            fields["next_hop"] = type_of("address", word.partition("/")[0])
    made = StaticRoute(**fields)
    draft.setdefault("static_routes", {})[made.vrf, made.prefix, made.next_hop, made.interface] = made


def _is_address(text: str) -> bool:
    try:
        ip_address(text.partition("/")[0])
    except ValueError:
        return False
    return True


_STATIC = (
    ("ip route static bfd <rest:rest>", ignore),
    ("ip route <prefix:network4> <words:options>", _static),
    ("ipv6 route <prefix:network6> <words:options>", _static),
)


def _vlan_list(draft: Fields, held: Fields) -> None:
    for number in vlan_ids(held["vlans"]):
        draft.setdefault("vlans", {}).setdefault(number, {})


def _vlan(draft: Fields, held: Fields) -> Fields:
    _vlan_list(draft, held)
    inner: Fields = draft["vlans"][vlan_ids(held["vlans"])[0]]
    return inner


_VLAN = Grammar(
    Rules(
        ("name <name:rest>", put()),
        ("vn-segment <vni:number>", put()),
        ("state active|suspend", ignore),
        ("shutdown", put(enabled=False)),
        ("no shutdown", ignore),
        ("mode|media|fabricpath|private-vlan|ip|remote-span|xconnect <rest:options>", ignore),
    )
)


def _target(draft: Fields, held: Fields) -> None:
    """``route-target import|export|both VALUE [evpn]``; "auto" is known only to the device."""
    if held["value"] == "auto":
        draft["auto"] = True
        return
    for direction in ("import", "export") if held["direction"] == "both" else (held["direction"],):
        if direction not in ("import", "export"):
            raise Mismatch(f"{direction!r} is neither import nor export")
        draft.setdefault(f"{direction}s", set()).add(held["value"])


def _import_default(draft: Fields, held: Fields) -> None:
    words = [word for word in held["words"] if not word.isdigit()]
    if words[:1] != ["map"] or len(words) < 2:
        raise Mismatch("expected import vrf default map NAME")
    draft.setdefault("leaks", []).append(VrfLeak("default", "bgp", (words[1],)))


_VRF_FAMILY = Grammar(
    Rules(
        ("route-target <direction:word> <value:word> <rest:options>", _target),
        ("import map <import_map:word>", put()),
        ("export map <export_map:word>", put()),
        ("import vrf default <words:options>", _import_default),
        ("import vrf advertise-vpn", ignore),
        ("maximum routes <maximum_routes:number> <rest:options>", put()),
    )
)


def _vrf(draft: Fields, held: Fields) -> Fields:
    inner: Fields = draft.setdefault("vrfs", {}).setdefault(held["vrf"], {"vrf": held["vrf"]})
    inner["static_routes"] = draft.setdefault("static_routes", {})
    return inner


def _vrf_family(draft: Fields, held: Fields) -> Fields:
    family = {"ipv4": 4, "ipv6": 6}.get(held["family"])
    if family is None:
        raise Mismatch(f"netops does not know the family {held['family']!r}")
    inner: Fields = draft.setdefault("families", {}).setdefault(family, {})
    return inner


_VRF = Grammar(
    Rules(
        *_STATIC,
        ("rd <rd:word>", put()),
        ("vni <vni:number> <rest:options>", put()),
        ("description <description:rest>", put()),
        (
            "ip name-server|domain-name|domain-list|pim|igmp|multicast|mroute|auto-discard|host|domain <rest:options>",
            ignore,
        ),
        ("ipv6 pim|mld|multicast <rest:options>", ignore),
        ("shutdown|no <rest:options>", ignore),
    ),
    (Block("address-family <family:word> <safi:word>", _vrf_family, _VRF_FAMILY),),
    silent=("evpn",),
)

SYSTEM_BLOCKS = (
    Block("vlan <vlans:word>", _vlan, _VLAN),
    Block("vrf context <vrf:word>", _vrf, _VRF, "vrf:{vrf}"),
)


def _server(part: str) -> Any:
    def action(draft: Fields, held: Fields) -> None:
        for server in held["servers"]:
            if server in ("use-vrf", "prefer", "key", "version", "port", "facility", "traps", "informs"):
                break
            draft.setdefault(part, {})[server] = None

    return action


def _community(draft: Fields, held: Fields) -> None:
    words = held["words"]
    writable = "rw" in words or "network-admin" in words
    made = SnmpCommunity(Secret.of_value(held["community"]), writable)
    append("snmp_communities", lambda made: made)(draft, {"made": made})


def _snmp_user(draft: Fields, held: Fields) -> None:
    words = held["words"]
    level = "priv" if "priv" in words else "auth" if "auth" in words else "noauth"
    group = words[0] if words and words[0] not in ("auth", "priv") else ""
    draft.setdefault("snmp_users", {})[held["name"]] = SnmpUser(held["name"], level, group)


def _user(draft: Fields, held: Fields) -> None:
    words: list[str] = held["words"]
    user = draft.setdefault("users", {}).setdefault(held["name"], {})
    if "role" in words[:-1]:
        user["privilege"] = words[words.index("role") + 1]
    if words[:1] == ["password"] and len(words) > 1:
        value = words[2] if words[1] in ("0", "3", "5", "7") and len(words) > 2 else words[1]
        user.update(secret=Secret.of_value(value), encrypted=words[1] == "5")


def _tree(draft: Fields, held: Fields) -> None:
    for vlan in vlan_ids(held["vlans"]):
        draft.setdefault("vlan_priorities", {})[vlan] = held["priority"]


def _tree_mode(draft: Fields, held: Fields) -> None:
    modes = {"rapid-pvst": "rapid-pvst", "mst": "mstp"}
    if held["mode"] not in modes:
        raise Mismatch(f"{held['mode']!r} is no mode of spanning tree")
    draft["tree_mode"] = modes[held["mode"]]


SYSTEM_LINES: tuple[tuple[str, Any], ...] = (
    *_STATIC,
    ("hostname <hostname:word>", put()),
    ("switchname <hostname:word>", put()),
    ("version <version:rest>", put()),
    ("vlan <vlans:word>", _vlan_list),
    ("ip domain-name <domain:word> <rest:options>", put()),
    ("ip name-server <servers:options>", _server("name_servers")),
    ("ntp server <servers:options>", _server("ntp_servers")),
    ("ntp peer <servers:options>", _server("ntp_servers")),
    ("ntp authenticate", put(ntp_authenticated=True)),
    ("ntp <rest:rest>", ignore),
    ("logging server <servers:options>", _server("log_hosts")),
    ("logging <rest:rest>", ignore),
    ("snmp-server community <community:word> <words:options>", _community),
    ("snmp-server user <name:word> <words:options>", _snmp_user),
    ("snmp-server host <servers:options>", _server("trap_hosts")),
    ("snmp-server location <snmp_location:rest>", put()),
    ("snmp-server contact <snmp_contact:rest>", put()),
    ("snmp-server <rest:rest>", ignore),
    ("username <name:word> <words:options>", _user),
    ("aaa <method:rest>", lambda draft, held: draft.setdefault("aaa", []).append(held["method"])),
    ("tacacs-server host <servers:options>", _server("aaa_servers")),
    ("radius-server host <servers:options>", _server("aaa_servers")),
    ("tacacs-server|radius-server <rest:rest>", ignore),
    ("feature telnet", put(telnet=True)),
    ("feature nxapi", put(http=True)),
    ("feature <name:rest>", lambda draft, held: draft.setdefault("features", set()).add(held["name"])),
    ("system default switchport shutdown", put(ports_down=True)),
    ("system default switchport", put(ports_switched=True)),
    ("no system default switchport", put(ports_switched=False)),
    ("no system default switchport shutdown", put(ports_down=False)),
    ("spanning-tree mode <mode:word>", _tree_mode),
    ("spanning-tree vlan <vlans:word> priority <priority:number>", _tree),
    ("spanning-tree <rest:rest>", ignore),
    ("fabric forwarding anycast-gateway-mac <anycast_mac:word>", put()),
)


def administration(top: Fields) -> Administration:
    """How the device is managed."""
    lists = ("name_servers", "ntp_servers", "log_hosts", "trap_hosts", "aaa_servers")
    plain = ("domain", "ntp_authenticated", "snmp_location", "snmp_contact", "telnet", "http")
    said: Fields = {name: tuple(top.get(name, {})) for name in lists}
    return Administration(
        **said,
        **{name: top[name] for name in plain if name in top},
        snmp_communities=tuple(top.get("snmp_communities", ())),
        snmp_users=tuple(top.get("snmp_users", {}).values()),
        aaa=tuple(top.get("aaa", ())),
        users=tuple(User(name, **each) for name, each in top.get("users", {}).items()),
        ssh_version=2,
    )


def spanning_tree(top: Fields) -> SpanningTree:
    """Rapid PVST is what NX-OS runs where it is not told."""
    priorities = tuple(sorted(top.get("vlan_priorities", {}).items()))
    return SpanningTree(mode=top.get("tree_mode", "rapid-pvst"), vlan_priorities=priorities)


def static_routes(top: Fields) -> tuple[StaticRoute, ...]:
    return tuple(top.get("static_routes", {}).values())


def vlans(top: Fields) -> dict[int, Vlan]:
    """VLAN 1 is there without being said."""
    said: dict[int, Fields] = {1: {}} | top.get("vlans", {})
    return {number: Vlan(number, **said[number]) for number in sorted(said)}


def vrfs(top: Fields, asn: int | None) -> dict[str, Vrf]:
    """The VRFs; automatic route targets are the AS number and the VNI (NX-OS: ``route-target both auto``)."""
    return {name: _made_vrf(name, draft, asn) for name, draft in top.get("vrfs", {}).items()}


def _made_vrf(name: str, draft: Fields, asn: int | None) -> Vrf:
    vni = draft.get("vni")
    families = tuple(_made_vrf_family(family, each, asn, vni) for family, each in draft.get("families", {}).items())
    return Vrf(name, draft.get("rd", ""), draft.get("description", ""), families, vni)


def _made_vrf_family(family: int, draft: Fields, asn: int | None, vni: int | None) -> VrfFamily:
    automatic = {f"{asn}:{vni}"} if draft.get("auto") and asn is not None and vni is not None else set()
    return VrfFamily(
        family,
        imports=frozenset(draft.get("imports", set()) | automatic),
        exports=frozenset(draft.get("exports", set()) | automatic),
        leaks=tuple(draft.get("leaks", ())),
        **{key: draft[key] for key in ("import_map", "export_map", "maximum_routes") if key in draft},
    )
