"""Configuration text as a tree of lines, by their indentation: IOS, EOS, NX-OS, IOS-XR, VRP, Comware."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

__all__ = ["Line", "indented"]


@dataclass(slots=True)
class Line:
    """A line with what stands beneath it; ``number`` counts from 1, ``words`` are split at blanks."""

    number: int
    text: str  # without its indentation
    words: list[str]
    children: list[Line] = field(default_factory=list)

    def walk(self) -> Iterator[Line]:
        """The line and all beneath it, in their order, however deep."""
        left = [self]
        while left:
            line = left.pop()
            yield line
            left.extend(reversed(line.children))


def indented(
    text: str, comments: Collection[str] = "!#", leave: Collection[str] = (), verbatim: Collection[str] = ("banner",)
) -> list[Line]:
    """The lines at the top, each with its children: those that are indented more than it.

    Empty lines and those that begin with one of ``comments`` are left out.  ``leave`` are lines that only close a block
    ("exit-address-family").  A line that begins with one of ``verbatim`` and opens a text between two equal delimiters
    ("banner motd ^C") takes in everything up to the second one, line breaks included.
    """
    top: list[Line] = []
    open_: list[tuple[int, Line]] = []
    rest = iter(enumerate(text.splitlines(), start=1))
    for number, raw in rest:
        content = raw.strip()
        if not content or content[0] in comments or content in leave:
            continue
        if content.split(None, 1)[0] in verbatim:
            content = _whole(content, rest)
        depth = len(raw) - len(raw.lstrip())
        while open_ and open_[-1][0] >= depth:
            open_.pop()
        line = Line(number, content, content.split())
        (open_[-1][1].children if open_ else top).append(line)
        open_.append((depth, line))
    return top


def _whole(content: str, rest: Iterator[tuple[int, str]]) -> str:
    """A banner with all of its lines; its delimiter is the first word's first character, or ``^C`` as two."""
    words = content.split(None, 2)
    if len(words) < 2:
        return content
    start = words[2] if len(words) > 2 else words[1]
    delimiter = start[:2] if start.startswith("^") and len(start) > 1 else start[:1]
    if not delimiter or delimiter.isalnum() or content.count(delimiter) > 1:
        return content
    parts = [content]
    for _, raw in rest:
        parts.append(raw)
        if delimiter in raw:
            break
    return "\n".join(parts)
