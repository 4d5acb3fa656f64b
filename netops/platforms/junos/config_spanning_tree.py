"""``protocols rstp``, ``mstp`` and ``vstp`` (IEEE 802.1D-2004, 802.1Q; per VLAN)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from netops.model import Interface, SpanningTree
from netops.platforms.configuration.rules import Fields, Mismatch, ignore, put
from netops.platforms.junos.grammar import Block, Section, collect

__all__ = ["SPANNING_TREE", "spanning_tree", "with_edges"]

_MODES = {"rstp": "rstp", "mstp": "mstp", "vstp": "rapid-pvst", "stp": "stp"}


def _priority(text: str) -> int:
    """``32k`` is 32768."""
    number = text.removesuffix("k")
    if not number.isdigit():
        raise Mismatch(f"{text!r} is no bridge priority")
    return int(number) * (1024 if text.endswith("k") else 1)


def _bridge(draft: Fields, held: Fields) -> None:
    draft["priority"] = _priority(held["priority"])


def _vlan(draft: Fields, held: Fields) -> None:
    draft.setdefault("vlans", {})[held["vlan"]] = _priority(held["priority"])


def _edge(draft: Fields, held: Fields) -> None:
    collect(draft, "edges", held["interface"].partition(".")[0])


def _mode(name: str) -> Block:
    def opener(draft: Fields, _held: Fields) -> Fields:
        inner: Fields = draft.setdefault("spanning_tree", {})
        inner["mode"] = _MODES[name]
        return inner

    return Block(name, opener, _RULES)


_RULES = Section(
    (
        ("bridge-priority <priority:word>", _bridge),
        ("vlan <vlan:number> bridge-priority <priority:word>", _vlan),
        ("interface <interface:word> edge", _edge),
        ("disable", put(disabled=True)),
        ("<rest:rest>", ignore),
    )
)
SPANNING_TREE = tuple(map(_mode, _MODES))


def spanning_tree(draft: Fields | None) -> SpanningTree | None:
    if draft is None:
        return None
    return SpanningTree(
        enabled=not draft.get("disabled", False),
        priority=draft.get("priority", 32768),
        mode=draft["mode"],
        vlan_priorities=tuple(sorted(draft.get("vlans", {}).items())),
    )


def with_edges(ports: Mapping[str, Interface], draft: Fields) -> dict[str, Interface]:
    """The interfaces, with those that lead to hosts as edges."""
    edges = frozenset(draft.get("edges", ()))
    return {
        name: replace(each, switchport=replace(each.switchport, edge=True))
        if name in edges and each.switchport is not None
        else each
        for name, each in ports.items()
    }
