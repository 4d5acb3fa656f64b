"""Comparing two configurations as frr-reload.py holds them: lines by the contexts they stand in."""

from __future__ import annotations

from difflib import unified_diff
from typing import Any

__all__ = ["merged", "missing", "unified"]

Keys = tuple[str, ...]
Tree = dict[Keys, list[str]]

# Never to be removed, and not part of what is configured.
IGNORED = ("frr version", "frr defaults", "service integrated-vtysh-config", "line vty", "end")


def unified(running: Any, candidate: Any, before: str = "", after: str = "") -> str:
    """Unified diff; contexts and lines keep their running order, so that a mere change of order is none.

    ``before`` and ``after`` are the lines that belong to no daemon.
    """
    old, new = _tree(running), _tree(candidate)
    was = _flat(dict(_sorted(old, old)))
    becomes = _flat({keys: _ordered(lines, old.get(keys, [])) for keys, lines in _sorted(new, old)})
    pair = (before.splitlines(True) + was, after.splitlines(True) + becomes)
    return "".join(unified_diff(*pair, "running", "candidate"))


def merged(running: Any, lines: Any) -> Tree:
    """The running configuration with these lines added, and with what they negate taken away."""
    result = {keys: list(each) for keys, each in _tree(running).items()}
    for keys, added in _tree(lines).items():
        if keys[-1].startswith("no ") and not added:
            gone = (*keys[:-1], keys[-1][3:])
            result = {each: kept for each, kept in result.items() if each[: len(gone)] != gone}
            continue
        known = result.setdefault(keys, [])
        for line in added:
            if line.startswith("no ") and line[3:] in known:
                known.remove(line[3:])
            elif line not in known and not (line.startswith("no ") and not _negates_default(line)):
                known.append(line)
    return result


def missing(running: Any, lines: Any) -> list[str]:
    """Of lines that were executed, those that the running configuration does not show."""
    shown = _tree(running)
    lost: list[str] = []
    for keys, wanted in _tree(lines).items():
        if not wanted and keys not in shown and not keys[-1].startswith("no "):
            lost.append("+ " + " / ".join(keys))
        for line in wanted:
            negated = line.startswith("no ")
            present = (line[3:] if negated else line) in shown.get(keys, [])
            if present is negated:
                lost.append(f"{'-' if negated else '+'} " + " / ".join((*keys, line)))
    return lost


def _negates_default(line: str) -> bool:
    """FRR shows the negation of what is on by default, as it shows any line ("no bgp default ipv4-unicast")."""
    return line.startswith(("no bgp ", "no ip forwarding", "no ipv6 forwarding", "no neighbor "))


def _tree(config: Any) -> Tree:
    if isinstance(config, dict):
        return config
    found: Tree = {}
    for keys, context in config.contexts.items():
        if not keys[0].startswith(IGNORED):
            found.setdefault(tuple(keys), []).extend(line.strip() for line in context.lines if line not in ("!", ""))
    return found


def _sorted(tree: Tree, order: Tree) -> list[tuple[Keys, list[str]]]:
    """Contexts in the order of ``order``, new ones last, each block's subcontexts right behind it."""
    place: dict[Keys, int] = {}
    for keys in (*order, *tree):
        for depth in range(1, len(keys) + 1):
            place.setdefault(keys[:depth], len(place))
    return sorted(tree.items(), key=lambda item: [place[item[0][:depth]] for depth in range(1, len(item[0]) + 1)])


def _ordered(lines: list[str], order: list[str]) -> list[str]:
    place = {line: index for index, line in enumerate(order)}
    return sorted(lines, key=lambda line: place.get(line, len(place)))


def _flat(tree: Tree) -> list[str]:
    return [text for keys, lines in tree.items() for text in _block(keys, lines)]


def _block(keys: Keys, lines: list[str]) -> list[str]:
    depth = len(keys)
    return [" " * (depth - 1) + keys[-1] + "\n", *(" " * depth + line + "\n" for line in lines)]
