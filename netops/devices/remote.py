"""Calling the on-device part over a session: it is sent when the device lacks it, then asked with JSON."""

from __future__ import annotations

import base64
import json
import shlex
import threading
import zlib
from collections.abc import Callable, Sequence
from typing import Any

from netops.devices.bundle import PACKAGE, bundle
from netops.devices.evidence import shown
from netops.devices.ondevice import faults
from netops.devices.session import Conversation, Session
from netops.errors import (
    BusyError,
    ChangedError,
    DeviceError,
    RejectedError,
    ResidualError,
    UnreachableError,
    UnsupportedError,
)

__all__ = ["Remote", "UnknownTokenError"]

MISSING = 74  # our own exit status: the device lacks the on-device part
PYTHON = "$(test -x /usr/bin/python3 && echo /usr/bin/python3 || echo python3) -I -S"  # the system's own first


START = f"import sys; sys.path.insert(0, sys.argv[1]); from {PACKAGE}.main import main; sys.exit(main(sys.argv[2:]))"
"""As the archive starts itself, without Python's way to find that out."""


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
    """One device's on-device part: started when it is first called, and asked again and again in one session.

    ``directory`` is where the device keeps the state of its transactions.  ``scrub`` takes secrets out of configuration
    lines: the device's evidence passes through it before it gets into an exception.  ``sudo`` runs it with ``sudo -n``.
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
        self._conversation: Conversation | None = None
        self._speaking = threading.Lock()

    @property
    def warm(self) -> bool:
        """Whether it runs on the device now."""
        return self._conversation is not None and self._conversation.alive()

    def call(self, operation: str, timeout: float | None = 300.0, **request: object) -> dict[str, Any]:
        """The operation's answer; DeviceError, of the kind that its exit status says, where it failed."""
        text = json.dumps({"operation": operation, **request})
        with self._speaking:
            return self._answer(self._asked(text, timeout))

    def ask(self, commands: Sequence[str]) -> dict[str, str]:
        """The output of each show or shell command; one without an answer has none in the result."""
        packed = self.call("ask", timeout=None, commands=[*commands])["packed"]
        return dict(json.loads(zlib.decompress(base64.b64decode(packed))))

    def close(self) -> None:
        """End it; what is pending on the device stays so."""
        conversation, self._conversation = self._conversation, None
        if conversation is not None:
            conversation.close()

    def _asked(self, text: str, timeout: float | None) -> str:
        """The answer.  A request is never sent twice: nobody knows how far a program came that ended without one."""
        answer = self._exchange(text, timeout)
        if answer == MISSING:
            self._send()
            answer = self._exchange(text, timeout)
        if isinstance(answer, int):
            raise self._silent(answer)
        return answer

    def _exchange(self, text: str, timeout: float | None) -> str | int:
        """The answer, or the exit status of a program that ended without one."""
        if not self.warm:
            self.close()
            self._conversation = self._session.converse(self._command())
        assert self._conversation is not None
        try:
            answer = self._conversation.ask(text, timeout)
            if answer is not None:
                return answer
            status = self._conversation.status()
        except UnreachableError:
            self.close()  # its answer may still come: not to the next question
            raise
        self.close()
        return status

    def _path(self) -> str:
        return shlex.quote(f"{self._directory}/{bundle().name}")

    def _command(self) -> str:
        path, directory = self._path(), shlex.quote(self._directory)
        run = f"exec {self._sudo}{PYTHON} -c {shlex.quote(START)} {path} {self._platform} {directory}"
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

    def _answer(self, text: str) -> dict[str, Any]:
        try:
            answer = json.loads(text)
        except ValueError:
            self.close()
            raise DeviceError(self.name, "the transaction program's answer is no JSON") from None
        if answer["status"] == 0:
            return dict(answer)
        told = "\n  ".join([answer["message"], *shown(answer["lines"], self._scrub)])
        raise _ERRORS.get(answer["status"], DeviceError)(self.name, told)

    def _silent(self, status: int) -> DeviceError:
        if status == 127:
            return UnsupportedError(self.name, "transactions need Python 3 on the device")
        return DeviceError(self.name, f"the transaction program ended with status {status} and no answer")
