"""Putting a device together from its ports, processes and policies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from ipaddress import ip_network

from netops.intent.bgp import BgpPlan
from netops.intent.drafts import Draft
from netops.intent.estate import Table
from netops.intent.inventory import Host
from netops.intent.lines import Line
from netops.intent.ospf import OspfPlan
from netops.intent.policies import Policies
from netops.intent.schema_inventory import StaticRouteSpec
from netops.model import (
    Device,
    Interface,
    IPAddress,
    Location,
    Segment,
    SpanningTree,
    StaticRoute,
    Vlan,
)

__all__ = ["build_device", "secret_references"]


def build_device(
    draft: Draft, rack: str, segments: Mapping[str, Segment], ospf: OspfPlan, bgp: BgpPlan, policies: Policies
) -> Device:
    """The device, with those policies that its sessions and redistributions use."""
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
    routes = [StaticRoute(**spec.model_dump()) for spec in specs]
    for gateway in gateways:
        everything = ip_network("0.0.0.0/0" if gateway.version == 4 else "::/0")
        routes.append(StaticRoute(everything, next_hop=gateway))
    return tuple(sorted(routes, key=_by_prefix))


def _by_prefix(route: StaticRoute) -> tuple[int, int, int, str]:
    prefix = route.prefix
    return (prefix.version, int(prefix.network_address), prefix.prefixlen, str(route))


def secret_references(lines: Iterable[Line], hosts: Table[Host]) -> Iterator[tuple[str, str, Location | None]]:
    """(secret, subject, place) for each OSPF key that a line or a port names."""
    for line in lines:
        if line.spec.ospf and line.spec.ospf.authentication:
            where = line.locate(("ospf", "authentication", "key"))
            yield line.spec.ospf.authentication.key, f"link {line.name}", where
    for host in hosts:
        for port, spec in host.value.data.ports.items():
            if spec.ospf and spec.ospf.authentication:
                where = host.locate(("ports", port, "ospf", "authentication", "key"))
                yield spec.ospf.authentication.key, f"{host.name}:{port}", where
