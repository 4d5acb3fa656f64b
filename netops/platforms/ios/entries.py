"""The entries of a list while it is read, by sequence number."""

from __future__ import annotations

from typing import Any

__all__ = ["Entries"]


class Entries(dict[int, Any]):
    """Entries by sequence number; one without a number comes ``step`` after the highest."""

    __slots__ = ("highest",)

    def __init__(self) -> None:
        super().__init__()
        self.highest = 0

    def place(self, sequence: int | None, step: int = 5) -> int:
        """The number of a new entry: as told, or the next.

        >>> entries = Entries()
        >>> entries[100] = "permit any"
        >>> entries.place(None)
        105
        """
        return sequence if sequence is not None else self.highest + step

    def __setitem__(self, sequence: int, entry: Any) -> None:
        super().__setitem__(sequence, entry)
        self.highest = max(self.highest, sequence)

    def ordered(self) -> tuple[Any, ...]:
        """By number."""
        return tuple(self[sequence] for sequence in sorted(self))
