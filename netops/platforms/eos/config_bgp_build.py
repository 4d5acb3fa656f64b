"""The drafts of ``router bgp`` as processes, one for each VRF: groups, families and filters resolved."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from ipaddress import IPv6Address
from typing import Any

from netops.model import (
    Bgp,
    BgpDynamicNeighbor,
    BgpFamily,
    BgpNeighbor,
    BgpNeighborFamily,
    BgpUnnumberedNeighbor,
    IPAddress,
    RouteMap,
)
from netops.platforms.configuration.rules import Fields, Mismatch, type_of
from netops.platforms.eos.config_numbers import accepted_numbers, number_of
from netops.platforms.eos.names import numbers

__all__ = ["MISSING_POLICY", "bgp_processes", "place_mac_vrfs"]

MISSING_POLICY = RouteMap("missing-policy")
"""Permits nothing: stands where a route map is named that is not there, and ``bgp missing-policy`` denies."""

_FAMILIES = {"ipv4": 4, "ipv6": 6}
_SERVICES = {
    "evpn": (4, "evpn"),
    "vpn-ipv4": (4, "vpn"),
    "vpn-ipv6": (6, "vpn"),
    "labeled-unicast": (4, "labeled-unicast"),
}
_EXCHANGE = frozenset(each.name for each in dataclasses.fields(BgpNeighborFamily))
_NEIGHBOR = frozenset(each.name for each in dataclasses.fields(BgpNeighbor)) - {"address", "families", "services"}
_PROCESS = frozenset(each.name for each in dataclasses.fields(Bgp)) - {"asn", "vrf", "neighbors", "families"}
_FAMILY = frozenset(each.name for each in dataclasses.fields(BgpFamily)) - {"family"}
_INHERITED = ("default_ipv4", "default_ipv6", "timers", "missing", "everyone")
_DEFAULTS: Fields = {  # what EOS does where its configuration is silent
    "ebgp_requires_policy": False,
    "deterministic_med": True,
    "multipath_relax": True,
    "log_neighbor_changes": True,
}
_NOT_SENT: Fields = {"send_community": False, "send_extended_community": False, "send_large_community": False}
_IN_PROCESS = _FAMILY - {"distance_external", "distance_internal", "distance_local"}

Problems = list[tuple[str, str]]


def bgp_processes(top: Fields) -> tuple[tuple[Bgp, ...], Problems]:
    """The processes, and what of them cannot be held: (source key, why)."""
    drafts: Fields = top.get("bgp", {})
    problems: Problems = []
    if "asn" not in drafts.get("default", {}):
        return (), problems
    main = drafts["default"]
    made = []
    for vrf, draft in drafts.items():
        whole = draft if vrf == "default" else {key: main[key] for key in _INHERITED if key in main} | draft
        if not main.get("process_shutdown"):
            made.append(_Maker(draft.get("asn", main["asn"]), vrf, whole, main, top, problems).process())
    return tuple(made), problems


class _Maker:
    """One process in the making."""

    def __init__(self, asn: int, vrf: str, draft: Fields, main: Fields, top: Fields, problems: Problems) -> None:
        self.asn, self.vrf, self.draft, self.main, self.problems = asn, vrf, draft, main, problems
        self.filters: Fields = top.get("peer_filters", {})
        self.maps: Fields = top.get("route_maps", {})

    def process(self) -> Bgp:
        fields = _DEFAULTS | {key: value for key, value in self.draft.items() if key in _PROCESS}
        fields["confederation_peers"] = tuple(fields.get("confederation_peers", ()))
        return Bgp(
            self.asn,
            vrf=self.vrf,
            neighbors=tuple(self._neighbors()),
            unnumbered=tuple(self._unnumbered()),
            dynamic=tuple(self._dynamic()),
            families=tuple(self._families()),
            **fields,
        )

    def _families(self) -> Iterator[BgpFamily]:
        """What stands in the process itself is IPv4's, or the family's of its prefix."""
        for name, family in _FAMILIES.items():
            said = self.draft.get("families", {}).get(name, {})
            own = {key: value for key, value in self.draft.items() if key in _IN_PROCESS} if family == 4 else {}
            shared = {key: self.draft[key] for key in _FAMILY - _IN_PROCESS if key in self.draft}
            if family == 6:
                shared |= {key: self.draft[key] for key in ("maximum_paths", "maximum_paths_ibgp") if key in self.draft}
            fields = shared | own | {key: value for key, value in said.items() if key in _FAMILY}
            for part in ("networks", "aggregates"):
                both = {**self.draft.get(part, {}), **said.get(part, {})}
                fields[part] = tuple(each for prefix, each in both.items() if prefix.version == family)
            redistribute = {**(own.get("redistribute", {})), **said.get("redistribute", {})}
            fields["redistribute"] = tuple(redistribute.values())
            made = BgpFamily(family, **fields)
            if made != BgpFamily(family):
                yield made

    def _neighbors(self) -> Iterator[BgpNeighbor]:
        for name, said in self.draft.get("peers", {}).items():
            if said.get("is_group") or name == "default":
                continue
            try:
                address = type_of("address", name)
            except Mismatch:
                if not self._names_group(name):
                    self._problem(name, f"{name} is neither an address nor a peer group that is used")
                continue
            group = said.get("group", "")
            if group and not self._group(group):
                self._problem(name, f"its peer group {group} is not there")
            made = self._neighbor(name, address, group, said)
            if made is not None:
                yield made

    def _names_group(self, name: str) -> bool:
        """Whether a peer group of this name exists: defined here or in the process, or used by a neighbour."""
        drafts = (self.draft, self.main)
        return any(draft.get("peers", {}).get(name, {}).get("is_group") for draft in drafts) or any(
            each.get("group") == name for draft in drafts for each in draft.get("peers", {}).values()
        )

    def _problem(self, name: str, why: str) -> None:
        self.problems.append((f"bgp-neighbor:{self.vrf}:{name}", why))

    def _group(self, name: str) -> Fields:
        """What a peer group says; those of the process hold in its VRFs, too."""
        found: Fields = {**self.main.get("peers", {}).get(name, {}), **self.draft.get("peers", {}).get(name, {})}
        return found

    def _neighbor(
        self, name: str, address: IPAddress, group: str, said: Fields, remote_as: object = None
    ) -> BgpNeighbor | None:
        """The neighbour with what holds for everyone, for its group and for itself, each over the one before."""
        default = self.draft.get("peers", {}).get("default", {})
        general = self.draft.get("timers", {}) | self.draft.get("everyone", {}) | default | self._group(group) | said
        number = remote_as if remote_as is not None else general.get("remote_as")
        if number is None:
            self._problem(name, "its AS number is not told, so it is left out")
            return None
        fields: Fields = {key: value for key, value in general.items() if key in _NEIGHBOR}
        fields |= self._numbered(number)
        exchange = _NOT_SENT | {key: value for key, value in general.items() if key in _EXCHANGE}
        exchange["missing"] = general.get("missing", {})
        if general.get("remove_private_ingress"):
            self._problem(name, "private AS numbers that are taken off what is received are not in the model")
        families = (self._exchange(family, number, exchange, group, name) for family, number in _FAMILIES.items())
        services = (self._service(service, exchange, group, name) for service in _SERVICES)
        return BgpNeighbor(
            address,
            **(fields | {"group": group}),
            families=tuple(each for each in families if each is not None),
            services=tuple(each for each in services if each is not None),
        )

    def _numbered(self, number: object) -> Fields:
        if number == "internal":
            return {"remote_as": self.asn, "remote_as_kind": "internal"}
        if number == "external":
            return {"remote_as": 0, "remote_as_kind": "external"}
        return {"remote_as": number, "remote_as_kind": "number"}

    def _in_family(self, family: str, group: str, name: str) -> Fields:
        """What an address family says of a neighbour: of everyone, of its group (of the process' too), of itself."""
        here = self.draft.get("families", {}).get(family, {})
        main = self.main.get("families", {}).get(family, {})
        peers = here.get("peers", {})
        found: Fields = {
            **here.get("everyone", {}),
            **peers.get("default", {}),
            **main.get("peers", {}).get(group, {}),
            **peers.get(group, {}),
            **peers.get(name, {}),
        }
        return found

    def _exchange(self, name: str, family: int, general: Fields, group: str, peer: str) -> BgpNeighborFamily | None:
        said = self._in_family(name, group, peer)
        active = said.get("activate", self.draft.get(f"default_{name}", family == 4))
        if not active:
            return None
        fields = general | {key: value for key, value in said.items() if key in _EXCHANGE}
        here: Fields = self.draft.get("families", {}).get(name, {}).get("missing", {})
        missing = self.draft.get("missing", {}) | here | fields.pop("missing") | said.get("missing", {})
        return BgpNeighborFamily(family, **self._policies(fields, missing))

    def _policies(self, fields: Fields, missing: Fields) -> Fields:
        """With a map that permits nothing, where one is missing and that is to be denied."""
        for direction in ("in", "out"):
            named = fields.get(f"route_map_{direction}")
            if named is not None and named not in self.maps and missing.get(direction, "permit") != "permit":
                fields = fields | {f"route_map_{direction}": MISSING_POLICY.name}
        return fields

    def _service(self, name: str, general: Fields, group: str, peer: str) -> BgpNeighborFamily | None:
        said = self._in_family(name, group, peer)
        if not said.get("activate"):
            return None
        family, safi = _SERVICES[name]
        kept = {key: general[key] for key in _SHARED if key in general}
        return BgpNeighborFamily(
            family, safi=safi, **(kept | {key: value for key, value in said.items() if key in _EXCHANGE})
        )

    def _unnumbered(self) -> Iterator[BgpUnnumberedNeighbor]:
        for interface, said in self.draft.get("interfaces", {}).items():
            ranges, number = self._numbers(said)
            made = self._neighbor(interface, IPv6Address(0), said["peer_group"], {}, number)
            if made is not None:
                yield BgpUnnumberedNeighbor(interface, made, ranges)

    def _dynamic(self) -> Iterator[BgpDynamicNeighbor]:
        for prefix, said in self.draft.get("listen", {}).items():
            ranges, number = self._numbers(said)
            made = self._neighbor(str(prefix), prefix.network_address, said["peer_group"], {}, number)
            if made is not None:
                yield BgpDynamicNeighbor(prefix, made, ranges)

    def _numbers(self, said: Fields) -> tuple[tuple[tuple[int, int], ...], object]:
        """The AS numbers that are taken, and the one that stands for them: 0 where there are several."""
        if "peer_filter" in said:
            ranges = accepted_numbers(self.filters.get(said["peer_filter"], {}))
            single = len(ranges) == 1 and ranges[0][0] == ranges[0][1]
            return ranges, ranges[0][0] if single else 0
        word = said.get("remote_as")
        if word is None or word in ("external", "internal"):
            return (), word
        try:
            return (), number_of(word)
        except Mismatch:
            return (), None


_SHARED = (  # what a neighbour's lines in the process mean for families other than unicast, too
    *("next_hop_self", "next_hop_unchanged", "route_reflector_client", "allowas_in"),
    *("send_community", "send_extended_community", "send_large_community", "maximum_prefix", "as_override"),
)


def place_mac_vrfs(top: Fields) -> None:
    """Route distinguishers and targets of VLANs, and of bundles of them, with the VLANs."""
    placed: dict[int, dict[str, Any]] = top.setdefault("mac_vrfs", {})
    for said in top.get("bgp", {}).get("default", {}).get("mac_vrfs", {}).values():
        for vlan in numbers(str(said.get("vlans", ""))) or ():
            if vlan in top.get("vlans", {}):
                targets = {key: frozenset(said.get(key, ())) for key in ("imports", "exports")}
                placed[vlan] = {"rd": said.get("rd", ""), **targets}
