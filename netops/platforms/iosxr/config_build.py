"""The drafts of a whole configuration as a Device."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from netops.model import Bgp, Device, Interface, InterfaceKind, Isis, IsisInterface, Ospf, OspfInterface
from netops.platforms.configuration.rules import Fields
from netops.platforms.iosxr import (
    config_access,
    config_bgp_build,
    config_fhrp,
    config_isis,
    config_ospf,
    config_static,
    config_system,
    config_vrf,
)
from netops.platforms.iosxr.config_sets import Policies
from netops.platforms.iosxr.names import full_name, kind_of, parent_of

__all__ = ["build"]


def build(name: str, top: Fields, policies: Policies) -> Device:
    """The device."""
    ospf = _ospf_settings(top, "ospf")
    ospf6 = _ospf_settings(top, "ospf6")
    isis = {process: config_isis.isis_interfaces(process, draft) for process, draft in top.get("isis", {}).items()}
    drafts: dict[str, Fields] = top.get("interfaces", {})
    interfaces = {each: _interface(each, draft, top, ospf, ospf6, isis) for each, draft in drafts.items()}
    return Device(
        name,
        "iosxr",
        hostname=top.get("hostname", ""),
        interfaces=interfaces,
        vrfs=config_vrf.vrfs(top, {}),
        static_routes=config_static.static_routes(top),
        ospf=(*_ospf(top, "ospf", 2), *_ospf(top, "ospf6", 3)),
        isis=tuple(_isis(top)),
        bgp=tuple(_bgp(top)),
        prefix_lists=policies.prefix_lists,
        community_lists=policies.community_lists,
        as_path_lists=policies.as_path_lists,
        route_maps=policies.route_maps,
        access_lists=config_access.access_lists(top),
        administration=config_system.administration(top),
    )


def _ospf_settings(top: Fields, part: str) -> dict[str, OspfInterface]:
    found: dict[str, OspfInterface] = {}
    for process, draft in top.get(part, {}).items():
        for each in draft["vrfs"].values():
            found |= config_ospf.ospf_interfaces(process, each)
    return found


def _interface(
    name: str,
    draft: Fields,
    top: Fields,
    ospf: Mapping[str, OspfInterface],
    ospf6: Mapping[str, OspfInterface],
    isis: Mapping[str, Mapping[str, IsisInterface]],
) -> Interface:
    hsrp, vrrp = config_fhrp.fhrp_groups(top, name)
    kind = kind_of(name)
    addresses = (*draft.get("addresses4", ()), *draft.get("secondary4", ()), *draft.get("addresses6", ()))
    plain = ("description", "mtu", "speed", "vrf", "lag", "bandwidth", "dhcp", "ipv6_enabled", "vlan", "unnumbered")
    fields = {key: draft[key] for key in (*plain, "acl_in", "acl_out", "acl6_in", "acl6_out") if key in draft}
    if "mtu" in fields and kind is not InterfaceKind.LOOPBACK:
        fields["mtu"] = draft.get("ip_mtu", _layer3(fields["mtu"], kind))
    return Interface(
        name,
        kind,
        enabled=draft.get("enabled", True),
        parent=parent_of(name),
        addresses=addresses,
        ospf=ospf.get(name),
        ospf6=ospf6.get(name),
        isis=tuple(each[name] for each in isis.values() if name in each),
        hsrp=hsrp,
        vrrp=vrrp,
        tunnel=_tunnel(draft),
        **fields,
    )


def _layer3(mtu: int, kind: InterfaceKind) -> int:
    """IOS-XR's ``mtu`` counts the Ethernet header."""
    return mtu - (18 if kind is InterfaceKind.SUBINTERFACE else 14)


def _tunnel(draft: Fields) -> tuple[str, str] | None:
    if "tunnel_source" not in draft and "tunnel_destination" not in draft:
        return None
    return full_name(draft.get("tunnel_source", "")), draft.get("tunnel_destination", "")


def _ospf(top: Fields, part: str, version: int) -> Iterator[Ospf]:
    for process, draft in top.get(part, {}).items():
        for vrf, each in draft["vrfs"].items():
            yield config_ospf.ospf_process(version, process, vrf, each)


def _isis(top: Fields) -> Iterator[Isis]:
    for process, draft in top.get("isis", {}).items():
        yield config_isis.isis_process(process, draft)


_OF_ALL_VRFS = (
    *("always_compare_med", "multipath_relax", "as_path_ignore", "compare_router_id", "cost_community_ignore"),
    *("med_missing_as_worst", "med_confederation", "confederation", "confederation_peers", "enforce_first_as"),
    *("default_local_preference", "ebgp_requires_policy", "fast_external_failover"),
)


def _bgp(top: Fields) -> Iterator[Bgp]:
    if "asn" not in top:
        return
    process: dict[str, Any] = top["bgp"][""]
    inherited = {key: process[key] for key in _OF_ALL_VRFS if key in process}
    for vrf, draft in process["vrfs"].items():
        yield config_bgp_build.bgp_process(top["asn"], vrf, draft, process.get("groups", {}), inherited)
