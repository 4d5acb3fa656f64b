"""Switching: VLANs, ports, and spanning tree (IEEE 802.1Q, 802.1D)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from netops.model import SpanningTree, SwitchMode, SwitchPort, Vlan
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, ignore, put, type_of
from netops.platforms.ios.actions import mark, refuse
from netops.platforms.ios.addresses import ranges

__all__ = ["SWITCH_BLOCKS", "SWITCH_INTERFACE_LINES", "SWITCH_LINES", "made_vlans", "spanning_tree", "switch_port"]

_EVERY = frozenset(range(1, 4095))
_MODES = {"mst": "mstp", "pvst": "pvst", "rapid-pvst": "rapid-pvst"}


def _open_vlans(top: Fields, held: Fields) -> Fields:
    """``vlan 10`` or ``vlan 10,20-30``: the lines within are of one VLAN."""
    vlans = top.setdefault("vlans", {})
    drafts = [vlans.setdefault(number, {}) for number in ranges("".join(held["numbers"].split()))]
    return drafts[0] if len(drafts) == 1 else {}


SWITCH_BLOCKS = (
    Block(
        "vlan <numbers:rest>",
        _open_vlans,
        Grammar(
            Rules(
                ("name <name:rest>", put()),
                ("shutdown", put(enabled=False)),
                ("no shutdown", put(enabled=True)),
                ("state active", put(enabled=True)),
                ("state suspend", put(enabled=False)),
                ("mtu|media|said|mode|tb-vlan1|tb-vlan2|are|ste|backupcrf|parent|bridge|exit <rest:options>", ignore),
            )
        ),
    ),
)


def made_vlans(top: Fields) -> dict[int, Vlan]:
    """The VLANs that the configuration names, by number."""
    return {number: Vlan(number, **draft) for number, draft in sorted(top.get("vlans", {}).items())}


def _mode(draft: Fields, held: Fields) -> None:
    if held["mode"] == "dynamic":
        raise Mismatch("whether the port is a trunk is negotiated with its neighbour: it is taken for an access port")
    if held["mode"] not in ("access", "trunk", "dot1q-tunnel"):
        raise Mismatch(f"netops does not know ports of mode {held['mode']!r}")
    draft["switch_mode"] = "trunk" if held["mode"] == "trunk" else "access"
    draft.setdefault("switch", True)


def _allowed(draft: Fields, held: Fields) -> None:
    words: list[str] = held["words"].split()
    known: frozenset[int] = draft.get("allowed", _EVERY)
    how = words[0]
    if how in ("all", "none") and len(words) == 1:
        draft["allowed"] = _EVERY if how == "all" else frozenset()
    elif how in ("add", "remove", "except") and len(words) == 2:
        named = frozenset(ranges(words[1]))
        draft["allowed"] = known | named if how == "add" else (known if how == "remove" else _EVERY) - named
    else:
        draft["allowed"] = frozenset(ranges("".join(words)))
    draft.setdefault("switch", True)


def _switch(**constants: Any) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        draft.update(held, **constants)
        draft.setdefault("switch", True)

    return action


def _access_vlan(draft: Fields, held: Fields) -> None:
    if held["vlan"] == "dynamic":
        raise Mismatch("a VLAN that a server assigns is not in the configuration")
    draft["access_vlan"] = type_of("number", held["vlan"])
    draft.setdefault("switch", True)


SWITCH_INTERFACE_LINES: tuple[tuple[str, Any], ...] = (
    ("switchport", put(switch=True)),
    ("no switchport", put(switch=False)),
    ("switchport mode <mode:word> <options:options>", _mode),
    ("switchport access vlan <vlan:word>", _access_vlan),
    ("switchport trunk allowed vlan <words:rest>", _allowed),
    ("switchport trunk native vlan <native:number>", _switch()),
    ("switchport trunk native vlan tag", _switch(tag_native=True)),
    ("switchport trunk encapsulation|pruning <how:rest>", ignore),
    ("switchport voice vlan <voice:word>", ignore),
    (
        "switchport nonegotiate|port-security|block|priority|autostate|host|voice|vlan <how:options>",
        ignore,
    ),
    ("no switchport nonegotiate|port-security|block|voice|trunk|access <how:options>", ignore),
    ("switchport protected", refuse("protected ports are not understood: they do not talk to each other")),
    ("switchport private-vlan <how:rest>", refuse("private VLANs are not understood")),
    ("switchport backup <how:rest>", refuse("Flex Links are not understood")),
    ("spanning-tree portfast <how:options>", mark(edge=True)),
    ("spanning-tree portfast disable", put(edge=False)),
    ("no spanning-tree portfast", put(edge=False)),
    ("spanning-tree <setting:word> <options:options>", ignore),
    ("no spanning-tree <setting:word> <options:options>", ignore),
)


def switch_port(draft: Fields, default_edge: bool) -> SwitchPort:
    """The port as drafted: VLAN 1 where it is not told, all VLANs on a trunk."""
    edge = draft.get("edge", default_edge and draft.get("switch_mode") != "trunk")
    if draft.get("switch_mode") != "trunk":
        return SwitchPort(SwitchMode.ACCESS, access_vlan=draft.get("access_vlan", 1), edge=edge)
    allowed: frozenset[int] = draft.get("allowed", _EVERY)
    native: int | None = draft.get("native", 1)
    if native not in allowed or draft.get("tag_native"):
        native = None
    return SwitchPort(SwitchMode.TRUNK, trunk_vlans=_tagged(allowed, native), native_vlan=native, edge=edge)


@lru_cache(maxsize=1024)
def _tagged(allowed: frozenset[int], native: int | None) -> tuple[int, ...]:
    """The VLANs that a trunk carries with their tag: the same object for all trunks of one kind."""
    return tuple(sorted(allowed - {native}))


def _priority(draft: Fields, held: Fields) -> None:
    _tree(draft).setdefault("vlans", {}).update(dict.fromkeys(ranges(held["vlans"]), held["priority"]))


def _tree(draft: Fields) -> Fields:
    tree: Fields = draft.setdefault("spanning_tree", {})
    return tree


def _tree_mode(draft: Fields, held: Fields) -> None:
    if held["mode"] not in _MODES:
        raise Mismatch(f"{held['mode']!r} is no mode of spanning tree")
    _tree(draft)["mode"] = _MODES[held["mode"]]


def _mst_priority(draft: Fields, held: Fields) -> None:
    if 0 not in ranges(held["instances"]):
        raise Mismatch("priorities of instances other than 0 are not understood")
    _tree(draft)["priority"] = held["priority"]


def _off(_draft: Fields, _held: Fields) -> None:
    raise Mismatch("VLANs without spanning tree are not understood")


def _edge_default(draft: Fields, _held: Fields) -> None:
    _tree(draft)["edge"] = True


SWITCH_LINES: tuple[tuple[str, Any], ...] = (
    ("spanning-tree mode <mode:word>", _tree_mode),
    ("spanning-tree vlan <vlans:word> priority <priority:number>", _priority),
    ("spanning-tree vlan <vlans:word> forward-time|hello-time|max-age <seconds:number>", ignore),
    ("spanning-tree mst <instances:word> priority <priority:number>", _mst_priority),
    ("spanning-tree portfast default", _edge_default),
    ("spanning-tree portfast edge default", _edge_default),
    ("spanning-tree portfast <what:rest>", ignore),
    ("no spanning-tree vlan <vlans:rest>", _off),
    (
        "spanning-tree extend|loopguard|backbonefast|uplinkfast|etherchannel|logging|bridge|pathcost <how:options>",
        ignore,
    ),
    ("spanning-tree transmit <how:rest>", ignore),
    ("spanning-tree mst forward-time|hello-time|max-age|max-hops|simulate <how:rest>", ignore),
    ("no spanning-tree optimize|etherchannel|logging|extend <how:options>", ignore),
    ("vlan internal|dot1q|accounting|name <how:rest>", ignore),
    ("vlan filter <how:rest>", refuse("filters of VLANs are not understood: packets may be dropped")),
)


def spanning_tree(top: Fields) -> SpanningTree | None:
    """What is said of spanning tree; None where nothing is."""
    draft: Fields | None = top.get("spanning_tree")
    if draft is None:
        return None
    priorities = tuple(sorted(draft.get("vlans", {}).items()))
    return SpanningTree(True, draft.get("priority", 32768), draft.get("mode", "pvst"), priorities)
