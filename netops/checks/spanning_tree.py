"""Loops of switches, and who breaks them (IEEE 802.1D-2004)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from netops.checks.index import Index, Port
from netops.checks.registry import Problem, check
from netops.model import Device, Link, Role, Severity

if TYPE_CHECKING:
    import networkx

__all__: list[str] = []

_ROOTS = frozenset({Role.CORE, Role.DISTRIBUTION})


def _bridged(index: Index) -> Iterator[tuple[Link, Port, Port]]:
    """Lines between two switches."""
    for link, a, b in index.lines:
        if a.interface.switchport and b.interface.switchport:
            yield link, a, b


def _switch_graph(index: Index) -> networkx.MultiGraph[Any]:
    import networkx

    graph: networkx.MultiGraph[Any] = networkx.MultiGraph()
    for link, a, b in _bridged(index):
        # the members of a bundle are one edge
        key = link.name if a.interface.lag is None else f"{a.logical}--{b.logical}"
        graph.add_edge(a.device.name, b.device.name, key=key)
    return graph


def _protected(device: Device) -> bool:
    return device.spanning_tree is not None and device.spanning_tree.enabled


@check(
    "bridge-loop",
    severity=Severity.CRITICAL,
    title="Switches form a loop without spanning tree",
    remedy="enable spanning tree on the switches of the loop",
)
def bridge_loop(index: Index) -> Iterator[Problem]:
    """The first broadcast circles for ever, and takes the whole domain down in seconds."""
    import networkx

    graph = _switch_graph(index)
    bare = [name for name in graph if not _protected(index.network.devices[name])]
    loops: networkx.MultiGraph[Any] = networkx.MultiGraph(graph.subgraph(bare))
    for part in networkx.connected_components(loops):
        if loops.subgraph(part).number_of_edges() >= len(part):
            names = sorted(part)
            yield Problem(
                names[0], "is in a loop without spanning tree", actual=", ".join(names), at=(f"device:{names[0]}",)
            )


@check(
    "spanning-tree-root",
    number=45,
    severity=Severity.WARNING,
    title="The spanning tree's root is left to chance, or in the access tier",
    remedy="give the core or distribution switch the lowest priority",
)
def spanning_tree_root(index: Index) -> Iterator[Problem]:
    """With equal priorities the lowest MAC address wins: often the oldest box, and all traffic takes its way."""
    import networkx

    graph = _switch_graph(index)
    for part in networkx.connected_components(graph):
        bridges = [index.network.devices[name] for name in sorted(part) if _protected(index.network.devices[name])]
        if len(bridges) < 2:
            continue
        priorities = [each.spanning_tree.priority for each in bridges if each.spanning_tree]
        lowest = [each for each, priority in zip(bridges, priorities, strict=True) if priority == min(priorities)]
        names = ", ".join(each.name for each in lowest)
        upper = [each for each in bridges if each.role in _ROOTS]
        at = (f"device:{lowest[0].name}",)
        if len(lowest) > 1:
            yield Problem(lowest[0].name, "shares the lowest bridge priority", "one lowest", names, at=at)
        elif upper and lowest[0].role not in _ROOTS:
            yield Problem(
                lowest[0].name, "is the spanning tree's root", ", ".join(each.name for each in upper), names, at=at
            )


@check(
    "spanning-tree-priority",
    severity=Severity.ERROR,
    title="A bridge priority is not a step of 4096 up to 61440",
    remedy="use a multiple of 4096",
)
def spanning_tree_priority(index: Index) -> Iterator[Problem]:
    """The lower twelve bits belong to the system identifier (IEEE 802.1D-2004, 9.2.5): switches refuse other values."""
    for device in index.devices:
        tree = device.spanning_tree
        if tree is not None and (tree.priority % 4096 or not 0 <= tree.priority <= 61440):
            expected = "a multiple of 4096, at most 61440"
            yield Problem(
                device.name, "bridge priority is invalid", expected, str(tree.priority), at=(f"device:{device.name}",)
            )


@check(
    "edge-port-to-switch",
    number=47,
    severity=Severity.ERROR,
    title="An edge port leads to another switch",
    remedy="take the edge setting from the port",
)
def edge_port_to_switch(index: Index) -> Iterator[Problem]:
    """An edge port forwards at once, without listening: long enough for a loop to take the domain down."""
    for _, a, b in index.lines:
        for port, peer in ((a, b), (b, a)):
            switchport = port.interface.switchport
            if switchport is not None and switchport.edge and peer.interface.switchport is not None:
                yield Problem(str(port), f"is an edge port but leads to {peer}", at=port.at)
