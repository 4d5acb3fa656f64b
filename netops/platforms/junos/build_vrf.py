"""Routing instances as VRFs, and what passes between their tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from netops.model import RouteMap, Vrf, VrfFamily, VrfLeak
from netops.platforms.configuration.rules import Fields, Mismatch
from netops.platforms.junos.values import table

__all__ = ["vrfs"]

_SWITCHING = frozenset(
    {"virtual-switch", "vpls", "l2vpn", "evpn", "mac-vrf", "layer2-control", "evpn-vpws", "l2backhaul-vpn"}
)
_PROTOCOLS = {"ospf": "ospf", "ospf3": "ospf6", "isis": "isis", "rip": "rip", "ripng": "rip"}

Leaks = dict[tuple[str, int], list[VrfLeak]]


def vrfs(
    instances: Mapping[str, Fields], route_maps: Mapping[str, RouteMap], problems: list[tuple[str, str]]
) -> dict[str, Vrf]:
    """The VRFs by name; the global table is among them ("default") where routes of others pass into it."""
    leaks: Leaks = {}
    groups: Mapping[str, Fields] = instances["default"].get("rib_groups", {})
    for name, draft in instances.items():
        for family, protocol, group in _rib_groups(draft):
            _leak(leaks, family, protocol, groups.get(group), problems, f"rib-group {group}")
        for policy in draft.get("instance_import", ()):
            for source in _sources(route_maps.get(policy), name, instances):
                for family in (4, 6):
                    leaks.setdefault((name, family), []).append(VrfLeak(source, policies=(policy,)))
        problems += (
            (f"vrf:{name}", f"netops knows one policy of {key.replace('_', '-')}, not a chain")
            for key in ("vrf_import", "vrf_export")
            if len(draft.get(key, ())) > 1
        )
    made = {name: _vrf(name, draft, leaks) for name, draft in instances.items() if draft.get("type") not in _SWITCHING}
    if made["default"] == Vrf("default"):
        del made["default"]
    return made


def _rib_groups(draft: Fields) -> Iterator[tuple[int, str, str]]:
    """(family, protocol, group): whose routes go into the tables of a group as well."""
    for family, group in draft.get("interface_routes", {}).items():
        yield family, "connected", group
    for family, key in ((4, "static"), (6, "static6")):
        if "group" in draft.get(key, {}):
            yield family, "static", draft[key]["group"]
    protocols: Mapping[str, Fields] = draft.get("protocols", {})
    for name, protocol in _PROTOCOLS.items():
        for key, family in (("rib_group", 6 if name in ("ospf3", "ripng") else 4), ("rib_group6", 6)):
            if key in protocols.get(name, {}):
                yield family, protocol, protocols[name][key]
    bgp = protocols.get("bgp", {})
    for place in (bgp, *bgp.get("groups", {}).values()):
        for (family, safi), own in place.get("families", {}).items():
            if "rib_group" in own and safi == "unicast":
                yield family, "bgp", own["rib_group"]


def _leak(
    leaks: Leaks, family: int, protocol: str, group: Fields | None, problems: list[tuple[str, str]], what: str
) -> None:
    """From the first table of a group, to which the routes belong, into the others."""
    if group is None or len(group.get("imports", ())) < 1:
        problems.append((what, "there is no such group, or it has no tables"))
        return
    tables = []
    for each in group["imports"]:
        try:
            tables.append(table(each))
        except Mismatch:
            continue  # a table that only resolves next hops, or carries multicast
    policies = tuple(group.get("policies", ()))
    for vrf, own_family in tables[1:]:
        if own_family == family:
            leaks.setdefault((vrf, family), []).append(VrfLeak(tables[0][0], protocol, policies))


def _sources(policy: RouteMap | None, name: str, instances: Mapping[str, Fields]) -> tuple[str, ...]:
    """The instances that a policy names in ``from instance``; all others where it names none."""
    named = {
        vrf
        for clause in (policy.clauses if policy else ())
        for match in clause.matches
        if match.kind == "vrf"
        for vrf in match.arguments
    }
    return tuple(each for each in instances if each != name and (not named or each in named))


def _vrf(name: str, draft: Fields, leaks: Leaks) -> Vrf:
    families = (_family(name, family, draft, leaks) for family in (4, 6))
    auto = draft.get("auto_export", False)
    return Vrf(
        name,
        rd=draft.get("rd", ""),
        description=draft.get("description", ""),
        families=tuple(each for each in families if each != VrfFamily(each.family)),
        vni=draft.get("protocols", {}).get("evpn", {}).get("vni"),
        exports_locally=auto if name != "default" and draft.get("type") == "vrf" else None,
    )


def _family(name: str, family: int, draft: Fields, leaks: Leaks) -> VrfFamily:
    per_family = draft.get("maximum", {})
    maximum = per_family.get(family, {}).get("maximum") if isinstance(per_family, dict) else per_family
    return VrfFamily(
        family,
        imports=frozenset(draft.get("targets_import", ())),
        exports=frozenset(draft.get("targets_export", ())),
        import_map=next(iter(draft.get("vrf_import", ())), None),
        export_map=next(iter(draft.get("vrf_export", ())), None),
        leaks=tuple(dict.fromkeys(leaks.get((name, family), ()))),
        maximum_routes=maximum,
        resolution=tuple(draft.get("resolution", {}).get(str(family), ())),
    )
