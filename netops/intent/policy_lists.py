"""Lists of routing policy, one line of text an entry."""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import ip_network
from typing import Any, TypeVar

from netops.intent.border import Locator
from netops.intent.document import Document
from netops.intent.estate import Named, Table, locator, named_entries
from netops.intent.mistakes import Mistakes, shown
from netops.model import (
    Action,
    AsPathList,
    AsPathListEntry,
    CommunityList,
    CommunityListEntry,
    IPPrefix,
    PrefixList,
    PrefixListEntry,
)

__all__ = ["WrongEntryError", "as_path_list", "community_list", "prefix_list", "read_lists"]

T = TypeVar("T")
_STEP = 5  # between sequence numbers, as vendors count
_PREFIX_ENTRY = re.compile(r"(permit|deny)\s+(\S+/\d{1,3})((?:\s+(?:ge|le)\s+\d{1,3}){0,2})")
_TEXT_ENTRY = re.compile(r"(permit|deny)\s+(\S.*)")


class WrongEntryError(Exception):
    """An entry of a list that cannot be read; ``index`` None is the list itself."""

    def __init__(self, index: int | None, expected: str, actual: object) -> None:
        super().__init__(expected)
        self.index = index
        self.expected = expected
        self.actual = actual


Build = Callable[[str, list[Any], Locator, Mistakes], T | None]
"""Makes the object of its entries; raises WrongEntryError, or reports and gives None."""


def read_lists(document: Document, section: str, kind: str, build: Build[T], mistakes: Mistakes) -> Table[T]:
    """The lists of a top-level map; a wrong one is reported and left out."""
    table: Table[T] = Table(kind, partial=document.partial(section))
    for name, value in named_entries(document, (section,), document.section(section, mistakes), table, mistakes):
        locate = locator(document, (section, name))
        try:
            if not isinstance(value, list) or not value:
                raise WrongEntryError(None, "a list of entries", value)
            built = build(name, value, locate, mistakes)
        except WrongEntryError as wrong:
            problem = "not valid" if wrong.index is None else f"entry {wrong.index + 1} is not valid"
            mistakes.add(
                "estate-value",
                f"{kind} {name}",
                problem,
                expected=wrong.expected,
                actual=shown(wrong.actual),
                location=locate(() if wrong.index is None else (wrong.index,)),
            )
            continue
        if built is not None:
            table.items[name] = Named(name, built, locate)
    return table


def prefix_list(name: str, entries: list[Any], _locate: Locator, _mistakes: Mistakes) -> PrefixList:
    found = [_prefix_entry(index, text) for index, text in enumerate(entries)]
    families = {entry.prefix.version for entry in found}
    if len(families) > 1:
        raise WrongEntryError(None, "prefixes of one family", "IPv4 and IPv6")
    return PrefixList(name, families.pop(), tuple(found))


def _prefix_entry(index: int, text: Any) -> PrefixListEntry:
    expected = "permit|deny PREFIX [ge N] [le N]"
    parts = _PREFIX_ENTRY.fullmatch(text.strip()) if isinstance(text, str) else None
    if parts is None:
        raise WrongEntryError(index, expected, text)
    try:
        prefix: IPPrefix = ip_network(parts[2])
    except ValueError:
        raise WrongEntryError(index, f"{expected}, the prefix without host bits", text) from None
    bounds = {word: int(number) for word, number in re.findall(r"(ge|le)\s+(\d+)", parts[3])}
    ge, le = bounds.get("ge"), bounds.get("le")
    rising = [prefix.prefixlen, *(each for each in (ge, le) if each is not None), prefix.max_prefixlen]
    if rising != sorted(rising):
        raise WrongEntryError(index, f"{prefix.prefixlen} <= ge <= le <= {prefix.max_prefixlen}", text)
    return PrefixListEntry(_STEP * (index + 1), Action(parts[1]), prefix, ge, le)


def _text_entry(index: int, text: Any, expected: str) -> tuple[int, Action, str]:
    parts = _TEXT_ENTRY.fullmatch(text.strip()) if isinstance(text, str) else None
    if parts is None:
        raise WrongEntryError(index, expected, text)
    return _STEP * (index + 1), Action(parts[1]), parts[2]


def as_path_list(name: str, entries: list[Any], _locate: Locator, _mistakes: Mistakes) -> AsPathList:
    found = [_text_entry(index, text, "permit|deny REGEX") for index, text in enumerate(entries)]
    return AsPathList(name, tuple(AsPathListEntry(*entry) for entry in found))


def community_list(name: str, entries: list[Any], _locate: Locator, _mistakes: Mistakes) -> CommunityList:
    found = [_text_entry(index, text, "permit|deny COMMUNITY ...") for index, text in enumerate(entries)]
    return CommunityList(
        name, tuple(CommunityListEntry(sequence, action, tuple(text.split())) for sequence, action, text in found)
    )
