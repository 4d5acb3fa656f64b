"""From segments to trunks on the switches and gateways (subinterfaces, VRRP) on the routers."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from ipaddress import ip_interface

from netops.intent.drafts import Draft
from netops.intent.estate import Named, Table
from netops.intent.inventory import Host
from netops.intent.lines import Line
from netops.intent.mistakes import Mistakes
from netops.intent.schema_inventory import RouterSpec, SegmentSpec
from netops.intent.schema_topology import OspfSpec
from netops.model import Endpoint, Interface, InterfaceKind, IPInterface, SwitchMode, VrrpGroup

__all__ = ["serve_segments"]


def serve_segments(
    drafts: Mapping[str, Draft],
    lines: Iterable[Line],
    segments: Table[SegmentSpec],
    hosts: Table[Host],
    mistakes: Mistakes,
    *,
    complete: bool,
) -> None:
    """Carry every segment's VLAN over its lines, and build its gateways.

    ``complete``: whether all lines could be read; if not, that a router has no line to a segment is no new mistake.
    """
    layer2 = [line for line in lines if not line.routed and line.spec.segment is None]
    for segment in segments:
        spec, subject = segment.value, f"segment {segment.name}"
        switches = hosts.keep(spec.switches, mistakes, subject=subject, locate=segment.locate, path=("switches",))
        known = complete and len(switches) == len(spec.switches)
        _trunks(drafts, layer2, spec, set(switches))
        for index, router in enumerate(spec.routers):
            where = segment.locate(("routers", index, "device"))
            if hosts.get(router.device, mistakes, subject=subject, location=where) is not None:
                _gateway(drafts[router.device], layer2, segment, index, set(switches), mistakes, known)


def _trunks(drafts: Mapping[str, Draft], lines: Iterable[Line], spec: SegmentSpec, switches: set[str]) -> None:
    routers = {router.device: router.port for router in spec.routers}
    for line in lines:
        for end, other in line.ends:
            far = other.device in switches or (
                other.device in routers and routers[other.device] in {None, other.interface}
            )
            if end.device in switches and far:
                _carry(drafts[end.device], end.interface, spec.vlan)


def _carry(draft: Draft, port: str, vlan: int) -> None:
    switchport = draft.interfaces[port].switchport
    if switchport is not None and switchport.mode is SwitchMode.TRUNK and vlan not in switchport.trunk_vlans:
        vlans = tuple(sorted((*switchport.trunk_vlans, vlan)))
        draft.change(port, switchport=dataclasses.replace(switchport, trunk_vlans=vlans))


def _gateway(
    draft: Draft,
    lines: Iterable[Line],
    segment: Named[SegmentSpec],
    index: int,
    switches: set[str],
    mistakes: Mistakes,
    complete: bool,
) -> None:
    spec, router = segment.value, segment.value.routers[index]
    where = segment.locate(("routers", index))
    if draft.name in switches:
        port = Interface(f"vlan{spec.vlan}", InterfaceKind.SVI, vlan=spec.vlan)
    else:
        parent = _parent(draft, lines, segment, index, switches, mistakes, complete)
        if parent is None:
            return
        port = Interface(f"{parent}.{spec.vlan}", InterfaceKind.SUBINTERFACE, parent=parent, vlan=spec.vlan)
    if port.name in draft.interfaces:
        problem, actual = f"{draft.name} {port.name} serves two segments", draft.interfaces[port.name].description
        mistakes.add("estate-duplicate", f"segment {segment.name}", problem, actual=actual, location=where)
        return
    port = dataclasses.replace(
        port, description=segment.name, addresses=_addresses(spec, router), vrrp=_vrrp(spec, router)
    )
    ospf = OspfSpec(**spec.ospf.model_dump(), passive=True) if spec.ospf else None
    draft.put(port, where, ospf)


def _parent(
    draft: Draft,
    lines: Iterable[Line],
    segment: Named[SegmentSpec],
    index: int,
    switches: set[str],
    mistakes: Mistakes,
    complete: bool,
) -> str | None:
    """The router's port towards the segment's switches."""
    router, subject = segment.value.routers[index], f"segment {segment.name}"
    if router.port is not None:
        if router.port in draft.interfaces:
            return router.port
        where = segment.locate(("routers", index, "port"))
        mistakes.unknown(f"port of {draft.name}", router.port, draft.interfaces, subject=subject, location=where)
        return None
    ports = _ports_towards(draft.name, lines, switches)
    if len(ports) == 1:
        return ports[0]
    if ports or complete:
        mistakes.add(
            "estate-value",
            subject,
            f"{draft.name} has no one line to the segment's switches",
            expected="one line, or a key port",
            actual=", ".join(ports) or "no line",
            location=segment.locate(("routers", index)),
        )
    return None


def _ports_towards(device: str, lines: Iterable[Line], switches: set[str]) -> list[str]:
    ends: list[tuple[Endpoint, Endpoint]] = [pair for line in lines for pair in line.ends]
    return sorted({end.interface for end, other in ends if end.device == device and other.device in switches})


def _addresses(spec: SegmentSpec, router: RouterSpec) -> tuple[IPInterface, ...]:
    """The router's own addresses; a lone router without VRRP carries the gateway's."""
    lone = spec.gateway.group is None and len(spec.routers) == 1
    ipv4 = router.ipv4 or (spec.gateway.ipv4 if lone else None)
    ipv6 = router.ipv6 or (spec.gateway.ipv6 if lone else None)
    found: list[IPInterface] = []
    if ipv4 is not None and spec.ipv4 is not None:
        found.append(ip_interface(f"{ipv4}/{spec.ipv4.prefixlen}"))
    if ipv6 is not None and spec.ipv6 is not None:
        found.append(ip_interface(f"{ipv6}/{spec.ipv6.prefixlen}"))
    return tuple(found)


def _vrrp(spec: SegmentSpec, router: RouterSpec) -> tuple[VrrpGroup, ...]:
    """One group for each family (RFC 5798); IPv6 advertises its link-local virtual address first."""
    gateway = spec.gateway
    if gateway.group is None:
        return ()
    groups = []
    if gateway.ipv4 is not None:
        groups.append(VrrpGroup(gateway.group, (gateway.ipv4,), router.priority))
    if gateway.ipv6 is not None:
        six = tuple(address for address in (gateway.link_local, gateway.ipv6) if address is not None)
        groups.append(VrrpGroup(gateway.group, six, router.priority))
    return tuple(groups)
