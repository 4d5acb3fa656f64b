"""Where things are printed: colours and frames only on a terminal, whole lines and nothing else in a pipe."""

from __future__ import annotations

import io
import sys

from rich.console import Console, RenderableType

__all__ = ["make_console", "show"]

PIPE_WIDTH = 4096  # columns: a table in a pipe is never wrapped or cut


def make_console(*, stderr: bool = False) -> Console:
    """A console on standard output or error.  Rich itself heeds NO_COLOR and TERM."""
    console = Console(stderr=stderr, highlight=False, soft_wrap=False)
    if not console.is_terminal:
        console = Console(stderr=stderr, highlight=False, width=PIPE_WIDTH, no_color=True)
    return console


def show(console: Console, *renderables: RenderableType) -> None:
    """Print; in a pipe without the blanks that pad a table's last column."""
    if console.is_terminal:
        console.print(*renderables, sep="\n")
        return
    buffer = Console(file=io.StringIO(), highlight=False, width=PIPE_WIDTH, no_color=True)
    buffer.print(*renderables, sep="\n")
    assert isinstance(buffer.file, io.StringIO)
    text = "".join(f"{line.rstrip()}\n" for line in buffer.file.getvalue().splitlines())
    stream = sys.stderr if console.stderr else console.file
    stream.write(text)
    stream.flush()
