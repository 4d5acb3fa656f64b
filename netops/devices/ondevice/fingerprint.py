"""What two sides compare instead of a configuration: nothing of it can be read from this."""

from __future__ import annotations

import hashlib

__all__ = ["fingerprint"]


def fingerprint(running: str) -> str:
    """SHA-256 of a running configuration; blank lines and spaces at the ends of lines do not count."""
    lines = [line.rstrip() for line in running.splitlines()]
    return hashlib.sha256("\n".join(line for line in lines if line).encode()).hexdigest()
