"""Reading a device's answers: what cannot be understood is named, never dropped, and never stops the rest."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

__all__ = ["Reading"]

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")

_SHOWN = 60  # characters of an unread entry


class Reading:
    """The answers to one collection, by command, and what was not understood of them."""

    def __init__(self, outputs: Mapping[str, str]) -> None:
        self._outputs = outputs
        self.unread: list[str] = []

    def given(self, command: str) -> bool:
        """Whether the device gave an answer that is not empty."""
        return bool(self._outputs.get(command, "").strip())

    def text(self, command: str) -> str | None:
        """The answer, or None (and unread) where the device gave none."""
        if command not in self._outputs:
            self.unread.append(f"{command}: no answer")
        return self._outputs.get(command)

    def documents(self, command: str) -> list[Any] | None:
        """Every JSON document of the answer, one after the other; None where it was not given or is no JSON."""
        text = self.text(command)
        if text is None:
            return None
        decoder, found, place = json.JSONDecoder(), [], 0
        try:
            while rest := text[place:].lstrip():
                place = len(text) - len(rest)
                document, place = decoder.raw_decode(text, place)
                found.append(document)
        except (ValueError, RecursionError):
            self.unread.append(f"{command}: not JSON: {_short(text[place:])}")
            return None
        return found

    def tables(self, command: str) -> dict[Any, Any] | None:
        """The JSON objects of the answer as one; an empty answer is an empty table."""
        documents = self.documents(command)
        if documents is None:
            return None
        merged: dict[Any, Any] = {}
        for each in documents:
            if isinstance(each, dict):
                merged.update(each)
            else:
                self.unread.append(f"{command}: not a table: {_short(each)}")
        return merged

    def rows(self, command: str) -> list[Any] | None:
        """The JSON arrays of the answer as one."""
        documents = self.documents(command)
        if documents is None:
            return None
        rows: list[Any] = []
        for each in documents:
            if isinstance(each, list):
                rows.extend(each)
            elif each != {}:
                self.unread.append(f"{command}: not a list: {_short(each)}")
        return rows

    def each(self, command: str, entries: Iterable[V], read: Callable[[V], T | None]) -> list[T]:
        """What ``read`` makes of every entry; None means that the entry is none of ours."""
        found = []
        for entry in entries:
            try:
                value = read(entry)
            except (KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
                self.unread.append(f"{command}: {_short(entry)}: {type(error).__name__}")
                continue
            if value is not None:
                found.append(value)
        return found


def _short(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
