"""The transaction's own promises, with a device that is a file: what holds where its disk or its boot is in the way."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from netops.devices.bundle import bundle
from netops.devices.ondevice import timer
from netops.devices.ondevice.faults import CHANGED, FAILED, UNKNOWN_TOKEN, TransactionError
from netops.devices.ondevice.fingerprint import fingerprint
from netops.devices.ondevice.store import Pending, Store
from netops.devices.ondevice.transaction import Transaction


class _File:
    """A device whose running and startup configurations are two files."""

    def __init__(self, root: Path) -> None:
        self.path, self.startup = root / "running", root / "startup"
        self.path.write_text("old")
        self.startup.write_text("old")
        self.writable = True
        self.text = "new"

    def check(self) -> None:
        return

    def diff(self) -> str:
        return ""

    def running(self) -> str:
        return self.path.read_text()

    def snapshot(self) -> str:
        return self.running()

    def differs(self) -> bool:
        return self.path.read_text() != self.text

    def apply(self, token: str, lock: int) -> list[str]:  # noqa: ARG002 - the protocol's
        self.path.write_text(self.text)
        return []

    def restore(self, token: str, snapshot: str, lock: int | None) -> list[str]:  # noqa: ARG002 - the protocol's
        self.path.write_text(snapshot)
        return []

    def save(self) -> None:
        if not self.writable:
            raise TransactionError(FAILED, "no room for the startup configuration")
        self.startup.write_text(self.path.read_text())


class _Full(Store):
    """A store on a disk that can be full."""

    full = False

    def _write(self, name: str, text: str) -> None:
        if self.full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        super()._write(name, text)


@pytest.fixture
def device(tmp_path: Path) -> _File:
    return _File(tmp_path)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[_Full]:
    made = _Full(tmp_path / "store")
    yield made
    made.full = False
    timer.disarm(made.root)


@pytest.fixture
def transaction(store: _Full, device: _File) -> Transaction:
    return Transaction(store, device)


def _await(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_full_disk_does_not_keep_the_old_configuration_away(
    store: _Full, device: _File, transaction: Transaction
) -> None:
    transaction.commit(device, "t1", 600)
    store.full = True
    with pytest.raises(OSError, match="No space"):
        transaction.rollback("t1")  # it is back, but that cannot be noted
    assert device.snapshot() == "old"
    store.full = False
    transaction.rollback("t1")
    assert store.outcome("t1") == "rolled-back"
    assert store.pending() is None


def test_the_timer_fires_on_a_full_disk(store: _Full, device: _File, transaction: Transaction) -> None:
    """The timer is a process of its own: it has the store as it was when it was armed."""
    original = store.set_pending

    def fill_after(pending: object) -> None:
        original(pending)  # type: ignore[arg-type]  # the store's own type
        store.full = True

    store.set_pending = fill_after  # type: ignore[method-assign]  # full from the moment at which the timer is armed
    with pytest.raises(OSError, match="No space"):
        transaction.commit(device, "t1", 1)
    assert device.snapshot() == "new"
    _await(lambda: device.snapshot() == "old")


def test_a_begin_that_cannot_be_noted_leaves_the_timer_waiting(
    store: _Full, device: _File, transaction: Transaction
) -> None:
    transaction.commit(device, "t1", 600)
    store.full = True
    with pytest.raises(OSError, match="No space"):
        transaction._begin(_pending(store)._replace(state="undoing"))
    assert timer.alive(store.root)


def test_a_startup_configuration_that_cannot_be_written_blocks_no_rollback(
    store: _Full, device: _File, transaction: Transaction
) -> None:
    transaction.commit(device, "t1", 600)
    device.writable = False
    with pytest.raises(TransactionError, match="no room"):
        transaction.confirm("t1")
    with pytest.raises(TransactionError, match="startup configuration"):
        transaction.commit(device, "t2", 600)
    with pytest.raises(TransactionError, match="no room"):
        transaction.rollback("t1")
    assert device.snapshot() == "old"
    device.writable = True
    transaction.rollback("t1")
    assert (device.snapshot(), device.startup.read_text()) == ("old", "old")
    assert not store.unsaved()
    assert transaction.pending() is None


def test_what_was_pending_when_the_device_booted_is_not_confirmed(
    store: _Full, device: _File, transaction: Transaction
) -> None:
    transaction.commit(device, "t1", 600)
    timer.disarm(store.root)  # a boot ends it
    store.set_pending(_pending(store)._replace(boot="the boot before"))
    with pytest.raises(TransactionError, match="rolled-back already") as caught:
        transaction.confirm("t1")
    assert caught.value.status == UNKNOWN_TOKEN
    assert device.snapshot() == "old"


def test_in_the_same_boot_a_lost_timer_is_armed_again(store: _Full, device: _File, transaction: Transaction) -> None:
    transaction.commit(device, "t1", 600)
    timer.disarm(store.root)
    _await(lambda: not timer.alive(store.root))
    assert transaction.pending() == "t1"
    assert timer.alive(store.root)
    transaction.confirm("t1")
    assert device.startup.read_text() == "new"


def _pending(store: Store) -> Pending:
    found = store.pending()
    assert found is not None
    return found


def test_a_replace_is_one_transaction(store: _Full, device: _File, transaction: Transaction) -> None:
    assert transaction.replace(device, "t1", 600, fingerprint("old"))
    assert (store.pending() or Pending("", 0)).token == "t1"
    assert timer.alive(store.root)
    transaction.rollback("t1")
    assert device.snapshot() == "old"


def test_a_replace_without_a_difference_leaves_nothing_pending(
    store: _Full, device: _File, transaction: Transaction
) -> None:
    device.text = "old"
    assert not transaction.replace(device, "t1", 600, None)
    assert store.pending() is None
    assert not timer.alive(store.root)


def test_a_replace_of_what_was_changed_meanwhile_is_refused(
    store: _Full, device: _File, transaction: Transaction
) -> None:
    device.path.write_text("changed by hand")
    with pytest.raises(TransactionError) as raised:
        transaction.replace(device, "t1", 600, fingerprint("old"))
    assert raised.value.status == CHANGED
    assert device.snapshot() == "changed by hand"
    assert store.pending() is None


@pytest.mark.parametrize(
    ("other", "same"), [("a\n\nb  \n", True), ("a\nb", True), (" a\nb\n", False), ("b\na\n", False)]
)
def test_a_fingerprint_sees_lines_and_their_order(other: str, same: bool) -> None:
    assert (fingerprint("a\nb\n") == fingerprint(other)) is same


def test_what_does_not_run_any_more_is_not_confirmed(store: _Full, device: _File, transaction: Transaction) -> None:
    transaction.commit(device, "t1", 600)
    device.path.write_text("old")  # as a daemon does that was started again
    with pytest.raises(TransactionError) as raised:
        transaction.confirm("t1")
    assert raised.value.status == CHANGED
    assert timer.alive(store.root)  # it will see to the rest
    assert (store.pending() or Pending("", 0)).token == "t1"


@pytest.mark.parametrize("ours", [True, False])
def test_the_program_runs_with_our_byte_code_or_without(tmp_path: Path, ours: bool) -> None:
    made, path = bundle(), tmp_path / "program.pyz"
    with zipfile.ZipFile(io.BytesIO(made.content)) as whole, zipfile.ZipFile(path, "w") as program:
        names = whole.namelist()
        assert {f"{name}c" for name in names if name.endswith(".py")} <= {*names}
        for name in names:
            content = whole.read(name)
            other = name.endswith(".pyc") and not ours
            program.writestr(name, b"\0\0\r\n" + content[4:] if other else content)  # as another Python would see it
    words = [sys.executable, "-I", "-S", str(path), "frr", str(tmp_path / "store")]
    done = subprocess.run(words, input='{"operation": "status"}', capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == {"status": 0, "pending": None, "tokens": [], "outcome": ""}
