"""A BGP path, and how two of them compare."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from ipaddress import IPv4Address, IPv6Address

from netops.model import Bgp, IPAddress

__all__ = ["Learned", "Path", "select"]


class Learned(IntEnum):
    """Where a path comes from, the preferred first."""

    LOCAL = 0
    EXTERNAL = 1
    INTERNAL = 2


@dataclass(frozen=True, slots=True)
class Path:
    """A path as one router holds it (RFC 4271 section 5, RFC 4456 for reflection).

    ``next_hop`` None is the router itself.  ``origin``: 0 IGP, 1 EGP, 2 incomplete.  ``peer`` and ``peer_id`` are the
    address and router id it came from; ``tag``, ``protocol`` and ``interface`` are those of a redistributed route, as
    are ``route_type`` (internal, external, nssa-external), ``level`` and ``area``.  ``confederation`` are the members'
    numbers that stand before ``as_path`` (RFC 5065), ``as_set`` those that stand behind it in no order.
    ``next_hop_decided``: a policy has set it, and nothing else shall; ``discard``: packets are thrown away.
    """

    as_path: tuple[int, ...] = ()
    next_hop: IPAddress | None = None
    link_local: IPv6Address | None = None
    origin: int = 0
    local_preference: int | None = None
    med: int | None = None
    communities: frozenset[str] = frozenset()
    weight: int = 0
    originator: IPv4Address | None = None
    clusters: tuple[IPv4Address, ...] = ()
    learned: Learned = Learned.LOCAL
    session: int | None = None  # the receiving side's session
    peer: IPAddress | None = None
    peer_id: IPv4Address | None = None
    from_client: bool = False
    aggregate: bool = False
    tag: int = 0
    metric_type: int | None = None
    distance: int | None = None
    protocol: str = "bgp"
    interface: str | None = None
    extended: frozenset[str] = frozenset()
    large: frozenset[str] = frozenset()
    confederation: tuple[int, ...] = ()
    as_set: frozenset[int] = frozenset()
    route_type: str = ""
    level: str = ""
    area: str = ""
    vrf: str = ""
    color: int | None = None
    next_hop_decided: bool = False
    discard: bool = False

    @property
    def length(self) -> int:
        """Of the AS path, as it counts: a set is one, a confederation's members none (RFC 4271 9.1.2.2, RFC 5065)."""
        return len(self.as_path) + bool(self.as_set)


Metric = Callable[[Path], float | None]
"""IGP metric to a path's next hop; None where that cannot be reached."""


def select(paths: Sequence[Path], process: Bgp, metric: Metric) -> tuple[Path, ...]:
    """The best path first, then those that share its traffic (RFC 4271 section 9.1, and FRR's multipath).

    Paths whose next hop cannot be reached take no part.  Empty where none is left.
    """
    costs = {id(path): cost for path in paths if (cost := metric(path)) is not None}
    usable = [path for path in paths if id(path) in costs]
    if not usable:
        return ()
    best = usable[0]
    for path in usable[1:]:
        if _compare(path, best, process, costs) < 0:
            best = path
    if best.learned is Learned.LOCAL:
        return (best,)
    equal = [path for path in usable if path is not best and _shares(path, best, process, costs)]
    return (best, *equal)


def _compare(one: Path, other: Path, process: Bgp, costs: dict[int, float]) -> int:
    """Negative where ``one`` is better."""
    return _attributes(one, other, process, costs) or _tie(one, other)


def _attributes(one: Path, other: Path, process: Bgp, costs: dict[int, float]) -> int:
    """The steps up to the IGP metric: equal here, and two paths may share traffic."""
    default = process.default_local_preference
    steps = (
        (-one.weight, -other.weight),
        (-_preference(one, default), -_preference(other, default)),
        (one.learned is not Learned.LOCAL, other.learned is not Learned.LOCAL),
        (len(one.as_path), len(other.as_path)),
        (one.origin, other.origin),
        _meds(one, other, process),
        (one.learned, other.learned),
        (costs[id(one)], costs[id(other)]),
    )
    return next((-1 if mine < theirs else 1 for mine, theirs in steps if mine != theirs), 0)


def _preference(path: Path, default: int) -> int:
    return default if path.local_preference is None else path.local_preference


def _meds(one: Path, other: Path, process: Bgp) -> tuple[int, int]:
    """MEDs compare only between paths from one neighbouring AS; a missing one is 0 (RFC 4271 9.1.2.2 c)."""
    same = process.always_compare_med or one.as_path[:1] == other.as_path[:1]
    return ((one.med or 0), (other.med or 0)) if same else (0, 0)


def _tie(one: Path, other: Path) -> int:
    """Router id (or originator), length of the cluster list, address of the peer (RFC 4271 9.1.2.2, RFC 4456 9)."""
    mine, theirs = _tie_key(one), _tie_key(other)
    return -1 if mine < theirs else int(mine > theirs)


def _tie_key(path: Path) -> tuple[int, int, int]:
    identity = path.originator or path.peer_id
    return (int(identity) if identity else 0, len(path.clusters), int(path.peer) if path.peer else 0)


def _shares(path: Path, best: Path, process: Bgp, costs: dict[int, float]) -> bool:
    if path.learned is not best.learned or _attributes(path, best, process, costs) != 0:
        return False
    return process.multipath_relax or path.as_path == best.as_path
