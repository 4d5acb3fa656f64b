"""The baseline: how the network stands before a change, so that the change is not blamed for it.

A network of any size has a dead line somewhere.  What is down before a change is put into every prediction about that
change as a failure; what remains different after that is not understood, and a push does not start on it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from dataclasses import dataclass, field

from netops.analysis import Failures, compare, predict
from netops.analysis.observed import down_ports
from netops.model import Endpoint, Finding, Link, Network, Snapshot

__all__ = ["Baseline", "differences", "observe", "restrict"]


@dataclass(frozen=True, slots=True)
class Baseline:
    """``failures`` explain what was seen; ``unexplained`` is what differs all the same.

    ``silent`` devices could not be asked, and are left out of comparisons; they are in ``failures`` too where they are
    taken to be dead.  ``expected`` is the prediction for ``network`` under these failures.
    """

    failures: Failures
    silent: frozenset[str]
    unexplained: tuple[Finding, ...]
    network: Network = field(repr=False)
    expected: Snapshot = field(repr=False)


def observe(network: Network, collected: Snapshot) -> Baseline:
    """Explain a snapshot of ``network``, whose devices run the configurations that it holds.

    A port that should be up and is not is a failed line.  A silent device of which every line is down at its other end
    is dead; of other silent ones nothing is known but that netops cannot log in, so both are predicted, alive and
    dead, and what fits the neighbours' tables better is taken.
    """
    whole = predict(network)
    ports = _down_ports(whole, collected)
    lines = {each: _line(network, each) for each in ports}
    links = frozenset(link.name for link in lines.values() if link is not None)
    alone = frozenset(each for each, link in lines.items() if link is None)
    silent = frozenset(name for name, each in collected.devices.items() if not each.reachable)
    dead = frozenset(name for name in silent if _cut_off(network, name, links, collected))
    choices = [Failures(devices=each, links=links, interfaces=alone) for each in dict.fromkeys((dead, silent))]
    expected = {each: whole if each == Failures() else predict(network, each) for each in choices}
    explained = [(choice, differences(expected[choice], collected)) for choice in choices]
    best, unexplained = min(explained, key=lambda each: len(each[1]))
    return Baseline(best, silent, unexplained, network, expected[best])


def differences(expected: Snapshot, actual: Snapshot) -> tuple[Finding, ...]:
    """Compare what could be asked; a silent device proves nothing, either way."""
    answered = {name for name, each in actual.devices.items() if each.reachable}
    return compare(restrict(expected, answered), restrict(actual, answered))


def restrict(snapshot: Snapshot, names: Collection[str]) -> Snapshot:
    """The snapshot of these devices alone."""
    devices = {name: each for name, each in snapshot.devices.items() if name in names}
    return dataclasses.replace(snapshot, devices=devices)


def _down_ports(expected: Snapshot, actual: Snapshot) -> frozenset[Endpoint]:
    """Ports that are predicted to be up, and are not; a subinterface only where its parent is up."""
    found = frozenset(down_ports(expected, actual))
    return frozenset(
        end
        for end in found
        if not (parent := end.interface.partition("."))[1] or Endpoint(end.device, parent[0]) not in found
    )


def _line(network: Network, end: Endpoint) -> Link | None:
    return next((link for link in network.links if end in (link.a, link.b)), None)


def _cut_off(network: Network, name: str, down: Collection[str], collected: Snapshot) -> bool:
    """Whether every line to this device whose other end could be asked is down, and there is such a line."""
    seen = [
        link
        for link in network.links_of(name)
        if (other := collected.devices.get(link.other(name).device)) is not None and other.reachable
    ]
    return bool(seen) and all(link.name in down for link in seen)
