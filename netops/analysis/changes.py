"""What a failure changes in the routing tables: whoever asked for nothing of this knows the answer already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from netops.analysis.rib import RouterRib, differing
from netops.model import IPPrefix

__all__ = ["Changes"]


class Changes:
    """The cells of the tables, by device and prefix, that may differ from those of the whole network."""

    def __init__(self, now: Mapping[str, RouterRib], whole: Mapping[str, RouterRib]) -> None:
        self._now, self._whole = now, whole
        self._of: dict[str, frozenset[IPPrefix] | None] = {}

    def of(self, device: str) -> frozenset[IPPrefix] | None:
        """The prefixes for which a device's route may differ; None: all that it has."""
        if device not in self._of:
            now, before = self._now.get(device), self._whole.get(device)
            if now is not None and before is not None:
                self._of[device] = now.moved_from(before)
            else:
                self._of[device] = frozenset() if now is before else None
        return self._of[device]

    def none_at(self, device: str) -> bool:
        """Whether all of a device's routes are what they were."""
        found = self.of(device)
        return found is not None and not found

    def touch(self, device: str, prefixes: Iterable[IPPrefix]) -> bool:
        """Whether the device's route for any of these may differ."""
        found = self.of(device)
        return found is None or not found.isdisjoint(prefixes)

    @cached_property
    def prefixes(self) -> frozenset[IPPrefix]:
        """All for which the route of any device may differ that has a table in both."""
        found: set[IPPrefix] = set()
        seen: set[tuple[int, int]] = set()
        for name, rib in self._now.items():
            before = self._whole[name]
            found.update(differing(rib.others, before.others))
            for now, whole in zip(rib.tables, before.tables, strict=True):
                if (pair := (id(now), id(whole))) not in seen:
                    seen.add(pair)
                    found.update(now.moved_prefixes(whole))
        return frozenset(found)
