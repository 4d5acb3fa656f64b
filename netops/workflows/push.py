"""Push: a change that is verified against its own prediction, and undone by itself where the two differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from netops.errors import ChangeError, InputError
from netops.model import Change, DeviceOutcome, Finding, Role
from netops.workflows.estate import Estate
from netops.workflows.fleet import DeviceRunner
from netops.workflows.history import Status, history
from netops.workflows.plan import Plan, plan
from netops.workflows.rollout import Rollout, RolloutOptions, Steps
from netops.workflows.verify import settled_baseline

__all__ = ["PushOptions", "PushOutcome", "PushResult", "push"]


@dataclass(frozen=True, slots=True)
class PushOptions:
    """``only`` these devices; ``canary`` None: the one on which least depends; ``batch`` 0: all others at once."""

    commit: bool = False
    who: str = ""
    why: str = ""
    only: tuple[str, ...] | None = None
    canary: str | None = None
    batch: int = 0
    rollout: RolloutOptions = field(default_factory=RolloutOptions)


class PushOutcome(StrEnum):
    NOTHING = "nothing-to-do"
    DRY_RUN = "dry-run"
    REFUSED = "refused"
    COMMITTED = "committed"
    ROLLED_BACK = "rolled-back"
    INCOMPLETE = "incomplete"  # a device is not where it should be


@dataclass(frozen=True, slots=True)
class PushResult:
    """``findings`` say why a push was refused or rolled back, or what is left to look at."""

    outcome: PushOutcome
    plan: Plan
    steps: Steps = ()
    change: Change | None = None
    findings: tuple[Finding, ...] = ()
    reason: str = ""

    @property
    def failed(self) -> tuple[str, ...]:
        """The devices that did not take their part, or could not be asked."""
        devices = self.change.devices if self.change is not None else self.plan.devices
        bad = (DeviceOutcome.FAILED, DeviceOutcome.UNKNOWN)
        return tuple(each.device for each in devices if each.outcome in bad or each.error)


def push(
    estate: Estate, fleet: DeviceRunner, options: PushOptions, say: Callable[[str], None] = lambda _: None
) -> PushResult:
    """Carry the estate's design to the devices; without ``options.commit``, say what would be done.

    Raises InputError for options that cannot be, SecretError, ChangeError where another push is under way or one was
    left unfinished, StoreError where the journal cannot be written.  Whatever it raises, and however it ends, no device
    keeps an unverified configuration: revert timers see to that.
    """
    with estate.lock():
        _refuse_unfinished(estate)
        say("collecting the running configurations and the state of every device")
        running, baseline = settled_baseline(estate, fleet, options.rollout.patience, say, options.commit)
        planned = plan(estate, running, options.only, baseline)
        steps = _steps(planned, estate, options)
        if not steps:
            return PushResult(PushOutcome.NOTHING, planned, findings=baseline.unexplained)
        if planned.critical:
            return PushResult(PushOutcome.REFUSED, planned, steps, None, planned.critical, "a finding is critical")
        if baseline.unexplained:
            reason = "the network does not show what its running configurations predict, so no change can be verified"
            return PushResult(PushOutcome.REFUSED, planned, steps, None, baseline.unexplained, reason)
        if not options.commit:
            return PushResult(PushOutcome.DRY_RUN, planned, steps)
        rollout = Rollout(estate, fleet, options.rollout, planned, steps, baseline.silent, say)
        done = rollout.carry_out(options.who, options.why)
        return PushResult(PushOutcome(str(done.status)), planned, steps, done.change, done.findings, done.reason)


def _refuse_unfinished(estate: Estate) -> None:
    for each in history(estate.journal().read()):
        if each.status is Status.UNFINISHED:
            name = each.change.identifier
            raise ChangeError(f"change {name} is unfinished; end it with: netops push --resume {name} [--undo]")


def _steps(planned: Plan, estate: Estate, options: PushOptions) -> Steps:
    """The canary alone, then batches; devices that do not answer are in none."""
    if options.batch < 0 or options.rollout.max_failures < 0:
        raise InputError("--batch and --max-failures cannot be negative")
    names = [each.device for each in planned.devices if each.diff and not each.error]
    names.sort(key=lambda name: _importance(estate, name))
    if options.canary is not None:
        if options.canary not in names:
            raise InputError(f"{options.canary} cannot be the canary: this change does not touch it")
        names.remove(options.canary)
        names.insert(0, options.canary)
    rest = names[1:]
    size = options.batch or len(rest) or 1
    batches = (tuple(rest[index : index + size]) for index in range(0, len(rest), size))
    return (tuple(names[:1]), *batches) if names else ()


def _importance(estate: Estate, name: str) -> tuple[int, int, str]:
    """The less depends on a device, the earlier it comes: outer tiers first, fewer lines first."""
    tiers = list(Role)
    return (-tiers.index(estate.network.devices[name].role), len(estate.network.links_of(name)), name)
