"""Pushing to emulated devices: every way in which it can go well or wrong, and what is left on the devices."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from community import Community

from netops.analysis import Failures, predict
from netops.errors import ChangeError, InputError, PredictionError
from netops.model import DeviceOutcome, Severity
from netops.workflows.history import Status, find_change, history
from netops.workflows.interrupted import where_it_stands
from netops.workflows.push import PushOptions, PushOutcome, PushResult, push
from netops.workflows.resume import resume
from netops.workflows.rollback import RollbackOutcome, rollback
from netops.workflows.rollout import RolloutOptions
from netops.workflows.verify import Patience, agree

QUICK = Patience(converge=0.5, settle=0.0, interval=0.01)
LINK = "r1:eth1--r2:eth1"


def options(**given: object) -> PushOptions:
    rollout = {key: given.pop(key) for key in ("max_failures", "revert_after") if key in given}
    return PushOptions(
        **{"commit": True, "who": "ann", "why": "test", **given},  # type: ignore[arg-type]  # the tests' own keys
        rollout=RolloutOptions(patience=QUICK, **rollout),  # type: ignore[arg-type]  # as above
    )


def do(community: Community, **given: object) -> PushResult:
    said: list[str] = []
    return push(community.estate, community.fleet, options(**given), said.append)


def nothing_pending(community: Community) -> bool:
    return all(box.pending is None for box in community.fleet.boxes.values())


def test_nothing_to_do(community: Community) -> None:
    done = do(community)
    assert done.outcome is PushOutcome.NOTHING
    assert history(community.estate.journal().read()) == ()


def test_a_dry_run_touches_nothing(community: Community, costlier: Callable[[], None]) -> None:
    before = community.running()
    costlier()
    done = do(community, commit=False)
    assert done.outcome is PushOutcome.DRY_RUN
    assert done.plan.changed == ("r1", "r2")
    assert community.running() == before
    assert not community.estate.journal().path.exists()


def test_a_change_is_committed_everywhere(community: Community, costlier: Callable[[], None]) -> None:
    costlier()
    done = do(community)
    assert (done.outcome, done.findings) == (PushOutcome.COMMITTED, ())
    assert community.running() == community.texts()
    assert nothing_pending(community)
    recorded = find_change(community.estate, done.change.identifier if done.change else None)
    assert recorded.status is Status.COMMITTED
    assert {each.outcome for each in recorded.change.devices} == {DeviceOutcome.CONFIRMED}


def test_intent_is_in_the_journal_before_each_action(community: Community, costlier: Callable[[], None]) -> None:
    costlier()
    do(community)
    events = [(each.event, each.device) for each in community.estate.journal().read()]
    assert events[0] == ("planned", "")
    for name in ("r1", "r2"):
        assert events.index(("committing", name)) < events.index(("committed", name))
        assert events.index(("committed", name)) < events.index(("confirming", name))
    assert events.index(("agreed", "")) < events.index(("confirming", "r1"))
    assert events[-1] == ("finished", "")


def test_the_canary_goes_first_and_alone(community: Community, costlier: Callable[[], None]) -> None:
    costlier()
    assert do(community, commit=False, canary="r2").steps == (("r2",), ("r1",))
    with pytest.raises(InputError, match="s1 cannot be the canary"):
        do(community, canary="s1")


def test_only_the_devices_asked_for(community: Community, costlier: Callable[[], None]) -> None:
    costlier()
    old = community.running()
    done = do(community, only=("r1",))
    assert done.outcome is PushOutcome.COMMITTED
    assert community.running()["r2"] == old["r2"]
    assert community.running()["r1"] == community.texts()["r1"]


def test_no_secret_is_left_on_the_disk(community: Community, costlier: Callable[[], None]) -> None:
    costlier()
    do(community)
    key = community.estate.secrets.value(next(iter(_secrets(community))))
    assert key in community.running()["r1"]
    for path in community.root.rglob("*"):
        if path.is_file() and path.name != "lab-secrets.json":
            assert key not in path.read_text(encoding="utf-8"), path


def _secrets(community: Community) -> set:  # type: ignore[type-arg]  # of Secret
    return {
        port.ospf.authentication.key
        for device in community.estate.network.devices.values()
        for port in device.interfaces.values()
        if port.ospf is not None and port.ospf.authentication is not None
    }


def test_a_line_cut_meanwhile_rolls_everything_back(community: Community, costlier: Callable[[], None]) -> None:
    before = community.running()
    costlier()
    community.fleet.on_collect = _after_commits(1, lambda: _cut(community))
    done = do(community)
    assert done.outcome is PushOutcome.ROLLED_BACK
    assert community.running() == before
    assert nothing_pending(community)
    assert f"link {LINK}" in {each.subject for each in done.findings if each.check == "new-failure"}


def _cut(community: Community) -> None:
    community.fleet.failures = Failures(links=frozenset({LINK}))


def _after_commits(count: int, act: Callable[[], None]) -> Callable[[object], None]:
    def look(fleet: object) -> None:
        if sum(box.commits for box in fleet.boxes.values()) >= count:  # type: ignore[attr-defined]  # EmulatedFleet
            act()

    return look


def test_what_was_broken_before_is_not_blamed_on_the_change(community: Community, costlier: Callable[[], None]) -> None:
    _cut(community)
    costlier()
    done = do(community)
    assert done.outcome is PushOutcome.COMMITTED
    assert done.plan.failures.links == {LINK}


def test_a_dead_device_holds_up_nobody(community: Community, costlier: Callable[[], None]) -> None:
    old = community.running()
    costlier()
    community.fleet.failures = Failures(devices=frozenset({"r2"}))
    done = do(community)
    assert done.outcome is PushOutcome.COMMITTED
    assert done.plan.failures.devices == {"r2"}
    assert done.failed == ("r2",)
    assert community.running() == {**old, "r1": community.texts()["r1"]}


def test_a_device_without_management_is_known_to_be_alive(community: Community, costlier: Callable[[], None]) -> None:
    costlier()
    community.fleet.boxes["r2"].silent = True
    done = do(community)
    assert done.outcome is PushOutcome.COMMITTED
    assert done.plan.failures.devices == frozenset()
    assert done.failed == ("r2",)


def test_a_refusing_canary_stops_it(community: Community, costlier: Callable[[], None]) -> None:
    before = community.running()
    costlier()
    community.fleet.boxes["r1"].rejects = True
    done = do(community, max_failures=5)
    assert done.outcome is PushOutcome.ROLLED_BACK
    assert community.running() == before
    assert {each.device: each.outcome for each in done.change.devices} == {  # type: ignore[union-attr]  # it was tried
        "r1": DeviceOutcome.FAILED,
        "r2": DeviceOutcome.SKIPPED,
    }


@pytest.mark.parametrize(("allowed", "outcome"), [(0, PushOutcome.ROLLED_BACK), (1, PushOutcome.COMMITTED)])
def test_max_failures_decides_whether_it_goes_on(
    community: Community, costlier: Callable[[], None], allowed: int, outcome: PushOutcome
) -> None:
    before = community.running()
    costlier()
    community.fleet.boxes["r2"].rejects = True
    done = do(community, max_failures=allowed)
    assert done.outcome is outcome
    assert community.running()["r2"] == before["r2"]
    assert (community.running()["r1"] == before["r1"]) is (outcome is PushOutcome.ROLLED_BACK)
    assert done.failed == ("r2",)


@pytest.mark.parametrize("allowed", [0, 1])
def test_a_device_lost_in_its_commit(community: Community, costlier: Callable[[], None], allowed: int) -> None:
    costlier()
    community.fleet.boxes["r2"].dies_on_commit = True
    done = do(community, max_failures=allowed)
    assert done.outcome is (PushOutcome.COMMITTED if allowed else PushOutcome.INCOMPLETE)
    assert done.failed == ("r2",)
    assert community.fleet.boxes["r2"].pending is not None, "its own timer takes it back"


@pytest.mark.parametrize("allowed", [0, 1])
def test_a_device_whose_timer_is_before_the_confirmation(
    community: Community, costlier: Callable[[], None], allowed: int
) -> None:
    """The rest is not kept either: nobody has verified a network of new devices and this old one."""
    before = community.running()
    costlier()
    community.fleet.boxes["r2"].reverts_on_confirm = True
    done = do(community, max_failures=allowed)
    assert done.outcome is PushOutcome.ROLLED_BACK
    assert community.running() == before


def test_an_agreement_that_comes_after_the_timers_is_none(community: Community) -> None:
    """A slow answer may take longer than all the time that was left."""
    expected = [predict(community.estate.network)]
    patience = dataclasses.replace(QUICK, converge=0.0)
    assert agree(community.fleet, expected, must_answer=community.fleet.names, patience=patience).holds
    late = agree(
        community.fleet, expected, must_answer=community.fleet.names, patience=QUICK, until=time.monotonic() - 1
    )
    assert [each.check for each in late.findings] == ["unsettled"]


def test_a_critical_finding_stops_it(community: Community, costlier: Callable[[], None]) -> None:
    costlier()
    before = community.running()
    community.edit("inventory/hosts.yaml", "10.31.255.2", "10.31.255.1")
    done = do(community)
    assert done.outcome is PushOutcome.REFUSED
    assert {each.severity for each in done.findings} == {Severity.CRITICAL}
    assert community.running() == before


def test_a_network_that_is_not_understood_is_not_changed(community: Community, costlier: Callable[[], None]) -> None:
    costlier()
    community.fleet.shown = _without_routes(community, "r1")  # type: ignore[method-assign]  # a device gone mad
    done = do(community)
    assert done.outcome is PushOutcome.REFUSED
    assert {each.subject.partition(":")[0].split()[0] for each in done.findings} == {"r1"}


def _without_routes(community: Community, name: str) -> Callable[[], object]:
    shown = community.fleet.shown

    def maimed() -> object:
        snapshot = shown()
        state = dataclasses.replace(snapshot.devices[name], ribs={"default": {}})
        return dataclasses.replace(snapshot, devices={**snapshot.devices, name: state})

    return maimed


class _Killed(BaseException):
    """Stands for SIGKILL: nothing catches it, and no cleaning up follows."""


@pytest.mark.parametrize("undo", [False, True])
@pytest.mark.parametrize("moment", range(1, 16))
def test_killed_at_any_moment_it_is_finished_or_undone(
    community: Community, costlier: Callable[[], None], moment: int, undo: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies just before its n-th line of the journal: the journal and the devices are all that is left."""
    before = community.running()
    costlier()
    wanted = community.texts()
    if not _push_until(community, moment, monkeypatch):
        assert community.running() == wanted
        return
    if not history(community.estate.journal().read()):
        assert community.running() == before
        return
    ended = resume(community.estate, community.fleet, undo=undo, patience=QUICK)
    assert community.running() in (before, wanted)
    assert nothing_pending(community)
    assert ended.status is (Status.COMMITTED if community.running() == wanted else Status.ROLLED_BACK)
    if undo:
        assert community.running() == before
    with pytest.raises(InputError, match="no change is unfinished"):
        resume(community.estate, community.fleet)


def _push_until(community: Community, moment: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Push, and die before line ``moment`` of the journal; whether it came to that.

    Lines that are written together may be torn anywhere: those before that one are on the disk.
    """
    from netops.store import Journal

    left, write = moment - 1, Journal.write_all

    def counted(self: Journal, change: str, events: Iterable[Any]) -> object:
        nonlocal left
        lines = list(events)
        done = write(self, change, lines[:left])
        if len(lines) > left:
            raise _Killed
        left -= len(lines)
        return done

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "write_all", counted)
        try:
            do(community)
        except _Killed:
            return True
    return False


def test_no_push_while_one_is_unfinished(
    community: Community, costlier: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    costlier()
    assert _push_until(community, 4, monkeypatch)
    with pytest.raises(ChangeError, match="--resume"):
        do(community)


def test_resume_after_the_timers_have_fired(
    community: Community, costlier: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = community.running()
    costlier()
    assert _push_until(community, 9, monkeypatch)
    for box in community.fleet.boxes.values():
        box.deadline = 0.0
    ended = resume(community.estate, community.fleet, patience=QUICK)
    assert ended.status is Status.ROLLED_BACK
    asked = find_change(community.estate, ended.change.identifier).touched
    told = {each.outcome for each in ended.change.devices if each.device in asked}
    assert told == {DeviceOutcome.ROLLED_BACK}, "each has told that it went back by itself"
    assert community.running() == before


def test_resume_where_the_network_has_changed_meanwhile(
    community: Community, costlier: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = community.running()
    costlier()
    assert _push_until(community, 9, monkeypatch)
    _cut(community)
    ended = resume(community.estate, community.fleet, patience=QUICK)
    assert ended.status is Status.ROLLED_BACK
    assert community.running() == before


class TestRollback:
    def test_a_dry_run_shows_what_would_be(self, community: Community, costlier: Callable[[], None]) -> None:
        costlier()
        name = _committed(community)
        now = community.running()
        done = rollback(community.estate, community.fleet, name, patience=QUICK)
        assert done.outcome is RollbackOutcome.DRY_RUN
        assert "-  ip ospf cost 20" in done.devices[0].diff.replace("- ", "-  ")
        assert community.running() == now

    def test_the_network_is_what_it_was(self, community: Community, costlier: Callable[[], None]) -> None:
        before = community.running()
        costlier()
        name = _committed(community)
        done = rollback(community.estate, community.fleet, name, commit=True, patience=QUICK)
        assert (done.outcome, done.findings) == (RollbackOutcome.ROLLED_BACK, ())
        assert community.running() == before
        assert find_change(community.estate, name).status is Status.ROLLED_BACK

    def test_from_file_where_the_device_has_forgotten(self, community: Community, costlier: Callable[[], None]) -> None:
        before = community.running()
        costlier()
        name = _committed(community)
        for box in community.fleet.boxes.values():
            box.kept.clear()
        done = rollback(community.estate, community.fleet, name, commit=True, patience=QUICK)
        assert done.outcome is RollbackOutcome.ROLLED_BACK
        assert community.running() == before

    def test_impossible_where_a_secret_has_no_name(self, community: Community, costlier: Callable[[], None]) -> None:
        key = community.estate.secrets.value(next(iter(_secrets(community))))
        for box in community.fleet.boxes.values():
            box.running = box.running.replace(key, "set-by-hand")
        costlier()
        name = _committed(community)
        for box in community.fleet.boxes.values():
            box.kept.clear()
        done = rollback(community.estate, community.fleet, name, commit=True, patience=QUICK)
        assert done.outcome is RollbackOutcome.INCOMPLETE
        assert "known to nobody but the device" in " ".join(map(str, done.findings))

    def test_later_changes_go_first(self, community: Community, costlier: Callable[[], None]) -> None:
        costlier()
        first = _committed(community)
        community.edit("topology/links.yaml", "cost: 20\n", "cost: 30\n")
        second = _committed(community)
        with pytest.raises(ChangeError, match=second):
            rollback(community.estate, community.fleet, first)

    @pytest.mark.parametrize(
        ("name", "told"), [("2026", "no change is named"), ("", "no change is named")], ids=["unknown", "empty"]
    )
    def test_unknown_changes(self, community: Community, name: str, told: str) -> None:
        with pytest.raises(InputError, match=told):
            rollback(community.estate, community.fleet, name)

    def test_devices_that_are_gone_since(self, community: Community, costlier: Callable[[], None]) -> None:
        """One that had no part in it does not matter; one that had is told before anything is done."""
        before = community.running()
        costlier()
        name = _committed(community)
        ghost = community.root / ".netops" / "changes" / name / "before" / "ghost.conf"
        ghost.write_text("hostname ghost\n")
        box = community.fleet.boxes.pop("r2")
        with pytest.raises(ChangeError, match="r2 took part in it"):
            rollback(community.estate, community.fleet, name, commit=True, patience=QUICK)
        community.fleet.boxes["r2"] = box
        assert find_change(community.estate, name).status is Status.COMMITTED
        done = rollback(community.estate, community.fleet, name, commit=True, patience=QUICK)
        assert done.outcome is RollbackOutcome.ROLLED_BACK
        assert community.running() == before


def _committed(community: Community) -> str:
    done = do(community)
    assert done.outcome is PushOutcome.COMMITTED, done
    assert done.change is not None
    return done.change.identifier


def test_a_device_that_was_changed_since_the_plan_refuses(community: Community, costlier: Callable[[], None]) -> None:
    costlier()
    by_hand = "no lldp\n"

    def say(told: str) -> None:
        if told.startswith("canary"):  # the plan is made: somebody is faster than the push
            community.fleet.boxes["r1"].running += by_hand

    done = push(community.estate, community.fleet, options(canary="r1"), say)
    assert done.outcome is PushOutcome.ROLLED_BACK
    assert "changed since the plan" in str(done.findings[0])
    assert by_hand in community.running()["r1"]
    assert nothing_pending(community)


def test_what_cannot_be_predicted_is_undone_at_once(
    community: Community, costlier: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise PredictionError("the routes keep changing")

    before = community.running()
    costlier()
    monkeypatch.setattr("netops.workflows.rollout.expectations", fails)
    done = do(community)
    assert done.outcome is PushOutcome.ROLLED_BACK
    assert [each.check for each in done.findings] == ["not-predicted"]
    assert community.running() == before
    assert nothing_pending(community)


def test_resume_tells_of_devices_that_have_left_the_inventory(
    community: Community, costlier: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = community.running()
    costlier()
    assert _push_until(community, 9, monkeypatch)
    gone = community.fleet.boxes.pop("r1")
    ended = resume(community.estate, community.fleet, patience=QUICK)
    assert ended.status is not Status.COMMITTED
    assert ("device-gone", "r1") in {(each.check, each.subject) for each in ended.findings}
    assert community.running()["r2"] == before["r2"]
    assert gone.pending is not None  # its own timer takes it back


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (1, "no device was left in the middle"),
        (2, "had not reached any device"),
        (4, "finishes or undoes"),
        (7, "finishes or undoes"),
        (12, "confirms the rest"),
    ],
)
def test_where_an_interrupted_push_stands(
    community: Community, costlier: Callable[[], None], moment: int, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    costlier()
    assert _push_until(community, moment, monkeypatch)
    assert told in where_it_stands(community.estate)


def test_where_an_interrupted_undoing_stands(
    community: Community, costlier: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    costlier()
    community.fleet.on_collect = _after_commits(1, lambda: _cut(community))
    assert _push_until(community, 9, monkeypatch)
    assert "was being rolled back" in where_it_stands(community.estate)
