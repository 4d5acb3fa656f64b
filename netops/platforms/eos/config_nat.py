"""``ip nat``: translations, which EOS configures at interfaces, and pools."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Network

from netops.model import NatPool, NatRule
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, ignore, options, put, type_of

__all__ = ["INTERFACE_NAT_RULES", "NAT_BLOCKS", "NAT_RULES", "nat_rules"]


def _add(draft: Fields, rule: NatRule) -> None:
    draft.setdefault("nat_rules", []).append(rule)


def _static(direction: str) -> Action:
    """``ip nat source static LOCAL [port] [access-list A] GLOBAL [port] [protocol P]``."""

    def action(draft: Fields, held: Fields) -> None:
        words = _without_comment(held["options"])
        fields: Fields = {"local": _host(held["address"])}
        fields["local_port"] = _take_port(words)
        if words[:1] == ["access-list"] and len(words) > 1:
            fields["access_list"] = words[1]
            del words[:2]
        if not words:
            raise Mismatch("the address that it is translated to is missing")
        fields["global_"] = _host(words.pop(0))
        fields["global_port"] = _take_port(words)
        said = options(words, {"protocol": "word", "group": "number"})
        fields["protocol"] = said.get("protocol")
        _add(draft, NatRule(direction, **fields))

    return action


def _without_comment(words: list[str]) -> list[str]:
    return words[: words.index("comment")] if "comment" in words else list(words)


def _host(text: str) -> IPv4Network:
    made: IPv4Network = type_of("network4", text)
    return made


def _take_port(words: list[str]) -> int | None:
    return int(type_of("number", words.pop(0))) if words and words[0].isdigit() else None


def _dynamic(direction: str) -> Action:
    """``ip nat source dynamic access-list A overload | pool P [address-only | full-cone]``."""

    def action(draft: Fields, held: Fields) -> None:
        words = _without_comment(held["options"])
        said = options(
            [each for each in words if each not in ("address-only", "full-cone")],
            {"access-list": "word", "pool": "word", "overload": "", "group": "number"},
        )
        if "access_list" not in said:
            raise Mismatch("the access list is missing")
        fields = {key: said[key] for key in ("access_list", "pool", "overload") if key in said}
        _add(draft, NatRule(direction, **fields))

    return action


_RULES: tuple[tuple[str, Action], ...] = (
    ("ip nat source static <address:word> <options:options>", _static("inside")),
    ("ip nat source egress|ingress static <address:word> <options:options>", _static("inside")),
    ("ip nat destination static <address:word> <options:options>", _static("destination")),
    ("ip nat destination egress|ingress static <address:word> <options:options>", _static("destination")),
    ("ip nat source dynamic <options:options>", _dynamic("inside")),
    ("ip nat destination dynamic <options:options>", _dynamic("destination")),
)


INTERFACE_NAT_RULES: tuple[tuple[str, Action], ...] = (
    ("ip nat service-profile <nat_profile:word>", put()),
    *_RULES,
)


def _pools(draft: Fields) -> list[NatPool]:
    made: list[NatPool] = draft.setdefault("nat_pools", list[NatPool]())
    return made


def _pool(draft: Fields, held: Fields) -> None:
    made = NatPool(held["name"], held["first"], held["last"])
    _pools(draft).append(made)


def _range(draft: Fields, held: Fields) -> None:
    made = NatPool(draft["pool_name"], held["first"], held["last"])
    draft["pools"].append(made)


def _open_pool(draft: Fields, held: Fields) -> Fields:
    return {"pool_name": held["name"], "pools": _pools(draft)}


def _open_profile(draft: Fields, held: Fields) -> Fields:
    profile: Fields = draft.setdefault("nat_profiles", {}).setdefault(held["name"], {})
    return profile


_PROFILE = Grammar(Rules(*_RULES))
_POOL = Grammar(
    Rules(
        ("range <first:address4> <last:address4> <rest:options>", _range),
        ("utilization <rest:rest>", ignore),
    )
)
NAT_RULES: tuple[tuple[str, Action], ...] = (
    ("ip nat pool <name:word> <first:address4> <last:address4> prefix-length|netmask <rest:rest>", _pool),
    ("ip nat translation|kernel|synchronization|tcp|udp|access-list|flow <rest:options>", ignore),
)
NAT_BLOCKS = (
    Block("ip nat pool <name:word>", _open_pool, _POOL),
    Block("ip nat pool <name:word> prefix-length <length:number>", _open_pool, _POOL),
    Block("ip nat pool <name:word> port-only", _open_pool, None),
    Block("ip nat synchronization", _open_pool, None),
    Block("ip nat profile <name:word>", _open_profile, _PROFILE),
    Block("ip nat profile <name:word> vrf <vrf:word>", _open_profile, _PROFILE),
)


def nat_rules(top: Fields) -> tuple[NatRule, ...]:
    """The rules of all interfaces, each with the interface that it stands at, and its VRF."""
    return tuple(
        replace(rule, interface=name, vrf=draft.get("vrf", "default"))
        for name, draft in top.get("interfaces", {}).items()
        for source in (draft, top.get("nat_profiles", {}).get(draft.get("nat_profile"), {}))
        for rule in source.get("nat_rules", ())
    )
