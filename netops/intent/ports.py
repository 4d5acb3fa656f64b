"""From lines, segments and inventory to each device's ports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from ipaddress import ip_address, ip_interface

from netops.intent.drafts import Draft
from netops.intent.estate import Named, Table
from netops.intent.inventory import Host
from netops.intent.lines import Line
from netops.intent.mistakes import Mistakes, shown
from netops.intent.schema_inventory import PortSpec, SegmentSpec
from netops.intent.schema_topology import OspfSpec
from netops.model import Endpoint, Interface, InterfaceKind, IPInterface, Role, SwitchMode, SwitchPort

__all__ = ["host_addresses", "override_ports", "own_ports", "wire"]


def own_ports(host: Named[Host], mistakes: Mistakes) -> Draft:
    """The device with the ports it has without any line: loopback and management."""
    draft, data = Draft(host), host.value.data
    if data.loopback:
        area = OspfSpec(area=data.loopback_area, passive=True) if data.loopback_area else None
        loopback = Interface("lo", InterfaceKind.LOOPBACK, addresses=tuple(data.loopback))
        draft.put(loopback, host.locate(("loopback",)), area)
    address = management_address(host, mistakes) if data.managed else None
    if address is not None:
        port = Interface("mgmt0", description="out-of-band management", addresses=(address,))
        draft.put(port, host.location)
    return draft


def management_address(host: Named[Host], mistakes: Mistakes) -> IPInterface | None:
    """The device's ``hostname`` as an address in its management prefix; None where it is a DNS name."""
    hostname, prefix = host.value.hostname, host.value.data.management
    try:
        address = ip_address(hostname or "")
    except ValueError:
        return None
    if prefix is None or address not in prefix:
        mistakes.add(
            "estate-value",
            host.name,
            "hostname is outside the management prefix",
            expected=f"an address in {prefix}" if prefix else "a key management with the prefix",
            actual=shown(hostname),
            location=host.location,
        )
        return None
    return ip_interface(f"{address}/{prefix.prefixlen}")


def wire(drafts: Mapping[str, Draft], lines: Iterable[Line], segments: Table[SegmentSpec], mistakes: Mistakes) -> None:
    """Give both ends of every line their port."""
    switches = {name for each in segments for name in each.value.switches}
    switches |= {name for name, draft in drafts.items() if draft.host.value.data.role is Role.ACCESS}
    for line in lines:
        access = _access_end(line, segments, mistakes)
        for end, other in line.ends:
            draft = drafts[end.device]
            port = _port(line, end, other, draft.interfaces.get(end.interface))
            if access is not None and end == access[0]:
                port = replace(port, switchport=SwitchPort(SwitchMode.ACCESS, access[1], edge=True))
            elif end.device in switches and not line.routed:
                port = replace(port, switchport=SwitchPort(SwitchMode.TRUNK))
            draft.put(port, line.locate(()), line.spec.ospf)


def _port(line: Line, end: Endpoint, other: Endpoint, before: Interface | None) -> Interface:
    """The port at this end; a port that two lines claim keeps both lines' addresses, and a check reports it."""
    return Interface(
        end.interface,
        description=line.spec.description or f"to {other.device} {other.interface}",
        mtu=line.spec.mtu,
        speed=line.spec.speed,
        addresses=(before.addresses if before else ()) + line.addresses(end),
    )


def _access_end(line: Line, segments: Table[SegmentSpec], mistakes: Mistakes) -> tuple[Endpoint, int] | None:
    """Which end is the segment's switch, and the VLAN."""
    name = line.spec.segment
    if name is None:
        return None
    where, subject = line.locate(("segment",)), f"link {line.name}"
    spec = segments.get(name, mistakes, subject=subject, location=where)
    if spec is None:
        return None
    for end, _ in line.ends:
        if end.device in spec.switches:
            return end, spec.vlan
    expected = f"an end at {' or '.join(spec.switches)}" if spec.switches else f"segment {name} with switches"
    mistakes.add("estate-value", subject, f"no end is a switch of segment {name}", expected=expected, location=where)
    return None


def host_addresses(draft: Draft, mistakes: Mistakes, *, complete: bool) -> None:
    """Put a host's ``addresses`` on its only line; ``complete``: whether all lines could be read."""
    data = draft.host.value.data
    if not data.addresses:
        return
    ports = [name for name, port in draft.interfaces.items() if name not in {"lo", "mgmt0"} and not port.parent]
    if not ports and not complete:
        return
    if len(ports) != 1:
        mistakes.add(
            "estate-value",
            draft.name,
            "addresses has no one port to stand on",
            expected="one line; or ports: with the addresses of each",
            actual=f"{len(ports)} lines",
            location=draft.host.locate(("addresses",)),
        )
        return
    draft.change(ports[0], addresses=tuple(data.addresses))


def override_ports(draft: Draft, segments: Table[SegmentSpec], mistakes: Mistakes) -> None:
    """Apply what the inventory says of single ports."""
    for name, spec in sorted(draft.host.value.data.ports.items()):
        where = draft.host.locate(("ports", name))
        port = draft.interfaces.get(name, Interface(name))
        changes = {
            key: getattr(spec, key)
            for key in ("description", "enabled", "mtu", "speed")
            if getattr(spec, key) is not None
        }
        if spec.addresses:
            changes["addresses"] = tuple(spec.addresses)
        switchport = _switchport(draft, name, spec, port, segments, mistakes)
        draft.put(port, where, spec.ospf)
        draft.change(name, **changes, switchport=switchport)


def _switchport(
    draft: Draft, name: str, spec: PortSpec, port: Interface, segments: Table[SegmentSpec], mistakes: Mistakes
) -> SwitchPort | None:
    before = port.switchport
    if spec.segment is not None:
        where = draft.host.locate(("ports", name, "segment"))
        segment = segments.get(spec.segment, mistakes, subject=f"{draft.name}:{name}", location=where)
        if segment is None:
            return before
        return SwitchPort(SwitchMode.ACCESS, segment.vlan, edge=spec.edge is not False)
    if spec.trunk is not None or spec.native_vlan is not None:
        vlans = spec.trunk if spec.trunk is not None else before.trunk_vlans if before else ()
        return SwitchPort(SwitchMode.TRUNK, None, tuple(sorted(set(vlans))), spec.native_vlan, bool(spec.edge))
    if spec.edge is not None and before is not None:
        return replace(before, edge=spec.edge)
    return before
