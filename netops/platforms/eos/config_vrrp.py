"""``vrrp``: the virtual routers of an interface."""

from __future__ import annotations

from ipaddress import IPv4Address
from typing import Any

from netops.model import VrrpGroup
from netops.platforms.configuration.rules import Action, Fields, ignore

__all__ = ["VRRP_RULES", "virtual_routers"]


def _group(draft: Fields, held: Fields) -> Fields:
    group: Fields = draft.setdefault("vrrp", {}).setdefault(held["group"], {})
    return group


def _vrrp(**constants: Any) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        _group(draft, held).update({key: value for key, value in held.items() if key != "group"}, **constants)

    return action


def _vrrp_interval(draft: Fields, held: Fields) -> None:
    _group(draft, held)["advertisement_interval"] = 1000 * held["seconds"]


def _vrrp_address(draft: Fields, held: Fields) -> None:
    _group(draft, held).setdefault("addresses", {})[held["address"]] = None


VRRP_RULES: tuple[tuple[str, Action], ...] = (
    ("vrrp <group:number> ipv4 <address:address4>", _vrrp_address),
    ("vrrp <group:number> ipv4 <address:address4> secondary", _vrrp_address),
    ("vrrp <group:number> ip <address:address4>", _vrrp_address),
    ("vrrp <group:number> ip <address:address4> secondary", _vrrp_address),
    ("vrrp <group:number> ipv6 <address:address6>", _vrrp_address),
    ("vrrp <group:number> priority-level <priority:number>", _vrrp()),
    ("vrrp <group:number> priority <priority:number>", _vrrp()),
    ("vrrp <group:number> preempt", _vrrp(preempt=True)),
    ("no vrrp <group:number> preempt", _vrrp(preempt=False)),
    ("vrrp <group:number> preempt delay <rest:rest>", ignore),
    ("vrrp <group:number> delay reload <rest:rest>", ignore),
    ("vrrp <group:number> advertisement interval <seconds:number>", _vrrp_interval),
    ("vrrp <group:number> timers delay <rest:rest>", ignore),
    ("vrrp <group:number> timers advertise <seconds:number>", _vrrp_interval),
    ("vrrp <group:number> ipv4|ip version <version:number>", _vrrp()),
    ("vrrp <group:number> session|mac-address|bfd|peer|authentication <rest:rest>", ignore),
    ("vrrp <group:number> description <rest:rest>", ignore),
    ("vrrp <group:number> disabled", _vrrp(disabled=True)),
    ("vrrp <group:number> shutdown", _vrrp(disabled=True)),
    ("no vrrp <group:number> disabled|shutdown", _vrrp(disabled=False)),
)


def virtual_routers(number: int, draft: Fields) -> list[VrrpGroup]:
    """One virtual router for each family that has addresses; EOS speaks version 2 of IPv4 unless told otherwise."""
    if draft.get("disabled"):
        return []
    fields = {"version": 2} | {key: value for key, value in draft.items() if key not in ("addresses", "disabled")}
    addresses = draft.get("addresses", {})
    four = tuple(each for each in addresses if isinstance(each, IPv4Address))
    six = tuple(each for each in addresses if not isinstance(each, IPv4Address))
    made = [VrrpGroup(number, four, **fields)] if four else []
    return made + ([VrrpGroup(number, six, **(fields | {"version": 3}))] if six else [])
