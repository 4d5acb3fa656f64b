"""The estate's lab: up from what is rendered, logins, links by the names of their ends."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from netops.errors import InputError, LabError
from netops.lab import Lab
from netops.model import Network
from netops.render import render_network
from netops.workflows.estate import Estate
from netops.workflows.reach import lab_folder, lab_of

__all__ = ["LabUp", "find_link", "lab_down", "lab_up", "login"]


@dataclass(frozen=True, slots=True)
class LabUp:
    """``converged``: whether the routers' tables came to rest in the time given."""

    devices: int
    links: int
    converged: bool


def lab_up(estate: Estate, wait: float = 60.0, say: Callable[[str], None] = lambda _: None) -> LabUp:
    """Render the estate, with its lab's secrets, and build it.  Raises EstateError, LabError, TemplateError."""
    texts = render_network(estate.sound(), templates=estate.templates, secret=estate.secrets.value)
    lab = lab_of(estate, texts)
    lab.up(say)
    converged = False
    if wait:
        say("waiting for the routing protocols to converge")
        converged = lab.wait_converged(wait)
    built = lab.status()
    return LabUp(len(built.devices) if built else 0, len(built.links) if built else 0, converged)


def lab_down(root: Path) -> None:
    """Remove what was built of an estate's lab, however much: its files need not be readable any more.

    Raises InputError where there is neither an estate nor a lab.
    """
    folder = lab_folder(root)
    if not folder.exists() and not (root / "inventory").is_dir():
        raise InputError(f"{root} is not an estate: it holds no inventory/, and no lab was built from it")
    Lab(Network(), {}, folder).down()


def login(estate: Estate, device: str) -> int:
    """An interactive SSH session as the operator; its exit status.  Raises LabError."""
    targets = lab_of(estate).targets()
    if device not in targets:
        near = get_close_matches(device, targets, n=1)
        raise LabError(f"no SSH server on {device}" + (f"; did you mean {near[0]}?" if near else ""))
    target = targets[device]
    options = ["-o", f"UserKnownHostsFile={target.known_hosts}", "-o", "StrictHostKeyChecking=yes"]
    command = ["ssh", "-p", str(target.port), "-i", str(target.key_file), *options, f"operator@{target.hostname}"]
    try:
        return subprocess.run(command, check=False).returncode
    except OSError as error:
        raise LabError(f"ssh cannot be run: {error.strerror}") from error


def find_link(network: Network, name: str, other: str | None = None) -> tuple[str, ...]:
    """The link of that name, or all links between two devices.  Raises InputError."""
    if other is not None:
        found = tuple(link.name for link in network.links if {link.a.device, link.b.device} == {name, other})
        if not found:
            raise InputError(f"no link joins {name} and {other}")
        return found
    names = [link.name for link in network.links]
    if name not in names:
        near = get_close_matches(name, names, n=1)
        raise InputError(f"there is no link {name}" + (f"; did you mean {near[0]}?" if near else ""))
    return (name,)
