"""Rules of configuration lines: a pattern of words, and what a line that fits it does to a draft.

A pattern is literal words and ``<name:type>`` places: ``"ip ospf cost <cost:number>"``.  The types are below; ``rest``
takes the remaining words (one or more) as text, ``options`` takes them (none or more) as a list.  ``yes|no`` is one
literal word of several, whose choice is not kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Interface,
    IPv4Network,
    IPv6Address,
    IPv6Interface,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Any

__all__ = ["Action", "Fields", "Mismatch", "Rules", "append", "ignore", "into", "options", "put", "type_of"]

Fields = dict[str, Any]
Action = Callable[[Fields, Fields], None]
"""(draft, what the pattern's places held) -> None."""


class Mismatch(Exception):  # noqa: N818 - a line that does not fit is no error: it is reported as not understood
    """A line that cannot be understood; the text says why."""


def _number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,10}", text):
        raise Mismatch(f"{text!r} is not a number")
    return int(text)


def _area(text: str) -> str:
    """An OSPF area as a dotted quad."""
    return str(IPv4Address(_number(text) if text.isdigit() else text))


_TYPES: Mapping[str, Callable[[str], Any]] = {
    "address": ip_address,
    "address4": IPv4Address,
    "address6": IPv6Address,
    "area": _area,
    "interface4": IPv4Interface,
    "interface6": IPv6Interface,
    "network": lambda text: ip_network(text, strict=False),
    "network4": lambda text: IPv4Network(text, strict=False),
    "network6": lambda text: IPv6Network(text, strict=False),
    "number": _number,
    "word": str,
}


def type_of(kind: str, text: str) -> Any:
    """``text`` as a value of this type.  Raises Mismatch where it is none."""
    try:
        return _TYPES[kind](text)
    except ValueError as error:
        raise Mismatch(str(error)) from None


@dataclass(frozen=True, slots=True)
class _Token:
    """A literal word, or one of several (``kind`` ""), or a place of a type."""

    text: str
    kind: str
    words: frozenset[str] = frozenset()

    @classmethod
    def of(cls, written: str) -> _Token:
        if written[0] != "<":
            return cls(written, "", frozenset(written.split("|")))
        name, _, kind = written.strip("<>").partition(":")
        return cls(name, kind)


_Literals = tuple[tuple[int, frozenset[str]], ...]
_Rule = tuple[tuple[_Token, ...], _Literals, Action]
"""The tokens, the literal ones after the first two with their places, and what a line that fits does."""


class Rules:
    """A table of patterns; the first that fits a line is used.

    Cost of a line: the rules that begin with its first two words.
    """

    def __init__(self, *rules: tuple[str, Action]) -> None:
        self._rules: list[_Rule] = [_rule(tuple(map(_Token.of, pattern.split())), action) for pattern, action in rules]
        self._by_words: dict[tuple[str, str], list[_Rule]] = {}
        leading = [[token.words for token in tokens[:2]] for tokens, _, _ in self._rules]
        self._first, self._second = (frozenset().union(*(each[n] for each in leading if n < len(each))) for n in (0, 1))

    def apply(self, draft: Fields, words: Sequence[str]) -> bool:
        """Let the line change the draft; False where it has no effect on the model.

        Raises Mismatch where no rule fits.
        """
        reason = ""
        length = len(words)
        for tokens, literals, action in self._candidates(words):
            if literals and not all(index >= length or words[index] in known for index, known in literals):
                continue
            try:
                held = _fit(tokens, words)
                if held is not None:
                    action(draft, held)
                    return action is not ignore
            except Mismatch as error:
                reason = reason or str(error)  # of the first rule that fits: rules stand from narrow to wide
        raise Mismatch(reason or "not understood")

    def _candidates(self, words: Sequence[str]) -> list[_Rule]:
        """The rules whose first two words, where they are literal, are those of the line.

        Words that no rule knows there (names, numbers) are one for the table, so that it does not grow with the text.
        """
        first, second = words[0], words[1] if len(words) > 1 else ""
        key = (first if first in self._first else "", second if second in self._second else "")
        if (found := self._by_words.get(key)) is None:
            found = self._by_words[key] = [rule for rule in self._rules if _literals_fit(rule[0][:2], key)]
        return found


def _rule(tokens: tuple[_Token, ...], action: Action) -> _Rule:
    literals = tuple((index, token.words) for index, token in enumerate(tokens) if index > 1 and not token.kind)
    return tokens, literals, action


def _literals_fit(tokens: Sequence[_Token], words: Sequence[str]) -> bool:
    return all(token.kind or word in token.words for token, word in zip(tokens, words, strict=False))


def _fit(tokens: Sequence[_Token], words: Sequence[str]) -> Fields | None:
    """What the places hold, or None where there are too few words, or too many."""
    held: Fields = {}
    for index, token in enumerate(tokens):
        if token.kind == "options":
            return held | {token.text: list(words[index:])}
        if index >= len(words):
            return None
        if token.kind == "rest":
            return held | {token.text: " ".join(words[index:])}
        if token.kind:
            held[token.text] = type_of(token.kind, words[index])
    return held if len(words) == len(tokens) else None


def options(words: Sequence[str], known: Mapping[str, str]) -> Fields:
    """Words like ``metric 5 always`` as fields; ``known`` gives each keyword's type, "" for a flag."""
    held: Fields = {}
    rest = iter(words)
    for word in rest:
        if word not in known:
            raise Mismatch(f"{word!r} is not understood here")
        name = word.replace("-", "_")
        if not known[word]:
            held[name] = True
            continue
        value = next(rest, None)
        if value is None:
            raise Mismatch(f"{word!r} lacks its value")
        held[name] = type_of(known[word], value)
    return held


def ignore(_draft: Fields, _held: Fields) -> None:
    """The line has no effect on the model."""


def put(**constants: Any) -> Action:
    """Set the draft's fields to what the places held, and to these constants."""

    def action(draft: Fields, held: Fields) -> None:
        draft.update(held, **constants)

    return action


def into(part: str, **constants: Any) -> Action:
    """As :func:`put`, on a part of the draft."""

    def action(draft: Fields, held: Fields) -> None:
        draft.setdefault(part, {}).update(held, **constants)

    return action


def append(part: str, make: Callable[..., Any]) -> Action:
    """Add what ``make`` makes of the places to a list of the draft, once."""

    def action(draft: Fields, held: Fields) -> None:
        made = make(**held)
        items = draft.setdefault(part, [])
        if made not in items:
            items.append(made)

    return action
