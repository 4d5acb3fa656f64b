"""Rollback: return the network to what it was before a change that was confirmed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from netops.errors import ChangeError
from netops.model import Change, DeviceChange, DeviceOutcome, Finding
from netops.workflows.estate import Estate
from netops.workflows.fleet import DeviceRunner
from netops.workflows.history import Recorded, Status, find_change, history
from netops.workflows.plan import unified
from netops.workflows.running import Running
from netops.workflows.transaction import Transaction
from netops.workflows.undo import Undoing
from netops.workflows.verify import Patience, settled_baseline

__all__ = ["RollbackOutcome", "RollbackResult", "rollback"]


class RollbackOutcome(StrEnum):
    DRY_RUN = "dry-run"
    ROLLED_BACK = "rolled-back"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class RollbackResult:
    """``devices``: what each returns to, as a diff from what it runs now."""

    outcome: RollbackOutcome
    change: Change
    devices: tuple[DeviceChange, ...]
    findings: tuple[Finding, ...] = ()


def rollback(
    estate: Estate,
    fleet: DeviceRunner,
    identifier: str,
    *,
    commit: bool = False,
    patience: Patience | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> RollbackResult:
    """Undo a change on its devices, and verify against the prediction for their old configurations.

    A device goes back to the configuration that it kept itself; where it has lost it, to the one on file, if that is
    complete.  Raises InputError for an unknown change; ChangeError where it has nothing to undo, where a later change
    touched the same devices and stands (that one goes first), or where one of its devices is no longer in the estate.
    """
    patience = patience or Patience()
    with estate.lock():
        recorded = find_change(estate, identifier)
        names = _names(recorded)
        _refuse_overtaken(estate, recorded, names)
        _refuse_gone(fleet, names)
        running, baseline = settled_baseline(estate, fleet, patience, say)
        before = estate.change(recorded.change.identifier).before()
        devices = tuple(_device(name, running, before) for name in names)
        if not commit:
            return RollbackResult(RollbackOutcome.DRY_RUN, recorded.change, devices, baseline.unexplained)
        held = {each.device: each for each in recorded.change.devices}
        transaction = Transaction(recorded.change.identifier, estate, fleet, held, {*names})
        undoing = Undoing(estate, fleet, transaction, patience, say)
        status, findings = undoing.carry_out("rollback was asked for", (), known=baseline.failures)
        change = find_change(estate, recorded.change.identifier).change
        return RollbackResult(RollbackOutcome(str(status)), change, devices, findings)


def _names(recorded: Recorded) -> tuple[str, ...]:
    name = recorded.change.identifier
    if recorded.status is Status.UNFINISHED and not recorded.undoing:
        raise ChangeError(f"change {name} is unfinished; undo it with: netops push --resume {name} --undo")
    kept = (DeviceOutcome.CONFIRMED, DeviceOutcome.UNKNOWN)
    names = tuple(
        each.device for each in recorded.change.devices if each.outcome in kept and each.device in recorded.touched
    )
    if not names:
        raise ChangeError(f"change {name} is {recorded.status}: no device holds anything of it")
    return names


def _refuse_overtaken(estate: Estate, recorded: Recorded, names: tuple[str, ...]) -> None:
    known = history(estate.journal().read())
    later = known[[each.change.identifier for each in known].index(recorded.change.identifier) + 1 :]
    over = [
        each.change.identifier
        for each in later
        if any(one.device in names and one.outcome is DeviceOutcome.CONFIRMED for one in each.change.devices)
    ]
    if over:
        raise ChangeError(f"later changes stand on its devices; roll these back first: {', '.join(reversed(over))}")


def _refuse_gone(fleet: DeviceRunner, names: tuple[str, ...]) -> None:
    gone = sorted({*names} - {*fleet.names})
    if gone:
        raise ChangeError(
            f"{', '.join(gone)} took part in it, and cannot be asked: no managed device of the estate now"
        )


def _device(name: str, running: Running, before: Mapping[str, str]) -> DeviceChange:
    if name not in running.texts or name in running.silent:
        return DeviceChange(name, outcome=DeviceOutcome.UNKNOWN, error=running.silent.get(name, "does not answer"))
    diff = unified(name, running.texts[name].splitlines(), before.get(name, "").splitlines(), "before")
    return DeviceChange(name, diff)
