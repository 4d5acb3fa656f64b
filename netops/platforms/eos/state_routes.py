"""The routes of every VRF, from ``show ip route vrf all | json`` and its sister for IPv6."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from typing import Any

from netops.model import IPPrefix, NextHop, Rib, Route
from netops.platforms.reading import Reading

__all__ = ["IPV4_ROUTES", "IPV6_ROUTES", "read_ribs"]

IPV4_ROUTES = "show ip route vrf all | json"
IPV6_ROUTES = "show ipv6 route vrf all | json"

_TYPES = {  # in lower case, letters and digits alone: releases differ in both
    "connected": ("connected", ""),
    "kernel": ("kernel", ""),
    "static": ("static", ""),
    "dhcp": ("static", "dhcp"),
    "nexthopgroupstaticroute": ("static", "nexthop-group"),
    "ospf": ("ospf", "intra"),
    "ospfintraarea": ("ospf", "intra"),
    "ospfinterarea": ("ospf", "inter"),
    "ospfexternaltype1": ("ospf", "E1"),
    "ospfexternaltype2": ("ospf", "E2"),
    "ospfnssaexternaltype1": ("ospf", "N1"),
    "ospfnssaexternaltype2": ("ospf", "N2"),
    "ospfsummary": ("ospf", "discard"),
    "ospfv3": ("ospf", ""),
    "ospf3": ("ospf", ""),
    "ospfv3intraarea": ("ospf", "intra"),
    "ospfv3interarea": ("ospf", "inter"),
    "ospfv3externaltype1": ("ospf", "E1"),
    "ospfv3externaltype2": ("ospf", "E2"),
    "ospfv3nssaexternaltype1": ("ospf", "N1"),
    "ospfv3nssaexternaltype2": ("ospf", "N2"),
    "bgp": ("bgp", ""),
    "ebgp": ("bgp", "ebgp"),
    "ibgp": ("bgp", "ibgp"),
    "bgpaggregate": ("bgp", "aggregate"),
    "rip": ("rip", ""),
    "isis": ("isis", ""),
    "isislevel1": ("isis", "L1"),
    "isislevel2": ("isis", "L2"),
    "vrfleak": ("leak", ""),
    "vrfleaked": ("leak", ""),
}
_DISTANCES = {"connected": 0, "kernel": 0, "static": 1, "ospf": 110, "isis": 115, "rip": 120}
_UNROUTED = {"martian", "attachedhost", "dynamicpolicy"}


def read_ribs(reading: Reading) -> dict[str, Rib] | None:
    """The ribs by VRF, without link-local and multicast prefixes; None where IPv4's were not read.

    IPv6's are asked for as well; where there is no answer, that is in ``unread``.
    """
    ribs: dict[str, dict[IPPrefix, Route]] = {"default": {}}
    read = False
    for command in (IPV4_ROUTES, IPV6_ROUTES):
        tables = reading.tables(command)
        read = read or (command == IPV4_ROUTES and tables is not None)
        for vrf, routes in _by_vrf(tables or {}):
            rib = ribs.setdefault(vrf, {})
            rib.update((route.prefix, route) for route in reading.each(command, routes.items(), _route))
    return dict(ribs) if read else None


def _by_vrf(tables: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The routes of each VRF; older releases show IPv6's without VRFs."""
    vrfs = tables.get("vrfs", {"default": tables})
    for name, table in vrfs.items() if isinstance(vrfs, dict) else ():
        if isinstance(table, dict) and isinstance(table.get("routes"), dict):
            yield str(name), table["routes"]


def _route(item: tuple[str, dict[str, Any]]) -> Route | None:
    prefix, entry = ip_network(item[0]), item[1]
    kind = re.sub(r"[^a-z0-9]", "", str(entry["routeType"]).lower())
    if kind in _UNROUTED or prefix.is_link_local or prefix.is_multicast:
        return None
    protocol, detail = _TYPES[kind]
    return Route(
        prefix=prefix,
        protocol=protocol,
        distance=int(entry.get("preference", _DISTANCES.get(protocol, 200))),
        metric=int(entry.get("metric", 0)),
        next_hops=_hops(entry),
        detail=detail,
    )


def _hops(entry: dict[str, Any]) -> frozenset[NextHop]:
    if str(entry.get("routeAction", "forward")) != "forward":
        return frozenset({NextHop(blackhole=True)})
    return frozenset(_hop(each) for each in entry.get("vias", ()))


def _hop(via: dict[str, Any]) -> NextHop:
    """A way; one through a VXLAN tunnel leads to the address of the tunnel's end, which some releases show alone."""
    if via.get("vtepAddr"):
        return NextHop(ip_address(via["vtepAddr"]))
    address = via.get("nexthopAddr")
    interface = via.get("interface")
    if interface == "Null0":
        return NextHop(blackhole=True)
    return NextHop(
        ip_address(str(address).partition("%")[0]) if address else None,
        str(interface) if interface else None,
    )
