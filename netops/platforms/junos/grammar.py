"""What a place of Junos' hierarchy may hold: leaves, and further places beneath it.

A statement is walked from the top, word by word: each :class:`Section` either opens the place that the next words name,
or has a rule for all that are left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from netops.platforms.configuration.rules import Action, Fields, Rules, type_of

__all__ = ["LEAF", "Block", "Section", "at", "collect", "part", "same", "walk"]

Opener = Callable[[Fields, Fields], Fields]
"""(draft of the outer place, what the pattern's places held) -> the draft of the inner one."""


@dataclass(frozen=True, slots=True)
class Block:
    """A place: ``pattern`` of the words that name it ("group <name:word>"), its draft, and what it may hold.

    ``section`` None: nothing in it has an effect on the model.  ``source``: the key under which the line is noted.
    """

    pattern: str
    opener: Opener
    section: Section | None
    source: str = ""


class _Opening:
    """A block's pattern, ready to be compared."""

    def __init__(self, block: Block) -> None:
        words = block.pattern.split()
        self.block = block
        self.literals = [(index, word) for index, word in enumerate(words) if word[0] != "<"]
        places = ((index, word.strip("<>").partition(":")) for index, word in enumerate(words) if word[0] == "<")
        self.places = [(index, name, "" if kind == "word" else kind) for index, (name, _, kind) in places]
        self.length = len(words)

    def fits(self, words: Sequence[str], at: int) -> bool:
        return len(words) >= at + self.length and all(words[at + index] == word for index, word in self.literals)

    def held(self, words: Sequence[str], at: int) -> Fields:
        return {
            name: type_of(kind, words[at + index]) if kind else words[at + index] for index, name, kind in self.places
        }


class Section:
    """``rules`` for leaves, ``blocks`` for places beneath, ``silent`` first words of what has no effect on the model.

    A block whose pattern begins with a place takes every word that nothing else knows.
    """

    def __init__(
        self, rules: Sequence[tuple[str, Action]] = (), blocks: Sequence[Block] = (), silent: Sequence[str] = ()
    ) -> None:
        self.rules = Rules(*rules)
        self.silent = frozenset(silent)
        self._openings: dict[str, list[_Opening]] = {}
        self._any: list[_Opening] = []
        self._known = frozenset(word for pattern, _ in rules for word in pattern.split(None, 1)[0].split("|"))
        self.extend(blocks)

    def extend(self, blocks: Sequence[Block]) -> None:
        """Further blocks: of a section that holds itself."""
        for block in blocks:
            first = block.pattern.split(None, 1)[0]
            for word in first.split("|") if first[0] != "<" else ():
                self._openings.setdefault(word, []).append(_Opening(block))
            if first[0] == "<":
                self._any.append(_Opening(block))

    def opening(self, words: Sequence[str], at: int) -> _Opening | None:
        """The block that the words from ``at`` on name."""
        word = words[at]
        for each in self._openings.get(word, ()):
            if each.fits(words, at):
                return each
        if word in self._known:
            return None
        return next((each for each in self._any if each.fits(words, at)), None)


def walk(section: Section, draft: Fields, words: Sequence[str], note: Callable[[str], None]) -> bool:
    """Let a statement change the draft; False where it has no effect on the model.

    ``note`` is told the keys of the places that it passes: what the patterns of all of them held, and ``vrf``.
    Raises Mismatch where the statement is not understood.
    """
    place, names = 0, {"vrf": "default"}
    while True:
        if words[place] in section.silent:
            return False
        found = section.opening(words, place)
        if found is None:
            return section.rules.apply(draft, words[place:])
        block = found.block
        if block.section is None:
            return False
        held = found.held(words, place)
        draft = block.opener(draft, held)
        names.update(held)
        if block.source:
            note(block.source.format_map(names))
        section, place = block.section, place + found.length
        if place == len(words):
            return True


LEAF: Section = Section()
"""Of a block that is a statement by itself."""


def same(draft: Fields, _held: Fields) -> Fields:
    """The opener of a place that works on the outer draft."""
    return draft


def part(name: str, **constants: Any) -> Opener:
    """The opener of a place whose draft is a part of the outer one."""

    def opener(draft: Fields, _held: Fields) -> Fields:
        inner: Fields = draft.setdefault(name, {})
        if constants:
            inner.update(constants)
        return inner

    return opener


def at(name: str, key: str) -> Opener:
    """The opener of a place whose draft is ``draft[name][held[key]]``."""

    def opener(draft: Fields, held: Fields) -> Fields:
        inner: Fields = draft.setdefault(name, {}).setdefault(held[key], {})
        return inner

    return opener


def collect(draft: Fields, key: str, value: object) -> None:
    """Add a value to a list of the draft, once."""
    items = draft.setdefault(key, [])
    if value not in items:
        items.append(value)
