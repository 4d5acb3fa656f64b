"""The policies of one device by name: route maps as functions, and chains of them.

Each is compiled when it is first applied.  What cannot be predicted is told, and passed over: a condition then does not
hold, a change does nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from netops.analysis.assumptions import Assumptions
from netops.analysis.bgp.path import Path
from netops.analysis.policy.definitions import Definitions
from netops.analysis.policy.lists import permits, permits_by_access_list
from netops.analysis.policy.matches import UNFIT, compile_match
from netops.analysis.policy.patterns import as_path_test
from netops.analysis.policy.sets import compile_set
from netops.analysis.policy.subject import NOWHERE, Change, Context, Run, Test, Verdict
from netops.model import Action, Device, IPPrefix, Match, Route, RouteMap, RouteMapClause, Set
from netops.platforms import get_platform
from netops.platforms.traits import Undefined

__all__ = ["Policy"]


@dataclass(frozen=True, slots=True)
class _Clause:
    """``after`` is the position to go on from, where the clause does not decide or says so."""

    tests: tuple[Test, ...]
    changes: tuple[Change, ...]
    permits: bool
    decides: bool
    continues: bool
    after: int
    call: Run | None
    default: Action | None


class Policy:
    """The route maps and lists of one device, by name."""

    def __init__(self, device: Device, assumptions: Assumptions | None = None) -> None:
        self.device = device.name
        self._configured = device
        self._assumptions = assumptions if assumptions is not None else Assumptions()
        self._maps = {each.name: each for each in device.route_maps}
        self._runs: dict[str, Run] = {}
        self._known: Definitions | None = None
        self._compiling: list[str] = []
        self._asks_igp: bool | None = None

    @property
    def asks_igp(self) -> bool:
        """Whether any route map takes the metric to the next hop for a MED."""
        if self._asks_igp is None:
            sets = (each for found in self._maps.values() for clause in found.clauses for each in clause.sets)
            self._asks_igp = any(each.kind == "metric" and each.arguments[:1] == ("igp",) for each in sets)
        return self._asks_igp

    @property
    def definitions(self) -> Definitions:
        if self._known is None:
            self._known = Definitions.of(self._configured)
        return self._known

    def prefix_list(self, name: str, prefix: IPPrefix) -> bool:
        """Whether the list of this name and of the prefix's family permits it, where it is a filter of its own."""
        known = self.definitions
        found = known.prefix_lists.get((name, prefix.version))
        if found is None:
            return get_platform(self._configured.platform).traits.undefined_prefix_list is Undefined.PERMIT
        return permits(found, prefix) if found.entries else known.empty_permits

    def access_list(self, name: str, prefix: IPPrefix) -> bool:
        """The same of an access list."""
        found = self.definitions.access_lists.get((name, prefix.version))
        if found is None:
            return get_platform(self._configured.platform).traits.undefined_prefix_list is Undefined.PERMIT
        return permits_by_access_list(found, prefix)

    def as_path_list(self, name: str, path: Path) -> bool:
        """The same of an AS-path list."""
        found = self.definitions.as_path_lists.get(name)
        if found is None:
            return get_platform(self._configured.platform).traits.undefined_prefix_list is Undefined.PERMIT
        by_number = self.definitions.as_path_by_number
        for entry in found.entries:
            try:
                if as_path_test(entry.regex, by_number)(path):
                    return entry.action is Action.PERMIT
            except UNFIT:
                self._assume(f"AS-path list {name}: '{entry.regex}'", "taken to match nothing")
        return False

    def apply(self, name: str, prefix: IPPrefix, path: Path, context: Context = NOWHERE) -> Path | None:
        """The path as the route map leaves it, or None where it is denied."""
        if name not in self._maps:
            return self._undefined(path)
        found = self._run(name)(prefix, path, context)
        return found.path if found.action is Action.PERMIT else None

    def chain(
        self, names: Iterable[str], prefix: IPPrefix, path: Path, context: Context, *, default: bool
    ) -> Path | None:
        """The path as a chain of policies leaves it; ``default``: what becomes of it where none of them decides."""
        for name in names:
            if name not in self._maps:
                if self._undefined(path) is None:
                    return None
                continue
            action, path, instead = self._run(name)(prefix, path, context)
            if action is not None:
                return path if action is Action.PERMIT else None
            default = default if instead is None else instead is Action.PERMIT
        return path if default else None

    def resolution(self, vrf: str, family: int) -> Callable[[Route], bool] | None:
        """Over which routes of a VRF next hops may be resolved; None: over any."""
        found = self._configured.vrfs.get(vrf)
        names = () if found is None else found.family(family).resolution
        return partial(self._resolves, names) if names else None

    def _resolves(self, names: tuple[str, ...], route: Route) -> bool:
        path = Path(med=route.metric, protocol=route.protocol, tag=route.tag, distance=route.distance)
        return self.chain(names, route.prefix, path, NOWHERE, default=True) is not None

    def _undefined(self, path: Path) -> Path | None:
        undefined = get_platform(self._configured.platform).traits.undefined_route_map
        return path if undefined is Undefined.PERMIT else None

    def _run(self, name: str) -> Run:
        if (known := self._runs.get(name)) is None:
            known = self._runs[name] = self._compiled(self._maps[name])
        return known

    def _compiled(self, found: RouteMap) -> Run:
        self._compiling.append(found.name)
        clauses = tuple(self._clause(found, position) for position in range(len(found.clauses)))
        self._compiling.pop()
        original, set_permits, unmatched = found.original, found.set_permits, found.unmatched

        def run(prefix: IPPrefix, path: Path, context: Context) -> Verdict:
            came, at, permitted, default = path, 0, False, None
            while at < len(clauses):
                clause = clauses[at]
                seen = came if original else path
                at += 1
                if not all(test(prefix, seen, context) for test in clause.tests):
                    continue
                if clause.decides and not clause.permits:
                    return Verdict(Action.DENY, path)
                for change in clause.changes:
                    path = change(path, context)
                default = clause.default or default
                if clause.call is not None:
                    action, path, _ = clause.call(prefix, path, context)
                    if action is not Action.PERMIT:
                        return Verdict(Action.DENY, path)
                if clause.decides and not clause.continues:
                    return Verdict(Action.PERMIT, path)
                permitted |= clause.continues or (set_permits and bool(clause.changes))
                at = clause.after
            return Verdict(Action.PERMIT if permitted else unmatched, path, default)

        return run

    def _clause(self, found: RouteMap, position: int) -> _Clause:
        clause = found.clauses[position]
        where = f"route map {found.name} {clause.name or clause.sequence}"
        return _Clause(
            tests=tuple(self._test(each, where) for each in clause.matches),
            changes=tuple(self._changes(clause, where)),
            permits=clause.action is Action.PERMIT,
            decides=clause.decides,
            continues=clause.decides and clause.on_match is not None,
            after=_after(found, position),
            call=None if clause.call is None else self._called(clause.call),
            default=next((Action(e.arguments[0]) for e in clause.sets if e.kind == "default-action"), None),
        )

    def _test(self, match: Match, where: str) -> Test:
        try:
            return compile_match(match, self.definitions, self._permits)
        except UNFIT:
            self._assume(f"{where}: 'match {_words(match)}'", "taken not to hold")
            return lambda _, __, ___: False

    def _changes(self, clause: RouteMapClause, where: str) -> Iterator[Change]:
        for each in clause.sets:
            try:
                yield compile_set(each, self.definitions)
            except UNFIT:
                self._assume(f"{where}: 'set {_words(each)}'", "taken to change nothing")

    def _called(self, name: str) -> Run:
        """A route map that another one names; it is compiled when it is first asked."""
        if name not in self._maps:
            permitted = self._undefined(Path()) is not None
            action = Action.PERMIT if permitted else Action.DENY
            return lambda _, path, __: Verdict(action, path)
        if name in self._compiling:  # a map that asks itself
            return lambda _, path, __: Verdict(Action.DENY, path)
        return lambda prefix, path, context: self._run(name)(prefix, path, context)

    def _permits(self, name: str) -> Test:
        run = self._called(name)
        return lambda prefix, path, context: run(prefix, path, context).action is Action.PERMIT

    def _assume(self, what: str, instead: str) -> None:
        self._assumptions.add(self.device, f"{what} cannot be predicted", instead)


def _after(found: RouteMap, position: int) -> int:
    """The position of the first clause that a clause goes on to; beyond the last where there is none."""
    wanted = found.clauses[position].on_match
    if wanted is None or wanted == "next":
        return position + 1
    sequence = int(wanted)
    later = (number for number, each in enumerate(found.clauses) if number > position and each.sequence >= sequence)
    return next(later, len(found.clauses))


def _words(rule: Match | Set) -> str:
    return " ".join((rule.kind, *rule.arguments))
