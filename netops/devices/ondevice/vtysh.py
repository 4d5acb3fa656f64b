"""vtysh, FRR's shell, asked in ways that leave no configuration line in a process's arguments or in a file."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence

from netops.devices.ondevice.faults import FAILED, TransactionError
from netops.devices.ondevice.shell import VtyshShell

__all__ = ["Vtysh"]

TIMEOUT = 120
STDIN = "/dev/stdin"  # a bare "-" is understood together with -m alone
RUNNING = "show running-config no-header"
SAVE = "write memory"
SAVED = "Integrated configuration saved to "  # said once all of it is written


class Vtysh:
    """``lock`` is inherited by every child: while an orphan still applies lines, nobody else can begin."""

    def __init__(self, binary: str = "vtysh") -> None:
        self.binary = binary
        self.lock: int | None = None
        self._shell = VtyshShell(binary, TIMEOUT)

    def ask(self, commands: Sequence[str]) -> dict[str, str]:
        """The output of each show command; none where vtysh gives no answer.  One vtysh answers them all, for ever."""
        if not commands:
            return {}
        try:
            return self._shell.ask(commands) or self._shell.ask(commands) or {}
        except OSError:
            return {}  # there is no vtysh here

    def running(self) -> str:
        """``show running-config no-header``."""
        if told := self.ask([RUNNING]).get(RUNNING, "").strip():
            return told + "\n"
        found = self._run(["-c", RUNNING])
        if found.returncode != 0 or not found.stdout.strip():
            raise TransactionError(FAILED, "vtysh cannot show the running configuration: are the daemons running?")
        return found.stdout

    def syntax_errors(self, text: str) -> list[str]:
        """What ``vtysh -C`` has against it, a line each ("line 3: % Unknown command[41]: foo")."""
        if not text.strip():
            return []
        found = self._run(["-C", "-f", STDIN], text)
        complaints = [line for line in (found.stderr + found.stdout).splitlines() if line.strip()]
        return (complaints or ["vtysh gave no reason"]) if found.returncode != 0 else []

    def mark(self, text: str) -> str | None:
        """The text with the end of each context marked, as frr-reload.py wants it; None where vtysh cannot."""
        found = self._run(["-m", "-f", "-"], text)
        return found.stdout if found.returncode == 0 else None

    def load(self, text: str) -> list[str]:
        """Execute a configuration, also past errors; what vtysh and the daemons had against it."""
        found = self._run(["-f", STDIN], text)
        lines = [line for line in (found.stderr + found.stdout).splitlines() if line.strip()]
        return list(dict.fromkeys(lines))

    def configure(self, commands: list[list[str]]) -> list[str]:
        """Execute each command from the top of the configuration; its error, or "" where there was none."""
        script = "".join(
            "configure terminal\n" + "".join(f"{line.strip()}\n" for line in each) + "end\n" for each in commands
        )
        found = self._run(["-H", os.devnull], script)
        return _errors(found.stdout, commands)

    def save(self) -> None:
        if SAVED in self.ask([SAVE]).get(SAVE, ""):
            return
        found = self._run(["-c", SAVE])
        if found.returncode != 0:
            raise TransactionError(FAILED, "vtysh cannot write the startup configuration")

    def _run(self, arguments: list[str], text: str = "") -> subprocess.CompletedProcess[str]:
        kept = () if self.lock is None else (self.lock,)
        try:
            return subprocess.run(
                [self.binary, *arguments],
                input=text,
                capture_output=True,
                text=True,
                timeout=TIMEOUT,
                check=False,
                pass_fds=kept,
                errors="replace",
                env={**os.environ, "VTYSH_PAGER": "cat"},
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise TransactionError(FAILED, f"vtysh: {type(error).__name__}") from None


def _errors(transcript: str, commands: list[list[str]]) -> list[str]:
    """vtysh repeats each line behind its prompt, then says what it has against it."""
    errors: list[str] = []
    for part in re.split(r"^\S+# configure terminal$", transcript, flags=re.MULTILINE)[1:]:
        wrong = [line.strip() for line in part.splitlines() if line.lstrip().startswith("%")]
        errors.append("; ".join(wrong))
    return errors + ["vtysh ended early"] * (len(commands) - len(errors))
