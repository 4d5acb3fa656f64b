"""How the switch is managed: names, time, logs, SNMP, AAA, users, and who may log in."""

from __future__ import annotations

from netops.model import Administration, Secret, SnmpCommunity, SnmpUser, User
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, append, ignore, put

__all__ = ["ADMINISTRATION_BLOCKS", "ADMINISTRATION_RULES", "administration"]


def _server(part: str) -> Action:
    """A server: the first word that is none of ``vrf NAME`` and ``host``."""

    def action(draft: Fields, held: Fields) -> None:
        words = list(held["words"].split())
        while words and words[0] in ("vrf", "host"):
            del words[: 2 if words[0] == "vrf" else 1]
        if not words:
            raise Mismatch("the server is missing")
        append(part, str)(draft, {"object": words[0]})

    return action


def _name_servers(draft: Fields, held: Fields) -> None:
    words = held["words"].split()
    if words[0] == "vrf":
        del words[:2]
    for each in words:
        if each != "priority" and not each.isdigit():
            append("name_servers", str)(draft, {"object": each})


def _user(draft: Fields, held: Fields) -> None:
    """``username NAME [privilege N] [role R] [nopassword | secret [0 | 5 | sha512] S] [shell S]``."""
    words = held["options"]
    said: Fields = {"name": held["name"]}
    for index, word in enumerate(words):
        if word in ("secret", "password") and index + 1 < len(words):
            kind = words[index + 1]
            typed = kind in ("0", "5", "7", "8a", "sha512", "*") and index + 2 < len(words)
            said["secret"] = Secret.of_value(words[index + 2] if typed else kind)
            said["encrypted"] = typed and kind not in ("0", "7")
            break
        if word in ("privilege", "role") and index + 1 < len(words):
            said["privilege"] = words[index + 1] if word == "role" or "privilege" not in said else said["privilege"]
    users = draft.setdefault("users", {})
    users[held["name"]] = users.get(held["name"], {}) | said


def _community(draft: Fields, held: Fields) -> None:
    words = [each for each in held["options"] if each not in ("view", "ipv6")]
    writable = "rw" in words
    after = [each for each in words if each not in ("ro", "rw")]
    made = SnmpCommunity(Secret.of_value(held["community"]), writable, after[-1] if after else None)
    append("snmp_communities", lambda: made)(draft, {})


def _snmp_user(draft: Fields, held: Fields) -> None:
    words = held["options"]
    level = "priv" if "priv" in words else "auth" if "auth" in words else "noauth"
    append("snmp_users", SnmpUser)(draft, {"name": held["name"], "group": held["group"], "level": level})


def _aaa(draft: Fields, held: Fields) -> None:
    append("aaa", str)(draft, {"object": held["words"]})


def _login_list(draft: Fields, held: Fields) -> None:
    draft["login_access_list"] = held["name"]


ADMINISTRATION_RULES: tuple[tuple[str, Action], ...] = (
    ("hostname <hostname:word>", put()),
    ("ip domain-name <domain:word>", put()),
    ("dns domain <domain:word>", put()),
    ("ip domain lookup|list|proxy <rest:options>", ignore),
    ("ip domain-list <rest:rest>", ignore),
    ("ip name-server <words:rest>", _name_servers),
    ("ip host <rest:rest>", ignore),
    ("ipv6 host <rest:rest>", ignore),
    ("ntp server <words:rest>", _server("ntp_servers")),
    ("ntp authenticate", put(ntp_authenticated=True)),
    ("ntp authenticate servers", put(ntp_authenticated=True)),
    ("ntp authentication-key|trusted-key|local-interface|source|serve|force|qos <rest:options>", ignore),
    ("ntp <rest:rest>", ignore),
    ("logging vrf <vrf:word> host <words:rest>", _server("log_hosts")),
    ("logging host <words:rest>", _server("log_hosts")),
    ("logging <rest:rest>", ignore),
    ("no logging <rest:rest>", ignore),
    ("snmp-server community <community:word> <options:options>", _community),
    ("snmp-server user <name:word> <group:word> <options:options>", _snmp_user),
    ("snmp-server host <words:rest>", _server("trap_hosts")),
    ("snmp-server vrf <vrf:word> host <words:rest>", _server("trap_hosts")),
    ("snmp-server location <snmp_location:rest>", put()),
    ("snmp-server contact <snmp_contact:rest>", put()),
    ("snmp-server <rest:rest>", ignore),
    ("no snmp-server <rest:rest>", ignore),
    ("aaa <words:rest>", _aaa),
    ("no aaa <rest:rest>", ignore),
    ("username <name:word> ssh-key|sshkey|ssh-principal|ssh <rest:rest>", ignore),
    ("username <name:word> <options:options>", _user),
    ("no username <rest:rest>", ignore),
    ("tacacs-server host <words:rest>", _server("aaa_servers")),
    ("radius-server host <words:rest>", _server("aaa_servers")),
    ("tacacs-server <rest:rest>", ignore),
    ("radius-server <rest:rest>", ignore),
)


def _outer(draft: Fields, _held: Fields) -> Fields:
    return draft


def _running(field: str) -> tuple[tuple[str, Action], ...]:
    return ("no shutdown", put(**{field: True})), ("shutdown", put(**{field: False}))


def _others(*words: str) -> tuple[tuple[str, Action], ...]:
    return tuple((f"{word} <rest:options>", ignore) for word in words)


def _in_vrf(*rules: tuple[str, Action]) -> Block:
    return Block("vrf <vrf:word>", _outer, Grammar(Rules(*rules)))


_SSH = (
    ("ip access-group <name:word> in", _login_list),
    ("ip access-group <name:word> vrf <vrf:word> in", _login_list),
    *_others("ipv6", "idle-timeout", "authentication", "cipher", "key-exchange", "mac", "hostkey", "rekey", "client"),
    *_others(
        "connection", "fips", "known-hosts", "log-level", "login", "qos", "server-port", "tunnel", "shutdown", "no"
    ),
    *_others("client-alive", "ldap", "user", "trusted-ca-key", "server", "description"),
)
_API = (
    ("protocol http", put(http=True)),
    ("protocol http <rest:rest>", put(http=True)),
    ("no protocol http", put(http=False)),
    ("ip access-group <name:word> <rest:options>", ignore),
    *_others("protocol", "no", "shutdown", "cors", "qos", "session", "ssl", "default-services", "content", "log-level"),
    *_others("ipv6", "idle-timeout"),
)
ADMINISTRATION_BLOCKS = (
    Block("management ssh", _outer, Grammar(Rules(*_SSH), [_in_vrf(*_SSH)], silent=("tunnel", "ldap"))),
    Block("management telnet", _outer, Grammar(Rules(*_running("telnet"), *_SSH), [_in_vrf(*_running("telnet"))])),
    Block("management api http-commands", _outer, Grammar(Rules(*_API), [_in_vrf(*_API)])),
    Block("management <kind:word>", _outer, None),
    Block("management api <kind:rest>", _outer, None),
    Block("management <kind:word> <more:rest>", _outer, None),
    Block("aaa group server <kind:word> <name:word>", _outer, None),
    Block("radius proxy", _outer, None),
)


def administration(top: Fields) -> Administration:
    told: Fields = {key: top[key] for key in _WORDS if key in top}
    lists: Fields = {key: tuple(top[key]) for key in _LISTS if key in top}
    users = tuple(User(**each) for each in top.get("users", {}).values())
    return Administration(**told, **lists, users=users, ssh_version=2)


_WORDS = ("domain", "ntp_authenticated", "snmp_location", "snmp_contact", "telnet", "http", "login_access_list")
_LISTS = (
    *("name_servers", "ntp_servers", "log_hosts", "snmp_communities", "snmp_users", "trap_hosts", "aaa", "aaa_servers"),
)
