"""What a device is managed by, its VLANs, spanning tree and VRFs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from netops.model import (
    Administration,
    Secret,
    SnmpCommunity,
    SnmpUser,
    SpanningTree,
    User,
    Vlan,
    Vrf,
    VrfFamily,
)
from netops.platforms.configuration.blocks import Line
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, ignore, put
from netops.platforms.huawei_vrp.config_static import STATIC_LINES
from netops.platforms.huawei_vrp.values import secret_text, vlan_ids

__all__ = [
    "SYSTEM_BLOCKS",
    "SYSTEM_LINES",
    "administration",
    "banner",
    "spanning_tree",
    "vlans",
    "vrfs",
]


def _vlan_batch(draft: Fields, held: Fields) -> None:
    for vlan in vlan_ids(held["vlans"]):
        draft.setdefault("vlans", {}).setdefault(vlan, {})


def _vlan(draft: Fields, held: Fields) -> Fields:
    vlans_ = vlan_ids(held["vlans"])
    _vlan_batch(draft, held)
    inner: Fields = draft["vlans"][vlans_[0]]
    return inner


_VLAN = Grammar(
    Rules(("name <name:rest>", put()), ("description <description:rest>", put()), ("shutdown", put(enabled=False))),
    silent=("undo", "dhcp", "arp", "igmp-snooping", "mac-address", "mac-vlan", "port", "aggregate-vlan", "access-vlan",
            "mux", "ip", "statistic", "statistics", "stp", "multicast-vlan", "traffic-filter", "traffic-policy",
            "broadcast-suppression", "service", "type", "management-vlan", "ip-subnet-vlan", "protocol-vlan", "ipv6",
            "mld-snooping", "qos", "packet-filter", "private-vlan", "supervlan", "subvlan", "loop-detect",
            "vlan-stacking"),
)  # fmt: skip


def _target(draft: Fields, held: Fields) -> None:
    """``vpn-target 1:1 2:2 [both|import-extcommunity|export-extcommunity] [evpn]``; nothing said is both."""
    words = [word for word in held["words"] if word != "evpn"]
    ways = {"import-extcommunity": ("imports",), "export-extcommunity": ("exports",)}
    way = words.pop() if words and words[-1] in (*ways, "both") else "both"
    for field in ways.get(way, ("imports", "exports")):
        draft.setdefault(field, set()).update(words)


def _map(field: str) -> Any:
    return put() if not field else (lambda draft, held: draft.update({field: held["name"]}))


_VRF_LINES = (
    ("route-distinguisher <rd:word>", put()),
    ("description <description:rest>", put()),
    ("vpn-target <words:options>", _target),
    ("import route-policy <name:word>", _map("import_map")),
    ("export route-policy <name:word>", _map("export_map")),
    ("import-route-policy <name:word>", _map("import_map")),
    ("export-route-policy <name:word>", _map("export_map")),
    ("routing-table limit <maximum_routes:number> <rest:options>", put()),
    ("prefix limit <maximum_routes:number> <rest:options>", put()),
    ("vpn-id|tnl-policy|apply-label|ttl-mode|log-drop-packet|transit-vpn|diffserv-mode|arp <rest:options>", ignore),
    ("vxlan vni <vni:number> <rest:options>", put()),
)


def _vrf(draft: Fields, held: Fields) -> Fields:
    inner: Fields = draft.setdefault("vrfs", {}).setdefault(held["vrf"], {})
    return inner


def _vrf_family(draft: Fields, held: Fields) -> Fields:
    family = {"ipv4-family": 4, "ipv6-family": 6, "ipv4": 4, "ipv6": 6}[held["afi"]]
    inner: Fields = draft.setdefault("families", {}).setdefault(family, {})
    return inner


def _fixed(afi: str) -> Any:
    return lambda draft, held: _vrf_family(draft, {**held, "afi": afi})


_VRF_FAMILY = Grammar(Rules(*_VRF_LINES))
_VRF = Grammar(
    Rules(*_VRF_LINES),
    (
        *(Block(afi, _fixed(afi), _VRF_FAMILY) for afi in ("ipv4-family", "ipv6-family")),
        Block("address-family ipv4 <rest:options>", _fixed("ipv4"), _VRF_FAMILY),
        Block("address-family ipv6 <rest:options>", _fixed("ipv6"), _VRF_FAMILY),
        Block("address-family evpn", lambda _draft, _held: None, None),
    ),
    silent=("evpn", "undo"),
)


def _user(draft: Fields, held: Fields) -> None:
    """VRP's lines of one user: ``password …``, ``privilege level N``, ``service-type …``."""
    words: list[str] = held["words"]
    user = draft.setdefault("users", {}).setdefault(held["name"], {})
    if words[:1] == ["password"]:
        user.update(secret=Secret.of_value(secret_text(words[1:])), encrypted="irreversible-cipher" in words)
    if "privilege" in words and words[-1].isdigit():
        user["privilege"] = words[words.index("privilege") + 2] if len(words) > words.index("privilege") + 2 else ""


_AAA = Grammar(
    Rules(("local-user <name:word> <words:options>", _user), ("undo <rest:options>", ignore)),
    silent=("authentication-scheme", "authorization-scheme", "accounting-scheme", "domain", "recording-scheme",
            "service-scheme", "local-aaa-user", "task-group", "user-group", "manager-user", "role"),
)  # fmt: skip


def _comware_user(draft: Fields, held: Fields) -> Fields:
    inner: Fields = draft.setdefault("users", {}).setdefault(held["name"], {})
    return inner


def _comware_password(draft: Fields, held: Fields) -> None:
    draft.update(secret=Secret.of_value(secret_text(held["words"])), encrypted="hash" in held["words"])


_COMWARE_USER = Grammar(
    Rules(
        ("password <words:options>", _comware_password),
        ("authorization-attribute user-role <privilege:word> <rest:options>", put()),
        ("authorization-attribute|service-type|state|group|bind-attribute|undo|description|access-limit <rest:options>",
         ignore),
        ("validity-datetime|password-control <rest:options>", ignore),
    )
)  # fmt: skip


def _server(part: str) -> Any:
    def action(draft: Fields, held: Fields) -> None:
        draft.setdefault(part, {})[held["server"]] = None

    return action


def _community(draft: Fields, held: Fields) -> None:
    """``community read|write [cipher|simple] TEXT [acl N] …``."""
    if held["way"] not in ("read", "write"):
        raise Mismatch(f"{held['way']!r} is neither read nor write")
    words: list[str] = held["words"]
    acl = words[words.index("acl") + 1] if "acl" in words[:-1] else None
    made = SnmpCommunity(Secret.of_value(secret_text(words)), held["way"] == "write", acl)
    draft.setdefault("snmp_communities", {})[made.community] = made


def _snmp_user(draft: Fields, held: Fields) -> None:
    words = held["words"]
    level = "priv" if "privacy-mode" in words else "auth" if "authentication-mode" in words else "noauth"
    known = draft.setdefault("snmp_users", {}).get(held["name"])
    group = words[0] if words and words[0] not in ("authentication-mode", "privacy-mode", "group") else ""
    group = words[1] if words[:1] == ["group"] and len(words) > 1 else group or (known.group if known else "")
    if known is not None and level == "noauth":
        level = known.level
    draft["snmp_users"][held["name"]] = SnmpUser(held["name"], level, group)


def _trap_host(draft: Fields, held: Fields) -> None:
    words: list[str] = held["words"]
    if "udp-domain" in words[:-1]:
        _server("trap_hosts")(draft, {"server": words[words.index("udp-domain") + 1]})


def _tree_mode(draft: Fields, held: Fields) -> None:
    modes = {"stp": "stp", "rstp": "rstp", "mstp": "mstp", "vbst": "rapid-pvst", "pvst": "rapid-pvst"}
    if held["mode"] not in modes:
        raise Mismatch(f"{held['mode']!r} is no mode of spanning tree")
    draft["tree_mode"] = modes[held["mode"]]


def _tree_root(priority: int) -> Any:
    return lambda draft, _held: draft.update(tree_priority=priority)


def banner(lines: Sequence[Line]) -> str:
    """The text of ``header login information "…"`` (VRP) or ``header motd %…%`` (Comware), the first of several."""
    said = next((line.text for line in lines if line.words[0] == "header"), "").partition(" ")[2]
    text = said.partition(" ")[2].removeprefix("information ")
    return text.strip(text[:1]) if text[:1] and not text[0].isalnum() else text


_CENTER = "info-center loghost"
SYSTEM_LINES: tuple[tuple[str, Any], ...] = (
    ("sysname <hostname:word>", put()),
    ("version <version:rest>", put()),
    ("router id <router_id:address4>", put()),
    *STATIC_LINES,
    ("vlan batch <vlans:options>", _vlan_batch),
    ("vlan <vlans:options>", _vlan_batch),
    ("stp mode <mode:word>", _tree_mode),
    ("stp enable", put(tree=True)),
    ("stp global enable", put(tree=True)),
    ("stp disable", put(tree=False)),
    ("undo stp enable", put(tree=False)),
    ("undo stp global enable", put(tree=False)),
    ("stp priority <tree_priority:number>", put()),
    ("stp instance 0 priority <tree_priority:number>", put()),
    ("stp root primary|secondary", ignore),
    ("stp instance 0 root primary", _tree_root(0)),
    ("stp instance 0 root secondary", _tree_root(4096)),
    ("stp <rest:rest>", ignore),
    ("dns server <server:address> <rest:options>", _server("name_servers")),
    ("dns domain <domain:word>", put()),
    ("ntp-service unicast-server|unicast-peer <server:word> <rest:options>", _server("ntp_servers")),
    ("ntp-service ipv6 unicast-server <server:word> <rest:options>", _server("ntp_servers")),
    ("ntp-service authentication enable", put(ntp_authenticated=True)),
    ("ntp-service <rest:rest>", ignore),
    (f"{_CENTER} vpn-instance <vrf:word> <server:word> <rest:options>", _server("log_hosts")),
    (f"{_CENTER} source <rest:options>", ignore),
    (f"{_CENTER} <server:word> <rest:options>", _server("log_hosts")),
    ("info-center <rest:rest>", ignore),
    ("snmp-agent community <way:word> <words:options>", _community),
    ("snmp-agent usm-user v3 <name:word> <words:options>", _snmp_user),
    ("snmp-agent target-host <words:options>", _trap_host),
    ("snmp-agent sys-info location <snmp_location:rest>", put()),
    ("snmp-agent sys-info contact <snmp_contact:rest>", put()),
    ("snmp-agent <rest:options>", ignore),
    ("telnet server enable", put(telnet=True)),
    ("telnet|undo server|telnet <rest:options>", ignore),
    ("ip http enable", put(http=True)),
    ("http server enable", put(http=True)),
    ("stelnet|ssh server enable", put(ssh=2)),
    ("stelnet|ssh ipv4|ipv6|server|user|client <rest:options>", ignore),
    ("header <banner:rest>", put()),
)
SYSTEM_BLOCKS = (
    Block("vlan <vlans:options>", _vlan, _VLAN),
    Block("ip vpn-instance <vrf:word>", _vrf, _VRF, "vrf:{vrf}"),
    Block("aaa", lambda _draft, _held: None, _AAA),
    Block("local-user <name:word> <rest:options>", _comware_user, _COMWARE_USER),
)


def administration(top: Fields) -> Administration:
    """How the device is managed."""
    lists = ("name_servers", "ntp_servers", "log_hosts", "trap_hosts")
    plain = ("domain", "ntp_authenticated", "snmp_location", "snmp_contact", "telnet", "http")
    said: Fields = {name: tuple(top.get(name, {})) for name in lists}
    users = ("secret", "encrypted", "privilege")
    return Administration(
        **said,
        **{name: top[name] for name in plain if name in top},
        snmp_communities=tuple(top.get("snmp_communities", {}).values()),
        snmp_users=tuple(top.get("snmp_users", {}).values()),
        users=tuple(
            User(name, **{key: each[key] for key in users if key in each})
            for name, each in top.get("users", {}).items()
        ),
        ssh_version=top.get("ssh"),
    )


def spanning_tree(top: Fields) -> SpanningTree | None:
    """None where nothing is said of it; a root is of priority 0 (both vendors)."""
    if not any(key in top for key in ("tree", "tree_mode", "tree_priority")):
        return None
    return SpanningTree(top.get("tree", True), top.get("tree_priority", 32768), top.get("tree_mode", ""))


def vlans(top: Fields) -> dict[int, Vlan]:
    """VLAN 1 is there without being said; a description serves where there is no name."""
    said: dict[int, Fields] = {1: {}} | top.get("vlans", {})
    return {
        number: Vlan(number, str(each.get("name", each.get("description", ""))), enabled=each.get("enabled", True))
        for number, each in sorted(said.items())
    }


def vrfs(top: Fields) -> dict[str, Vrf]:
    return {name: _made_vrf(name, draft) for name, draft in top.get("vrfs", {}).items()}


def _made_vrf(name: str, draft: Fields) -> Vrf:
    """What stands before a family holds for it, where the family does not say otherwise (Comware)."""
    families: dict[int, Fields] = draft.get("families", {}) or {4: {}}
    rd = draft.get("rd") or next((each["rd"] for each in families.values() if "rd" in each), "")
    made = tuple(_made_family(family, draft | each) for family, each in families.items())
    return Vrf(name, rd, draft.get("description", ""), made, draft.get("vni"))


def _made_family(family: int, draft: Fields) -> VrfFamily:
    return VrfFamily(
        family,
        imports=frozenset(draft.get("imports", ())),
        exports=frozenset(draft.get("exports", ())),
        **{key: draft[key] for key in ("import_map", "export_map", "maximum_routes") if key in draft},
    )
