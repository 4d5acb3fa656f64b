"""What the network can no longer lose after a change, and could before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netops.analysis.lines import carries, routing_ports
from netops.model import Endpoint, Link, Network, Role, Snapshot
from netops.workflows.impact.routes import RouteChanges

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["RedundancyChange", "redundancy_changes"]


@dataclass(frozen=True, slots=True)
class RedundancyChange:
    """``kind``: ``width``: fewer equal-cost ways; ``link``, ``device``: its failure alone now cuts something off."""

    kind: str
    subject: str
    detail: str


def redundancy_changes(
    before: tuple[Network, Snapshot], after: tuple[Network, Snapshot], routes: tuple[RouteChanges, ...]
) -> tuple[RedundancyChange, ...]:
    """Width lost per device, then links and devices whose single failure newly cuts something off."""
    found = [
        RedundancyChange("width", each.device, f"{narrower} prefixes have fewer equal-cost next hops")
        for each in routes
        if (narrower := sum(1 for change in each.changes if change.lost_width))
    ]
    old, new = _graph(*before), _graph(*after)
    known, bridges = _bridges(old), _bridges(new)
    found += [
        RedundancyChange("link", name, f"its failure alone now cuts off {bridges[name]}")
        for name in sorted(bridges.keys() - known.keys())
    ]
    found += [
        RedundancyChange("device", name, "its failure alone now cuts others off")
        for name in sorted(_articulations(new) - _articulations(old))
    ]
    return tuple(found)


def _graph(network: Network, snapshot: Snapshot) -> nx.Graph[str]:
    """Devices, and the lines that carry traffic: both ports up, and between routers a routing neighbour over it."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(name for name, each in network.devices.items() if each.role is not Role.HOST)
    usable = [link for link in network.links if link.a.device in graph and link.b.device in graph]
    ports = routing_ports(network, snapshot)
    usable = [link for link in usable if _lit(snapshot, link) and carries(network, link, ports)]
    width = Counter(frozenset((link.a.device, link.b.device)) for link in usable)
    for link in usable:
        alone = width[frozenset((link.a.device, link.b.device))] == 1
        graph.add_edge(link.a.device, link.b.device, name=link.name, alone=alone)
    return graph


def _lit(snapshot: Snapshot, link: Link) -> bool:
    return all(_up(snapshot, end) for end in (link.a, link.b))


def _up(snapshot: Snapshot, end: Endpoint) -> bool:
    state = snapshot.devices.get(end.device)
    interface = (state.interfaces or {}).get(end.interface) if state is not None else None
    return interface is None or interface.oper_up


def _bridges(graph: nx.Graph[str]) -> dict[str, str]:
    """Name of each line that alone holds two parts together, and the lesser of the parts."""
    import networkx as nx

    found = {}
    pairs: list[tuple[str, str]] = list(nx.bridges(graph))  # type: ignore[arg-type]  # the stubs say nodes, not pairs
    for a, b in pairs:
        if not graph.edges[a, b]["alone"]:
            continue
        rest = graph.copy()
        rest.remove_edge(a, b)
        lesser = min((nx.node_connected_component(rest, a), nx.node_connected_component(rest, b)), key=len)
        found[graph.edges[a, b]["name"]] = ", ".join(sorted(lesser))
    return found


def _articulations(graph: nx.Graph[str]) -> set[str]:
    import networkx as nx

    return set(nx.articulation_points(graph))
