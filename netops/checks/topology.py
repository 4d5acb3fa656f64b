"""The shape of the network: what one failure takes away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from netops.checks.index import INFRASTRUCTURE, Index
from netops.checks.registry import Problem, check
from netops.model import Device, Role, Severity

if TYPE_CHECKING:
    import networkx

__all__: list[str] = []

OVERSUBSCRIPTION = 20
"""Access bandwidth to uplink bandwidth: the usual target for access layers."""

_TRUNK_TIERS = frozenset({Role.EDGE, Role.CORE, Role.DISTRIBUTION})


def _graph(index: Index, roles: frozenset[Role] | None = None) -> networkx.Graph[Any]:
    """Devices of these roles (None: all) and the lines between them."""
    import networkx

    graph: networkx.Graph[Any] = networkx.Graph()
    chosen = {device.name for device in index.devices if roles is None or device.role in roles}
    graph.add_nodes_from(sorted(chosen))
    graph.add_edges_from(
        (a.device.name, b.device.name) for _, a, b in index.lines if {a.device.name, b.device.name} <= chosen
    )
    return graph


def _neighbours(index: Index) -> dict[str, list[Device]]:
    """The devices at the other ends of a device's lines, one entry for each line."""
    found: defaultdict[str, list[Device]] = defaultdict(list)
    for _, a, b in index.lines:
        found[a.device.name].append(b.device)
        found[b.device.name].append(a.device)
    return found


def _at(name: str) -> tuple[str, ...]:
    return (f"device:{name}",)


@check(
    "single-point-of-failure",
    number=30,
    severity=Severity.WARNING,
    title="One device outside the access tier parts the network when it fails",
    remedy="give what hangs on it a second way",
)
def single_point_of_failure(index: Index) -> Iterator[Problem]:
    """An articulation point of the graph of edge, core, distribution and access devices (Tarjan 1972)."""
    import networkx

    graph = _graph(index, INFRASTRUCTURE)
    for name in sorted(networkx.articulation_points(graph)):
        if index.network.devices[name].role in _TRUNK_TIERS:
            component = networkx.node_connected_component(graph, name) - {name}
            parts = sorted(
                networkx.connected_components(graph.subgraph(component)), key=lambda part: (len(part), min(part))
            )
            lost = ", ".join(sorted(set().union(*parts[:-1])))
            yield Problem(name, "its failure parts the network", "a second way", f"cuts off {lost}", at=_at(name))


@check(
    "bridge-line",
    number=31,
    severity=Severity.WARNING,
    title="One line between core and distribution parts the network when it is cut",
    remedy="add a second line, to another device",
)
def bridge_line(index: Index) -> Iterator[Problem]:
    """A bridge of the graph of edge, core and distribution devices; parallel lines save each other."""
    import networkx

    graph = _graph(index, _TRUNK_TIERS)
    lines: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for link, a, b in index.lines:
        lines[frozenset((a.device.name, b.device.name))].append(link.name)
    for pair in networkx.bridges(graph):
        names = lines[frozenset(pair)]
        if len(names) == 1:
            yield Problem(names[0], "its cut parts the network", "a second line", at=(f"link:{names[0]}",))


@check(
    "no-disjoint-paths",
    number=32,
    severity=Severity.WARNING,
    title="A core or distribution device has not two node-disjoint paths to the others",
    remedy="connect it to a second core",
)
def no_disjoint_paths(index: Index) -> Iterator[Problem]:
    """By Menger's theorem, two disjoint paths are there exactly within one biconnected component."""
    import networkx

    graph = _graph(index, frozenset({Role.CORE, Role.DISTRIBUTION}))
    if len(graph) < 3:
        return
    blocks = sorted((set(map(str, block)) for block in networkx.biconnected_components(graph)), key=len)
    largest: set[str] = blocks[-1] if blocks and len(blocks[-1]) > 2 else set()
    for name in sorted(set(graph) - largest):
        ways = ", ".join(sorted(graph[name])) or "none"
        yield Problem(
            name, "has not two disjoint paths to core and distribution", "two", f"by way of {ways}", at=_at(name)
        )


@check(
    "single-homed-access",
    number=33,
    severity=Severity.WARNING,
    title="An access switch has not two uplinks to two devices",
    remedy="connect it to both routers of its distribution pair",
)
def single_homed_access(index: Index) -> Iterator[Problem]:
    """A building hangs on one line, or on one box: both uplinks must end on different devices of a higher tier."""
    neighbours = _neighbours(index)
    for device in index.devices:
        if device.role is not Role.ACCESS:
            continue
        above = [each.name for each in neighbours.get(device.name, []) if each.role in _TRUNK_TIERS]
        if len(set(above)) == 1:
            what = "has one uplink" if len(above) == 1 else "has all its uplinks on one device"
            yield Problem(device.name, what, "uplinks to two devices", above[0], at=_at(device.name))


@check(
    "disconnected",
    number=34,
    severity=Severity.CRITICAL,
    title="A part of the network is not connected to the rest",
    remedy="add the missing line, or take the devices out of service",
)
def disconnected(index: Index) -> Iterator[Problem]:
    """No line leads there, so neither traffic nor routing does."""
    import networkx

    graph = _graph(index)
    parts = sorted(networkx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    for part in parts[1:]:
        names = sorted(part)
        ours = any(index.network.devices[name].role in INFRASTRUCTURE for name in names)
        severity = Severity.CRITICAL if ours else Severity.ERROR
        subject = names[0]
        others = f" (with {', '.join(names[1:])})" if len(names) > 1 else ""
        yield Problem(subject, f"is not connected to the network{others}", at=_at(subject), severity=severity)


@check(
    "tier-skipped",
    number=35,
    severity=Severity.WARNING,
    title="An access switch hangs on another access switch, or on the core past the distribution",
    remedy="connect it to the distribution pair of its building",
)
def tier_skipped(index: Index) -> Iterator[Problem]:
    """A daisy chain fails with its first switch; a skipped tier escapes the distribution's policy.

    Switches of the machine room may stand on the core: servers do.
    """
    neighbours = _neighbours(index)
    tiers = {device.role for device in index.devices}
    for device in index.devices:
        if device.role is not Role.ACCESS:
            continue
        above = {each.role for each in neighbours.get(device.name, [])}
        chained = sorted({each.name for each in neighbours.get(device.name, []) if each.role is Role.ACCESS})
        if chained and not above & _TRUNK_TIERS:
            yield Problem(
                device.name, "hangs on another access switch", "uplinks", ", ".join(chained), at=_at(device.name)
            )
        site = index.network.sites.get(device.site)
        if Role.DISTRIBUTION in tiers and Role.CORE in above and not (site and site.kind == "machine-room"):
            yield Problem(device.name, "is connected to the core past the distribution", at=_at(device.name))


@check(
    "uplinks-oversubscribed",
    number=36,
    severity=Severity.WARNING,
    title="An access switch's ports add up to more than 20 times its uplinks",
    remedy="add uplinks, or faster ones",
)
def uplinks_oversubscribed(index: Index) -> Iterator[Problem]:
    """The evening peak does not fit through.  Counted where all speeds are known; shut ports do not count."""
    uplinks: defaultdict[str, dict[str, int | None]] = defaultdict(dict)
    for _, a, b in index.lines:
        for low, high in ((a, b), (b, a)):
            if low.device.role is Role.ACCESS and high.device.role in INFRASTRUCTURE:
                uplinks[low.device.name][low.interface.name] = low.interface.speed
    for name, above in sorted(uplinks.items()):
        ports = [
            each.speed
            for each in index.network.devices[name].interfaces.values()
            if each.switchport and each.enabled and each.name not in above
        ]
        known = [each for each in (*ports, *above.values()) if each is not None]
        upwards = sum(each or 0 for each in above.values())
        if (
            len(known) == len(ports) + len(above)
            and upwards
            and sum(map(int, known)) - upwards > OVERSUBSCRIPTION * upwards
        ):
            ratio = (sum(known) - upwards) / upwards
            yield Problem(
                name, "uplinks are oversubscribed", f"at most {OVERSUBSCRIPTION}:1", f"{ratio:.0f}:1", at=_at(name)
            )
