"""netops as a command, in an estate of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Run, run_netops


@pytest.fixture
def netops() -> Run:
    return run_netops


@pytest.fixture
def estate(tmp_path: Path) -> Path:
    """The starter estate."""
    from netops.workflows.init import init

    init(tmp_path / "estate")
    return tmp_path / "estate"
