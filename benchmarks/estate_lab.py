"""The estate of this repository as a lab, for those measurements that need devices."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from netops.workflows.estate import Estate, open_estate
from netops.workflows.lab import lab_up
from netops.workflows.reach import lab_of

__all__ = ["estate_lab"]

_ROOT = Path(__file__).parents[1]


@contextmanager
def estate_lab(folder: Path) -> Iterator[Estate]:
    """A copy of the estate in ``folder``, and its lab while it lasts; it ends the run where that does not converge."""
    for name in ("inventory", "topology", "templates"):
        shutil.copytree(_ROOT / name, folder / name)
    estate = open_estate(folder, lab=True)
    try:
        if not lab_up(estate).converged:
            raise SystemExit("the lab did not converge: nothing can be measured on it")
        yield estate
    finally:
        lab_of(estate).down()
