"""Routes that come, go and change."""

from __future__ import annotations

from dataclasses import dataclass

from netops.model import DeviceState, IPPrefix, Route, Snapshot

__all__ = ["RouteChange", "RouteChanges", "route_changes"]


@dataclass(frozen=True, slots=True)
class RouteChange:
    """One prefix in one VRF of one device; ``before`` None: it comes, ``after`` None: it goes."""

    vrf: str
    prefix: IPPrefix
    before: Route | None
    after: Route | None

    @property
    def kind(self) -> str:
        """added, removed or changed."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    @property
    def lost_width(self) -> int:
        """How many equal-cost next hops fewer the route has, where it still is there."""
        if self.before is None or self.after is None:
            return 0
        return max(0, len(self.before.next_hops) - len(self.after.next_hops))


@dataclass(frozen=True, slots=True)
class RouteChanges:
    """All that changes in one device's tables."""

    device: str
    changes: tuple[RouteChange, ...]

    def count(self, kind: str) -> int:
        return sum(1 for each in self.changes if each.kind == kind)


def route_changes(before: Snapshot, after: Snapshot) -> tuple[RouteChanges, ...]:
    """Per device, in order of name; devices whose routes stay as they are do not appear."""
    found = []
    for name in sorted({*before.devices, *after.devices}):
        changes = _of_device(before.devices.get(name), after.devices.get(name))
        if changes:
            found.append(RouteChanges(name, changes))
    return tuple(found)


def _of_device(before: DeviceState | None, after: DeviceState | None) -> tuple[RouteChange, ...]:
    old = {(vrf, prefix): route for vrf, rib in _ribs(before) for prefix, route in rib.items()}
    new = {(vrf, prefix): route for vrf, rib in _ribs(after) for prefix, route in rib.items()}
    changed = [key for key in {*old, *new} if old.get(key) != new.get(key)]
    changed.sort(key=lambda key: (key[0], key[1].version, key[1]))
    return tuple(RouteChange(vrf, prefix, old.get((vrf, prefix)), new.get((vrf, prefix))) for vrf, prefix in changed)


def _ribs(state: DeviceState | None) -> list[tuple[str, dict[IPPrefix, Route]]]:
    return [(vrf, dict(rib)) for vrf, rib in ((state.ribs if state else None) or {}).items()]
