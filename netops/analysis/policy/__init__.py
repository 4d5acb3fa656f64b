"""Route maps, policy chains and the lists that they match on, compiled once and applied to one route at a time."""

from netops.analysis.policy.lists import permits
from netops.analysis.policy.policy import Policy
from netops.analysis.policy.subject import Context

__all__ = ["Context", "Policy", "permits"]
