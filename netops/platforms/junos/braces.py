"""The form with braces: what ``show configuration`` prints, and configuration files hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

__all__ = ["read_braces", "tokens"]

_QUOTED = r'"(?P<quoted>(?:[^"\\]|\\.)*)"'
_BRACES = re.compile(
    rf"""
    (?P<space>\s+) | (?P<comment>\#.*) | (?P<mark>/\*|[{{}};\[\]]) | {_QUOTED}
  | (?P<word>(?:[^\s{{}};"\[\]]|\[[^\s\]]*\])+)
  | (?P<other>.)
    """,
    re.VERBOSE,
)
_PLAIN = re.compile(
    rf"""(?P<space>\s+) | (?P<comment>\#.*) | {_QUOTED} | (?P<word>[^\s"]+) | (?P<other>.)""", re.VERBOSE
)
_TAGS = frozenset({"inactive:", "protect:", "replace:", "active:", "unprotect:", "delete:"})


def tokens(line: str, braces: bool = True) -> Iterator[tuple[str, bool]]:
    """(token, whether it is a mark: a brace, a bracket, a semicolon, or the beginning of a comment).

    Without ``braces``, a line has words alone.
    """
    for found in (_BRACES if braces else _PLAIN).finditer(line):
        kind = found.lastgroup or ""
        if kind == "comment":
            return
        if kind != "space":
            yield found[kind], kind == "mark"


Found = tuple[int, list[str]]
Wrong = tuple[int, str, str]


def read_braces(lines: Iterable[str]) -> tuple[list[Found], int, list[Wrong]]:
    """The statements with their lines, how many are inactive, and what is wrong: (line, text, why)."""
    reader = _Braces()
    for number, line in enumerate(lines, start=1):
        reader.line(number, line)
    return reader.finish()


class _Braces:
    """Statements as they close; ``path`` are the words of the blocks that are open, one list for each."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self.wrong: list[Wrong] = []
        self.inactive = 0
        self._path: list[list[str]] = []
        self._opened: list[int] = []  # how many statements there were when the block opened
        self._asleep: list[bool] = []
        self._words: list[str] = []
        self._values: list[str] | None = None  # inside brackets
        self._after: list[str] = []  # words that follow the brackets
        self._had_values = False
        self._number = 0  # where the statement began
        self._comment = False
        self._last = 0

    def line(self, number: int, line: str) -> None:
        self._last = number
        if self._comment:
            _, end, line = line.partition("*/")
            self._comment = not end
            if self._comment:
                return
        if "/*" in line:
            line = self._uncommented(line)
        for token, mark in tokens(line):
            self._token(number, token, mark)

    def _uncommented(self, line: str) -> str:
        """The line without what stands between ``/*`` and ``*/``, but not in quotation marks."""
        for found in _BRACES.finditer(line):
            if found.lastgroup == "comment":
                break
            if found[0] == "/*":
                _, end, rest = line[found.end() :].partition("*/")
                self._comment = not end
                return line[: found.start()] + " " + self._uncommented(rest)
        return line

    def _token(self, number: int, token: str, mark: bool) -> None:
        if not mark:
            self._word(number, token)
        elif token == "{":
            self._open(number)
        elif token == "}":
            self._close(number)
        elif token == ";":
            self._end(number)
        elif token == "[":
            self._values, self._had_values = [], True
        elif self._values is not None:
            self._after, self._values = self._values, None
        else:
            self.wrong.append((number, token, "nothing is open that this could close"))

    def _word(self, number: int, token: str) -> None:
        if self._values is not None:
            self._values.append(token)
            return
        if not self._words:
            self._number = number
        self._words.append(token)

    def _take(self) -> tuple[list[str], bool]:
        """The words of the statement that ends here, without its tags, and whether it is inactive."""
        words, asleep = self._words, any(self._asleep)
        self._words = []
        while words and words[0] in _TAGS:
            asleep = asleep or words[0] == "inactive:"
            words = words[1:]
        return words, asleep

    def _open(self, number: int) -> None:
        words, asleep = self._take()
        if not words:
            self.wrong.append((number, "{", "a block without a name"))
        self._path.append(words)
        self._asleep.append(asleep)
        self._opened.append(len(self.found) + self.inactive)

    def _close(self, number: int) -> None:
        if self._words:
            self.wrong.append((number, " ".join(self._words), "the statement has no end: expected a semicolon"))
            self._words = []
        if not self._path:
            self.wrong.append((number, "}", "nothing is open that this could close"))
            return
        if self._opened[-1] == len(self.found) + self.inactive:  # an empty block says something all the same
            self._add(number, [], any(self._asleep))
        for each in (self._path, self._asleep, self._opened):
            each.pop()

    def _end(self, number: int) -> None:
        words, asleep = self._take()
        values, self._after = self._after, []
        had, self._had_values = self._had_values, False
        if self._values is not None:
            self.wrong.append((number, " ".join(words), "the list has no end: expected a closing bracket"))
            self._values = None
        elif not had:
            if words:
                self._add(self._number, words, asleep)
        else:
            for value in values:
                self._add(self._number, [*words, value], asleep)

    def _add(self, number: int, words: list[str], asleep: bool) -> None:
        whole = [word for part in self._path for word in part] + words
        if asleep or not whole:
            self.inactive += 1
        else:
            self.found.append((number, whole))

    def finish(self) -> tuple[list[Found], int, list[Wrong]]:
        if self._words:
            self.wrong.append((self._number, " ".join(self._words), "the statement has no end: expected a semicolon"))
        if self._path:
            text = " ".join(word for part in self._path for word in part)
            self.wrong.append((self._last, text, "the block has no end: expected a closing brace"))
        return self.found, self.inactive, self.wrong
