"""A unified diff, in colour where the console has colours."""

from __future__ import annotations

from rich.text import Text

__all__ = ["diff_text"]

_STYLES = (("+++", "bold"), ("---", "bold"), ("@@", "cyan"), ("+", "green"), ("-", "red"))


def diff_text(diff: str, *, indent: str = "") -> Text:
    """The diff's lines, added ones green and removed ones red; nothing in it is read as markup."""
    text = Text(no_wrap=False)
    lines = diff.splitlines()
    for number, line in enumerate(lines):
        style = next((style for start, style in _STYLES if line.startswith(start)), "")
        text.append(f"{indent}{line}", style)
        if number + 1 < len(lines):
            text.append("\n")
    return text
