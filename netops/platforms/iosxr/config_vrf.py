"""``vrf NAME``: route targets, policies, and what comes from the global table."""

from __future__ import annotations

from typing import Any

from netops.model import (
    Vrf,
    VrfFamily,
    VrfLeak,
)
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Rules, append, ignore, put

__all__ = ["VRF_GRAMMAR", "vrf_draft", "vrfs"]


def vrf_draft(draft: Fields, held: Fields) -> Fields:
    inner: Fields = draft.setdefault("vrfs", {}).setdefault(held["vrf"], {})
    return inner


def _vrf_family(draft: Fields, held: Fields) -> Fields:
    inner: Fields = draft.setdefault("families", {}).setdefault({"ipv4": 4, "ipv6": 6}[held["family"]], {})
    return inner


def _targets(part: str) -> Grammar:
    def action(draft: Fields, held: Fields) -> None:
        draft.setdefault(part, set()).add(held["target"])

    return Grammar(Rules(("<target:word> <rest:options>", action)))


def _from_default(draft: Fields, held: Fields) -> None:
    append("leaks", VrfLeak)(draft, {"source": "default", "policies": (held["policy"],)})


def _policy(field: str) -> Any:
    def action(draft: Fields, held: Fields) -> None:
        draft[field] = held["policy"]

    return action


def _same(draft: Fields, _held: Fields) -> Fields:
    return draft


_VRF_FAMILY = Grammar(
    Rules(
        ("import route-policy <policy:word>", _policy("import_map")),
        ("export route-policy <policy:word>", _policy("export_map")),
        ("import from default-vrf route-policy <policy:word> <rest:options>", _from_default),
        ("import from vrf advertise-as-vpn", ignore),
        ("maximum prefix <maximum_routes:number> <rest:options>", put()),
    ),
    (
        Block("import route-target", _same, _targets("imports")),
        Block("export route-target", _same, _targets("exports")),
    ),
)
VRF_GRAMMAR = Grammar(
    Rules(
        ("rd <rd:word>", put()),
        ("description <description:rest>", put()),
        ("mode|vpn|mhost|remote-route-filtering <rest:options>", ignore),
    ),
    (
        Block("address-family ipv4 unicast", lambda draft, _held: _vrf_family(draft, {"family": "ipv4"}), _VRF_FAMILY),
        Block("address-family ipv6 unicast", lambda draft, _held: _vrf_family(draft, {"family": "ipv6"}), _VRF_FAMILY),
    ),
)


def vrfs(top: Fields, rds: dict[str, str]) -> dict[str, Vrf]:
    """The VRFs; ``rds`` are the route distinguishers that BGP gives."""
    return {
        name: Vrf(
            name,
            draft.get("rd", rds.get(name, "")),
            draft.get("description", ""),
            tuple(_made_family(family, each) for family, each in draft.get("families", {}).items()),
        )
        for name, draft in top.get("vrfs", {}).items()
    }


def _made_family(family: int, draft: Fields) -> VrfFamily:
    return VrfFamily(
        family,
        imports=frozenset(draft.get("imports", ())),
        exports=frozenset(draft.get("exports", ())),
        leaks=tuple(draft.get("leaks", ())),
        **{key: draft[key] for key in ("import_map", "export_map", "maximum_routes") if key in draft},
    )
