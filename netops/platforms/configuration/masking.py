"""The last net for secrets: in lines that no platform's own patterns know."""

from __future__ import annotations

import re

__all__ = ["mask"]

_WORDS = "password|passwd|secret|passphrase|key-string|pre-shared-key|authentication-key|community-string|psk"
_SECRET = re.compile(
    rf"""(?P<before>(?:^|[\s-])(?:{_WORDS})(?:[ \t]+(?:[0-9]{{1,2}}|cipher|simple|hash|encrypted|clear))?[ \t]+)
         (?!<redacted>)(?P<secret>"[^"\n]*"|\S+)""",
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)


def mask(text: str) -> str:
    """The text with what follows a word like "password" replaced by ``<redacted>``: rather too much than too little.

    >>> mask("frobnicate password 7 0822455D")
    'frobnicate password 7 <redacted>'
    """
    return _SECRET.sub(r"\g<before><redacted>", text)
