"""Devices that are asked much: by one program that stays, and says what the shell would say."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from netops.devices.scripted import ScriptedDriver
from netops.lab import Lab
from netops.model import DeviceState

pytestmark = pytest.mark.lab

Connect = Callable[[str], ScriptedDriver]
BOTH = pytest.mark.parametrize("name", ["r1", "s1"])


@BOTH
def test_it_shows_what_the_shell_shows(session_with: Connect, name: str) -> None:
    attended = session_with(name)
    attended.attend()
    plain, shown, (text, state) = _steady(session_with(name), attended)
    assert text == plain
    assert _lasting(state) == _lasting(shown)
    assert not state.unread
    assert _lasting(attended.collect()) == _lasting(shown)


def _steady(driver: ScriptedDriver, attended: ScriptedDriver) -> tuple[str, DeviceState, tuple[str, DeviceState]]:
    """What the shell shows before and after the other was asked: neighbours of a young lab may still be coming up."""
    plain, shown = driver.survey()
    for _ in range(30):
        found = attended.survey()
        again, after = driver.survey()
        if (again, _lasting(after)) == (plain, _lasting(shown)):
            break
        plain, shown = again, after
        time.sleep(1)
    return plain, shown, found


def _lasting(state: DeviceState) -> DeviceState:
    """What does not move by itself from one moment to the next."""
    return replace(state, arp=None, macs=None)


@BOTH
def test_one_that_was_ended_is_started_again(session_with: Connect, name: str) -> None:
    driver = session_with(name)
    driver.attend()
    before = driver.running()
    session_with(name).session.run("pkill -KILL -u $(id -u) -f 'netops-.*pyz'")
    assert driver.running() == before
    assert driver.pending() is None


def test_a_daemon_that_was_started_again_is_seen(small_lab: Lab, session_with: Connect) -> None:
    """vtysh knows only the daemons that it found: the one that stays must not go on without this one."""
    driver = session_with("r1")
    driver.attend()
    text, state = driver.survey()
    small_lab.kill_daemon("r1", "staticd")
    _, without = driver.survey()
    assert without.processes == (state.processes or frozenset()) - {"staticd"}
    small_lab.start_daemon("r1", "staticd")
    again, back = driver.survey()
    assert again == text
    assert back.processes == state.processes


def test_a_device_without_python_is_asked_by_the_shell(session_with: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = session_with("r1")
    monkeypatch.setattr("netops.devices.remote.PYTHON", "/nowhere/python3")
    driver.attend()
    assert "hostname r1" in driver.running()
