"""The BGP view: speakers in their autonomous systems, and the sessions between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from netops.model import Bgp, BgpNeighbor, Device, Endpoint, IPAddress, Network
from netops.report.diagram import Box, Diagram, End, Line, Paint, Place
from netops.workflows.diagram.paints import TIERS, numbered
from netops.workflows.diagram.places import TIER_OF
from netops.workflows.diagram.view import View, Watch

__all__ = ["bgp"]

_SESSIONS = {
    "ebgp": Paint("eBGP session", stroke="#bc4c00"),
    "ibgp": Paint("iBGP session", stroke="#1f5fbf"),
    "one-sided": Paint("configured at one end only, or the AS numbers differ", stroke="#a40e26", dash="6 3"),
    "unknown": Paint("peer outside of the estate", "#ffffff", "#6e7781", "4 3"),
}


@dataclass(frozen=True, slots=True)
class _Session:
    """One router's part of a session: its process, the peer, and who that is."""

    device: str
    process: Bgp
    neighbor: BgpNeighbor
    far: str
    interface: str


def bgp(network: Network) -> View:
    """Sessions of both families between two routers are one line, eBGP and iBGP apart."""
    owners = _owners(network)
    speakers = {name: device for name, device in network.devices.items() if device.bgp}
    sessions = [each for device in speakers.values() for each in _sessions(device, owners)]
    pairs: dict[tuple[str, str], list[_Session]] = {}
    for session in sessions:
        low, high = sorted((session.device, session.far))
        pairs.setdefault((low, high), []).append(session)
    numbers = sorted({process.asn for device in speakers.values() for process in device.bgp})
    paints = {f"as-{asn}": numbered(number, f"AS {asn}") for number, asn in enumerate(numbers)} | _SESSIONS
    outside = {each.far: each.neighbor for each in sessions if each.far not in network.devices}
    boxes = [_box(device) for device in speakers.values()] + [_outside(far, peer) for far, peer in outside.items()]
    lines = tuple(_line(pair, each) for pair, each in sorted(pairs.items()))
    diagram = Diagram(
        title=network.name,
        subtitle="BGP view: autonomous systems and sessions",
        boxes=tuple(boxes),
        lines=lines,
        paints=paints,
        places={str(asn): Place(str(asn), f"AS {asn}", trunk=True) for asn in numbers},
        tiers=TIERS,
        figures=(("speakers", str(len(speakers))), ("sessions", str(len(lines)))),
    )
    watches = {
        line.name: tuple(
            Watch(Endpoint(each.device, each.interface), peer=each.neighbor.address)
            for each in pairs[line.a.box, line.b.box]
        )
        for line in lines
    }
    return View(diagram, watches)


def _owners(network: Network) -> Mapping[IPAddress, Endpoint]:
    return {
        address.ip: Endpoint(device.name, interface.name)
        for device in network.devices.values()
        for interface in device.interfaces.values()
        for address in interface.addresses
        if not address.is_link_local
    }


def _sessions(device: Device, owners: Mapping[IPAddress, Endpoint]) -> Iterator[_Session]:
    for process in device.bgp:
        for neighbor in process.neighbors:
            owner = owners.get(neighbor.address)
            far = owner.device if owner else f"{neighbor.address}"
            if far != device.name:
                yield _Session(device.name, process, neighbor, far, _own_interface(device, neighbor))


def _own_interface(device: Device, neighbor: BgpNeighbor) -> str:
    """The update source, or the interface in whose subnet the peer is."""
    if neighbor.update_source:
        named = [
            interface.name
            for interface in device.interfaces.values()
            if any(str(address.ip) == neighbor.update_source for address in interface.addresses)
        ]
        return named[0] if named else neighbor.update_source
    return next(
        (
            interface.name
            for interface in device.interfaces.values()
            if any(neighbor.address in address.network for address in interface.addresses)
        ),
        "?",
    )


def _box(device: Device) -> Box:
    asn = device.bgp[0].asn
    identity = next((str(each.router_id) for each in device.bgp if each.router_id), "")
    clients = any(
        family.route_reflector_client
        for process in device.bgp
        for neighbor in process.neighbors
        for family in neighbor.families
    )
    rows = tuple(row for row in (f"AS {asn}", identity, "route reflector" if clients else "") if row)
    return Box(
        device.name,
        device.name,
        TIER_OF[device.role],
        f"as-{asn}",
        rows,
        place=str(asn),
        tooltip="\n".join([device.name, *rows]),
    )


def _outside(name: str, neighbor: BgpNeighbor) -> Box:
    rows = tuple(row for row in (f"AS {neighbor.remote_as}", neighbor.description) if row)
    return Box(name, name, 0, "unknown", rows)


def _line(pair: tuple[str, str], sessions: list[_Session]) -> Line:
    a, b = pair
    ends = [End(name, _label([each for each in sessions if each.device == name])) for name in (a, b)]
    tooltip = "\n".join(
        f"{each.device} (AS {each.process.asn}) to {each.neighbor.address} (AS {each.neighbor.remote_as})"
        for each in sessions
    )
    return Line(f"{a}--{b}", ends[0], ends[1], _kind(pair, sessions), 2.2, tooltip=tooltip)


def _kind(pair: tuple[str, str], sessions: list[_Session]) -> str:
    near, far = ([each for each in sessions if each.device == name] for name in pair)
    if not far or not near:
        return "one-sided"
    matched = all(
        any(each.neighbor.remote_as == (other.neighbor.local_as or other.process.asn) for other in others)
        for mine, others in ((near, far), (far, near))
        for each in mine
    )
    if not matched or len(near) != len(far):
        return "one-sided"
    return "ibgp" if near[0].process.asn == near[0].neighbor.remote_as else "ebgp"


def _label(sessions: list[_Session]) -> tuple[str, ...]:
    """The own interface and the families; a route reflector's end says that the other is its client."""
    if not sessions:
        return ("–",)
    names = sorted({each.interface for each in sessions})
    families = sorted({family.family for each in sessions for family in each.neighbor.families})
    client = any(family.route_reflector_client for each in sessions for family in each.neighbor.families)
    told = [" ".join(names), "+".join(f"v{family}" for family in families), "client" if client else ""]
    return tuple(word for word in told if word)
