"""Ports and the lines between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from netops.checks.index import Index, Port
from netops.checks.registry import Problem, check
from netops.model import Endpoint, InterfaceKind, Link, Severity

__all__: list[str] = []

ETHERNET_MTU = 1500
"""Bytes: what an interface has that does not say (IEEE 802.3)."""


def _at(link: Link) -> tuple[str, ...]:
    return (f"link:{link.name}", f"device:{link.a.device}", f"device:{link.b.device}")


@check(
    "port-used-twice",
    number=1,
    severity=Severity.CRITICAL,
    title="A port is in more than one line",
    remedy="move one of the lines to a free port",
)
def port_used_twice(index: Index) -> Iterator[Problem]:
    """A port takes one plug: of two lines that name it, one is not there, and what relies on it is a wish."""
    lines: defaultdict[Endpoint, list[Link]] = defaultdict(list)
    for link in index.network.links:
        for end in {link.a, link.b}:
            lines[end].append(link)
    for end, links in lines.items():
        if len(links) > 1:
            names = tuple(sorted(link.name for link in links))
            at = _at(links[1])
            yield Problem(str(end), f"is in {len(links)} lines", "one", ", ".join(names), names, at)


@check(
    "unknown-endpoint",
    number=2,
    severity=Severity.CRITICAL,
    title="A line ends on a device or a port that does not exist",
    remedy="name an existing port, or add the device or the port",
)
def unknown_endpoint(index: Index) -> Iterator[Problem]:
    """What hangs on such a line is not connected: it cannot be drawn, rendered or predicted."""
    for link in index.network.links:
        for end in (link.a, link.b):
            device = index.network.devices.get(end.device)
            if device is None:
                yield Problem(link.name, f"ends on an unknown device: {end.device}", at=_at(link))
            elif end.interface not in device.interfaces:
                known = ", ".join(sorted(device.interfaces)) or "none"
                yield Problem(link.name, f"ends on an unknown port: {end}", f"one of {known}", at=_at(link))


@check(
    "line-to-itself",
    number=3,
    severity=Severity.ERROR,
    title="A line has both ends on one device",
    remedy="correct one of the ends",
)
def line_to_itself(index: Index) -> Iterator[Problem]:
    """On a switch it is a loop, on a router it carries nothing; nearly always one end is mistyped."""
    for link in index.network.links:
        if link.a.device == link.b.device:
            yield Problem(link.name, "has both ends on one device", "two devices", link.a.device, at=_at(link))


@check(
    "parallel-lines",
    number=4,
    severity=Severity.WARNING,
    title="Two switches are joined twice, and not as one bundle",
    remedy="bundle the lines into one LAG, or remove one",
)
def parallel_lines(index: Index) -> Iterator[Problem]:
    """Spanning tree blocks all but one of them, so that the others add no bandwidth.  Routed lines may be parallel."""
    pairs: defaultdict[tuple[str, str], list[Link]] = defaultdict(list)
    for link, a, b in index.lines:
        if a.interface.switchport and b.interface.switchport and not (a.interface.lag and b.interface.lag):
            first, second = sorted((a.device.name, b.device.name))
            pairs[first, second].append(link)
    for (first, second), links in pairs.items():
        if len(links) > 1:
            names = tuple(sorted(link.name for link in links))
            actual = f"{len(links)} lines"
            yield Problem(f"{first}--{second}", "joined by unbundled lines", "one LAG", actual, names, _at(links[1]))


@check(
    "speed-mismatch",
    number=5,
    severity=Severity.ERROR,
    title="The two ends of a line differ in speed",
    remedy="set both ends to one speed, or use ports that share one",
)
def speed_mismatch(index: Index) -> Iterator[Problem]:
    """The line stays down, or, where it negotiates, OSPF costs at the two ends no longer agree."""
    for link, a, b in index.lines:
        speeds = (a.interface.speed, b.interface.speed)
        if None not in speeds and speeds[0] != speeds[1]:
            evidence = tuple(f"{port}: {port.interface.speed} Mbit/s" for port in (a, b))
            yield Problem(
                link.name, "ends differ in speed", "one speed", " and ".join(map(str, speeds)), evidence, _at(link)
            )


@check(
    "mtu-mismatch",
    number=48,
    severity=Severity.ERROR,
    title="Interfaces that talk to each other differ in MTU",
    remedy="set one MTU on all interfaces of the line",
)
def mtu_mismatch(index: Index) -> Iterator[Problem]:
    """Packets between the two sizes vanish without a word, and OSPF does not get past ExStart (RFC 2328, 10.6)."""
    for first, second in index.pairs():
        sizes = (mtu(first), mtu(second))
        if sizes[0] != sizes[1]:
            evidence = (f"{first}: mtu {sizes[0]}", f"{second}: mtu {sizes[1]}")
            subject = f"{first}--{second}"
            actual = f"{sizes[0]} and {sizes[1]}"
            yield Problem(subject, "MTU differs over the link", "one MTU", actual, evidence, first.at)


def mtu(port: Port) -> int:
    """The layer-3 MTU in bytes; a subinterface has its parent's."""
    interface = port.interface
    if interface.mtu is None and interface.parent is not None:
        interface = port.device.interfaces.get(interface.parent, interface)
    return interface.mtu or ETHERNET_MTU


@check(
    "disabled-port-in-use",
    severity=Severity.WARNING,
    title="A line in service ends on a port that is shut down",
    remedy="enable the port, or set the line's status to what it is",
)
def disabled_port_in_use(index: Index) -> Iterator[Problem]:
    """The design counts on the line, the configuration forbids it: paths and redundancy are less than drawn."""
    for link, a, b in index.lines:
        for port in (a, b):
            if not port.interface.enabled:
                yield Problem(str(port), "is shut down but its line is in service", at=port.at, actual=link.name)


@check(
    "line-to-inactive-device",
    severity=Severity.WARNING,
    title="A line in service ends on a device that is not",
    remedy="set the status of the line or of the device to what it is",
)
def line_to_inactive_device(index: Index) -> Iterator[Problem]:
    """A planned or retired device carries no traffic, so neither does the line."""
    for link in index.network.links:
        for end in (link.a, link.b):
            device = index.network.devices.get(end.device)
            if device is not None and link.status == "active" and device.status != "active":
                yield Problem(link.name, f"ends on {end.device}", "an active device", device.status, at=_at(link))


@check(
    "uncabled-routed-port",
    severity=Severity.WARNING,
    title="A port runs OSPF but no line reaches it",
    remedy="add the line, or make the interface passive",
)
def uncabled_routed_port(index: Index) -> Iterator[Problem]:
    """An adjacency is meant and cannot form: a line is missing from the topology."""
    for port in index.ports.values():
        interface = port.interface
        processes = [each for each in (interface.ospf, interface.ospf6) if each and not each.passive]
        physical = Endpoint(port.device.name, interface.parent or interface.name)
        wired = interface.kind in {InterfaceKind.ETHERNET, InterfaceKind.SUBINTERFACE}
        if processes and wired and physical not in index.cabled:
            yield Problem(str(port), "runs OSPF without a line", at=port.at)


@check(
    "unknown-parent",
    severity=Severity.ERROR,
    title="An interface stands on one that does not exist",
    remedy="name an existing interface of the device",
)
def unknown_parent(index: Index) -> Iterator[Problem]:
    """A subinterface without its parent, or a member of an unknown bundle, never comes up."""
    for port in index.ports.values():
        for word, name in (("parent", port.interface.parent), ("bundle", port.interface.lag)):
            if name is not None and name not in port.device.interfaces:
                yield Problem(str(port), f"its {word} does not exist", actual=name, at=port.at)


@check(
    "bundle-members-differ",
    number=44,
    severity=Severity.ERROR,
    title="Members of a bundle differ in speed, mode or peer",
    remedy="give all members one speed, one port mode and one peer",
)
def bundle_members_differ(index: Index) -> Iterator[Problem]:
    """IEEE 802.1AX takes up only members that are alike; the others stay out of the bundle."""
    bundles: defaultdict[Endpoint, list[Port]] = defaultdict(list)
    for port in index.ports.values():
        if port.interface.lag is not None:
            bundles[port.logical].append(port)
    for bundle, members in bundles.items():
        for word, values in _member_values(index, members):
            if len(values) > 1:
                actual = ", ".join(sorted(map(str, values)))
                evidence = tuple(str(each) for each in members)
                yield Problem(str(bundle), f"members differ in {word}", f"one {word}", actual, evidence, members[0].at)


def _member_values(index: Index, members: list[Port]) -> Iterator[tuple[str, set[object]]]:
    yield "speed", {each.interface.speed for each in members if each.interface.speed is not None}
    yield "port mode", {each.interface.switchport.mode for each in members if each.interface.switchport}
    yield "peer", {str(peer.logical) for each in members if (peer := index.peer(each)) is not None}
