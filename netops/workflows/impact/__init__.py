"""What a change does to the network: two predictions laid side by side.  Pure: no device, no file."""

from netops.workflows.impact.assess import Impact, assess
from netops.workflows.impact.paths import PathChange
from netops.workflows.impact.peers import PeerChange
from netops.workflows.impact.redundancy import RedundancyChange
from netops.workflows.impact.routes import RouteChange, RouteChanges

__all__ = ["Impact", "PathChange", "PeerChange", "RedundancyChange", "RouteChange", "RouteChanges", "assess"]
