"""NAPALM getters of routes."""

from __future__ import annotations

import re
from ipaddress import ip_network
from typing import Any

from netops.devices.frr.asking import Getters

__all__ = ["RouteGetters"]

_SPELLED = re.compile(r"(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?")
_SECONDS = (31_536_000, 604_800, 86_400, 3_600, 60)


class RouteGetters(Getters):
    def get_route_to(
        self, destination: str = "", protocol: str = "", longer: bool = False
    ) -> dict[str, list[dict[str, Any]]]:
        """Every route that zebra knows, also those that are not selected; a BGP route with its attributes."""
        family = "ipv6" if ":" in destination else "ip"
        prefix = f" {ip_network(destination, strict=False)}" if destination else ""
        commands = [f"show {family} route{prefix}{' longer-prefixes' if longer and prefix else ''} json"]
        paths: dict[str, list[dict[str, Any]]] = {}
        if protocol.lower() in ("", "bgp") and prefix and not longer:
            commands.append(f"show bgp {family.replace('ip', 'ipv4', family == 'ip')} unicast{prefix} json")
        table, *bgp = self._tables(*commands)
        for each in bgp:
            paths[each.get("prefix", "")] = each.get("paths", [])
        return {
            name: found
            for name, routes in table.items()
            if (found := _routes(routes, protocol.lower(), paths.get(name, [])))
        }


def _routes(routes: list[dict[str, Any]], protocol: str, paths: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        _route(route, hop, paths)
        for route in routes
        if protocol in ("", route["protocol"])
        for hop in route.get("nexthops", [])
    ]


def _route(route: dict[str, Any], hop: dict[str, Any], paths: list[dict[str, Any]]) -> dict[str, Any]:
    selected = bool(route.get("selected", False))
    return {
        "protocol": route["protocol"],
        "current_active": selected,
        "last_active": selected,
        "age": seconds(route.get("uptime", "")),
        "next_hop": hop.get("ip", ""),
        "outgoing_interface": hop.get("interfaceName", ""),
        "selected_next_hop": selected and bool(hop.get("active", False)),
        "preference": route["distance"],
        "inactive_reason": "" if selected else "not the best route",
        "routing_table": route.get("vrfName", "default"),
        "protocol_attributes": _attributes(route, paths) if route["protocol"] == "bgp" else {},
    }


def _attributes(route: dict[str, Any], paths: list[dict[str, Any]]) -> dict[str, Any]:
    """Of the best path: zebra holds no other."""
    path = next((each for each in paths if each.get("bestpath", {}).get("overall")), None)
    if path is None:
        return {"metric": route["metric"]}
    origin = {"IGP": "i", "EGP": "e"}.get(path.get("origin", ""), "?")
    segments = path.get("aspath", {})
    sequence = [str(each) for each in _numbers(segments)]
    return {
        "as_path": " ".join([*sequence, origin]),
        "remote_as": int(sequence[0]) if sequence else 0,
        "peer_id": path.get("peer", {}).get("peerId", ""),
        "communities": path.get("community", {}).get("list", []),
        "local_preference": path.get("locPrf", 100),
        "metric": path.get("metric", route["metric"]),
        "preference2": path.get("weight", 0),
    }


def _numbers(aspath: dict[str, Any]) -> list[int]:
    return [number for segment in aspath.get("segments", []) for number in segment.get("list", [])]


def seconds(uptime: str) -> int:
    """FRR's "00:01:30", "1d02h03m", "03w4d05h"; -1 where it is neither.

    >>> seconds("1d02h03m")
    93780
    """
    if clock := re.fullmatch(r"(\d+):(\d\d):(\d\d)", uptime):
        hours, minutes, rest = (int(each) for each in clock.groups())
        return hours * 3600 + minutes * 60 + rest
    spelled = _SPELLED.fullmatch(uptime)
    if not uptime or spelled is None:
        return -1
    return sum(int(number or 0) * unit for number, unit in zip(spelled.groups(), _SECONDS, strict=True))
