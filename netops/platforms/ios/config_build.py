"""The drafts of a whole configuration as a Device."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_network

from netops.model import Device, StaticRoute, Vrf, VrfFamily, VrfLeak
from netops.platforms.configuration.rules import Fields
from netops.platforms.ios import config_policy
from netops.platforms.ios.config_acl import access_lists
from netops.platforms.ios.config_admin import administration
from netops.platforms.ios.config_bgp_build import bgp_processes
from netops.platforms.ios.config_eigrp import eigrp_process
from netops.platforms.ios.config_isis import isis_process
from netops.platforms.ios.config_members import place_protocols
from netops.platforms.ios.config_ospf import ospf_process
from netops.platforms.ios.config_ports import interfaces
from netops.platforms.ios.config_rip import rip_process
from netops.platforms.ios.config_route_map import route_maps
from netops.platforms.ios.config_switch import made_vlans, spanning_tree
from netops.platforms.ios.config_vrf import made_vrf

__all__ = ["build"]

Problems = list[tuple[str, str]]
"""(source key, why) of what cannot be held."""


def build(name: str, top: Fields) -> tuple[Device, Problems]:
    """The device, and what of it cannot be held."""
    problems: Problems = []
    place_protocols(top, problems)
    device = Device(
        name,
        "ios",
        hostname=top.get("hostname", ""),
        version=top.get("version", ""),
        interfaces=interfaces(top, problems),
        vlans=made_vlans(top),
        spanning_tree=spanning_tree(top),
        vrfs=_vrfs(top),
        static_routes=_static_routes(top),
        prefix_lists=config_policy.prefix_lists(top),
        community_lists=config_policy.community_lists(top),
        as_path_lists=config_policy.as_path_lists(top),
        route_maps=route_maps(top),
        access_lists=access_lists(top),
        nat_pools=tuple(top.get("nat_pools", ())),
        nat_rules=tuple(top.get("nat_rules", ())),
        administration=administration(top),
        forwarding=_forwards(top),
        forwarding6=top.get("forwarding6", False),
        **_protocols(top, problems),
    )
    return device, problems


def _protocols(top: Fields, problems: Problems) -> Fields:
    bgp = top.get("bgp", {})
    return {
        "ospf": tuple(
            ospf_process(version, vrf, name, each) for (version, vrf, name), each in top.get("ospf", {}).items()
        ),
        "bgp": tuple(bgp_processes(bgp, problems)) if "asn" in bgp else (),
        "isis": tuple(isis_process(name, each, each.get("families", ())) for name, each in top.get("isis", {}).items()),
        "eigrp": tuple(
            eigrp_process(vrf, family, each) for (vrf, family, _), each in top.get("eigrp", {}).items() if "asn" in each
        ),
        "rip": tuple(rip_process(family, vrf, name, each) for (family, vrf, name), each in top.get("rip", {}).items()),
    }


def _forwards(top: Fields) -> bool:
    """A switch with a default gateway, and nothing that routes, is a host."""
    said: bool | None = top.get("ip_routing")
    if said is not None or "default_gateway" not in top:
        return said is not False
    switches = any("switch" in draft for draft in top.get("interfaces", {}).values())
    return not switches or any(top.get(each) for each in ("ospf", "eigrp", "rip", "isis", "bgp", "static"))


def _static_routes(top: Fields) -> tuple[StaticRoute, ...]:
    """The configured routes; a default gateway counts only where the device does not route."""
    ports = top.get("interfaces", {})
    routes = [_to_its_vrf(each, ports) for each in top.get("static", ())]
    if "default_gateway" in top and not _forwards(top):
        routes.append(StaticRoute(ip_network("0.0.0.0/0"), top["default_gateway"]))
    return tuple(routes)


def _to_its_vrf(route: StaticRoute, ports: Fields) -> StaticRoute:
    """A route out of an interface of another VRF leads into that one."""
    if route.interface is None or route.next_hop_vrf is not None or route.interface not in ports:
        return route
    other: str = ports[route.interface].get("vrf", "default")
    return route if other == route.vrf else replace(route, next_hop_vrf=other)


def _vrfs(top: Fields) -> dict[str, Vrf]:
    """The VRFs; the global table is one where it takes routes from others (``export ipv4 unicast map``)."""
    drafts = top.get("vrfs", {})
    made = {name: made_vrf(name, draft, draft.get("old", False)) for name, draft in drafts.items()}
    taken: dict[int, list[VrfLeak]] = {}
    for name, draft in drafts.items():
        for family, each in draft.get("families", {}).items():
            taken.setdefault(family, []).extend(VrfLeak(name, "bgp", maps) for maps in each.get("to_global", ()))
    for family, leaks in ((family, leaks) for family, leaks in taken.items() if leaks):
        made["default"] = _with_leaks(made.get("default", Vrf("default")), family, tuple(leaks))
    return made


def _with_leaks(vrf: Vrf, family: int, leaks: tuple[VrfLeak, ...]) -> Vrf:
    before = vrf.family(family)
    others = tuple(each for each in vrf.families if each.family != family)
    now: VrfFamily = replace(before, leaks=before.leaks + leaks)
    return replace(vrf, families=(*others, now))
