"""What an interface says of OSPF, IS-IS and RIP."""

from __future__ import annotations

from typing import Any

from netops.model import IsisInterface, OspfAuthentication, OspfInterface, OspfNetworkType, Secret
from netops.platforms.configuration.rules import Action, Fields, Mismatch, ignore, into, put

__all__ = ["IGP_RULES", "isis_interface", "ospf_interface"]


def _network(part: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        if held["kind"] not in list(OspfNetworkType):
            raise Mismatch(f"OSPF network type {held['kind']!r} is not known")
        draft.setdefault(part, {})["network_type"] = OspfNetworkType(held["kind"])

    return action


def _key(draft: Fields, held: Fields) -> None:
    key = held["key"].split()[-1]
    draft.setdefault("ospf", {})["authentication"] = OspfAuthentication(held["key_id"], Secret.of_value(key))


def _ospf_rules(command: str, part: str) -> tuple[tuple[str, Action], ...]:
    """What OSPFv2 and OSPFv3 say alike."""
    return (
        (f"{command} cost <cost:number>", into(part)),
        (f"{command} network <kind:word>", _network(part)),
        (f"{command} hello-interval <hello_interval:number>", into(part)),
        (f"{command} dead-interval <dead_interval:number>", into(part)),
        (f"{command} priority <priority:number>", into(part)),
        (f"{command} mtu-ignore", into(part, mtu_ignore=True)),
        (f"{command} passive-interface", into(part, passive=True)),
        (f"{command} passive", into(part, passive=True)),
        (f"{command} shutdown", into(part, shutdown=True)),
        (f"{command} disabled", into(part, shutdown=True)),
        (f"{command} retransmit-interval <seconds:number>", ignore),
        (f"{command} transmit-delay <seconds:number>", ignore),
        (f"{command} neighbor bfd", ignore),
        (f"{command} bfd", ignore),
    )


_OSPF = (
    ("ip ospf area <area:area>", into("ospf")),
    *_ospf_rules("ip ospf", "ospf"),
    ("ip ospf authentication message-digest", into("ospf", message_digest=True)),
    ("ip ospf authentication", ignore),  # a password in clear: the model knows cryptographic keys alone
    ("ip ospf authentication-key <rest:rest>", ignore),
    ("ip ospf message-digest-key <key_id:number> md5|sha1|sha256|sha384|sha512 <key:rest>", _key),
    ("ipv6 ospf <process:word> area <area:area>", into("ospf6")),
    *_ospf_rules("ipv6 ospf", "ospf6"),
    ("ospfv3 area <area:area>", into("ospf6")),
    ("ospfv3 ipv6 area <area:area>", into("ospf6")),
    *_ospf_rules("ospfv3", "ospf6"),
    *_ospf_rules("ospfv3 ipv6", "ospf6"),
    ("ospfv3 authentication|encryption <rest:rest>", ignore),
    ("ipv6 ospf authentication|encryption <rest:rest>", ignore),
)


def _metric(part: str, *levels: int) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        metrics = draft.setdefault("isis", {}).setdefault(part, [None, None])
        for level in levels:
            metrics[level - 1] = held["metric"]

    return action


def _level(draft: Fields, held: Fields) -> None:
    levels = {"level-1": 1, "level-2": 2, "level-1-2": 12}
    if held["level"] not in levels:
        raise Mismatch(f"{held['level']!r} is no level of IS-IS")
    draft.setdefault("isis", {})["level"] = levels[held["level"]]


def _isis_secret(draft: Fields, held: Fields) -> None:
    draft.setdefault("isis", {})["secret"] = Secret.of_value(held["key"].split()[-1])


_ISIS = (
    ("isis enable <process:word>", into("isis")),
    ("isis metric <metric:number>", _metric("metric", 1, 2)),
    ("isis metric maximum", ignore),
    ("isis metric <metric:number> level-1", _metric("metric", 1)),
    ("isis metric <metric:number> level-2", _metric("metric", 2)),
    ("isis ipv6 metric <metric:number>", _metric("metric6", 1, 2)),
    ("isis ipv6 metric <metric:number> level-1", _metric("metric6", 1)),
    ("isis ipv6 metric <metric:number> level-2", _metric("metric6", 2)),
    ("isis circuit-type <level:word>", _level),
    ("isis network point-to-point", into("isis", point_to_point=True)),
    ("isis passive-interface", into("isis", passive=True)),
    ("isis passive", into("isis", passive=True)),
    ("isis hello-interval <hello_interval:number>", into("isis")),
    ("isis hello-interval <hello_interval:number> level-1|level-2", into("isis")),
    ("isis priority <priority:number>", into("isis")),
    ("isis priority <priority:number> level-1|level-2", into("isis")),
    ("isis authentication key <key:rest>", _isis_secret),
    ("isis authentication mode <rest:rest>", ignore),
    ("isis authentication <rest:rest>", ignore),
    ("isis bfd", ignore),
    ("isis hello padding <rest:options>", ignore),
    ("isis hello-multiplier|lsp|multi-topology|retransmit-interval|csnp-interval <rest:options>", ignore),
    ("isis ipv4 bfd", ignore),
    ("isis ipv6 bfd", ignore),
    ("no isis passive-interface|passive", into("isis", passive=False)),
    ("no isis hello padding", ignore),
)

_RIP = (
    ("rip v2 multicast disable", ignore),
    ("ip rip v2-broadcast", ignore),
    ("rip authentication <rest:rest>", ignore),
)

IGP_RULES: tuple[tuple[str, Action], ...] = (*_OSPF, *_ISIS, *_RIP, ("spanning-tree portfast", put(edge=True)))


def ospf_interface(draft: Fields, defaults: Fields) -> OspfInterface | None:
    """OSPF as drafted, over what its process says; None where it has no area."""
    fields: Fields = defaults | draft
    if "area" not in fields:
        return None
    if not fields.pop("message_digest", False):
        fields.pop("authentication", None)
    return OspfInterface(**fields)


def isis_interface(draft: Fields, **process: Any) -> IsisInterface | None:
    """IS-IS as drafted; None where it is not enabled."""
    if "process" not in draft:
        return None
    fields = process | draft
    for part in ("metric", "metric6"):
        if part in fields:
            fields[part] = tuple(fields[part])
    return IsisInterface(**fields)
