"""The transaction on a real router and a real switch: what holds when a step fails or is killed."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from device_samples import SECRET, router_text, switch_text

from netops.devices import UnknownTokenError, fingerprint
from netops.devices.scripted import ScriptedDriver
from netops.errors import BusyError, ChangedError, DeviceError, RejectedError, ResidualError
from netops.lab import Lab
from netops.model import DeviceOutcome

pytestmark = pytest.mark.lab

Connect = Callable[[str], ScriptedDriver]
OLD = {"r1": router_text(1), "s1": switch_text()}
NEW = {"r1": router_text(1, "changed"), "s1": switch_text("changed")}
BOTH = pytest.mark.parametrize("name", ["r1", "s1"])

_serial = iter(range(10**6))


def token() -> str:
    return f"test-{time.time_ns()}-{next(_serial)}"


@pytest.fixture(autouse=True)
def _settled(request: pytest.FixtureRequest, session_with: Connect) -> None:
    """Every test begins with the old configuration of its device, and nothing pending."""
    name = request.node.callspec.params["name"] if hasattr(request.node, "callspec") else "r1"
    driver = session_with(name)
    waiting = driver.pending()
    if waiting is not None:
        driver.rollback(waiting)
    driver.load_replace(OLD[name])
    if driver.compare():
        driver.commit(token())
    driver.discard()


def holds(driver: ScriptedDriver, text: str) -> bool:
    """Whether the device runs exactly this configuration."""
    driver.load_replace(text)
    same = not driver.compare()
    driver.discard()
    return same


def await_no_pending(driver: ScriptedDriver, seconds: float = 15.0) -> None:
    end = time.monotonic() + seconds
    while driver.pending() is not None:
        assert time.monotonic() < end, "still pending"
        time.sleep(0.2)


@BOTH
def test_a_replace_is_compared_committed_and_confirmed(session_with: Connect, name: str) -> None:
    driver, mine = session_with(name), token()
    driver.load_replace(NEW[name])
    assert "changed" in driver.compare()
    driver.commit(mine, 60)
    assert driver.pending() == mine
    driver.confirm(mine)
    assert driver.pending() is None
    assert driver.outcome(mine) is DeviceOutcome.CONFIRMED
    assert holds(driver, NEW[name])


@BOTH
def test_a_replace_in_one_round_trip(session_with: Connect, name: str) -> None:
    driver, first = session_with(name), token()
    basis = fingerprint(driver.running())
    assert driver.replace(NEW[name], first, 60, basis)
    assert driver.pending() == first
    driver.confirm(first)
    assert not driver.replace(NEW[name], token(), 60)
    with pytest.raises(ChangedError, match="since the plan"):
        driver.replace(OLD[name], token(), 60, basis)
    assert driver.pending() is None
    assert holds(driver, NEW[name])


@BOTH
def test_what_is_applied_in_part_by_a_replace_is_rolled_back(session_with: Connect, name: str) -> None:
    driver, mine = session_with(name), token()
    with pytest.raises(ResidualError, match="rolled back"):
        driver.replace(RESIDUAL[name], mine, 60)
    assert driver.pending() is None
    assert holds(driver, OLD[name])


def test_what_was_changed_since_the_commit_is_not_confirmed(small_lab: Lab, session_with: Connect) -> None:
    driver, mine = session_with("r1"), token()
    assert driver.replace(NEW["r1"], mine, 60)
    small_lab.run("r1", ["vtysh", "-c", "configure terminal", "-c", "interface eth1", "-c", "no description"])
    with pytest.raises(ChangedError, match="since the commit"):
        driver.confirm(mine)
    driver.rollback(mine)
    assert holds(driver, OLD["r1"])


@BOTH
def test_a_merge_adds_lines_and_leaves_the_rest(session_with: Connect, name: str) -> None:
    driver = session_with(name)
    added = {
        "r1": "interface eth1\n ip ospf cost 77\nexit\n",
        "s1": "add-port br0 eth3 -- set Port eth3 vlan_mode=access tag=77\n",
    }[name]
    driver.load_merge(added)
    assert "77" in driver.compare()
    driver.commit(token())
    assert "77" in driver.running()
    for line in ("description to the other", "to r1"):
        assert (line in driver.running()) == (line in OLD[name])


@BOTH
def test_a_syntax_error_is_rejected_and_nothing_applied(session_with: Connect, name: str) -> None:
    driver = session_with(name)
    with pytest.raises(RejectedError, match="not valid"):
        driver.load_replace(NEW[name].replace("ip ospf area", "ip osfp area").replace("access", "axess"))
    assert driver.compare() == ""
    with pytest.raises(DeviceError, match="no candidate"):
        driver.commit(token())
    assert holds(driver, OLD[name])


@BOTH
@pytest.mark.parametrize("text", ["", "\n\n", "!\n#\n"])
def test_an_empty_configuration_is_rejected(session_with: Connect, name: str, text: str) -> None:
    if name == "s1" and "!" in text:
        text = "#\n"
    with pytest.raises(RejectedError, match="empty"):
        session_with(name).load_replace(text)


RESIDUAL = {
    "r1": router_text(1, "changed", "ip prefix-list BAD seq 5 permit 10.0.0.0/8 le 4\n"),
    "s1": switch_text("changed", "add-port br0 eth77 -- set Port eth77 vlan_mode=access tag=10\n"),
}


@BOTH
def test_what_is_applied_in_part_is_rolled_back(session_with: Connect, name: str) -> None:
    driver, mine = session_with(name), token()
    driver.load_replace(RESIDUAL[name])
    with pytest.raises(ResidualError, match="rolled back") as caught:
        driver.commit(mine, 60)
    assert {"r1": "BAD", "s1": "eth77"}[name] in str(caught.value)
    assert driver.pending() is None
    assert driver.outcome(mine) is DeviceOutcome.FAILED
    assert holds(driver, OLD[name])


@BOTH
def test_without_a_confirmation_the_device_reverts_by_itself(session_with: Connect, name: str) -> None:
    driver, mine = session_with(name), token()
    driver.load_replace(NEW[name])
    driver.commit(mine, 2)
    driver.close()
    other = session_with(name)
    await_no_pending(other)
    assert other.outcome(mine) is DeviceOutcome.ROLLED_BACK
    assert holds(other, OLD[name])


@BOTH
def test_the_timer_outlives_a_killed_client(small_lab: Lab, session_with: Connect, name: str) -> None:
    target = small_lab.targets()[name]
    program = f"""
import os, signal, sys
from pathlib import Path
from netops.devices import Login, make_driver
from netops.model import Target
target = Target({target.hostname!r}, {target.port}, {target.username!r}, Path(sys.argv[1]), Path(sys.argv[2]))
driver = make_driver({small_lab.network.devices[name].platform!r}, Login.of({name!r}, target))
driver.load_replace(sys.stdin.read())
driver.commit("killed-{token()}", 2)
os.kill(os.getpid(), signal.SIGKILL)
"""
    arguments = [sys.executable, "-c", program, str(target.key_file), str(target.known_hosts)]
    killed = subprocess.run(arguments, input=NEW[name], text=True, capture_output=True, check=False, timeout=60)
    assert killed.returncode == -9, killed.stderr
    driver = session_with(name)
    await_no_pending(driver)
    assert holds(driver, OLD[name])


@BOTH
def test_a_confirmation_comes_from_another_session(session_with: Connect, name: str) -> None:
    first, mine = session_with(name), token()
    first.load_replace(NEW[name])
    first.commit(mine, 5)
    first.close()
    second = session_with(name)
    assert second.pending() == mine
    second.confirm(mine)
    time.sleep(5)
    assert second.pending() is None
    assert holds(second, NEW[name])


@BOTH
def test_a_rollback_undoes_a_confirmed_commit_once(session_with: Connect, name: str) -> None:
    driver, mine = session_with(name), token()
    driver.load_replace(NEW[name])
    driver.commit(mine)
    other = session_with(name)
    for _ in range(2):
        other.rollback(mine)
        assert holds(other, OLD[name])
    assert other.outcome(mine) is DeviceOutcome.ROLLED_BACK
    other.load_replace(NEW[name])
    other.commit(token())
    other.rollback(mine)
    assert holds(other, NEW[name]), "a commit that was undone before is not undone again"


@BOTH
def test_a_rollback_undoes_a_pending_commit(session_with: Connect, name: str) -> None:
    driver, mine = session_with(name), token()
    driver.load_replace(NEW[name])
    driver.commit(mine, 60)
    driver.rollback(mine)
    assert driver.pending() is None
    assert holds(driver, OLD[name])


@BOTH
def test_a_pending_commit_refuses_another(session_with: Connect, name: str) -> None:
    first, second, mine = session_with(name), session_with(name), token()
    first.load_replace(NEW[name])
    first.commit(mine, 60)
    second.load_replace(OLD[name])
    with pytest.raises(BusyError, match=mine):
        second.commit(token(), 60)
    assert holds(second, NEW[name])


@BOTH
def test_a_held_lock_refuses_a_commit(session_with: Connect, name: str) -> None:
    driver = session_with(name)
    driver.load_replace(NEW[name])
    folder = {"r1": "/etc/frr/netops", "s1": "/etc/openvswitch/netops"}[name]
    holder = session_with(name)
    holder.session.run(f"nohup flock {folder}/lock sleep 3 >/dev/null 2>&1 & sleep 0.3")
    with pytest.raises(BusyError, match="under way"):
        driver.commit(token(), 60)
    assert holds(driver, OLD[name])


@BOTH
@pytest.mark.parametrize("operation", ["confirm", "rollback"])
def test_an_unknown_token_is_refused(session_with: Connect, name: str, operation: str) -> None:
    with pytest.raises(UnknownTokenError, match="nobody-knows"):
        getattr(session_with(name), operation)("nobody-knows")


@BOTH
def test_a_token_is_used_once_and_is_no_path(session_with: Connect, name: str) -> None:
    driver, mine = session_with(name), token()
    driver.load_replace(NEW[name])
    driver.commit(mine)
    driver.load_replace(OLD[name])
    with pytest.raises(RejectedError, match="used before"):
        driver.commit(mine)
    with pytest.raises(RejectedError, match="token"):
        driver.commit("../lock")


@BOTH
def test_a_commit_that_is_killed_while_it_applies_is_reverted(session_with: Connect, name: str) -> None:
    """Whichever step dies: what is left is the old configuration, or a pending commit that reverts."""
    driver = session_with(name)
    for delay in (0.1, 0.3, 0.6):
        driver.load_replace(NEW[name])
        killer = session_with(name)
        killer.session.run(f"(sleep {delay}; pkill -KILL -u $(id -u) -f 'netops-.*pyz') >/dev/null 2>&1 &")
        try:
            driver.commit(token(), 3)
        except DeviceError:
            driver.discard()
        time.sleep(delay)  # not to have our own question killed
        await_no_pending(driver)
        assert holds(driver, OLD[name]), f"killed after {delay} s"


def test_no_secret_reaches_an_error(session_with: Connect) -> None:
    driver = session_with("r1")
    texts = (
        OLD["r1"].replace("ip ospf message-digest-key", "ip osfp message-digest-key"),
        OLD["r1"].replace(" password ", " passwrd "),
        OLD["r1"].replace(f"password {SECRET}", f"password {SECRET}\n neighbor 10.9.9.9 password {SECRET}"),
        RESIDUAL["r1"].replace("md5 ", "md5 x"),
    )

    def push(text: str) -> None:
        driver.load_replace(text)
        driver.commit(token())

    for text in texts:
        with pytest.raises(DeviceError) as caught:
            push(text)
        assert SECRET[:12] not in str(caught.value)


def test_the_collected_configuration_is_scrubbed(session_with: Connect) -> None:
    state = session_with("r1").collect()
    assert state.configuration is not None
    assert "<redacted>" in state.configuration
    assert SECRET[:12] not in repr(state) + state.configuration


def test_no_secret_is_left_on_the_device_for_others(session_with: Connect) -> None:
    driver = session_with("r1")
    driver.load_replace(NEW["r1"])
    driver.commit(token())
    seen = (
        "grep -rl -D skip {0} /tmp/netops-* /run/netops /run/frr /var/log/frr; find /etc/frr/netops -type f -perm /077"
    )
    assert driver.session.run(seen.format(SECRET)).stdout == ""
