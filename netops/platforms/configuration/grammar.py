"""Grammars: which lines a block may hold, which of them open further blocks, and an account of every line.

A line is *understood* (a rule let it change the draft), or has *no effect* on the model (:func:`ignore`, a block in
``silent``), or is *unknown*: then it is reported with its file and line, and so is everything beneath it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from netops.model import Location
from netops.platforms.base import Coverage, UnknownLine
from netops.platforms.configuration.blocks import Line
from netops.platforms.configuration.rules import Fields, Mismatch, Rules

__all__ = ["Account", "Block", "Grammar", "Opener", "read_lines", "within"]

Opener = Callable[[Fields, Fields], "Fields | None"]
"""(draft of the outer block, what the pattern's places held) -> the draft of the block, or None for the outer one."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block: ``pattern`` of the line that opens it, the draft it works on, and what may stand in it.

    ``grammar`` None: nothing in it has an effect on the model.  ``source``: the key under which its line is noted,
    with the pattern's places in braces ("interface:{name}").
    """

    pattern: str
    opener: Opener
    grammar: Grammar | None
    source: str = ""


class Grammar:
    """What may stand in a block: ``rules`` for lines, ``blocks`` for lines that have others beneath them.

    ``silent``: first words of lines that have no effect on the model, whatever stands beneath them.
    """

    def __init__(self, rules: Rules, blocks: Sequence[Block] = (), silent: Sequence[str] = ()) -> None:
        self.rules = rules
        self.silent = frozenset(silent)
        self._openers = Rules(*((block.pattern, _chooser(block)) for block in blocks))
        self._opening = frozenset(block.pattern.split(None, 1)[0] for block in blocks)

    def block(self, words: Sequence[str]) -> tuple[Block, Fields] | None:
        """The block that the line opens, with what its places hold."""
        if words[0] not in self._opening:
            return None
        chosen: Fields = {}
        try:
            self._openers.apply(chosen, words)
        except Mismatch as mismatch:
            if str(mismatch) == "not understood":
                return None
            raise
        return chosen["block"], chosen["held"]


def _chooser(block: Block) -> Callable[[Fields, Fields], None]:
    def action(chosen: Fields, held: Fields) -> None:
        chosen.update(block=block, held=held)

    return action


@dataclass(slots=True)
class Account:
    """What became of every line of one file; ``sources`` are the places of what was understood."""

    file: str
    understood: int = 0
    no_effect: int = 0
    unknown: list[UnknownLine] = field(default_factory=list)
    sources: dict[str, Location] = field(default_factory=dict)

    def note(self, key: str, line: Line) -> None:
        """Where ``key`` was said first."""
        self.sources.setdefault(key, Location(self.file, line.number))

    def refuse(self, line: Line, reason: str = "not understood") -> None:
        """The line, and all beneath it, is not understood."""
        for each in line.walk():
            self.unknown.append(UnknownLine(Location(self.file, each.number), each.text, reason))

    def pass_over(self, line: Line) -> None:
        """The line, and all beneath it, has no effect on the model."""
        self.no_effect += sum(1 for _ in line.walk())

    @property
    def coverage(self) -> Coverage:
        return Coverage(self.understood, self.no_effect, len(self.unknown))


def read_lines(lines: Sequence[Line], grammar: Grammar, draft: Fields, account: Account) -> None:
    """Let every line change the draft, as the grammar has it; nothing is dropped, and nothing is raised.

    A value that is none (ValueError) is a line that does not fit, as well.
    """
    for line in lines:
        try:
            _read(line, grammar, draft, account)
        except (Mismatch, ValueError) as mismatch:
            account.refuse(line, str(mismatch))


def _read(line: Line, grammar: Grammar, draft: Fields, account: Account) -> None:
    words = line.words
    if words[0] in grammar.silent:
        account.pass_over(line)
        return
    refusal = None
    try:
        if (found := grammar.block(words)) is not None:
            _enter(line, *found, draft, account)
            return
    except Mismatch as mismatch:
        refusal = mismatch  # unless it is a line that only begins like the block
    if _applied(grammar.rules, draft, words, refusal):
        account.understood += 1
    else:
        account.no_effect += 1
    for child in line.children:
        account.refuse(child, f"netops does not know what {line.text!r} may hold")


def _applied(rules: Rules, draft: Fields, words: list[str], refusal: Mismatch | None) -> bool:
    try:
        return rules.apply(draft, words)
    except Mismatch as mismatch:
        raise refusal or mismatch from None


def _enter(line: Line, block: Block, held: Fields, draft: Fields, account: Account) -> None:
    if block.grammar is None:
        account.pass_over(line)
        return
    if block.source:
        account.note(block.source.format_map(held), line)
    inner = block.opener(draft, held)
    account.understood += 1
    read_lines(line.children, block.grammar, draft if inner is None else inner, account)


def within(part: str, *keys: str) -> Opener:
    """The opener of a block whose draft is ``draft[part][key]``, for one place, or a tuple of several, as the key."""

    def opener(draft: Fields, held: Fields) -> Fields:
        key = held[keys[0]] if len(keys) == 1 else tuple(held[each] for each in keys)
        inner: Fields = draft.setdefault(part, {}).setdefault(key, {})
        return inner

    return opener
