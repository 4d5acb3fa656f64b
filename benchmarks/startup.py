"""``netops --help``, against NAPALM's command line and against Python that does nothing."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.measure import Measurement, alternate

__all__ = ["measure"]


def measure() -> Iterator[Measurement]:
    """A new process each time, its files in the machine's cache."""
    scripts = Path(sys.executable).parent
    ours = partial(_run, str(scripts / "netops"), "--help")
    peers = {
        "napalm --help": partial(_run, str(scripts / "napalm"), "--help"),
        "python -c pass": partial(_run, sys.executable, "-c", "pass"),
    }
    for name, theirs in peers.items():
        alternate(1, ours, theirs, ("", ""))  # fills the machine's cache of files
        yield Measurement("netops --help", *alternate(15, ours, theirs, ("netops", name), _children))


def _children() -> float:
    """Processor seconds of the processes that have ended."""
    taken = resource.getrusage(resource.RUSAGE_CHILDREN)
    return taken.ru_utime + taken.ru_stime


def _run(*command: str) -> None:
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True)
