"""Calling the on-device part over a session: it is sent when the device lacks it, then asked with JSON."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from typing import Any

from netops.devices.bundle import bundle
from netops.devices.evidence import shown
from netops.devices.ondevice import faults
from netops.devices.session import Output, Session
from netops.errors import BusyError, ChangedError, DeviceError, RejectedError, ResidualError, UnsupportedError

__all__ = ["Remote", "UnknownTokenError"]

MISSING = 74  # our own exit status: the device lacks the on-device part
PYTHON = "$(test -x /usr/bin/python3 && echo /usr/bin/python3 || echo python3) -I -S"  # the system's own first


class UnknownTokenError(DeviceError):
    """No commit with this token can be confirmed or rolled back on the device."""


_ERRORS: dict[int, type[DeviceError]] = {
    faults.REJECTED: RejectedError,
    faults.RESIDUAL: ResidualError,
    faults.BUSY: BusyError,
    faults.PENDING: BusyError,
    faults.CHANGED: ChangedError,
    faults.UNKNOWN_TOKEN: UnknownTokenError,
}


class Remote:
    """One device's transaction operations.  ``directory`` is where the device keeps their state.

    ``scrub`` takes secrets out of configuration lines: the device's evidence passes through it before it gets into an
    exception.  ``sudo`` runs everything with ``sudo -n``.
    """

    def __init__(
        self, name: str, platform: str, session: Session, directory: str, scrub: Callable[[str], str],
        sudo: bool = False,
    ) -> None:  # fmt: skip
        self.name = name
        self._platform = platform
        self._session = session
        self._directory = directory
        self._scrub = scrub
        self._sudo = "sudo -n " if sudo else ""

    def call(self, operation: str, timeout: float = 300.0, **request: object) -> dict[str, Any]:
        """The operation's answer; DeviceError, of the kind that its exit status says, where it failed."""
        text = json.dumps({"operation": operation, **request})
        output = self._session.run(self._command(), text, timeout)
        if output.status == MISSING:
            self._send()
            output = self._session.run(self._command(), text, timeout)
        return self._answer(output)

    def _path(self) -> str:
        return shlex.quote(f"{self._directory}/{bundle().name}")

    def _command(self) -> str:
        path = self._path()
        run = f"exec {self._sudo}{PYTHON} {path} {self._platform} {shlex.quote(self._directory)}"
        return f"{self._sudo}test -f {path} || exit {MISSING}; {run}"

    def _send(self) -> None:
        """Atomic, and verified before it gets its name: several processes may send it at once."""
        path, digest = self._path(), bundle().digest
        script = (
            f"umask 077; mkdir -p {shlex.quote(self._directory)} && cat > {path}.$$"
            f" && echo {digest}  {path}.$$ | sha256sum -c --status && mv {path}.$$ {path}"
        )
        output = self._session.run(f"{self._sudo}sh -c {shlex.quote(script)}", bundle().content)
        if output.status != 0:
            raise DeviceError(
                self.name,
                f"{self._directory} cannot hold the transaction program: "
                f"{output.stderr.strip() or f'status {output.status}'}",
            )

    def _answer(self, output: Output) -> dict[str, Any]:
        try:
            answer = json.loads(output.stdout)
        except ValueError:
            raise self._unreadable(output) from None
        if answer["status"] == 0:
            return dict(answer)
        told = "\n  ".join([answer["message"], *shown(answer["lines"], self._scrub)])
        raise _ERRORS.get(answer["status"], DeviceError)(self.name, told)

    def _unreadable(self, output: Output) -> DeviceError:
        if output.status == 127:
            return UnsupportedError(self.name, "transactions need Python 3 on the device")
        return DeviceError(self.name, f"the transaction program ended with status {output.status} and no answer")
