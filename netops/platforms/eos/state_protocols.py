"""OSPF adjacencies and BGP sessions."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, ip_address
from typing import Any

from netops.model import Adjacency, BgpSession
from netops.platforms.eos.names import expand
from netops.platforms.reading import Reading

__all__ = ["BGP", "BGP_ALL", "OSPF", "read_adjacencies", "read_sessions"]

OSPF = "show ip ospf neighbor | json"
BGP = "show ip bgp neighbors vrf all | json"
BGP_ALL = "show bgp neighbors vrf all | json"

_STATES = {"2ways": "two-way", "2way": "two-way", "twoway": "two-way", "exchstart": "exstart", "exch": "exchange"}
_ROLES = {"dr": "dr", "bdr": "backup", "drother": "drother"}
_CAPABILITIES = {"ipv4Unicast": 4, "ipv6Unicast": 6}
_RECEIVED = {4: ("prefixesAccepted", "prefixesReceived"), 6: ("v6PrefixesAccepted", "v6PrefixesReceived")}


def read_adjacencies(reading: Reading) -> tuple[Adjacency, ...] | None:
    """OSPFv2's neighbours in all VRFs, by interface."""
    shown = reading.tables(OSPF)
    if shown is None:
        return None
    found = [each for group in reading.each(OSPF, [shown], _entries) for each in reading.each(OSPF, group, _adjacency)]
    return tuple(sorted(found, key=lambda each: (each.interface, each.neighbor_id)))


def _entries(shown: dict[str, Any]) -> list[dict[str, Any]]:
    instances = [each for vrf in shown.get("vrfs", {}).values() for each in vrf.get("instList", {}).values()]
    return [entry for instance in instances for entry in instance.get("ospfNeighborEntries", ())]


def _adjacency(entry: dict[str, Any]) -> Adjacency:
    state = str(entry["adjacencyState"]).lower()
    return Adjacency(
        interface=expand(str(entry["interfaceName"])),
        neighbor_id=IPv4Address(entry["routerId"]),
        version=2,
        area=str(IPv4Address(entry["details"]["areaId"])),
        state=_STATES.get(state, state),
        address=ip_address(entry["interfaceAddress"]),
        role=_ROLES.get(str(entry.get("drState") or "").lower(), ""),
    )


def read_sessions(reading: Reading) -> tuple[BgpSession, ...] | None:
    """BGP peers of all VRFs by address; none where BGP does not run; None where the table was not shown.

    Peers with link-local addresses stand in the table of all families alone, which older releases do not have.
    """
    commands = [BGP, *([BGP_ALL] if reading.given(BGP_ALL) else [])]
    found: dict[str, dict[str, Any]] = {}
    read = False
    for command in commands:
        shown = reading.tables(command)
        if shown is None:
            continue
        if shown.get("errors") == ["BGP inactive"]:
            read = True
        elif "vrfs" in shown:
            read = True
            groups = reading.each(command, [shown], _peers)
            found.update((f"{vrf} {each.get('peerAddress')}", each) for group in groups for vrf, each in group)
        else:
            reading.unread.append(f"{command}: no VRFs")
    sessions = reading.each(BGP, found.values(), _session)
    return tuple(sorted(sessions, key=lambda each: (each.peer.version, int(each.peer)))) if read else None


def _peers(shown: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(name, peer) for name, vrf in shown["vrfs"].items() for peer in vrf.get("peerList", ())]


def _session(entry: dict[str, Any]) -> BgpSession:
    state = str(entry["state"]).lower()
    up = state == "established"
    families = tuple(_families(entry)) if up else ()
    return BgpSession(
        peer=ip_address(str(entry["peerAddress"]).partition("%")[0]),
        remote_as=_number(entry["asn"]),
        local_as=_number(entry["localAsn"]),
        state=state,
        families=families,
        received={family: _received(entry, family) for family in families},
        reason="" if up else _reason(entry),
        counters=_counters(entry),
    )


def _number(text: object) -> int:
    """An AS number, which EOS writes as text, and as two halves where told to (RFC 5396)."""
    high, dot, low = str(text).partition(".")
    return (int(high) << 16 | int(low)) if dot else int(high)


def _families(entry: dict[str, Any]) -> Iterator[int]:
    """What both sides announced, where it is shown; else that of the prefixes that came."""
    shown = (entry.get("neighborCapabilities") or {}).get("multiprotocolCaps")
    for name, family in _CAPABILITIES.items():
        came = bool(_received(entry, family)) or family == ip_address(entry["peerAddress"]).version
        if came if shown is None else shown.get(name, {}).get("enabled"):
            yield family


def _received(entry: dict[str, Any], family: int) -> int:
    return next((int(entry[key]) for key in _RECEIVED[family] if key in entry), 0)


def _reason(entry: dict[str, Any]) -> str:
    said = (entry.get("idleReason"), entry.get("lastErrorCode"), entry.get("lastErrorSubcode"))
    return ", ".join(str(each) for each in said if each and each != "Unspecified")


def _counters(entry: dict[str, Any]) -> dict[str, int]:
    sent, received = entry.get("outMessageStats", {}), entry.get("inMessageStats", {})
    counted = {
        "opens_sent": sent.get("opens"),
        "opens_received": received.get("opens"),
        "notifications_sent": sent.get("notifications"),
        "notifications_received": received.get("notifications"),
        "established": entry.get("establishedTransitions"),
    }
    return {name: value for name, value in counted.items() if isinstance(value, int)}
