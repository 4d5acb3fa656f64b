"""One fault put into the sound community, and what the check says of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from netops.model import Network

__all__ = ["FaultCase"]


@dataclass(frozen=True)
class FaultCase:
    """``fault`` puts it in; one finding of ``check`` then has this subject, and ``says`` in its problem."""

    check: str
    fault: Callable[[Network], Network]
    subject: str
    says: str
