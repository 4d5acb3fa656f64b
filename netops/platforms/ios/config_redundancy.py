"""HSRP (``standby``) and VRRP on interfaces."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address
from typing import Any

from netops.model import HsrpGroup, VrrpGroup
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, ignore, put, type_of
from netops.platforms.ios.actions import mark

__all__ = ["REDUNDANCY_BLOCKS", "REDUNDANCY_LINES", "hsrp_groups", "vrrp_groups"]


def _virtual(draft: Fields, held: Fields) -> None:
    """``ip A``; without an address, it is learned from the active router."""
    if not held["words"]:
        raise Mismatch("a virtual address that is learned is not in the configuration")
    address = type_of("address4", held["words"][0])
    draft.setdefault("addresses", []).append(address)


def _virtual6(draft: Fields, held: Fields) -> None:
    word = held["words"][0] if held["words"] else "autoconfig"
    if word == "autoconfig":
        raise Mismatch("a virtual address that is made from the group's MAC address is not in the configuration")
    draft.setdefault("addresses6", []).append(type_of("address6", word.partition("/")[0]))


def _timers(draft: Fields, held: Fields) -> None:
    """``timers [msec] HELLO [msec] HOLD``, as milliseconds."""
    words: list[str] = held["words"].split()
    found = []
    while words:
        unit = 1 if words[0] == "msec" and words.pop(0) else 1000
        found.append(type_of("number", words.pop(0)) * unit if words else 0)
    if len(found) != 2:
        raise Mismatch("expected the hello and the hold time")
    draft.update(hello_time=found[0], hold_time=found[1])


_GROUP = Rules(
    ("ip <words:options>", _virtual),
    ("ipv6 <words:options>", _virtual6),
    ("priority <priority:number>", put()),
    ("preempt <how:options>", mark(preempt=True)),
    ("timers <words:rest>", _timers),
    ("name <name:rest>", put()),
    ("authentication|track|mac-address|follow|redirect <how:rest>", ignore),
)


def _standby(draft: Fields, held: Fields) -> None:
    """``standby [GROUP] ...``; the group is 0 where none is told."""
    words: list[str] = held["words"].split()
    group = int(words.pop(0)) if words[0].isdecimal() else 0
    if not words:
        raise Mismatch("not understood")
    groups = draft.setdefault("hsrp", {})
    inner = dict(groups.get(group, {}))
    _GROUP.apply(inner, words)
    groups[group] = inner


_VRRP = Rules(
    ("ip <address:address4>", lambda draft, held: _add(draft, held["address"])),
    ("ip <address:address4> secondary", lambda draft, held: _add(draft, held["address"])),
    ("priority <priority:number>", put()),
    ("preempt <how:options>", mark(preempt=True)),
    ("timers advertise <seconds:number>", lambda draft, held: draft.update(interval=1000 * held["seconds"])),
    ("timers advertise msec <interval:number>", put()),
    ("timers learn", ignore),
    ("description|authentication|track|name <how:rest>", ignore),
    ("shutdown", put(shutdown=True)),
)


def _add(draft: Fields, address: Any) -> None:
    draft.setdefault("addresses", []).append(address)


def _vrrp(draft: Fields, held: Fields) -> None:
    groups = draft.setdefault("vrrp", {})
    inner = dict(groups.get((held["group"], 4), {"version": 2}))
    _VRRP.apply(inner, held["words"].split())
    groups[held["group"], 4] = inner


def _no_preempt(draft: Fields, held: Fields) -> None:
    draft.setdefault("vrrp", {}).setdefault((held["group"], 4), {"version": 2})["preempt"] = False


def _refuse(_draft: Fields, _held: Fields) -> None:
    raise Mismatch("GLBP is not understood: which router forwards differs from host to host")


REDUNDANCY_LINES: tuple[tuple[str, Any], ...] = (
    ("standby version <hsrp_version:number>", put()),
    ("standby use-bia|delay|bfd|mac-refresh|redirect <how:options>", ignore),
    ("no standby redirect|bfd <how:options>", ignore),
    ("standby <words:rest>", _standby),
    ("vrrp delay <how:rest>", ignore),
    ("vrrp <group:number> <words:rest>", _vrrp),
    ("no vrrp <group:number> preempt", _no_preempt),
    ("glbp <words:rest>", _refuse),
)


def _interval(draft: Fields, held: Fields) -> None:
    draft["interval"] = held["interval"]


def _address(draft: Fields, held: Fields) -> None:
    _add(draft, type_of("address", held["address"].partition("/")[0]))


_VERSION3 = Grammar(
    Rules(
        ("address <address:word> <how:options>", _address),
        ("priority <priority:number>", put()),
        ("preempt <how:options>", mark(preempt=True)),
        ("no preempt", put(preempt=False)),
        ("timers advertise <interval:number>", _interval),
        ("shutdown", put(shutdown=True)),
        ("description|track|vrrpv2|vrrs|match-address <how:options>", ignore),
    ),
    silent=("exit-vrrp",),
)


def _open(family: int) -> Any:
    def opener(draft: Fields, held: Fields) -> Fields:
        inner: Fields = draft.setdefault("vrrp", {}).setdefault((held["group"], family), {"version": 3})
        return inner

    return opener


REDUNDANCY_BLOCKS = (
    Block("vrrp <group:number> address-family ipv4", _open(4), _VERSION3),
    Block("vrrp <group:number> address-family ipv6", _open(6), _VERSION3),
)


_HSRP = ("priority", "preempt", "hello_time", "hold_time", "name")


def hsrp_groups(draft: Fields) -> tuple[HsrpGroup, ...]:
    """A group of each family that has virtual addresses."""
    version = draft.get("hsrp_version", 1)
    made = []
    for group, said in sorted(draft.get("hsrp", {}).items()):
        settings = {name: said[name] for name in _HSRP if name in said}
        virtual = [tuple(said[part]) for part in ("addresses", "addresses6") if part in said]
        made += [HsrpGroup(group, each, version=version, **settings) for each in virtual]
    return tuple(made)


def vrrp_groups(draft: Fields) -> tuple[VrrpGroup, ...]:
    """The virtual routers that are not shut down; the owner of the address has priority 255 (RFC 5798)."""
    own = {each.ip for each in draft.get("addresses4", ())}
    made = []
    for (group, _), said in sorted(draft.get("vrrp", {}).items()):
        addresses: tuple[IPv4Address | IPv6Address, ...] = tuple(said.get("addresses", ()))
        if said.get("shutdown") or not addresses:
            continue
        priority = 255 if own & set(addresses) else said.get("priority", 100)
        preempt, interval = said.get("preempt", True), said.get("interval", 1000)
        made.append(VrrpGroup(group, addresses, priority, preempt, interval, said["version"]))
    return tuple(made)
