"""From an estate's files to its Network, and every mistake in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netops.intent.bgp import Known, read_bgp
from netops.intent.devices import build_device, secret_references
from netops.intent.drafts import Draft
from netops.intent.estate import Table
from netops.intent.files import EstateFiles, read_estate
from netops.intent.gateways import serve_segments
from netops.intent.mistakes import Mistakes
from netops.intent.ospf import read_ospf
from netops.intent.places import policies_of, rack_by_device, racks_of, services_of, sites_of, zones_of
from netops.intent.ports import host_addresses, override_ports, own_ports, wire
from netops.intent.schema_inventory import SegmentSpec
from netops.intent.segments import check_segments, segment_of
from netops.model import Device, Finding, Location, Network, Rack, Segment, Site

__all__ = ["Loaded", "load"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What an estate's files say: the network as far as they could be read (None: no device at all), every mistake.

    ``adopted`` are the devices that are as their running configuration says, and not as the design does.
    """

    network: Network | None
    findings: tuple[Finding, ...] = ()
    adopted: frozenset[str] = frozenset()


def load(root: Path) -> Loaded:
    """Read the estate at ``root``.  Never raises for what its files hold: each mistake is a finding with its line."""
    mistakes = Mistakes()
    files = read_estate(Path(root), mistakes)
    if files.hosts.items:
        adopted = frozenset(host.name for host in files.hosts if host.value.data.configuration == "running")
        return Loaded(_network(files, mistakes), mistakes.findings(), adopted)
    if not files.hosts.declared and not files.hosts.partial:
        where = Location("inventory/hosts.yaml")
        mistakes.add("estate-missing", where.file, "no device", expected="at least one", location=where)
    return Loaded(None, mistakes.findings())


def _network(files: EstateFiles, mistakes: Mistakes) -> Network:
    check_segments(files.segments, files.zones, files.sites, mistakes)
    drafts = _ports(files, mistakes)
    sites, zones = sites_of(files.sites), zones_of(files.zones)
    racks = racks_of(files.racks, files.sites, files.hosts, mistakes)
    segments = {
        each.name: segment_of(
            each.name, each.value, sites[each.value.site].homes if each.value.site in sites else 0, zones
        )
        for each in files.segments
    }
    devices = _devices(files, drafts, segments, racks, mistakes)
    stands = rack_by_device(racks)
    places = {name: "-".join(map(str, stands[name])) for name in devices if name in stands}
    return Network(
        name=files.name,
        devices=devices,
        links=tuple(sorted((line.link(places) for line in files.lines), key=lambda link: link.name)),
        sites=sites,
        racks=racks,
        segments=segments,
        zones=zones,
        policies=policies_of(files.zones_document, files.zones, files.services, mistakes),
        services=services_of(files.services, files.hosts, mistakes),
        sources=_sources(files, drafts),
    )


def _homes(segment: SegmentSpec, sites: Mapping[str, Site]) -> int:
    return sites[segment.site].homes if segment.site is not None and segment.site in sites else 0


def _ports(files: EstateFiles, mistakes: Mistakes) -> dict[str, Draft]:
    drafts = {host.name: own_ports(host, mistakes) for host in files.hosts}
    wire(drafts, files.lines, files.segments, mistakes)
    for draft in drafts.values():
        host_addresses(draft, mistakes, complete=files.complete)
    serve_segments(drafts, files.lines, files.segments, files.hosts, mistakes, complete=files.complete)
    for draft in drafts.values():
        override_ports(draft, files.segments, mistakes)
    return drafts


def _devices(
    files: EstateFiles,
    drafts: dict[str, Draft],
    segments: dict[str, Segment],
    racks: dict[str, Rack],
    mistakes: Mistakes,
) -> dict[str, Device]:
    lines = {line.name: line for line in files.lines}
    ospf = read_ospf(files.routing, files.hosts, files.policies, mistakes)
    bgp = read_bgp(
        files.routing, Known(drafts, lines, files.complete, files.hosts, files.policies, files.secrets, mistakes)
    )
    for name, subject, where in secret_references(files.lines, files.hosts):
        files.secrets.get(name, mistakes, subject=subject, location=where)
    stands = rack_by_device(racks)
    devices = {}
    for name, draft in drafts.items():
        site = draft.host.value.data.site
        if site is not None:
            files.sites.get(site, mistakes, subject=name, location=draft.host.locate(("site",)))
        rack = stands[name][0] if name in stands else ""
        devices[name] = build_device(draft, rack, segments, ospf, bgp, files.policies)
    return devices


def _sources(files: EstateFiles, drafts: dict[str, Draft]) -> dict[str, Location]:
    """Where each thing was said, by the keys of :class:`~netops.model.Network`."""
    tables: tuple[Table[Any], ...] = (
        files.hosts, files.sites, files.zones, files.services, files.racks, files.segments, files.secrets,
    )  # fmt: skip
    found = {f"{table.kind}:{each.name}": each.location for table in tables for each in table}
    for line in reversed(files.lines):  # of two lines between the same ports, the first
        found[f"link:{line.name}"] = line.locate(())
    for draft in drafts.values():
        found |= {f"interface:{draft.name}:{port}": where for port, where in draft.sources.items()}
    return {key: where for key, where in sorted(found.items()) if where is not None}
