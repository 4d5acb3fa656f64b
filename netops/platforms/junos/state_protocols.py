"""OSPF neighbours and BGP sessions, from their JSON."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from ipaddress import IPv4Address, ip_address
from typing import Any

from netops.model import Adjacency, BgpSession
from netops.platforms.junos.answers import data, tables
from netops.platforms.reading import Reading

__all__ = ["BGP", "OSPF", "OSPF3", "read_adjacencies", "read_sessions"]

OSPF = "show ospf neighbor | display json"
OSPF3 = "show ospf3 neighbor | display json"
BGP = "show bgp neighbor | display json"

_STATES = {"2way": "two-way", "exstart": "exstart", "init": "init"}
_FAMILIES = {"inet-unicast": 4, "inet6-unicast": 6}
_RIBS = {"inet.0": 4, "inet6.0": 6}


def read_adjacencies(reading: Reading) -> tuple[Adjacency, ...] | None:
    """The neighbours of both versions; None where neither was asked."""
    if not reading.given(OSPF) and not reading.given(OSPF3):
        return None
    found: list[Adjacency] = []
    for command, version, name in ((OSPF, 2, "ospf"), (OSPF3, 3, "ospf3")):
        if reading.given(command):
            entries = tables(reading, command, f"{name}-neighbor-information", f"{name}-neighbor") or []
            found += reading.each(command, entries, partial(_adjacency, version))
    return tuple(found)


def _adjacency(version: int, entry: Mapping[str, Any]) -> Adjacency:
    state = (data(entry, "ospf-neighbor-state") or data(entry, "ospf3-neighbor-state") or "").lower()
    address = data(entry, "neighbor-address")
    return Adjacency(
        interface=data(entry, "interface-name") or "",
        neighbor_id=IPv4Address(data(entry, "neighbor-id") or ""),
        version=version,
        area=data(entry, "ospf-area") or "",
        state=_STATES.get(state, state),
        address=ip_address(address) if address else None,
    )


def read_sessions(reading: Reading) -> tuple[BgpSession, ...] | None:
    if not reading.given(BGP):
        return None
    entries = tables(reading, BGP, "bgp-information", "bgp-peer")
    return None if entries is None else tuple(reading.each(BGP, entries, _session))


def _session(entry: Mapping[str, Any]) -> BgpSession:
    peer, _, _ = (data(entry, "peer-address") or "").partition("+")
    families = (_FAMILIES.get(each) for each in (data(entry, "nlri-type-session") or "").split())
    counted = (
        (_RIBS.get(data(each, "name") or ""), data(each, "accepted-prefix-count")) for each in entry.get("bgp-rib", [])
    )
    error, flaps = data(entry, "last-error"), data(entry, "flap-count")
    state = (data(entry, "peer-state") or "").lower()
    return BgpSession(
        peer=ip_address(peer),
        remote_as=int(data(entry, "peer-as") or ""),
        local_as=int(data(entry, "local-as") or ""),
        state=state,
        families=tuple(each for each in families if each is not None) if state == "established" else (),
        received={family: int(count) for family, count in counted if family is not None and count is not None},
        reason=error if error is not None and error != "None" and state != "established" else "",
        counters={"dropped": int(flaps)} if flaps is not None else {},
    )
