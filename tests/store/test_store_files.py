"""Atomic files, the journal and the lock, on a real disk and with real processes."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.errors import ChangeError, StoreError
from netops.store import Journal, PushLock, append_lines, read_configurations, write_atomic, write_configurations


class TestWriteAtomic:
    def test_says_whether_anything_changed(self, tmp_path: Path) -> None:
        path = tmp_path / "deep" / "file.conf"
        assert write_atomic(path, "a\n") is True
        assert write_atomic(path, "a\n") is False
        assert write_atomic(path, "b\n") is True
        assert path.read_text() == "b\n"

    def test_leaves_nothing_else_behind(self, tmp_path: Path) -> None:
        write_atomic(tmp_path / "file", "text")
        assert [each.name for each in tmp_path.iterdir()] == ["file"]

    def test_mode(self, tmp_path: Path) -> None:
        write_atomic(tmp_path / "file", "text", mode=0o600)
        assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600

    def test_a_folder_in_the_way_is_a_store_error(self, tmp_path: Path) -> None:
        (tmp_path / "file").mkdir()
        with pytest.raises(StoreError, match="cannot write"):
            write_atomic(tmp_path / "file", "text")


class TestJournal:
    def test_entries_come_back_in_order(self, tmp_path: Path) -> None:
        journal = Journal(tmp_path / "journal.jsonl")
        written = tuple(journal.write("c1", event, "core1", number=index) for index, event in enumerate("abc"))
        assert journal.read() == written
        assert journal.torn() == ()

    def test_no_journal_is_an_empty_one(self, tmp_path: Path) -> None:
        assert Journal(tmp_path / "none").read() == ()

    def test_every_text_is_redacted(self, tmp_path: Path) -> None:
        journal = Journal(tmp_path / "j", lambda text: text.replace("hunter2", "<secret x>"))
        journal.write("c1", "failed", "r1", error="bad hunter2", lines=["hunter2"], nested={"hunter2": "hunter2"})
        assert "hunter2" not in (tmp_path / "j").read_text()
        assert journal.read()[0].detail["error"] == "bad <secret x>"

    def test_only_its_owner_can_read_it(self, tmp_path: Path) -> None:
        Journal(tmp_path / "j").write("c1", "a")
        assert stat.S_IMODE((tmp_path / "j").stat().st_mode) == 0o600

    @given(cut=st.integers(min_value=1, max_value=80))
    def test_a_torn_last_line_loses_only_itself(self, cut: int, tmp_path_factory: pytest.TempPathFactory) -> None:
        path = tmp_path_factory.mktemp("journal") / "j"
        journal = Journal(path)
        first = journal.write("c1", "first")
        journal.write("c1", "second")
        whole = path.read_bytes()
        path.write_bytes(whole[:-cut])
        if cut > 1:  # the line end alone is no loss
            assert journal.read() == (first,)
            assert journal.torn() == (2,)
        third = journal.write("c1", "third")
        assert journal.read()[0] == first
        assert journal.read()[-1] == third

    @given(text=st.text())
    def test_any_text_survives(self, text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
        journal = Journal(tmp_path_factory.mktemp("journal") / "j")
        entry = journal.write("c1", "said", text=text.encode("utf-8", "replace").decode())
        assert journal.read() == (entry,)

    @given(noise=st.binary(max_size=200))
    def test_any_file_can_be_read(self, noise: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
        path = tmp_path_factory.mktemp("journal") / "j"
        path.write_bytes(noise)
        assert Journal(path).read() == ()

    def test_a_changed_line_is_not_believed(self, tmp_path: Path) -> None:
        journal = Journal(tmp_path / "j")
        journal.write("c1", "confirm")
        path = tmp_path / "j"
        path.write_text(path.read_text().replace("confirm", "confirn"))
        assert journal.read() == ()
        assert journal.torn() == (1,)


_HOLD = """
import sys, time
from pathlib import Path
from netops.store import PushLock
with PushLock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


class TestPushLock:
    def test_a_second_push_is_refused_and_told_who(self, tmp_path: Path) -> None:
        with PushLock(tmp_path / "lock"), pytest.raises(ChangeError, match=f"process {os.getpid()}"):
            PushLock(tmp_path / "lock").__enter__()

    def test_it_is_free_again_afterwards(self, tmp_path: Path) -> None:
        for _ in range(2):
            with PushLock(tmp_path / "lock"):
                pass

    def test_a_killed_owner_blocks_nobody(self, tmp_path: Path) -> None:
        path = tmp_path / "lock"
        with subprocess.Popen([sys.executable, "-c", _HOLD, str(path)], stdout=subprocess.PIPE, text=True) as owner:
            assert owner.stdout is not None
            assert owner.stdout.readline() == "held\n"
            with pytest.raises(ChangeError, match=f"process {owner.pid}"):
                PushLock(path).__enter__()
            owner.send_signal(signal.SIGKILL)
            owner.wait()
        with PushLock(path):
            pass


def test_configurations_keep_their_platform_s_ending(tmp_path: Path) -> None:
    texts = {"r1": "frr defaults traditional\n", "s1": "add-br br0\n", "x1": "hostname x1\n"}
    changed = write_configurations(tmp_path, texts, {"r1": "frr", "s1": "ovs", "x1": "ios"})
    assert [path.name for path in changed] == ["r1.conf", "s1.ovs", "x1.cfg"]
    assert read_configurations(tmp_path) == texts
    assert write_configurations(tmp_path, texts, {"r1": "frr", "s1": "ovs", "x1": "ios"}) == ()


def test_append_lines_ends_a_torn_line_first(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_text("torn")
    append_lines(path, ["whole", "as well"])
    assert path.read_text() == "torn\nwhole\nas well\n"


def test_the_entries_of_one_step_are_torn_one_by_one(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    written = journal.write_all("c1", [("committing", name, {}) for name in ("r1", "r2", "r3")])
    assert journal.read() == written
    journal.path.write_bytes(journal.path.read_bytes()[:-5])
    assert journal.read() == written[:2]
    assert journal.torn() == (3,)
    assert journal.write_all("c1", []) == ()
