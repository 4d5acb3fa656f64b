"""Design checks: pure generators of findings over a network; a new check is one function.

Each module registers the checks of one subject; ``docs/checks.md`` lists them all.
"""

from netops.checks import (
    addressing,
    bgp,
    cabling,
    layer2,
    management,
    ospf,
    ospf_areas,
    physical,
    policy,
    rack,
    redundancy,
    reflection,
    security,
    segments,
    services,
    spanning_tree,
    static,
    summaries,
    topology,
)
from netops.checks.documentation import documentation
from netops.checks.index import Index
from netops.checks.registry import CheckFunction, CheckInfo, Problem, all_checks, check, run_checks

__all__ = [
    "CheckFunction",
    "CheckInfo",
    "Index",
    "Problem",
    "all_checks",
    "check",
    "documentation",
    "run_checks",
]

# named, so that importing them is seen to be what registers the checks
_SUBJECTS = (
    addressing,
    bgp,
    cabling,
    layer2,
    management,
    ospf,
    ospf_areas,
    physical,
    policy,
    rack,
    redundancy,
    reflection,
    security,
    segments,
    services,
    spanning_tree,
    static,
    summaries,
    topology,
)
