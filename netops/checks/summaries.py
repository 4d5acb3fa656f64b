"""Summaries: what border routers and aggregates announce instead of their members."""

from __future__ import annotations

from collections.abc import Iterator

from netops.checks.index import Index
from netops.checks.ospf_areas import BACKBONE, area_members, processes
from netops.checks.registry import Problem, check
from netops.model import Device, IPPrefix, Ospf, Severity, within

__all__: list[str] = []


def _area_prefixes(device: Device, process: Ospf, area: str) -> Iterator[IPPrefix]:
    """The prefixes of the router's own interfaces in the area."""
    family = 4 if process.version == 2 else 6
    for interface in device.interfaces.values():
        ospf = interface.ospf if process.version == 2 else interface.ospf6
        if ospf is not None and ospf.area == area:
            yield from (
                each.network for each in interface.addresses if each.version == family and not each.is_link_local
            )


@check(
    "summary-omits-members",
    number=62,
    severity=Severity.WARNING,
    title="An area has ranges, but not all of its prefixes are in one",
    remedy="widen the range, or renumber the prefix into it",
)
def summary_omitsarea_members(index: Index) -> Iterator[Problem]:
    """What no range covers is announced on its own: the summary saves nothing, and flaps are seen everywhere."""
    for device, process in processes(index):
        for area in process.areas:
            ranges = [each.prefix for each in area.ranges]
            for prefix in _area_prefixes(device, process, area.area) if ranges else ():
                if not any(within(prefix, each) for each in ranges):
                    expected = "within " + ", ".join(map(str, ranges))
                    yield Problem(
                        device.name,
                        f"{prefix} is in no range of area {area.area}",
                        expected,
                        at=(f"device:{device.name}",),
                    )


@check(
    "summary-empty",
    number=62,
    severity=Severity.WARNING,
    title="A summary has no member",
    remedy="correct the prefix, or remove the summary",
)
def summary_empty(index: Index) -> Iterator[Problem]:
    """A range or an aggregate appears only when a more specific prefix exists: this one is never announced."""
    known = sorted(_known_prefixes(index), key=lambda each: (each.version, int(each.network_address), each.prefixlen))
    for device in index.devices:
        summaries = [
            (f"area {area.area} range", each.prefix)
            for process in device.ospf
            for area in process.areas
            for each in area.ranges
        ]
        summaries += [
            ("aggregate", each.prefix) for bgp in device.bgp for family in bgp.families for each in family.aggregates
        ]
        for word, summary in summaries:
            if not any(each.prefixlen >= summary.prefixlen and summary.overlaps(each) for each in known):
                yield Problem(device.name, f"{word} {summary} has no member", at=(f"device:{device.name}",))


def _known_prefixes(index: Index) -> set[IPPrefix]:
    connected = {address.network for port in index.routed for address in port.addresses}
    return connected | {route.prefix for device in index.devices for route in device.static_routes}


@check(
    "ospf-ranges-differ",
    number=62,
    severity=Severity.WARNING,
    title="Border routers of one area sum up differently",
    remedy="configure the same ranges on all border routers of the area",
)
def ospf_ranges_differ(index: Index) -> Iterator[Problem]:
    """The router that still announces the parts draws all traffic: longest match wins over cost."""
    for version in (2, 3):
        areas = area_members(index, version)
        borders = areas.get(BACKBONE, set())
        for area, members in areas.items():
            said = {
                name: frozenset(each.prefix for each in process.area(area).ranges)
                for name in sorted(members & borders)
                if area != BACKBONE and (process := index.network.devices[name].ospf_process(version)) is not None
            }
            if len(set(said.values())) > 1:
                evidence = tuple(
                    f"{name}: {', '.join(sorted(map(str, ranges))) or 'none'}" for name, ranges in said.items()
                )
                first = next(iter(said))
                yield Problem(
                    first,
                    f"OSPFv{version} ranges of area {area} differ",
                    "the same",
                    evidence=evidence,
                    at=(f"device:{first}",),
                )
