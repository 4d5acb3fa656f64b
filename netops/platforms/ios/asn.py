"""AS numbers as IOS writes them: plain, or with a dot (RFC 5396)."""

from __future__ import annotations

from netops.platforms.configuration.rules import Mismatch, type_of

__all__ = ["asn"]


def asn(text: str) -> int:
    """The number of "65000", or of "1.10" (65546).  Raises Mismatch.

    >>> asn("1.10")
    65546
    """
    high, dot, low = text.partition(".")
    number: int = type_of("number", low if dot else high)
    if dot:
        number += type_of("number", high) << 16
    if not 0 < number < 1 << 32:
        raise Mismatch(f"{text!r} is no AS number")
    return number
