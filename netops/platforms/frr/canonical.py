"""A device as FRR's configuration can say it: one form for what means the same.

Two devices that FRR cannot tell apart are equal here: what the system holds is left out (MTU, speed, MAC address, VRF
and packet filters of interfaces, bundles), a value that is FRR's default is the same as none, what FRR sorts is sorted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from netops.model import (
    AccessList,
    AccessListEntry,
    AsPathList,
    Bgp,
    BgpFamily,
    BgpNeighbor,
    BgpNeighborFamily,
    CommunityList,
    Device,
    Interface,
    Ospf,
    OspfArea,
    OspfInterface,
    OspfNetworkType,
    PrefixList,
    Redistribution,
    RouteMap,
    StaticRoute,
)
from netops.platforms.frr.names import interface_order, kind_of

__all__ = ["canonical"]

_MULTIPATH = 256  # --enable-multipath of the package: every path that there is
_SPF_THROTTLE = (0, 50, 5000)
_LSA_THROTTLE = {2: 5000, 3: 1000}
_TIMERS = {"keepalive": 60, "hold_time": 180}

_List = TypeVar("_List", AccessList, AsPathList, CommunityList, PrefixList)


class _Named(Protocol):
    @property
    def name(self) -> str: ...


def canonical(device: Device) -> Device:
    """The device in the form in which :func:`netops.platforms.frr.config.parse` gives it."""
    ordered = sorted(device.interfaces, key=interface_order)
    interfaces = {name: _interface(device.interfaces[name]) for name in ordered}
    return replace(
        device.configuration(),
        hostname=device.hostname or device.name,
        banner=_text(device.banner),
        interfaces={name: each for name, each in interfaces.items() if each != _bare(name)},
        vlans={},
        spanning_tree=None,
        static_routes=tuple(sorted(device.static_routes, key=_route_order)),
        ospf=tuple(sorted(map(_ospf, device.ospf), key=lambda each: (each.version, each.vrf, each.process))),
        bgp=tuple(sorted(map(_bgp, device.bgp), key=lambda each: each.vrf)),
        prefix_lists=_lists(device.prefix_lists),
        community_lists=_lists(device.community_lists),
        as_path_lists=_lists(device.as_path_lists),
        route_maps=tuple(sorted((_route_map(each) for each in device.route_maps if each.clauses), key=_name_order)),
        access_lists=_lists(device.access_lists),
    )


def _text(text: str) -> str:
    """vtysh takes a line apart into words."""
    return " ".join(text.split())


def _name_order(each: _Named) -> Any:
    return interface_order(each.name)


def _lists(lists: Iterable[_List]) -> tuple[_List, ...]:
    """By name, their entries by sequence; a list without entries does not exist."""
    made = [replace(each, entries=_by(map(_entry, each.entries), lambda entry: entry.sequence)) for each in lists]
    made = [each for each in made if each.entries]
    return tuple(sorted(made, key=lambda each: (getattr(each, "family", 0), _name_order(each))))


def _entry(each: Any) -> Any:
    return replace(each, remark=_text(each.remark)) if isinstance(each, AccessListEntry) else each


def _by(items: Iterable[Any], key: Callable[[Any], Any]) -> tuple[Any, ...]:
    return tuple(sorted(items, key=key))


def _bare(name: str) -> Interface:
    kind, parent, vlan = kind_of(name)
    return Interface(name, kind, parent=parent, vlan=vlan)


def _interface(each: Interface) -> Interface:
    """The interface without what the system holds."""
    return replace(
        _bare(each.name),
        enabled=each.enabled,
        description=_text(each.description),
        addresses=_by(each.addresses, lambda address: (address.version, str(address))),
        ospf=_ospf_interface(each.ospf, 2),
        ospf6=_ospf_interface(each.ospf6, 3),
        vrrp=_by(each.vrrp, lambda group: (group.group, group.family)),
    )


def _ospf_interface(each: OspfInterface | None, version: int) -> OspfInterface | None:
    """ospfd does not show the network type "broadcast"."""
    if each is not None and version == 2 and each.network_type is OspfNetworkType.BROADCAST:
        return replace(each, network_type=None)
    return each


def _route_order(each: StaticRoute) -> tuple[Any, ...]:
    """The order of FRR's route table, then of the next hops."""
    prefix = each.prefix
    hop = (each.distance, str(each.next_hop or ""), each.interface or "")
    return (each.vrf, prefix.version, prefix.prefixlen, int(prefix.network_address), *hop)


def _unless(value: Any, default: Any) -> Any:
    return None if value == default else value


def _ospf(each: Ospf) -> Ospf:
    return replace(
        each,
        areas=_by((area for area in map(_area, each.areas) if area != OspfArea(area.area)), lambda area: area.area),
        redistribute=_redistribute(each.redistribute),
        default_originate=each.default_originate
        and replace(each.default_originate, metric_type=_unless(each.default_originate.metric_type, 2)),
        maximum_paths=_unless(each.maximum_paths, _MULTIPATH),
        spf_throttle=_unless(each.spf_throttle, _SPF_THROTTLE),
        lsa_throttle=_unless(each.lsa_throttle, _LSA_THROTTLE[each.version]),
    )


def _area(each: OspfArea) -> OspfArea:
    return replace(
        each, ranges=_by(each.ranges, lambda range_: range_.prefix), virtual_links=_by(each.virtual_links, int)
    )


def _redistribute(items: Iterable[Redistribution]) -> tuple[Redistribution, ...]:
    """By protocol; type 2 is the default of an OSPF external."""
    made = (replace(each, metric_type=_unless(each.metric_type, 2)) for each in items)
    return _by(made, lambda each: each.protocol)


def _bgp(each: Bgp) -> Bgp:
    families = (_family(family) for family in each.families)
    return replace(
        each,
        neighbors=_by(map(_neighbor, each.neighbors), lambda peer: (peer.address.version, int(peer.address))),
        families=_by(
            (family for family in families if family != BgpFamily(family.family)), lambda family: family.family
        ),
    )


def _neighbor(each: BgpNeighbor) -> BgpNeighbor:
    return replace(
        each,
        description=_text(each.description),
        ebgp_multihop=_unless(each.ebgp_multihop, 1),
        keepalive=_unless(each.keepalive, _TIMERS["keepalive"]),
        hold_time=_unless(each.hold_time, _TIMERS["hold_time"]),
        families=_by(map(_exchange, each.families), lambda family: family.family),
    )


def _exchange(each: BgpNeighborFamily) -> BgpNeighborFamily:
    return replace(
        each,
        next_hop_self=each.next_hop_self or each.next_hop_self_force,
        default_originate_route_map=each.default_originate_route_map if each.default_originate else None,
    )


def _family(each: BgpFamily) -> BgpFamily:
    return replace(
        each,
        networks=_by(each.networks, lambda network: network.prefix),
        redistribute=_redistribute(each.redistribute),
        aggregates=_by(each.aggregates, lambda aggregate: aggregate.prefix),
        maximum_paths=_unless(each.maximum_paths, _MULTIPATH),
        maximum_paths_ibgp=_unless(each.maximum_paths_ibgp, _MULTIPATH),
    )


def _route_map(each: RouteMap) -> RouteMap:
    clauses = (
        replace(
            clause,
            description=_text(clause.description),
            matches=tuple(sorted(clause.matches)),
            sets=tuple(sorted(clause.sets)),
        )
        for clause in each.clauses
    )
    return replace(each, clauses=_by(clauses, lambda clause: clause.sequence))
