"""What is worked out by its difference from the whole network is what it would be alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from netops.analysis.failures import Failures
from netops.analysis.layer2 import Layer2, Wiring, broadcast_domains
from netops.analysis.ospf.instance import Instance, start
from netops.analysis.whatif import single_failures
from netops.intent import load
from netops.model import Network

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "fidelity")]

from random_networks import (  # noqa: E402 - beside the tests of fidelity
    SHAPES,
    random_network,
)

from benchmarks.networks import areas_network  # noqa: E402 - beside the tests

NETWORKS = ["estate", "areas", *range(len(SHAPES))]


def named(name: str | int) -> Network:
    if isinstance(name, int):
        return random_network(name)
    network = areas_network(60) if name == "areas" else load(ROOT).network
    assert network is not None
    return network


def some_failures(network: Network) -> Iterator[Failures]:
    """Every single one, and pairs of one after the other."""
    single = [each.failures for each in single_failures(network)]
    yield from single
    yield from (one | other for one, other in zip(single, single[len(single) // 2 :], strict=False))


@pytest.mark.parametrize("name", NETWORKS)
class TestEqualsWhatItIsAlone:
    def test_layer_2(self, name: str | int) -> None:
        network = named(name)
        wiring = Wiring(network)
        whole = wiring.under(Failures())
        for failures in some_failures(network):
            found = wiring.under(failures)
            assert as_sets(found) == as_sets(broadcast_domains(network, failures)), failures
            assert found.moved is not None
            stayed = {end: number for end, number in found.domain.items() if end not in found.moved}
            assert stayed.items() <= whole.domain.items()

    @pytest.mark.parametrize("version", [2, 3])
    def test_ospf(self, name: str | int, version: int) -> None:
        network = named(name)
        wiring = Wiring(network)
        whole = start(network, wiring.under(Failures()), version)
        if whole is None:
            return
        for failures in some_failures(network):
            layer2 = wiring.under(failures)
            found, alone = whole.under(layer2), start(network, layer2, version)
            assert alone is not None
            running = network.devices.keys() - failures.devices
            assert routes(found, running) == routes(alone, running), failures
            assert met(found, running) == met(alone, running), failures
            if not found.table.is_of(whole.table):  # it was worked out from nothing
                continue
            moved = np.zeros_like(whole.table.kind, dtype=bool) if found.table.moved is None else found.table.moved
            assert not (whole.table.differs(found.table, slice(None)) & ~moved).any()


def as_sets(layer2: Layer2) -> object:
    """Without the numbers of domains."""
    members = {number: frozenset(ends) for number, ends in layer2.members.items()}
    domains = {end: members[number] for end, number in layer2.domain.items()}
    vlans = {place: members[number] for place, number in layer2.vlans.items()}
    return layer2.up, domains, vlans, {name: ports for name, ports in layer2.ports.items() if ports}


def routes(instance: Instance, names: set[str]) -> object:
    """With the ways to boundary routers, which externals hang on."""
    table = instance.table
    return {
        name: (
            {prefix: table.route(row, prefix) for prefix in table.destinations(row)},
            {
                column: (int(table.kind[row, at]), float(table.cost[row, at]), table.hops[row, at].any())
                for column, at in table.index.items()
                if isinstance(column, int) and table.kind[row, at]
            },
        )
        for name, (row,) in instance.positions.items()
        if name in names
    }


def met(instance: Instance, names: set[str]) -> object:
    return {name: found for name, found in instance.neighbors.items() if name in names}
