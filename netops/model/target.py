"""Where a device's management session is opened, and with which key."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Target"]


@dataclass(frozen=True, slots=True)
class Target:
    """An SSH end point: ``key_file`` holds the private key, ``known_hosts`` the host keys that are trusted.

    ``known_hosts`` names the device as OpenSSH does: ``[hostname]:port`` unless the port is 22.  None for either file
    leaves the choice to the SSH client's own configuration.
    """

    hostname: str
    port: int = 22
    username: str = "netops"
    key_file: Path | None = None
    known_hosts: Path | None = None
