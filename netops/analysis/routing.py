"""What a routing protocol is given, and what it gives: the way in which all but OSPF join a prediction.

OSPF's tables are arrays that the RIB looks into (:mod:`netops.analysis.rib`); whoever has thousands of routes a router
does the same, all others hand over plain tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from netops.analysis.assumptions import Assumptions
from netops.analysis.forwarding import Forwarding
from netops.analysis.layer2 import Layer2
from netops.analysis.policy import Policy
from netops.analysis.virtual import Split
from netops.model import Adjacency, Device, IPPrefix, Network, Route

__all__ = ["RoutingProtocol", "Running", "Tables"]

Tables = Mapping[str, dict[IPPrefix, Route]]
"""By router: what a protocol offers to its main RIB."""


@dataclass(frozen=True, slots=True)
class Running:
    """What runs: the virtual routers with power (``alive``, by name), their layer 2, and their policies.

    Every VRF is a router of its own here, and everything of it stands in a VRF "default"; ``split`` knows which device
    and VRF it is.  An interface is up if ``layer2.up_on(router)`` holds its name.
    """

    split: Split
    layer2: Layer2
    alive: Mapping[str, Device]
    policies: Mapping[str, Policy]
    assumptions: Assumptions

    @property
    def network(self) -> Network:
        """Of virtual routers."""
        return self.split.network


class RoutingProtocol(Protocol):
    """One protocol on all routers.  It is made anew for each prediction, of a :class:`Running`."""

    def prefixes(self) -> Iterable[IPPrefix]:
        """Those that it may bring and that are nobody's connected, static or BGP prefix: summaries."""

    def routes(self, present: Forwarding) -> Tables:
        """By router: what the protocol offers, given everyone's tables (``present.ribs``), redistribution included.

        Asked round by round until no table moves.  The same dict object for a router says that it has not moved.
        """

    def adjacencies(self) -> Mapping[str, tuple[Adjacency, ...]]:
        """By router: its neighbours."""
