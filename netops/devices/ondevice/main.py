"""One operation a call: the request is JSON on standard input, the answer JSON on standard output.

Nothing of a request stands in the process's arguments: these are the platform and the directory of the store alone.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from netops.devices.ondevice.faults import FAILED, TransactionError
from netops.devices.ondevice.store import Store
from netops.devices.ondevice.transaction import Applier, Candidate, Transaction

__all__ = ["main"]


def main(arguments: list[str]) -> int:
    """``main([platform, directory])``; the exit status is 0 or the fault's."""
    platform, directory = arguments
    os.umask(0o077)
    os.environ["PATH"] = f"{os.environ.get('PATH', '/usr/bin:/bin')}:/usr/sbin:/sbin"
    try:
        answer = _serve(platform, Path(directory), json.load(sys.stdin))
    except TransactionError as fault:
        json.dump({"status": fault.status, "message": fault.message, "lines": list(fault.lines)}, sys.stdout)
        return fault.status
    except Exception as error:  # noqa: BLE001 - an uncaught one would print lines of configuration, maybe secrets
        json.dump({"status": FAILED, "message": f"{type(error).__name__} on the device", "lines": []}, sys.stdout)
        return FAILED
    json.dump({"status": 0, **answer}, sys.stdout)
    return 0


def _serve(platform: str, root: Path, request: dict[str, Any]) -> dict[str, Any]:
    store = Store(root)
    applier, candidate_of = _platform(platform, root)
    transaction = Transaction(store, applier)
    operation, token = request["operation"], request.get("token", "")
    if operation == "check":
        candidate = candidate_of(request["text"], request["merge"])
        candidate.check()
        return {"diff": candidate.diff()}
    if operation == "commit":
        transaction.commit(candidate_of(request["text"], request["merge"]), token, request["revert_in"])
    elif operation == "replace":
        text, basis = candidate_of(request["text"], False), request["basis"]
        return {"changed": transaction.replace(text, token, request["revert_in"], basis)}
    elif operation == "confirm":
        transaction.confirm(token)
    elif operation == "rollback":
        transaction.rollback(token)
    elif operation == "status":
        return {"pending": transaction.pending(), "tokens": store.tokens(), "outcome": token and store.outcome(token)}
    else:
        raise TransactionError(FAILED, f"unknown operation {operation}")
    return {}


def _platform(name: str, root: Path) -> tuple[Applier, Callable[[str, bool], Candidate]]:
    """How this platform applies, and what makes a candidate of a text; the other platform's part is not loaded."""
    if name == "ovs":
        from netops.devices.ondevice.ovs import OvsApplier, OvsCandidate

        switch = OvsApplier(root)
        return switch, lambda text, merge: OvsCandidate(switch, text, merge)
    from netops.devices.ondevice.frr import FrrApplier, FrrCandidate

    router = FrrApplier(root)
    return router, lambda text, merge: FrrCandidate(router, text, merge)
