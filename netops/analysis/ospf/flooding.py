"""Where externals are flooded: AS-external LSAs, and those of an NSSA with their translation (RFC 3101)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from ipaddress import IPv4Interface

import numpy as np
import numpy.typing as npt

from netops.analysis.ospf.port import Speaker
from netops.analysis.ospf.solution import Area
from netops.analysis.ospf.summary import BACKBONE, NSSA_KINDS, STUB_KINDS, by_rfc1583, default_prefix
from netops.analysis.ospf.table import External, Table
from netops.model import IPAddress, IPPrefix, OspfRange, within
from netops.platforms import get_platform

__all__ = ["Flooding", "flooded"]

Flags = npt.NDArray[np.bool_]


class Flooding:
    """The areas of a table as externals see them."""

    def __init__(self, table: Table) -> None:
        assert table.solution is not None
        self.table, self.solution = table, table.solution
        self.areas = {self.solution.names[each.number]: each for each in self.solution.areas}
        self.borders = self.solution.borders
        self._old_fashioned = np.array([by_rfc1583(each) for each in table.speakers], dtype=bool)
        self.everywhere = np.array([_hears_externals(each) for each in table.speakers], dtype=bool)
        self._inner: dict[int, Flags] = {}

    def hears(self, external: External, default: bool) -> Flags:
        """Which routers have the LSA, and may use it.

        A border router does not follow an NSSA's default route that is meant for the area alone (section 2.5 (3)).
        """
        if not external.area:
            return self.everywhere
        found = np.zeros(len(self.table.speakers), dtype=bool)
        found[self.areas[external.area].members] = True
        if default and not external.propagates:
            found[sorted(self.borders)] = False
        return found

    def inner(self, boundary: int) -> Flags:
        """Which routers prefer their way to this one since it is inside of an area that is not the backbone (16.4.1).

        To who goes by RFC 1583 all ways are alike.
        """
        if boundary not in self._inner:
            found = self._old_fashioned.copy()
            process = self.table.speakers[boundary].process
            for name, area in self.areas.items():
                at = area.local.get(boundary)
                if name != BACKBONE and at is not None and process.area(name).kind not in STUB_KINDS - NSSA_KINDS:
                    found[area.members] |= np.isfinite(area.distance[:, at])
            self._inner[boundary] = found
        return self._inner[boundary]

    def nssas(self, position: int) -> Iterator[tuple[str, Area]]:
        """The NSSAs that a router is attached to."""
        speaker = self.table.speakers[position]
        for name in sorted(speaker.areas):
            if speaker.process.area(name).kind in NSSA_KINDS:
                yield name, self.areas[name]

    def translator(self, name: str, boundary: int) -> int | None:
        """The border router that translates what this one announces in an NSSA: the one with the highest router id."""
        area = self.areas[name]
        way = area.distance[area.local[boundary]]
        near = [each for each in self.borders & area.local.keys() if np.isfinite(way[area.local[each]])]
        return max(near, key=lambda each: self.table.speakers[each].router_id, default=None)


def _hears_externals(speaker: Speaker) -> bool:
    return any(speaker.process.area(area).kind not in STUB_KINDS for area in speaker.areas)


def flooded(flooding: Flooding, announced: Iterable[tuple[IPPrefix, External]]) -> Iterator[tuple[IPPrefix, External]]:
    """Each external as it is flooded: to the AS, into the NSSAs of its router, and translated where it leaves these."""
    own: set[tuple[int, IPPrefix]] = set()
    inner: list[tuple[IPPrefix, External]] = []
    for prefix, external in announced:
        if _hears_externals(flooding.table.speakers[external.boundary]):
            own.add((external.boundary, prefix))
            yield prefix, external
        inner += ((prefix, each) for each in _into_nssas(flooding, external))
    inner += _defaults(flooding)
    yield from inner
    yield from _translated(flooding, inner, own)


def _into_nssas(flooding: Flooding, external: External) -> Iterator[External]:
    speaker = flooding.table.speakers[external.boundary]
    at_border = external.boundary in flooding.borders
    for name, _ in flooding.nssas(external.boundary):
        if at_border and speaker.process.area(name).no_redistribution:
            continue
        forwarding = external.forwarding
        if not at_border and forwarding is None:
            forwarding = _address_in(speaker, name)
        yield replace(external, area=name, propagates=not at_border, forwarding=forwarding)


def _address_in(speaker: Speaker, area: str) -> IPAddress | None:
    """Where others send what leaves the NSSA: an address of the router in it.

    A loopback's, the highest, where the platform prefers these; else that of the first interface by name.
    """
    ports = [each for each in speaker.ports if each.settings.area == area and each.prefixes]
    found = [(each, each.prefixes[0].ip) for each in ports if isinstance(each.prefixes[0], IPv4Interface)]
    loopbacks = [address for port, address in found if port.loopback]
    if loopbacks and get_platform(speaker.device.platform).traits.ospf_nssa_loopback:
        return max(loopbacks)
    return min(found, key=lambda each: _natural(each[0].end.interface))[1] if found else None


def _natural(name: str) -> tuple[object, ...]:
    return tuple((part.isdigit(), int(part) if part.isdigit() else part) for part in re.split(r"(\d+)", name) if part)


def _defaults(flooding: Flooding) -> Iterator[tuple[IPPrefix, External]]:
    """The default route that a border router brings into an NSSA where it is told to."""
    for position in sorted(flooding.borders):
        speaker = flooding.table.speakers[position]
        for name, _ in flooding.nssas(position):
            wanted = speaker.process.area(name).originate_default
            if wanted is not None:
                metric = 1 if wanted.metric is None else wanted.metric
                lsa = External(position, wanted.metric_type or 2, metric, area=name)
                yield default_prefix(speaker.process.version), lsa


def _translated(
    flooding: Flooding, inner: list[tuple[IPPrefix, External]], own: set[tuple[int, IPPrefix]]
) -> Iterator[tuple[IPPrefix, External]]:
    """What of the NSSAs goes to all others; a range stands for what is inside of it (section 3.2)."""
    elected = cache(flooding.translator)
    covered: defaultdict[tuple[int, str, OspfRange], list[External]] = defaultdict(list)
    for prefix, external in inner:
        if not external.propagates or (external.forwarding is None and flooding.table.version == 4):
            continue
        translator = elected(external.area, external.boundary)
        if translator is None or (translator, prefix) in own:
            continue
        summary = _range_of(flooding.table.speakers[translator], external.area, prefix)
        if summary is not None:
            covered[translator, external.area, summary].append(external)
        else:
            metric = _translated_metric(flooding.table.speakers[translator], external)
            yield prefix, replace(external, boundary=translator, area="", propagates=False, metric=metric)
    for (translator, _, summary), members in covered.items():
        if summary.advertise:
            yield summary.prefix, _summarised(translator, summary, members)


def _translated_metric(translator: Speaker, external: External) -> int:
    """ospfd 8.4 forgets the metric, and keeps its type."""
    usual = get_platform(translator.device.platform).traits.ospf_translated_metric
    return external.metric if usual is None else translator.process.default_metric or usual


def _range_of(speaker: Speaker, area: str, prefix: IPPrefix) -> OspfRange | None:
    ranges = (each for each in speaker.process.area(area).ranges if each.nssa and within(prefix, each.prefix))
    return max(ranges, key=lambda each: each.prefix.prefixlen, default=None)


def _summarised(translator: int, summary: OspfRange, members: list[External]) -> External:
    """At the metric of the farthest member, and one more where it is of type 2."""
    kind = max(each.metric_type for each in members)
    farthest = max(each.metric for each in members if each.metric_type == kind)
    metric = farthest + (kind == 2) if summary.cost is None else summary.cost
    return External(translator, kind, metric)
