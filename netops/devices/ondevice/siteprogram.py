"""A site's own program that prepares the system for a configuration: interfaces made, ports up or down, addresses."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["run_site_program"]

TIMEOUT = 60


def run_site_program(program: str, configuration: str, lock: int | None) -> list[str]:
    """Run ``program FILE``; why it failed, or nothing.  ``lock`` is inherited: an orphan keeps others out."""
    kept = () if lock is None else (lock,)
    with _memory_file(configuration) as path:
        try:
            found = subprocess.run(
                [program, path],
                capture_output=True,
                text=True,
                errors="replace",
                timeout=TIMEOUT,
                check=False,
                pass_fds=kept,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return [f"{program}: {type(error).__name__}"]
    return [] if found.returncode == 0 else [f"{program}: status {found.returncode}: {found.stderr.strip()}"]


@contextmanager
def _memory_file(text: str) -> Iterator[str]:
    """A file that is on no disk: nothing is left of it when we are killed (memfd_create(2)); for our own user alone."""
    descriptor = os.memfd_create("netops")
    try:
        with open(descriptor, "w", encoding="utf-8", closefd=False) as stream:
            stream.write(text)
        yield f"/proc/{os.getpid()}/fd/{descriptor}"
    finally:
        os.close(descriptor)
