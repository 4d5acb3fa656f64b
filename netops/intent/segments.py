"""Segments: those written one by one, and the patterns that every building has."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from typing import Any

from netops.intent.border import validate
from netops.intent.document import Document
from netops.intent.estate import Named, Table, locator, named_entries, read_table
from netops.intent.mistakes import Mistakes, nearest, shown
from netops.intent.schema_inventory import SegmentSpec, SiteSpec, ZoneSpec
from netops.model import DhcpRange, IPAddress, Segment

__all__ = ["check_segments", "read_segments", "segment_of"]

_PLACEHOLDER = re.compile(r"\{([A-Za-z_]+)\}")


def read_segments(document: Document, mistakes: Mistakes) -> Table[SegmentSpec]:
    """All segments by name; a pattern's is called BUILDING-PATTERN."""
    document.allow(frozenset({"segments", "buildings", "per_building"}), mistakes)
    table = read_table(document, "segments", "segment", SegmentSpec, mistakes)
    buildings = _buildings(document, mistakes)
    table.partial |= document.partial("per_building") or document.partial("buildings")
    patterns, names = document.section("per_building", mistakes), Table[None]("segment pattern")
    for pattern, body in named_entries(document, ("per_building",), patterns, names, mistakes):
        if not isinstance(body, dict):
            where = document.locate(("per_building", pattern))
            subject = f"segment pattern {pattern}"
            mistakes.add("estate-value", subject, "wrong kind", expected="a map", actual=shown(body), location=where)
            table.partial = True
            continue
        for building in _chosen(document, pattern, body, buildings, mistakes):
            _expand(document, pattern, body, building, buildings[building], table, mistakes)
    return table


def _buildings(document: Document, mistakes: Mistakes) -> dict[str, dict[str, str]]:
    """What the placeholders stand for in each building."""
    found: dict[str, dict[str, str]] = {}
    rows, names = document.section("buildings", mistakes), Table[None]("building")
    for name, row in named_entries(document, ("buildings",), rows, names, mistakes):
        values = {} if row is None else row
        flat = isinstance(values, dict) and all(isinstance(each, str | int) for each in values.values())
        if not flat:
            where = document.locate(("buildings", name))
            mistakes.add(
                "estate-value", f"building {name}", "not valid", expected="a map of words and numbers", location=where
            )
            continue
        found[name] = {"building": name, **{key: str(value) for key, value in values.items()}}
        if isinstance(values.get("number"), int):
            found[name] |= {"n": str(values["number"]), "nn": f"{values['number']:02}"}
    return found


def _chosen(
    document: Document, pattern: str, body: Mapping[str, Any], buildings: Mapping[str, Any], mistakes: Mistakes
) -> list[str]:
    """The buildings that have this pattern: all, or those that ``only`` names."""
    only = body.get("only")
    if only is None:
        return list(buildings)
    subject, path = f"segment pattern {pattern}", ("per_building", pattern, "only")
    if not isinstance(only, list):
        mistakes.add(
            "estate-value", subject, "only is not valid", expected="a list of buildings", location=document.locate(path)
        )
        return []
    declared = document.section("buildings", mistakes)
    for index, name in enumerate(only):
        if name not in declared:
            where = document.locate((*path, index))
            mistakes.unknown("building", str(name), declared, subject=subject, location=where)
    return [name for name in only if name in buildings]


def _expand(
    document: Document,
    pattern: str,
    body: Mapping[str, Any],
    building: str,
    words: Mapping[str, str],
    table: Table[SegmentSpec],
    mistakes: Mistakes,
) -> None:
    name = f"{building}-{pattern}"
    locate = locator(document, ("per_building", pattern))
    if name in table.declared:
        mistakes.add("estate-duplicate", f"segment {name}", "stands twice", location=locate(()))
        return
    table.declared.add(name)
    unknown: dict[str, None] = {}
    value = {key: _fill(each, words, unknown) for key, each in body.items() if key != "only"}
    for word in unknown:
        expected = nearest(word, words) or f"one of {', '.join(sorted(words))}"
        problem = f"unknown placeholder {{{word}}}"
        mistakes.add("estate-unknown-name", f"segment {name}", problem, expected=expected, location=locate(()))
    if unknown:
        return
    found = validate(SegmentSpec, value, subject=f"segment {name}", locate=locate, mistakes=mistakes)
    if found is not None:
        table.items[name] = Named(name, found, locate)


def _fill(value: Any, words: Mapping[str, str], unknown: dict[str, None]) -> Any:
    """The value with its placeholders filled; text that was filled and is now a number becomes one."""
    if isinstance(value, list):
        return [_fill(each, words, unknown) for each in value]
    if isinstance(value, dict):
        return {key: _fill(each, words, unknown) for key, each in value.items()}
    if not isinstance(value, str) or not _PLACEHOLDER.search(value):
        return value
    unknown.update(dict.fromkeys(word for word in _PLACEHOLDER.findall(value) if word not in words))
    filled = _PLACEHOLDER.sub(lambda found: words.get(found[1], ""), value)
    return int(filled) if filled.isascii() and filled.isdigit() and len(filled) < 10 else filled


def check_segments(
    segments: Table[SegmentSpec], zones: Table[ZoneSpec], sites: Table[SiteSpec], mistakes: Mistakes
) -> None:
    """Report unknown zones and sites, and addresses that have no prefix to stand in."""
    for each in segments:
        spec, subject = each.value, f"segment {each.name}"
        zones.get(spec.zone, mistakes, subject=subject, location=each.locate(("zone",)))
        if spec.site is not None:
            sites.get(spec.site, mistakes, subject=subject, location=each.locate(("site",)))
        if spec.gateway.group is not None and spec.gateway.ipv4 is None and spec.gateway.ipv6 is None:
            where = each.locate(("gateway",))
            mistakes.add("estate-missing", subject, "gateway has a group but no address", location=where)
        for family in ("ipv4", "ipv6"):
            if getattr(spec, family) is not None:
                continue
            for key, owner in (("gateway", spec.gateway), *((("routers"), router) for router in spec.routers)):
                if getattr(owner, family) is not None:
                    problem = f"{key}: {family} address without the segment's {family} prefix"
                    expected, where = f"a key {family} with the prefix", each.locate((key,))
                    mistakes.add("estate-missing", subject, problem, expected=expected, location=where)


def segment_of(name: str, spec: SegmentSpec, homes: int, zones: Container[str]) -> Segment:
    """The segment as the model has it; ``homes`` is what its site says, where the segment itself does not.

    One whose zone is none of ``zones``, which is reported elsewhere, has none.
    """
    gateways: list[IPAddress] = [each for each in (spec.gateway.ipv4, spec.gateway.ipv6) if each is not None]
    if not gateways and len(spec.routers) == 1:
        gateways = [each for each in (spec.routers[0].ipv4, spec.routers[0].ipv6) if each is not None]
    return Segment(
        name=name,
        vlan=spec.vlan,
        zone=spec.zone if spec.zone in zones else "",
        site=spec.site or "",
        purpose=spec.purpose,
        ipv4=spec.ipv4,
        ipv6=spec.ipv6,
        gateways=tuple(gateways),
        gateway_devices=tuple(router.device for router in spec.routers),
        switches=tuple(spec.switches),
        dhcp=tuple(DhcpRange(first, last) for first, last in spec.dhcp.ranges),
        dhcp_servers=tuple(spec.dhcp.servers),
        homes=spec.homes or homes,
    )
