"""How the device is managed, and the blocks that stand beside its routing processes."""

from __future__ import annotations

from typing import Any

from netops.model import (
    Administration,
    Secret,
    SnmpCommunity,
    User,
)
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Rules, append, ignore, put
from netops.platforms.iosxr.config_access import FILTER_GRAMMAR, access_list_draft
from netops.platforms.iosxr.config_fhrp import FHRP_GRAMMAR, fhrp_draft
from netops.platforms.iosxr.config_static import STATIC_GRAMMAR, static_draft
from netops.platforms.iosxr.config_vrf import VRF_GRAMMAR, vrf_draft

__all__ = ["SYSTEM_BLOCKS", "SYSTEM_LINES", "administration"]


def _same(draft: Fields, _held: Fields) -> Fields:
    return draft


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
    Block("router static", static_draft, STATIC_GRAMMAR),
    Block("vrf <vrf:word>", vrf_draft, VRF_GRAMMAR, "vrf:{vrf}"),
    Block("ipv4 access-list <name:word>", access_list_draft(4), FILTER_GRAMMAR, "access-list:{name}"),
    Block("ipv6 access-list <name:word>", access_list_draft(6), FILTER_GRAMMAR, "access-list:{name}"),
    Block("router hsrp", fhrp_draft("hsrp"), FHRP_GRAMMAR),
    Block("router vrrp", fhrp_draft("vrrp"), FHRP_GRAMMAR),
    Block("username <name:word>", _user, _USER),
    Block("ntp", _same, _NTP),
    Block("aaa group <rest:rest>", lambda _draft, _held: None, None),
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
