"""MAC-VRFs (RFC 7432) and the route targets of VRFs (RFC 4364, RFC 9136), which EOS keeps in ``router bgp``."""

from __future__ import annotations

from netops.platforms.configuration.grammar import Grammar
from netops.platforms.configuration.rules import Action, Fields, Rules, ignore, put
from netops.platforms.eos.config_numbers import number_of

__all__ = ["MAC_VRF", "VRF_RULES", "open_mac_vrf"]


def _service_targets(direction: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        for each in ("imports", "exports"):
            if direction in (each, "both"):
                draft.setdefault(each, {})[held["target"]] = None

    return action


def open_mac_vrf(draft: Fields, held: Fields) -> Fields:
    """A VLAN, or a bundle of VLANs, of which EVPN tells: its own draft."""
    key = str(held.get("vlan", held.get("name")))
    service: Fields = draft.setdefault("mac_vrfs", {}).setdefault(key, {})
    if "vlan" in held:
        service["vlans"] = key
    return service


def _more_vlans(draft: Fields, held: Fields) -> None:
    draft["vlans"] = ",".join(filter(None, (draft.get("vlans"), held["vlans"])))


MAC_VRF = Grammar(
    Rules(
        ("rd <rd:word>", put()),
        ("rd evpn domain <rest:rest>", ignore),
        ("route-target import <target:word>", _service_targets("imports")),
        ("route-target export <target:word>", _service_targets("exports")),
        ("route-target both <target:word>", _service_targets("both")),
        ("route-target import export evpn domain <rest:rest>", ignore),
        ("route-target import|export|both evpn domain <rest:rest>", ignore),
        ("redistribute learned", put(learned=True)),
        ("redistribute <rest:rest>", ignore),  # routers' own and static MAC addresses: no routes of IP
        ("no redistribute <rest:rest>", ignore),
        ("vlan <vlans:word>", put()),
        ("vlan add <vlans:word>", _more_vlans),
    )
)


def _targets(direction: str, family: str | None = None) -> Action:
    """Route targets of a VRF: of one family of VPN routes, or of EVPN, which carries both."""
    families = {"vpn-ipv4": (4,), "vpn-ipv6": (6,)}

    def action(draft: Fields, held: Fields) -> None:
        for each in ("imports", "exports"):
            if direction in (each, "both"):
                for number in families.get(family or held.get("service", "evpn"), (4, 6)):
                    draft["vrf"].setdefault(each, {}).setdefault(number, {})[held["target"]] = None

    return action


def _target_map(direction: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        families = {"vpn-ipv4": (4,), "vpn-ipv6": (6,)}.get(held["service"], (4, 6))
        draft["vrf"].setdefault(f"{direction}_maps", {}).update(dict.fromkeys(families, held["name"]))

    return action


def _local_as(draft: Fields, held: Fields) -> None:
    draft["asn"] = number_of(held["number"])


def _rd(draft: Fields, held: Fields) -> None:
    draft["vrf"]["rd"] = held["rd"]


VRF_RULES = (
    ("local-as <number:word>", _local_as),
    ("rd <rd:word>", _rd),
    ("rd evpn domain <rest:rest>", ignore),
    ("route-target import <target:word>", _targets("imports", "evpn")),
    ("route-target export <target:word>", _targets("exports", "evpn")),
    ("route-target both <target:word>", _targets("both", "evpn")),
    ("route-target import <service:word> route-map <name:word>", _target_map("import")),
    ("route-target export <service:word> route-map <name:word>", _target_map("export")),
    ("route-target import <service:word> <target:word>", _targets("imports")),
    ("route-target export <service:word> <target:word>", _targets("exports")),
    ("route-target both <service:word> <target:word>", _targets("both")),
)
