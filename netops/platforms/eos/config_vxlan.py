"""``interface Vxlan1``: VLANs and VRFs with their network identifiers (RFC 7348)."""

from __future__ import annotations

from netops.platforms.configuration.rules import Action, Fields, Mismatch, ignore, put
from netops.platforms.eos.config_vrf import vrf_draft
from netops.platforms.eos.names import expand, numbers

__all__ = ["VXLAN_RULES", "place_vnis"]


def _vlans(draft: Fields, held: Fields) -> None:
    """``vxlan vlan 10 vni 10010``, or several at once in the same order."""
    vlans, vnis = numbers(held["vlans"]), _vnis(held["vnis"])
    if vlans is None or len(vlans) != len(vnis):
        raise Mismatch("as many VLANs as network identifiers are expected")
    draft.setdefault("vlan_vnis", {}).update(zip(vlans, vnis, strict=True))


def _vnis(text: str) -> list[int]:
    found: list[int] = []
    for part in text.split(","):
        low, _, high = part.partition("-")
        if not (low.isdecimal() and (high.isdecimal() or not high) and len(part) < 18):
            raise Mismatch(f"{text!r} is no network identifier")
        if int(high or low) - int(low) > 4096:
            raise Mismatch(f"{text!r} is too wide a range")
        found.extend(range(int(low), int(high or low) + 1))
    return found


def _vrf(draft: Fields, held: Fields) -> None:
    draft.setdefault("vrf_vnis", {})[held["vrf"]] = held["vni"]


VXLAN_RULES: tuple[tuple[str, Action], ...] = (
    ("vxlan source-interface <vxlan_source:word>", put()),
    ("vxlan vlan <vlans:word> vni <vnis:word>", _vlans),
    ("vxlan vlan <vlan:word> flood vtep <rest:rest>", ignore),
    ("vxlan vrf <vrf:word> vni <vni:number>", _vrf),
    ("vxlan vlan <vlans:word> multicast group <rest:rest>", ignore),
    ("vxlan vrf <vrf:word> multicast group <rest:rest>", ignore),
    ("vxlan multicast <rest:rest>", ignore),
    ("no vxlan <rest:rest>", ignore),
    ("vxlan udp-port <rest:rest>", ignore),
    ("vxlan virtual-router <rest:rest>", ignore),
    ("vxlan flood vtep <rest:rest>", ignore),  # where frames without a learned address go: no route
    ("vxlan learn-restrict|controller-client|bridging|qos|encapsulation|multicast-group|mlag <rest:rest>", ignore),
    ("vxlan arp proxy", ignore),
    ("vxlan controller-client", ignore),
    ("bfd vtep <rest:rest>", ignore),
)


def place_vnis(top: Fields) -> None:
    """What the VXLAN interface says, with the VLANs, the VRFs and the tunnel's own source."""
    for name, draft in top.get("interfaces", {}).items():
        if not name.startswith("Vxlan"):
            continue
        top.setdefault("vlan_vnis", {}).update(draft.get("vlan_vnis", {}))
        for vrf, vni in draft.get("vrf_vnis", {}).items():
            vrf_draft(top, vrf)["vni"] = vni
        if "vxlan_source" in draft:
            draft["tunnel"] = {"source": expand(draft["vxlan_source"])}
