"""A device's evidence made fit for an error message: no secret of a configuration line gets through."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

__all__ = ["shown"]

MOST = 20  # lines
SHOWN_WORDS = 3  # of a line that the device did not understand: what follows may be a misspelt secret
REDACTED = "<redacted>"

_UNKNOWN = re.compile(r"(line \d+: % [^:]*:)\s*(.*)")
_SECRET = re.compile(r"(?i)\b(passw\w*|md5|secret|key(?:-string)?|auth\w*|community)((?:\s+\d+(?=\s))?)\s+\S+.*")


def shown(lines: Sequence[str], scrub: Callable[[str], str]) -> list[str]:
    """The first lines, with secrets taken out; how many more there are comes last."""
    more = len(lines) - MOST
    return [*(_line(line, scrub) for line in lines[:MOST]), *([f"({more} more lines)"] if more > 0 else [])]


def _line(line: str, scrub: Callable[[str], str]) -> str:
    """A residual line is a sign and its contexts, joined by slashes; each is scrubbed as a line of its own."""
    if refused := _UNKNOWN.match(line):
        return f"{refused[1]} {_beginning(refused[2])}"
    sign, parts = (line[:2], line[2:].split(" / ")) if line[:2] in ("+ ", "- ") else ("", [line])
    scrubbed = [scrub(part).strip() for part in parts]
    return sign + " / ".join(
        _SECRET.sub(rf"\1\2 {REDACTED}", part) if REDACTED not in part else part for part in scrubbed
    )


def _beginning(text: str) -> str:
    """The first words, and never the last one of several."""
    words = text.split()
    kept = words[: min(SHOWN_WORDS, max(1, len(words) - 1))]
    return " ".join([*kept, "…"] if len(kept) < len(words) else kept)
