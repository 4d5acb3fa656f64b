"""Asking many show commands in one round trip."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from netops.devices.ondevice.answers import MARK, shell_answers, shell_script
from netops.devices.session import Session

__all__ = ["collect"]


def collect(session: Session, commands: Sequence[str], timeout: float | None = None) -> dict[str, str]:
    """The output of each command; a command without an answer has none in the result.

    Commands that begin with ``show`` go to vtysh, all to one process of it; the others to the shell.
    """
    shows = [command for command in commands if command.startswith("show ")]
    others = [command for command in commands if not command.startswith("show ")]
    output = session.run(_script(shows, others), timeout=timeout).stdout
    told, _, rest = output.partition(f"{MARK}0\n")
    return {**_vtysh_outputs(told, shows), **shell_answers(rest, others)}


def _script(shows: Sequence[str], others: Sequence[str]) -> str:
    lines = ["exec 2>/dev/null", "PATH=$PATH:/usr/sbin:/sbin"]
    if shows:
        typed = " ".join(shlex.quote(command) for command in shows)
        lines.append(f"printf '%s\\n' '' {typed} | VTYSH_PAGER=cat vtysh -H /dev/null")
    lines.append(f"echo; echo {MARK}0")
    return "\n".join([*lines, shell_script(others)])


def _vtysh_outputs(text: str, commands: Sequence[str]) -> dict[str, str]:
    """vtysh repeats every command behind its prompt, whatever the host name in it."""
    if not commands:
        return {}
    found: dict[str, str] = {}
    pattern = "|".join(re.escape(command) for command in sorted(commands, key=len, reverse=True))
    parts = re.split(rf"^.*[#>] ({pattern})$", text, flags=re.MULTILINE)
    for command, output in zip(parts[1::2], parts[2::2], strict=True):
        found[command] = output.strip("\n")
    if parts[2::2]:  # behind the last command comes one more prompt
        found[parts[-2]] = re.sub(r"\n[^\s#>]+[#>] *\n*\Z", "", parts[-1]).strip("\n")
    return found
