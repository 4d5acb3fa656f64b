"""BGP aggregates (RFC 4271 section 9.2.2.2): which are active, what they carry, and what they suppress."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from netops.analysis.bgp.origin import LOCAL_WEIGHT
from netops.analysis.bgp.path import Path
from netops.analysis.bgp.router import Router
from netops.analysis.policy import Context
from netops.model import BgpAggregate, IPPrefix, within

__all__ = ["Aggregation", "aggregated"]

Tables = Mapping[IPPrefix, tuple[tuple[Path, ...], ...]]
"""By prefix: what every router selects."""


@dataclass(slots=True)
class Aggregation:
    """Active aggregates by prefix, each with its router, and the (router, prefix) pairs that are suppressed."""

    active: defaultdict[IPPrefix, list[tuple[int, Path]]] = field(default_factory=lambda: defaultdict(list))
    suppressed: set[tuple[int, IPPrefix]] = field(default_factory=set)


def aggregated(found: list[Router], tables: Tables) -> Aggregation:
    """What the routers aggregate of what they have selected."""
    result = Aggregation()
    for position, router in enumerate(found):
        for family in router.process.families:
            for aggregate in family.aggregates:
                inside = _contributors(position, router, aggregate, tables)
                if not inside:
                    continue
                path = _path(router, aggregate, [inside[prefix] for prefix in sorted(inside)])
                if path is not None:
                    result.active[aggregate.prefix].append((position, path))
                result.suppressed |= {
                    (position, prefix) for prefix, path in inside.items() if _hides(router, aggregate, prefix, path)
                }
    return result


def _contributors(position: int, router: Router, aggregate: BgpAggregate, tables: Tables) -> dict[IPPrefix, Path]:
    """More specific prefixes of its table that the advertise map takes, with their best paths."""
    inside = {
        prefix: selected[position][0]
        for prefix, selected in tables.items()
        if selected[position] and prefix != aggregate.prefix and within(prefix, aggregate.prefix)
    }
    name = aggregate.advertise_map
    if name is None:
        return inside
    return {prefix: path for prefix, path in inside.items() if _passes(router, name, prefix, path)}


def _passes(router: Router, name: str, prefix: IPPrefix, path: Path) -> bool:
    return router.policy.apply(name, prefix, path, Context(router.process.asn)) is not None


def _hides(router: Router, aggregate: BgpAggregate, prefix: IPPrefix, path: Path) -> bool:
    if aggregate.suppress_map is not None:
        return _passes(router, aggregate.suppress_map, prefix, path)
    return aggregate.summary_only


def _path(router: Router, aggregate: BgpAggregate, inside: list[Path]) -> Path | None:
    """With an AS set: the numbers that all begin with, then the others in no order, and everyone's communities."""
    origin = max(path.origin for path in inside)
    weight = LOCAL_WEIGHT if router.traits.bgp_exports_table else router.traits.bgp_local_weight
    path: Path | None = Path(origin=origin, aggregate=True, weight=weight)
    if aggregate.as_set:
        common = _common([each.as_path for each in inside])
        others = {n for each in inside for n in (*each.as_path[len(common) :], *each.as_set)}
        path = Path(
            as_path=common,
            as_set=frozenset(others - set(common)),
            origin=origin,
            aggregate=True,
            weight=weight,
            communities=frozenset().union(*(each.communities for each in inside)),
        )
    if aggregate.attribute_map is not None and path is not None:
        path = router.policy.apply(aggregate.attribute_map, aggregate.prefix, path, Context(router.process.asn))
    return path


def _common(paths: list[tuple[int, ...]]) -> tuple[int, ...]:
    """What all of them begin with."""
    shortest = min(paths, key=len)
    for length in range(len(shortest), 0, -1):
        if all(each[:length] == shortest[:length] for each in paths):
            return shortest[:length]
    return ()
