"""The routing policy language: a policy's lines as a tree of statements.

::

    statement := "if" condition "then" statements {"elseif" condition "then" statements} ["else" statements] "endif"
               | "pass" | "drop" | "done" | "apply" NAME ["(" arguments ")"] | a change of attributes
    condition := "not" condition | condition "and" condition | condition "or" condition | "(" condition ")" | a test

"and" binds more tightly than "or".  Source: Cisco IOS XR Routing Configuration Guide, "Implementing Routing Policy".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from netops.platforms.configuration.rules import Mismatch

__all__ = ["Apply", "Branch", "Change", "Condition", "Statement", "Test", "Verdict", "parse_policy"]


@dataclass(frozen=True, slots=True)
class Test:
    """One test, as its words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """``kind``: all, any, or not (of one)."""

    kind: str
    parts: tuple[Condition | Test, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """pass, drop or done."""

    word: str


@dataclass(frozen=True, slots=True)
class Change:
    """A statement that changes attributes, as its words; ``line`` counts from 1 in the file."""

    words: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Apply:
    policy: str
    arguments: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Branch:
    """``if``: conditions with their statements, in order; None is ``else``."""

    arms: tuple[tuple[Condition | Test | None, tuple[Statement, ...]], ...]


Statement = Branch | Verdict | Change | Apply

_TOKEN = re.compile(r"'[^']*'|\"[^\"]*\"|\(|\)|,|[^\s(),]+")
_DEEPEST = 100  # conditions and branches within each other: more is no policy that somebody wrote


@dataclass
class _Words:
    """The words of a policy, each with its line."""

    words: list[tuple[str, int]]
    place: int = 0

    def peek(self) -> str:
        return self.words[self.place][0] if self.place < len(self.words) else ""

    @property
    def line(self) -> int:
        return self.words[min(self.place, len(self.words) - 1)][1] if self.words else 0

    def take(self) -> str:
        word = self.peek()
        if not word:
            raise Mismatch("the policy ends too early")
        self.place += 1
        return word

    def expect(self, word: str) -> None:
        if (found := self.take()) != word:
            raise Mismatch(f"expected {word!r}, not {found!r}")


def parse_policy(lines: Sequence[tuple[int, str]]) -> tuple[Statement, ...]:
    """The statements of a policy's lines, each with its number.  Raises Mismatch where they are none."""
    words = _Words([(word, number) for number, text in lines for word in _TOKEN.findall(text)])
    found = _statements(words, (), 0)
    if words.peek():
        raise Mismatch(f"{words.peek()!r} has no beginning")
    return found


def _statements(words: _Words, stop: Sequence[str], depth: int) -> tuple[Statement, ...]:
    if depth > _DEEPEST:
        raise Mismatch("branches stand too deeply in each other")
    found: list[Statement] = []
    while words.peek() and words.peek() not in (*stop, "elseif", "else", "endif"):
        found.append(_statement(words, depth))
    return tuple(found)


def _statement(words: _Words, depth: int) -> Statement:
    word, line = words.take(), words.line
    line = words.words[words.place - 1][1]
    if word == "if":
        return _branch(words, depth)
    if word in ("pass", "drop", "done"):
        return Verdict(word)
    if word == "apply":
        return _apply(words, line)
    rest = [word]
    while words.peek() and words.words[words.place][1] == line:
        rest.append(words.take())
    return Change(tuple(rest), line)


def _branch(words: _Words, depth: int) -> Branch:
    arms: list[tuple[Condition | Test | None, tuple[Statement, ...]]] = []
    condition: Condition | Test | None = _condition(words, depth)
    words.expect("then")
    while True:
        arms.append((condition, _statements(words, (), depth + 1)))
        word = words.take()
        if word == "endif":
            return Branch(tuple(arms))
        if arms[-1][0] is None:
            raise Mismatch("nothing but 'endif' follows 'else'")
        if word == "elseif":
            condition = _condition(words, depth)
            words.expect("then")
        else:
            condition = None


def _apply(words: _Words, line: int) -> Apply:
    name = words.take()
    if words.peek() != "(":
        return Apply(name, (), line)
    words.take()
    arguments: list[str] = []
    while (word := words.take()) != ")":
        if word != ",":
            arguments.append(word.strip("'\""))
    return Apply(name, tuple(arguments), line)


def _condition(words: _Words, depth: int) -> Condition | Test:
    if depth > _DEEPEST:
        raise Mismatch("conditions stand too deeply in each other")
    parts = [_conjunction(words, depth + 1)]
    while words.peek() == "or":
        words.take()
        parts.append(_conjunction(words, depth + 1))
    return parts[0] if len(parts) == 1 else Condition("any", tuple(parts))


def _conjunction(words: _Words, depth: int) -> Condition | Test:
    parts = [_factor(words, depth)]
    while words.peek() == "and":
        words.take()
        parts.append(_factor(words, depth))
    return parts[0] if len(parts) == 1 else Condition("all", tuple(parts))


def _factor(words: _Words, depth: int) -> Condition | Test:
    if words.peek() == "not":
        words.take()
        if depth > _DEEPEST:
            raise Mismatch("conditions stand too deeply in each other")
        return Condition("not", (_factor(words, depth + 1),))
    if words.peek() == "(":
        words.take()
        inner = _condition(words, depth)
        words.expect(")")
        return inner
    return _test(words)


def _test(words: _Words) -> Test:
    """Up to the next word of the language; a list in parentheses is part of the test."""
    found: list[str] = []
    while words.peek() and words.peek() not in ("and", "or", "then", ")"):
        word = words.take()
        found.append(word)
        if word == "(":
            while (word := words.take()) != ")":
                found.append(word)
            found.append(word)
    if not found:
        raise Mismatch("a condition is missing")
    return Test(tuple(found))
