"""Show commands and shell commands in one go: the script that asks them, and the answers in what it prints."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["MARK", "shell_answers", "shell_script"]

MARK = "=====netops====="  # before each command's number; no device prints it


def shell_script(commands: Sequence[str]) -> str:
    """Shell lines that run the commands one after the other; what they say is nobody's but the mark's."""
    lines = ["exec 2>/dev/null", "PATH=$PATH:/usr/sbin:/sbin"]
    for number, command in enumerate(commands, 1):
        lines.append(f"{command}\nstatus=$?; echo; echo {MARK}{number} $status")
    return "\n".join(lines)


def shell_answers(text: str, commands: Sequence[str]) -> dict[str, str]:
    """The answers of the commands that ended with status 0."""
    parts = re.split(rf"^{MARK}(\d+) (\d+)$\n?", text, flags=re.MULTILINE)
    ended = zip(parts[0::3], parts[1::3], parts[2::3])  # noqa: B905 - the last part has no number; Python 3.9 on a device
    return {commands[int(number) - 1]: output.strip("\n") for output, number, status in ended if status == "0"}
