"""The decision process: the best of several paths, and those that share its traffic (RFC 4271 section 9.1).

The steps are those of FRR, IOS, NX-OS, EOS, IOS-XR and Junos alike, as far as the process or the platform does not say
otherwise: weight, local preference, what is one's own, length of the AS path, origin, MED, external before internal,
IGP metric; then the router id, the length of the cluster list and the peer's address.  Some of them take the oldest of
several external paths before they look at router ids: nobody can predict that, so it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from netops.analysis.bgp.path import Learned, Path
from netops.analysis.bgp.router import Router
from netops.model import Bgp

__all__ = ["STEPS", "select", "step"]

Metric = Callable[[Path], float | None]
"""IGP metric to a path's next hop; None where that cannot be reached."""

_Costs = dict[int, float]

STEPS = (
    "administrative distance",
    "weight",
    "local preference",
    "locally originated",
    "AS path length",
    "origin",
    "MED",
    "external before internal",
    "IGP metric to the next hop",
    "router id",
    "cluster list length",
    "peer address",
)
"""By what paths are compared, in this order."""

_Step = tuple[float, float]

_WORST = 2**32 - 1
_RANK = {Learned.LOCAL: 0, Learned.EXTERNAL: 1, Learned.INTERNAL: 2, Learned.CONFEDERATE: 2}


def select(paths: Sequence[Path], router: Router, metric: Metric) -> tuple[Path, ...]:
    """The best path first, then those that share its traffic.

    Paths whose next hop cannot be reached take no part.  Empty where none is left.
    """
    costs = {id(path): cost for path in paths if (cost := metric(path)) is not None}
    usable = [path for path in paths if id(path) in costs]
    if len(usable) < 2:
        return tuple(usable)
    best = _best(usable, router, costs)
    if best.learned is Learned.LOCAL:
        return (best,)
    equal = [path for path in usable if path is not best and _shares(path, best, router, costs)]
    return (best, *equal)


def _best(usable: list[Path], router: Router, costs: _Costs) -> Path:
    if router.process.deterministic_med and not router.process.always_compare_med and len(usable) > 2:
        usable = list(_best_of_each_neighbor(usable, router, costs))
    best = usable[0]
    for path in usable[1:]:
        if _compare(path, best, router, costs) < 0:
            best = path
    return best


def _best_of_each_neighbor(usable: list[Path], router: Router, costs: _Costs) -> Iterator[Path]:
    """MEDs compare within one neighbouring AS only: the best of each first, so that no order matters."""
    groups: dict[tuple[int, ...], Path] = {}
    for path in usable:
        present = groups.get(path.as_path[:1])
        if present is None or _compare(path, present, router, costs) < 0:
            groups[path.as_path[:1]] = path
    yield from groups.values()


def _compare(one: Path, other: Path, router: Router, costs: _Costs) -> int:
    """Negative where ``one`` is better."""
    return _attributes(one, other, router, costs) or _tie(one, other, router)


def _attributes(one: Path, other: Path, router: Router, costs: _Costs, *, lengths: bool = True) -> int:
    """The steps up to the IGP metric: equal here, and two paths may share traffic."""
    steps = _steps(one, other, router, costs, lengths=lengths)
    return next((-1 if mine < theirs else 1 for mine, theirs in steps if mine != theirs), 0)


def _steps(one: Path, other: Path, router: Router, costs: _Costs, *, lengths: bool = True) -> tuple[_Step, ...]:
    """What both have for each of these steps; the less is better."""
    process = router.process
    default = process.default_local_preference
    return (
        _distances(one, other) if router.traits.bgp_compares_distance else (0, 0),
        (-one.weight, -other.weight),
        (-_preference(one, default), -_preference(other, default)),
        (one.learned is not Learned.LOCAL, other.learned is not Learned.LOCAL),
        (one.length, other.length) if lengths and not process.as_path_ignore else (0, 0),
        (one.origin, other.origin),
        _meds(one, other, process),
        (_RANK[one.learned], _RANK[other.learned]),
        (costs[id(one)], costs[id(other)]),
    )


def step(one: Path, other: Path, router: Router, metric: Metric) -> tuple[str, float, float] | None:
    """The first of :data:`STEPS` at which two reachable paths differ, with what each has; the less is better."""
    costs = {id(path): cost for path in (one, other) if (cost := metric(path)) is not None}
    ties = zip(_tie_key(one), _tie_key(other), strict=True)
    both = (*_steps(one, other, router, costs), *ties)
    return next(((name, *each) for name, each in zip(STEPS, both, strict=True) if each[0] != each[1]), None)


def _distances(one: Path, other: Path) -> tuple[int, int]:
    """Where neither was given one, they are the platform's, and the same."""
    if one.distance == other.distance:
        return 0, 0
    return one.distance or _JUNOS, other.distance or _JUNOS


_JUNOS = 170  # BGP's preference


def _preference(path: Path, default: int) -> int:
    return default if path.local_preference is None else path.local_preference


def _meds(one: Path, other: Path, process: Bgp) -> tuple[int, int]:
    """MEDs compare only between paths from one neighbouring AS; a missing one is 0 (RFC 4271 9.1.2.2 c)."""
    if not process.always_compare_med and one.as_path[:1] != other.as_path[:1]:
        return 0, 0
    if not one.as_path and (one.confederation or other.confederation) and not process.med_confederation:
        return 0, 0
    missing = _WORST if process.med_missing_as_worst else 0
    return (missing if one.med is None else one.med), (missing if other.med is None else other.med)


def _tie(one: Path, other: Path, router: Router) -> int:
    """Router id (or originator), length of the cluster list, address of the peer (RFC 4271 9.1.2.2, RFC 4456 9)."""
    if one.learned is other.learned is Learned.EXTERNAL and not router.process.compare_router_id:
        router.assumptions.add(
            router.device.name,
            "which of several equal external BGP paths is the oldest cannot be predicted",
            "the one with the lowest router id is taken",
        )
    mine, theirs = _tie_key(one), _tie_key(other)
    return -1 if mine < theirs else int(mine > theirs)


def _tie_key(path: Path) -> tuple[int, int, int]:
    identity = path.originator or path.peer_id
    return (int(identity) if identity else 0, len(path.clusters), int(path.peer) if path.peer else 0)


def _shares(path: Path, best: Path, router: Router, costs: _Costs) -> bool:
    process = router.process
    if _RANK[path.learned] != _RANK[best.learned]:
        return False
    if _attributes(path, best, router, costs, lengths=not process.multipath_as_path_ignore) != 0:
        return False
    if process.multipath_relax:
        return True
    if router.traits.bgp_multipath_by_neighbor:
        return path.as_path[:1] == best.as_path[:1]
    return path.as_path == best.as_path
