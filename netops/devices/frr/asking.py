"""Asking show commands for the getters; recorded answers can stand in for it."""

from __future__ import annotations

import json
from typing import Any

from napalm.base.exceptions import CommandErrorException  # type: ignore[import-untyped]  # NAPALM ships no types

from netops.devices.collection import collect
from netops.devices.frr.mapping import as_napalm
from netops.devices.session import Session

__all__ = ["Asker", "Getters"]


class Asker:
    """Questions to one router, each set of them in one round trip."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def ask(self, *commands: str, timeout: float | None = None) -> dict[str, str]:
        """The answers by command; a command that failed has none."""
        with as_napalm():
            return collect(self._session, commands, timeout)


class Getters:
    """What all getters stand on."""

    device: Asker

    def _texts(self, *commands: str) -> list[str]:
        """The answer to each command; CommandErrorException where one has none."""
        answers = self.device.ask(*commands)
        for command in commands:
            if command not in answers:
                raise CommandErrorException(f"{command}: the device gave no answer")
        return [answers[command] for command in commands]

    def _tables(self, *commands: str) -> list[Any]:
        """The JSON of each answer; an empty answer (no such process) is an empty table."""
        texts = self._texts(*commands)
        return [_json(command, text) for command, text in zip(commands, texts, strict=True)]


def _json(command: str, text: str) -> Any:
    try:
        return json.loads(text) if text.strip() else {}
    except ValueError:
        raise CommandErrorException(f"{command}: the answer is not JSON: {text.strip()[:80]}") from None
