"""The driver over recorded answers, in a module of its own: NAPALM looks for recordings beside the double's module."""

from __future__ import annotations

from typing import Any

from napalm.base.test.double import BaseTestDouble

from napalm_frr import FRRDriver

__all__ = ["RecordedAsker", "RecordedDriver"]


class RecordedAsker(BaseTestDouble):  # type: ignore[misc]  # NAPALM ships no types
    """Answers each command with its file; a command without a file had no answer."""

    def ask(self, *commands: str, timeout: float | None = None) -> dict[str, str]:  # noqa: ARG002 - Asker's signature
        answers = {}
        for command in commands:
            try:
                answers[command] = self.read_txt_file(self.find_file(f"{self.sanitize_text(command)}.txt"))
            except OSError:
                continue
        return answers


class RecordedDriver(FRRDriver):
    """The driver without a session."""

    def __init__(
        self,
        hostname: str,
        username: str,
        password: str,
        timeout: int = 60,
        optional_args: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(hostname, username, password, timeout, optional_args)
        self.patched_attrs = ["device"]
        self.device = RecordedAsker()

    def open(self) -> None:
        """Nothing to open."""

    def is_alive(self) -> dict[str, bool]:
        return {"is_alive": True}
