"""The lists of one device by name, and what its platform makes of a name that nothing bears."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_network
from itertools import chain

from netops.analysis.policy.lists import in_range, permits, permits_by_access_list
from netops.analysis.policy.subject import PrefixTest
from netops.model import AccessList, AsPathList, CommunityList, Device, IPPrefix, Match, PrefixList
from netops.platforms import get_platform
from netops.platforms.traits import Undefined

__all__ = ["Definitions", "prefix_tests"]


@dataclass(frozen=True, slots=True)
class Definitions:
    """``undefined_match``: whether a condition on a list that is not defined holds."""

    prefix_lists: Mapping[tuple[str, int], PrefixList]
    access_lists: Mapping[tuple[str, int], AccessList]
    community_lists: Mapping[tuple[str, str], CommunityList]
    as_path_lists: Mapping[str, AsPathList]
    undefined_match: bool
    empty_permits: bool
    as_path_by_number: bool

    @staticmethod
    def of(device: Device) -> Definitions:
        traits = get_platform(device.platform).traits
        return Definitions(
            {(each.name, each.family): each for each in device.prefix_lists},
            {(each.name, each.family): each for each in device.access_lists},
            {(each.name, each.kind): each for each in device.community_lists},
            {each.name: each for each in device.as_path_lists},
            undefined_match=traits.undefined_match is Undefined.PERMIT,
            empty_permits=traits.empty_prefix_list is Undefined.PERMIT,
            as_path_by_number=traits.as_path_regex_by_number,
        )

    def prefix_list(self, name: str, family: int) -> PrefixTest:
        """What the list says of a prefix of its family; as the platform has it where there is no such list."""
        found = self.prefix_lists.get((name, family))
        if found is None:
            return partial(_always, self.undefined_match)
        if not found.entries:
            return partial(_always, self.empty_permits)
        return partial(permits, found)

    def access_list(self, name: str, family: int) -> PrefixTest:
        found = self.access_lists.get((name, family))
        return partial(_always, self.undefined_match) if found is None else partial(permits_by_access_list, found)

    def community_list(self, name: str, kind: str) -> CommunityList | None:
        return self.community_lists.get((name, kind))


def _always(answer: bool, _: IPPrefix) -> bool:
    return answer


def prefix_tests(device: Device) -> Iterator[tuple[Hashable, int, PrefixTest]]:
    """All by which policies of a device may tell prefixes apart: a key, the family, and the test."""
    for listed in device.prefix_lists:
        yield ("prefix-list", listed.family, listed.entries), listed.family, partial(permits, listed)
    named = set(_access_lists_of_routes(device))
    for filtering in device.access_lists:
        if filtering.name in named:
            key = ("access-list", filtering.family, filtering.entries, filtering.standard, filtering.unmatched)
            yield key, filtering.family, partial(permits_by_access_list, filtering)
    for match in _all_matches(device):
        if match.kind == "prefix":
            net, low, high = ip_network(match.arguments[0]), int(match.arguments[1]), int(match.arguments[2])
            yield ("prefix", match.arguments), net.version, partial(in_range, net, low, high)


def _all_matches(device: Device) -> Iterator[Match]:
    for found in device.route_maps:
        for clause in found.clauses:
            for match in clause.matches:
                yield from _with_inner(match)


def _with_inner(match: Match) -> Iterator[Match]:
    yield match
    for each in match.inner:
        yield from _with_inner(each)


def _access_lists_of_routes(device: Device) -> Iterator[str]:
    for match in _all_matches(device):
        if match.kind in {"access-list", "access-list-ipv6"}:
            yield from match.arguments
    for process in device.bgp:
        found = (each.settings for each in process.unnumbered), (each.settings for each in process.dynamic)
        for neighbor in chain(process.neighbors, *found):
            for family in neighbor.families:
                yield from filter(None, (family.distribute_in, family.distribute_out))
