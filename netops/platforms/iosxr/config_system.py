"""Static routes, VRFs, packet filters, gateways that two share, and how the device is managed."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

from netops.model import (
    AccessList,
    AccessListEntry,
    Action,
    Administration,
    HsrpGroup,
    IPPrefix,
    Secret,
    SnmpCommunity,
    StaticRoute,
    User,
    Vrf,
    VrfFamily,
    VrfLeak,
    VrrpGroup,
)
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, append, ignore, put, type_of
from netops.platforms.iosxr.names import full_name

__all__ = ["SYSTEM_BLOCKS", "SYSTEM_LINES", "access_lists", "administration", "fhrp_groups", "static_routes", "vrfs"]


def _route(draft: Fields, held: Fields) -> None:
    """``PREFIX [vrf NAME] [INTERFACE] [NEXT-HOP] [DISTANCE] [tag N] [description X] [track N] [metric N]``."""
    words: list[str] = list(held["words"])
    fields: Fields = {"prefix": held["prefix"], "vrf": draft["vrf"]}
    while words:
        word = words.pop(0)
        if word in ("tag", "metric", "vrf", "track", "description", "tunnel-id", "vrflabel", "bfd", "permanent"):
            _option(word, words, fields)
        elif word.isdigit():
            fields["distance"] = int(word)
        elif word.lower() == "null0":
            fields["blackhole"] = True
        elif word[0].isalpha() and ":" not in word:
            fields["interface"] = full_name(word)
        else:
            fields["next_hop"] = type_of("address", word)
    made = StaticRoute(**fields)
    draft["routes"][made.vrf, made.prefix, made.next_hop, made.interface] = made


def _option(word: str, words: list[str], fields: Fields) -> None:
    if word == "bfd":
        words.clear()  # it makes a route go faster, and says nothing else
        return
    if word == "permanent":
        return
    if not words:
        raise Mismatch(f"{word!r} lacks its value")
    value = words.pop(0)
    if word == "description":
        fields["name"] = value
    elif word == "vrf":
        fields["next_hop_vrf"] = value
    elif word == "track":
        fields["track"] = value
    elif word == "tag":
        fields["tag"] = type_of("number", value)
    elif word == "metric":
        fields["metric"] = type_of("number", value)
    else:
        raise Mismatch(f"{word!r} is not understood")


def _in_vrf(draft: Fields, held: Fields) -> Fields:
    return {"routes": draft["routes"], "vrf": held["vrf"]}


def _static(draft: Fields, _held: Fields) -> Fields:
    return {"routes": draft.setdefault("static_routes", {}), "vrf": "default"}


_ROUTES = Grammar(Rules(("<prefix:network> <words:options>", _route)))
_STATIC_FAMILY = Block("address-family ipv4|ipv6 unicast", lambda draft, _held: draft, _ROUTES)
_STATIC = Grammar(
    Rules(("maximum path <rest:options>", ignore)),
    (
        _STATIC_FAMILY,
        Block("vrf <vrf:word>", _in_vrf, Grammar(Rules(("maximum <rest:rest>", ignore)), (_STATIC_FAMILY,))),
    ),
)


def _vrf(draft: Fields, held: Fields) -> Fields:
    inner: Fields = draft.setdefault("vrfs", {}).setdefault(held["vrf"], {})
    return inner


def _vrf_family(draft: Fields, held: Fields) -> Fields:
    inner: Fields = draft.setdefault("families", {}).setdefault({"ipv4": 4, "ipv6": 6}[held["family"]], {})
    return inner


def _targets(part: str) -> Grammar:
    def action(draft: Fields, held: Fields) -> None:
        draft.setdefault(part, set()).add(held["target"])

    return Grammar(Rules(("<target:word> <rest:options>", action)))


def _from_default(draft: Fields, held: Fields) -> None:
    append("leaks", VrfLeak)(draft, {"source": "default", "policies": (held["policy"],)})


def _policy(field: str) -> Any:
    def action(draft: Fields, held: Fields) -> None:
        draft[field] = held["policy"]

    return action


def _same(draft: Fields, _held: Fields) -> Fields:
    return draft


_VRF_FAMILY = Grammar(
    Rules(
        ("import route-policy <policy:word>", _policy("import_map")),
        ("export route-policy <policy:word>", _policy("export_map")),
        ("import from default-vrf route-policy <policy:word> <rest:options>", _from_default),
        ("import from vrf advertise-as-vpn", ignore),
        ("maximum prefix <maximum_routes:number> <rest:options>", put()),
    ),
    (
        Block("import route-target", _same, _targets("imports")),
        Block("export route-target", _same, _targets("exports")),
    ),
)
_VRF = Grammar(
    Rules(
        ("rd <rd:word>", put()),
        ("description <description:rest>", put()),
        ("mode|vpn|mhost|remote-route-filtering <rest:options>", ignore),
    ),
    (
        Block("address-family ipv4 unicast", lambda draft, _held: _vrf_family(draft, {"family": "ipv4"}), _VRF_FAMILY),
        Block("address-family ipv6 unicast", lambda draft, _held: _vrf_family(draft, {"family": "ipv6"}), _VRF_FAMILY),
    ),
)

_PORTS = {
    "bgp": 179, "domain": 53, "ftp": 21, "ftp-data": 20, "ntp": 123, "snmp": 161, "snmptrap": 162, "ssh": 22,
    "syslog": 514, "tacacs": 49, "telnet": 23, "tftp": 69, "www": 80, "smtp": 25, "bootps": 67, "bootpc": 68,
}  # fmt: skip
_LAST = 65535


def _access_list(family: int) -> Any:
    def opener(draft: Fields, held: Fields) -> Fields:
        key = (held["name"], family)
        inner: Fields = draft.setdefault("access_lists", {}).setdefault(key, {"entries": {}, "family": family})
        return inner

    return opener


def _filter_line(draft: Fields, held: Fields) -> None:
    words: list[str] = list(held["words"])
    sequence, family = held["sequence"], draft["family"]
    if len(words) < 2 or words[0] not in ("permit", "deny"):
        raise Mismatch("expected permit or deny")
    said: Fields = {"action": Action(words.pop(0))}
    protocol = words[0]
    if protocol in ("any", "host") or "/" in protocol or "." in protocol:
        protocol = "ip"  # a line of the source alone
        words.append("any")
    else:
        words.pop(0)
    said["protocol"] = {"ipv4": "ip", "ipv6": "ip"}.get(protocol, protocol)
    for side in ("source", "destination"):
        said[side] = _prefix(words, family)
        if ports := _ports(words):
            said[f"{side}_ports"] = ports
    said["established"] = "established" in words
    said["opaque"] = " ".join(word for word in words if word not in ("established", "log", "log-input"))
    draft["entries"][sequence] = AccessListEntry(sequence, **said)


def _prefix(words: list[str], family: int) -> IPPrefix | None:
    if not words:
        raise Mismatch("the line ends too early")
    word = words.pop(0)
    kind = "network4" if family == 4 else "network6"
    made: IPPrefix
    if word == "any":
        return None
    if word == "host" and words:
        made = type_of(kind, words.pop(0))
        return made
    if "/" in word:
        made = type_of(kind, word)
        return made
    if family == 4 and words:
        wildcard = int(type_of("address4", words.pop(0)))
        if wildcard & (wildcard + 1):
            raise Mismatch("a wildcard that is not at the end is not understood")
        return ip_network((int(type_of("address4", word)) & ~wildcard, 32 - wildcard.bit_length()))
    raise Mismatch(f"{word!r} is no prefix")


def _ports(words: list[str]) -> tuple[int, int] | None:
    if not words or words[0] not in ("eq", "gt", "lt", "range"):
        return None
    kind = words.pop(0)
    low = _port(words)
    if kind == "range":
        return low, _port(words)
    return {"eq": (low, low), "gt": (low + 1, _LAST), "lt": (0, low - 1)}[kind]


def _port(words: list[str]) -> int:
    if not words:
        raise Mismatch("a port is missing")
    word = words.pop(0)
    number = _PORTS[word] if word in _PORTS else type_of("number", word)
    return min(int(number), _LAST)


_FILTER = Grammar(
    Rules(("<sequence:number> remark <rest:options>", ignore), ("<sequence:number> <words:options>", _filter_line))
)


def _fhrp(protocol: str) -> Any:
    def opener(draft: Fields, _held: Fields) -> Fields:
        inner: Fields = draft.setdefault(protocol, {})
        return inner

    return opener


def _fhrp_interface(draft: Fields, held: Fields) -> Fields:
    inner: Fields = draft.setdefault(full_name(held["name"]), {})
    return inner


def _group(draft: Fields, held: Fields) -> Fields:
    inner: Fields = draft.setdefault(held["group"], {})
    return inner


_GROUP = Grammar(
    Rules(
        ("address <address:address> <rest:options>", append("addresses", lambda address, **_: address)),
        ("address linklocal|global <rest:options>", ignore),
        ("priority <priority:number>", put()),
        ("preempt disable", put(preempt=False)),
        ("preempt <rest:options>", put(preempt=True)),
        ("timer|timers|track|authentication|text-authentication <rest:options>", ignore),
        ("bfd|name|accept-mode|mac-address|slave <rest:options>", ignore),
    )
)
_GROUPS = (
    Block("hsrp <group:number> <rest:options>", _group, _GROUP),
    Block("vrrp <group:number> <rest:options>", _group, _GROUP),
)
_FHRP_FAMILY = Block("address-family ipv4|ipv6", _same, Grammar(Rules(("delay <rest:rest>", ignore)), _GROUPS))
_FHRP = Grammar(
    Rules(("message <rest:rest>", ignore)),
    (
        Block(
            "interface <name:word>",
            _fhrp_interface,
            Grammar(Rules(("hsrp|mac-refresh|delay|redirects <rest:options>", ignore)), (_FHRP_FAMILY, *_GROUPS)),
        ),
    ),
)


def _user(draft: Fields, held: Fields) -> Fields:
    inner: Fields = draft.setdefault("users", {}).setdefault(held["name"], {})
    return inner


def _secret(draft: Fields, held: Fields) -> None:
    draft.update(secret=Secret.of_value(held["value"].split()[-1]), encrypted=not held["value"].startswith("0 "))


_USER = Grammar(
    Rules(
        ("group <privilege:word>", put()),
        ("secret <value:rest>", _secret),
        ("password <value:rest>", _secret),
        ("policy|masked-secret <rest:rest>", ignore),
    )
)


def _servers(part: str) -> Any:
    def action(draft: Fields, held: Fields) -> None:
        draft.setdefault(part, {})[held["server"]] = None

    return action


def _community(draft: Fields, held: Fields) -> None:
    made = SnmpCommunity(Secret.of_value(held["community"]), "RW" in held["words"])
    append("snmp_communities", lambda made: made)(draft, {"made": made})


_NTP = Grammar(
    Rules(
        ("server <server:word> <rest:options>", _servers("ntp_servers")),
        ("server vrf <vrf:word> <server:word> <rest:options>", _servers("ntp_servers")),
        ("peer <server:word> <rest:options>", _servers("ntp_servers")),
        ("authenticate", put(ntp_authenticated=True)),
        ("<any:word> <rest:options>", ignore),
    )
)

SYSTEM_LINES: tuple[tuple[str, Any], ...] = (
    ("hostname <hostname:word>", put()),
    ("domain name <domain:word>", put()),
    ("domain name-server <server:word>", _servers("name_servers")),
    ("domain <rest:rest>", ignore),
    (
        "logging <server:address> <rest:options>",
        lambda draft, held: _servers("log_hosts")(draft, {"server": str(held["server"])}),
    ),
    ("snmp-server community <community:word> <words:options>", _community),
    ("snmp-server host <server:word> <rest:options>", _servers("trap_hosts")),
    ("snmp-server location <snmp_location:rest>", put()),
    ("snmp-server contact <snmp_contact:rest>", put()),
    ("snmp-server <rest:rest>", ignore),
    ("aaa <method:rest>", lambda draft, held: draft.setdefault("aaa", []).append(held["method"])),
    ("ssh server v2", put(ssh_version=2)),
    ("telnet <rest:rest>", put(telnet=True)),
)
SYSTEM_BLOCKS = (
    Block("router static", _static, _STATIC),
    Block("vrf <vrf:word>", _vrf, _VRF, "vrf:{vrf}"),
    Block("ipv4 access-list <name:word>", _access_list(4), _FILTER, "access-list:{name}"),
    Block("ipv6 access-list <name:word>", _access_list(6), _FILTER, "access-list:{name}"),
    Block("router hsrp", _fhrp("hsrp"), _FHRP),
    Block("router vrrp", _fhrp("vrrp"), _FHRP),
    Block("username <name:word>", _user, _USER),
    Block("ntp", _same, _NTP),
    Block("aaa group <rest:rest>", lambda _draft, _held: None, None),
)


def static_routes(top: Fields) -> tuple[StaticRoute, ...]:
    return tuple(top.get("static_routes", {}).values())


def vrfs(top: Fields, rds: dict[str, str]) -> dict[str, Vrf]:
    """The VRFs; ``rds`` are the route distinguishers that BGP gives."""
    return {
        name: Vrf(
            name,
            draft.get("rd", rds.get(name, "")),
            draft.get("description", ""),
            tuple(_made_family(family, each) for family, each in draft.get("families", {}).items()),
        )
        for name, draft in top.get("vrfs", {}).items()
    }


def _made_family(family: int, draft: Fields) -> VrfFamily:
    return VrfFamily(
        family,
        imports=frozenset(draft.get("imports", ())),
        exports=frozenset(draft.get("exports", ())),
        leaks=tuple(draft.get("leaks", ())),
        **{key: draft[key] for key in ("import_map", "export_map", "maximum_routes") if key in draft},
    )


def access_lists(top: Fields) -> tuple[AccessList, ...]:
    return tuple(
        AccessList(name, family, tuple(draft["entries"][number] for number in sorted(draft["entries"])))
        for (name, family), draft in top.get("access_lists", {}).items()
    )


def administration(top: Fields) -> Administration:
    """How the device is managed."""
    said: Fields = {
        name: tuple(top.get(name, {})) for name in ("name_servers", "ntp_servers", "log_hosts", "trap_hosts")
    }
    plain = ("domain", "ntp_authenticated", "snmp_location", "snmp_contact", "telnet", "ssh_version")
    return Administration(
        **said,
        **{name: top[name] for name in plain if name in top},
        snmp_communities=tuple(top.get("snmp_communities", ())),
        aaa=tuple(top.get("aaa", ())),
        users=tuple(User(name, **each) for name, each in top.get("users", {}).items()),
    )


def fhrp_groups(top: Fields, interface: str) -> tuple[tuple[HsrpGroup, ...], tuple[VrrpGroup, ...]]:
    """The hot standby groups and the virtual routers of an interface."""
    hsrp = tuple(
        HsrpGroup(number, tuple(draft.get("addresses", ())), draft.get("priority", 100), draft.get("preempt", False))
        for number, draft in top.get("hsrp", {}).get(interface, {}).items()
    )
    vrrp = tuple(
        VrrpGroup(number, tuple(draft["addresses"]), draft.get("priority", 100), draft.get("preempt", True))
        for number, draft in top.get("vrrp", {}).get(interface, {}).items()
        if draft.get("addresses")
    )
    return hsrp, vrrp
