"""Every single failure of the repository's estate, against a plain NetworkX loop; and failures of 1,000 routers.

netops predicts every protocol anew for each failure and tells who is cut off from what, and what redundancy is lost.
The peer knows devices and lines alone: for each failure it takes the edge or node out, computes all shortest paths to
the providers, and looks for bridges and articulation points.  Both must find the same devices cut off from these.
netops uses all processors, and the time is that on the wall.

Of 1,000 routers, a sample of lines fails one at a time: every router's tables by their difference from the whole
network's, against predicting each failure anew.  Both must give the same tables.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import networkx as nx

from benchmarks.measure import Measurement, alternate, timed
from benchmarks.networks import areas_network
from netops.analysis import Failures, predict
from netops.analysis.whatif import Failing, Sweep, single_failures, what_if
from netops.intent import load
from netops.model import Network, Role, Snapshot
from netops.workflows.sweep import sweep

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
    samples = alternate(5, partial(sweep, network, failing), partial(peer.all, failing), names, time.perf_counter)
    yield Measurement(f"what if, {len(failing)} failures of {len(network.devices)} devices", *samples, notes)
    yield tables_of_many()


def tables_of_many(count: int = 1000, sample: int = 20) -> Measurement:
    """Predict the tables of many routers under some single failures of lines; the whole network's are known before."""
    network = areas_network(count)
    failing = random.Random(1).sample([each.failures for each in single_failures(network, devices=False)], sample)
    sweep = Sweep(network)
    same_tables(network, sweep, failing[:5])
    by_difference, anew = partial(tables, sweep.snapshot, failing), partial(tables, partial(predict, network), failing)
    samples = alternate(3, by_difference, anew, ("netops", "netops, each anew"))
    once = timed(partial(Sweep, network), time.process_time)
    notes = (f"the whole network, {once:.2f} s, is worked out once before; tables are arrays on both sides",)
    return Measurement(f"tables under {sample} failures of {count:,} routers", *samples, notes)


def tables(predicted: Callable[[Failures], Snapshot], failing: Iterable[Failures]) -> int:
    """Under one failure after the other; how many devices were up in sum."""
    return sum(state.reachable for each in failing for state in predicted(each).devices.values())


def same_tables(network: Network, sweep: Sweep, failing: Iterable[Failures], count: int = 20) -> None:
    """That some routers have the same routes either way.  Raises AssertionError."""
    routers = random.Random(1).sample(sorted(network.devices), count)
    for each in failing:
        ours, theirs = sweep.snapshot(each).devices, predict(network, each).devices
        for router in routers:
            assert dict(ours[router].routes) == dict(theirs[router].routes), f"{each}: {router}"


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
