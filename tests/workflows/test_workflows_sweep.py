"""A sweep on several processors finds what one finds."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from netops.analysis.whatif import single_failures, what_if
from netops.intent import load
from netops.workflows.sweep import sweep

ESTATE = Path(__file__).parents[2]


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="processes inherit nothing here")
@pytest.mark.parametrize("processors", [2, 3])
def test_several_processors_find_what_one_finds(processors: int) -> None:
    network = load(ESTATE).network
    assert network is not None
    failing = tuple(single_failures(network, links=False))
    assert len(failing) >= 3 * 8
    assert sweep(network, failing, processors) == what_if(network, failing)


def test_few_failures_start_no_process() -> None:
    network = load(ESTATE).network
    assert network is not None
    failing = tuple(single_failures(network, links=False))[:3]
    assert sweep(network, failing, 8) == what_if(network, failing)
