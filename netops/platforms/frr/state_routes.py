"""The best routes of zebra's main RIB, from ``show ip route vrf all json``."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from typing import Any

from netops.model import IPPrefix, NextHop, Rib, Route
from netops.platforms.reading import Reading

__all__ = ["IPV4_ROUTES", "IPV6_ROUTES", "read_ribs"]

IPV4_ROUTES = "show ip route vrf all json"
IPV6_ROUTES = "show ipv6 route vrf all json"

_PROTOCOLS = {"ospf6": "ospf", "ripng": "rip"}  # FRR names the daemon, the model the protocol


def read_ribs(reading: Reading) -> dict[str, Rib] | None:
    """The ribs by VRF, without link-local and multicast prefixes; None unless both families were read."""
    ribs: dict[str, dict[IPPrefix, Route]] = {"default": {}}
    complete = True
    for command in (IPV4_ROUTES, IPV6_ROUTES):
        documents = reading.documents(command)
        if documents == []:
            reading.unread.append(f"{command}: zebra does not run; what the kernel still forwards by is not known")
        complete = complete and bool(documents)
        for vrf, route in reading.each(command, _entries(reading, command, documents or []), _route):
            ribs.setdefault(vrf, {})[route.prefix] = route
    return dict(ribs) if complete else None


def _entries(reading: Reading, command: str, documents: list[Any]) -> Iterator[Any]:
    """The entries of one table per VRF, each a list of routes by prefix."""
    for table in documents:
        for entries in reading.each(command, [table], lambda each: list(each.values())):
            for routes in entries:
                yield from routes if isinstance(routes, list) else [routes]


def _route(entry: dict[str, Any]) -> tuple[str, Route] | None:
    """The VRF and the route, or None where it is not the best one or never in a comparison."""
    if not entry.get("selected", False):
        return None
    prefix = ip_network(str(entry["prefix"]).replace("\\/", "/"))  # FRR 4 escapes it twice
    if prefix.is_link_local or prefix.is_multicast:
        return None
    protocol = str(entry["protocol"])
    hops = entry.get("nexthops", [])
    route = Route(
        prefix=prefix,
        protocol=_PROTOCOLS.get(protocol, protocol),
        distance=int(entry.get("distance", 0)),
        metric=int(entry.get("metric", 0)),
        next_hops=frozenset(_hop(each) for each in _resolved(hops)),
    )
    return str(entry.get("vrfName", "default")), route


def _resolved(hops: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The hops that packets take: a recursive one is followed by what it resolves to, and takes no packets itself.

    While zebra has not yet told which hops the kernel holds ("fib"), all active ones count.
    """
    active = [hop for hop in hops if hop.get("active") and not hop.get("recursive")]
    installed = [hop for hop in active if hop.get("fib")]
    return installed or active


def _hop(hop: dict[str, Any]) -> NextHop:
    if hop.get("blackhole") or hop.get("unreachable"):
        return NextHop(blackhole=True)
    address = ip_address(hop["ip"]) if "ip" in hop else None
    interface = hop.get("interfaceName")
    return NextHop(address, None if interface is None else str(interface))
