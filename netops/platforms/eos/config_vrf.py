"""``vrf instance``, and what the rest of a configuration says of VRFs: routing, route targets, layer-3 VNIs."""

from __future__ import annotations

from netops.model import Vrf, VrfFamily, VrfLeak
from netops.platforms.configuration.grammar import Block, Grammar, within
from netops.platforms.configuration.rules import Action, Fields, Rules, append, ignore, put

__all__ = ["LEAK_BLOCK", "ROUTING_RULES", "VRF_BLOCKS", "vrf_draft", "vrfs"]


def vrf_draft(top: Fields, name: str) -> Fields:
    """The draft of a VRF, made where it is first named."""
    draft: Fields = top.setdefault("vrfs", {}).setdefault(name, {})
    return draft


def _routing(on: bool) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        vrf_draft(draft, held["vrf"])["forwarding"] = on

    return action


ROUTING_RULES = (
    ("ip routing", put(forwarding=True)),
    ("ip routing ipv6 interfaces", put(forwarding=True)),
    ("no ip routing", put(forwarding=False)),
    ("ip routing delete static-routes", ignore),
    ("no ip routing delete static-routes", ignore),
    ("ip routing vrf <vrf:word>", _routing(True)),
    ("ip routing vrf <vrf:word> ipv6 interfaces", _routing(True)),
    ("ip routing ipv6 interfaces vrf <vrf:word>", _routing(True)),
    ("no ip routing vrf <vrf:word>", _routing(False)),
    ("ipv6 unicast-routing", put(forwarding6=True)),
    ("no ipv6 unicast-routing", put(forwarding6=False)),
    ("ipv6 unicast-routing vrf <vrf:word>", ignore),  # packets of one family alone: the model has one word for a VRF
    ("no ipv6 unicast-routing vrf <vrf:word>", ignore),
)

_VRF = Grammar(
    Rules(
        ("rd <rd:word>", put()),
        ("description <description:rest>", put()),
        ("no rd", ignore),
    )
)
VRF_BLOCKS = (
    Block("vrf instance <vrf:word>", within("vrfs", "vrf"), _VRF, "vrf:{vrf}"),
    Block("vrf definition <vrf:word>", within("vrfs", "vrf"), _VRF, "vrf:{vrf}"),
)

_LEAK = Grammar(
    Rules(
        (
            "leak routes source-vrf <source:word> subscribe-policy <policy:word>",
            append("leaks", lambda source, policy: VrfLeak(source, policies=(policy,))),
        ),
        ("exit-vrf", ignore),
    )
)


LEAK_BLOCK = Block(
    "router general",
    lambda _draft, _held: None,
    Grammar(
        Rules(
            ("router-id ipv4 <general_router_id:address4>", put()),
            ("router-id ipv6 <address:address6>", ignore),
            ("hardware next-hop fast-failover", ignore),
        ),
        [Block("vrf <vrf:word>", within("vrfs", "vrf"), _LEAK)],
    ),
)


def vrfs(top: Fields) -> dict[str, Vrf]:
    """The VRFs by name; the default one only where it takes or gives routes."""
    return {name: _vrf(name, draft) for name, draft in top.get("vrfs", {}).items() if name != "default" or draft}


def _vrf(name: str, draft: Fields) -> Vrf:
    leaks = tuple(draft.get("leaks", ()))
    made = (_family(family, draft, leaks) for family in (4, 6))
    return Vrf(
        name,
        draft.get("rd", ""),
        draft.get("description", ""),
        tuple(each for each in made if each != VrfFamily(each.family)),
        draft.get("vni"),
        forwarding=draft.get("forwarding", name == "default"),
    )


def _family(family: int, draft: Fields, leaks: tuple[VrfLeak, ...]) -> VrfFamily:
    return VrfFamily(
        family,
        frozenset(draft.get("imports", {}).get(family, ())),
        frozenset(draft.get("exports", {}).get(family, ())),
        draft.get("import_maps", {}).get(family),
        draft.get("export_maps", {}).get(family),
        leaks,
    )
