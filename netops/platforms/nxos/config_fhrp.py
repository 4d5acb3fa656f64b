"""``hsrp``, ``vrrp`` and ``vrrpv3`` on an interface: gateways that several share."""

from __future__ import annotations

from typing import Any

from netops.model import HsrpGroup, VrrpGroup
from netops.platforms.configuration.rules import Fields, Rules, append, ignore, put

__all__ = ["HSRP_RULES", "VRRP_RULES", "fhrp_groups", "hsrp_draft"]

HSRP_RULES = Rules(
    ("ip <address:address4>", append("addresses", lambda address: address)),
    ("ip <address:address4> secondary", append("addresses", lambda address: address)),
    ("ip <address:address6>", append("addresses", lambda address: address)),
    ("priority <priority:number>", put()),
    ("priority <priority:number> <rest:rest>", put()),
    ("preempt <rest:options>", put(preempt=True)),
    ("timers <hello:number> <hold:number>", put()),
    ("timers msec <hello_ms:number> <hold:number>", put()),
    ("timers msec <hello_ms:number> msec <hold_ms:number>", put()),
    ("name <name:word>", put()),
    ("authentication|track|mac-address|follow|extended-hold <rest:options>", ignore),
    ("no preempt|shutdown <rest:options>", ignore),
)
VRRP_RULES = Rules(
    ("address <address:address> <rest:options>", append("addresses", lambda address, **_: address)),
    ("priority <priority:number> <rest:options>", put()),
    ("no preempt", put(preempt=False)),
    ("preempt <rest:options>", put(preempt=True)),
    ("advertisement-interval <seconds:number>", put()),
    ("timers advertise <milliseconds:number>", put()),
    ("no shutdown", put(enabled=True)),
    ("shutdown", put(enabled=False)),
    ("authentication|track|vrrpv2|match-address|object-track <rest:options>", ignore),
)


def hsrp_draft(family: int) -> Any:
    def opener(draft: Fields, held: Fields) -> Fields:
        inner: Fields = draft.setdefault("hsrp", {}).setdefault((held["group"], family), {})
        return inner

    return opener


def fhrp_groups(draft: Fields) -> tuple[tuple[HsrpGroup, ...], tuple[VrrpGroup, ...]]:
    """The hot standby groups and the virtual routers of an interface."""
    hsrp = tuple(
        _hsrp_group(number, each, draft.get("hsrp_version", 1)) for (number, _), each in draft.get("hsrp", {}).items()
    )
    vrrp = [_vrrp_group(number, each, 2) for number, each in draft.get("vrrp", {}).items() if each.get("enabled")]
    vrrp += [
        _vrrp_group(number, each, 3)
        for (number, _), each in draft.get("vrrpv3", {}).items()
        if each.get("enabled", True) and each.get("addresses")
    ]
    return hsrp, tuple(vrrp)


def _hsrp_group(number: int, draft: Fields, version: int) -> HsrpGroup:
    hello = draft.get("hello_ms", draft.get("hello", 3) * 1000)
    hold = draft.get("hold_ms", draft.get("hold", 10) * 1000)
    return HsrpGroup(
        number,
        tuple(draft.get("addresses", ())),
        priority=draft.get("priority", 100),
        preempt=draft.get("preempt", False),
        hello_time=hello,
        hold_time=hold,
        version=version,
        name=draft.get("name", ""),
    )


def _vrrp_group(number: int, draft: Fields, version: int) -> VrrpGroup:
    return VrrpGroup(
        number,
        tuple(draft.get("addresses", ())),
        priority=draft.get("priority", 100),
        preempt=draft.get("preempt", True),
        advertisement_interval=draft.get("milliseconds", draft.get("seconds", 1) * 1000),
        version=version,
    )
