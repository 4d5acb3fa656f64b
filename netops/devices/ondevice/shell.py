"""One vtysh that is asked again and again: it costs more to start one than to answer most questions."""

from __future__ import annotations

import os
import re
import select
import subprocess
import time
from collections.abc import Sequence

__all__ = ["VtyshShell"]

SOCKETS = "/var/run/frr"  # where the daemons listen for vtysh
CHUNK = 1 << 20


class VtyshShell:
    """A vtysh that reads commands from a pipe.

    It is replaced when a daemon was started or started again since: a vtysh knows only those that it found.  A process
    that was forked from ours does not share it.
    """

    def __init__(self, binary: str, timeout: float) -> None:
        self.binary, self.timeout = binary, timeout
        self._process: subprocess.Popen[bytes] | None = None
        self._pipes = (-1, -1)  # plain descriptors: a fork that has closed them must not close them again
        self._bound: tuple[int, tuple[tuple[str, int, int], ...]] = (0, ())

    def ask(self, commands: Sequence[str]) -> dict[str, str] | None:
        """The output of each command; None where this vtysh ended or hangs, and whoever asks has to start another."""
        bound = (os.getpid(), _sockets())
        if self._process is None or self._bound != bound:
            self._start(bound)
        mark = f"! {os.urandom(8).hex()}"
        typed = "".join(f"{command}\n{mark} {number}\n" for number, command in enumerate(commands))
        try:
            os.write(self._pipes[0], typed.encode())
            text = self._read(f"{mark} {len(commands) - 1}".encode())
        except OSError:
            self.close()
            return None
        return _outputs(text.decode(errors="replace"), commands, mark)

    def close(self) -> None:
        """End it, if it is ours."""
        process, self._process = self._process, None
        if process is None or self._bound[0] != os.getpid():
            return
        for each in self._pipes:
            os.close(each)
        process.kill()
        process.wait()

    def _start(self, bound: tuple[int, tuple[tuple[str, int, int], ...]]) -> None:
        self.close()
        (theirs_in, ours_in), (ours_out, theirs_out) = os.pipe(), os.pipe()
        try:
            self._process = subprocess.Popen(
                [self.binary, "-H", os.devnull],
                stdin=theirs_in,
                stdout=theirs_out,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "VTYSH_PAGER": "cat"},
            )
        except OSError:
            os.close(ours_in)
            os.close(ours_out)
            raise
        finally:
            os.close(theirs_in)
            os.close(theirs_out)
        self._pipes, self._bound = (ours_in, ours_out), bound

    def _read(self, end: bytes) -> bytes:
        """All that it prints until it repeats the last mark; OSError where that does not come."""
        parts: list[bytes] = []
        deadline = time.monotonic() + self.timeout
        tail = b""
        while end not in tail:
            if not select.select([self._pipes[1]], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise TimeoutError
            part = os.read(self._pipes[1], CHUNK)
            if not part:
                raise OSError("vtysh ended")
            parts.append(part)
            tail = tail[-len(end) :] + part
        return b"".join(parts)


def _sockets() -> tuple[tuple[str, int, int], ...]:
    """Each daemon's socket, as it was made when the daemon was started."""
    try:
        with os.scandir(SOCKETS) as entries:
            found = [(each.name, each.stat()) for each in entries if each.name.endswith(".vty")]
    except OSError:
        return ((os.urandom(8).hex(), 0, 0),)  # nothing is known of them: no vtysh is used twice
    return tuple(sorted((name, stat.st_ino, stat.st_ctime_ns) for name, stat in found))


def _outputs(text: str, commands: Sequence[str], mark: str) -> dict[str, str]:
    """vtysh repeats each line behind its prompt, whatever the host name in it; the marks are known to nobody else."""
    parts = re.split(rf"^.*[#>] {mark} \d+$", text, flags=re.MULTILINE)
    told = zip(commands, parts)  # noqa: B905 - behind the last mark comes nothing; Python 3.9 on a device has no strict
    return {command: part.partition(f"{command}\n")[2].strip("\n") for command, part in told}
