"""NX-OS configuration text without its secrets."""

from __future__ import annotations

import re

__all__ = ["scrub"]

_REDACTED = "<redacted>"
_PATTERNS = (
    r"(\bpassword (?:[0-9] )?)(?!strength-check)(\S+)",
    r"(\bsnmp-server community )(\S+)",
    r"(\bauth (?:md5|sha\S*) )(\S+)",
    r"(\bpriv (?:aes-\d+ )?)(0x\S+|\"[^\"]*\"|\S+)",
    r"(\bmessage-digest-key \d+ md5 (?:[0-9] )?)(\S+)",
    r"(\bauthentication-key (?:[0-9] )?)(\S+)",
    r"(\bkey-string (?:[0-9] )?)(\S+)",
    r"(\b(?:tacacs-server|radius-server) (?:host \S+ )?key (?:[0-9] )?)(\S+)",
    r"(\bauthentication (?:text|md5 key-string) (?:[0-9] )?)(\S+)",
    r"(\bsnmp-server host .* version (?:1|2c) )(\S+)",
    r"(\bntp authentication-key \d+ md5 )(\S+)",
)
_COMPILED = tuple(re.compile(pattern) for pattern in _PATTERNS)


def scrub(text: str) -> str:
    """The text with every secret replaced.

    >>> scrub("username admin password 5 $5$abc  role network-admin")
    'username admin password 5 <redacted>  role network-admin'
    """
    for pattern in _COMPILED:
        text = pattern.sub(rf"\g<1>{_REDACTED}", text)
    return text
