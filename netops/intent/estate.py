"""The estate as its files say it: typed, references not yet followed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from netops.intent.border import Locator, M, validate
from netops.intent.document import Document, KeyPath
from netops.intent.fields import NAME
from netops.intent.mistakes import Mistakes, shown
from netops.model import Location

__all__ = ["Named", "Table", "locator", "named_entries", "read_table"]

T = TypeVar("T")


@dataclass(frozen=True)
class Named(Generic[T]):
    """One object of a table with its place in the files; ``locate`` gives the line of a key inside of it."""

    name: str
    value: T
    locate: Locator

    @property
    def location(self) -> Location | None:
        return self.locate(())


@dataclass
class Table(Generic[T]):
    """Objects by name.  ``declared`` also holds the names of those that are wrong: a reference to one of these is no
    second mistake."""

    kind: str
    items: dict[str, Named[T]] = field(default_factory=dict)
    declared: set[str] = field(default_factory=set)
    partial: bool = False  # some of it could not be read at all: then an unknown name is no mistake of its own

    def get(self, name: str, mistakes: Mistakes, *, subject: str, location: Location | None) -> T | None:
        """The object of this name; None, and a finding, where nobody declared it."""
        if name in self.items:
            return self.items[name].value
        if name not in self.declared and not self.partial:
            mistakes.unknown(self.kind, name, self.declared, subject=subject, location=location)
        return None

    def keep(
        self, names: Iterable[str], mistakes: Mistakes, *, subject: str, locate: Locator, path: KeyPath
    ) -> list[str]:
        """Those of the names that are usable; the unknown ones are reported, each at its item of the list ``path``."""
        return [
            name
            for index, name in enumerate(names)
            if self.get(name, mistakes, subject=subject, location=locate((*path, index))) is not None
        ]

    def __iter__(self) -> Iterator[Named[T]]:
        return iter(sorted(self.items.values(), key=lambda each: each.name))


def locator(document: Document, base: KeyPath) -> Locator:
    """Lines of paths below ``base``."""
    return lambda path: document.locate((*base, *path))


def named_entries(
    document: Document, path: KeyPath, entries: Mapping[str, Any], table: Table[Any], mistakes: Mistakes
) -> Iterator[tuple[str, Any]]:
    """The entries whose key is a fit name, all declared in the table; the others are reported."""
    for name, value in entries.items():
        table.declared.add(name)
        if NAME.fullmatch(name):
            yield name, value
        else:
            mistakes.add(
                "estate-value",
                f"{table.kind} {shown(name)}",
                "the name is not valid",
                expected="a name of letters, digits, '.', '_' and '-'",
                location=document.locate((*path, name)),
            )


def read_table(document: Document, section: str, kind: str, model: type[M], mistakes: Mistakes) -> Table[M]:
    """The objects of a top-level map, each on its own: a wrong one is reported and left out."""
    table: Table[M] = Table(kind, partial=document.partial(section))
    for name, value in named_entries(document, (section,), document.section(section, mistakes), table, mistakes):
        locate = locator(document, (section, name))
        found = validate(
            model, {} if value is None else value, subject=f"{kind} {name}", locate=locate, mistakes=mistakes
        )
        if found is not None:
            table.items[name] = Named(name, found, locate)
    return table
