"""The names of everything a lab makes: one short prefix, so that several labs run side by side and `down` finds all."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from netops.errors import LabError

__all__ = ["MARK", "check_device_name", "check_interface_name", "mark", "namespace", "prefix_of"]

MARK = "NETOPS_LAB"
"""Every process of a lab carries this environment variable, so that it is found also before it entered a namespace."""

_INTERFACE_LENGTH = 15  # IFNAMSIZ - 1 of the Linux kernel


def prefix_of(directory: Path) -> str:
    """The prefix of the lab in this directory: ``nl`` and four hexadecimal digits.

    >>> prefix_of(Path("/srv/estate/.netops/lab"))
    'nl9f04'
    """
    digest = hashlib.blake2b(str(directory.absolute()).encode(), digest_size=2, person=b"netops-lab").hexdigest()
    return f"nl{digest}"


def mark(directory: Path) -> str:
    """The value of :data:`MARK` in the environment of this lab's processes."""
    return f"{prefix_of(directory)}:{directory.absolute()}"


def namespace(prefix: str, device: str) -> str:
    """The network namespace of a device."""
    return f"{prefix}-{device}"


def check_device_name(name: str) -> None:
    """LabError where a namespace, a directory or a host name cannot be called so."""
    if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?", name) or name == "mgmt":
        raise LabError(
            f"the lab cannot name a device {name!r}: expected letters, digits, '-', '_' and '.' (RFC 1123), "
            "at most 63, and not 'mgmt', which is the lab's own management network"
        )


def check_interface_name(device: str, name: str) -> None:
    """LabError where the kernel refuses an interface of this name."""
    if not re.fullmatch(r"[^\s/:%]+", name) or len(name) > _INTERFACE_LENGTH or name in {".", ".."}:
        raise LabError(
            f"{device}: the kernel cannot name an interface {name!r}: expected 1 to {_INTERFACE_LENGTH} characters "
            "without blanks, '/', ':' or '%'"
        )
