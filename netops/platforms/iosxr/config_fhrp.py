"""``router hsrp`` and ``router vrrp``: gateways that several share."""

from __future__ import annotations

from typing import Any

from netops.model import (
    HsrpGroup,
    VrrpGroup,
)
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Rules, append, ignore, put
from netops.platforms.iosxr.names import full_name

__all__ = ["FHRP_GRAMMAR", "fhrp_draft", "fhrp_groups"]


def _same(draft: Fields, _held: Fields) -> Fields:
    return draft


def fhrp_draft(protocol: str) -> Any:
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
FHRP_GRAMMAR = Grammar(
    Rules(("message <rest:rest>", ignore)),
    (
        Block(
            "interface <name:word>",
            _fhrp_interface,
            Grammar(Rules(("hsrp|mac-refresh|delay|redirects <rest:options>", ignore)), (_FHRP_FAMILY, *_GROUPS)),
        ),
    ),
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
