"""FRR: candidates made of frr.conf text, applied through vtysh until frr-reload.py finds no difference."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from functools import cached_property

from netops.devices.ondevice.faults import FAILED, REJECTED, TransactionError
from netops.devices.ondevice.siteprogram import run_site_program
from netops.devices.ondevice.vtysh import Vtysh
from netops.platforms.frr.vtysh import join, same, split

TYPE_CHECKING = False  # as type checkers understand it; typing is not worth its time at each start on a device
if TYPE_CHECKING:
    from typing import Any

    from netops.devices.ondevice.reload import Delta, Reload

__all__ = ["FrrApplier", "FrrCandidate"]

PASSES = 4  # frr-reload.py itself makes two; each further one repairs what the one before disturbed
VTYSH = "/etc/frr/vtysh.conf"
INTERFACES = "/etc/frr/netops-interfaces"  # a site's own program that makes subinterfaces and macvlans


class FrrApplier:
    """The running configuration of this router, and ways to change it."""

    def __init__(self, root: str) -> None:
        self.vtysh = Vtysh()
        self._cache = os.path.join(root, "cache")

    @cached_property
    def reload(self) -> Reload:
        """Loaded when it is first needed: most of what is asked does without."""
        from netops.devices.ondevice.reload import Reload

        return Reload(self.vtysh, self._cache)

    def ask(self, commands: Sequence[str]) -> dict[str, str]:
        return self.vtysh.ask([command for command in commands if command.startswith("show ")])

    def running(self) -> str:
        """Complete, as it can be restored: what the daemons hold, and what vtysh holds for them."""
        return join(self.vtysh.running(), _read_own())

    def restore(self, token: str, snapshot: str, lock: int | None) -> list[str]:  # noqa: ARG002 - same for every token
        return self.replace(snapshot, lock)

    def save(self) -> None:
        self.vtysh.save()

    def replace(self, text: str, lock: int | None, running: str | None = None) -> list[str]:
        """Make ``text`` the running configuration; the lines that are left over or missing, and FRR's complaints.

        ``running`` is the configuration of now, where the caller has just read it.  Where the daemons hold all of this
        already, the interfaces are there too: not so for one that returns, since nobody knows how far a commit came.
        """
        self.vtysh.lock = lock
        try:
            daemons, own = split(text)
            held = None if running is None else split(running)[0]
            there = held is not None and same(daemons, held)
            trouble = [] if there else _interfaces(text, lock) or self._converge(daemons, held)
            if not trouble:
                _write_own(own)
            return trouble
        finally:
            self.vtysh.lock = None

    def current(self) -> Any:
        """frr-reload's view of the running configuration."""
        return self.reload.read(self.vtysh.running(), running=True)

    def delta(self, daemons: str, running: str) -> Delta | None:
        """What takes ``running`` to the candidate; None where it is there.  Word for word the same needs no tool."""
        if same(daemons, running):
            return None
        candidate = self.reload.read(daemons, running=False)
        return self.reload.delta(candidate, self.reload.read(running, running=True)) or None

    def _converge(self, daemons: str, running: str | None) -> list[str]:
        first: list[list[str]] = []
        complaints: list[str] = []
        for attempt in range(PASSES):
            delta = self.delta(daemons, running if running is not None else self.vtysh.running())
            running = None
            if delta is None:
                return []
            if attempt == 0:
                first = delta.additions()
            # Removing a line may take others with it: the second pass puts back, and removes nothing.
            complaints = self._delete(delta) if attempt != 1 else []
            additions = delta.additions() + (first if attempt == 1 else [])
            complaints += self.vtysh.load(_script(additions)) if additions else []
        left = self.delta(daemons, self.vtysh.running())
        return [*left.lines(), *complaints] if left is not None else []

    def _delete(self, delta: Delta) -> list[str]:
        """Some lines are negated by their beginning alone ("no ip ospf authentication"): drop words until it works."""
        commands = delta.deletions()
        complaints: list[str] = []
        while commands:
            errors = self.vtysh.configure(commands)
            told = zip(commands, errors)  # noqa: B905 - Python 3.9 on a device has no strict; they are equally long
            refused = [(command, error) for command, error in told if "nknown command" in error]
            commands = [_shortened(command) for command, _ in refused if len(command[-1].split()) > 2]
            complaints = [error for _, error in refused]
        return complaints


class FrrCandidate:
    """A configuration to replace the running one, or (``merge``) lines to be executed on top of it."""

    def __init__(self, applier: FrrApplier, text: str, merge: bool) -> None:
        self.applier = applier
        self.text = text if text.endswith("\n") else text + "\n"
        self.merge = merge
        self._snapshot: str | None = None

    def check(self) -> None:
        if all(line.strip()[:1] in ("", "!", "#") for line in self.text.splitlines()):
            raise TransactionError(REJECTED, "the configuration is empty")
        errors = self.applier.vtysh.syntax_errors(self._news())
        if errors:
            raise TransactionError(REJECTED, "the configuration is not valid", tuple(errors))

    def _news(self) -> str:
        """All of it, or vtysh's own lines where the daemons hold the rest word for word: they have understood it."""
        daemons, own = split(self.text)
        return self.text if self.merge or not same(daemons, split(self.snapshot())[0]) else own

    def snapshot(self) -> str:
        self._snapshot = self._snapshot or self.applier.running()
        return self._snapshot

    def differs(self) -> bool:
        running, old = split(self.snapshot())
        daemons, own = split(self.text)
        return self.merge or own != old or self.applier.delta(daemons, running) is not None

    def diff(self) -> str:
        """Unified diff from running to candidate, by frr-reload's comparison; of a merge, as far as lines tell."""
        from netops.devices.ondevice.contexts import merged, unified

        daemons, own = split(self.text)
        shown, old = split(self.snapshot())
        if self.merge:
            running, lines = self._read(shown, daemons)
            return unified(running, merged(running, lines), old, own or old)
        delta = self.applier.delta(daemons, shown)
        if delta is None:
            return unified({}, {}, old, own)
        return unified(*self._read(shown, daemons), old, own) or "\n".join(delta.lines()) + "\n"

    def _read(self, running: str, candidate: str) -> tuple[Any, Any]:
        read = self.applier.reload.read
        return read(running, running=True), read(candidate, running=False)

    def apply(self, token: str, lock: int) -> list[str]:  # noqa: ARG002 - FRR keeps no token in its configuration
        if not self.merge:
            return self.applier.replace(self.text, lock, self._snapshot)
        self.applier.vtysh.lock = lock
        try:
            return _interfaces(self.text, lock) or self._execute(*split(self.text))
        finally:
            self.applier.vtysh.lock = None

    def _execute(self, daemons: str, own: str) -> list[str]:
        """Run the lines, and look whether the running configuration shows them."""
        from netops.devices.ondevice.contexts import missing

        complaints = self.applier.vtysh.load(daemons)
        left = missing(self.applier.current(), self.applier.reload.read(daemons, running=False))
        if left or any("nknown command" in each for each in complaints):
            return [*left, *complaints]
        if own:
            _write_own(own)
        return []


def _read_own() -> str:
    try:
        with open(VTYSH, encoding="utf-8") as stream:
            return stream.read()
    except FileNotFoundError:
        return ""


def _write_own(own: str) -> None:
    """Let vtysh.conf hold exactly these lines of those that are vtysh's own; the file stays whole at any moment."""
    old = _read_own()
    new = split(old)[0] + own
    if new == old:
        return
    scratch = f"{VTYSH}.netops"
    try:
        with open(scratch, "w", encoding="utf-8") as stream:
            stream.write(new)
        if os.path.exists(VTYSH):
            _keep_owner(scratch)
        os.rename(scratch, VTYSH)
    except OSError as error:
        raise TransactionError(FAILED, f"{VTYSH}: {error.strerror}") from None


def _keep_owner(scratch: str) -> None:
    """As far as we may: one who is not root leaves its own name, in the group that the directory gives."""
    known = os.stat(VTYSH)
    os.chmod(scratch, known.st_mode & 0o777)
    with contextlib.suppress(PermissionError):
        os.chown(scratch, known.st_uid, known.st_gid)


def _script(commands: list[list[str]]) -> str:
    return "".join("\n".join(command) + "\n\n" for command in commands)


def _shortened(command: list[str]) -> list[str]:
    return [*command[:-1], command[-1].rsplit(maxsplit=1)[0]]


def _interfaces(text: str, lock: int | None) -> list[str]:
    """Let the site's own program, where there is one, make the interfaces that this configuration needs."""
    return run_site_program(INTERFACES, text, lock) if os.access(INTERFACES, os.X_OK) else []
