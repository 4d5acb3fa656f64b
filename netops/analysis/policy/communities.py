"""Community lists, of whatever kind, asked about the communities that a route carries."""

from __future__ import annotations

from collections.abc import Callable, Set

from netops.analysis.policy.patterns import pattern
from netops.model import Action, CommunityList, CommunityListEntry

__all__ = ["CommunityTest", "community_test"]

CommunityTest = Callable[[Set[str]], bool]


def community_test(found: CommunityList | None, exact: bool, undefined: bool) -> CommunityTest:
    """Whether the list permits a set of communities.  ``exact``: they have to be an entry's, and no others."""
    if found is None:
        return lambda _: undefined
    entries = [(_entry(each, exact, found.any_of), each.action) for each in found.entries]
    return lambda carried: next((action is Action.PERMIT for test, action in entries if test(carried)), False)


def _entry(entry: CommunityListEntry, exact: bool, any_of: bool) -> CommunityTest:
    if entry.regex is not None:
        found = pattern(entry.regex)
        return lambda carried: found.search(" ".join(sorted(carried))) is not None
    wanted = frozenset(entry.communities) - {"internet"}
    if exact:
        return lambda carried: carried == wanted
    if any_of and wanted:
        return lambda carried: not wanted.isdisjoint(carried)
    if not entry.regexes:
        return lambda carried: wanted <= carried
    patterns = [pattern(each) for each in entry.regexes]
    return lambda carried: wanted <= carried and all(any(p.search(each) for each in carried) for p in patterns)
