"""What every command does around its work: find the estate, print, and end with the right exit code."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from netops.errors import EstateError, NetopsError

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from netops.workflows.estate import Estate

__all__ = ["FINDINGS", "INTERRUPTED", "Face", "Globals", "face", "fail"]

FINDINGS = 1
INTERRUPTED = 130  # 128 + SIGINT, as shells have it


@dataclass
class Globals:
    """Options given before the command; they hold for it unless it says otherwise."""

    estate: Path | None = None
    json: bool = False
    debug: bool = False


@dataclass
class Face:
    """One command's standard output and error.  ``json``: nothing but one JSON document goes to standard output."""

    json: bool
    folder: Path | None
    hint: str = ""  # said when the command is interrupted
    redact: Callable[[str], str] = field(default=str, repr=False)

    def root(self) -> Path:
        """The folder of the estate that was asked for, or of the one around the working folder."""
        from netops.workflows.estate import find_estate

        return self.folder.resolve() if self.folder is not None else find_estate(Path.cwd())

    def open_estate(self, *, lab: bool = False) -> Estate:
        """The estate that was asked for, or the one around the working folder; ``lab``: with its lab's secrets."""
        from netops.workflows.estate import open_estate

        estate = open_estate(self.root(), lab=lab)
        self.redact = estate.secrets.redact
        return estate

    def emit(self, value: object, *views: RenderableType) -> None:
        """The result: JSON of ``value``, or the views of it."""
        from netops.report import make_console, show, to_json

        if self.json:
            sys.stdout.write(json.dumps(to_json(value), indent=2, ensure_ascii=False) + "\n")
        else:
            show(make_console(), *views)

    def say(self, text: str) -> None:
        """A line about what is being done now: on a terminal or in a log to standard error, never among the results."""
        from netops.report import make_console, show

        show(make_console(stderr=True), f"[dim]•[/] {_plain(text)}")

    @contextmanager
    def busy(self, text: str) -> Iterator[None]:
        """A spinner with a text while something long goes on; nothing at all where this is no terminal."""
        console = self.console(stderr=True)
        if self.json or not console.is_terminal:
            yield
            return
        with console.status(text):
            yield

    @contextmanager
    def counting(self, text: str, total: int) -> Iterator[Callable[[str], None]]:
        """A progress bar on a terminal; call what it gives for each thing that is done."""
        console = self.console(stderr=True)
        if self.json or not console.is_terminal:
            yield lambda _: None
            return
        from rich.progress import Progress

        with Progress(console=console, transient=True) as bar:
            task = bar.add_task(text, total=total)
            yield lambda _: bar.advance(task)

    def console(self, *, stderr: bool = False) -> Console:
        from netops.report import make_console

        return make_console(stderr=stderr)


_GLOBALS = Globals()


def set_globals(given: Globals) -> None:
    """Keep the options that stood before the command."""
    _GLOBALS.estate, _GLOBALS.json, _GLOBALS.debug = given.estate, given.json, given.debug


@contextmanager
def face(estate: Path | None = None, as_json: bool = False, hint: str = "") -> Iterator[Face]:
    """A face for one command; whatever goes wrong inside ends in one clear line and its exit code."""
    shown = Face(as_json or _GLOBALS.json, estate or _GLOBALS.estate, hint)
    try:
        yield shown
    except typer.Exit:
        raise
    except KeyboardInterrupt:
        print_error(f"interrupted{': ' + shown.hint if shown.hint else ''}")
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains at its exit
        raise typer.Exit(0) from None
    except NetopsError as error:
        fail(error, shown)
    except Exception as error:  # noqa: BLE001 - the last boundary: a defect of netops is told in one line as well
        fail(error, shown)


def fail(error: Exception, shown: Face) -> NoReturn:
    """Print the error, its findings too, and end with its exit code."""
    if _GLOBALS.debug:
        _print_traceback(error, shown)
    if isinstance(error, EstateError) and error.findings:
        from netops.report import findings_view, make_console, show

        show(make_console(stderr=True), findings_view(error.findings))
    if isinstance(error, NetopsError):
        print_error(shown.redact(str(error)))
        raise typer.Exit(error.exit_code)
    print_error(shown.redact(f"a defect of netops: {type(error).__name__}: {error} (netops --debug shows where)"))
    raise typer.Exit(3)


def _print_traceback(error: Exception, shown: Face) -> None:
    import traceback

    sys.stderr.write(shown.redact("".join(traceback.format_exception(error))))


def print_error(message: str) -> None:
    """One line on standard error."""
    from rich.text import Text

    from netops.report import make_console, show

    show(make_console(stderr=True), Text("netops: ", "bold red").append(message, "default"))


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)
