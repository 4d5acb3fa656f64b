"""The drafts of a whole configuration as a Device."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from netops.model import (
    Device,
    Eigrp,
    EigrpInterface,
    Filter,
    Interface,
    InterfaceKind,
    IsisInterface,
    Ospf,
    OspfAuthentication,
    OspfInterface,
    RipInterface,
    SwitchMode,
    SwitchPort,
)
from netops.platforms.configuration import lists
from netops.platforms.configuration.rules import Fields
from netops.platforms.nxos import config_access, config_bgp_build, config_igp, config_ospf, config_policy, config_system
from netops.platforms.nxos.config_fhrp import fhrp_groups
from netops.platforms.nxos.names import full_name, kind_of, parent_of

__all__ = ["build"]

_ALL_VLANS = tuple(range(1, 4095))


def build(name: str, top: Fields) -> Device:
    """The device."""
    asn = top.get("asn")
    interfaces = {each: _interface(each, draft, top) for each, draft in top.get("interfaces", {}).items()}
    return Device(
        name,
        "nxos",
        hostname=top.get("hostname", ""),
        version=top.get("version", ""),
        interfaces=interfaces,
        vlans=config_system.vlans(top),
        spanning_tree=config_system.spanning_tree(top),
        vrfs=config_system.vrfs(top, asn),
        static_routes=config_system.static_routes(top),
        ospf=tuple(_ospf(top)),
        eigrp=tuple(_eigrp(top)),
        isis=tuple(_isis(top)),
        rip=tuple(_rip(top)),
        bgp=tuple(_bgp(top, asn)),
        prefix_lists=lists.prefix_lists(top),
        community_lists=lists.community_lists(top),
        as_path_lists=lists.as_path_lists(top),
        route_maps=config_policy.route_maps(top),
        access_lists=config_access.access_lists(top),
        administration=config_system.administration(top),
    )


def _interface(name: str, draft: Fields, top: Fields) -> Interface:
    kind = kind_of(name)
    switchport = _switchport(kind, draft, top)
    hsrp, vrrp = fhrp_groups(draft)
    addresses = (*draft.get("addresses4", ()), *draft.get("addresses6", ()))
    anycast = bool(draft.get("anycast"))
    plain = (
        "description",
        "mtu",
        "speed",
        "vrf",
        "lag",
        "bandwidth",
        "delay",
        "dhcp",
        "ipv6_enabled",
        "vni",
        "autostate",
    )
    return Interface(
        name,
        kind,
        enabled=draft.get("enabled", _enabled_by_default(kind, name, switchport is not None, top)),
        parent=parent_of(name),
        vlan=int(name.removeprefix("Vlan")) if kind is InterfaceKind.SVI else draft.get("vlan"),
        addresses=addresses,
        virtual_addresses=addresses if anycast else (),
        switchport=switchport,
        unnumbered=full_name(draft["unnumbered"]) if "unnumbered" in draft else None,
        ospf=_ospf_interface(draft.get("ospf", {}), draft, top, "ospf"),
        ospf6=_ospf_interface(draft.get("ospf6", {}), draft, top, "ospf6"),
        eigrp=tuple(_eigrp_interfaces(draft, top)),
        isis=tuple(_isis_interface(draft, top)),
        rip=tuple(_rip_interface(draft)),
        hsrp=hsrp,
        vrrp=vrrp,
        helpers=tuple(draft.get("helpers", ())),
        tunnel=_tunnel(draft),
        **{key: draft[key] for key in (*plain, "acl_in", "acl_out", "acl6_in", "acl6_out") if key in draft},
    )


def _tunnel(draft: Fields) -> tuple[str, str] | None:
    if "tunnel_source" not in draft and "tunnel_destination" not in draft:
        return None
    return full_name(draft.get("tunnel_source", "")), draft.get("tunnel_destination", "")


def _enabled_by_default(kind: InterfaceKind, name: str, switched: bool, top: Fields) -> bool:
    """Routed Ethernet ports, subinterfaces and VLAN interfaces are shut down until they are told otherwise."""
    if kind in (InterfaceKind.SVI, InterfaceKind.SUBINTERFACE):
        return False
    if kind is InterfaceKind.ETHERNET and name.startswith("Ethernet"):
        return switched and not top.get("ports_down", False)
    return True


def _switchport(kind: InterfaceKind, draft: Fields, top: Fields) -> SwitchPort | None:
    """Ethernet ports and bundles switch, unless they are told that they route."""
    if kind not in (InterfaceKind.ETHERNET, InterfaceKind.LAG) or not draft.get(
        "switchport", top.get("ports_switched", True)
    ):
        return None
    if draft.get("mode") == "trunk":
        allowed = tuple(sorted(set(draft.get("trunk_vlans", _ALL_VLANS))))
        return SwitchPort(
            SwitchMode.TRUNK,
            trunk_vlans=allowed,
            native_vlan=draft.get("native_vlan", 1),
            edge=draft.get("edge", False),
        )
    return SwitchPort(SwitchMode.ACCESS, draft.get("access_vlan", 1), edge=draft.get("edge", False))


def _ospf_interface(draft: Fields, interface: Fields, top: Fields, part: str) -> OspfInterface | None:
    if "area" not in draft:
        return None
    fields = {key: value for key, value in draft.items() if key not in ("key", "message_digest", "plain_key")}
    hello = fields.get("hello_interval", 10)
    fields.setdefault("dead_interval", 4 * hello)
    process = top.get(part, {}).get(draft.get("process"), {})
    vrf = process.get("vrfs", {}).get(interface.get("vrf", "default"), {})
    fields.setdefault("passive", vrf.get("passive_default", process.get("passive_default", False)))
    digest = draft.get("message_digest", vrf.get("areas", {}).get(draft["area"], {}).get("digest", False))
    if digest and "key" in draft:
        fields["authentication"] = OspfAuthentication(*draft["key"])
    return OspfInterface(**fields)


def _eigrp_interfaces(draft: Fields, top: Fields) -> Iterator[EigrpInterface]:
    for (process, family), part in draft.get("eigrp", {}).items():
        asn = _eigrp_asn(process, top, draft.get("vrf", "default"))
        if asn is not None:
            fields = {key: value for key, value in part.items() if key not in ("summaries", "picoseconds")}
            if "picoseconds" in part:
                fields["delay"] = part["picoseconds"] // 10_000_000
            default = top.get("eigrp", {}).get(process, {}).get("passive_default", False)
            fields.setdefault("passive", default)
            yield EigrpInterface(asn, family, summaries=tuple(part.get("summaries", {})), **fields)


def _eigrp_asn(process: str, top: Fields, vrf: str) -> int | None:
    """The AS number of a process: its name, where it is a number, or what it says of its VRF."""
    said = top.get("eigrp", {}).get(process, {})
    own = said.get("vrfs", {}).get(vrf, {})
    found: int | None = own.get("asn", said.get("asn", int(process) if process.isdigit() else None))
    return found


def _isis_interface(draft: Fields, top: Fields) -> Iterator[IsisInterface]:
    part = draft.get("isis", {})
    if "process" not in part:
        return
    families = tuple(family for family in (4, 6) if part.get(f"family{family}"))
    fields = {key: part[key] for key in ("level", "point_to_point", "passive") if key in part}
    process = top.get("isis", {}).get(part["process"], {})
    fields.setdefault("passive", process.get("passive_default", False))
    low, high = part.get("metric", (None, None))
    yield IsisInterface(part["process"], metric=(low, high), families=families, **fields)


def _rip_interface(draft: Fields) -> Iterator[RipInterface]:
    part = draft.get("rip", {})
    if "process" in part:
        yield RipInterface(**part)


def _ospf(top: Fields) -> Iterator[Ospf]:
    for part, version in (("ospf", 2), ("ospf6", 3)):
        for process, draft in top.get(part, {}).items():
            for vrf, each in draft["vrfs"].items():
                if not each.get("shutdown"):
                    yield config_ospf.ospf_process(version, process, vrf, each)


def _eigrp(top: Fields) -> Iterator[Eigrp]:
    for process, draft in top.get("eigrp", {}).items():
        for vrf, each in draft["vrfs"].items():
            asn = _eigrp_asn(process, top, vrf)
            if asn is None:
                continue
            filters = tuple(_eigrp_filters(process, vrf, top))
            families = {4: {}} | each.get("families", {})
            for family, said in families.items():
                yield config_igp.eigrp_process(asn, family, vrf, {**each, **said}, filters if family == 4 else ())


def _eigrp_filters(process: str, vrf: str, top: Fields) -> Iterator[Filter]:
    for name, draft in top.get("interfaces", {}).items():
        if draft.get("vrf", "default") == vrf:
            for of, said in draft.get("eigrp_filters", ()):
                if of == process:
                    yield Filter(interface=name, **said)


def _isis(top: Fields) -> Iterator[Any]:
    for process, draft in top.get("isis", {}).items():
        for vrf, each in draft["vrfs"].items():
            if vrf == "default" or each:
                yield config_igp.isis_process(process, vrf, each, _isis_families(process, top))


def _isis_families(process: str, top: Fields) -> tuple[int, ...]:
    parts = [
        draft["isis"] for draft in top.get("interfaces", {}).values() if draft.get("isis", {}).get("process") == process
    ]
    return tuple(family for family in (4, 6) if any(part.get(f"family{family}") for part in parts))


def _rip(top: Fields) -> Iterator[Any]:
    for process, draft in top.get("rip", {}).items():
        for vrf, each in draft["vrfs"].items():
            families = {4: {}} | each.get("families", {})
            for family, said in families.items():
                yield config_igp.rip_process(process, family, vrf, {**each, **said})


_OF_ALL_VRFS = (
    *("always_compare_med", "multipath_relax", "as_path_ignore", "compare_router_id", "cost_community_ignore"),
    *("med_missing_as_worst", "med_confederation", "deterministic_med", "confederation", "confederation_peers"),
    *("enforce_first_as", "fast_external_failover"),
)


def _bgp(top: Fields, asn: int | None) -> Iterator[Any]:
    if asn is None:
        return
    process = top["bgp"][""]
    inherited = {key: process[key] for key in _OF_ALL_VRFS if key in process}
    for vrf, draft in process["vrfs"].items():
        yield config_bgp_build.bgp_process(asn, vrf, draft, process.get("templates", {}), inherited)
