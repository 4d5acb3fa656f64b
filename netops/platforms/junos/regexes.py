"""Junos' regular expressions over AS paths and communities.

Those over AS paths have AS numbers for letters, and match whole paths: the model holds them as they are written
(:attr:`~netops.platforms.traits.Traits.as_path_regex_by_number`).  Those over communities are POSIX, and are looked for
in each community's text, unless they say where it begins and ends.
Source: Junos documentation, "AS Path Regular Expressions" and "Community Regular Expressions".
"""

from __future__ import annotations

import re

from netops.platforms.configuration.rules import Mismatch
from netops.platforms.junos.values import as_number

__all__ = ["as_path_regex", "community_regex", "is_regex"]

_NUMBER = re.compile(r"[0-9]+\.[0-9]+")
_AS_PATH = re.compile(r"(?:[0-9]+(?:\s*-\s*[0-9]+)?|\[\^?[0-9\s-]+\]|\{[0-9]+(?:,[0-9]*)?\}|[.^$()|*+?\s])*")


def as_path_regex(text: str) -> str:
    """An expression over AS numbers, these in plain notation.  Raises Mismatch where it is none.

    >>> as_path_regex("1.10 .*")
    '65546 .*'
    """
    plain = _NUMBER.sub(lambda found: str(as_number(found[0])), text)
    if _AS_PATH.fullmatch(plain) is None or plain.count("(") != plain.count(")"):
        raise Mismatch(f"{text!r} is no expression over AS numbers that netops knows")
    return plain


def is_regex(member: str) -> bool:
    """Whether a community's member is an expression, and not a value."""
    return any(each in "*+?[](){}|^$.\\" for each in member)


def community_regex(member: str) -> str:
    """An expression over one community's text.  An asterisk alone stands for every number.

    >>> community_regex("65000:*")
    '^65000:[0-9]+$'
    """
    parts = member.split(":")
    if "*" in parts and not any(is_regex(each) for each in parts if each != "*"):
        return "^" + ":".join("[0-9]+" if each == "*" else each for each in parts) + "$"
    regex = ":".join(".*" if each == "*" else each for each in parts)
    try:
        re.compile(regex)
    except re.error as error:
        raise Mismatch(f"{member!r} is no regular expression: {error}") from None
    return regex
