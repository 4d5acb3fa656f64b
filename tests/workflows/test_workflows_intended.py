"""``configs/intended`` holds what the estate renders: whoever changes one changes the other."""

from __future__ import annotations

from pathlib import Path

from netops.workflows.configurations import intended
from netops.workflows.estate import open_estate

ROOT = Path(__file__).parents[2]


def test_the_committed_configurations_are_what_the_estate_renders() -> None:
    kept = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "configs" / "intended").iterdir()}
    assert kept == intended(open_estate(ROOT)), "run `netops render`"
