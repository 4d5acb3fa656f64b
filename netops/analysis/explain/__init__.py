"""From symptoms to causes: which few faults, together, predict what the network shows."""

from netops.analysis.explain.cause import Cause, Explanation
from netops.analysis.explain.search import explain

__all__ = ["Cause", "Explanation", "explain"]
