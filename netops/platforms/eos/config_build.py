"""The drafts of a whole configuration as a Device."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from netops.model import Bgp, BgpNeighborFamily, Device, Interface
from netops.platforms.configuration.rules import Fields
from netops.platforms.eos.config_access import access_lists
from netops.platforms.eos.config_administration import administration
from netops.platforms.eos.config_bgp_build import MISSING_POLICY, bgp_processes, place_mac_vrfs
from netops.platforms.eos.config_interface import interface
from netops.platforms.eos.config_isis import isis_processes, place_isis
from netops.platforms.eos.config_nat import nat_rules
from netops.platforms.eos.config_ospf_build import ospf_processes, place_ospf
from netops.platforms.eos.config_policy import route_maps
from netops.platforms.eos.config_policy_lists import as_path_lists, community_lists, prefix_lists
from netops.platforms.eos.config_rip import place_rip, rip_processes
from netops.platforms.eos.config_switching import place_switchports, spanning_tree, vlans
from netops.platforms.eos.config_vrf import vrfs
from netops.platforms.eos.config_vxlan import place_vnis

__all__ = ["build"]


def build(name: str, top: Fields) -> tuple[Device, list[tuple[str, str]]]:
    """The device, and what of it cannot be held: (source key, why)."""
    place_switchports(top)
    place_vnis(top)
    place_mac_vrfs(top)
    bgp, problems = bgp_processes(top)
    maps = route_maps(top)
    if any(MISSING_POLICY.name in (each.route_map_in, each.route_map_out) for each in _exchanges(bgp)):
        maps = (*maps, MISSING_POLICY)
    device = Device(
        name,
        "eos",
        hostname=top.get("hostname", name),
        banner=top.get("banner", ""),
        interfaces=_interfaces(top),
        vlans=vlans(top),
        vrfs=vrfs(top),
        spanning_tree=spanning_tree(top),
        static_routes=tuple(top.get("static_routes", ())),
        ospf=ospf_processes(top),
        isis=isis_processes(top),
        rip=rip_processes(top),
        bgp=bgp,
        prefix_lists=prefix_lists(top),
        community_lists=community_lists(top),
        as_path_lists=as_path_lists(top),
        route_maps=maps,
        access_lists=access_lists(top),
        nat_pools=tuple(top.get("nat_pools", ())),
        nat_rules=nat_rules(top),
        administration=administration(top),
        forwarding=top.get("forwarding", False),
        forwarding6=top.get("forwarding6", False),
        version=_version(top),
    )
    return device, problems


def _version(top: Fields) -> str:
    """The release, and which of its two models of routing agents runs: "4.23.0.1F multi-agent"."""
    return f"{top.get('version', '')} {top.get('routing_model', 'ribd')}".strip()


def _exchanges(processes: tuple[Bgp, ...]) -> Iterator[BgpNeighborFamily]:
    for process in processes:
        for neighbor in process.neighbors:
            yield from neighbor.families
        for settings in (*(each.settings for each in process.unnumbered), *(each.settings for each in process.dynamic)):
            yield from settings.families


def _interfaces(top: Fields) -> dict[str, Interface]:
    """The interfaces, with what the routing processes say of them."""
    ospf, isis, rip = place_ospf(top), place_isis(top), place_rip(top)
    made = {}
    for name, draft in top.get("interfaces", {}).items():
        plain = interface(name, draft)
        made[name] = replace(plain, **ospf[name], isis=isis.get(name, ()), rip=rip.get(name, ()))
    return made
