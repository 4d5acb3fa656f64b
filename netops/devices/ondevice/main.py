"""One request a line on standard input, one answer a line on standard output, both in JSON; it ends with its input.

Nothing of a request stands in the process's arguments: these are the platform and the directory of the store alone.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import zlib
from collections.abc import Callable, Sequence

from netops.devices.ondevice.answers import shell_answers, shell_script
from netops.devices.ondevice.faults import FAILED, TransactionError
from netops.devices.ondevice.store import Store
from netops.devices.ondevice.transaction import Applier, Candidate, Transaction

TYPE_CHECKING = False  # as type checkers understand it; typing is not worth its time at each start on a device
if TYPE_CHECKING:
    from typing import Any

__all__ = ["main"]

PATIENCE = 60  # seconds for all shell commands of one question together


def main(arguments: list[str]) -> int:
    """``main([platform, directory])``; the exit status is 0 or the last answer's fault."""
    platform, directory = arguments
    os.umask(0o077)
    os.environ["PATH"] = f"{os.environ.get('PATH', '/usr/bin:/bin')}:/usr/sbin:/sbin"
    device: _Device | None = None
    status = 0
    for line in sys.stdin:
        try:
            device = device or _Device(platform, directory)
            answer = {"status": 0, **device.serve(json.loads(line))}
        except TransactionError as fault:
            answer = {"status": fault.status, "message": fault.message, "lines": list(fault.lines)}
        except Exception as error:  # noqa: BLE001 - an uncaught one would print lines of configuration, maybe secrets
            answer = {"status": FAILED, "message": f"{type(error).__name__} on the device", "lines": []}
        status = answer["status"]
        try:
            print(json.dumps(answer), flush=True)
        except OSError:  # whoever asked is gone; what was done is in the store
            os._exit(FAILED)
    return status


class _Device:
    """This device: made once, asked as often as anybody wants."""

    def __init__(self, platform: str, root: str) -> None:
        self.store = Store(root)
        self.applier, self.candidate_of = _platform(platform, root)
        self.transaction = Transaction(self.store, self.applier)

    def serve(self, request: dict[str, Any]) -> dict[str, Any]:
        operation, token, transaction = request["operation"], request.get("token", ""), self.transaction
        if operation == "ask":
            return {"packed": _packed(self._answers(request["commands"]))}
        if operation == "check":
            candidate = self.candidate_of(request["text"], request["merge"])
            candidate.check()
            return {"diff": candidate.diff()}
        if operation == "commit":
            transaction.commit(self.candidate_of(request["text"], request["merge"]), token, request["revert_in"])
        elif operation == "replace":
            text, basis = self.candidate_of(request["text"], False), request["basis"]
            return {"changed": transaction.replace(text, token, request["revert_in"], basis)}
        elif operation == "confirm":
            transaction.confirm(token)
        elif operation == "rollback":
            transaction.rollback(token)
        elif operation == "status":
            outcome = token and self.store.outcome(token)
            return {"pending": transaction.pending(), "tokens": self.store.tokens(), "outcome": outcome}
        else:
            raise TransactionError(FAILED, f"unknown operation {operation}")
        return {}

    def _answers(self, commands: Sequence[str]) -> dict[str, str]:
        """The outputs by command; the platform knows cheap ways to some of them, the shell runs the others."""
        found = self.applier.ask(commands)
        others = [command for command in commands if command not in found and not command.startswith("show ")]
        return {**found, **_shell(others)}


def _shell(commands: Sequence[str]) -> dict[str, str]:
    if not commands:
        return {}
    try:
        done = subprocess.run(
            ["/bin/sh", "-c", shell_script(commands)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return {}
    return shell_answers(done.stdout.decode(errors="replace"), commands)


def _packed(answers: dict[str, str]) -> str:
    """Tables of routes repeat themselves: a tenth of them goes over the line."""
    return base64.b64encode(zlib.compress(json.dumps(answers).encode(), 1)).decode("ascii")


def _platform(name: str, root: str) -> tuple[Applier, Callable[[str, bool], Candidate]]:
    """How this platform applies, and what makes a candidate of a text; the other platform's part is not loaded."""
    if name == "ovs":
        from netops.devices.ondevice.ovs import OvsApplier, OvsCandidate

        switch = OvsApplier(root)
        return switch, lambda text, merge: OvsCandidate(switch, text, merge)
    from netops.devices.ondevice.frr import FrrApplier, FrrCandidate

    router = FrrApplier(root)
    return router, lambda text, merge: FrrCandidate(router, text, merge)
