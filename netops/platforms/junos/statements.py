"""Junos configuration text as statements: the words of each, as ``show configuration | display set`` writes them.

Both forms give the same statements: that of ``set`` lines, and that of braces.  In the latter, a statement with
several values in brackets is one for each value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from netops.platforms.junos.braces import read_braces, tokens

__all__ = ["Reading", "Statement", "read_statements"]


@dataclass(slots=True)
class Statement:
    """The words from the top of the hierarchy down; ``number`` is the line's.

    ``inherited``: from a configuration group, so that it is no line of its own.
    """

    number: int
    words: list[str]
    inherited: bool = False

    def __str__(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Reading:
    """``active`` statements in their order, how many say nothing or are inactive, what is wrong: (line, text, why)."""

    active: list[Statement]
    passed_over: int
    wrong: list[tuple[int, str, str]]


_COMMANDS = frozenset({"set", "delete", "deactivate", "activate", "protect", "unprotect", "annotate"})
_PROMPT = re.compile(r"\{\w+(:[\w-]+)?\}(\[edit.*\])?")
"""What a device with several routing engines, or members, prints before its prompt: ``{master:0}``."""


def read_statements(text: str) -> Reading:
    """The statements of a configuration, in either form."""
    lines = text.splitlines()
    first = next((words for each in lines if (words := each.split()) and _says_something(each)), [""])
    return _set_form(lines) if first[0] in _COMMANDS else _brace_form(lines)


def _says_something(line: str) -> bool:
    content = line.strip()
    return bool(content) and content[0] != "#" and not _PROMPT.fullmatch(content)


def _brace_form(lines: list[str]) -> Reading:
    prompts = {number for number, line in enumerate(lines) if _PROMPT.fullmatch(line.strip())}
    found, inactive, wrong = read_braces("" if number in prompts else line for number, line in enumerate(lines))
    return Reading([Statement(*each) for each in found], inactive + len(prompts), wrong)


def _set_form(lines: list[str]) -> Reading:
    statements: list[Statement] = []
    wrong: list[tuple[int, str, str]] = []
    inactive = _Prefixes()
    passed_over = 0
    for number, line in enumerate(lines, start=1):
        if not _says_something(line):
            passed_over += bool(_PROMPT.fullmatch(line.strip()))
            continue
        words = _words(line)
        command, rest = words[0], words[1:]
        if command == "set" and rest:
            statements.extend(Statement(number, each) for each in _each_value(rest))
        elif command == "deactivate" and rest:
            inactive.add(rest)
            passed_over += 1
        elif command == "activate" and rest:
            inactive.discard(rest)
            passed_over += 1
        elif command == "delete":
            statements = [each for each in statements if each.words[: len(rest)] != rest]
            passed_over += 1
        elif command in _COMMANDS and rest:
            passed_over += 1
        else:
            wrong.append((number, line.strip(), "expected set, delete or deactivate, and a statement"))
    active = [each for each in statements if each.words not in inactive]
    return Reading(active, passed_over + len(statements) - len(active), wrong)


def _words(line: str) -> list[str]:
    """A line's words; what stands in quotation marks is one, without them."""
    return line.split() if '"' not in line and "#" not in line else [each for each, _ in tokens(line, braces=False)]


def _each_value(words: list[str]) -> Iterator[list[str]]:
    """``a b [ c d ] e`` as ``a b c e`` and ``a b d e``: as it may be typed, though never shown."""
    if "[" not in words or "]" not in words[words.index("[") :]:
        yield words
        return
    opening = words.index("[")
    closing = words.index("]", opening)
    for value in words[opening + 1 : closing]:
        yield from _each_value([*words[:opening], value, *words[closing + 1 :]])


class _Prefixes:
    """Beginnings of statements; a statement is in it that begins with one of them."""

    def __init__(self) -> None:
        self._lengths: dict[int, set[tuple[str, ...]]] = {}

    def add(self, words: list[str]) -> None:
        self._lengths.setdefault(len(words), set()).add(tuple(words))

    def discard(self, words: list[str]) -> None:
        self._lengths.get(len(words), set()).discard(tuple(words))

    def __contains__(self, words: list[str]) -> bool:
        return any(tuple(words[:length]) in prefixes for length, prefixes in self._lengths.items())
