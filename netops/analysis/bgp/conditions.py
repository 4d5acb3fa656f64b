"""What conditional advertisement and conditional default routes hang on: whether any route passes a route map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from netops.analysis.bgp.path import Path
from netops.analysis.bgp.router import Router
from netops.analysis.bgp.session import Session
from netops.analysis.policy import Context
from netops.analysis.rib import RouterRib
from netops.model import BgpNeighborFamily, IPPrefix

__all__ = ["is_conditional", "with_conditions"]

Selected = Mapping[IPPrefix, tuple[tuple[Path, ...], ...]]
"""By prefix: what every router selected in the round before."""


def with_conditions(
    routers: list[Router], sessions: list[Session], selected: Selected, ribs: Mapping[str, RouterRib]
) -> list[Session]:
    """The sessions with what their conditions say at the moment."""
    return [_judged(each, routers[each.local], selected, ribs) for each in sessions]


def is_conditional(router: Router) -> bool:
    """Whether any of its neighbours is told of routes under a condition."""
    return any(_conditional(family) for each in router.neighbors() for family in each.families)


def _conditional(family: BgpNeighborFamily) -> bool:
    return bool(family.conditions) or family.default_originate_route_map is not None


def _judged(session: Session, router: Router, selected: Selected, ribs: Mapping[str, RouterRib]) -> Session:
    found = []
    for family in session.neighbor.families:
        if _conditional(family):
            known = list(_known(session.local, family.family, selected))
            answers = [_any_passes(router, each.condition, known) is each.exists for each in family.conditions]
            default = family.default_originate_route_map
            if router.traits.bgp_default_by_main_table and (rib := ribs.get(router.device.name)) is not None:
                known += _active(rib, family.family)
            answers.append(default is None or _any_passes(router, default, known))
            found.append((family.family, tuple(answers)))
    return replace(session, conditions=tuple(found))


def _any_passes(router: Router, name: str, known: Iterable[tuple[IPPrefix, Path]]) -> bool:
    context = Context(router.process.asn)
    return any(router.policy.apply(name, prefix, path, context) is not None for prefix, path in known)


def _known(position: int, family: int, selected: Selected) -> Iterator[tuple[IPPrefix, Path]]:
    """The best paths of BGP's table."""
    for prefix, outcome in selected.items():
        if prefix.version == family and outcome[position]:
            yield prefix, outcome[position][0]


def _active(rib: RouterRib, family: int) -> Iterator[tuple[IPPrefix, Path]]:
    """The routes of the main table: a default route may hang on one that BGP does not have."""
    for prefix, route in rib.items():
        if prefix.version == family:
            yield prefix, Path(med=route.metric, protocol=route.protocol, tag=route.tag)
