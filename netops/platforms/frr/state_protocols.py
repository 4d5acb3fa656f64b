"""Adjacencies, sessions and virtual routers as FRR's daemons show them.  A daemon that does not run shows none."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address
from typing import Any

from netops.model import Adjacency, BgpSession, VrrpState
from netops.platforms.reading import Reading

__all__ = ["BGP", "OSPF", "OSPF6", "VRRP", "read_adjacencies", "read_sessions", "read_vrrp"]

OSPF = "show ip ospf neighbor detail json"
OSPF6 = "show ipv6 ospf6 neighbor detail json"
BGP = "show bgp neighbors json"
VRRP = "show vrrp json"

_STATES = {"2-way": "two-way", "twoway": "two-way"}  # RFC 2328's word
_FAMILIES = {"ipv4Unicast": 4, "ipv6Unicast": 6}


def read_adjacencies(reading: Reading) -> tuple[Adjacency, ...] | None:
    """OSPFv2 and v3, by interface and neighbour; None unless both were read."""
    ospf, ospf6 = reading.tables(OSPF), reading.tables(OSPF6)
    if ospf is None or ospf6 is None:
        return None
    found = [each for group in reading.each(OSPF, [ospf], _v2_entries) for each in reading.each(OSPF, group, _v2)]
    found += reading.each(OSPF6, ospf6.items(), _v3)
    return tuple(sorted(found, key=lambda each: (each.version, each.interface, each.neighbor_id)))


def read_sessions(reading: Reading) -> tuple[BgpSession, ...] | None:
    """BGP peers by address."""
    peers = reading.tables(BGP)
    if peers is None:
        return None
    found = reading.each(BGP, peers.items(), _session)
    return tuple(sorted(found, key=lambda each: (each.peer.version, int(each.peer))))


def read_vrrp(reading: Reading) -> tuple[VrrpState, ...] | None:
    """Virtual routers by interface; FRR holds the two families of a group as one entry."""
    groups = reading.rows(VRRP)
    if groups is None:
        return None
    found = [state for states in reading.each(VRRP, groups, _virtual_routers) for state in states]
    return tuple(sorted(found, key=lambda each: (each.interface, each.group, each.family)))


def _v2_entries(table: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    neighbors = table.get("neighbors", {})
    return [(router, entry) for router, entries in neighbors.items() for entry in entries]


def _v2(item: tuple[str, dict[str, Any]]) -> Adjacency:
    router, entry = item
    state, _, role = str(entry["nbrState"]).partition("/")
    return Adjacency(
        interface=str(entry["ifaceName"]).partition(":")[0],
        neighbor_id=IPv4Address(router),
        version=2,
        area=str(IPv4Address(entry["areaId"].partition(" ")[0])),
        state=_state(state),
        address=ip_address(entry["ifaceAddress"]),
        role=role.lower(),
    )


def _v3(item: tuple[str, dict[str, Any]]) -> Adjacency:
    key, entry = item
    router = key.partition("%")[0]
    roles = {entry.get("neighborDRouter"): "dr", entry.get("neighborBdRouter"): "backup"}
    return Adjacency(
        interface=str(entry["interface"]),
        neighbor_id=IPv4Address(router),
        version=3,
        area=str(IPv4Address(entry["area"])),
        state=_state(str(entry["neighborState"])),
        address=ip_address(entry["linkLocalAddress"]),
        role=roles.get(router, ""),
    )


def _state(text: str) -> str:
    lower = text.strip().lower()
    return _STATES.get(lower, lower)


def _session(item: tuple[str, dict[str, Any]]) -> BgpSession:
    key, entry = item
    state = str(entry["bgpState"]).lower()
    tables = entry.get("addressFamilyInfo", {})
    shown = {number: tables[name] for name, number in _FAMILIES.items() if name in tables}
    agreed = entry.get("neighborCapabilities", {}).get("multiprotocolExtensions", {})
    negotiated = tuple(
        number for name, number in _FAMILIES.items() if agreed.get(name, {}).get("advertisedAndReceived", False)
    )
    up = state == "established"
    return BgpSession(
        peer=ip_address(entry.get("bgpNeighborAddr", key) if not _is_address(key) else key),
        remote_as=int(entry["remoteAs"]),
        local_as=int(entry["localAs"]),
        state=state,
        families=negotiated if up else (),
        received={number: int(table.get("acceptedPrefixCounter", 0)) for number, table in shown.items()} if up else {},
        reason="" if up else _reason(entry),
        counters=_counters(entry),
    )


def _reason(entry: dict[str, Any]) -> str:
    """Why it went down last, with the notification (RFC 4271, section 6: code and subcode) where one was exchanged.

    FRR 8.4 measured: another AS number gives "OPEN Message Error/Bad Peer AS (0202)" at the side that is right, and
    "Waiting for NHT" at one that takes an internal peer for an external one that is more than a hop away; a password
    that differs and a blocked port 179 both let the session run out, "Hold Timer Expired (0400)", and only the counters
    of :func:`netops.platforms.kernel.read_tcp` tell these two apart.
    """
    if entry.get("adminShutDown"):
        return "administratively shut down"
    due, notified = str(entry.get("lastResetDueTo", "")), str(entry.get("lastNotificationReason", ""))
    code = str(entry.get("lastErrorCodeSubcode", ""))
    if not notified or not due.startswith("BGP Notification"):
        return due
    way = "received" if due.endswith("received") else "sent"
    return f"{notified} ({code}), notification {way}"


_COUNTERS = {
    "opens_sent": "opensSent",
    "opens_received": "opensRecv",
    "notifications_sent": "notificationsSent",
    "notifications_received": "notificationsRecv",
    "established": "connectionsEstablished",
    "dropped": "connectionsDropped",
}


def _counters(entry: dict[str, Any]) -> dict[str, int]:
    """What has passed since bgpd began."""
    counted = {**entry.get("messageStats", {}), **entry}
    return {name: counted[key] for name, key in _COUNTERS.items() if isinstance(counted.get(key), int)}


def _is_address(text: str) -> bool:
    """FRR lists a peer by its interface where it was configured so (RFC 5549)."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _virtual_routers(entry: dict[str, Any]) -> list[VrrpState]:
    return [
        VrrpState(
            interface=str(entry["interface"]),
            group=int(entry["vrid"]),
            family=family,
            state=str(entry[key]["status"]).lower(),
            priority=int(entry[key]["effectivePriority"]),
            addresses=tuple(ip_address(each) for each in entry[key]["addresses"]),
        )
        for key, family in (("v4", 4), ("v6", 6))
        if entry.get(key, {}).get("addresses")
    ]
