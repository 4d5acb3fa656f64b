"""Configuration text of VRP and Comware without its secrets."""

from __future__ import annotations

import re

__all__ = ["scrub"]

_PATTERN = re.compile(
    r"(\b(?:cipher|irreversible-cipher|simple|plain|hash)[ \t]+)(?!cipher\b|simple\b)(\S+)"
    r"|(\bsnmp-agent community (?:read|write) )(?!cipher |simple )(\S+)"
    r"|(\bsecurityname )(?!cipher |simple )(\S+)"
    r"|(\b(?:authentication-mode|privacy-mode) (?:md5|sha|sha2-\d+|des56|aes\d+) )(?!cipher |simple |\d)(\S+)"
    r"|(\bkey (?:authentication|accounting|authorization) )(?!cipher |simple )(\S+)"
)


def _redacted(found: re.Match[str]) -> str:
    kept = next(each for each in found.groups()[::2] if each is not None)
    return f"{kept}<redacted>"


def scrub(text: str) -> str:
    """The text with every secret replaced.

    >>> scrub(" local-user admin password irreversible-cipher $1a$x")
    ' local-user admin password irreversible-cipher <redacted>'
    """
    return _PATTERN.sub(_redacted, text)
