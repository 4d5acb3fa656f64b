"""What a place of Junos' hierarchy may hold: leaves, and further places beneath it.

A statement is walked from the top, word by word: each :class:`Section` either opens the place that the next words name,
or has a rule for all that are left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, type_of

__all__ = ["LEAF", "Block", "Section", "Walk", "at", "collect", "part", "same"]

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
    """A block's pattern, ready to be compared with words whose first one is its own, or may be any."""

    def __init__(self, block: Block) -> None:
        words = block.pattern.split()
        self.block = block
        self.literals = [(index, word) for index, word in enumerate(words) if index and word[0] != "<"]
        places = ((index, word.strip("<>").partition(":")) for index, word in enumerate(words) if word[0] == "<")
        self.places = [(index, name, "" if kind == "word" else kind) for index, (name, _, kind) in places]
        self.length = len(words)

    def fits(self, words: Sequence[str], at: int) -> bool:
        if len(words) < at + self.length:
            return False
        return not self.literals or all(words[at + index] == word for index, word in self.literals)

    def held(self, words: Sequence[str], at: int) -> Fields:
        held = {}
        for index, name, kind in self.places:
            word = words[at + index]
            held[name] = type_of(kind, word) if kind else word
        return held


class Section:
    """``rules`` for leaves, ``blocks`` for places beneath, ``silent`` first words of what has no effect on the model.

    A block whose pattern begins with a place takes every word that nothing else knows.  What is without effect is so
    where no rule and no other block fits.
    """

    def __init__(
        self, rules: Sequence[tuple[str, Action]] = (), blocks: Sequence[Block] = (), silent: Sequence[str] = ()
    ) -> None:
        self.rules = Rules(*rules)
        self._silent = frozenset(silent)
        self._without_effect: dict[str, list[_Opening]] = {}
        self._openings: dict[str, list[_Opening]] = {}
        self._any: list[_Opening] = []
        self._known = frozenset(word for pattern, _ in rules for word in pattern.split(None, 1)[0].split("|"))
        self.extend(blocks)

    def extend(self, blocks: Sequence[Block]) -> None:
        """Further blocks: of a section that holds itself."""
        for block in blocks:
            first = block.pattern.split(None, 1)[0]
            if first[0] == "<":
                self._any.append(_Opening(block))
            else:
                known = self._without_effect if block.section is None else self._openings
                known.setdefault(first, []).append(_Opening(block))

    def opening(self, words: Sequence[str], at: int) -> _Opening | None:
        """The block that the words from ``at`` on name."""
        word = words[at]
        for each in self._openings.get(word, ()):
            if each.fits(words, at):
                return each
        if word in self._known:
            return None
        if not self._any or word in self._silent or word in self._without_effect:
            return None
        return next((each for each in self._any if each.fits(words, at)), None)

    def leaf(self, draft: Fields, words: Sequence[str], at: int) -> bool:
        """Let a statement that opens nothing more change the draft; False where it has no effect on the model."""
        word = words[at]
        if word in self._silent and word not in self._known:
            return False
        try:
            return self.rules.apply(draft, words[at:])
        except Mismatch:
            if word in self._silent or any(each.fits(words, at) for each in self._without_effect.get(word, ())):
                return False
            raise


class Walk:
    """A walk through the statements of one configuration.

    Statements that stand together name the same places: these are opened once.  ``note`` is told the keys of the places
    that are passed: what the patterns of all of them held, and ``vrf``.
    """

    def __init__(self, top: Section, draft: Fields, note: Callable[[str], None]) -> None:
        self._note = note
        self._words: Sequence[str] = ()
        self._places: list[_Place] = [_Place(0, top, draft, {"vrf": "default"})]

    def statement(self, words: Sequence[str]) -> bool:
        """Let a statement change the draft; False where it has no effect on the model.

        Raises Mismatch where the statement is not understood.
        """
        self._leave(words)
        place, section, draft, names = self._places[-1]
        length = len(words)
        while place < length:
            found = section.opening(words, place)
            if found is None:
                return section.leaf(draft, words, place)
            block = found.block
            held = found.held(words, place)
            draft = block.opener(draft, held)
            names = {**names, **held} if held else names
            if block.source:
                self._note(block.source.format_map(names))
            section, place = block.section or LEAF, place + found.length
            self._places.append(_Place(place, section, draft, names))
        return True

    def _leave(self, words: Sequence[str]) -> None:
        """Go back to the last place that the statement names as well."""
        before, places = self._words, self._places
        common = 0
        for one, other in zip(before, words, strict=False):
            if one != other:
                break
            common += 1
        while places[-1].end > common:
            places.pop()
        self._words = words


class _Place(NamedTuple):
    """Where a walk is: the words before ``end`` name it."""

    end: int
    section: Section
    draft: Fields
    names: Fields


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
