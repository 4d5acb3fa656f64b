"""What a change needs besides its journal entries: configurations and predictions, for a new process to finish it.

``.netops/changes/IDENTIFIER/`` holds ``before/`` and ``after/`` (one file a device, secrets replaced by their names),
and ``expected-after.json`` (a predicted snapshot), all readable by their owner alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from netops.model import Snapshot
from netops.store.running import read_configurations, write_configurations
from netops.store.snapshots import load_snapshot, save_snapshot

__all__ = ["ChangeFolder"]


class ChangeFolder:
    """The folder of one change; everything in it is written before the first device is touched."""

    def __init__(self, root: Path, identifier: str) -> None:
        self.path = root / identifier

    def save(
        self,
        *,
        before: Mapping[str, str],
        after: Mapping[str, str],
        platforms: Mapping[str, str],
        expected_after: Snapshot,
    ) -> None:
        """Write all of it.  The texts must be free of secrets.  Raises StoreError."""
        write_configurations(self.path / "before", before, platforms, mode=0o600)
        write_configurations(self.path / "after", after, platforms, mode=0o600)
        save_snapshot(self.path / "expected-after.json", expected_after)

    def before(self) -> dict[str, str]:
        """Configurations as they were, by device."""
        return read_configurations(self.path / "before")

    def after(self) -> dict[str, str]:
        """Configurations as they were to become, by device."""
        return read_configurations(self.path / "after")

    def expected_after(self) -> Snapshot:
        """What the network was predicted to show after it.  Raises StoreError."""
        return load_snapshot(self.path / "expected-after.json")

    def expect(self, snapshot: Snapshot) -> None:
        """Replace what is expected after the change: devices may have failed to take their part of it."""
        save_snapshot(self.path / "expected-after.json", snapshot)
