"""Texts of several lines that end at a line ``EOF``: banners, scripts, certificates."""

from __future__ import annotations

__all__ = ["without_texts"]

_OPENING = frozenset({"banner motd", "banner login", "banner exec", "action bash", "code", "comment"})


def without_texts(text: str) -> tuple[str, dict[str, str]]:
    """(the text with empty lines in the place of such texts, each text by the line that opens it).

    Line numbers stay as they are; of a comment nothing is left.  A text without its end is left as it is.

    >>> without_texts("banner motd\\nHello\\nEOF\\nhostname a\\n")
    ('banner motd\\n\\n\\nhostname a\\n', {'banner motd': 'Hello'})
    """
    if "EOF" not in text:
        return text, {}
    lines = text.split("\n")
    found: dict[str, str] = {}
    start: int | None = None
    for index, line in enumerate(lines):
        content = line.strip()
        if start is None and (content in _OPENING or content.startswith("code unit ")):
            start = index
        elif start is not None and content == "EOF":
            found[lines[start].strip()] = "\n".join(lines[start + 1 : index])
            first = start if lines[start].strip() == "comment" else start + 1
            lines[first : index + 1] = [""] * (index + 1 - first)
            start = None
    return "\n".join(lines), found
