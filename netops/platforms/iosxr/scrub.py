"""IOS-XR configuration text without its secrets."""

from __future__ import annotations

import re

__all__ = ["scrub"]

_REDACTED = "<redacted>"
_PATTERNS = (
    r"(\b(?:secret|password) (?:(?:[0-9]+|encrypted|clear) )?)(\S+)",
    r"(\bsnmp-server community )(\S+)",
    r"(\bsnmp-server host .* version (?:1|2c) )(\S+)",
    r"(\bmessage-digest-key \d+ md5 (?:encrypted |clear )?)(\S+)",
    r"(\bauthentication-key (?:\d+ md5 )?(?:encrypted |clear )?)(\S+)",
    r"(\bkey-string (?:password |clear )?)(\S+)",
    r"(\b(?:hello-password|lsp-password) (?:hmac-md5 |text )?(?:encrypted |clear )?)(\S+)",
    r"(\b(?:tacacs-server|radius-server) .*\bkey (?:7 |0 )?)(\S+)",
)
_COMPILED = tuple(re.compile(pattern) for pattern in _PATTERNS)


def scrub(text: str) -> str:
    """The text with every secret replaced.

    >>> scrub(" secret 5 $1$abc")
    ' secret 5 <redacted>'
    """
    for pattern in _COMPILED:
        text = pattern.sub(rf"\g<1>{_REDACTED}", text)
    return text
