"""Secrets as IOS writes them: two of type 7 that look different may be the same, and are told to be."""

from __future__ import annotations

from netops.model import Secret

__all__ = ["secret_of"]

# IOS' own constant: type 7 hides a password from who looks over a shoulder, and no more (Cisco, tech note 107614).
_PAD = b"dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87"
_UNREADABLE = Secret("unreadable:type-6")
"""Type 6 is encrypted with a key of the device: two of them may be the same, and none can be told from another."""


def secret_of(text: str) -> Secret:
    """The secret of ``[TYPE] VALUE``: the same for the same password, however it is written.

    >>> secret_of("7 0822455D0A16") == secret_of("7 13061E010803") == secret_of("cisco")
    True
    """
    kind, _, value = text.partition(" ")
    if not value or kind not in ("0", "6", "7"):
        return Secret.of_value(text.strip())
    if kind == "6":
        return _UNREADABLE
    value = value.strip()
    return Secret.of_value(_revealed(value) if kind == "7" else value)


def _revealed(value: str) -> str:
    """The password of a type 7 text: a place in the pad, then the bytes XORed with what stands there.

    A text that is none stays as it is.
    """
    try:
        place, hidden = int(value[:2]), bytes.fromhex(value[2:])
        plain = bytes(each ^ _PAD[(place + index) % len(_PAD)] for index, each in enumerate(hidden))
        return plain.decode()
    except ValueError:
        return value
