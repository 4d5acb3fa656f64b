"""A sweep over many failures on all processors: each takes a part of them, from one prediction of the whole network."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from netops.analysis.prediction import without_collection
from netops.analysis.whatif import Failing, Outcome, Sweep, what_if, worst_first
from netops.model import Network

__all__ = ["sweep"]

_WORTH_IT = 12  # failures a processor: for fewer, starting it takes longer than it saves

_shared: Sweep | None = None
"""What the processes inherit: it is too large to be sent to them."""


def sweep(network: Network, failing: Sequence[Failing], processors: int | None = None) -> tuple[Outcome, ...]:
    """As :func:`~netops.analysis.whatif.what_if`, with equal results; ``processors`` None: all that there are.

    Where processes cannot inherit (no fork), or there are few failures, this one does all.  Raises PredictionError.
    """
    count = min(processors or os.cpu_count() or 1, len(failing) // _WORTH_IT)
    if count < 2 or "fork" not in multiprocessing.get_all_start_methods():
        return what_if(network, failing)
    global _shared
    with without_collection():
        _shared = Sweep(network)
        try:
            with ProcessPoolExecutor(count - 1, multiprocessing.get_context("fork")) as pool:
                parts = [failing[place::count] for place in range(count)]
                others = [pool.submit(_part, part) for part in parts[1:]]
                found = _part(parts[0])
                return worst_first([*found, *(each for other in others for each in other.result())])
        finally:
            _shared = None


def _part(failing: Sequence[Failing]) -> list[Outcome]:
    assert _shared is not None
    with without_collection():
        return [_shared.outcome(each) for each in failing]
