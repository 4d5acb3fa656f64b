"""Configuration text without its secrets."""

from __future__ import annotations

import re

__all__ = ["scrub"]

_VALUE = r'(?:"(?:[^"\\]|\\.)*"|[^\s;"{}]+)'
_WORDS = (
    r"encrypted-password|plain-text-password-value|authentication-key|hello-authentication-key|simple-password|"
    r"authentication-password|privacy-password|secret|ascii-text|hexadecimal|shared-secret|pre-shared-secret|"
    r"chap-secret|pap-password|key-string|passphrase|master-key|auth-key|privacy-key|authentication-key-chain-key|"
    r"md5\s+\d+\s+key|authentication-key\s+\d+\s+type\s+\S+\s+value|authentication-key\s+\d+\s+value|ssh-(?:rsa|dsa|ecdsa|ed25519)"
)
_SECRET = re.compile(
    rf"(?P<before>(?:^|(?<=[\s{{]))(?:{_WORDS})\s+)(?!\d+\s+(?:type|value)\b)(?P<value>{_VALUE})", re.MULTILINE
)
_CRYPTED = re.compile(r'"?\$(?:1|5|6|8|9|sha1)\$[^\s;"{}]*"?')
_DIGEST = re.compile(rf"(?P<before>(?:^|(?<=\s))(?:md5)\s+\d+\s*\{{\s*key\s+)(?P<value>{_VALUE})", re.MULTILINE)
_SNMP = re.compile(rf"(?P<before>(?:^|\s)snmp\s+(?:.*\s)?community\s+)(?P<value>{_VALUE})")
_COMMUNITY = re.compile(rf"(?P<before>^\s*(?:inactive:\s*|protect:\s*|replace:\s*)*community\s+)(?P<value>{_VALUE})")
_BLOCK = re.compile(r"^\s*(?:inactive:\s*|protect:\s*|replace:\s*)*(?P<name>[\w-]+)[^;{]*\{")
_KEY = re.compile(rf"(?P<before>^\s*key\s+)(?!\d+\s*[{{;])(?P<value>{_VALUE})(?=.*;)")
_REDACTED = r"\g<before><redacted>"


def scrub(text: str) -> str:
    """``text`` with every password, key and SNMP community replaced by ``<redacted>``; the same again when done twice.

    >>> scrub("set snmp community sesame authorization read-only")
    'set snmp community <redacted> authorization read-only'
    """
    text = _SNMP.sub(_REDACTED, _SECRET.sub(_REDACTED, text))
    text = _CRYPTED.sub("<redacted>", _DIGEST.sub(_REDACTED, text))
    return _in_blocks(text) if "{" in text else text


def _in_blocks(text: str) -> str:
    """Of the form with braces: what is a secret only where it stands."""
    lines = text.split("\n")
    place: list[str] = []
    for index, line in enumerate(lines):
        if "snmp" in place:
            lines[index] = line = _COMMUNITY.sub(_REDACTED, line)
        if place and place[-1] == "md5":
            lines[index] = line = _KEY.sub(_REDACTED, line)
        found = _BLOCK.match(line)
        opened, closed = line.count("{"), line.count("}")
        if opened > closed:
            place += [found["name"] if found else ""] * (opened - closed)
        elif closed > opened:
            del place[max(0, len(place) - (closed - opened)) :]
    return "\n".join(lines)
