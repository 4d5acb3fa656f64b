"""What a prediction could not know, and went on with all the same: told, never silent."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Assumptions"]


@dataclass(slots=True)
class Assumptions:
    """Each is said once, in the order in which it was met."""

    _said: dict[str, None] = field(default_factory=dict)

    def add(self, router: str, what: str, instead: str) -> None:
        """Take note: of this router, ``what`` is not known or cannot be computed; ``instead``: what was taken."""
        self._said[f"{router}: {what}: {instead}"] = None

    def told(self) -> tuple[str, ...]:
        return tuple(sorted(self._said))
