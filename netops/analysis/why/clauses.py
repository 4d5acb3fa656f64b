"""Which clause of a route map, and which entry of a list, decides about a route."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from netops.analysis.bgp.path import Path
from netops.analysis.bgp.router import Router
from netops.analysis.policy import Context, Policy
from netops.analysis.policy.lists import permits, permits_by_access_list
from netops.analysis.why.answer import Line
from netops.analysis.why.places import Places
from netops.model import Action, Device, IPPrefix, RouteMap, RouteMapClause, Set

__all__ = ["Clauses"]

_PROBE = "whether this clause holds"


class Clauses:
    """Of one device."""

    def __init__(self, router: Router | Device, places: Places) -> None:
        self.device = router.device if isinstance(router, Router) else router
        self.places = places

    def deciding(self, name: str, prefix: IPPrefix, path: Path, context: Context) -> Iterator[RouteMapClause]:
        """The clauses of a route map that hold for a route, up to the one that ends it."""
        found = next((each for each in self.device.route_maps if each.name == name), None)
        for clause in found.clauses if found is not None else ():
            if self._holds(clause, prefix, path, context):
                yield clause
                if clause.decides and (clause.on_match is None or clause.action is Action.DENY):
                    return

    def _holds(self, clause: RouteMapClause, prefix: IPPrefix, path: Path, context: Context) -> bool:
        alone = replace(clause, action=Action.PERMIT, decides=True, sets=(), on_match=None, call=None)
        maps = (*self.device.route_maps, RouteMap(_PROBE, (alone,)))
        return Policy(replace(self.device, route_maps=maps)).apply(_PROBE, prefix, path, context) is not None

    def denied(self, name: str, prefix: IPPrefix, path: Path, context: Context) -> tuple[str, Line]:
        """How a route map that refuses a route says so."""
        if all(each.name != name for each in self.device.route_maps):
            return f"route map {name}, which is not defined, refuses it", self._line(f"{name} is not defined")
        held = list(self.deciding(name, prefix, path, context))
        if held and held[-1].decides and held[-1].action is Action.DENY:
            return f"route map {name} {_clause(held[-1])} denies it", self._of_clause(name, held[-1])
        return (
            f"no clause of route map {name} permits it",
            self._line(f"route map {name}, no clause of which permits it", *self._any_clause(name)),
        )

    def _any_clause(self, name: str) -> Iterator[str]:
        found = next((each for each in self.device.route_maps if each.name == name), None)
        for clause in reversed(found.clauses if found is not None else ()):
            yield f"route-map:{name}:{clause.sequence}"

    def changes(self, name: str, prefix: IPPrefix, path: Path, context: Context) -> Iterator[Line]:
        """The clauses that changed what a route map lets pass."""
        for clause in self.deciding(name, prefix, path, context):
            if clause.sets:
                yield self._of_clause(name, clause)

    def _of_clause(self, name: str, clause: RouteMapClause) -> Line:
        told = f"route map {name} {_clause(clause)}"
        sets = ", ".join(_words(each) for each in clause.sets)
        return self._line(told + (f" sets {sets}" if sets else ""), f"route-map:{name}:{clause.sequence}")

    def prefix_list(self, name: str, prefix: IPPrefix) -> tuple[str, Line]:
        """How a prefix list refuses a prefix."""
        found = [each for each in self.device.prefix_lists if each.name == name and each.family == prefix.version]
        for entry in found[0].entries if found else ():
            alone = replace(found[0], entries=(replace(entry, action=Action.PERMIT),))
            if permits(alone, prefix):
                told = f"prefix list {name} seq {entry.sequence} denies it"
                return told, self._line(told, f"prefix-list:{name}:{entry.sequence}")
        told = f"no entry of prefix list {name} permits it" if found else f"prefix list {name} is not defined"
        keys = (f"prefix-list:{name}:{each.sequence}" for each in reversed(found[0].entries if found else ()))
        return told, self._line(told, *keys)

    def access_list(self, name: str, prefix: IPPrefix) -> tuple[str, Line]:
        """How an access list refuses a prefix."""
        found = [each for each in self.device.access_lists if each.name == name and each.family == prefix.version]
        for entry in found[0].entries if found else ():
            alone = replace(found[0], entries=(replace(entry, action=Action.PERMIT),), unmatched=Action.DENY)
            if permits_by_access_list(alone, prefix):
                told = f"access list {name} seq {entry.sequence} denies it"
                return told, self._line(told, f"access-list:{name}:{entry.sequence}")
        told = f"no entry of access list {name} permits it" if found else f"access list {name} is not defined"
        keys = (f"access-list:{name}:{each.sequence}" for each in reversed(found[0].entries if found else ()))
        return told, self._line(told, *keys)

    def as_path_list(self, name: str) -> tuple[str, Line]:
        told = f"AS-path list {name} refuses it"
        return told, self._line(told, f"as-path-list:{name}")

    def _line(self, what: str, *keys: str) -> Line:
        return self.places.line(self.device.name, what, *keys)


def _clause(clause: RouteMapClause) -> str:
    return f"{clause.action} {clause.name or clause.sequence}"


def _words(rule: Set) -> str:
    return " ".join((rule.kind, *rule.arguments))
