"""``netops push`` and ``netops rollback``."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from netops.cli.completion import complete_device
from netops.cli.face import FINDINGS, Face, face
from netops.cli.options import AsJson, Change, Commit, Converge, EstateFolder, LimitDevices, OnLab, Settle, flag
from netops.errors import InputError

if TYPE_CHECKING:
    from netops.workflows.estate import Estate
    from netops.workflows.rollout import RolloutOptions
    from netops.workflows.verify import Patience

__all__ = ["push", "rollback"]

_INCOMPLETE = 3


def push(
    commit: Commit = False,
    device: LimitDevices = None,
    why: Annotated[str, typer.Option("--why", "-m", metavar="TEXT", help="The reason, for the journal.")] = "",
    canary: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="The first device; otherwise one on which little depends.",
            autocompletion=complete_device,
        ),
    ] = None,
    batch: Annotated[int, typer.Option(metavar="N", min=0, help="Devices a step after the canary; 0: all.")] = 0,
    max_failures: Annotated[
        int, typer.Option(metavar="N", min=0, help="Devices that may fail before all is rolled back.")
    ] = 0,
    revert_after: Annotated[
        int | None,
        typer.Option(
            metavar="SECONDS",
            min=31,
            help="When a device goes back by itself.  [default: as needed, ≥ 120]",
            show_default=False,
        ),
    ] = None,
    converge: Converge = 60,
    settle: Settle = None,
    resume: Annotated[bool, flag("--resume", "Finish a change whose netops died.")] = False,
    undo: Annotated[bool, flag("--undo", "With --resume: undo it instead.")] = False,
    change: Annotated[
        str | None, typer.Argument(metavar="CHANGE", help="With --resume: which.", show_default=False)
    ] = None,
    lab: OnLab = False,
    estate: EstateFolder = None,
    as_json: AsJson = False,
) -> None:
    """Bring the design to the devices, verify it against its prediction, and undo it when the two differ.

    A dry run until --commit.  Plan, checks (a critical finding stops it), canary, batches, each under a revert timer on
    the device and each verified on all devices; then confirm all, or roll back all.  docs/push.md tells every step.

    Examples:

        netops push --lab
        netops push --lab --commit --why "prefer core1"
        netops push --commit --canary acc-b07 --batch 5 --max-failures 1
        netops push --resume
        netops push --resume 20261123-143015-3f2a --undo
    """
    from netops.workflows.rollout import RolloutOptions
    from netops.workflows.verify import Patience

    with face(estate, as_json, "nothing was touched") as shown:
        if (undo or change is not None) and not resume:
            raise InputError("--undo and CHANGE go with --resume")
        patience = Patience(converge, settle)
        if resume:
            _resume(shown, change, undo, lab, patience)
        else:
            options = RolloutOptions(max_failures, revert_after, patience)
            _push(shown, commit, tuple(device) if device else None, why, canary, batch, options, lab)


def _push(
    shown: Face,
    commit: bool,
    only: tuple[str, ...] | None,
    why: str,
    canary: str | None,
    batch: int,
    rollout: RolloutOptions,
    lab: bool,
) -> None:
    from netops.cli.views.push import push_json, push_view
    from netops.workflows.push import PushOptions, PushOutcome
    from netops.workflows.push import push as run
    from netops.workflows.reach import reach

    opened = shown.open_estate(lab=lab)
    options = PushOptions(commit, who(), why, only, canary, batch, rollout)
    with _telling(shown, opened), reach(opened, lab=lab) as fleet:
        done = run(opened, fleet, options, shown.say)
    shown.emit(push_json(done), push_view(done))
    if done.outcome is PushOutcome.INCOMPLETE:
        raise typer.Exit(_INCOMPLETE)
    if done.findings or done.plan.critical or done.failed:
        raise typer.Exit(FINDINGS)


def _resume(shown: Face, change: str | None, undo: bool, lab: bool, patience: Patience) -> None:
    from netops.cli.views.push import ended_view
    from netops.workflows.history import Status
    from netops.workflows.reach import reach
    from netops.workflows.resume import resume as run

    opened = shown.open_estate(lab=lab)
    with _telling(shown, opened), reach(opened, lab=lab) as fleet:
        done = run(opened, fleet, change, undo=undo, patience=patience, say=shown.say)
    shown.emit(done, ended_view(done.change, str(done.status), done.reason, done.findings))
    if done.status is Status.INCOMPLETE:
        raise typer.Exit(_INCOMPLETE)
    if done.findings:
        raise typer.Exit(FINDINGS)


@contextmanager
def _telling(shown: Face, estate: Estate) -> Iterator[None]:
    """Let whoever interrupts it know where the change stands."""
    from netops.workflows.interrupted import where_it_stands

    try:
        yield
    except KeyboardInterrupt:
        shown.hint = where_it_stands(estate)
        raise


def rollback(
    change: Change,
    commit: Commit = False,
    converge: Converge = 60,
    settle: Settle = None,
    lab: OnLab = False,
    estate: EstateFolder = None,
    as_json: AsJson = False,
) -> None:
    """Return the network to what it was before a change.

    A dry run until --commit.  Each device goes back to the configuration that it kept; the result is verified against
    what the old configurations predict.

    Examples:

        netops history
        netops rollback 20261123-143015-3f2a --lab
        netops rollback 20261123-1430 --lab --commit
    """
    with face(estate, as_json, "run the same rollback again: it goes on where it stopped") as shown:
        from netops.cli.views.push import rollback_view
        from netops.workflows.reach import reach
        from netops.workflows.rollback import RollbackOutcome
        from netops.workflows.rollback import rollback as run
        from netops.workflows.verify import Patience

        opened = shown.open_estate(lab=lab)
        with reach(opened, lab=lab) as fleet:
            done = run(opened, fleet, change, commit=commit, patience=Patience(converge, settle), say=shown.say)
        shown.emit(done, rollback_view(done))
        if done.outcome is RollbackOutcome.INCOMPLETE:
            raise typer.Exit(_INCOMPLETE)
        if done.findings:
            raise typer.Exit(FINDINGS)


def who() -> str:
    """The person at the keyboard, also behind sudo."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (OSError, KeyError):
        return f"uid {os.getuid()}"
