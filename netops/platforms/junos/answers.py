"""Junos' JSON: every value is a list of one table, whose ``data`` is the value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from netops.platforms.reading import Reading

__all__ = ["PROMPT", "data", "tables", "without_prompts"]

Table = Mapping[str, Any]
PROMPT = re.compile(r"^\{\w+(?::[\w-]+)?\}\s*$", re.MULTILINE)
"""What a device with several routing engines, or members, prints after its answer: ``{master:0}``."""


def without_prompts(outputs: Mapping[str, str]) -> dict[str, str]:
    return {command: PROMPT.sub("", text) for command, text in outputs.items()}


def data(entry: Table, key: str) -> str | None:
    """The value of a key as text, or None where it has none."""
    found = entry.get(key)
    value = found[0].get("data") if isinstance(found, list) and found and isinstance(found[0], dict) else None
    return value.strip() if isinstance(value, str) else None


def tables(reading: Reading, command: str, *path: str) -> list[Any] | None:
    """The tables that stand at ``path`` in the answer; None where it was not given or is no JSON.

    The answer of several routing engines, or members, holds that of each.  A device that says why it has none
    ("OSPF instance is not running") has none.
    """
    documents = reading.documents(command)
    if documents is None:
        return None
    return [found for each in documents for found in _at(each, path)]


def _at(value: Any, path: tuple[str, ...]) -> Iterator[Any]:
    for entry in value if isinstance(value, list) else [value]:
        if not path:
            yield entry
        elif isinstance(entry, dict) and path[0] in entry:
            yield from _at(entry[path[0]], path[1:])
        elif isinstance(entry, dict) and "multi-routing-engine-results" in entry:
            yield from _at(entry["multi-routing-engine-results"], ("multi-routing-engine-item", *path))
