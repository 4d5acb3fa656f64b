"""From an estate's files to its Network, and every mistake in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netops.intent.bgp import BgpPlan, Known, read_bgp
from netops.intent.document import Document, read_document
from netops.intent.drafts import Draft
from netops.intent.estate import Table, read_table
from netops.intent.fields import Schema, Text
from netops.intent.gateways import serve_segments
from netops.intent.inventory import Host, read_hosts
from netops.intent.lines import Line, read_lines
from netops.intent.mistakes import Mistakes, nearest
from netops.intent.ospf import OspfPlan, read_ospf
from netops.intent.places import policies_of, rack_by_device, racks_of, services_of, sites_of, zones_of
from netops.intent.policies import Policies, read_policies
from netops.intent.ports import host_addresses, override_ports, own_ports, wire
from netops.intent.schema_inventory import SegmentSpec, ServiceSpec, SiteSpec, StaticRouteSpec, ZoneSpec
from netops.intent.schema_topology import RackSpec
from netops.intent.segments import read_segments, segment_of
from netops.model import (
    Device,
    Finding,
    Interface,
    IPAddress,
    Location,
    Network,
    Segment,
    Site,
    SpanningTree,
    StaticRoute,
    Vlan,
)

__all__ = ["Loaded", "load"]

_FILES = {
    "inventory": ("defaults", "groups", "hosts", "routing", "secrets", "segments", "services", "sites", "zones"),
    "topology": ("links", "racks"),
}
_ROUTING = frozenset({"ospf", "bgp", "prefix_lists", "as_path_lists", "community_lists", "route_maps"})


@dataclass(frozen=True, slots=True)
class Loaded:
    """What an estate's files say: the network as far as they could be read (None: no device at all), every mistake."""

    network: Network | None
    findings: tuple[Finding, ...] = ()


class _SecretSpec(Schema):
    title: Text = ""


def load(root: Path) -> Loaded:
    """Read the estate at ``root``.  Never raises for what its files hold: each mistake is a finding with its line."""
    root, mistakes = Path(root), Mistakes()
    _check_files(root, mistakes)
    hosts = read_hosts(root, mistakes)
    if not hosts.items:
        if not mistakes.findings():
            where = Location("inventory/hosts.yaml")
            mistakes.add("estate-missing", "inventory/hosts.yaml", "no device", location=where)
        return Loaded(None, mistakes.findings())
    return Loaded(_Compiler(root, hosts, mistakes).network(), mistakes.findings())


def _check_files(root: Path, mistakes: Mistakes) -> None:
    """Report YAML files that nobody reads: a misspelt name would else be silently without effect."""
    for folder, names in _FILES.items():
        valid = [f"{folder}/{name}.yaml" for name in names]
        found = sorted(path.name for path in (root / folder).glob("*") if path.suffix in {".yaml", ".yml"})
        for name in found:
            file = f"{folder}/{name}"
            if file not in valid:
                expected = nearest(file, valid) or f"one of {', '.join(valid)}"
                mistakes.add("estate-unknown-name", file, "unknown file", expected=expected, location=Location(file))


class _Compiler:
    """The steps from files to Network, in their order."""

    def __init__(self, root: Path, hosts: Table[Host], mistakes: Mistakes) -> None:
        self._root, self._hosts, self._mistakes = root, hosts, mistakes
        self._sources: dict[str, Location] = {}

    def network(self) -> Network:
        sites = self._table("inventory/sites.yaml", "sites", "site", SiteSpec)
        zones_document = self._read("inventory/zones.yaml")
        zones_document.allow(frozenset({"zones", "policies"}), self._mistakes)
        zones = read_table(zones_document, "zones", "zone", ZoneSpec, self._mistakes)
        services = self._table("inventory/services.yaml", "services", "service", ServiceSpec)
        racks = self._table("topology/racks.yaml", "racks", "rack", RackSpec)
        segments = read_segments(self._read("inventory/segments.yaml"), self._mistakes)
        self._check_segments(segments, zones, sites)
        lines, complete = self._lines()
        drafts = self._ports(lines, segments, complete)
        built_racks = racks_of(racks, sites, self._hosts, self._mistakes)
        built_sites = sites_of(sites)
        built_segments = self._segments(segments, built_sites)
        devices = self._devices(drafts, lines, sites, built_segments, built_racks)
        places = _places(devices, built_racks)
        for kind, table in (
            ("site", sites),
            ("zone", zones),
            ("service", services),
            ("rack", racks),
            ("segment", segments),
        ):
            self._remember(kind, table)
        return Network(
            name=self._root.resolve().name or "network",
            devices=devices,
            links=tuple(sorted((line.link(places) for line in lines), key=lambda link: link.name)),
            sites=built_sites,
            racks=built_racks,
            segments=built_segments,
            zones=zones_of(zones),
            policies=policies_of(zones_document, zones, services, self._mistakes),
            services=services_of(services, self._hosts, self._mistakes),
            sources=dict(sorted(self._sources.items())),
        )

    def _read(self, file: str, *, required: bool = False) -> Document:
        return read_document(self._root, file, self._mistakes, required=required)

    def _table(self, file: str, section: str, kind: str, model: Any) -> Table[Any]:
        document = self._read(file)
        document.allow(frozenset({section}), self._mistakes)
        return read_table(document, section, kind, model, self._mistakes)

    def _remember(self, kind: str, table: Table[Any]) -> None:
        for each in table:
            if each.location is not None:
                self._sources[f"{kind}:{each.name}"] = each.location

    def _lines(self) -> tuple[list[Line], bool]:
        lines, complete = read_lines(self._read("topology/links.yaml", required=True), self._hosts, self._mistakes)
        for line in lines:
            where = line.locate(())
            if where is not None:
                self._sources.setdefault(f"link:{line.name}", where)
        return lines, complete

    def _check_segments(self, segments: Table[SegmentSpec], zones: Table[ZoneSpec], sites: Table[SiteSpec]) -> None:
        for each in segments:
            subject = f"segment {each.name}"
            zones.get(each.value.zone, self._mistakes, subject=subject, location=each.locate(("zone",)))
            if each.value.site is not None:
                sites.get(each.value.site, self._mistakes, subject=subject, location=each.locate(("site",)))

    def _segments(self, segments: Table[SegmentSpec], sites: Mapping[str, Site]) -> dict[str, Segment]:
        found = {}
        for each in segments:
            site = sites.get(each.value.site or "")
            found[each.name] = segment_of(each.name, each.value, site.homes if site else 0)
        return found

    def _ports(self, lines: list[Line], segments: Table[SegmentSpec], complete: bool) -> dict[str, Draft]:
        drafts = {host.name: own_ports(host, self._mistakes) for host in self._hosts}
        wire(drafts, lines, segments, self._mistakes)
        for draft in drafts.values():
            host_addresses(draft, self._mistakes)
        serve_segments(drafts, lines, segments, self._hosts, self._mistakes, complete=complete)
        for draft in drafts.values():
            override_ports(draft, segments, self._mistakes)
        return drafts

    def _devices(
        self,
        drafts: Mapping[str, Draft],
        lines: list[Line],
        sites: Table[SiteSpec],
        segments: Mapping[str, Segment],
        racks: Mapping[str, Any],
    ) -> dict[str, Device]:
        routing = self._read("inventory/routing.yaml")
        routing.allow(_ROUTING, self._mistakes)
        secrets = self._table("inventory/secrets.yaml", "secrets", "secret", _SecretSpec)
        policies = read_policies(routing, self._mistakes)
        ospf = read_ospf(routing, self._hosts, policies, self._mistakes)
        bgp = read_bgp(
            routing,
            Known(drafts, {line.name: line for line in lines}, self._hosts, policies, secrets, self._mistakes),
        )
        self._check_keys(lines, secrets)
        stands = rack_by_device(racks)
        devices = {}
        for name, draft in drafts.items():
            data = draft.host.value.data
            if data.site is not None:
                sites.get(data.site, self._mistakes, subject=name, location=draft.host.locate(("site",)))
            rack = stands[name][0] if name in stands else ""
            devices[name] = _device(draft, rack, segments, ospf, bgp, policies)
            self._remember_device(draft)
        return devices

    def _remember_device(self, draft: Draft) -> None:
        if draft.host.location is not None:
            self._sources[f"device:{draft.name}"] = draft.host.location
        for port, where in draft.sources.items():
            self._sources[f"interface:{draft.name}:{port}"] = where

    def _check_keys(self, lines: list[Line], secrets: Table[Any]) -> None:
        """The secrets that OSPF names, on lines and on single ports."""
        for line in lines:
            if line.spec.ospf and line.spec.ospf.authentication:
                where = line.locate(("ospf", "authentication", "key"))
                key = line.spec.ospf.authentication.key
                secrets.get(key, self._mistakes, subject=f"link {line.name}", location=where)
        for host in self._hosts:
            for port, spec in host.value.data.ports.items():
                if spec.ospf and spec.ospf.authentication:
                    where = host.locate(("ports", port, "ospf", "authentication", "key"))
                    key = spec.ospf.authentication.key
                    secrets.get(key, self._mistakes, subject=f"{host.name}:{port}", location=where)


def _device(
    draft: Draft, rack: str, segments: Mapping[str, Segment], ospf: OspfPlan, bgp: BgpPlan, policies: Policies
) -> Device:
    host, data = draft.host.value, draft.host.value.data
    interfaces = draft.finished()
    switch = any(port.switchport for port in interfaces.values())
    served = sorted((each for each in segments.values() if draft.name in each.switches), key=lambda each: each.vlan)
    return Device(
        name=draft.name,
        platform=host.platform,
        role=data.role,
        site=data.site or "",
        rack=rack,
        model=data.model,
        serial=data.serial,
        status=data.status,
        groups=host.groups,
        management=_management(interfaces),
        managed=data.managed,
        hostname=draft.name,
        banner=data.banner,
        interfaces=interfaces,
        vlans={each.vlan: Vlan(each.vlan, each.name) for each in served},
        spanning_tree=SpanningTree(priority=data.spanning_tree_priority) if switch else None,
        static_routes=_static_routes(data.static_routes, data.default_gateway),
        ospf=ospf.processes(draft, interfaces),
        bgp=bgp.processes(draft),
        forwarding=data.forwarding,
        **policies.used([*bgp.policies(draft), *ospf.route_maps(draft.name)]),
    )


def _management(interfaces: Mapping[str, Interface]) -> IPAddress | None:
    port = interfaces.get("mgmt0")
    return port.addresses[0].ip if port and port.addresses else None


def _static_routes(specs: Iterable[StaticRouteSpec], gateways: Iterable[IPAddress]) -> tuple[StaticRoute, ...]:
    from ipaddress import ip_network

    routes = [StaticRoute(**spec.model_dump()) for spec in specs]
    for gateway in gateways:
        everything = ip_network("0.0.0.0/0" if gateway.version == 4 else "::/0")
        routes.append(StaticRoute(everything, next_hop=gateway))
    return tuple(
        sorted(
            routes,
            key=lambda route: (
                route.prefix.version,
                int(route.prefix.network_address),
                route.prefix.prefixlen,
                str(route),
            ),
        )
    )


def _places(devices: Mapping[str, Device], racks: Mapping[str, Any]) -> dict[str, str]:
    """Where each device is, for labels: RACK-UNIT in the machine room, else its site and name."""
    stands = rack_by_device(racks)
    return {name: "-".join(map(str, stands[name])) if name in stands else name for name in devices}
