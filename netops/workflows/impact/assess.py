"""All that a change does, in one value."""

from __future__ import annotations

from dataclasses import dataclass

from netops.model import Network, Snapshot
from netops.workflows.impact.paths import PathChange, path_changes
from netops.workflows.impact.peers import PeerChange, peer_changes
from netops.workflows.impact.redundancy import RedundancyChange, redundancy_changes
from netops.workflows.impact.routes import RouteChanges, route_changes

__all__ = ["Impact", "assess"]


@dataclass(frozen=True, slots=True)
class Impact:
    """What differs between two predictions; all empty where a change does nothing to traffic."""

    routes: tuple[RouteChanges, ...] = ()
    peers: tuple[PeerChange, ...] = ()
    paths: tuple[PathChange, ...] = ()
    redundancy: tuple[RedundancyChange, ...] = ()


def assess(before: tuple[Network, Snapshot], after: tuple[Network, Snapshot]) -> Impact:
    """Compare two networks with what each is predicted to show."""
    routes = route_changes(before[1], after[1])
    return Impact(
        routes,
        peer_changes(before[1], after[1]),
        path_changes(after[0], before[1], after[1]),
        redundancy_changes(before, after, routes),
    )
