"""The way of packets from each segment to every other one and to the providers, by the routing tables of a snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_network

from netops.analysis.observed import observed_layer2
from netops.analysis.ways import Path, Ways
from netops.model import IPPrefix, Network, Segment, Snapshot

__all__ = ["PathChange", "path_changes"]


@dataclass(frozen=True, slots=True)
class PathChange:
    """A way that differs; ``destination`` is a segment's name or ``internet``."""

    source: str
    destination: str
    family: int
    before: Path
    after: Path

    @property
    def cut(self) -> bool:
        return self.before.delivered and not self.after.delivered


def path_changes(network: Network, before: Snapshot, after: Snapshot) -> tuple[PathChange, ...]:
    """Every pair of a segment and a destination whose way is not the same; segments are those of ``network``."""
    old, new = (Ways(network, each, observed_layer2(network, each)) for each in (before, after))
    found = []
    for segment in (network.segments[name] for name in sorted(network.segments)):
        for family, destination, prefix in _destinations(network, segment):
            one, two = old.of_segment(segment, family, prefix), new.of_segment(segment, family, prefix)
            if one != two:
                found.append(PathChange(segment.name, destination, family, one, two))
    return tuple(found)


def _destinations(network: Network, source: Segment) -> Iterator[tuple[int, str, IPPrefix]]:
    families = [family for family, prefix in ((4, source.ipv4), (6, source.ipv6)) if prefix is not None]
    for family in families:
        yield family, "internet", ip_network("0.0.0.0/0" if family == 4 else "::/0")
        for name in sorted(network.segments):
            target = network.segments[name].ipv4 if family == 4 else network.segments[name].ipv6
            if name != source.name and target is not None:
                yield family, name, target
