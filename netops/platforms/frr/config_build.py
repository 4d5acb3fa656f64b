"""The drafts of a whole configuration as a Device."""

from __future__ import annotations

import re
from collections.abc import Iterator

from netops.model import Bgp, Device, Interface, Ospf
from netops.platforms.configuration.rules import Fields
from netops.platforms.frr import config_bgp, config_interface, config_ospf, config_policy
from netops.platforms.frr.canonical import canonical
from netops.platforms.frr.config_access import access_lists

__all__ = ["build"]


def build(name: str, top: Fields) -> tuple[Device, list[tuple[str, str]]]:
    """The device, and what of it cannot be held: (source key, why)."""
    problems: list[tuple[str, str]] = []
    device = Device(
        name,
        "frr",
        hostname=top.get("hostname", ""),
        banner=top.get("banner", ""),
        forwarding=top.get("forwarding", True),
        interfaces=_interfaces(top, problems),
        static_routes=tuple(top.get("static_routes", {}).values()),
        ospf=tuple(_ospf(top)),
        bgp=tuple(_bgp(top, problems)),
        prefix_lists=config_policy.prefix_lists(top),
        community_lists=config_policy.community_lists(top),
        as_path_lists=config_policy.as_path_lists(top),
        route_maps=tuple(config_policy.route_map(*each) for each in top.get("route_maps", {}).items()),
        access_lists=access_lists(top),
    )
    return canonical(device), problems


def _ospf(top: Fields) -> Iterator[Ospf]:
    for (version, vrf, instance), draft in top.get("ospf", {}).items():
        yield config_ospf.process(version, vrf, instance, draft)


def _bgp(top: Fields, problems: list[tuple[str, str]]) -> Iterator[Bgp]:
    for vrf, draft in top.get("bgp", {}).items():
        fields = {key: value for key, value in draft.items() if key != "asn"}
        process, wrong = config_bgp.process(draft["asn"], vrf, fields, _profile(top))
        problems.extend((f"bgp:{vrf}", each) for each in wrong)
        yield process


def _profile(top: Fields) -> Fields:
    """What BGP does where it is not told, by FRR's version and its profile (bgpd/bgp_vty.c)."""
    version = tuple(map(int, re.findall(r"\d+", top.get("version", ""))[:2]))
    old, datacenter = bool(version) and version < (7, 4), top.get("profile") == "datacenter"
    said: Fields = {}
    if old or datacenter:
        said["ebgp_requires_policy"] = False
    if old:
        said["network_import_check"] = False
    if datacenter:
        said.update(multipath_relax=True, deterministic_med=True, log_neighbor_changes=True)
    return said


def _interfaces(top: Fields, problems: list[tuple[str, str]]) -> dict[str, Interface]:
    """The interfaces, with what OSPF processes say of them: networks, passive interfaces, areas with authentication."""
    drafts: Fields = top.setdefault("interfaces", {})
    version2: Fields = top.get("ospf", {}).get((2, "default", ""), {})
    _place_networks(drafts, version2)
    for name, area in top.get("ospf", {}).get((3, "default", ""), {}).get("interfaces", ()):
        drafts.setdefault(name, {}).setdefault("ospf6", {}).setdefault("area", area)
    for name, passive in version2.get("passive", {}).items():
        drafts.get(name, {}).get("ospf", {}).setdefault("passive", passive)
    default, areas = version2.get("passive_default", False), frozenset(version2.get("digest_areas", ()))
    problems.extend(
        (f"interface:{name}", f"{part} has no area here, so it does not run: its settings are left out")
        for name, draft in drafts.items()
        for part in ("ospf", "ospf6")
        if draft.get(part) and "area" not in draft[part]
    )
    return {name: config_interface.interface(name, draft, default, areas) for name, draft in drafts.items()}


def _place_networks(drafts: Fields, version2: Fields) -> None:
    """``network P area A``: on the interfaces with an address inside of P; the first network that fits holds."""
    for draft in drafts.values():
        for address in draft.get("addresses", ()):
            for prefix, area in version2.get("networks", ()):
                if address.version == 4 and address.network.subnet_of(prefix):
                    draft.setdefault("ospf", {}).setdefault("area", area)
