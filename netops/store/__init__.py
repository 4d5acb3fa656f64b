"""The disk: journal, lock, running configurations, snapshots.  Every write is atomic and reaches the disk."""

from netops.store.atomic import append_lines, make_folder, write_atomic
from netops.store.changes import ChangeFolder
from netops.store.journal import Entry, Journal
from netops.store.lock import PushLock
from netops.store.running import SUFFIXES, read_configurations, write_configurations
from netops.store.shelf import KeptSnapshot, SnapshotShelf, check_label
from netops.store.snapshots import load_snapshot, save_snapshot

__all__ = [
    "SUFFIXES",
    "ChangeFolder",
    "Entry",
    "Journal",
    "KeptSnapshot",
    "PushLock",
    "SnapshotShelf",
    "append_lines",
    "check_label",
    "load_snapshot",
    "make_folder",
    "read_configurations",
    "save_snapshot",
    "write_atomic",
    "write_configurations",
]
