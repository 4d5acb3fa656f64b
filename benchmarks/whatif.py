"""Every single failure of the repository's estate, against a plain NetworkX loop over the same failures.

netops predicts every protocol anew for each failure and tells who is cut off from what, and what redundancy is lost.
The peer knows devices and lines alone: for each failure it takes the edge or node out, computes all shortest paths to
the providers, and looks for bridges and articulation points.  Both must find the same devices cut off from these.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import networkx as nx

from benchmarks.measure import Measurement, alternate
from netops.analysis.whatif import Failing, single_failures, what_if
from netops.intent import load
from netops.model import Network, Role

__all__ = ["measure"]


def measure() -> Iterator[Measurement]:
    """Every link and every device, one at a time."""
    network = load(Path(__file__).parents[1]).network
    assert network is not None
    failing = tuple(single_failures(network))
    peer = Peer(network)
    same_devices(network, peer, failing)
    names = ("netops", "NetworkX")
    notes = ("netops: routes, policies, VLANs and gateways of every failure; NetworkX: whether lines join devices",)
    samples = alternate(5, partial(what_if, network, failing), partial(peer.all, failing), names)
    yield Measurement(f"what if, {len(failing)} failures of {len(network.devices)} devices", *samples, notes)


class Peer:
    """What an engineer writes on NetworkX in an afternoon."""

    def __init__(self, network: Network) -> None:
        self.graph: nx.Graph[str] = nx.Graph()
        hosts = {name for name, each in network.devices.items() if each.role in {Role.HOST, Role.SERVER}}
        self.graph.add_nodes_from(network.devices.keys() - hosts)
        self.ends = {link.name: (link.a.device, link.b.device) for link in network.links}
        self.graph.add_edges_from(pair for pair in self.ends.values() if not hosts & set(pair))
        self.providers = [name for name, each in network.devices.items() if each.role is Role.ISP]

    def all(self, failing: tuple[Failing, ...]) -> list[set[str]]:
        """For each failure the devices that are parted from the providers."""
        return [self.parted(each) for each in failing]

    def parted(self, failing: Failing) -> set[str]:
        rest = self.graph.copy()
        if failing.kind == "device":
            rest.remove_nodes_from([failing.name])
        else:
            rest.remove_edges_from([self.ends[failing.name]])
        reached: set[str] = set()
        for provider in self.providers:
            if provider in rest:
                reached |= dict(nx.single_source_dijkstra_path(rest, provider)).keys()
        list(nx.bridges(rest))
        list(nx.articulation_points(rest))
        return set(self.graph) - reached


def same_devices(network: Network, peer: Peer, failing: tuple[Failing, ...]) -> None:
    """That both find the same devices parted.  Raises AssertionError."""
    for outcome in what_if(network, failing):
        ours, theirs = set(outcome.impact.devices), peer.parted(outcome.failing)
        assert ours == theirs, f"{outcome.failing}: {sorted(ours ^ theirs)}"
