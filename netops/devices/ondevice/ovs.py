"""Open vSwitch: a candidate is applied as one transaction of OVSDB, which is carried out whole or not at all.

OVSDB keeps what it is told over a reboot: a pending commit is still there after a power loss, and is reverted by the
next call once its time is over.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from collections.abc import Sequence

from netops.devices.ondevice.faults import FAILED, REJECTED, TransactionError
from netops.devices.ondevice.ovs_answers import listed, ovs_answers
from netops.devices.ondevice.siteprogram import run_site_program
from netops.errors import ConfigError
from netops.platforms.ovs.database import canonical
from netops.platforms.ovs.questions import DATABASE, PORTS
from netops.platforms.ovs.rows import text as written
from netops.platforms.ovs.transaction import merge, read, system_commands, transaction

__all__ = ["OvsApplier", "OvsCandidate"]

TIMEOUT = 30  # seconds in which ovs-vswitchd is to take up a change
SYSTEM = "/etc/openvswitch/netops-interfaces"  # a site's own program that sets ports up or down, and addresses


class OvsApplier:
    """The running configuration of this switch, and ways to change it."""

    def __init__(self, root: str) -> None:
        self.root = root

    def ask(self, commands: Sequence[str]) -> dict[str, str]:
        return ovs_answers(commands)

    def running(self) -> str:
        found = _listed(tuple(DATABASE.values()))
        try:
            return canonical({table: found[command] for table, command in DATABASE.items()})
        except ConfigError as error:
            raise TransactionError(FAILED, str(error)) from None

    def restore(self, token: str, snapshot: str, lock: int | None) -> list[str]:  # noqa: ARG002 - same for every token
        return self.replace(snapshot, lock)

    def save(self) -> None:
        """Nothing: OVSDB is on the disk."""

    def replace(self, text: str, lock: int | None, running: str | None = None) -> list[str]:
        """Make ``text`` the running configuration; what is left over or missing, and what Open vSwitch says of it.

        ``running`` is the configuration of now, where the caller has just read it.
        """
        running, candidate = running or self.running(), written(read(text))
        broken = _broken()
        command = transaction(running, candidate)
        if command:
            done = _run([command[0], f"--timeout={TIMEOUT}", *command[1:]], lock)
            if done.returncode != 0:
                return [f"ovs-vsctl: {done.stderr.strip()}"]
        trouble = _system(running, candidate, lock)
        left = [line.rstrip("\n") for line in _diff(self.running(), candidate)]
        return [*left, *trouble, *sorted(_broken() - broken)]


class OvsCandidate:
    """A configuration to replace the running one, or (``merge``) lines to be carried out on top of it."""

    def __init__(self, applier: OvsApplier, text: str, merge: bool) -> None:
        self.applier = applier
        self.text = text
        self.merge = merge
        self._running = ""  # as read last: one operation needs it several times, and holds the lock meanwhile

    def check(self) -> None:
        """By reading it, and by a dry run of the transaction."""
        running = self.snapshot()
        candidate = self._whole(running)
        if not candidate.strip():
            raise TransactionError(REJECTED, "the configuration is empty")
        command = transaction(running, candidate)
        if not command:
            return
        tried = _run([command[0], "--dry-run", "--no-wait", *command[1:]], None)
        if tried.returncode != 0:
            raise TransactionError(REJECTED, "the configuration is not valid", (tried.stderr.strip(),))

    def snapshot(self) -> str:
        self._running = self._running or self.applier.running()
        return self._running

    def differs(self) -> bool:
        return bool(self.diff())

    def diff(self) -> str:
        running = self.snapshot()
        return "".join(_diff(running, self._whole(running)))

    def apply(self, token: str, lock: int) -> list[str]:  # noqa: ARG002 - OVSDB is told no token
        running = self.snapshot()
        return self.applier.replace(self._whole(running), lock, running)

    def _whole(self, running: str) -> str:
        """The complete candidate in canonical form."""
        try:
            return merge(running, self.text) if self.merge else written(read(self.text))
        except ConfigError as error:
            raise TransactionError(REJECTED, "the configuration is not valid", (str(error),)) from None


def _diff(running: str, candidate: str) -> list[str]:
    if running == candidate:
        return []
    from difflib import unified_diff

    return list(unified_diff(running.splitlines(True), candidate.splitlines(True), "running", "candidate"))


def _run(command: list[str], lock: int | None) -> subprocess.CompletedProcess[str]:
    """``lock`` is inherited: while an orphan still works, nobody else can begin."""
    kept = () if lock is None else (lock,)
    try:
        return subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=2 * TIMEOUT, check=False, pass_fds=kept
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise TransactionError(FAILED, f"{command[0]}: {type(error).__name__}") from None


def _listed(commands: tuple[str, ...]) -> dict[str, str]:
    """The database's own answers, or else those of ovs-vsctl, which can say why there are none."""
    return listed(commands) or {command: _output(command) for command in commands}


def _output(command: str) -> str:
    done = _run(shlex.split(command), None)
    if done.returncode != 0:
        raise TransactionError(FAILED, f"ovs-vsctl cannot read the database: {done.stderr.strip()}")
    return done.stdout


def _broken() -> set[str]:
    """The ports that ovs-vswitchd cannot set up, each with its reason; ovs-vsctl itself ends well then."""
    table = json.loads(_listed((PORTS,))[PORTS])
    rows = [dict(zip(table["headings"], row)) for row in table["data"]]  # noqa: B905 - Python 3.9 on a device
    return {f"{row['name']}: {row['error']}" for row in rows if isinstance(row["error"], str) and row["error"]}


def _system(running: str, candidate: str, lock: int | None) -> list[str]:
    """Do what OVSDB has no column for: ports that are shut down, addresses of VLAN interfaces."""
    commands = system_commands(running, candidate)
    if not commands:
        return []
    if os.access(SYSTEM, os.X_OK):
        return run_site_program(SYSTEM, candidate, lock)
    return _failures(commands, lock)


def _failures(commands: list[list[str]], lock: int | None) -> list[str]:
    done = [(command, _run(command, lock)) for command in commands]
    return [f"{' '.join(command)}: {each.stderr.strip()}" for command, each in done if each.returncode != 0]
