"""The command ``netops``: its commands, and nothing heavy until one of them runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from netops import __version__
from netops.cli import (
    adopt,
    check,
    collect,
    demo,
    draw,
    history,
    init,
    lab,
    plan,
    push,
    render,
    routes,
    scan,
    snapshots,
    trace,
    validate,
    whatif,
)
from netops.cli.face import Globals, face, set_globals
from netops.cli.options import AsJson, flag

__all__ = ["app", "main"]

app = typer.Typer(
    name="netops",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Predict a network change, push it, verify it against the prediction, and undo it when the two differ.

    Commands work on the estate around the present folder; `netops COMMAND --help` has examples of each.

    Examples:

        netops check
        netops plan
        netops push --commit --why "maintenance of provider 1"
        netops scan
    """,
    epilog="Exit codes: 0 clean, 1 findings or failed devices, 2 usage or bad input, 3 could not complete.",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"netops {__version__}")
        raise typer.Exit


@app.callback()
def _globals(
    estate: Annotated[
        Path | None, typer.Option("--estate", metavar="DIR", help="The estate's folder.", show_default=False)
    ] = None,
    as_json: Annotated[bool, flag("--json", "Print JSON instead of tables.")] = False,
    debug: Annotated[bool, flag("--debug", "Show where an error comes from.")] = False,
    version: Annotated[  # noqa: ARG001 - its callback does the work
        bool,
        typer.Option("--version", metavar="", help="Print the version and end.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    set_globals(Globals(estate, as_json, debug))


_PANELS: dict[str, tuple[Callable[..., None], ...]] = {
    "Design": (check.check, render.render, draw.draw, init.init),
    "Predict": (routes.routes, trace.trace, whatif.whatif, validate.validate),
    "Change": (plan.plan, push.push, push.rollback, history.history, history.show),
    "Observe": (collect.collect, collect.verify, scan.scan, snapshots.snapshots, snapshots.diff),
    "Learn": (demo.demo,),
}
app.command("import", rich_help_panel="Design")(adopt.adopt)
for _panel, _commands in _PANELS.items():
    for _command in _commands:
        app.command(rich_help_panel=_panel)(_command)
app.add_typer(lab.app, name="lab", rich_help_panel="Observe")


@app.command(rich_help_panel="Learn")
def version(as_json: AsJson = False) -> None:
    """Print the version.

    Examples:

        netops version
    """
    with face(as_json=as_json) as shown:
        shown.emit({"version": __version__}, f"netops {__version__}")


def main() -> None:
    """The console script's entry."""
    app()
