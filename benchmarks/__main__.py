"""``python -m benchmarks [NAME ...]``: measure, and print one table."""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import sys

from benchmarks import NAMES
from benchmarks.measure import Measurement

__all__ = ["main"]


def main() -> None:
    """Each line is printed as soon as it is measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}; none: all of them")
    names = parser.parse_args().names or list(NAMES)
    unknown = sorted(set(names) - set(NAMES))
    if unknown:
        parser.error(f"no benchmark is called {', '.join(unknown)}: choose from {', '.join(NAMES)}")
    print(f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} processors.", end=" ")
    print("Medians (least – most); a ratio above 1 means that netops is faster.\n")
    print("| work | netops | peer | | ratio |\n|---|---|---|---|---|", flush=True)
    for name in names:
        for each in importlib.import_module(f"benchmarks.{name}").measure():
            print(_row(each), flush=True)
            for note in each.notes:
                print(f"  {note}", file=sys.stderr)


def _row(each: Measurement) -> str:
    ratio = f"{each.ratio:.0f}" if each.ratio >= 10 else f"{each.ratio:.1f}" if each.ratio >= 1 else f"{each.ratio:.2f}"
    return f"| {each.work} | {each.netops} | {each.peer.name} | {each.peer} | {ratio} |"


if __name__ == "__main__":
    main()
