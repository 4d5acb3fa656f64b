"""The draft of a whole configuration -> Device."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from netops.model import (
    Device,
    Interface,
    InterfaceKind,
    IsisInterface,
    OspfAuthentication,
    OspfInterface,
    OspfNetworkType,
    RipInterface,
    SwitchMode,
    SwitchPort,
    VrrpGroup,
)
from netops.platforms.configuration import lists
from netops.platforms.configuration.rules import Fields
from netops.platforms.huawei_vrp import config_policy, config_system
from netops.platforms.huawei_vrp.config_acl import access_lists
from netops.platforms.huawei_vrp.config_bgp_build import bgp_processes
from netops.platforms.huawei_vrp.config_igp import isis_process, rip_process
from netops.platforms.huawei_vrp.config_nat import nat_rule
from netops.platforms.huawei_vrp.config_ospf import ospf_process
from netops.platforms.huawei_vrp.config_static import static_routes
from netops.platforms.huawei_vrp.dialect import Dialect
from netops.platforms.huawei_vrp.names import kind_of, media_of, parent_of

__all__ = ["build"]

_BUNDLED = (InterfaceKind.ETHERNET, InterfaceKind.LAG)


def build(name: str, top: Fields, dialect: Dialect) -> Device:
    """The device, with all resolved that is said elsewhere."""
    drafts: dict[str, Fields] = top.get("interfaces", {})
    members = {member: of for of, each in drafts.items() for member in each.get("members", ())}
    switching = {media_of(of) for of, each in drafts.items() if "switched" in each}
    bundles = {media_of(of).lower() + of.rpartition(media_of(of))[2]: of for of in drafts}
    interfaces: dict[str, Interface] = {}
    for of, draft in drafts.items():
        draft.setdefault("lag_name", members.get(of) or _bundle(draft, bundles))
        interfaces[of] = _interface(of, draft, top, dialect, switching)
    filters = {each for found in interfaces.values()
               for each in (found.acl_in, found.acl_out, found.acl6_in, found.acl6_out) if each}  # fmt: skip
    router_id = top.get("router_id")
    return Device(
        name,
        dialect.platform,
        hostname=top.get("hostname", ""),
        banner=top.get("banner", ""),
        version=top.get("version", ""),
        interfaces=interfaces,
        vlans=config_system.vlans(top) if _switches(interfaces, top) else {},
        spanning_tree=config_system.spanning_tree(top),
        static_routes=static_routes(top),
        vrfs=config_system.vrfs(top),
        ospf=tuple(
            ospf_process(version, process, each, router_id)
            for part, version in (("ospf", 2), ("ospf6", 3))
            for process, each in top.get(part, {}).items()
            if not each.get("shutdown")
        ),
        isis=tuple(isis_process(process, each) for process, each in top.get("isis", {}).items()),
        rip=tuple(
            rip_process(process, family, each, dialect.rip_summary)
            for part, family in (("rip", 4), ("ripng", 6))
            for process, each in top.get(part, {}).items()
        ),
        bgp=tuple(bgp_processes(top, dialect)),
        prefix_lists=lists.prefix_lists(top),
        community_lists=lists.community_lists(top),
        as_path_lists=lists.as_path_lists(top),
        route_maps=config_policy.route_maps(top),
        access_lists=access_lists(top, filters),
        nat_pools=tuple(top.get("nat_pools", {}).values()),
        nat_rules=tuple(
            nat_rule(of, draft.get("vrf", "default"), each)
            for of, draft in drafts.items()
            for each in draft.get("nat", ())
        ),
        administration=config_system.administration(top),
    )


def _switches(interfaces: dict[str, Interface], top: Fields) -> bool:
    return "vlans" in top or any(each.switchport or each.kind is InterfaceKind.SVI for each in interfaces.values())


def _bundle(draft: Fields, bundles: dict[str, str]) -> str | None:
    """``eth-trunk 1`` and ``port link-aggregation group 1`` name a bundle by its number."""
    if "lag" not in draft:
        return None
    number = draft["lag"]
    kinds = ("eth-trunk", "bridge-aggregation", "route-aggregation")
    known = next((bundles[f"{kind}{number}"] for kind in kinds if f"{kind}{number}" in bundles), None)
    return known or f"Eth-Trunk{number}"


def _interface(name: str, draft: Fields, top: Fields, dialect: Dialect, switching: set[str]) -> Interface:
    kind = kind_of(name)
    secondary = tuple(draft.get("secondary", ()))
    addresses = ((draft["primary"],) if "primary" in draft else ()) + secondary + tuple(draft.get("addresses6", ()))
    digits = name.lstrip("Vlanif-terc") if kind is InterfaceKind.SVI else ""
    plain = ("description", "enabled", "mtu", "speed", "vrf", "dhcp", "ipv6_enabled", "native_vlan", "unnumbered",
             "acl_in", "acl_out", "acl6_in", "acl6_out")  # fmt: skip
    fields = {key: draft[key] for key in plain if key in draft}
    if dialect.bandwidth_counts and "bandwidth" in draft:
        fields["bandwidth"] = draft["bandwidth"]
    return Interface(
        name,
        kind,
        addresses=addresses,
        parent=parent_of(name),
        vlan=int(digits) if digits.isdecimal() and digits.isascii() else draft.get("vlan"),
        lag=draft["lag_name"],
        switchport=_switchport(name, kind, draft, addresses, switching),
        ospf=_ospf(name, draft, top, "ospf"),
        ospf6=_ospf(name, draft, top, "ospf6"),
        isis=tuple(_isis(draft)),
        rip=tuple(_rip(name, draft, top)),
        vrrp=tuple(_vrrp(draft)),
        helpers=tuple(draft.get("helpers", ())),
        tunnel=(draft.get("tunnel_source", ""), draft.get("tunnel_destination", ""))
        if "tunnel_source" in draft or "tunnel_destination" in draft
        else None,
        **fields,
    )


def _switchport(
    name: str, kind: InterfaceKind, draft: Fields, addresses: tuple[Any, ...], switching: set[str]
) -> SwitchPort | None:
    """A port that says nothing switches, where others of its kind speak of it; what has an address routes."""
    silent = media_of(name) in switching and not addresses and not draft.get("dhcp")
    if kind not in _BUNDLED or not draft.get("switched", silent) or draft["lag_name"]:
        return None
    edge = draft.get("edge", False)
    link_type = draft.get("link_type", "access" if "tagged" not in draft and "untagged" not in draft else "hybrid")
    if link_type == "trunk":
        return _trunk(draft.get("trunk", {1: None}), draft.get("pvid", 1), edge)
    if link_type == "hybrid":
        untagged, tagged = draft.get("untagged", {1: None}), dict(draft.get("tagged", {}))
        if 1 not in untagged or "tagged" in draft:
            tagged.pop(1, None)
        pvid = draft.get("hybrid_pvid", 1)
        if not tagged and set(untagged) <= {1, pvid}:
            return SwitchPort(SwitchMode.ACCESS, pvid, edge=edge)
        return _trunk({**untagged, **tagged}, pvid, edge)
    return SwitchPort(SwitchMode.ACCESS, draft.get("access_vlan", 1), edge=edge)


def _trunk(vlans: dict[int, None], pvid: int, edge: bool) -> SwitchPort:
    """The PVID's frames pass untagged, where the port passes that VLAN at all."""
    return SwitchPort(
        SwitchMode.TRUNK, trunk_vlans=tuple(sorted(vlans)), native_vlan=pvid if pvid in vlans else None, edge=edge
    )


def _ospf(name: str, draft: Fields, top: Fields, part: str) -> OspfInterface | None:
    """The interface's own ``ospf enable``, or the longest ``network`` of an area that holds its primary address."""
    own: Fields = draft.get(part, {})
    vrf = draft.get("vrf", "default")
    processes = {process: each for process, each in top.get(part, {}).items() if each["vrf"] == vrf}
    area, process = own.get("area"), str(own.get("process") or "")
    if area is None:
        found = sorted(
            (network.prefixlen, of, area_)
            for of, each in processes.items()
            for area_, said in each.get("areas", {}).items()
            for network in said.get("networks", {})
            if "primary" in draft and draft["primary"].ip in network
        )
        if not found:
            return None
        _, process, area = found[-1]
    said = top.get(part, {}).get(process, {})
    fields = {key: value for key, value in own.items() if key not in ("area", "process", "key", "rest")}
    many = fields.get("network_type") in (OspfNetworkType.NON_BROADCAST, OspfNetworkType.POINT_TO_MULTIPOINT)
    hello = fields.setdefault("hello_interval", 30 if many else 10)
    key = own.get("key", said.get("areas", {}).get(area, {}).get("key"))
    silent = said.get("silent", {})
    return OspfInterface(
        area,
        process=process,
        passive=silent.get(name, silent.get("all", False)),
        authentication=OspfAuthentication(*key) if key and part == "ospf" else None,
        **{"dead_interval": 4 * hello, "mtu_ignore": part == "ospf", **fields},
    )


def _isis(draft: Fields) -> Iterator[IsisInterface]:
    part: Fields = draft.get("isis", {})
    if "process" not in part:
        return
    names = ("level", "point_to_point", "passive", "priority", "hello_interval", "secret")
    yield IsisInterface(
        part["process"],
        metric=tuple(part.get("metric", (None, None))),
        metric6=tuple(part.get("metric6", (None, None))),
        families=tuple(family for family in (4, 6) if part.get(f"family{family}")),
        **{key: part[key] for key in names if key in part},
    )


def _rip(name: str, draft: Fields, top: Fields) -> Iterator[RipInterface]:
    part: Fields = draft.get("rip", {})
    for process, each in top.get("rip", {}).items():
        inside = "primary" in draft and any(draft["primary"].ip in network for network in each.get("networks", {}))
        if each["vrf"] == draft.get("vrf", "default") and (inside or part.get("process") == process):
            silent = each.get("silent", {})
            passive = part.get("passive", silent.get(name, silent.get("all", False)))
            yield RipInterface(
                process=process,
                passive=passive,
                split_horizon=part.get("split_horizon", True),
                summaries=tuple(part.get("summaries", {})),
            )
    if "process" in draft.get("ripng", {}):
        yield RipInterface(6, draft["ripng"]["process"])


def _vrrp(draft: Fields) -> Iterator[VrrpGroup]:
    """VRP and Comware speak VRRPv2 for IPv4 until they are told otherwise, at intervals of a second."""
    for (group, family), said in draft.get("vrrp", {}).items():
        if said.get("down"):
            continue
        advertise = said.get("advertise", 1)
        yield VrrpGroup(
            group,
            tuple(said.get("addresses", {})),
            priority=said.get("priority", 100),
            preempt=not said.get("non_preempt", False),
            advertisement_interval=advertise * 1000 if advertise < 100 else advertise * 10,
            version=3 if family == 6 else draft.get("vrrp_version", 2),
        )
