"""``router rip``: switched off until ``no shutdown``."""

from __future__ import annotations

from typing import Any

from netops.model import DefaultOriginate, Filter, Rip, RipInterface
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, append, ignore, options, put
from netops.platforms.eos.config_ospf import redistribution
from netops.platforms.eos.names import expand

__all__ = ["RIP_BLOCKS", "place_rip", "rip_processes"]


def _network(draft: Fields, held: Fields) -> None:
    draft.setdefault("networks", {})[held["network"]] = None


def _filter(draft: Fields, held: Fields) -> None:
    words = held["options"]
    if held["direction"] not in ("in", "out") or len(words) > 1:
        raise Mismatch("expected in or out, and an interface at most")
    interface = expand(words[0]) if words else None
    made = {"direction": held["direction"], "prefix_list": held["name"], "interface": interface}
    append("filters", Filter)(draft, made)


def _passive(passive: bool) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        draft.setdefault("passive", {})[expand(held["interface"])] = passive

    return action


def _originate(draft: Fields, held: Fields) -> None:
    draft["default_originate"] = DefaultOriginate(**options(held["options"], {"always": "", "route-map": "word"}))


_GRAMMAR = Grammar(
    Rules(
        ("network <network:network4>", _network),
        ("no shutdown", put(running=True)),
        ("shutdown", put(running=False)),
        ("redistribute <protocol:word> <options:options>", redistribution),
        ("distance <distance:number>", put()),
        ("metric default <default_metric:number>", put()),
        ("distribute-list prefix-list <name:word> <direction:word> <options:options>", _filter),
        ("passive-interface default", put(passive_default=True)),
        ("passive-interface <interface:word>", _passive(True)),
        ("no passive-interface <interface:word>", _passive(False)),
        ("default-information originate <options:options>", _originate),
        ("timers <rest:rest>", ignore),
    )
)


def _open(draft: Fields, held: Fields) -> Fields:
    process: Fields = draft.setdefault("rip", {}).setdefault(held.get("vrf", "default"), {})
    return process


RIP_BLOCKS = (
    Block("router rip", _open, _GRAMMAR, "rip:default"),
    Block("router rip vrf <vrf:word>", _open, _GRAMMAR, "rip:{vrf}"),
)
_OWN = ("networks", "passive", "passive_default", "running")


def rip_processes(top: Fields) -> tuple[Rip, ...]:
    return tuple(_process(vrf, draft) for vrf, draft in top.get("rip", {}).items() if draft.get("running"))


def _process(vrf: str, draft: Fields) -> Rip:
    fields: dict[str, Any] = {key: value for key, value in draft.items() if key not in _OWN}
    redistribute = tuple(fields.pop("redistribute", {}).values())
    return Rip(vrf=vrf, redistribute=redistribute, filters=tuple(fields.pop("filters", ())), **fields)


def place_rip(top: Fields) -> dict[str, tuple[RipInterface, ...]]:
    """RIP by interface: on those with an address inside of one of the networks."""
    placed: dict[str, tuple[RipInterface, ...]] = {}
    for name, draft in top.get("interfaces", {}).items():
        process = top.get("rip", {}).get(draft.get("vrf", "default"), {})
        address = draft.get("address")
        if process.get("running") and address and any(address.ip in each for each in process.get("networks", ())):
            passive = process.get("passive", {}).get(name, process.get("passive_default", False))
            placed[name] = (RipInterface(passive=passive),)
    return placed
