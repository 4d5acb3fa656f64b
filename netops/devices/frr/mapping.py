"""Our errors and NAPALM's: the one place where they meet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from napalm.base.exceptions import CommandErrorException, ConnectionException, NapalmException  # type: ignore[import-untyped]  # NAPALM ships no types

from netops.errors import DeviceError, UnreachableError

__all__ = ["as_napalm"]


@contextmanager
def as_napalm(kind: type[NapalmException] = CommandErrorException) -> Iterator[None]:
    """Raise what NAPALM's users expect: ConnectionException for a lost session, else ``kind``."""
    try:
        yield
    except UnreachableError as error:
        raise ConnectionException(str(error)) from None
    except DeviceError as error:
        raise kind(str(error)) from None
