"""EVPN (RFC 7432, RFC 8365): ``protocols evpn`` and ``switch-options``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from netops.model import Vlan
from netops.platforms.configuration.rules import Action, Fields, Mismatch, ignore, put
from netops.platforms.junos.communities import canonical_member
from netops.platforms.junos.grammar import Block, Section, at, collect

__all__ = ["EVPN", "SWITCH_OPTIONS", "TARGETS", "with_targets"]

_AUTOMATIC = 0x10000000
"""What is added to a VNI in a route target that is made of it: VXLAN, as RFC 8365 section 5.1.2.1 has it."""


def target(*ways: str) -> Action:
    """A route target of a VRF, of one way or both."""

    def action(draft: Fields, held: Fields) -> None:
        if not held["target"].startswith("target:"):
            raise Mismatch(f"{held['target']!r} is no route target: expected target:NUMBER:NUMBER")
        for way in ways:
            collect(draft, f"targets_{way}", canonical_member(held["target"]).removeprefix("rt:"))

    return action


TARGETS = (
    ("vrf-target <target:word>", target("import", "export")),
    ("vrf-target import <target:word>", target("import")),
    ("vrf-target export <target:word>", target("export")),
)
EVPN = Section(
    (
        ("ip-prefix-routes vni <vni:number>", put()),
        ("ip-prefix-routes advertise direct-nexthop|gateway-address", ignore),
        ("ip-prefix-routes encapsulation vxlan|mpls", ignore),
        ("ip-prefix-routes export <policy:word>", put()),
        ("ip-prefix-routes import <policy:word>", put()),
        ("encapsulation vxlan|mpls", ignore),
        ("default-gateway do-not-advertise|no-gateway-community|advertise", ignore),
        ("extended-vni-list <vni:word>", ignore),
        ("multicast-mode ingress-replication", ignore),
    ),
    blocks=(Block("vni-options vni <vni:number>", at("vnis", "vni"), Section(TARGETS)),),
    silent=("traceoptions", "duplicate-mac-detection", "no-core-isolation", "interconnect"),
)
SWITCH_OPTIONS = Section(
    (
        ("vtep-source-interface <interface:word> <rest:options>", put()),
        ("route-distinguisher <rd:word>", put()),
        ("vrf-target auto", put(automatic=True)),
        *TARGETS,
    ),
    silent=("mac-table-size", "mac-notification", "mac-statistics", "service-id", "interface", "no-mac-learning"),
)


def with_targets(vlans: dict[int, Vlan], mac_vrf: Fields, evpn: Fields, asn: int | None) -> dict[int, Vlan]:
    """The VLANs that are bridged over VXLAN with what EVPN tells of them: the VNI's own targets, or the switch's."""
    return {number: _with_targets(each, mac_vrf, evpn.get("vnis", {}), asn) for number, each in vlans.items()}


def _with_targets(vlan: Vlan, mac_vrf: Fields, vnis: Mapping[int, Fields], asn: int | None) -> Vlan:
    if vlan.vni is None or "rd" not in mac_vrf:
        return vlan
    own = vnis.get(vlan.vni, {})
    made = [f"{asn}:{_AUTOMATIC + vlan.vni}"] if mac_vrf.get("automatic") and asn is not None else []
    common = mac_vrf.get("targets_import", ()), mac_vrf.get("targets_export", ())
    return replace(
        vlan,
        rd=mac_vrf["rd"],
        imports=frozenset((*common[0], *own.get("targets_import", ()), *made)),
        exports=frozenset(own.get("targets_export", ()) or made or common[1]),
    )
