"""What lines do that only say so, whatever words follow; and what netops refuses to guess."""

from __future__ import annotations

from typing import Any

from netops.platforms.configuration.rules import Action, Fields, Mismatch

__all__ = ["mark", "refuse"]


def mark(**constants: Any) -> Action:
    """Set the draft's fields to these constants; what the pattern's places held is not kept."""

    def action(draft: Fields, _held: Fields) -> None:
        draft.update(constants)

    return action


def refuse(reason: str) -> Action:
    """The line is known, and changes what netops cannot hold: it is reported, with the reason."""

    def action(_draft: Fields, _held: Fields) -> None:
        raise Mismatch(reason)

    return action
