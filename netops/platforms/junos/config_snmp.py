"""``snmp``: communities, users of version 3, and who is told of events."""

from __future__ import annotations

from netops.model import Secret
from netops.platforms.configuration.rules import Action, Fields, ignore, put
from netops.platforms.junos.grammar import Block, Section, at, collect, part

__all__ = ["SNMP"]


def _community(draft: Fields, held: Fields) -> Fields:
    inner: Fields = draft.setdefault("communities", {}).setdefault(Secret.of_value(held["community"]), {})
    return inner


def _trap_host(draft: Fields, held: Fields) -> None:
    collect(draft, "trap_hosts", held["host"])


def _level(level: str) -> Action:
    def action(draft: Fields, _held: Fields) -> None:
        order = ("noauth", "auth", "priv")
        draft["level"] = max(draft.get("level", "noauth"), level, key=order.index)

    return action


_HASHES = ("md5", "sha", "sha224", "sha256", "sha384", "sha512")
_CIPHERS = ("des", "3des", "aes128", "aes192", "aes256")
_SNMP_USER = Section(
    (
        *((f"authentication-{each} <rest:options>", _level("auth")) for each in _HASHES),
        *((f"privacy-{each} <rest:options>", _level("priv")) for each in _CIPHERS),
        ("authentication-none|privacy-none", ignore),
    )
)


def _snmp_group(draft: Fields, held: Fields) -> None:
    draft.setdefault("groups", {})[held["name"]] = held["group"]


SNMP = Section(
    (
        ("location <snmp_location:word>", put()),
        ("contact <snmp_contact:word>", put()),
        ("name|description <text:word>", ignore),
        ("trap-group <group:word> targets <host:word>", _trap_host),
        ("v3 target-address <name:word> address <host:word>", _trap_host),
        ("v3 vacm security-to-group security-model usm security-name <name:word> group <group:word>", _snmp_group),
    ),
    blocks=(
        Block(
            "community <community:word>",
            _community,
            Section(
                (
                    ("authorization read-only", put(writable=False)),
                    ("authorization read-write", put(writable=True)),
                    ("client-list-name <access_list:word>", put()),
                    ("<rest:rest>", ignore),
                )
            ),
        ),
        Block("v3 usm local-engine user <name:word>", at("users", "name"), _SNMP_USER),
        Block("trap-group <group:word>", part("traps"), None),
        Block("v3", part("v3"), None),
    ),
    silent=(
        *("client-list", "filter-interfaces", "filter-duplicates", "interface", "view", "engine-id", "trap-options"),
        *(
            "traceoptions",
            "rmon",
            "health-monitor",
            "nonvolatile",
            "routing-instance-access",
            "stats-response-statistics",
        ),
        *("arp", "if-count-with-filter-interfaces", "subagent", "proxy"),
    ),
)
