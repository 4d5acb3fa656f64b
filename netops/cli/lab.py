"""``netops lab``: real routers and switches in namespaces of this machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from netops.cli.completion import complete_device
from netops.cli.face import FINDINGS, Face, face
from netops.cli.options import AsJson, Device, EstateFolder

if TYPE_CHECKING:
    from netops.lab import Lab

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="""The estate built from real FRR routers and Open vSwitch switches on this machine (Linux, as root).

    Commands that talk to devices reach its ones with `--lab`.

    Examples:

        netops lab up
        netops verify --lab
        netops lab cut core1 core2
        netops scan --lab
        netops lab down
    """,
)
Link = Annotated[
    str,
    typer.Argument(
        metavar="LINK",
        help="A link, as core1:eth1--core2:eth1, or its two devices A B.",
        autocompletion=complete_device,
    ),
]
Other = Annotated[str | None, typer.Argument(hidden=True, autocompletion=complete_device)]


@app.command()
def up(
    wait: Annotated[float, typer.Option(metavar="SECONDS", help="How long to wait for convergence; 0: not.")] = 60,
    estate: EstateFolder = None,
    as_json: AsJson = False,
) -> None:
    """Build the lab from what the estate renders, and wait until it has converged.

    It gets throw-away secrets of its own.

    Examples:

        netops lab up
        netops lab up --wait 0
    """
    with face(estate, as_json, "`netops lab down` removes what was built") as shown:
        from netops.workflows.lab import lab_up

        done = lab_up(shown.open_estate(lab=True), wait, shown.say)
        told = f"✔ {done.devices} devices are up" + ("" if not wait else " and have converged" * done.converged)
        shown.emit(done, told)
        if wait and not done.converged:
            raise typer.Exit(FINDINGS)


@app.command()
def down(estate: EstateFolder = None, as_json: AsJson = False) -> None:
    """Remove the lab, whole, half-built or crashed; nothing of it stays.

    Examples:

        netops lab down
    """
    with face(estate, as_json) as shown:
        from netops.workflows.lab import lab_down

        with shown.busy("removing the lab"):
            lab_down(shown.root())
        shown.emit({"lab": "down"}, "the lab is down")


@app.command()
def status(estate: EstateFolder = None, as_json: AsJson = False) -> None:
    """Tell which devices run and which links are up.

    Examples:

        netops lab status
    """
    with face(estate, as_json) as shown:
        from netops.cli.views.lab import status_view
        from netops.workflows.reach import lab_of

        found = lab_of(shown.open_estate(lab=True)).status()
        shown.emit(found, status_view(found))
        if found is not None and not (found.whole and found.reachable):
            raise typer.Exit(FINDINGS)


@app.command(name="exec", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
def execute(
    device: Device,
    command: Annotated[list[str], typer.Argument(metavar="COMMAND…", help="What to run on it, as root.")],
    estate: EstateFolder = None,
    as_json: AsJson = False,
) -> None:
    """Run a command on a device of the lab.

    Options of netops stand before the device; all that follows it is the command's.

    Examples:

        netops lab exec core1 vtysh -c "show ip route"
        netops lab exec acc-b01 ovs-vsctl show
    """
    with face(estate, as_json) as shown:
        from netops.workflows.reach import lab_of

        output = lab_of(shown.open_estate(lab=True)).run(device, command)
        if shown.json:
            shown.emit({"device": device, "command": command, "output": output})
        else:
            typer.echo(output, nl=False)


@app.command()
def ssh(device: Device, estate: EstateFolder = None) -> None:
    """Log in to a device of the lab: vtysh on a router, a shell on a switch.

    Examples:

        netops lab ssh core1
    """
    with face(estate) as shown:
        from netops.workflows.lab import login

        opened = shown.open_estate(lab=True)
        raise typer.Exit(login(opened, device))


@app.command()
def cut(link: Link, other: Other = None, estate: EstateFolder = None, as_json: AsJson = False) -> None:
    """Cut a line of the lab: both ends lose their carrier.

    `netops lab mend` undoes it.

    Examples:

        netops lab cut core1 core2
        netops lab cut core1:eth1--core2:eth1
    """
    with face(estate, as_json) as shown:
        _each_line(shown, link, other, "cut", lambda lab, name: lab.cut(name))


@app.command()
def mend(link: Link, other: Other = None, estate: EstateFolder = None, as_json: AsJson = False) -> None:
    """Mend a line that was cut.

    Examples:

        netops lab mend core1 core2
    """
    with face(estate, as_json) as shown:
        _each_line(shown, link, other, "mended", lambda lab, name: lab.restore(name))


def _each_line(shown: Face, link: str, other: str | None, done: str, work: Callable[[Lab, str], None]) -> None:
    from netops.workflows.lab import find_link
    from netops.workflows.reach import lab_of

    opened = shown.open_estate(lab=True)
    names = find_link(opened.network, link, other)
    for name in names:
        work(lab_of(opened), name)
    shown.emit({done: names}, "\n".join(f"{done} {name}" for name in names))


@app.command()
def stop(device: Device, estate: EstateFolder = None, as_json: AsJson = False) -> None:
    """Cut a device's power.

    Examples:

        netops lab stop core1
    """
    with face(estate, as_json) as shown:
        from netops.workflows.reach import lab_of

        lab_of(shown.open_estate(lab=True)).stop(device)
        shown.emit({"stopped": device}, f"{device} has no power")


@app.command()
def start(device: Device, estate: EstateFolder = None, as_json: AsJson = False) -> None:
    """Give a stopped device its power back; it boots its startup configuration.

    Examples:

        netops lab start core1
    """
    with face(estate, as_json) as shown:
        from netops.workflows.reach import lab_of

        lab_of(shown.open_estate(lab=True)).start(device)
        shown.emit({"started": device}, f"{device} is up")
