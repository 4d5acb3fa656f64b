"""``netops lab``: real routers and switches in namespaces of this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from netops.cli.completion import complete_device
from netops.cli.face import FINDINGS, face
from netops.cli.options import AsJson, Device, EstateFolder

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="The estate built from real FRR routers and Open vSwitch switches on this machine (Linux, as root).",
)
Link = Annotated[str, typer.Argument(metavar="LINK", help="A link, as core1:eth1--core2:eth1, or its two devices A B.")]


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
        from netops.workflows.reach import lab_of

        with shown.busy("removing the lab"):
            lab_of(shown.open_estate(lab=True)).down()
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
) -> None:
    """Run a command on a device of the lab.

    Examples:

        netops lab exec core1 vtysh -c "show ip route"
        netops lab exec acc-b01 ovs-vsctl show
    """
    with face(estate) as shown:
        from netops.workflows.reach import lab_of

        typer.echo(lab_of(shown.open_estate(lab=True)).run(device, command), nl=False)


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
def cut(
    link: Link, other: Annotated[str | None, typer.Argument(hidden=True)] = None, estate: EstateFolder = None
) -> None:
    """Cut a line of the lab: both ends lose their carrier.

    Examples:

        netops lab cut core1 core2
        netops lab cut core1:eth1--core2:eth1
    """
    with face(estate) as shown:
        from netops.workflows.lab import find_link
        from netops.workflows.reach import lab_of

        opened = shown.open_estate(lab=True)
        for name in find_link(opened.network, link, other):
            lab_of(opened).cut(name)
            typer.echo(f"cut {name}")


@app.command()
def mend(
    link: Link, other: Annotated[str | None, typer.Argument(hidden=True)] = None, estate: EstateFolder = None
) -> None:
    """Mend a line that was cut.

    Examples:

        netops lab mend core1 core2
    """
    with face(estate) as shown:
        from netops.workflows.lab import find_link
        from netops.workflows.reach import lab_of

        opened = shown.open_estate(lab=True)
        for name in find_link(opened.network, link, other):
            lab_of(opened).restore(name)
            typer.echo(f"mended {name}")


@app.command()
def stop(
    device: Annotated[str, typer.Argument(metavar="DEVICE", autocompletion=complete_device)],
    estate: EstateFolder = None,
) -> None:
    """Cut a device's power.

    Examples:

        netops lab stop core1
    """
    with face(estate) as shown:
        from netops.workflows.reach import lab_of

        lab_of(shown.open_estate(lab=True)).stop(device)
        typer.echo(f"{device} has no power")


@app.command()
def start(
    device: Annotated[str, typer.Argument(metavar="DEVICE", autocompletion=complete_device)],
    estate: EstateFolder = None,
) -> None:
    """Give a stopped device its power back; it boots its startup configuration.

    Examples:

        netops lab start core1
    """
    with face(estate) as shown:
        from netops.workflows.reach import lab_of

        lab_of(shown.open_estate(lab=True)).start(device)
        typer.echo(f"{device} is up")
