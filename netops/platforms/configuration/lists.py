"""Drafts of lists as the model has them: by name, the arguments of each entry by its sequence number."""

from __future__ import annotations

from netops.model import (
    AsPathList,
    AsPathListEntry,
    CommunityList,
    CommunityListEntry,
    PrefixList,
    PrefixListEntry,
)
from netops.platforms.configuration.rules import Fields

__all__ = ["as_path_lists", "community_lists", "prefix_lists"]


def prefix_lists(top: Fields) -> tuple[PrefixList, ...]:
    return tuple(
        PrefixList(name, family, tuple(PrefixListEntry(number, *entries[number]) for number in sorted(entries)))
        for (name, family), entries in top.get("prefix_lists", {}).items()
    )


def community_lists(top: Fields) -> tuple[CommunityList, ...]:
    return tuple(
        CommunityList(name, tuple(CommunityListEntry(number, *entries[number]) for number in sorted(entries)), kind)
        for (name, kind), entries in top.get("community_lists", {}).items()
    )


def as_path_lists(top: Fields) -> tuple[AsPathList, ...]:
    return tuple(
        AsPathList(name, tuple(AsPathListEntry(number, *entries[number]) for number in sorted(entries)))
        for name, entries in top.get("as_path_lists", {}).items()
    )
