"""What of the whole network's ways still holds after a failure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from netops.analysis.changes import Changes
from netops.analysis.holders import holders_since
from netops.analysis.layer2 import Layer2
from netops.analysis.rib import RouterRib
from netops.model import Endpoint, IPPrefix, Segment, Snapshot

if TYPE_CHECKING:
    from netops.analysis.ways import Ways

__all__ = ["Since"]


class Since:
    """The difference to ``ways``, the whole network's: both snapshots are predicted, and ``layer2`` tells what moved.

    A device sends packets on as before where the port they leave by did not move, nor that of the next device, and
    none of its routes changed that hold the destination.
    """

    def __init__(self, snapshot: Snapshot, layer2: Layer2, ways: Ways) -> None:
        assert layer2.moved is not None
        self.ways = ways
        self._moved = layer2.moved
        now, before = _tables(snapshot), _tables(ways.snapshot)
        self._changes, self._gone = Changes(now, before), before.keys() - now.keys()
        self.holders = holders_since(snapshot, ways.snapshot, ways.holders, layer2.moved)
        self.lengths = self._lengths()

    def _lengths(self) -> Mapping[int, tuple[int, ...]]:
        """Where a longest match has to look."""
        known, found = self.ways.lengths, self._changes.prefixes
        more = {(each.version, each.prefixlen) for each in found}
        if all(length in known[family] for family, length in more):
            return known
        return {
            family: tuple(sorted({*lengths, *(n for v, n in more if v == family)}, reverse=True))
            for family, lengths in known.items()
        }

    def same_gateways(self, segment: Segment) -> bool:
        """Whether the same devices answer for the segment's gateways, and where they did."""
        return self.holders.affected.isdisjoint(segment.gateways)

    def untouched(self, over: frozenset[Endpoint], devices: frozenset[str], prefixes: frozenset[IPPrefix]) -> bool:
        """Whether no port of these moved, no device is without power, and nobody's route for any prefix changed."""
        return (
            over.isdisjoint(self._moved)
            and self._gone.isdisjoint(devices)
            and self._changes.prefixes.isdisjoint(prefixes)
        )

    def holds(self, devices: Collection[str], over: frozenset[Endpoint], prefixes: tuple[IPPrefix, ...]) -> bool:
        """Whether these devices, over these ports of theirs and the next ones', send on what the prefixes hold."""
        if not over.isdisjoint(self._moved) or not self._gone.isdisjoint(devices):
            return False
        if self._changes.prefixes.isdisjoint(prefixes):
            return True
        return not any(self._changes.touch(device, prefixes) for device in devices)


def _tables(snapshot: Snapshot) -> dict[str, RouterRib]:
    """Of the devices that have one."""
    return {name: rib for name, state in snapshot.devices.items() if isinstance(rib := state.routes, RouterRib)}
