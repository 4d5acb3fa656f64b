"""NAPALM getters of BGP: what the sessions show, and what is configured."""

from __future__ import annotations

from typing import Any

from netops.devices.frr.asking import Getters
from netops.model import Bgp, BgpNeighbor, BgpNeighborFamily
from netops.platforms import get_platform

__all__ = ["BgpGetters"]

NEIGHBORS = "show bgp vrf all neighbors json"
RUNNING = "show running-config no-header"
FAMILIES = {"ipv4Unicast": "ipv4", "ipv6Unicast": "ipv6"}
UNGROUPED = "_"
REDACTED = "<redacted>"


class BgpGetters(Getters):
    def get_bgp_neighbors(self) -> dict[str, dict[str, Any]]:
        (table,) = self._tables(NEIGHBORS)
        found: dict[str, dict[str, Any]] = {}
        for vrf, entries in table.items():
            peers = {name: entry for name, entry in entries.items() if isinstance(entry, dict)}
            routers = [entry["localRouterId"] for entry in peers.values()]
            name = "global" if vrf == "default" else vrf
            found[name] = {
                "router_id": routers[0] if routers else "",
                "peers": {peer: _peer(entry) for peer, entry in peers.items()},
            }
        return found

    def get_bgp_config(self, group: str = "", neighbor: str = "") -> dict[str, dict[str, Any]]:
        """Peers of the default instance; FRR's peer groups are dissolved into their members (group "_").

        A session's password is shown as "<redacted>": ``get_config`` tells it to whoever needs it.
        """
        (text,) = self._texts(RUNNING)
        process = get_platform("frr").parse(text, "", "running-config").device.bgp_process()
        if process is None or group not in ("", UNGROUPED):
            return {}
        peers = {str(each.address): _configured(process, each) for each in process.neighbors}
        chosen = {name: entry for name, entry in peers.items() if neighbor in ("", name)}
        return {UNGROUPED: {**_group(process), "neighbors": chosen}}


def _peer(entry: dict[str, Any]) -> dict[str, Any]:
    up = entry["bgpState"] == "Established"
    tables = entry.get("addressFamilyInfo", {})
    return {
        "is_up": up,
        "is_enabled": not entry.get("adminShutDown", False),
        "uptime": entry.get("bgpTimerUpMsec", 0) // 1000 if up else -1,
        "remote_as": entry["remoteAs"],
        "local_as": entry["localAs"],
        "remote_id": entry.get("remoteRouterId", ""),
        "description": entry.get("nbrDesc", ""),
        "address_family": {name: _family(tables[key]) for key, name in FAMILIES.items() if key in tables},
    }


def _family(table: dict[str, Any]) -> dict[str, int]:
    """FRR does not count what an inbound policy refused: received is what was accepted."""
    accepted = table.get("acceptedPrefixCounter", 0)
    return {
        "received_prefixes": accepted,
        "accepted_prefixes": accepted,
        "sent_prefixes": table.get("sentPrefixCounter", 0),
    }


def _group(process: Bgp) -> dict[str, Any]:
    return {
        "type": "",
        "description": "",
        "apply_groups": [],
        "multihop_ttl": 0,
        "multipath": any((each.maximum_paths or 1) > 1 for each in process.families),
        "local_address": "",
        "local_as": process.asn,
        "remote_as": 0,
        "import_policy": "",
        "export_policy": "",
        "remove_private_as": False,
        "prefix_limit": {},
    }


def _configured(process: Bgp, peer: BgpNeighbor) -> dict[str, Any]:
    families = peer.families
    return {
        "description": peer.description,
        "import_policy": _first(families, "route_map_in"),
        "export_policy": _first(families, "route_map_out"),
        "local_address": str(peer.update_source or ""),
        "authentication_key": REDACTED if peer.password is not None else "",
        "nhs": any(each.next_hop_self for each in families),
        "route_reflector_client": any(each.route_reflector_client for each in families),
        "local_as": process.asn,
        "remote_as": peer.remote_as,
        "prefix_limit": {
            _inet(each): {"unicast": {"limit": each.maximum_prefix}} for each in families if each.maximum_prefix
        },
    }


def _inet(family: BgpNeighborFamily) -> str:
    return "inet" if family.family == 4 else "inet6"


def _first(families: tuple[BgpNeighborFamily, ...], name: str) -> str:
    return next((str(getattr(each, name)) for each in families if getattr(each, name)), "")
