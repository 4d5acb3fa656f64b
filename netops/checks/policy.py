"""Route maps, prefix lists and the other lists: named and defined, defined and used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from netops.checks.index import Index
from netops.checks.registry import Problem, check
from netops.model import Bgp, Device, Match, PrefixListEntry, Redistribution, Severity

__all__: list[str] = []

_MATCHES = {
    "prefix-list": "prefix list",
    "prefix-list-ipv6": "IPv6 prefix list",
    "next-hop-prefix-list": "prefix list",
    "community": "community list",
    "extended-community": "community list",
    "large-community": "community list",
    "as-path": "AS path list",
    "policy": "route map",
}
_DELETIONS = frozenset({"delete-community", "delete-extended-community", "delete-large-community"})
_USED = tuple[str, str, str]
"""(kind, name, who names it)."""


def _used(device: Device) -> Iterator[_USED]:
    """Every list and map that the configuration names."""
    for bgp in device.bgp:
        yield from _used_by_neighbors(bgp)
        for family in bgp.families:
            where = f"BGP {bgp.asn} IPv{family.family}"
            yield from _maps((each.route_map for each in family.networks), where)
            yield from _maps(_of_sources(family.redistribute), where)
    for process in device.ospf:
        where = f"OSPFv{process.version}"
        yield from _maps((*_of_sources(process.redistribute), *process.policies_in), where)
        if process.default_originate:
            yield from _maps((process.default_originate.route_map,), where)
    for protocol, found in (("IS-IS", device.isis), ("RIP", device.rip), ("EIGRP", device.eigrp)):
        for each in found:
            yield from _maps(_of_sources(each.redistribute), protocol)
    for aggregate in device.aggregates:
        yield from _maps(aggregate.policies, f"aggregate {aggregate.prefix}")
    yield from _used_by_vrfs(device)
    yield from _used_by_maps(device)


def _maps(names: Iterable[str | None], where: str) -> Iterator[_USED]:
    return (("route map", name, where) for name in names if name)


def _of_sources(found: Iterable[Redistribution]) -> Iterator[str | None]:
    for each in found:
        yield each.route_map
        yield from each.policies


def _used_by_neighbors(bgp: Bgp) -> Iterator[_USED]:
    unnumbered, dynamic = (each.settings for each in bgp.unnumbered), (each.settings for each in bgp.dynamic)
    for neighbor in (*bgp.neighbors, *unnumbered, *dynamic):
        for each in neighbor.families:
            where = f"neighbor {neighbor.address} IPv{each.family}"
            kind = "prefix list" if each.family == 4 else "IPv6 prefix list"
            yield from _maps((each.route_map_in, each.route_map_out, each.default_originate_route_map), where)
            yield from _maps((*each.policies_in, *each.policies_out, each.unsuppress_map), where)
            yield from ((kind, name, where) for name in (each.prefix_list_in, each.prefix_list_out) if name)
            yield from (("AS path list", name, where) for name in (each.filter_in, each.filter_out) if name)


def _used_by_vrfs(device: Device) -> Iterator[_USED]:
    for vrf in device.vrfs.values():
        for each in vrf.families:
            leaked = (name for leak in each.leaks for name in leak.policies)
            yield from _maps((each.import_map, each.export_map, *each.resolution, *leaked), f"VRF {vrf.name}")


def _used_by_maps(device: Device) -> Iterator[_USED]:
    for route_map in device.route_maps:
        for clause in route_map.clauses:
            where = f"route map {route_map.name} {clause.sequence}"
            if clause.call:
                yield "route map", clause.call, where
            for match in clause.matches:
                yield from ((kind, name, where) for kind, name in _named(match))
            for change in clause.sets:
                if change.kind in _DELETIONS and change.arguments:
                    yield "community list", change.arguments[0], where


def _named(match: Match) -> Iterator[tuple[str, str]]:
    """The lists and maps of a condition, and of those inside of it."""
    if match.kind in _MATCHES:
        yield from ((_MATCHES[match.kind], name) for name in match.arguments if name != "exact-match")
    for each in match.inner:
        yield from _named(each)


def _defined(device: Device) -> Mapping[str, set[str]]:
    return {
        "route map": {each.name for each in device.route_maps},
        "prefix list": {each.name for each in device.prefix_lists if each.family == 4},
        "IPv6 prefix list": {each.name for each in device.prefix_lists if each.family == 6},
        "community list": {each.name for each in device.community_lists},
        "AS path list": {each.name for each in device.as_path_lists},
    }


@check(
    "policy-undefined",
    severity=Severity.ERROR,
    title="A route map or a list is named but not defined",
    remedy="define it on the device, or correct the name",
)
def policy_undefined(index: Index) -> Iterator[Problem]:
    """What an undefined policy does differs by vendor: some let everything pass, FRR's BGP denies everything."""
    for device in index.devices:
        defined = _defined(device)
        for kind, name, where in _used(device):
            if name not in defined[kind]:
                known = ", ".join(sorted(defined[kind])) or "none"
                yield Problem(
                    f"{device.name} {where}", f"{kind} {name} is not defined", known, at=(f"device:{device.name}",)
                )


@check(
    "policy-unused",
    severity=Severity.INFO,
    title="A route map or a list is defined but never used",
    remedy="use it, or remove it",
)
def policy_unused(index: Index) -> Iterator[Problem]:
    """Somebody thinks that it is in force; or it is a leftover that the next reader has to understand."""
    for device in index.devices:
        used = {(kind, name) for kind, name, _ in _used(device)}
        for kind, names in _defined(device).items():
            for name in sorted(names):
                if (kind, name) not in used:
                    yield Problem(device.name, f"{kind} {name} is not used", at=(f"device:{device.name}",))


@check(
    "prefix-list-shadowed",
    number=64,
    severity=Severity.WARNING,
    title="A prefix list's entry can never match, or never differ",
    remedy="reorder the entries, or remove the entry",
)
def prefix_list_shadowed(index: Index) -> Iterator[Problem]:
    """An earlier entry takes everything that this one would match: the intent behind it is not in force."""
    for device in index.devices:
        for plist in device.prefix_lists:
            for position, entry in enumerate(plist.entries):
                above = next((each for each in plist.entries[:position] if _covers(each, entry)), None)
                if above is not None:
                    subject = f"{device.name} prefix list {plist.name} {entry.sequence}"
                    yield Problem(
                        subject,
                        f"is shadowed by {above.sequence}",
                        actual=f"{above.prefix} before {entry.prefix}",
                        at=(f"device:{device.name}",),
                    )


def _lengths(entry: PrefixListEntry) -> tuple[int, int]:
    """The shortest and the longest prefix that the entry matches."""
    low = entry.ge if entry.ge is not None else entry.prefix.prefixlen
    if entry.le is not None:
        return low, entry.le
    return (low, entry.prefix.max_prefixlen) if entry.ge is not None else (low, low)


def _covers(outer: PrefixListEntry, inner: PrefixListEntry) -> bool:
    (low, high), (inner_low, inner_high) = _lengths(outer), _lengths(inner)
    same = outer.prefix.version == inner.prefix.version
    return (
        same
        and outer.prefix.prefixlen <= inner.prefix.prefixlen
        and outer.prefix.overlaps(inner.prefix)
        and low <= inner_low
        and inner_high <= high
    )


@check(
    "prefix-list-impossible",
    severity=Severity.ERROR,
    title="A prefix list's entry has lengths that no prefix has",
    remedy="use length <= ge <= le <= 32 (128)",
)
def prefix_list_impossible(index: Index) -> Iterator[Problem]:
    """A device refuses it, or takes it and never matches."""
    for device in index.devices:
        for plist in device.prefix_lists:
            for entry in plist.entries:
                low, high = _lengths(entry)
                subject = f"{device.name} prefix list {plist.name} {entry.sequence}"
                at = (f"device:{device.name}",)
                if not entry.prefix.prefixlen <= low <= high <= entry.prefix.max_prefixlen:
                    actual = f"{entry.prefix} ge {entry.ge} le {entry.le}"
                    yield Problem(subject, "matches no prefix", "length <= ge <= le", actual, at=at)
                if entry.prefix.version != plist.family:
                    yield Problem(subject, "is of the other family", f"IPv{plist.family}", str(entry.prefix), at=at)
