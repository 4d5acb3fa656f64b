"""Predicting every router's routes, against the same routes by plain NetworkX Dijkstra.

Both start from the network in memory and end with every router's table: for each prefix the metric and all next hops.
netops' tables are arrays, and a route becomes an object when somebody looks at it; so it is measured twice, without and
with looking at every route.  The peer's tables hold plain tuples, and are dropped one by one.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial

import networkx as nx

from benchmarks.measure import Measurement, alternate
from benchmarks.networks import areas_network
from netops.analysis import predict
from netops.model import Interface, Network, OspfInterface

__all__ = ["measure"]

Hops = frozenset[tuple[str, str]]  # (address, interface)
Row = dict[str, tuple[int, Hops]]


def measure() -> Iterator[Measurement]:
    """100 and 1,000 routers."""
    for count, runs, runs_of_all in ((100, 9, 3), (1000, 3, 1)):
        network = areas_network(count)
        peer = Peer(network)
        same_routes(network, peer)
        names = ("netops", "NetworkX")
        lazy = alternate(runs, partial(predict, network), peer.tables, names)
        yield Measurement(f"predict {count:,} routers", *lazy)
        full = alternate(runs_of_all, partial(look_at_all, network), peer.tables, names)
        yield Measurement(f"predict {count:,} routers, and look at every route", *full)


def look_at_all(network: Network) -> int:
    """Predict, and make every route an object; how many there are."""
    return sum(len(list(state.routes.values())) for state in predict(network).devices.values())


class Peer:
    """What an engineer writes on NetworkX: Dijkstra from every router, and a table of prefixes from its result."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.graph, self.owners = self._build()

    def _build(self) -> tuple[nx.DiGraph[str], dict[str, list[tuple[str, int]]]]:
        graph: nx.DiGraph[str] = nx.DiGraph()
        owners: dict[str, list[tuple[str, int]]] = {}
        for device in self.network.devices.values():
            for interface in device.interfaces.values():
                cost = 0 if interface.name == "lo" else _ospf(interface).cost or 0
                owners.setdefault(str(interface.addresses[0].network), []).append((device.name, cost))
        for link in self.network.links:
            for near, far in ((link.a, link.b), (link.b, link.a)):
                here = self.network.devices[near.device].interfaces[near.interface]
                there = self.network.devices[far.device].interfaces[far.interface]
                hop = (str(there.addresses[0].ip), near.interface)
                graph.add_edge(near.device, far.device, weight=_ospf(here).cost, hop=hop)
        return graph, owners

    def tables(self) -> int:
        """Every router's table, one after the other; how many routes there are."""
        return sum(len(self.table(router)) for router in self.graph)

    def table(self, router: str) -> Row:
        """For each prefix that is not its own: the metric and the next hops."""
        before, distance = nx.dijkstra_predecessor_and_distance(self.graph, router)
        hops: dict[str, Hops] = {router: frozenset()}
        for node in distance:  # in the order of distance
            for via in before[node]:
                new = frozenset([self.graph[router][node]["hop"]]) if via == router else hops[via]
                hops[node] = hops.get(node, frozenset()) | new
        found: Row = {}
        for prefix, owners in self.owners.items():
            if any(owner == router for owner, _ in owners):
                continue
            metric = int(min(distance[owner] + cost for owner, cost in owners))
            nearest = [hops[owner] for owner, cost in owners if distance[owner] + cost == metric]
            found[prefix] = (metric, frozenset().union(*nearest))
        return found


def same_routes(network: Network, peer: Peer, count: int = 20) -> None:
    """That both do the same work: the tables of some routers are equal.  Raises AssertionError."""
    predicted = predict(network).devices
    for router in random.Random(1).sample(sorted(network.devices), count):
        ours: Row = {
            str(route.prefix): (
                route.metric,
                frozenset((str(hop.address), hop.interface or "") for hop in route.next_hops),
            )
            for route in predicted[router].routes.values()
            if route.protocol == "ospf"
        }
        theirs = peer.table(router)
        assert ours == theirs, f"{router}: {sorted(ours.items() ^ theirs.items())[:6]}"


def _ospf(interface: Interface) -> OspfInterface:
    assert interface.ospf is not None
    return interface.ospf
