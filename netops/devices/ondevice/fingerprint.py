"""What two sides compare instead of a configuration: nothing of it can be read from this."""

from __future__ import annotations

try:
    from _sha256 import sha256  # type: ignore[import-not-found,unused-ignore]  # Python's own, up to 3.11
except ImportError:
    from hashlib import sha256  # the same, but it loads all of OpenSSL: a fifth of a start on a device

__all__ = ["fingerprint"]


def fingerprint(running: str) -> str:
    """SHA-256 of a running configuration; blank lines and spaces at the ends of lines do not count."""
    lines = [line.rstrip() for line in running.splitlines()]
    return str(sha256("\n".join(line for line in lines if line).encode()).hexdigest())
