"""BGP's drafts as processes: templates and peer groups flattened into the neighbours."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv6Address, ip_address
from typing import Any

from netops.model import Bgp, BgpDynamicNeighbor, BgpFamily, BgpNeighbor, BgpNeighborFamily
from netops.platforms.configuration.rules import Fields

__all__ = ["bgp_processes"]

Scopes = dict[tuple[str, int, str], Fields]
"""The address families by VRF, family and subsequent family."""

Problems = list[tuple[str, str]]
"""(source key, why) of what cannot be held."""

_SETTINGS = (
    *("router_id", "cluster_id", "default_local_preference", "always_compare_med", "deterministic_med"),
    *("compare_router_id", "multipath_relax", "fast_external_failover", "log_neighbor_changes", "confederation"),
    *("as_path_ignore", "med_missing_as_worst", "med_confederation", "cost_community_ignore", "enforce_first_as"),
    "client_to_client_reflection",
)
_FAMILY_FIELDS = (
    *("maximum_paths", "maximum_paths_ibgp", "distance_external", "distance_internal", "distance_local"),
    *("default_originate", "default_metric", "table_map", "auto_summary", "synchronization", "dampening"),
    "redistribute_internal",
)
_SESSION_ONLY = {"families", "group", "is_group", "alternate_as", "inherit_session"}
_MOST_DEEP = 16  # templates that inherit each other


def bgp_processes(process: Fields, problems: Problems) -> Iterator[Bgp]:
    """One process of each VRF that BGP serves, the global table's first.

    IOS asks for no policy (RFC 8212), and sends no communities where it is not told to.
    """
    scopes: Scopes = {("default", 4, "unicast"): process, **process.get("scopes", {})}
    vrfs = dict.fromkeys(vrf for vrf, _, _ in scopes)
    for vrf in vrfs:
        own = {key: scope for key, scope in scopes.items() if key[0] == vrf}
        yield _Vrf(process, vrf, own, problems).made()


class _Vrf:
    """BGP of one VRF while it is put together."""

    def __init__(self, process: Fields, vrf: str, scopes: Scopes, problems: Problems) -> None:
        self.process, self.vrf, self.scopes, self.problems = process, vrf, scopes, problems
        self.peers: Fields = next(iter(scopes.values()))["peers"]

    def made(self) -> Bgp:
        settings = {name: self.process[name] for name in _SETTINGS if name in self.process}
        for scope in self.scopes.values():
            settings |= {name: scope[name] for name in ("router_id",) if name in scope}
        neighbors = [self._neighbor(peer) for peer, said in self.peers.items() if not self._group(peer, said)]
        return Bgp(
            self.process["asn"],
            vrf=self.vrf,
            neighbors=tuple(filter(None, neighbors)),
            dynamic=tuple(self._dynamic()),
            families=tuple(_family(scope) for (_, _, safi), scope in self.scopes.items() if safi == "unicast"),
            confederation_peers=tuple(self.process.get("confederation_peers", ())),
            ebgp_requires_policy=False,
            **settings,
        )

    def _group(self, peer: str, said: Fields) -> bool:
        return bool(said.get("is_group")) or not _address(peer)

    def _problem(self, peer: str, why: str) -> None:
        name = str(ip_address(peer.partition("%")[0])) if _address(peer) else peer
        self.problems.append((f"bgp-neighbor:{self.vrf}:{name}", why))

    def _neighbor(self, peer: str) -> BgpNeighbor | None:
        said = self.peers[peer]
        group = self._named_group(peer, said.get("group", ""))
        fields = self._session(peer, group, said)
        if "remote_as" not in fields:
            self._problem(peer, "its AS number is not told, so it is left out")
            return None
        address = ip_address(peer.partition("%")[0])
        if isinstance(address, IPv6Address) and "%" in peer:
            fields.setdefault("update_source", peer.partition("%")[2])
        return self._made(address, peer, group, said, fields)

    def _made(self, address: Any, peer: str, group: Fields, said: Fields, fields: Fields) -> BgpNeighbor:
        exchanges = [self._exchange(peer, group, said, key, scope) for key, scope in self.scopes.items()]
        active = [each for each in exchanges if each is not None]
        return BgpNeighbor(
            address,
            group=said.get("group", ""),
            families=tuple(each for each in active if each.safi == "unicast"),
            services=tuple(each for each in active if each.safi != "unicast"),
            **fields,
        )

    def _named_group(self, peer: str, name: str) -> Fields:
        """The peer group: of this VRF, or of the process."""
        found: Fields | None = self.peers.get(name) or self.process["peers"].get(name)
        if name and found is None:
            self._problem(peer, f"there is no peer group {name}")
        return found or {}

    def _session(self, peer: str, group: Fields, said: Fields) -> Fields:
        """What the process says of all, under the templates, under the group, under the neighbour itself."""
        fields: Fields = {name: self.process[name] for name in ("keepalive", "hold_time") if name in self.process}
        for each in (group, said):
            fields |= self._template(peer, each.get("inherit_session", ""))
            fields |= {key: value for key, value in each.items() if key not in _SESSION_ONLY}
        return {key: value for key, value in fields.items() if key not in _SESSION_ONLY}

    def _template(self, peer: str, name: str, depth: int = 0) -> Fields:
        """A session template over the ones that it inherits."""
        if not name:
            return {}
        found: Fields | None = self.process.get("sessions", {}).get(name)
        if found is None or depth > _MOST_DEEP:
            self._problem(peer, f"there is no session template {name}")
            return {}
        inherited = self._template(peer, found.get("inherit_session", ""), depth + 1)
        return {**inherited, **{key: value for key, value in found.items() if key not in _SESSION_ONLY}}

    def _policies(self, peer: str, said: Fields, depth: int = 0) -> Fields:
        """Policy templates by sequence, the later over the earlier, each over those that it inherits."""
        fields: Fields = {}
        for _, name in sorted(said.get("inherit_policy", ())):
            found: Fields | None = self.process.get("policies", {}).get(name)
            if found is None or depth > _MOST_DEEP:
                self._problem(peer, f"there is no policy template {name}")
                continue
            fields |= {**self._policies(peer, found, depth + 1), **found}
        return fields

    def _exchange(
        self, peer: str, group: Fields, said: Fields, key: tuple[str, int, str], scope: Fields
    ) -> BgpNeighborFamily | None:
        """What is exchanged in one family, or None where it is not active."""
        _, family, safi = key
        fields: Fields = {}
        for each in (group, said):
            told = each.get("families", {}).get((family, safi), {})
            fields |= {**self._policies(peer, told), **told}
        default = family == 4 and safi == "unicast" and self.vrf == "default" and self.process.get("default_ipv4", True)
        of_vrf = self.vrf != "default" and _address(peer) and ip_address(peer.partition("%")[0]).version == family
        if not fields.pop("activate", default or of_vrf):
            return None
        fields.pop("inherit_policy", None)
        conditions = tuple(fields.pop("conditions", ()))
        return BgpNeighborFamily(family, safi=safi, conditions=conditions, **_silent(fields, scope))

    def _dynamic(self) -> Iterator[BgpDynamicNeighbor]:
        for scope in self.scopes.values():
            for prefix, name in scope.get("listen", {}).items():
                group = self._named_group(str(prefix), name)
                fields = self._session(name, group, {})
                numbers = [fields["remote_as"]] if "remote_as" in fields else []
                numbers += group.get("alternate_as", [])
                fields.setdefault("remote_as", numbers[0] if numbers else 0)
                settings = self._made(prefix.network_address, name, group, {"group": name}, fields)
                taken = tuple((number, number) for number in numbers) if len(numbers) > 1 else ()
                yield BgpDynamicNeighbor(prefix, settings, taken)


def _silent(fields: Fields, scope: Fields) -> Fields:
    """The exchange with what IOS does where nothing is told."""
    for name in ("send_community", "send_extended_community", "send_large_community"):
        fields.setdefault(name, scope["safi"] != "unicast" and name == "send_extended_community")
    ways = fields.pop("add_paths", scope.get("add_paths", ()))
    paths = fields.pop("add_paths_send", 0)
    fields["add_paths_send"] = paths if "send" in ways else 0
    fields["add_paths_receive"] = "receive" in ways
    return fields


def _family(scope: Fields) -> BgpFamily:
    return BgpFamily(
        scope["family"],
        networks=tuple(scope.get("networks", {}).values()),
        redistribute=tuple(scope.get("redistribute", {}).values()),
        aggregates=tuple(scope.get("aggregates", {}).values()),
        **{name: scope[name] for name in _FAMILY_FIELDS if name in scope},
    )


def _address(peer: str) -> bool:
    try:
        ip_address(peer.partition("%")[0])
    except ValueError:
        return False
    return True
