"""How the device is managed: names, time, logs, SNMP, AAA, users and lines."""

from __future__ import annotations

from typing import Any

from netops.model import Administration, Secret, SnmpCommunity, SnmpUser, User
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, ignore, put
from netops.platforms.ios.secrets import secret_of

__all__ = ["ADMIN_BLOCKS", "ADMIN_LINES", "administration"]


def _admin(draft: Fields) -> Fields:
    inner: Fields = draft.setdefault("administration", {})
    return inner


def _set(field: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        _admin(draft)[field] = held["value"]

    return action


def _mark(**constants: Any) -> Action:
    def action(draft: Fields, _held: Fields) -> None:
        _admin(draft).update(constants)

    return action


def _add(draft: Fields, field: str, *values: Any) -> None:
    found = _admin(draft).setdefault(field, [])
    found.extend(each for each in values if each not in found)


def _server(field: str) -> Action:
    """A server's name or address, after its VRF where one is told."""

    def action(draft: Fields, held: Fields) -> None:
        words: list[str] = held["words"].split()
        if words[0] == "vrf":
            words = words[2:]
        if words[:1] == ["ip"] or words[:1] == ["ipv6"]:
            words = words[1:]
        if not words:
            raise Mismatch("the server is missing")
        _add(draft, field, words[0])

    return action


def _name_servers(draft: Fields, held: Fields) -> None:
    words: list[str] = held["words"].split()
    _add(draft, "name_servers", *(words[2:] if words[0] == "vrf" else words))


def _community(draft: Fields, held: Fields) -> None:
    """``snmp-server community SECRET [view V] [ro|rw] [ipv6 ACL] [ACL]``."""
    words: list[str] = held["words"].split()
    secret = Secret.of_value(words.pop(0))
    if words[:1] == ["view"]:
        words = words[2:]
    writable = bool(words) and words[0].lower() == "rw"
    if words and words[0].lower() in ("ro", "rw"):
        words = words[1:]
    _add(draft, "snmp_communities", SnmpCommunity(secret, writable, words[-1] if words else None))


def _snmp_user(draft: Fields, held: Fields) -> None:
    words = held["options"]
    level = "priv" if "priv" in words else "auth" if "auth" in words else "noauth"
    _add(draft, "snmp_users", SnmpUser(held["name"], level, held["group"]))


def _user(draft: Fields, held: Fields) -> None:
    """``username NAME [privilege N] [password|secret [TYPE] VALUE]``; types 0 and 7 can be read back."""
    words: list[str] = held["words"]
    users = _admin(draft).setdefault("users", {})
    said = dict(users.get(held["name"], {"name": held["name"]}))
    while words:
        word = words.pop(0)
        if word == "privilege" and words:
            said["privilege"] = words.pop(0)
        elif word in ("password", "secret") and words:
            kind = words.pop(0) if len(words) > 1 and words[0].isdecimal() else "0"
            said.update(secret=secret_of(" ".join([kind, *words])), encrypted=kind not in ("0", "7"))
            words = []
        elif word not in ("nopassword", "noescape", "nohangup", "one-time", "common-criteria-policy"):
            break  # restrictions of what the account may do: no part of the model
    users[held["name"]] = said


def _aaa(what: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        _add(draft, "aaa", f"{what} {held['words']}")

    return action


def _group_server(draft: Fields, held: Fields) -> None:
    words: list[str] = held["words"].split()
    for word in ("ipv4", "ipv6"):
        if word in words[:-1]:
            words = words[words.index(word) + 1 :]
    _add(draft["top"], "aaa_servers", words[0])


def _open_servers(top: Fields, _held: Fields) -> Fields:
    return {"top": top}


def _open_line(top: Fields, held: Fields) -> Fields:
    return {"top": top, "kind": held["kind"]}


def _line_access(draft: Fields, held: Fields) -> None:
    if held["options"][:1] == ["in"] and draft["kind"] == "vty":
        _admin(draft["top"])["login_access_list"] = held["name"]


def _transport(draft: Fields, held: Fields) -> None:
    words = held["words"].split()
    if draft["kind"] == "vty" and {"telnet", "all"} & set(words):
        _admin(draft["top"])["telnet"] = True


_LINE = Grammar(
    Rules(
        ("access-class <name:word> <options:options>", _line_access),
        ("transport input <words:rest>", _transport),
        ("transport preferred|output <words:rest>", ignore),
        ("no <what:rest>", ignore),
    ),
    silent=(
        *("absolute-timeout", "accounting", "activation-character", "authorization", "autobaud", "autocommand"),
        *("autoselect", "databits", "default-value", "escape-character", "exec", "exec-timeout", "flowcontrol"),
        *("flush-at-activation", "history", "international", "ip", "ipv6", "length", "lockable", "location", "logging"),
        *("login", "logout-warning", "modem", "monitor", "motd-banner", "notify", "padding", "parity", "password"),
        *("privilege", "refuse-message", "rotary", "rxspeed", "script", "session-limit", "session-timeout", "speed"),
        *("special-character-bits", "start-character", "stop-character", "stopbits", "terminal-type", "timeout"),
        *("txspeed", "usage", "vacant-message", "width", "exec-banner", "access-character", "domain-lookup"),
        *("disconnect-character", "exec-character-bits", "editing", "full-help", "hold-character"),
    ),
)

_SERVERS = Grammar(
    Rules(
        ("server name <name:word>", ignore),
        ("server <words:rest>", _group_server),
        ("server-private <words:rest>", _group_server),
        ("address <words:rest>", _group_server),
        ("no <what:rest>", ignore),
    ),
    silent=(
        *(
            "key",
            "pac",
            "timeout",
            "retransmit",
            "automate-tester",
            "ip",
            "ipv6",
            "vrf",
            "deadtime",
            "port",
            "send-nat",
        ),
        *("single-connection", "load-balance", "attribute", "accounting", "authorization", "mac-delimiter", "backoff"),
        *("subscriber", "throttle", "non-standard", "key-wrap", "dtls", "tls", "domain-stripping", "authentication"),
    ),
)


def _open_accounting(top: Fields, held: Fields) -> None:
    _add(top, "aaa", f"accounting {held['words']}")


_ANY = Grammar(Rules(("<words:rest>", ignore)))  # newer systems write what an accounting list does beneath it

ADMIN_BLOCKS = (
    Block("aaa accounting <words:rest>", _open_accounting, _ANY),
    Block("line <kind:word> <numbers:options>", _open_line, _LINE),
    Block("line <number:number> <numbers:options>", lambda top, _: {"top": top, "kind": "tty"}, _LINE),
    Block("aaa server|attribute <words:rest>", lambda _top, _held: None, None),
    Block("aaa group server <protocol:word> <name:word>", _open_servers, _SERVERS),
    Block("tacacs server <name:word>", _open_servers, _SERVERS),
    Block("radius server <name:word>", _open_servers, _SERVERS),
)

ADMIN_LINES: tuple[tuple[str, Any], ...] = (
    ("hostname <hostname:word>", put()),
    ("switchname <hostname:word>", put()),
    ("version <version:word>", put()),
    ("ip domain-name|domain_name <value:word>", _set("domain")),
    ("ip domain name <value:word>", _set("domain")),
    ("ip domain name vrf <vrf:word> <value:word>", ignore),
    ("ip domain-list|domain-lookup|domain|host <rest:options>", ignore),
    ("no ip domain-lookup|domain <rest:options>", ignore),
    ("ip name-server <words:rest>", _name_servers),
    ("ntp server <words:rest>", _server("ntp_servers")),
    ("ntp peer <words:rest>", _server("ntp_servers")),
    ("ntp authenticate", _mark(ntp_authenticated=True)),
    ("ntp <setting:word> <rest:options>", ignore),
    ("sntp server <words:rest>", _server("ntp_servers")),
    ("logging host <words:rest>", _server("log_hosts")),
    ("logging <address:address>", lambda draft, held: _add(draft, "log_hosts", str(held["address"]))),
    ("logging <setting:word> <rest:options>", ignore),
    ("no logging <rest:rest>", ignore),
    ("snmp-server community <words:rest>", _community),
    ("snmp-server user <name:word> <group:word> <options:options>", _snmp_user),
    ("snmp-server host <words:rest>", _server("trap_hosts")),
    ("snmp-server location <value:rest>", _set("snmp_location")),
    ("snmp-server contact <value:rest>", _set("snmp_contact")),
    ("snmp-server <setting:word> <rest:options>", ignore),
    ("no snmp-server <rest:options>", ignore),
    ("aaa new-model", ignore),
    ("no aaa new-model", ignore),
    ("aaa authentication <words:rest>", _aaa("authentication")),
    ("aaa authorization <words:rest>", _aaa("authorization")),
    ("aaa <setting:word> <rest:options>", ignore),
    ("no aaa <rest:rest>", ignore),
    ("username <name:word> <words:options>", _user),
    ("tacacs-server host <words:rest>", _server("aaa_servers")),
    ("radius-server host <words:rest>", _server("aaa_servers")),
    ("tacacs-server|radius-server <setting:word> <rest:options>", ignore),
    ("ip ssh version <value:number>", _set("ssh_version")),
    ("ip ssh <rest:rest>", ignore),
    ("no ip ssh <rest:rest>", ignore),
    ("ip http server", _mark(http=True)),
    ("no ip http server", _mark(http=False)),
    ("ip http <rest:rest>", ignore),
    ("no ip http <rest:rest>", ignore),
)


def administration(top: Fields) -> Administration:
    """What was said of the device's management."""
    fields = dict(top.get("administration", {}))
    users = tuple(User(**each) for each in fields.pop("users", {}).values())
    lists: Fields = {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
    return Administration(users=users, **lists)
