"""VLANs, trunks and spanning tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from netops.checks.index import Index, Port
from netops.checks.registry import Problem, check
from netops.model import Interface, InterfaceKind, Link, Segment, Severity, SwitchMode

__all__: list[str] = []

RESERVED = range(1002, 1006)
"""FDDI and Token Ring default VLANs, which many switches refuse."""


def _vlans(interface: Interface) -> frozenset[int]:
    """Every VLAN that a switch's port names."""
    port = interface.switchport
    if port is None:
        return frozenset()
    if port.mode is SwitchMode.ACCESS:
        return frozenset() if port.access_vlan is None else frozenset({port.access_vlan})
    return frozenset(port.trunk_vlans) | (frozenset() if port.native_vlan is None else {port.native_vlan})


def _list(vlans: frozenset[int] | set[int]) -> str:
    return ", ".join(map(str, sorted(vlans))) or "none"


def _trunks(index: Index) -> Iterator[tuple[Link, Port, Port]]:
    """Lines with a trunk at both ends."""
    for link, a, b in index.lines:
        ports = [each.interface.switchport for each in (a, b)]
        if all(port is not None and port.mode is SwitchMode.TRUNK for port in ports):
            yield link, a, b


@check(
    "segment-split",
    number=41,
    severity=Severity.ERROR,
    title="A segment's VLAN does not reach from its gateways to all its switches",
    remedy="allow the VLAN on every trunk of the path",
)
def segment_split(index: Index) -> Iterator[Problem]:
    """Somewhere on the path a trunk does not carry the VLAN: the hosts behind it have no gateway, or two networks."""
    for segment in index.network.segments.values():
        groups: defaultdict[int | str, list[str]] = defaultdict(list)
        for name, domain in _places(index, segment):
            groups[name if domain is None else domain].append(name)
        if len(groups) > 1:
            parts = " | ".join(sorted(", ".join(sorted(names)) for names in groups.values()))
            subject, at = f"segment {segment.name}", (f"segment:{segment.name}",)
            yield Problem(subject, f"VLAN {segment.vlan} is not one broadcast domain", "one", parts, at=at)


def _places(index: Index, segment: Segment) -> Iterator[tuple[str, int | None]]:
    """Where the segment is to be, and in which broadcast domain each place is; None: a port that nothing reaches."""
    for name in segment.switches:
        domain = index.vlan_domain(name, segment.vlan)
        if domain is not None:
            yield name, domain
    yield from ((str(port), index.domain(port)) for port in gateways(index, segment))


def gateways(index: Index, segment: Segment) -> Iterator[Port]:
    """The gateway devices' interfaces in the segment: those with an address of its prefixes."""
    prefixes = [each for each in (segment.ipv4, segment.ipv6) if each is not None]
    for name in segment.gateway_devices:
        device = index.network.devices.get(name)
        for interface in device.interfaces.values() if device is not None else ():
            inside = any(address.ip in prefix for address in interface.addresses for prefix in prefixes)
            if device is not None and inside and interface.kind is not InterfaceKind.LOOPBACK:
                yield Port(device, interface)


@check(
    "segment-not-on-switch",
    number=41,
    severity=Severity.ERROR,
    title="A segment names a switch that does not have its VLAN",
    remedy="add the VLAN to the switch's ports, or take the switch from the segment",
)
def segment_not_on_switch(index: Index) -> Iterator[Problem]:
    """The segment is meant to reach there and does not."""
    for segment in index.network.segments.values():
        for name in segment.switches:
            if index.vlan_domain(name, segment.vlan) is None:
                at = (f"segment:{segment.name}", f"device:{name}")
                yield Problem(f"segment {segment.name}", f"VLAN {segment.vlan} is on no port of {name}", at=at)


@check(
    "trunk-vlans-differ",
    number=42,
    severity=Severity.WARNING,
    title="The two ends of a trunk allow different VLANs",
    remedy="allow the same VLANs at both ends",
)
def trunk_vlans_differ(index: Index) -> Iterator[Problem]:
    """A VLAN that only one end carries does not pass."""
    for link, a, b in _trunks(index):
        missing = [(b, _vlans(a.interface) - _vlans(b.interface)), (a, _vlans(b.interface) - _vlans(a.interface))]
        for port, vlans in missing:
            if vlans:
                yield Problem(
                    str(port),
                    "does not carry VLANs of the other end",
                    actual=_list(vlans),
                    evidence=(link.name,),
                    at=port.at,
                )


@check(
    "native-vlan-mismatch",
    number=42,
    severity=Severity.ERROR,
    title="The two ends of a line put untagged frames into different VLANs",
    remedy="set one native VLAN at both ends, or none",
)
def native_vlan_mismatch(index: Index) -> Iterator[Problem]:
    """Untagged frames hop from one VLAN into another: a leak between segments, and spanning tree trouble."""
    for link, a, b in index.lines:
        ports = (a.interface.switchport, b.interface.switchport)
        if ports[0] is None or ports[1] is None:
            continue
        untagged = [
            each.access_vlan if each.mode is SwitchMode.ACCESS else each.native_vlan for each in (ports[0], ports[1])
        ]
        if untagged[0] != untagged[1]:
            evidence = (f"{a}: {untagged[0]}", f"{b}: {untagged[1]}")
            actual = f"{untagged[0]} and {untagged[1]}"
            yield Problem(link.name, "native VLAN differs", "one VLAN", actual, evidence, (f"link:{link.name}", *a.at))


@check(
    "subinterface-not-on-trunk",
    number=42,
    severity=Severity.ERROR,
    title="A router's subinterface has a VLAN that the switch's port does not carry tagged",
    remedy="allow the VLAN on the switch's port",
)
def subinterface_not_on_trunk(index: Index) -> Iterator[Problem]:
    """The subinterface comes up, since its parent does, and hears nothing."""
    for port in index.ports.values():
        interface = port.interface
        parent = port.device.interfaces.get(interface.parent or "")
        if interface.kind is not InterfaceKind.SUBINTERFACE or parent is None or interface.vlan is None:
            continue
        peer = index.peer(Port(port.device, parent))
        switchport = peer.interface.switchport if peer else None
        if peer is None or switchport is None:
            continue
        tagged = () if switchport.mode is SwitchMode.ACCESS else switchport.trunk_vlans
        if interface.vlan not in tagged or interface.vlan == switchport.native_vlan:
            yield Problem(
                str(port),
                f"VLAN {interface.vlan} is not tagged on {peer}",
                _list({interface.vlan}),
                _list(set(tagged)),
                at=peer.at,
            )


@check(
    "unknown-vlan",
    number=43,
    severity=Severity.ERROR,
    title="A port uses a VLAN that its switch does not define",
    remedy="define the VLAN on the switch, or correct the port",
)
def unknown_vlan(index: Index) -> Iterator[Problem]:
    """On most switches the VLAN is then not forwarded at all."""
    for port in index.ports.values():
        missing = _vlans(port.interface) - port.device.vlans.keys()
        if port.device.vlans and missing:
            yield Problem(
                str(port), "uses an undefined VLAN", _list(set(port.device.vlans)), _list(missing), at=port.at
            )


@check(
    "vlan-out-of-range",
    number=43,
    severity=Severity.ERROR,
    title="A VLAN identifier is outside 1-4094, or reserved",
    remedy="choose another identifier",
)
def vlan_out_of_range(index: Index) -> Iterator[Problem]:
    """0 and 4095 are reserved by IEEE 802.1Q, 1002-1005 by many switches."""
    network = index.network
    used: list[tuple[str, int, tuple[str, ...]]] = [
        (f"segment {each.name}", each.vlan, (f"segment:{each.name}",)) for each in network.segments.values()
    ]
    for port in index.ports.values():
        vlans = _vlans(port.interface) | ({port.interface.vlan} if port.interface.vlan is not None else frozenset())
        used += [(str(port), vlan, port.at) for vlan in sorted(vlans)]
    for subject, vlan, at in used:
        if not 1 <= vlan <= 4094 or vlan in RESERVED:
            yield Problem(subject, "VLAN cannot be used", "1-4094 without 1002-1005", str(vlan), at=at)


@check(
    "vlan-clash",
    number=43,
    severity=Severity.ERROR,
    title="Two segments share a VLAN in one broadcast domain",
    remedy="give one of the segments another VLAN",
)
def vlan_clash(index: Index) -> Iterator[Problem]:
    """Their hosts see each other's broadcasts and take each other's addresses.

    One identifier may serve two segments that no trunk joins.
    """
    places: defaultdict[int, set[str]] = defaultdict(set)
    for segment in index.network.segments.values():
        for _, domain in _places(index, segment):
            if domain is not None:
                places[domain].add(segment.name)
    for names in sorted({tuple(sorted(names)) for names in places.values() if len(names) > 1}):
        vlans = {index.network.segments[name].vlan for name in names}
        yield Problem(
            f"segment {names[0]}",
            f"shares its broadcast domain with {', '.join(names[1:])}",
            actual=f"VLAN {_list(vlans)}",
            at=(f"segment:{names[0]}",),
        )


@check(
    "vlan-name-clash",
    number=43,
    severity=Severity.WARNING,
    title="A VLAN has two names, or a name two VLANs",
    remedy="use one name for one VLAN",
)
def vlan_name_clash(index: Index) -> Iterator[Problem]:
    """Whoever reads the switch's table patches into the wrong VLAN."""
    names: defaultdict[tuple[int, int], dict[str, str]] = defaultdict(dict)
    for device in index.devices:
        ids: defaultdict[str, set[int]] = defaultdict(set)
        for vlan in device.vlans.values():
            domain = index.vlan_domain(device.name, vlan.vlan)
            if vlan.name:
                ids[vlan.name].add(vlan.vlan)
                if domain is not None:
                    names[domain, vlan.vlan].setdefault(vlan.name, device.name)
        for name, vlans in ids.items():
            if len(vlans) > 1:
                yield Problem(
                    device.name,
                    f"VLAN name {name} is used twice",
                    "one VLAN",
                    _list(vlans),
                    at=(f"device:{device.name}",),
                )
    for (_, number), said in names.items():
        if len(said) > 1:
            evidence = tuple(f"{device}: {name}" for name, device in sorted(said.items()))
            yield Problem(
                f"VLAN {number}",
                "has two names",
                "one",
                ", ".join(sorted(said)),
                evidence,
                (f"device:{min(said.values())}",),
            )


@check(
    "duplicate-mac",
    number=50,
    severity=Severity.ERROR,
    title="Two interfaces in one broadcast domain have the same MAC address",
    remedy="give one of them another address",
)
def duplicate_mac(index: Index) -> Iterator[Problem]:
    """Switches send the frames of both to whichever spoke last."""
    for group in index.neighbourhoods:
        owners: defaultdict[str, list[Port]] = defaultdict(list)
        for port in group:
            if port.interface.mac is not None:
                owners[port.interface.mac].append(port)
        for mac, ports in owners.items():
            if len(ports) > 1:
                names = tuple(str(each) for each in ports)
                yield Problem(
                    names[0], f"MAC address {mac} is also on {', '.join(names[1:])}", evidence=names, at=ports[0].at
                )
