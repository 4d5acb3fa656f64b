"""The estate's library of prefix lists, AS-path lists, community lists and route maps; what of it a device needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypedDict, TypeVar

from netops.intent.document import Document
from netops.intent.estate import Table
from netops.intent.mistakes import Mistakes
from netops.intent.policy_lists import as_path_list, community_list, prefix_list, read_lists
from netops.intent.route_maps import check_references, read_route_map, references
from netops.model import AsPathList, CommunityList, PrefixList, RouteMap

__all__ = ["Policies", "UsedPolicies", "read_policies"]

T = TypeVar("T")


class UsedPolicies(TypedDict):
    """Fields of a Device."""

    prefix_lists: tuple[PrefixList, ...]
    as_path_lists: tuple[AsPathList, ...]
    community_lists: tuple[CommunityList, ...]
    route_maps: tuple[RouteMap, ...]


@dataclass(frozen=True)
class Policies:
    """The library of the estate."""

    prefix_lists: Table[PrefixList]
    as_path_lists: Table[AsPathList]
    community_lists: Table[CommunityList]
    route_maps: Table[RouteMap]

    def used(self, names: Iterable[str]) -> UsedPolicies:
        """Device fields for these route maps and prefix lists, and for all that they use in turn."""
        maps: dict[str, RouteMap] = {}
        lists: dict[str, set[str]] = {"prefix-list": set(), "as-path": set(), "community": set()}
        waiting = sorted(set(names))
        while waiting:
            name = waiting.pop()
            if name in self.prefix_lists.items:
                lists["prefix-list"].add(name)
            if name in maps or name not in self.route_maps.items:
                continue
            maps[name] = self.route_maps.items[name].value
            for clause in maps[name].clauses:
                waiting += [clause.call] if clause.call else []
                for kind, used, _ in references(clause):
                    lists[kind].add(used)
        return {
            "prefix_lists": _pick(self.prefix_lists, lists["prefix-list"]),
            "as_path_lists": _pick(self.as_path_lists, lists["as-path"]),
            "community_lists": _pick(self.community_lists, lists["community"]),
            "route_maps": tuple(maps[name] for name in sorted(maps)),
        }


def _pick(table: Table[T], names: set[str]) -> tuple[T, ...]:
    return tuple(table.items[name].value for name in sorted(names) if name in table.items)


def read_policies(document: Document, mistakes: Mistakes) -> Policies:
    """All lists and maps; a wrong one is reported and left out."""
    policies = Policies(
        read_lists(document, "prefix_lists", "prefix list", prefix_list, mistakes),
        read_lists(document, "as_path_lists", "AS-path list", as_path_list, mistakes),
        read_lists(document, "community_lists", "community list", community_list, mistakes),
        read_lists(document, "route_maps", "route map", read_route_map, mistakes),
    )
    tables: dict[str, Table[Any]] = {
        "prefix-list": policies.prefix_lists,
        "as-path": policies.as_path_lists,
        "community": policies.community_lists,
        "route-map": policies.route_maps,
    }
    for each in policies.route_maps:
        check_references(each, tables, mistakes)
    return policies
