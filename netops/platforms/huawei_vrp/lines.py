"""``display current-configuration`` as a tree of lines.

Depth is indentation, but a ``#`` at the margin closes whatever is open: Comware (and VRP, for some) writes global
commands with one blank before them, which would else stand beneath the block before the ``#``.
"""

from __future__ import annotations

from collections.abc import Iterator

from netops.platforms.configuration.blocks import Line

__all__ = ["config_lines"]

_CLOSES = ("return", "quit", "public-key-code begin", "public-key-code end", "peer-public-key end")


def config_lines(text: str) -> list[Line]:
    """The lines at the top, each with its children; empty lines, ``#`` and ``!`` comments are left out.

    A ``header`` takes in its whole text, line breaks included: up to the delimiter that it begins with.
    """
    top: list[Line] = []
    open_: list[tuple[int, Line]] = []
    rest = iter(enumerate(text.splitlines(), start=1))
    for number, raw in rest:
        content = raw.strip()
        if raw.startswith("#"):
            open_.clear()
        if not content or content[0] in "#!" or content in _CLOSES:
            continue
        if content.startswith("header "):
            content = _whole(content, rest)
        depth = len(raw) - len(raw.lstrip())
        while open_ and open_[-1][0] >= depth:
            open_.pop()
        line = Line(number, content, content.split())
        (open_[-1][1].children if open_ else top).append(line)
        open_.append((depth, line))
    return top


def _whole(content: str, rest: Iterator[tuple[int, str]]) -> str:
    """``header login information "TEXT"`` or ``header motd %TEXT%``, with all of its lines."""
    words = content.split(None, 3 if " information" in content else 2)
    start = words[-1][0]
    if len(words) < 3 or start.isalnum() or words[-1].count(start) > 1:
        return content
    parts = [content]
    for _, raw in rest:
        parts.append(raw)
        if start in raw:
            break
    return "\n".join(parts)
